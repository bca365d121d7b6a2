"""What a check found: where, which rule, and the values its message needs.

A finding carries no sentences. What a rule says, expects and advises stands in one catalogue
(:mod:`cyberspace_corpus.rules.catalogue`), in both languages, and is looked up only for
findings that are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MAX_SUGGESTIONS: Final = 50
"""Most findings below one key of a file that tell what may have been meant, as many as the report
shows: to look for it among all names takes longer than everything else."""


class Severity(StrEnum):
    """error: a stated invariant is broken; warning: something is suspicious."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule objects to.

    ``path`` is the file from the corpus's root, ``line`` and ``column`` count from 1,
    ``record`` is the id of the record concerned, if any. ``values`` fill the rule's message;
    ``value`` is what was found there.
    """

    rule: str
    path: str
    line: int
    column: int
    record: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """Findings are shown in this order: by place, then rule, then value."""
        return self.path, self.line, self.column, self.rule, str(sorted(self.values.items()))


def nearest(value: str, candidates: Iterable[str]) -> str:
    """The candidates most like ``value``, for a "did you mean": up to three, or ""."""
    from difflib import get_close_matches  # needed for findings only

    return ", ".join(get_close_matches(value, list(candidates), n=3, cutoff=0.6))


class Suggestions:
    """The candidates most like a value, for the first :data:`MAX_SUGGESTIONS` of each place."""

    def __init__(self) -> None:
        self._asked: Counter[Hashable] = Counter()

    def nearest(self, value: str, candidates: Iterable[str], *place: str | int) -> str:
        """What :func:`nearest` finds, or "" where it was asked for often enough."""
        self._asked[place] += 1
        return nearest(value, candidates) if self._asked[place] <= MAX_SUGGESTIONS else ""
