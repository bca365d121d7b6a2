"""Two documents beside each other: everything that the concordance says, each thing once."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from cyberspace_corpus.published.rows import Document
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import comparison
from cyberspace_corpus.site.page import LANGS
from cyberspace_corpus.site.pages.compare import (
    RELATIONS,
    WHOLE,
    Alone,
    Matched,
    beside,
    between,
    count,
    flow,
    without,
)


def tree(file: Path) -> Any:
    html = pytest.importorskip("lxml.html", reason="no lxml")
    return html.parse(file).getroot()


def both(book: Book) -> list[tuple[Document, Document]]:
    return list(combinations(book.documents.values(), 2))


def test_the_flow_has_everything_once(book: Book) -> None:
    """Every pair and every dropped record, in the order of the earlier document."""
    rows = 0
    for earlier, later in both(book):
        dropped = without(book, earlier, later)
        found = list(flow(book, between(book, earlier, later), earlier, dropped))
        told = [
            record
            for item in found
            for record in (
                [item.record] if isinstance(item, Matched) else [r for r, _ in item.records]
            )
        ]
        assert [r.position for r in told] == sorted(r.position for r in told)
        pairs = [b.pair for item in found if isinstance(item, Matched) for b in item.pairs]
        assert sorted(pairs, key=str) == sorted(between(book, earlier, later), key=str)
        alone = [r.id for item in found if isinstance(item, Alone) for r, _ in item.records]
        assert sorted(alone) == sorted(dropped)
        rows += len(pairs)
    assert rows == len(book.corpus.concordance)


def test_the_closest_stand_first(book: Book) -> None:
    for earlier, later in both(book):
        for item in flow(book, between(book, earlier, later), earlier, {}):
            assert isinstance(item, Matched)
            ranks = [RELATIONS.index(found.pair.relation) for found in item.pairs]
            assert ranks == sorted(ranks)


def test_every_relation_is_known(book: Book) -> None:
    assert {row.relation for row in book.corpus.concordance} <= set(RELATIONS)
    assert set(RELATIONS) > WHOLE


def test_a_text_that_one_lacks(book: Book) -> None:
    """Where the white paper has no Chinese, the other's Chinese stands unmarked."""
    row = next(
        row
        for row in book.corpus.concordance
        if book.corpus[row.target_record].text_zh is None
        and book.corpus[row.source_record].text_zh is not None
    )
    earlier, later = beside(book, row).texts["zh"]
    assert [part.kind for part in earlier] == ["own"]
    assert later == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_shows_the_words(book: Book, site: Path, lang: str) -> None:
    """2020 and 2021: what was cut is marked on the left, what was added on the right, each with
    words for those who cannot see colours; the texts are whole."""
    page = tree(site / lang / comparison("wic-2020", "china-africa-2021"))
    (item,) = page.xpath('//article[@id="8"]')
    left, right = item.xpath('.//div[@class="side"]')
    assert not left.xpath(".//ins")
    assert not right.xpath(".//del")
    said = {"zh": ("删：", "增："), "en": ("cut: ", "added: ")}[lang]
    cut, added = left.xpath(".//del")[0], right.xpath(".//ins")[0]
    assert cut.text_content().startswith(said[0])
    assert added.text_content().startswith(said[1])
    for unseen in item.xpath('.//span[@class="unseen"]'):
        unseen.text = ""
    for side, id in ((left, "wic-2020/8"), (right, "china-africa-2021/7")):
        for language, column in (("zh-Hans", "text_zh"), ("en", "text_en")):
            (text,) = side.xpath(f'./p[@lang="{language}"]')
            assert text.text_content() == getattr(book.corpus[id], column)


def test_every_page_has_every_pair(book: Book, site: Path) -> None:
    """The ids that the pages name are those of the concordance."""
    for earlier, later in both(book):
        page = tree(site / "en" / comparison(earlier.id, later.id))
        shown = Counter(page.xpath('//*[contains(@class, "pair")]//div[@class="side"]//a/text()'))
        rows = between(book, earlier, later)
        wanted = Counter(id for row in rows for id in (row.source_record, row.target_record))
        assert shown == wanted
        new = page.xpath('//details[@class="alone new"]//a/text()')
        assert sorted(new) == sorted(without(book, later, earlier))


def test_the_counts_of_the_overview(book: Book, site: Path) -> None:
    page = tree(site / "en" / "compare/index.html")
    rows = [row.xpath("./td[@class='number']/text()") for row in page.xpath("//tbody/tr")]
    wanted = [count(book, *pair) for pair in both(book)]
    assert rows == [
        [str(counted[relation]) for counted in wanted]
        for relation in (*RELATIONS, "dropped", "new")
    ]
