"""Which characters a text file of the corpus may hold, and why the others are refused.

Refused are: what a reader cannot see; what one program reads as a line break and the next does
not; what looks like another character and is none of its letters. A text is compared character
by character, so two texts that look the same must be the same.

Of ideographs that look alike, the compatibility ideographs (U+F900, U+2F800) are not in NFC and
refused with everything else that is not; the twelve of that block that are in NFC are characters
of their own and stay. Radicals (U+2E80 to U+2FDF) stand for ideographs only in damaged copies and
are refused, as are variation sequences: they choose a shape, not a character.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

FORBIDDEN: Final = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls, tab and carriage return among them; C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # invisible
    "\u1680\u2000-\u200a\u202f\u205f\u2800"  # spaces of other widths
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero-width, bidirectional controls
    "\u2028\u2029"  # line and paragraph separator
    "\u2e80-\u2fdf"  # radicals, which look like the ideographs
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffc"  # variation selectors, BOM, annotation, object
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters, and below those of the other planes
    + "".join(chr((plane << 16) + last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # invisible, of shorthand and music
    "\U000e0000-\U000e0fff"  # tags, more variation selectors
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "]"
)

MAX_MARKS: Final = 4
"""Most combining marks on one letter: no writing needs more, a pile of them covers the lines
around it, and the time to bring them into their order grows with the square of their number."""

# Where combining marks live; the ideographs and everything Latin are outside.
_PILE = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff"
    f"\ufb1e\ufe20-\ufe2f\U00010000-\U0001ffff]{{{MAX_MARKS + 1},}}"
)


_COMMON = re.compile("[\n -~\u00c0-\u00ff\u4e00-\u9fff，。、；：？！“”‘’（）《》·–—…]*")


def is_common(text: str) -> bool:
    """Whether the text is made of the most usual characters alone: none of them is refused,
    and together they are in NFC. To know this is twenty times cheaper than to look for faults.
    """
    return _COMMON.fullmatch(text) is not None


def fault(text: str) -> int | None:
    """Offset of the first character that the text may not hold, or None."""
    found = FORBIDDEN.search(text)
    at = found.start() if found else None
    for pile in _PILE.finditer(text, 0, len(text) if at is None else at):
        marks = 0
        for offset, character in enumerate(pile[0], pile.start()):
            marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
            if marks > MAX_MARKS:
                return offset
    return at


def name_of(character: str) -> str:
    """``U+200B`` and the like: how a message names a character that cannot be shown."""
    return f"U+{ord(character):04X}"


def printable(text: str, limit: int = 200) -> str:
    """The text as a message may show it: nothing invisible, nothing endless, one line."""
    start = text[: limit + 1].replace("\n", "⏎")
    shown = FORBIDDEN.sub(lambda m: f"<{name_of(m[0])}>", start)
    return shown if len(shown) <= limit else shown[:limit] + "…"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
