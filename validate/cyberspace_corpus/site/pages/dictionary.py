"""The data dictionary: every table and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cyberspace_corpus.build.about import TABLE_TITLES
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both
from cyberspace_corpus.site.shipped import chinese, descriptor


def pages(book: Book) -> Iterator[Page]:
    """The dictionary, where the corpus has a descriptor."""
    if described := descriptor(book.root):
        yield Page(
            "data/dictionary.html",
            "dictionary",
            both("数据字典", "Data dictionary"),
            both("每张表、每一列的含义。", "What every table and column means."),
            place="data",
            styles=("lists.css", "data.css"),
            values={
                "resources": described["resources"],
                "targets": {table["name"]: targets(table) for table in described["resources"]},
                "titles": TABLE_TITLES,
                "chinese": chinese(),
            },
        )


def targets(resource: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a table that refer to a table, each with its name."""
    return {
        key["fields"][0]: key["reference"]["resource"] or resource["name"]
        for key in resource["schema"].get("foreignKeys", ())
    }
