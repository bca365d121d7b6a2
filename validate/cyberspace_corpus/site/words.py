"""The words of the interface in both languages, from ``words/*.toml``.

``documents.toml`` with a table ``[status.original]`` of ``zh`` and ``en`` gives the words
``documents.status.original``. Where a number decides the form in English, ``en`` is a table of
``one`` and ``other``, and the number is called ``n``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.site.page import LANGS, Lang

FOLDER: Final = Path(__file__).parent / "words"

Words = Mapping[str, Mapping[Lang, Any]]
Say = Callable[..., str]


class NoWords(KeyError):
    """The interface has no words of that name."""

    def __str__(self) -> str:
        return f"no words {self.args[0]!r} in {FOLDER.name}/*.toml"


def read() -> Words:
    """All words by name."""
    found: dict[str, Mapping[Lang, Any]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        found |= _entries(file.stem, tomllib.loads(file.read_text("utf-8")))
    return found


def _entries(name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[Lang, Any]]]:
    if set(table) == set(LANGS):
        yield name, {lang: table[lang] for lang in LANGS}
        return
    for key, below in table.items():
        if not isinstance(below, dict):
            raise ValueError(f"{name}.{key}: expected a table of zh and en")
        yield from _entries(f"{name}.{key}", below)


def saying(words: Words, lang: Lang) -> Say:
    """The function that says words in a language: ``say("reading.partings", n=3)``.

    What stands in braces is filled in. Raises :class:`NoWords`, and :class:`KeyError` for a
    brace that is given nothing.
    """

    def say(name: str, /, **values: object) -> str:
        if name not in words:
            raise NoWords(name)
        text = words[name][lang]
        if isinstance(text, dict):
            text = text["one" if values["n"] == 1 else "other"]
        return str(text).format_map(values) if values else str(text)

    return say
