"""Two texts beside each other: what the later one adds and leaves out, or what both share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal, NamedTuple

from cyberspace_corpus.compare.words import Piece, pieces, words

SHORTEST: Final = 2
"""Fewest words (or Chinese characters) that two differing texts must have in common between two
changes: fewer stand there by chance, and would break a change into splinters."""

SHARED: Final = {"zh": 6, "en": 5}
"""Fewest characters of Chinese or words of English in a row that count as shared wording: below
it the formulas of any two texts on the matter would count."""

_WORD: Final = re.compile(r"\w")


class Part(NamedTuple):
    """A stretch of one of the texts, and what it is in view of the other."""

    kind: Literal["same", "cut", "added", "own"]
    text: str


def changes(earlier: str, later: str) -> tuple[list[Part], list[Part]]:
    """The earlier text with what was cut, and the later one with what was added."""
    before: list[Part] = []
    after: list[Part] = []
    for same, cut, added in _joined(pieces(earlier, later)):
        if same:
            before.append(Part("same", same))
            after.append(Part("same", same))
        # An apostrophe may be straight in one print and curved in the other.
        alike = cut.replace("’", "'") == added.replace("’", "'")
        if cut:
            before.append(Part("same" if alike else "cut", cut))
        if added:
            after.append(Part("same" if alike else "added", added))
    return before, after


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """The pieces, where a mere splinter between two changes has become part of them."""
    last = len(found) - 1
    kept = [
        bool(same) and (index in (0, last) or _count(same) >= SHORTEST)
        for index, (same, _, _) in enumerate(found)
    ]
    for keep, group in groupby(zip(kept, found, strict=True), key=lambda pair: pair[0]):
        run = [piece for _, piece in group]
        if keep:
            yield from run
        else:
            yield (
                "",
                "".join(same + cut for same, cut, _ in run),
                "".join(same + added for same, _, added in run),
            )


def _count(text: str) -> int:
    return sum(bool(_WORD.match(word)) for word in words(text))


def shared(text: str, other: str, lang: str) -> list[Part]:
    """The text, with the stretches that the other one has too, wherever it has them."""
    length = SHARED[lang]
    mine = words(text)
    places = [at for at, word in enumerate(mine) if _WORD.match(word)]
    there = _runs([word.casefold() for word in words(other) if _WORD.match(word)], length)
    here = [mine[at].casefold() for at in places]
    common: set[int] = set()
    for start in range(len(here) - length + 1):
        if tuple(here[start : start + length]) in there:
            common.update(range(places[start], places[start + length - 1] + 1))
    return [
        Part("same" if both else "own", "".join(mine[at] for at in run))
        for both, run in groupby(range(len(mine)), key=lambda at: at in common)
    ]


def _runs(of: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(of[start : start + length]) for start in range(len(of) - length + 1)}


def plain(parts: Iterable[Part]) -> str:
    """The text that the parts make up."""
    return "".join(part.text for part in parts)
