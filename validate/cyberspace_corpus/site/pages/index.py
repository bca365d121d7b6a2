"""The first page: what the corpus is, and its documents."""

from __future__ import annotations

from collections.abc import Iterator

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both


def pages(book: Book) -> Iterator[Page]:
    """The first page."""
    title = both("网络空间命运共同体文献双语语料库", book.corpus.title)
    yield Page("index.html", "index", title, title)
