"""Dates: finding their expressions in a text, and the days that an EDTF value covers."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cyberspace_corpus.annotate.names import occurrences_of
from cyberspace_corpus.model.base import Lang

_YEAR = r"(?:1[89]|20)[0-9]{2}"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

EXPRESSION: Final[dict[Lang, re.Pattern[str]]] = {
    "zh": re.compile(
        rf"(?<![0-9.A-Za-z]){_YEAR}(?:年(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?|(?![0-9.%％]))"
        r"|(?<![0-9])[0-9]{1,2}月(?:[0-9]{1,2}日)?"
        r"|近年来|当前|当今|目前|过去五年|未来三年|八年来|一段时间以来|多年来|“十[一二三四五]五”"
    ),
    "en": re.compile(
        rf"(?<![0-9.,A-Za-z])(?:{_MONTHS}) [0-9]{{1,2}}(?:, {_YEAR})?(?![0-9])"
        rf"|(?<![0-9.,A-Za-z])(?:{_MONTHS}) {_YEAR}(?![0-9])"
        rf"|(?<![0-9.,A-Za-z]){_YEAR}(?![0-9,.]?[0-9]|%)"
        r"|\b(?:[Ii]n recent years|[Aa]t present|[Cc]urrently)\b|1[0-9]th Five-Year Plan"
    ),
}
"""What looks like a date. Every match must lie within an expression that the record lists."""


_LEAD: Final[dict[Lang, re.Pattern[str]]] = {
    "zh": re.compile("[0-9近当目过未八一多“](?:(?<=[0-9])(?<![0-9].)|(?=[年前今去来段十]))"),
    "en": re.compile(
        "[12JFMASONDIiAaCc]"
        "(?:(?<=[12])(?=[0-9])|(?<=[JFMASOND])(?=[aepuco])|(?=n rec|t pres|urren))"
    ),
}
"""What every expression begins with. A pattern with a class of characters at its head is found
ten times faster than one with a look behind, so places are found by this one."""


def expressions(text: str, lang: Lang) -> list[re.Match[str]]:
    """Everything in the text that looks like a date, not overlapping."""
    found: list[re.Match[str]] = []
    end = 0
    for lead in _LEAD[lang].finditer(text):
        if lead.start() >= end and (match := EXPRESSION[lang].match(text, lead.start())):
            found.append(match)
            end = match.end()
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """An occurrence of a surface in a text, half-open; ``index`` is that of its entry."""

    start: int
    end: int
    index: int


def place(text: str, surfaces: Iterable[tuple[int, str]]) -> list[Stretch]:
    """Where the surfaces (index, words) stand in the text: the longest first, and nothing
    inside what a longer one has taken."""
    first: dict[str, int] = {}  # of the same words twice, the second finds no room
    for index, surface in surfaces:
        if surface in text:
            first.setdefault(surface, index)
    placed: list[Stretch] = []
    taken = bytearray(len(text))  # a mark for each character, else the time grows with the square
    for surface in sorted(first, key=len, reverse=True):
        for start in occurrences_of(text, surface):
            end = start + len(surface)
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                placed.append(Stretch(start, end, first[surface]))
    return sorted(placed, key=lambda stretch: stretch.start)


def unlisted(text: str, lang: Lang, listed: Iterable[Stretch]) -> list[re.Match[str]]:
    """Expressions in the text that no listed stretch covers."""
    spans = {(stretch.start, stretch.end) for stretch in listed}
    return [
        match
        for match in expressions(text, lang)
        if match.span() not in spans
        and not any(start <= match.start() and match.end() <= end for start, end in spans)
    ]


_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class NotEdtf(ValueError):
    """The value is no date of the EDTF forms that the corpus uses."""


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Earliest and latest day of an EDTF value; None where an interval is open.

    The forms used are ``2022``, ``2022-11``, ``2022-11-07`` and intervals of these, with
    ``..`` for an open end (ISO 8601-2:2019, 4.3 and EDTF level 1). Raises :class:`NotEdtf`
    for anything else, for a day that no calendar has, and for an interval that ends before it
    starts.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _bounds(edtf)
    earliest = None if first == ".." else _bounds(first)[0]
    latest = None if last == ".." else _bounds(last)[1]
    if earliest is None and latest is None:
        raise NotEdtf(edtf)
    if earliest is not None and latest is not None and earliest > latest:
        raise NotEdtf(edtf)
    return earliest, latest


def _bounds(value: str) -> tuple[datetime.date, datetime.date]:
    match = _DAY.fullmatch(value)
    if match is None:
        raise NotEdtf(value)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise NotEdtf(value) from None
    if day:
        return first, first
    last_month = month or 12
    last_day = calendar.monthrange(year, last_month)[1]
    return first, datetime.date(year, last_month, last_day)
