"""Addresses within the reader: relative, escaped, and made from any page."""

from __future__ import annotations

from typing import Final

import cyberspace_corpus as cc
from cyberspace_corpus.site.links import Links, correction

CORPUS: Final = cc.load()
RECORD: Final = CORPUS["wic-2020/7"]


def test_from_any_depth() -> None:
    top = Links("en", "index.html")
    low = Links("zh", "records/wic-2020/7.html")
    assert top.record("wic-2020/7") == "records/wic-2020/7.html"
    assert low.record("wic-2020/6", "cite") == "../../records/wic-2020/6.html#cite"
    assert (top.asset("site.css"), low.asset("site.css")) == (
        "../assets/site.css",
        "../../../assets/site.css",
    )
    assert low.other("en") == "../../../en/records/wic-2020/7.html"


def test_a_place_on_the_same_page() -> None:
    """It is no new page: nothing is loaded again."""
    here = Links("en", "documents/wic-2020.html")
    assert here.reading(RECORD) == "#7"
    assert here.section("wic-2020/1") == "#section-1"
    assert here.document("wic-2020") == "../documents/wic-2020.html"


def test_ids_in_a_note() -> None:
    """Of records that there are; whatever else is in the note is escaped."""
    records = {RECORD.id: RECORD}
    note = "As wic-2020/7. Not wic-2020/77 <b>, nor and/or."
    assert Links("en", "index.html").within(note, records) == (
        'As <a href="documents/wic-2020.html#7">wic-2020/7</a>. '
        "Not wic-2020/77 &lt;b&gt;, nor and/or."
    )


def test_a_correction() -> None:
    """The form of .github/ISSUE_TEMPLATE, with the record filled in."""
    form = correction("https://github.com/example/lake/", "lake-2001/1")
    assert form == (
        "https://github.com/example/lake/issues/new?template=correction.yml"
        "&title=Correction%3A+lake-2001%2F1&record=lake-2001%2F1"
    )
