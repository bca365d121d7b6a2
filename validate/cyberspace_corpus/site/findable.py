"""What the pages search in: every sentence and heading, as one script that works from a folder.

A page that was opened from a folder may not fetch a file, but it may run a script: the texts are
the value of one constant.
"""

from __future__ import annotations

import json
from typing import Any, Final

from cyberspace_corpus.published.rows import Record, Section
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import Links

PATH: Final = "data/search.js"

IDEOGRAPHS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
"""The blocks that hold the Traditional characters people type."""

TO_SIMPLIFIED: Final = ("t2s", "tw2s", "hk2s")
FROM_SIMPLIFIED: Final = ("s2t", "s2tw", "s2hk")
"""What OpenCC calls its tables: the forms of the mainland's standard, Taiwan and Hong Kong."""


def script(book: Book) -> bytes:
    """The script: ``CORPUS`` with ``records``, ``headings`` (of the same shape, but without
    topics and entities) and the tables ``traditional`` and ``simplified``, character by
    character. The addresses are those from a page beside the first page."""
    link = Links("en", "search.html")
    traditional = traditional_forms(book)
    value = {
        "records": [_record(record, link) for record in book.corpus.records],
        "headings": [_heading(section, link) for section in book.corpus.sections],
        "traditional": "".join(traditional),
        "simplified": "".join(traditional.values()),
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"const CORPUS = {text};\n".encode()


def _record(record: Record, link: Links) -> dict[str, Any]:
    return {
        "id": record.id,
        "document": record.document,
        "at": link.reading(record),
        "status": [record.status_zh, record.status_en],
        "reviewed": record.reviewed,
        "topics": record.topics,
        "entities": record.entities,
        "segments": [[segment.zh, segment.en] for segment in record.segments],
    }


def _heading(section: Section, link: Links) -> dict[str, Any]:
    return {
        "id": section.id.replace("/", " § "),
        "document": section.document,
        "at": link.section(section.id),
        "status": [section.status_zh, section.status_en],
        "reviewed": False,
        "topics": [],
        "entities": [],
        "segments": [[section.heading_zh, section.heading_en]],
    }


def traditional_forms(book: Book) -> dict[str, str]:
    """The Traditional characters that stand for a character of the corpus, with it.

    A character that the texts themselves have is never taken for another.
    """
    import opencc

    texts = [segment.zh or "" for segment in book.corpus.segments]
    texts += [section.heading_zh or "" for section in book.corpus.sections]
    ours = "\n".join(texts)
    theirs = "\n".join(chr(code) for block in IDEOGRAPHS for code in range(*block))
    pairs: set[tuple[str, str]] = set()
    for name in FROM_SIMPLIFIED:
        pairs.update(zip(opencc.OpenCC(name).convert(ours), ours, strict=True))
    for name in TO_SIMPLIFIED:
        pairs.update(zip(theirs, opencc.OpenCC(name).convert(theirs), strict=True))
    return {one: simple for one, simple in sorted(pairs) if one not in ours and simple in ours}
