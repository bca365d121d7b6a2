"""The deterministic steps that lead from a printed line to the canonical text.

A source declares, for each of its languages, which of these steps it needs; they are applied
in the one order of :data:`STEPS`. A step never guesses: it is a pure function of the characters
it is given, so the same print always gives the same text, and whatever else differs must stand
in the apparatus. Every character keeps the place it was printed at (:class:`Printed`), so that
offsets in the text can be led back to the bytes of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Character class of the ideographs, for use inside ``[...]``."""

# Each begins with a character or a class of them: a pattern that begins with a look behind is
# searched for far more slowly.
_PINYIN = re.compile(rf"\((?<=[{HAN}].)[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{1,6}}\)")
_WIDE = str.maketrans({",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"})
_NARROW = re.compile(r"[,:;?!()](?:(?<=[;?!()])|(?<![0-9].)|(?![0-9]))")
_JUMP = re.compile(r"^（[上下][接转]第[〇一二三四五六七八九十百]+版）")


class Line(NamedTuple):
    """One line of a source file: its number (from 1), its text, and the offset of its
    first character in the file (Unicode code points, from 0)."""

    number: int
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A text together with the place in the source that each character came from.

    ``origin[i]`` is the half-open range of code points in the source file that gave
    ``text[i]``. A joining space that no source prints has an empty range.
    """

    text: str
    origin: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, line: Line) -> Printed:
        start = line.offset
        return cls(line.text, tuple((start + i, start + i + 1) for i in range(len(line.text))))

    def __getitem__(self, part: slice) -> Printed:
        return Printed(self.text[part], self.origin[part])

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Printed:
        """Replace each match; new characters point at the whole of what they replace."""
        text: list[str] = []
        origin: list[tuple[int, int]] = []
        end = 0
        for match in pattern.finditer(self.text):
            a, b = match.span()
            text.append(self.text[end:a])
            origin.extend(self.origin[end:a])
            new = replace(match)
            text.append(new)
            if len(new) == b - a:
                origin.extend(self.origin[a:b])
            elif new:
                origin.extend([(self.origin[a][0], self.origin[b - 1][1])] * len(new))
            end = b
        text.append(self.text[end:])
        origin.extend(self.origin[end:])
        return Printed("".join(text), tuple(origin))

    @classmethod
    def join(cls, parts: Iterable[Printed], separator: str) -> Printed:
        """Put lines together, with ``separator`` (which no source prints) between them."""
        text: list[str] = []
        origin: list[tuple[int, int]] = []
        for part in parts:
            if not part.text:
                continue
            if text and separator:
                place = origin[-1][1]
                text.append(separator)
                origin.extend([(place, place)] * len(separator))
            text.append(part.text)
            origin.extend(part.origin)
        return cls("".join(text), tuple(origin))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without its places, for those who only ask what is printed: much cheaper."""

    text: str

    @classmethod
    def of(cls, line: Line) -> Plain:
        return cls(line.text)

    def __getitem__(self, part: slice) -> Plain:
        return Plain(self.text[part])

    def sub(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Plain:
        return Plain(pattern.sub(replace, self.text))

    @classmethod
    def join(cls, parts: Iterable[Plain], separator: str) -> Plain:
        return cls(separator.join(part.text for part in parts if part.text))


Piece = TypeVar("Piece", Printed, Plain)
"""What a step works on: it says what happens to the text, and a piece what becomes of places."""


def strip_space(line: Piece) -> Piece:
    """Drop white space (no-break spaces too) at both ends of the line."""
    text = line.text
    bare = text.strip()
    if len(bare) == len(text):
        return line
    start = len(text) - len(text.lstrip())
    return line[start : start + len(bare)]


def strip_jump_line(line: Piece) -> Piece:
    """Drop the newspaper's "continued from page ..." at the head of the line."""
    return line.sub(_JUMP, lambda _: "")


def remove_pinyin(line: Piece) -> Piece:
    """Drop a bracketed syllable of pinyin that follows an ideograph."""
    return line.sub(_PINYIN, lambda _: "")


def widen_punctuation(line: Piece) -> Piece:
    """Half-width , : ; ? ! ( ) become full-width (GB/T 15834); a comma or colon between
    two digits stays."""
    return line.sub(_NARROW, lambda m: m[0].translate(_WIDE))


def simplify(line: Piece, table: Mapping[str, str]) -> Piece:
    """Traditional to Simplified, character by character, by the corpus's own table."""
    return line.sub(_any_of(tuple(table)), lambda m: table[m[0]])


def emend(line: Piece, repairs: Sequence[tuple[str, str]]) -> Piece:
    """Put the repaired reading where the source prints a damaged token."""
    table = {printed: emended for printed, emended in repairs if printed}
    longest = sorted(table, key=len, reverse=True)
    return line.sub(_any_of(tuple(longest)), lambda m: table[m[0]])


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the words, the first that fits; of no words, nothing."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


STEPS: dict[str, str] = {
    "strip-space": "White space at both ends of a line is dropped.",
    "strip-jump-line": "A newspaper's “continued from page ...” at the head of a line is dropped.",
    "remove-pinyin": "A bracketed syllable of pinyin after an ideograph is dropped.",
    "simplify": "Traditional characters become Simplified, by data/vocabulary/script.yaml.",
    "widen-punctuation": "Half-width , : ; ? ! ( ) become full-width, but between two digits.",
    "join-lines": "Lines of one unit are joined: Chinese without a space, English with one.",
    "strip-label": "The printed label at the head of a unit is kept apart from its text.",
}
"""The closed list of normalisations, in the order in which they are applied."""


def normalise(
    lines: Sequence[Line],
    *,
    into: type[Piece],
    steps: Sequence[str],
    lang: str,
    label: str = "",
    script: Mapping[str, str] | None = None,
    repairs: Sequence[tuple[str, str]] = (),
) -> Piece:
    """What the lines say once the declared ``steps`` are applied.

    ``label`` is the unit's label in canonical form (``"1."``, ``"（一）"``); the step
    ``strip-label`` takes it off the head of the text if it stands there. ``repairs`` are
    (printed, emended) pairs, applied before everything else. Lines are joined only if
    ``join-lines`` is declared; otherwise more than one line gives a line break, which no
    canonical text holds. ``into`` tells whether the places are wanted: :class:`Printed` or
    :class:`Plain`.
    """
    parts = [into.of(line) for line in lines]
    if repairs:
        parts = [emend(part, repairs) for part in parts]
    if "strip-space" in steps:
        parts = [strip_space(part) for part in parts]
    if "strip-jump-line" in steps:
        parts = [strip_jump_line(part) for part in parts]
    if "remove-pinyin" in steps:
        parts = [remove_pinyin(part) for part in parts]
    if "simplify" in steps:
        parts = [simplify(part, script or {}) for part in parts]
    if "widen-punctuation" in steps:
        parts = [widen_punctuation(part) for part in parts]
    separator = ("" if lang == "zh" else " ") if "join-lines" in steps else "\n"
    whole = into.join(parts, separator)
    if label and "strip-label" in steps and whole.text.startswith(label):
        whole = strip_space(whole[len(label) :])
    return whole
