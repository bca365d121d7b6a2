"""Which characters a text file of the corpus may hold, and why the others are refused."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# What a reader cannot see, or what one program reads as a line break and the next does not,
# has no place in a text that is compared character by character.
FORBIDDEN: Final = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls, tab and carriage return among them; C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # invisible
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero-width, bidirectional controls
    "\u2028\u2029"  # line and paragraph separator
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"  # selectors, BOM, tags
    "\ud800-\udfff"  # lone surrogates
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "]"
)


def name_of(character: str) -> str:
    """``U+200B`` and the like: how a message names a character that cannot be shown."""
    return f"U+{ord(character):04X}"


def printable(text: str, limit: int = 200) -> str:
    """The text as a message may show it: nothing invisible, nothing endless, one line."""
    shown = FORBIDDEN.sub(lambda m: f"<{name_of(m[0])}>", text.replace("\n", "⏎"))
    return shown if len(shown) <= limit else shown[:limit] + "…"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
