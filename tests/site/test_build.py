"""Writing the reader: always the same bytes, and nothing by chance."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.folder import SUMS, checksums
from cyberspace_corpus.site import build as building
from cyberspace_corpus.site.book import Book, open_book
from cyberspace_corpus.site.build import MARK, Collision, build
from cyberspace_corpus.site.page import Asset, Page, both

DIGEST: Final = """
import hashlib, sys
from pathlib import Path
from cyberspace_corpus.folder import checksums
from cyberspace_corpus.site.book import open_book
from cyberspace_corpus.site.build import build
files = build(open_book(Path(sys.argv[1])))
print(hashlib.sha256(checksums(files)).hexdigest())
"""


def test_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """In another process, folder, locale, time zone and with another hash seed."""
    here = hashlib.sha256(checksums(build(open_book(small)))).hexdigest()
    other = tmp_path / "其他 place"
    other.symlink_to(small)
    environment = {"PYTHONHASHSEED": "31337", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    run = subprocess.run(
        [sys.executable, "-c", DIGEST, str(other)],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [here]


def test_the_list_of_files(small: Path) -> None:
    files = build(open_book(small))
    sums = files.pop(SUMS)
    assert sums == checksums(files)
    assert MARK in files


def test_progress(small: Path) -> None:
    """Told once a page, up to all of them."""
    told: list[tuple[int, int]] = []
    files = build(open_book(small), lambda done, all: told.append((done, all)))
    pages = [path for path in files if path.startswith(("zh/", "en/"))]
    assert told == [(number, len(pages)) for number in range(1, len(pages) + 1)]


def test_two_want_one_place(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error, whichever comes first, and not the last one that wins."""
    title = both("湖", "Lake")

    def twice(book: Book) -> Iterator[Page | Asset]:
        yield Asset("x.js", b"")
        yield Page("index.html", "index", title, title, values={"limits": title})
        yield Asset("x.js", b"")

    monkeypatch.setattr(building, "everything", twice)
    with pytest.raises(Collision, match=r"assets/x\.js"):
        build(open_book(small))
