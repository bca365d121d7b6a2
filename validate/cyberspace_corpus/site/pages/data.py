"""The data: how to have it, use it and cite it; and its rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cyberspace_corpus.build.about import CITATION, LAYERS, LICENCES, LIMITS, TABLE_TITLES
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Asset, Page, both
from cyberspace_corpus.site.shipped import PACKAGE, descriptor, examples, html, package, text

READ: Final = "Read it"
"""The section of the README that shows how to read the tables."""


def pages(book: Book) -> Iterator[Page | Asset]:
    """The page of the data, the release notes, the rights, and the files of the data package."""
    files = dict(package(book.root))
    for path, content in files.items():
        yield Asset(f"{PACKAGE}/{path}", content)
    readme = text(book.root, "README.md")
    yield Page(
        "data/index.html",
        "data",
        both("数据", "Data"),
        both("如何下载、读取和引用语料库的数据。", "How to download, read and cite the corpus."),
        place="data",
        styles=("lists.css",),
        values={
            "folder": PACKAGE,
            "sizes": {path: len(content) for path, content in files.items()},
            "resources": (descriptor(book.root) or {"resources": []})["resources"],
            "titles": TABLE_TITLES,
            "examples": examples(readme, READ) if readme else [],
            "citation": CITATION,
            "limits": LIMITS,
        },
    )
    if changelog := text(book.root, "CHANGELOG.md"):
        yield Page(
            "data/changes.html",
            "changes",
            both("更新说明", "Release notes"),
            both("各版本有何变更。", "What changed in each version."),
            place="data",
            styles=("lists.css", "data.css"),
            values={"notes": html(changelog)},
        )
    yield Page(
        "data/rights.html",
        "rights",
        both("权利", "Rights"),
        both("各层内容的权利说明。", "The rights in each layer of the corpus."),
        place="data",
        styles=("lists.css", "data.css"),
        values={
            "layers": LAYERS,
            "licences": LICENCES,
            "statement": text(book.root, "LICENSE-DATA"),
        },
    )
