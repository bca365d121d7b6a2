"""The dates in their order, and in words."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Final

import pytest

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.chronology import moments, spoken
from cyberspace_corpus.site.links import date_anchor

SPOKEN: Final = {
    "2015": ("2015年", "2015"),
    "2022-11": ("2022年11月", "November 2022"),
    "2021-08-24": ("2021年8月24日", "24 August 2021"),
    "2014/..": ("2014年以来", "since 2014"),
    "../2020-06": ("至2020年6月", "until June 2020"),
    "2011/2021": ("2011年至2021年", "2011 to 2021"),
    "2019~": ("2019~", "2019~"),
}


@pytest.mark.parametrize("edtf", SPOKEN)
def test_dates_in_words(edtf: str) -> None:
    assert (spoken(edtf, "zh"), spoken(edtf, "en")) == SPOKEN[edtf]


def test_every_date_of_the_corpus(book: Book) -> None:
    """Each stands in one moment, and the moments are in their order, the vague ones last."""
    found = moments(book.corpus.records)
    told = Counter((d.record, d.lang, d.start) for moment in found for d in moment.dates)
    assert set(told) == {(d.record, d.lang, d.start) for r in book.corpus for d in r.dates}
    assert set(told.values()) == {1}
    days = [moment.first or moment.last for moment in found]
    dated = [day for day in days if day is not None]
    assert dated == sorted(dated)
    assert days[: len(dated)] == dated
    assert all((moment.edtf is None) == (moment.year is None) for moment in found)


def test_what_both_languages_say_counts_once(book: Book) -> None:
    """The preamble of 2021 names 2015 once, in both languages."""
    record = book.corpus["china-africa-2021/preamble"]
    (moment,) = [moment for moment in moments([record]) if moment.edtf == "2015"]
    assert [len(moment.of(lang)) for lang in ("zh", "en")] == [1, 1]
    assert moment.times == 1
    assert (moment.first, moment.year) == (datetime.date(2015, 1, 1), 2015)


def test_anchors_are_unique(book: Book) -> None:
    values = {date.edtf for record in book.corpus for date in record.dates if date.edtf}
    anchors = {date_anchor(value) for value in values}
    assert len(anchors) == len(values)
    assert all(anchor.replace("-", "").isalnum() for anchor in anchors)
