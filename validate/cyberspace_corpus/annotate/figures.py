"""Figures in a text, as numbers that can be compared between the languages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from cyberspace_corpus.model.base import Lang

_SCALES: Final[dict[Lang, dict[str, int]]] = {
    "zh": {
        "万亿": 10**12,
        "千亿": 10**11,
        "百亿": 10**10,
        "亿": 10**8,
        "千万": 10**7,
        "百万": 10**6,
        "万": 10**4,
        "千": 10**3,
        "百": 10**2,
    },
    "en": {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3},
}
_FIGURE: Final[dict[Lang, re.Pattern[str]]] = {
    "zh": re.compile(
        r"([0-9](?<![0-9A-Za-z.+-].)[0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?)(?![0-9.]{0,30}[A-Za-z])"
        r"(万亿|千亿|百亿|亿|千万|百万|万|千|百)?"
    ),
    "en": re.compile(
        r"([0-9](?<![0-9A-Za-z.+-].)[0-9]*(?:,[0-9]{3})*(?:\.[0-9]+)?)"
        r"(?:(?:st|nd|rd|th)(?![A-Za-z0-9])|(?![0-9.,]{0,30}[0-9A-Za-z]))"
        r"(?:[ -](trillion|billion|million|thousand)\b)?"
    ),
}
_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "zero",
            "one first single once",
            "two second twice both",
            "three third",
            "four fourth",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth",
            "thirteen thirteenth",
            "fourteen fourteenth",
            "fifteen fifteenth",
            "sixteen sixteenth",
            "seventeen seventeenth",
            "eighteen eighteenth",
            "nineteen nineteenth",
            "twenty twentieth",
        )
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "half": 2}
_HAN_DIGITS: Final = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2, "双": 2}
_HAN_NUMBER = re.compile(r"[零一二三四五六七八九两双十百]+")


Figure = re.Match[str]


_DIGIT = re.compile("[0-9]")


def has_digits(text: str) -> bool:
    """Whether there may be any figure in the text, or in a part of it."""
    return _DIGIT.search(text) is not None


def written(text: str, lang: Lang) -> list[Figure]:
    """All figures written in digits."""
    return list(_FIGURE[lang].finditer(text))


def free(figures: Iterable[Figure], outside: Iterable[tuple[int, int]]) -> list[Figure]:
    """The figures that are not within the half-open stretches ``outside`` (dates and names,
    which are treated for themselves)."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(outside):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    starts = [start for start, _ in spans]

    def is_free(figure: Figure) -> bool:
        last = bisect_left(starts, figure.end(1)) - 1
        return last < 0 or spans[last][1] <= figure.start(1)

    return [figure for figure in figures if is_free(figure)]


def amounts(figures: Iterable[Figure], lang: Lang) -> set[Decimal]:
    """The values of figures, with their scale (万, million)."""
    return {_amount(figure[1], figure[2], lang) for figure in figures}


@lru_cache(maxsize=4096)
def _amount(digits: str, scale: str | None, lang: Lang) -> Decimal:
    factor = _SCALES[lang][scale] if scale else 1
    return (Decimal(digits.replace(",", "")) * factor).normalize()


def spelled(text: str, lang: Lang) -> set[Decimal]:
    """Numbers that the text may be saying in words: generous, since it only excuses."""
    if lang == "en":
        words = re.findall(r"[a-z]+", text.lower().replace("-", " "))
        return {Decimal(_WORDS[word]) for word in words if word in _WORDS}
    return {Decimal(_han(match)) for match in _HAN_NUMBER.findall(text)}


def _han(digits: str) -> int:
    total = current = 0
    for character in digits:
        if character == "十":
            total += (current or 1) * 10
            current = 0
        elif character == "百":
            total += (current or 1) * 100
            current = 0
        else:
            current = _HAN_DIGITS[character]
    return total + current
