"""``diff``: two editions of the small corpus, and what is said of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.compare.step import Step, next_version
from cyberspace_corpus.compare.words import marked

if TYPE_CHECKING:
    from conftest import Call

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
SIREN: Final = "data/records/lake-2003/1.3.yaml"
JSON: Final = "data/corpus.json"


@pytest.fixture
def call(call: Call) -> Call:
    """Call ``diff`` in this process."""
    return partial(call, "diff")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus, built; not to be changed."""
    root = tmp_path_factory.mktemp("built") / "corpus"
    shutil.copytree(BASE, root)
    assert main(["build", "--root", str(root)]) == 0
    return root


@pytest.fixture
def old(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "old"))


@pytest.fixture
def new(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "new"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def republish(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what is published, as another version of the builder might."""
    data = json.loads((root / JSON).read_bytes())
    change(data)
    (root / JSON).write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def report(call: Call, *arguments: str | Path) -> dict[str, Any]:
    ran = call("--format", "json", *arguments)
    data: dict[str, Any] = json.loads(ran.out)
    assert ran.code == data["differ"]
    return data


def record(data: dict[str, Any], id: str) -> dict[str, Any]:
    """A record of a corpus.json."""
    found = [r for d in data["documents"] for r in d["records"] if r["id"] == id]
    assert len(found) == 1
    first: dict[str, Any] = found[0]
    return first


# --- what holds an edition ------------------------------------------------------------------


def held(root: Path, name: str, folder: str) -> Path:
    """A zip file that holds the published corpus below a folder."""
    path = root.parent / name
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted((root / "data").rglob("*")):
            if file.is_file():
                archive.write(file, f"{folder}{file.relative_to(root)}")
    return path


def test_no_difference(call: Call, old: Path, new: Path) -> None:
    """Whatever holds the same corpus, there is no difference."""
    holders: list[str | Path] = [
        new,
        new / "data",
        new / JSON,
        held(new, "corpus-0.1.0-py3-none-any.whl", "cyberspace_corpus/"),
        held(new, "release.zip", "corpus-0.1.0/"),
        held(new, "flat.zip", ""),
    ]
    for holder in holders:
        for pair in ((old, holder), (holder, old)):
            ran = call(*pair)
            assert (ran.code, ran.err) == (0, "")
            assert ran.out.endswith("\nno difference\n")
    data = report(call, old, new)
    assert (data["step"], data["next_version"], data["tables"]) == ("none", "0.1.0", {})
    markdown = call(old, new, "--format", "markdown")
    assert markdown == (0, "No difference: nothing to release.\n", "")


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)


def test_revisions(call: Call, new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag is compared with the work tree; a file of the same name goes first."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(new, "init", "--quiet", "--initial-branch", "main")
    git(new, "add", "--all")
    git(new, "commit", "--quiet", "--message", "x")
    git(new, "tag", "v0.1.0")
    monkeypatch.chdir(new / "data")
    assert call("v0.1.0", "rev:HEAD").code == 0
    republish(new, lambda data: record(data, "lake-2001/1").update(note="A doubt."))
    for name in ("v0.1.0", "rev:v0.1.0", "main"):
        data = report(call, name, new)
        assert data["old"]["name"] == name
        assert list(data["tables"]["records"]["changed"]) == ["lake-2001/1"]
    (new / "data" / "main").write_text("{}")
    call("main", new).check_wrong_use()
    assert report(call, "rev:main", "--root", new, new)["step"] == "patch"


BAD: Final = {
    "empty": b"",
    "text": b"no JSON",
    "deep": b"[" * 100_000,
    "list": b"[]",
    "empty object": b"{}",
    "no records": b'{"meta": {"version": "1.0.0"}}',
    "other meta": b'{"meta": [], "documents": []}',
    "number as version": b'{"meta": {"version": 1}, "documents": []}',
    "rows that are none": b'{"meta": {"version": "1.0.0"}, "documents": [7]}',
    "no id": b'{"meta": {"version": "1.0.0"}, "documents": [{"sections": [], "records": []}]}',
    "record without id": b'{"meta": {"version": "1.0.0"}, "documents":'
    b' [{"id": "a", "sections": [], "records": [{}]}]}',
    "parts that are none": b'{"meta": {"version": "1.0.0"}, "documents":'
    b' [{"id": "a", "sections": [], "records": [{"id": "a/1", "segments": "x"}]}]}',
    "not UTF-8": b"\xff\xfe\xfd",
    "zip that ends": b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("content", BAD.values(), ids=list(BAD))
def test_no_edition(content: bytes, call: Call, old: Path, tmp_path: Path) -> None:
    """A file that is no edition is told in one line."""
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    for pair in ((old, bad), (bad, old)):
        ran = call(*pair)
        ran.check_wrong_use()
        assert "bad.json" in ran.err


def test_nothing_there(
    call: Call, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is what is no file, holds no corpus or is no revision."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("other.txt", "x")
    truncated = held(old, "cut.zip", "")
    truncated.write_bytes(truncated.read_bytes()[:1000] + truncated.read_bytes()[-9000:])
    shutil.copytree(old, tmp_path / "piped")
    (tmp_path / "piped" / JSON).unlink()
    os.mkfifo(tmp_path / "piped" / JSON)
    monkeypatch.chdir(old)
    for name in ("empty", "pipe", "other.zip", "cut.zip", "piped", "nowhere"):
        ran = call(old, tmp_path / name)
        ran.check_wrong_use()
        assert name in ran.err or "git checkout" in ran.err
    git(old, "init", "--quiet")
    for name in ("v9.9.9", "rev:v9.9.9", "rev:", "rev:--all", "x" * 5000):
        call(old, name).check_wrong_use()
    git(old, "commit", "--quiet", "--allow-empty", "--message", "x")
    ran = call(old, "HEAD")
    ran.check_wrong_use()
    assert "no data/corpus.json at that revision" in ran.err


# --- rows -----------------------------------------------------------------------------------


def test_words(call: Call, old: Path, new: Path) -> None:
    """The words that changed, in a corpus that was edited and built again."""
    edit(new / SIREN, "foghorns is not yet", "foghorns is still not")
    pair = new / "data/concordance/lake-2001--lake-2003.yaml"
    edit(pair, "relation: topical", "relation: quotation")
    assert main(["build", "--root", str(new)]) == 0
    ran = call(old, new)
    assert (ran.code, ran.err) == (1, "")
    assert "records: 1 changed\n  ~ lake-2003/1.3\n" in ran.out
    assert " the set of foghorns is {+still +}not[- yet-] complete.\n" in ran.out
    assert "relation: [-topical-]{+quotation+}" in ran.out
    assert "lake-2001 and lake-2003: quotation 0 -> 1" in ran.out
    assert "lake-2001 and lake-2003: pairs" not in ran.out
    assert "version step: patch (0.1.0 -> 0.1.1)" in ran.out
    changed = report(call, old, new)["tables"]["records"]["changed"]
    assert [change["field"] for change in changed["lake-2003/1.3"]] == ["text_en"]
    backwards = report(call, new, old)["tables"]["records"]["changed"]["lake-2003/1.3"][0]
    assert backwards["new"] == changed["lake-2003/1.3"][0]["old"]


def test_added_and_withdrawn(call: Call, old: Path, new: Path) -> None:
    """New and missing rows, by id; what stands behind them has not changed."""

    def change(data: dict[str, Any]) -> None:
        records = data["documents"][0]["records"]
        first = json.loads(json.dumps(records[1])) | {"id": "lake-2001/0"}
        records.insert(0, first)
        for position, row in enumerate(records, 1):
            row["position"] = position
        data["entities"] = [e for e in data["entities"] if e["id"] != "old-pier-treaty"]
        data["terms"].append(dict(data["terms"][0], id="new-term"))

    republish(new, change)
    data = report(call, old, new)
    assert set(data["tables"]) == {"records", "entities", "terms"}
    assert data["tables"]["records"] == {
        "added": ["lake-2001/0"],
        "withdrawn": [],
        "changed": {},
        "moved": [],
    }
    assert data["tables"]["entities"]["withdrawn"] == ["old-pier-treaty"]
    assert (data["step"], data["next_version"]) == ("major", "1.0.0")
    assert data["reasons"][0] == {
        "step": "major",
        "why": "old-pier-treaty (entities) no longer resolves",
    }
    assert [reason["step"] for reason in data["reasons"]] == ["major", "minor", "minor"]
    draft = call(old, new, "--format", "markdown").out
    assert draft.startswith("## [1.0.0]\n\nMajor: old-pier-treaty (entities) no longer resolves.\n")
    assert "### Added\n\n- Records: `lake-2001/0`.\n- Terms: `new-term`.\n" in draft
    assert draft.endswith("### Withdrawn\n\n- Entities: `old-pier-treaty`.\n")
    back = report(call, new, old)
    assert back["tables"]["records"]["withdrawn"] == ["lake-2001/0"]


def shift(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row["start"] += 1
        row["end"] += 1


def test_consequences_are_left_out(call: Call, old: Path, new: Path) -> None:
    """Words that moved because the text before them changed are no change of their own."""
    id = "lake-2001/1"
    republish(new, lambda data: shift(record(data, id)["mentions"]))
    changed = report(call, old, new)["tables"]["records"]["changed"][id]
    assert [change["field"] for change in changed] == ["mentions"]

    def retell(data: dict[str, Any]) -> None:
        item = record(data, id)
        item["text_en"] = "X" + item["text_en"]
        item["segments"][0]["en"] = "X" + item["segments"][0]["en"]

    republish(new, retell)
    changed = report(call, old, new)["tables"]["records"]["changed"][id]
    assert [change["field"] for change in changed] == ["text_en"]


def test_likeness_follows_the_text(call: Call, old: Path, new: Path) -> None:
    """A computed likeness is reported only where neither text has changed."""
    republish(new, lambda data: data["concordance"][1].update(similarity=0.5))
    key = "lake-2001/1 -> lake-2003/1.1"
    assert list(report(call, old, new)["tables"]["concordance"]["changed"]) == [key]
    republish(new, lambda data: record(data, "lake-2003/1.1").update(text_zh="别的。"))
    assert "concordance" not in report(call, old, new)["tables"]


def test_lists_and_parts(call: Call, old: Path, new: Path) -> None:
    """Items that came and went, rows of a record, another order, and nothing."""
    id = "lake-2001/1"

    def change(data: dict[str, Any]) -> None:
        item = record(data, id)
        item["topics"] = ["ferries", "fog"]
        item["entities"].reverse()
        item["quantities"].pop()
        item["mentions"].reverse()
        item["note"] = "A `doubt`."
        item["segments"] = [dict(item["segments"][0], zh=None, position=1)]

    republish(new, change)
    out = call(old, new).out
    for line in (
        "topics: [-lighthouses-] {+ferries+} {+fog+}",
        "entities: in another order, or not as often",
        "mentions: in another order, or not as often",
        "note: nothing -> A `doubt`.",
        "quantities: [-lang en, start",
        "segments: [-position 1, zh 北南",
    ):
        assert f"\n      {line}" in out
    assert "``note: nothing -> A `doubt`.``" not in out
    assert "`` note: nothing -> A `doubt`. ``" in call(old, new, "--format", "markdown").out


def test_order_and_meta(call: Call, old: Path, new: Path) -> None:
    """Rows in another order, and what the corpus says of itself, are corrections."""

    def change(data: dict[str, Any]) -> None:
        data["topics"].append(data["topics"].pop(0))
        data["meta"]["title"]["en"] = "Another title"
        data["meta"]["version"] = "9.9.9"

    republish(new, change)
    data = report(call, old, new)
    assert len(data["tables"]["topics"]["moved"]) == 1
    assert [change["field"] for change in data["about"]] == ["title"]
    assert (data["step"], data["new"]["version"]) == ("patch", "9.9.9")


def test_terminal_is_safe(call: Call, old: Path, new: Path) -> None:
    """What a foreign file holds does not reach the terminal as it is."""
    republish(new, lambda data: record(data, "lake-2001/1").update(note="\x1b[31m\nx"))
    for form in ("text", "markdown"):
        ran = call(old, new, "--format", form)
        assert "\x1b" not in ran.out
        assert "<U+001B>" in ran.out


# --- columns --------------------------------------------------------------------------------


def head(root: Path, table: str, change: Callable[[list[str]], list[str]]) -> None:
    """Change the header of a table."""
    path = root / "data" / "tables" / f"{table}.csv"
    first, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(",".join(change(first.split(","))) + "\n" + rest, "utf-8")


@pytest.mark.parametrize(
    ("change", "key", "names", "step"),
    [
        (lambda names: [*names, "depth"], "appended", ["depth"], "minor"),
        (lambda names: [names[0], "depth", *names[1:]], "inserted", ["depth"], "major"),
        (lambda names: names[:-1], "removed", ["broader"], "major"),
        (lambda names: [names[0], names[2], names[1], *names[3:]], "moved", None, "major"),
    ],
    ids=["appended", "inserted", "removed", "moved"],
)
def test_columns(
    change: Callable[[list[str]], list[str]],
    key: str,
    names: list[str] | None,
    step: str,
    call: Call,
    old: Path,
    new: Path,
) -> None:
    """A new column at the end is a minor step; all else that columns do, a major one."""
    head(new, "topics", change)
    data = report(call, old, new)
    found = data["columns"].pop("topics")
    assert data["columns"] == {}
    assert found.pop(key) == names if names else len(found.pop(key)) == 1
    assert not any(found.values())
    assert data["step"] == step
    assert "\ncolumns\n  topics: " in call(old, new).out
    assert "`topics`" in call(old, new, "--format", "markdown").out


def test_tables(call: Call, old: Path, new: Path) -> None:
    """A new table is a minor step; one that is gone, a major one."""
    (new / "data/tables/depths.csv").write_text("id,metres\n", "utf-8")
    assert report(call, old, new)["step"] == "minor"
    assert report(call, new, old)["step"] == "major"
    assert "depths: a new table" in call(old, new).out
    assert "The table `depths`: `id`, `metres`." in call(old, new, "--format", "markdown").out


def test_columns_without_tables(call: Call, old: Path, new: Path, tmp_path: Path) -> None:
    """Where one side is a corpus.json alone, its rows show the columns."""
    alone = tmp_path / "corpus.json"
    republish(new, lambda data: [topic.update(depth="1") for topic in data["topics"]])
    shutil.copy(new / JSON, alone)
    data = report(call, old, alone)
    assert data["tables"] == {}
    assert data["columns"]["topics"]["appended"] == ["depth"]
    assert data["step"] == "minor"


# --- words and steps ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("", "a", "{+a+}"),
        ("the old lake", "the new lake", "the [-old-]{+new+} lake"),
        ("the old lake", "the new pond", "the [-old lake-]{+new pond+}"),
        ("lakes", "lake", "[-lakes-]{+lake+}"),
        ("加强数据安全", "加强数据的安全", "加强数据{+的+}安全"),
        ("数据安全管理", "数据管理", "数据[-安全-]管理"),
        ("共有12座灯塔", "共有13座灯塔", "共有[-12-]{+13+}座灯塔"),
        ("China’s plan", "China plan", "[-China’s-]{+China+} plan"),
        ("45.5亿", "45.6亿", "[-45.5-]{+45.6+}亿"),
    ],
)
def test_marked(old: str, new: str, shown: str) -> None:
    """Whole words and single Chinese characters are marked."""
    assert marked(old, new) == shown


def test_marked_is_shortened() -> None:
    """What stays is shown only next to a change."""
    same = "abc " * 20
    assert marked(f"{same}x {same}", f"{same}y {same}", 4) == "…abc [-x-]{+y+} abc…"
    assert marked(f"x {same}y", f"z {same}y", 4) == "[-x-]{+z+} abc…"


TEXTS: Final = st.text(alphabet="ab 12，灯塔共有’.", max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_it(old: str, new: str) -> None:
    """Without what was added it is the old text, without what was cut the new one."""
    shown = marked(old, new)
    assert re.sub(r"\[-(.*?)-\]", r"\1", re.sub(r"\{\+.*?\+\}", "", shown)) == old
    assert re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", shown)) == new


@pytest.mark.parametrize(
    ("version", "step", "wanted"),
    [
        ("0.1.0", Step.NONE, "0.1.0"),
        ("0.1.9", Step.PATCH, "0.1.10"),
        ("0.1.9", Step.MINOR, "0.2.0"),
        ("1.2.3", Step.MAJOR, "2.0.0"),
        ("1.2", Step.MAJOR, None),
        ("1.2.3.dev0", Step.PATCH, None),
    ],
)
def test_next_version(version: str, step: Step, wanted: str | None) -> None:
    assert next_version(version, step) == wanted
