"""All dates that the texts name, from the earliest to the latest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.chronology import Moment, moments, spoken
from cyberspace_corpus.site.context import Line, line
from cyberspace_corpus.site.links import date_anchor
from cyberspace_corpus.site.page import LANGS, Page, both


@dataclass(frozen=True, slots=True)
class Year:
    """The dates that begin in a year, by their value; no year for the vague expressions."""

    year: int | None
    values: Sequence[tuple[str | None, Sequence[Moment]]]


def pages(book: Book) -> Iterator[Page]:
    """The page of all dates."""
    found = moments(book.corpus.records)
    yield Page(
        "dates/index.html",
        "dates",
        both("日期", "Dates"),
        both("文献提到的全部日期，按先后排列。", "All dates that the texts name, in their order."),
        place="dates",
        styles=("lists.css",),
        values={
            "years": years(found),
            "count": sum(moment.times for moment in found),
            "spoken": spoken,
            "anchor": date_anchor,
            "lines": lines,
        },
    )


def years(found: Sequence[Moment]) -> list[Year]:
    """The moments, which must be in their order, by year and value."""
    return [
        Year(
            year,
            [(edtf, list(same)) for edtf, same in groupby(run, key=lambda moment: moment.edtf)],
        )
        for year, run in groupby(found, key=lambda moment: moment.year)
    ]


def lines(moment: Moment) -> list[tuple[str, Line]]:
    """The words of the texts that name it, each with its language."""
    return [
        (lang, line(moment.record, lang, date.start, date.end))
        for lang in LANGS
        for date in moment.of(lang)
    ]
