"""What a format of a release is, and which there are."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.row import Row


@dataclass(frozen=True, slots=True)
class Content:
    """What a format may draw on: everything that is released.

    ``corpus`` is the nested corpus, ``tables`` the rows of every table by name, ``files`` the
    generated files of the repository as bytes by path (``data/tables/records.csv``,
    ``data/corpus.json``, ``datapackage.json`` ...), ``epoch`` the time of the release in
    seconds since 1970 (UTC): the only time that a format may write.
    """

    root: Path
    corpus: Corpus
    tables: Mapping[str, Sequence[Row]]
    files: Mapping[str, bytes]
    epoch: int


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, what it is for, who reads it, and how it is written.

    ``write`` gives the files by their path within the release, and the same bytes for the same
    content, always. ``receivers`` are the programs that the tests let read the result.
    """

    name: str
    title: str
    receivers: tuple[str, ...]
    write: Callable[[Content], Mapping[str, bytes]]


def formats() -> list[Format]:
    """All formats, by name."""
    package = import_module("cyberspace_corpus.release.formats")
    found = [
        import_module(f"{package.__name__}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(package.__path__)
    ]
    return sorted(found, key=lambda format: format.name)
