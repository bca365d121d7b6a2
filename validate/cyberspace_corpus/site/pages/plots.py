"""The plots, each with its data as a table."""

from __future__ import annotations

from collections.abc import Iterator

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both
from cyberspace_corpus.site.plot import plots


def pages(book: Book) -> Iterator[Page]:
    """The page of all plots."""
    yield Page(
        "plots/index.html",
        "plots",
        both("图表", "Plots"),
        both(
            "文献中的日期、文本沿用、实体和主题。",
            "The dates, the reuse of text, the entities and the topics of the documents, drawn.",
        ),
        place="plots",
        styles=("lists.css",),
        values={"plots": plots()},
    )
