"""The walks of CONTRIBUTING, made step by step in a small corpus: each ends clean."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cyberspace_corpus.cli.main import main

BASE = Path(__file__).parent / "fixtures" / "base"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the invented corpus, built."""
    shutil.copytree(BASE, tmp_path / "corpus")
    assert main(["build", "--root", str(tmp_path / "corpus")]) == 0
    return tmp_path / "corpus"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(root: Path, command: str, *words: str) -> int:
    return main([command, *words, "--root", str(root)])


def test_a_typo(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """English is corrected, checked and built; Chinese must be what the source prints, and a
    translation of another Chinese is stale until somebody has looked at it."""
    record = root / "data/records/lake-2003/1.2.yaml"
    edit(record, "shall report fog", "must report fog")
    assert run(root, "validate", str(record)) == 0
    assert run(root, "build") == 0
    table = (root / "data/tables/records.csv").read_text(encoding="utf-8")
    assert "The Ferry Board must report fog" in table
    edit(record, "应向北泊", "须向北泊")
    capsys.readouterr()
    assert run(root, "validate", str(record)) == 1
    said = capsys.readouterr().out
    assert "E304" in said
    assert "data/sources/ferry-post-2003.txt:4" in said
    assert "E506" in said
    assert run(root, "refresh", "--translated", str(record)) == 0
    assert run(root, "validate", str(record)) == 1
    said = capsys.readouterr().out
    assert "E506" not in said
    edit(record, "须向北泊", "应向北泊")
    assert run(root, "refresh", "--translated", str(record)) == 0
    assert run(root, "validate") == 0
    assert run(root, "build") == 0


def test_an_entity(root: Path) -> None:
    """A new entity is listed in the records that name it, and only there."""
    names = ["--type", "place", "--zh", "雾笛", "--en", "foghorns"]
    assert run(root, "new", "entity", "foghorn", *names) == 0
    assert (root / "data/entities/foghorn.yaml").is_file()
    assert run(root, "validate") == 1  # a record names it and does not list it
    assert run(root, "refresh") == 0
    listed = [
        path.relative_to(root).as_posix()
        for path in sorted((root / "data/records").glob("*/*.yaml"))
        if "foghorn" in path.read_text(encoding="utf-8").split("entities:")[1].split("\n")[0]
    ]
    assert listed
    assert all("雾笛" in (root / path).read_text(encoding="utf-8") for path in listed)


def test_a_witness(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second print of a document: drafted, moved, claimed line by line, its one other reading
    recorded; at each step the validator says what is still missing."""
    print_ = tmp_path / "second.txt"
    first = (root / "data/sources/ferry-post-2003.txt").read_text(encoding="utf-8")
    print_.write_text(first.replace("通報霧情", "通告霧情"), encoding="utf-8")
    draft = tmp_path / "draft"
    words = ["--id", "lake-2003", "--source", "second-2003", "--into", str(draft)]
    assert run(root, "import", str(print_), *words) == 0
    for suffix in ("txt", "yaml"):
        shutil.copy(
            draft / f"data/sources/second-2003.{suffix}",
            root / f"data/sources/second-2003.{suffix}",
        )
    described = (root / "data/sources/ferry-post-2003.yaml").read_text(encoding="utf-8")
    mine = (root / "data/sources/second-2003.yaml").read_text(encoding="utf-8")
    digest = mine.split("sha256: ")[1].split("\n")[0]
    (root / "data/sources/second-2003.yaml").write_text(
        described.replace("id: ferry-post-2003", "id: second-2003").replace(
            described.split("sha256: ")[1].split("\n")[0], digest
        ),
        encoding="utf-8",
    )
    document = root / "data/documents/lake-2003.yaml"
    edit(document, "sources: [ferry-post-2003]", "sources: [ferry-post-2003, second-2003]")
    capsys.readouterr()
    assert run(root, "validate") == 1
    said = capsys.readouterr().out
    assert said.count("E301") >= 5  # nobody claims its lines yet
    old = '- {source: ferry-post-2003, zh: "2"}'
    edit(document, old, old + '\n      - {source: second-2003, zh: "2"}')
    for line, locator in ((1, "preamble"), (3, "1.1"), (4, "1.2"), (5, "1.3")):
        record = root / f"data/records/lake-2003/{locator}.yaml"
        old = f'  - {{source: ferry-post-2003, zh: "{line}"}}'
        edit(record, old, old + f'\n  - {{source: second-2003, zh: "{line}"}}')
    capsys.readouterr()
    assert run(root, "validate") == 1
    said = capsys.readouterr().out
    assert "E301" not in said
    assert "E304" in said  # the reading that differs
    assert "data/sources/second-2003.txt:4" in said
    edit(
        root / "data/records/lake-2003/1.2.yaml",
        "entities:",
        "variants:\n  - {zh: 通报, readings: {second-2003: 通告}, type: substantive}\nentities:",
    )
    assert run(root, "validate") == 0
    assert run(root, "fmt") == 0
    assert run(root, "validate") == 0
    assert run(root, "build") == 0


def test_a_document(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new document is drafted whole; what is left is a list, and every finding is on it."""
    lines = ["湖岸照明倡议", "", "湖畔居民提出以下倡议：", "", "一、灯塔", ""]
    lines += [f"{n}.第{n}座灯塔应当每晚点灯。" for n in range(1, 5)]
    text = tmp_path / "lights.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ["--id", "lights-2007", "--source", "shore-2007"]
    assert run(root, "import", str(text), *words) == 0
    listed = capsys.readouterr().out
    for number in range(1, 5):
        record = root / f"data/records/lights-2007/{number}.yaml"
        assert f"第{number}座灯塔应当每晚点灯。" in record.read_text(encoding="utf-8")
    assert run(root, "validate", "--format", "json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert findings
    for finding in findings:
        assert f"{finding['path']}:{finding['line']}: {finding['rule']}" in listed
