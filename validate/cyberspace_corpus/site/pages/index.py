"""The first page: what the corpus is, its documents, and the ways into them."""

from __future__ import annotations

from collections.abc import Iterator

from cyberspace_corpus.build.about import DESCRIPTION, LIMITS, TITLE
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both
from cyberspace_corpus.site.pages.documents import standing


def pages(book: Book) -> Iterator[Page]:
    """The first page."""
    yield Page(
        "index.html",
        "index",
        both(TITLE["zh"], TITLE["en"]),
        both(DESCRIPTION["zh"], DESCRIPTION["en"]),
        place="documents",
        values={
            "limits": LIMITS,
            "standing": {id: standing(document) for id, document in book.documents.items()},
            "counts": {
                "compare": len(book.corpus.concordance),
                "entities": len(book.corpus.entities),
                "topics": len(book.corpus.topics),
                "terms": len(book.corpus.terms),
                "dates": sum(len(record.dates) for record in book.corpus.records),
            },
        },
    )
