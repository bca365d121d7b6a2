"""The lines of a source, and how the authored files name them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cyberspace_corpus.witness.normalise import Line

MAX_BYTES: Final = 4_194_304
"""Largest source file, in bytes: fifty times the largest witness."""


def split(text: str) -> tuple[Line, ...]:
    """The lines of a source file; only LF ends a line, as in editors and ``grep -n``."""
    lines: list[Line] = []
    offset = 0
    for number, row in enumerate(text.split("\n"), 1):
        lines.append(Line(number, row, offset))
        offset += len(row) + 1
    return tuple(lines)


@lru_cache(maxsize=4096)
def ranges(spec: str) -> tuple[tuple[int, int], ...]:
    """``"46,48"`` to ((46, 46), (48, 48)); ``"119-121"`` to ((119, 121),)."""
    found: list[tuple[int, int]] = []
    for part in spec.split(","):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first)))
    return tuple(found)


def last_line(spec: str) -> int:
    """The highest line that ``spec`` names."""
    return max([last for _, last in ranges(spec)])


def pick(lines: Sequence[Line], spec: str) -> tuple[Line, ...]:
    """The non-blank lines that ``spec`` names, in its order; numbers past the end are left
    out (a rule reports them)."""
    named = [line for first, last in ranges(spec) for line in lines[first - 1 : last]]
    return tuple([line for line in named if line.text.strip()])
