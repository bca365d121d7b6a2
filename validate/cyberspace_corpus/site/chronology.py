"""The dates that the texts name, in their order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cyberspace_corpus.published.rows import Date, Record
from cyberspace_corpus.site.page import Lang

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a vague expression of time, that a record names, in one or both languages.

    ``dates`` are the places of the text that say it; all have the same EDTF value (None for a
    vague expression) and the same kind.
    """

    record: Record
    edtf: str | None
    kind: str
    dates: tuple[Date, ...]

    @property
    def first(self) -> datetime.date | None:
        """The first day covered; None if it is open or vague."""
        return self.dates[0].earliest

    @property
    def last(self) -> datetime.date | None:
        """The last day covered; None if it is open or vague."""
        return self.dates[0].latest

    @property
    def year(self) -> int | None:
        """The year it begins in, or ends in if its beginning is open; None if it is vague."""
        day = self.first or self.last
        return day.year if day else None

    @property
    def times(self) -> int:
        """How often the record names it: what both languages say counts once."""
        return max(len(self.of(lang)) for lang in ("zh", "en"))

    def of(self, lang: str) -> tuple[Date, ...]:
        """The places in the text of one language."""
        return tuple(date for date in self.dates if date.lang == lang)


def moments(records: Iterable[Record]) -> list[Moment]:
    """All dates by day, the vague expressions at the end; of the same day in reading order."""
    found = [moment for record in records for moment in _of(record)]
    return sorted(found, key=lambda moment: _order(moment.first, moment.last))


def _of(record: Record) -> Iterator[Moment]:
    groups: dict[tuple[str | None, str], list[Date]] = {}
    for date in record.dates:
        groups.setdefault((date.edtf, date.kind), []).append(date)
    for (edtf, kind), dates in groups.items():
        yield Moment(record, edtf, kind, tuple(dates))


def _order(first: datetime.date | None, last: datetime.date | None) -> tuple[bool, object, object]:
    day = first or last or datetime.date.max
    return first is None and last is None, day, last or datetime.date.max


def spoken(edtf: str, lang: Lang) -> str:
    """A date in words: ``2021年8月24日``, ``24 August 2021``; a form that this function does
    not know stays as it is."""
    parts = [_day(part, lang) for part in edtf.split("/")]
    if len(parts) == 1:
        return parts[0]
    begin, end = parts
    if end == "..":
        return f"{begin}以来" if lang == "zh" else f"since {begin}"
    if begin == "..":
        return f"至{end}" if lang == "zh" else f"until {end}"
    return f"{begin}至{end}" if lang == "zh" else f"{begin} to {end}"


def _day(edtf: str, lang: Lang) -> str:
    match = _DAY.fullmatch(edtf)
    if match is None:
        return edtf
    year, month, day = (int(part) if part else None for part in match.groups())
    if lang == "zh":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    return " ".join(str(part) for part in (day, MONTHS[month - 1] if month else None, year) if part)
