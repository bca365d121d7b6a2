"""Finding words on the page that searches, as readers type them."""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final

import pytest

import cyberspace_corpus as cc

corpus = cc.load()


def found(page: Any) -> int:
    """How many places the page says that it found."""
    said = page.locator("#count").text_content()
    return int(re.findall("[0-9]+", said)[0]) if re.search("[0-9]", said) else 0


def sentences(page: Any, query: str, **choices: str) -> set[tuple[str, int]]:
    """The sentences of records that the page's engine finds: record and position from 1."""
    hits = page.evaluate(
        "([query, choices]) => new Finder().find(query, choices)"
        ".filter(({record}) => CORPUS.records.includes(record))"
        ".map(({record, at}) => [record.id, at + 1])",
        [query, choices],
    )
    return {(record, position) for record, position in hits}


def holding(words: str) -> set[tuple[str, int]]:
    """The sentences that truly hold the words."""
    return {(segment.record, segment.position) for segment in corpus.find(words)}


CHINESE: Final = {
    "数据": "数据",
    "數據": "数据",
    "法": "法",
    "网络主权": "网络主权",
    "網絡主權": "网络主权",
    "復甦": "复苏",
    "5g网络": "5G网络",
    "，推动": "，推动",
    ",推动": "，推动",
}
"""What is typed, and what it means."""


@pytest.fixture
def page(reader: Any) -> Any:
    return reader.open("en/search.html")


def test_chinese_is_found_wherever_it_stands(page: Any) -> None:
    """One or two characters suffice, Traditional ones and half-width signs find the same."""
    for asked, meant in CHINESE.items():
        truth = holding(meant)
        assert truth
        assert sentences(page, asked) == truth, asked


def test_english_is_found_as_the_released_database_finds_it(page: Any) -> None:
    """For every English word of the corpus, its stem's places are those of SQLite's index; what
    else is found begins with the word."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table texts using fts5(en, tokenize='porter unicode61')")
    keys = [(segment.record, segment.position) for segment in corpus.segments]
    database.executemany(
        "insert into texts (rowid, en) values (?, ?)",
        ((row, segment.en or "") for row, segment in enumerate(corpus.segments)),
    )
    english = " ".join(segment.en or "" for segment in corpus.segments)
    some = sorted(set(re.findall("[a-z]{3,}", english.lower())))[::7]
    answers = page.evaluate(
        "(words) => { const finder = new Finder(); return words.map((word) =>"
        " finder.find(word, {lang: 'en'}).filter(({record}) => CORPUS.records.includes(record))"
        ".map(({record, at}) => [record.id, at + 1])) }",
        some,
    )
    assert len(some) > 200
    for word, hits in zip(some, answers, strict=True):
        here = {(record, position) for record, position in hits}
        query = f'"{word}"'
        rows = database.execute("select rowid from texts where texts match ?", (query,))
        there = {keys[row] for (row,) in rows}
        assert there <= here, word
        for record, position in here - there:
            text = corpus[record].segments[position - 1].en or ""
            assert re.search(rf"\b{word}", text, re.IGNORECASE), (word, text)


def test_words_and_phrases(page: Any) -> None:
    """Words stand in one sentence in any order; a phrase just as it is written."""
    both = sentences(page, "data security")
    phrase = sentences(page, '"data security"')
    assert phrase == holding("data security")
    assert phrase < both
    assert sentences(page, "“data security”") == phrase
    assert sentences(page, "secur") == sentences(page, "security")
    assert sentences(page, "数据 africa") == sentences(page, "数据") & sentences(page, "africa")
    assert sentences(page, "“securit”") == set()
    assert sentences(page, '"') == sentences(page, "。。") == sentences(page, " ") == set()


def test_best_first(page: Any) -> None:
    """A sentence with the words together stands before one that has them apart."""
    first = page.evaluate(
        "() => new Finder().find('data security').slice(0, 5)"
        ".map(({record, at}) => record.segments[at][1].toLowerCase())"
    )
    assert all("data security" in text for text in first)


def test_a_search_from_the_keyboard(reader: Any) -> None:
    """Type, see the words marked in both interfaces, follow a result to its place."""
    page = reader.open("zh/index.html")
    page.keyboard.press("/")
    page.keyboard.type("網絡")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/search.html?q=*")
    assert set(page.locator("#hits mark").all_text_contents()) == {"网络"}
    page.locator("main").click(position={"x": 1, "y": 1})
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("數據")
    page.wait_for_url("**?q=%E6%95%B8%E6%93%9A")
    page.locator("#count:not(:empty)").wait_for()
    assert found(page) >= len(holding("数据"))
    assert set(page.locator("#hits mark").all_text_contents()) == {"数据"}
    assert "数据" in page.locator("#read-as").text_content()
    assert page.locator("#count").get_attribute("role") == "status"
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == "數據"
    link = page.locator("#hits a").first
    record = link.text_content()
    link.press("Enter")
    page.wait_for_url("**/documents/*.html#*")
    assert page.locator(":target").count() == 1
    assert corpus[record].text_zh is not None


def test_a_search_that_is_shared(reader: Any) -> None:
    """The address holds what was asked and chosen; the other language takes it over."""
    page = reader.open("en/search.html?q=%22data+security%22&document=china-africa-2025")
    expected = {key for key in holding("data security") if key[0].startswith("china-africa-2025/")}
    assert found(page) == len(expected) > 0
    assert page.locator("#search [name=document]").input_value() == "china-africa-2025"
    assert page.locator("details.filters").get_attribute("open") is not None
    page.locator("a.language").click()
    page.wait_for_url("**/zh/search.html?*")
    assert found(page) == len(expected)


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        ("document", "wic-2020"),
        ("status", "machine"),
        ("status", "official"),
        ("topic", "data-security"),
        ("entity", "united-nations"),
    ],
)
def test_limits(page: Any, choice: str, value: str) -> None:
    """A limit leaves the sentences of the records that it means, and no other."""
    page.locator("#q").fill("的")
    page.locator("details.filters summary").click()
    page.locator(f"#search [name={choice}]").select_option(value)
    page.wait_for_url(f"**{choice}={value}*")

    def meant(id: str) -> bool:
        record = corpus[id]
        of = {
            "document": (record.document,),
            "status": (record.status_zh, record.status_en),
            "topic": record.topics,
            "entity": record.entities,
        }
        return value in of[choice]

    everything = page.locator("#more button")
    if everything.is_visible():
        everything.click()
    shown = set(page.locator("#hits a").all_text_contents())
    assert {id for id in shown if "§" not in id} == {id for id, _ in holding("的") if meant(id)}


def test_nothing_found_is_said(page: Any) -> None:
    page.locator("#q").fill("湖畔灯塔")
    page.locator("#count:not(:empty)").wait_for()
    assert found(page) == 0
    assert page.locator("#hits li").count() == 0


def test_a_query_is_never_markup(page: Any) -> None:
    """What is typed is shown, not run; and no text of the corpus is read as HTML."""
    hostile = "<img src=x onerror=alert(1)>數據"
    page.locator("#q").fill(hostile)
    page.locator("#count:not(:empty)").wait_for()
    assert page.locator("#read-as img").count() == 0
    assert "<img" in page.locator("#read-as").text_content()
