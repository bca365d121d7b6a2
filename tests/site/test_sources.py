"""The pages of the witnesses: every line as it was received, and what it carries."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.pages.sources import Line, pages

REPO: Final = Path(__file__).resolve().parents[2]
BOOK: Final = Book(REPO, cc.load())
PAGES: Final = {page.path: page for page in pages(BOOK)}


def lines(source: str) -> dict[int, Line]:
    return {line.number: line for line in PAGES[f"sources/{source}.html"].values["lines"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", list(BOOK.sources))
def test_every_line_is_shown_as_it_is(source: str, site: Path) -> None:
    """All lines that are not blank, with their numbers, character by character."""
    html = (site / "en/sources" / f"{source}.html").read_text("utf-8")
    shown = re.findall(r'<li id="line-(\d+)".*?<span class="words"[^>]*>(.*?)</span>', html, re.S)
    raw = (REPO / BOOK.sources[source].path).read_bytes().decode()
    wanted = [(str(n), row) for n, row in enumerate(raw.split("\n"), 1) if row.strip()]
    assert [(number, unescape(words)) for number, words in shown] == wanted


def test_lines_carry_what_the_provenance_says() -> None:
    """Every first line of a stretch carries its record."""
    for record in BOOK.corpus.records:
        for place in record.provenance:
            assert record.id in lines(place.source)[place.line_start].units


def test_every_line_is_accounted_for() -> None:
    """A line with words carries a record or a heading, or is said to be no part of the text."""
    for source in BOOK.sources:
        for line in lines(source).values():
            assert bool(line.units) != line.omitted or not line.text.strip()
    assert [line.number for line in lines("netease-2025").values() if line.omitted] == [
        22,
        23,
        24,
        25,
    ]


def test_the_language_of_a_line() -> None:
    assert lines("netease-2025")[1].lang == "zh-Hant"
    assert lines("netease-2025")[25].lang == "en"
    assert lines("xinhua-2022")[477].lang == "zh-Hans"
