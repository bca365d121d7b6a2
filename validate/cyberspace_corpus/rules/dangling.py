"""Names that lead nowhere, and what may have been meant by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.findings import Finding, Suggestions


class Dangling:
    """Makes the findings of one check about names of what is not there (E203)."""

    def __init__(self) -> None:
        self._suggestions = Suggestions()

    def __call__(
        self, entry: Entry[Any], kind: str, value: str, known: Iterable[str], *at: str | int
    ) -> Finding:
        """The name ``value`` of a ``kind``, at the path ``at``, is none of those ``known``."""
        hint = self._suggestions.nearest(value, known, entry.path, at[0])
        return entry.finding("E203", *at, value=value, kind=kind, nearest=hint)
