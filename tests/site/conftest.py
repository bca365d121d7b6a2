"""What the tests of the reader share: the pages of the real corpus, written once a run, and the
invented corpus, clean and hostile."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from filelock import FileLock

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.site.book import Book, open_book
from cyberspace_corpus.site.build import build

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"

HOSTILE: Final = (
    '<script>window.broken=1</script><img src=x onerror="window.broken=1">'
    "\"'><svg/onload=broken=1></title></textarea></template>&amp;]]>${broken}{{7*7}}{% raw %}"
)
"""What a text, a name or a note might hold to get out of its place."""

FREE: Final = re.compile(
    r"(title|publisher|rights|description|label|heading|definition|name|aliases|text)(_zh|_en)?"
    r"|rights_basis|acronyms|external_facts|gaps|note|lemma|reading|conjecture|surface|measures"
    r"|unit|zh|en|also|added|cut"
)
"""Columns that hold words of people, in which anything may stand."""

Once = Callable[[str, Callable[[Path], None]], Path]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@pytest.fixture(scope="session")
def book() -> Book:
    """What the pages draw on: the corpus of this repository."""
    return open_book(REPO)


@pytest.fixture(scope="session")
def once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a folder of a name, once for all workers of a run: whoever comes first makes it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base

    def make(name: str, how: Callable[[Path], None]) -> Path:
        folder = shared / name
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                how(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def site(once: Once, book: Book) -> Path:
    """The folder with the pages of the real corpus; tests read it and leave it as it is."""
    return once("site", lambda folder: write(folder, build(book)))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented corpus, built: a folder to copy, or to read from."""
    folder = tmp_path_factory.mktemp("small") / "corpus"
    shutil.copytree(BASE, folder)
    assert main(["build", "--root", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def plain(once: Once, small: Path) -> Path:
    """The pages of the invented corpus: of every kind, and short."""
    return once("plain", lambda folder: write(folder, build(open_book(small))))


@pytest.fixture(scope="session")
def hostile(once: Once, small: Path) -> Path:
    """The pages of the invented corpus, every free text of which tries to get out of its place."""

    def make(folder: Path) -> None:
        root = folder.with_name("hostile-corpus")
        shutil.copytree(small, root)
        file = root / "data" / "corpus.json"
        file.write_text(json.dumps(_spoilt(json.loads(file.read_text("utf-8")))), "utf-8")
        write(folder, build(open_book(root)))

    return once("hostile", make)


def _spoilt(value: Any, column: str = "") -> Any:
    """A part of the corpus with hostile words behind every free text. The text of a record
    remains that of its sentences: only the last sentence is spoilt."""
    if isinstance(value, dict):
        return {name: _spoilt(below, name) for name, below in value.items()}
    if isinstance(value, list):
        kept = value[:-1] if column == "segments" else []
        return kept + [_spoilt(below, column) for below in value[len(kept) :]]
    return value + HOSTILE if isinstance(value, str) and FREE.fullmatch(column) else value
