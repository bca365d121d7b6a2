"""The lines of a source, and how the authored files name them."""

from __future__ import annotations

from collections.abc import Sequence
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


def numbers(spec: str) -> list[int]:
    """``"46,48"`` to [46, 48]; ``"119-121"`` to [119, 120, 121]."""
    found: list[int] = []
    for part in spec.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def pick(lines: Sequence[Line], spec: str) -> tuple[Line, ...]:
    """The non-blank lines that ``spec`` names, in its order; numbers past the end are left
    out (a rule reports them)."""
    wanted = [n for n in numbers(spec) if n <= len(lines)]
    return tuple(line for n in wanted if (line := lines[n - 1]).text.strip())
