"""The line that a finding is about, with a caret right under the place."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

from cyberspace_corpus.corpus import read_bytes
from cyberspace_corpus.witness.lines import MAX_BYTES
from cyberspace_corpus.yamlio.characters import FORBIDDEN, printable
from cyberspace_corpus.yamlio.reader import Unreadable

MAX_COLUMNS: Final = 68
"""Most columns shown of a line: with the line's number before it, it fits a terminal of 80."""

CUT: Final = "…"
"""Stands where a line was cut."""

_WHOLE: Final = MAX_COLUMNS + 2 * len(CUT)  # what is as short as a cut line is not cut


def rows_of(path: Path) -> list[bytes]:
    """The lines of a file; none if it is no ordinary file that can be read."""
    try:
        raw = read_bytes(path, MAX_BYTES)
    except Unreadable:
        return []
    return raw.replace(b"\r\n", b"\n").split(b"\n")


def excerpt(row: bytes, column: int) -> tuple[str, str] | None:
    """The line, cut to :data:`MAX_COLUMNS`, and the blanks that lead to the caret under it.

    ``column`` counts characters from 1 (bytes, where the line is not UTF-8: only so can the
    place of the bad byte be named). None if there is nothing on the line to point at.
    """
    try:
        text = row.decode("utf-8")
        at = column - 1
    except UnicodeDecodeError:
        text = row.decode("utf-8", "replace")
        at = len(row[: column - 1].decode("utf-8", "replace"))
    if not text.strip():
        return None
    at = min(at, len(text))
    while 0 < at < len(text) and _columns(text[at]) == 0:
        at -= 1  # a mark stands on the character before it
    start, end = _window(text, at)
    before, after = (CUT if start else ""), (CUT if end < len(text) else "")
    shown = before + "".join(map(_shown, text[start:end])) + after
    lead = len(before) + sum(map(_columns, text[start:at]))
    return shown, " " * lead


def _window(text: str, at: int) -> tuple[int, int]:
    """Which characters to show: the caret's, as much as fits behind it, and the rest of the
    room before it, but at least half of the room before it if the line is that long."""
    if len(text) <= _WHOLE and sum(map(_columns, text)) <= _WHOLE:
        return 0, len(text)
    start = end = at
    room = MAX_COLUMNS

    def before(least: int) -> None:
        nonlocal start, room
        while start > at - MAX_COLUMNS and start and room - _columns(text[start - 1]) >= least:
            start -= 1
            room -= _columns(text[start])

    before(MAX_COLUMNS // 2)
    while end < len(text) and end - at < MAX_COLUMNS and room >= _columns(text[end]):
        room -= _columns(text[end])
        end += 1
    before(0)
    while start < at and _columns(text[start]) == 0:
        start += 1
    return start, end


def _shown(character: str) -> str:
    return printable(character) if FORBIDDEN.match(character) else character


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes; one that joins the character before
    it takes none."""
    if FORBIDDEN.match(character):
        return len(printable(character))
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return 0  # tones of skin, which colour the sign before them
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return 0  # vowels and finals of Hangul, which join the consonant before them
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
