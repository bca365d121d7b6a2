"""A corpus whose texts try to be markup: they are shown, and are nothing but text."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

WORDS = "window.broken=1"


class Shape(HTMLParser):
    """The elements of a page and the names of their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[tuple[str, str]] = set()
        self.addresses: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self.elements |= {(tag, ""), *((tag, name) for name, _ in attributes)}
        self.addresses |= {value or "" for name, value in attributes if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def shape(folder: Path) -> Shape:
    found = Shape()
    for file in sorted(folder.rglob("*.html")):
        found.feed(file.read_text("utf-8"))
        found.close()
        found.reset()
    return found


def test_hostile_texts_add_no_markup(plain: Path, hostile: Path) -> None:
    """The pages have no element and no attribute that those of the clean corpus have not."""
    clean, spoilt = shape(plain), shape(hostile)
    assert len(clean.elements) > 50
    assert spoilt.elements - clean.elements == set()
    assert {urlsplit(address).scheme for address in spoilt.addresses} <= {"", "https", "data"}


@pytest.mark.parametrize("kind", ["documents", "records", "entities", "topics", "terms", "sources"])
def test_hostile_texts_are_shown(hostile: Path, kind: str) -> None:
    """They can be read as they stand, on every kind of page."""
    for lang in ("zh", "en"):
        pages = [file.read_text("utf-8") for file in (hostile / lang / kind).rglob("*.html")]
        assert any(WORDS in html.unescape(page) for page in pages)
        assert not any(f"<script>{WORDS}" in page for page in pages)


def test_the_search_holds_them_as_texts(hostile: Path) -> None:
    script = (hostile / "assets" / "data" / "search.js").read_text("utf-8")
    held = json.loads(script.removeprefix("const CORPUS = ").removesuffix(";\n"))
    texts = [text for record in held["records"] for pair in record["segments"] for text in pair]
    assert any(WORDS in text for text in texts if text)
