"""The pages of documents: every sentence, mark, note and status of the corpus is there."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.site.apparatus import Cards, Edited, edited, letters
from cyberspace_corpus.site.pages.documents import outline, reading

CORPUS: Final = cc.load()
NOTE: Final = re.compile(r"<sup>.*?</sup>")
LABEL: Final = re.compile(r'^<span class="label">.*?</span> ')
TAG: Final = re.compile(r"<[^>]+>")


@cache
def shown(record: cc.Record) -> Edited:
    return edited(record, Cards())


def plain(html: str) -> str:
    return unescape(TAG.sub("", NOTE.sub("", LABEL.sub("", html))))


def test_letters() -> None:
    assert [letters(number) for number in (0, 1, 25, 26, 27, 701, 702)] == [
        *("a", "b", "z", "aa", "ab", "zz", "aaa")
    ]


@pytest.mark.parametrize("document", [d.id for d in CORPUS.documents])
def test_the_text_is_what_it_was(document: str) -> None:
    """Without the marks, every sentence is that of the corpus, in both languages."""
    for record in CORPUS.records:
        if record.document != document:
            continue
        for pair, segment in zip(shown(record).pairs, record.segments, strict=True):
            assert (pair.zh and plain(pair.zh)) == segment.zh
            assert (pair.en and plain(pair.en)) == segment.en


@pytest.mark.parametrize("document", [d.id for d in CORPUS.documents])
def test_everything_is_marked(document: str) -> None:
    """Every name and every date of a text, every lemma and every difference; of each, as often
    as the corpus has it."""
    for record in CORPUS.records:
        if record.document != document:
            continue
        page = shown(record)
        html = "".join(str(text) for pair in page.pairs for text in (pair.zh, pair.en) if text)
        assert html.count('href="#entity-') == len(record.mentions)
        names = {(m.lang, at) for m in record.mentions for at in range(m.start, m.end)}
        within = [
            date
            for date in record.dates
            if any((date.lang, at) in names for at in range(date.start, date.end))
        ]
        assert html.count('href="#date-') == len(record.dates) - len(within)
        lemmas = {(v.lang, v.start, v.end, v.type, v.note, v.conjecture) for v in record.variants}
        assert len(page.readings) == len(lemmas)
        for reading_ in page.readings:
            assert html.count(f'href="#{reading_.anchor}"') == 1
        for parting in page.partings:
            said = [parting.difference.zh, parting.difference.en]
            assert html.count(f'href="#{parting.anchor}"') == len(list(filter(None, said)))


def test_cards_are_shared() -> None:
    """One card for an entity however often it is named; one for a date of a value."""
    cards = Cards()
    for record in CORPUS.records:
        edited(record, cards)
    assert len(cards.entities) == len({m.entity for m in CORPUS.mentions})
    assert len(cards.dates) == len({(d.edtf, d.kind, d.note) for d in cards.dates})


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda d: d.id)
def test_the_order_of_reading(document: cc.Document) -> None:
    """Every heading and every record once, the headings in the order of the outline, and each
    record behind the heading of its section."""
    flow = list(reading(document, Cards()))
    records = [block.record for block in flow if isinstance(block, Edited)]
    headings = [block for block in flow if isinstance(block, cc.Section)]
    assert records == list(document.records)
    positions = [heading.position for heading in headings]
    assert positions == sorted(section.position for section in document.sections)
    places = {block.id: at for at, block in enumerate(flow) if isinstance(block, cc.Section)}
    for at, block in enumerate(flow):
        if isinstance(block, Edited) and block.record.section:
            assert places[block.record.section] < at


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda d: d.id)
def test_the_outline(document: cc.Document) -> None:
    """Every section once, below its parent."""

    def walk(entries: list, parent: str | None) -> list[str]:  # type: ignore[type-arg]
        assert {entry.section.parent for entry in entries} <= {parent}
        return [id for e in entries for id in (e.section.id, *walk(list(e.below), e.section.id))]

    assert sorted(walk(outline(document), None)) == sorted(s.id for s in document.sections)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda d: d.id)
def test_every_record_says_what_it_is(document: cc.Document, lang: str, site: Path) -> None:
    """The status of both languages stands below each record, with the lines of its witnesses."""
    html = (site / lang / "documents" / f"{document.id}.html").read_text("utf-8")
    articles = dict(re.findall(r'<article [^>]*id="([^"]+)"[^>]*>(.*?)</article>', html, re.S))
    for record in document.records:
        article = articles[record.id.partition("/")[2]]
        assert re.findall(r'class="status status-(\w+)"', article) == [
            record.status_zh,
            record.status_en,
        ]
        unreviewed = "未经审校" if lang == "zh" else "not reviewed"
        assert (unreviewed in article) == (record.status_en == "project" and not record.reviewed)
        for place in record.provenance:
            first = min(
                p.line_start
                for p in record.provenance
                if (p.source, p.lang) == (place.source, place.lang)
            )
            assert f"../sources/{place.source}.html#line-{first}" in article
        if record.text_zh is None:
            assert 'class="lacking"' in article
