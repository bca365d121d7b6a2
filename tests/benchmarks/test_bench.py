"""The benchmark's corpora are valid and the same each time; its page shows its results."""

from __future__ import annotations

import hashlib
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
