"""``fix``: repairs that need no reading, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.reader import parse

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
ITEM: Final = "data/records/lake-2001/1.yaml"
FERRY: Final = "data/records/lake-2003/1.1.yaml"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small corpus, which is also the current folder."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    return root


def edit(path: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands."""
    raw = Path(path).read_bytes()
    assert raw.count(old.encode()) == 1
    Path(path).write_bytes(raw.replace(old.encode(), new.encode()))


def contents() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("data").rglob("*") if path.is_file()}


def fix(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of a run that succeeds."""
    capsys.readouterr()
    assert main(["fix", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_clean_corpus_is_left_alone(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is wrong nothing is written."""
    before = contents()
    assert fix(capsys) == ["0 files repaired."]
    assert contents() == before


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (ITEM, "[ferry-board, northhaven,", "[northhaven, ferry-board,", "entities sorted"),
        (ITEM, "[ferry-board, northhaven,", "[ferry-board,", "northhaven listed"),
        (ITEM, "[ferry-board,", "[ferry-board, mirror-lake,", "mirror-lake taken off"),
        (FERRY, "    made_from: a40334021e72cd46\n", "", "digest of segment 1 added"),
        ("data/documents/lake-2003.yaml", "    made_from: 8ba324396e0d946a\n", "", "heading 1"),
        (ITEM, 'number: "1"', "number:   '1'   ", "spaces at line ends"),
        (ITEM, 'number: "1"', "number:   '1'", "canonical form"),
        (ITEM, "# yaml-language-server", "\ufeff# yaml-language-server", "byte order mark"),
        ("data/entities/mirror-lake.yaml", "An invented lake.", "A cafe\u0301.", "NFC"),
    ],
)
def test_each_repair(
    path: str, old: str, new: str, said: str, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of damage is repaired and named; a dry run says the same and writes nothing; a
    second run finds nothing."""
    edit(path, old, new)
    damaged = contents()
    told = fix(capsys, "--dry-run")
    assert contents() == damaged
    lines = fix(capsys)
    assert lines[:-1] == told[:-1]
    assert lines[-1] == "1 files repaired."
    assert any(line.startswith(f"{path}: ") and said in line for line in lines)
    assert validate(corpus).findings == ()
    mended = contents()
    assert fix(capsys) == ["0 files repaired."]
    assert contents() == mended


def test_line_ends(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CRLF becomes LF, in authored files only: a witness keeps its bytes."""
    source = Path("data/sources/ferry-post-2003.txt")
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    received = source.read_bytes()
    before = Path(ITEM).read_bytes()
    Path(ITEM).write_bytes(before.replace(b"\n", b"\r\n"))
    assert f"{ITEM}: line ends made LF" in fix(capsys)
    assert Path(ITEM).read_bytes() == before
    assert source.read_bytes() == received


def test_everything_at_once(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that could not be read at all is first made readable, then brought up to date; its
    comments, text and translation stay."""
    edit(FERRY, "entities: [lakeside-compact-organization]", "entities: []  # who?")
    edit(FERRY, "    made_from: a40334021e72cd46\n", "")
    raw = b"\xef\xbb\xbf" + Path(FERRY).read_bytes().replace(b"\n", b" \r\n")
    Path(FERRY).write_bytes(raw)
    lines = fix(capsys)
    assert len([line for line in lines if line.startswith(FERRY)]) == 5
    assert validate(corpus).findings == ()
    assert b"# who?" in Path(FERRY).read_bytes()
    assert fix(capsys) == ["0 files repaired."]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ITEM, "渡轮委员会每年检查灯塔。", "渡轮委员会,每年检查灯塔。"),
        (ITEM, "The Ferry Board inspects", "The  Ferry Board inspects"),
        (FERRY, "made_from: a40334021e72cd46", "made_from: a40334021e72cd47"),
        (ITEM, "[ferry-board, northhaven", "[ferry-board, north-haven, northhaven"),
        ("data/sources/ferry-post-2003.yaml", "sha256: 5dd4", "sha256: 6dd4"),
    ],
)
def test_what_needs_reading_is_left(
    path: str, old: str, new: str, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text, a translation, a digest that no longer fits, an id that nobody knows: all of it is
    for a person, and validate goes on reporting it."""
    edit(path, old, new)
    damaged = contents()
    fix(capsys)
    assert contents() == damaged


def test_names_that_could_not_be_read(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While a file of names is broken, no entity is taken off a list; exit code 1 says that
    something could not be read."""
    edit("data/entities/northhaven.yaml", "name:", "name: [")
    edit(ITEM, "[ferry-board, northhaven", "[ferry-board, mirror-lake, northhaven")
    before = contents()
    assert main(["fix"]) == 1
    assert "data/entities/northhaven.yaml:" in capsys.readouterr().out
    assert contents() == before


def test_only_the_files_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With paths, other files are left as they are; a path outside is wrong use."""
    edit(ITEM, 'number: "1"', "number:   '1'")
    assert fix(capsys, "data/records/lake-2003") == ["0 files repaired."]
    assert fix(capsys, "data/records")[-1] == "1 files repaired."
    assert main(["fix", "/"]) == 2
    assert main(["fix", "data/none"]) == 2


def test_values_stay(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever order and style a file is written in, the repaired file holds the same data."""
    path = Path("data/entities/mirror-lake.yaml")
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], "note: 'yes'", *lines[1:]]), "utf-8")
    before = parse(path.read_bytes()).data
    fix(capsys)
    assert parse(path.read_bytes()).data == before
