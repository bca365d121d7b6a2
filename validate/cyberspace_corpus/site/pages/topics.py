"""Every topic: what it means, and which records are about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cyberspace_corpus.published.rows import Document, Record, Topic
from cyberspace_corpus.site import links
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Page, both

OFTEN = 12
"""Most entities shown that stand in the same records."""


@dataclass(frozen=True, slots=True)
class Node:
    """A topic in the tree of topics."""

    topic: Topic
    narrower: Sequence[Node]


def pages(book: Book) -> Iterator[Page]:
    """The tree of topics, and a page for each."""
    yield Page(
        "topics/index.html",
        "topics",
        both("主题", "Topics"),
        both("文献条目的主题分类。", "What the records of the documents are about."),
        place="topics",
        styles=("lists.css",),
        values={"tree": tree(book, None), "counts": _counts(book)},
    )
    for topic in book.corpus.topics:
        records = book.on_topic.get(topic.id, ())
        named = Counter(entity for record in records for entity in record.entities)
        yield Page(
            links.topic(topic.id),
            "topic",
            both(topic.label_zh, topic.label_en),
            both(topic.definition_zh, topic.definition_en),
            place="topics",
            styles=("lists.css",),
            values={
                "topic": topic,
                "narrower": [one for one in book.corpus.topics if one.broader == topic.id],
                "documents": _by_document(book, records),
                "often": sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:OFTEN],
            },
        )


def tree(book: Book, broader: str | None) -> list[Node]:
    """The topics below another, or at the top, in the order of their table."""
    return [
        Node(topic, tree(book, topic.id))
        for topic in book.corpus.topics
        if topic.broader == broader
    ]


def _counts(book: Book) -> dict[str, Counter[str]]:
    """For every topic, how many records each document has on it."""
    return {
        topic.id: Counter(record.document for record in book.on_topic.get(topic.id, ()))
        for topic in book.corpus.topics
    }


def _by_document(book: Book, records: Sequence[Record]) -> list[tuple[Document, list[Record]]]:
    return [
        (book.documents[id], list(found))
        for id, found in groupby(records, key=lambda record: record.document)
    ]
