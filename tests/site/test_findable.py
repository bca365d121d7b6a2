"""What the pages search in: complete, small, and loaded only where it is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.findable import script, traditional_forms


@pytest.fixture(scope="module")
def held(book: Book) -> dict[str, Any]:
    """The value that the script gives to its constant."""
    text = script(book).decode()
    value: dict[str, Any] = json.loads(text.removeprefix("const CORPUS = ").removesuffix(";\n"))
    return value


def test_every_sentence_and_heading_is_there(book: Book, held: dict[str, Any]) -> None:
    """In both languages, in the order of reading, with what the filters ask for."""
    corpus = book.corpus
    assert [record["id"] for record in held["records"]] == [r.id for r in corpus.records]
    for found, record in zip(held["records"], corpus.records, strict=True):
        assert found["segments"] == [[s.zh, s.en] for s in record.segments]
        assert found["status"] == [record.status_zh, record.status_en]
        assert (found["topics"], found["entities"]) == ([*record.topics], [*record.entities])
    headings = [heading["segments"] for heading in held["headings"]]
    assert headings == [[[s.heading_zh, s.heading_en]] for s in corpus.sections]


def test_addresses_lead_to_their_places(site: Path, held: dict[str, Any]) -> None:
    for found in (*held["records"], *held["headings"]):
        page, _, place = found["at"].partition("#")
        for lang in ("zh", "en"):
            assert f'id="{place}"' in (site / lang / page).read_text("utf-8")


def test_traditional_forms(book: Book) -> None:
    """Characters of all three standards lead to one of the texts; none that the texts have is
    ever taken for another."""
    forms = traditional_forms(book)
    texts = [s.zh or "" for s in book.corpus.segments]
    texts += [s.heading_zh or "" for s in book.corpus.sections]
    ours = set("".join(texts))
    assert [forms[character] for character in "數據網臺爲為啟啓甦"] == [*"数据网台为为启启苏"]
    assert not forms.keys() & ours
    assert set(forms.values()) <= ours


def test_it_is_small(book: Book) -> None:
    """What it holds beside the texts themselves is less than half as much again."""
    texts = "".join((s.zh or "") + (s.en or "") for s in book.corpus.segments)
    assert len(script(book)) < 1.5 * len(texts.encode())


def test_only_two_kinds_of_page_load_it(site: Path) -> None:
    users = {
        file.relative_to(site).as_posix()
        for file in site.rglob("*.html")
        if "data/search.js" in file.read_text("utf-8")
    }
    assert users == {f"{lang}/{name}.html" for lang in ("zh", "en") for name in ("search", "quote")}
