"""The lists of entities, topics, terms and dates, and the page of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.chronology import moments
from cyberspace_corpus.site.links import date_anchor, entity, term, topic
from cyberspace_corpus.site.page import LANGS


def tree(file: Path) -> Any:
    html = pytest.importorskip("lxml.html", reason="no lxml")
    return html.parse(file).getroot()


def names(links: list[str]) -> list[str]:
    """The names of the files that links lead to."""
    return [Path(link).name for link in links]


def lines(page: Any, lang: str) -> list[str]:
    return [line.text_content() for line in page.xpath(f'//p[@class="kwic" and @lang="{lang}"]')]


def test_everything_has_a_page_and_is_listed(book: Book, site: Path) -> None:
    for folder, paths in {
        "entities": [entity(one.id) for one in book.corpus.entities],
        "topics": [topic(one.id) for one in book.corpus.topics],
        "terms": [term(one.id) for one in book.corpus.terms],
    }.items():
        for lang in LANGS:
            listed = names(tree(site / lang / folder / "index.html").xpath("//main//@href"))
            for path in paths:
                assert (site / lang / path).is_file()
                assert listed.count(Path(path).name) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_an_entity(book: Book, site: Path, lang: str) -> None:
    """Its names and parts, and every place in both languages, whatever the interface."""
    page = tree(site / lang / entity("united-nations"))
    found = book.corpus.entity("united-nations")
    text = page.text_content()
    for name in (found.name_zh, found.name_en, *found.acronyms, str(found.wikidata)):
        assert name in text
    parts = [one.id for one in book.corpus.entities if one.part_of == found.id]
    linked = names(page.xpath('//dl[@class="facts"]//a/@href'))
    assert set(linked) >= {f"{id}.html" for id in parts}
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        told = [m for m in book.corpus.mentions if (m.entity, m.lang) == (found.id, language)]
        assert len(lines(page, tag)) == len(told) > 0
        assert all(m.surface in line for m, line in zip(told, lines(page, tag), strict=True))


def test_an_entity_that_no_text_names(book: Book, site: Path) -> None:
    (unnamed, *_) = [one for one in book.corpus.entities if one.id not in book.naming]
    page = tree(site / "en" / entity(unnamed.id))
    assert "No text names it" in page.text_content()
    assert not lines(page, "en")


def test_statuses_are_visible(book: Book, site: Path) -> None:
    """Wherever a record is shown, it is said what its texts are."""
    for path in (entity("united-nations"), topic("data-security"), "dates/index.html"):
        page = tree(site / "en" / path)
        shown = page.xpath('//ol[@class="occurrences"]/li')
        assert shown
        for item in shown:
            (id,) = item.xpath('.//a[@class="ref"]/text()')
            said = [
                status.text_content()
                for status in item.xpath('.//span[contains(@class, "status ")]')
            ]
            assert len(said) == 2, id
            assert ("not reviewed" in said[1]) == (book.corpus[id].status_en == "project"), id


def test_a_topic(book: Book, site: Path) -> None:
    page = tree(site / "zh" / topic("data-security"))
    ids = page.xpath('//ol[@class="occurrences"]//a[@class="ref"]/text()')
    assert ids == [record.id for record in book.on_topic["data-security"]]


def test_the_topics_by_document(book: Book, site: Path) -> None:
    page = tree(site / "en" / "topics/index.html")
    for row in page.xpath("//tbody/tr"):
        id = Path(row.xpath("./th/a/@href")[0]).stem
        numbers = [int(text) if text != "·" else 0 for text in row.xpath("./td/text()")]
        records = book.on_topic.get(id, ())
        assert numbers == [sum(r.document == d for r in records) for d in book.documents]


def test_a_term(site: Path) -> None:
    """Its renderings by document, in a table whose numbers are those of the lines."""
    page = tree(site / "en" / term("sovereignty-in-cyberspace"))
    rows = {
        row.xpath("./th")[0].text_content(): row.xpath("./td/text()")
        for row in page.xpath("//tbody/tr")
    }
    assert next(iter(rows)) == "sovereignty in cyberspace"
    assert rows["cyber sovereignty"] == ["·", "·", "2", "·"]
    total = sum(int(n) for numbers in rows.values() for n in numbers if n != "·")
    assert len(lines(page, "en")) == total


def test_a_term_that_stands_only_in_names(site: Path) -> None:
    page = tree(site / "en" / term("four-principles"))
    assert "only within names" in page.text_content()


@pytest.mark.parametrize("lang", LANGS)
def test_the_dates(book: Book, site: Path, lang: str) -> None:
    """Each value has its anchor and its records; the vague expressions stand at the end."""
    page = tree(site / lang / "dates/index.html")
    values = list(dict.fromkeys(m.edtf for m in moments(book.corpus.records) if m.edtf))
    assert page.xpath("//h3/@id") == [date_anchor(value) for value in values]
    assert page.xpath("//section[last()]/h2/@id") == ["vague"]
    dates = [date for record in book.corpus for date in record.dates]
    assert len(lines(page, "zh-Hans")) == sum(date.lang == "zh" for date in dates)
    assert len(lines(page, "en")) == sum(date.lang == "en" for date in dates)
