"""Which words of a text changed: ``[-cut-]{+added+}`` around whole words and single Chinese
characters, as in ``git diff --word-diff``."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from cyberspace_corpus.witness.normalise import HAN

_LETTER: Final = rf"(?:(?![{HAN}])\w)"
_TOKEN: Final = re.compile(rf"{_LETTER}+(?:[’'.,-]{_LETTER}+)*|\s+|.", re.DOTALL)

Piece = tuple[str, str, str]
"""What stays, or else "", what is cut and what is added."""


def marked(old: str, new: str, around: int | None = None) -> str:
    """Both texts in one line. With ``around``, of what stays only so many characters are
    shown on either side of a change."""
    found = pieces(old, new)
    last = len(found) - 1
    shown: list[str] = []
    for index, (same, cut, added) in enumerate(found):
        if same:
            shown.append(_shortened(same, around, first=index == 0, last=index == last))
        shown.append(f"[-{cut}-]" if cut else "")
        shown.append(f"{{+{added}+}}" if added else "")
    return "".join(shown)


def words(text: str) -> list[str]:
    """The words, single Chinese characters, stretches of space and punctuation of a text; joined
    they are the text."""
    return _TOKEN.findall(text)


def pieces(old: str, new: str) -> list[Piece]:
    """What stays, what is cut and what is added, in the order of both texts."""
    before, after = words(old), words(new)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        one, other = "".join(before[a:b]), "".join(after[c:d])
        # Words that changed on both sides of a mere space changed together.
        if kind == "equal" and (one.strip() or not found or b == len(before)):
            found.append((one, "", ""))
        elif found and not found[-1][0]:
            _, cut, added = found.pop()
            found.append(("", cut + one, added + other))
        else:
            found.append(("", one, other))
    return found


def _shortened(text: str, around: int | None, *, first: bool, last: bool) -> str:
    head, tail = (0 if first else around or 0), (0 if last else around or 0)
    if around is None or len(text) <= head + tail + 1:
        return text
    return f"{text[:head]}…{text[len(text) - tail :]}"
