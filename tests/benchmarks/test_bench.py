"""The benchmark's corpora are valid and the same each time; its page shows its results."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.rules.run import validate

HERE: Final = Path(__file__).parent


def generate(folder: Path, records: int) -> Path:
    """A generated corpus."""
    subprocess.run([sys.executable, HERE / "generate.py", folder, str(records)], check=True)
    return folder


def digest(folder: Path) -> str:
    """One digest of all names and bytes below a folder."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five documents' worth: with a newspaper, a Traditional print and a translation."""
    return generate(tmp_path_factory.mktemp("generated") / "corpus", 530)


def test_generated_corpus_is_valid(corpus: Path) -> None:
    """It keeps every rule, and has all that the rules are about."""
    result = validate(corpus)
    assert result.findings == ()
    records = [entry.model for entry in result.corpus.records.values()]
    assert len(records) == 530
    for part in ("entities", "mentions", "dates", "quantities", "differences", "variants"):
        assert sum(bool(getattr(record, part)) for record in records) > 20, part
    assert {entry.model.script for entry in result.corpus.sources.values()} == {"Hans", "Hant"}
    assert {entry.model.languages.en for entry in result.corpus.documents.values()} == {
        "official",
        "project",
    }
    size = sum(path.stat().st_size for path in corpus.glob("data/records/*/*.yaml"))
    assert 1500 < size / len(records) < 2000


def test_generated_corpus_is_canonical(corpus: Path) -> None:
    """Its files are what ``fmt`` writes."""
    paths = [corpus / "data" / name for name in ("records/lake-00005", "documents", "vocabulary")]
    command = [sys.executable, "-m", "cyberspace_corpus", "fmt", "--check", "--root", corpus]
    assert subprocess.run([*command, *paths], capture_output=True, check=False).returncode == 0


def test_a_slip_in_it_is_found(corpus: Path, tmp_path: Path) -> None:
    """It is not valid because nobody looks: a slip in a text is a finding."""
    copy = generate(tmp_path / "corpus", 130)
    record = copy / "data" / "records" / "lake-00001" / "7.yaml"
    record.write_bytes(record.read_bytes().replace("。".encode(), b"", 1))
    assert {finding.rule for finding in validate(copy).findings} == {"E304"}


def test_generated_corpus_is_the_same_each_time(corpus: Path, tmp_path: Path) -> None:
    """The same number gives the same bytes."""
    assert digest(generate(tmp_path / "again", 530)) == digest(corpus)


def test_page_shows_the_results() -> None:
    """The page of figures is what the results of the last run give."""
    code = "import page; print(page.framed(page.PAGE.read_text('utf-8'), page.kept()), end='')"
    run = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, check=True)
    assert run.stdout == (HERE / "README.md").read_bytes()


STAND_IN: Final = """
import runpy, sys
from pathlib import Path
import page, rows
from corpora import Corpora
from measure import Command

folder = Path(sys.argv[-1])
page.RESULTS, page.PAGE = folder / "results.json", folder / "README.md"

def groups(corpora, peers, *, quick):
    commands = {
        "build": lambda: corpora.build(rows.OURS, 13, rounds=1),
        "slow": lambda: Command((rows.OURS, "--version")),
        "pass": lambda: Command((sys.executable, "-c", "pass")),
        "none": lambda: Command((folder / "none",)),
    }
    goals = {"build": 1e9, "slow": 0.1, "none": 1}
    made = (rows.Row(f"{name} of few", *rows.by(name, "pass"), goals[name]) for name in goals)
    yield rows.Group("few", 1, commands, tuple(made))

rows.groups = groups
runpy.run_path("__main__.py", run_name="__main__")
"""


def bench(folder: Path, words: str) -> dict[str, dict[str, object]]:
    """Renew some rows of a benchmark of a few records; the results, rows by their cases."""
    command = [sys.executable, "-c", STAND_IN, "--rows", words, "--folder", folder]
    subprocess.run(command, cwd=HERE, capture_output=True, check=True)
    results = json.loads((folder / "results.json").read_text("utf-8"))
    return results | {"rows": {row["case"]: row for row in results["rows"]}}


def test_rows_are_renewed(tmp_path: Path) -> None:
    """``--rows`` runs what its rows need, and changes nothing else in results and page."""
    marks = "<!-- figures: written by make bench -->\n<!-- end of figures -->"
    (tmp_path / "README.md").write_text(f"Before\n{marks}\nAfter\n", "utf-8")
    first = bench(tmp_path, "slow")
    assert [*first["rows"]] == ["slow of few"]
    assert {*first["series"]["few"]} == {"slow", "pass"}
    assert [*first["profiles"]] == ["few: slow"]
    old = {"case": "build of few", "value": 1e10, "goal": 1, "unit": "", "why": None}
    kept = first | {"rows": [old, first["rows"]["slow of few"]], "scale": []}
    kept["profiles"] |= {"few: build": {"parts": [["a part", 1.0]], "functions": []}}
    (tmp_path / "results.json").write_text(json.dumps(kept), "utf-8")
    second = bench(tmp_path, "build")
    assert [*second["rows"]] == ["build of few", "slow of few"]
    assert 1 < second["rows"]["build of few"]["value"] < 1e9
    assert second["rows"]["slow of few"] == first["rows"]["slow of few"]
    assert {*second["series"]["few"]} == {"slow", "pass", "build"}
    assert [*second["profiles"]] == ["few: slow"], "what reaches its goal has no profile"
    third = bench(tmp_path, "none")
    assert "No such file" in str(third["rows"]["none of few"]["why"])
    shown = (tmp_path / "README.md").read_text("utf-8")
    assert shown.startswith("Before\n")
    assert "| build of few |" in shown
    assert "| none of few | not run: none: " in shown
    assert shown.endswith("\nAfter\n")
