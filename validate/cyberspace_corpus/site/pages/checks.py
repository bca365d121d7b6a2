"""The catalogue of checks: what every rule demands, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cyberspace_corpus.rules.catalogue import catalogue
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both


def pages(book: Book) -> Iterator[Page]:
    """The rules by family: the first digit of their ids."""
    rules = catalogue().values()
    yield Page(
        "data/checks.html",
        "checks",
        both("检查规则", "Checks"),
        both(
            "语料库的每个文件都须通过的检查。",
            "The checks that every file of the corpus must pass.",
        ),
        place="data",
        styles=("lists.css", "data.css"),
        values={
            "families": [(digit, list(found)) for digit, found in groupby(rules, lambda r: r.id[1])]
        },
    )
