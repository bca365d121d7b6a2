"""A text stays a text: nothing that it says is a formula, markup, a command or a query to what
reads the release. That it arrives unchanged is shown by test_roundtrip."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import sqlite3
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content
from cyberspace_corpus.release.formats import citations, xlsx
from cyberspace_corpus.yamlio.characters import fault
from cyberspace_corpus.yamlio.writer import scalar

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
FORMULA: Final = "=cmd|'/c calc'!A1"
BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def need(module: str) -> Any:
    return pytest.importorskip(module, reason=f"{module} is not installed")


def test_there_is_something_to_withstand(hostile_content: Content) -> None:
    """Every free text of the hostile corpus is hostile, in every table that has any."""
    texts = {
        name: {value for row in rows for value in row.values() if isinstance(value, str)}
        for name, rows in hostile_content.tables.items()
    }
    for beginning in BEGINNINGS:
        assert any(text.startswith(beginning) for text in texts["segments"]), beginning
    few = {name for name, found in texts.items() if not any("=" in text for text in found)}
    assert few == {"provenance", "record_topics"}  # ids and numbers alone


# --- spreadsheets ---------------------------------------------------------------------------


def test_no_cell_of_the_workbook_is_a_formula(hostile_release: Path) -> None:
    """Every text is of the type string, none a formula or a link; nothing leads outside."""
    book = need("openpyxl").load_workbook(hostile_release / "corpus.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert FORMULA in {cell.value for cell in texts}
    with zipfile.ZipFile(hostile_release / "corpus.xlsx") as archive:
        for name in archive.namelist():
            data = archive.read(name)
            assert "externalLink" not in name
            assert b"TargetMode" not in data
            assert not re.search(rb"<f[ >]", data), name


@pytest.mark.parametrize("character", ["字", "😀"])
def test_too_long_for_a_cell(character: str, content: Content) -> None:
    """A text that no cell can hold ends with a word that says so, never in silence."""
    document = dataclasses.replace(content.corpus.documents[0], note=character * 40_000)
    tables = {name: rows for name, rows in content.tables.items() if name == "topics"}
    files = xlsx.write(dataclasses.replace(content, tables=tables | {"documents": [document]}))
    book = need("openpyxl").load_workbook(io.BytesIO(files["corpus.xlsx"]))
    (text,) = [cell.value for cell in book["documents"][2] if str(cell.value)[0] == character]
    assert len(text.encode("utf-16-le")) // 2 <= xlsx.LIMIT
    assert text.endswith(xlsx.CUT)
    assert set(text.removesuffix(xlsx.CUT)) == {character}


def test_csv_has_the_text_itself(hostile_release: Path) -> None:
    """No sign is put before a text; every line has all its columns, and there is no mark of the
    byte order."""
    found: set[str] = set()
    for name, table in TABLES.items():
        data = (hostile_release / f"datapackage/data/tables/{name}.csv").read_bytes()
        assert data.startswith(table.columns()[0].name.encode())
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
        assert {len(row) for row in rows} == {len(table.columns())}
        found |= {cell for row in rows for cell in row}
    assert FORMULA in found


# --- XML, pages -----------------------------------------------------------------------------


def test_xml_has_no_element_of_a_texts_making(release: Path, hostile_release: Path) -> None:
    """Elements and attributes are those that the format knows, whatever the texts say."""
    etree = need("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for pattern in ("corpus.tmx", "tei/*.xml"):
        real, hostile = (
            {shape for path in folder.glob(pattern) for shape in shapes(etree.parse(path, parser))}
            for folder in (release, hostile_release)
        )
        assert hostile
        assert hostile <= real


def shapes(document: Any) -> set[tuple[str, frozenset[str]]]:
    """Every element with the names of its attributes; comments and instructions too."""
    return {(str(node.tag), frozenset(node.attrib)) for node in document.iter()}


def test_notes_hold_no_text_of_the_corpus(release: Path, hostile_release: Path) -> None:
    """What people read first is the same but for the numbers."""
    notes, others = (
        (folder / "NOTES.md").read_text("utf-8") for folder in (release, hostile_release)
    )
    assert re.sub(r"\d+", "0", notes) == re.sub(r"\d+", "0", others)


# --- SQL, TeX -------------------------------------------------------------------------------


def test_the_database_is_built_alike(release: Path, hostile_release: Path) -> None:
    """The same tables and indexes; and every text that has words is found by them."""
    one, other = (
        sqlite3.connect(folder / "corpus.sqlite") for folder in (release, hostile_release)
    )
    schema = "select type, name, sql from sqlite_master order by name"
    assert one.execute(schema).fetchall() == other.execute(schema).fetchall()
    assert other.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert other.execute("pragma foreign_key_check").fetchall() == []
    found = other.execute("select count(*) from search where search match '\"drop table\"'")
    stored = other.execute(
        "select count(*) from segments where zh like '%drop table%' or en like '%drop table%'"
    )
    assert found.fetchone() == stored.fetchone() != (0,)
    one.close()
    other.close()


def test_tex_commands_are_ours(hostile_content: Content) -> None:
    """Every hostile text as a title: the entries stay those of the records, and what follows a
    backslash is one of the few commands that stand for a sign."""
    bibtexparser = need("bibtexparser")
    corpus = hostile_content.corpus
    hostile = corpus.sources[0].gaps
    first, *rest = corpus.documents
    for text in hostile:
        document = dataclasses.replace(first, title_en=text, records=first.records[:1])
        changed = dataclasses.replace(corpus, documents=(document, *rest))
        files = citations.write(dataclasses.replace(hostile_content, corpus=changed))
        bib = files["citations.bib"].decode()
        library = bibtexparser.parse_string(bib)
        assert library.failed_blocks == []
        assert [e.key for e in library.entries] == [r.id.replace("/", ":") for r in changed]
        commands = set(re.findall(r"\\([A-Za-z]+|.)", bib))
        assert commands <= {
            *("textbackslash", "lbrace", "rbrace", "textasciitilde"),
            *"&%$#_^",
        }
        assert bib.count("{") == bib.count("}")


# --- from the authored files ----------------------------------------------------------------


def test_what_the_gate_lets_through(
    hostile_content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hostile texts written into the authored files as a contributor might: the corpus is valid,
    is released, and every reader of tables gives the texts back."""
    texts = [text for text in hostile_content.corpus.sources[0].gaps if may_be_authored(text)]
    assert FORMULA in texts
    assert len(texts) > 15
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    topics = root / "data/vocabulary/topics.yaml"
    added = "".join(
        f"  - id: hostile-{number}\n"
        f"    label: {{zh: 题{number}, en: Topic {number}}}\n"
        f"    definition:\n"
        f"      zh: {scalar('某' + text, flow=False)}\n"
        f"      en: {scalar(text, flow=False)}\n"
        f"    broader: navigation\n"
        for number, text in enumerate(texts)
    )
    topics.write_text(topics.read_text("utf-8") + added, "utf-8")
    used = ", ".join(f"hostile-{number}" for number in range(len(texts)))
    title = root / "data/records/lake-2001/title.yaml"
    title.write_text(title.read_text("utf-8").replace("topics: []", f"topics: [{used}]"), "utf-8")
    assert main(["build", "--root", str(root)]) == 0, capsys.readouterr().out
    assert main(["release", "--root", str(root)]) == 0, capsys.readouterr().out
    found = [t for t in cc.load(root / "data/corpus.json").topics if t.id.startswith("hostile-")]
    assert [topic.definition_en for topic in found] == texts
    with sqlite3.connect(root / "dist/corpus.sqlite") as database:
        rows = database.execute("select definition_en from topics where id like 'hostile-%'")
        assert sorted(text for (text,) in rows) == sorted(texts)


def may_be_authored(text: str) -> bool:
    """One line of visible characters in their normal form."""
    return (
        fault(text) is None
        and "\n" not in text
        and text == text.strip() == unicodedata.normalize("NFC", text)
    )
