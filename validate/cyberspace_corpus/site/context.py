"""Keyword in context: words of the texts with what stands before and behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from cyberspace_corpus.published.rows import Document, Record, Segment
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import LANGS, Lang

AROUND: Final = {"zh": 28, "en": 64}
"""Characters shown on either side; an English word is not cut in two."""

ELLIPSIS: Final = "…"


class Line(NamedTuple):
    """A place where the words stand, with what stands around it."""

    left: str
    key: str
    right: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A record in which something occurs, with its lines in each language."""

    record: Record
    lines: Mapping[Lang, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What occurs in a document, in reading order."""

    document: Document
    occurrences: Sequence[Occurrence]

    def count(self, lang: Lang) -> int:
        """How many lines there are in a language."""
        return sum(len(occurrence.lines[lang]) for occurrence in self.occurrences)


def line(record: Record, lang: str, start: int, end: int) -> Line:
    """The words from ``start`` to ``end`` of a record's text (code points), in context."""
    text: str = getattr(record, f"text_{lang}")
    around = AROUND[lang]
    low, high = max(0, start - around), min(len(text), end + around)
    if lang == "en":
        while 0 < low < start and not text[low - 1].isspace():
            low += 1
        while end < high < len(text) and not text[high].isspace():
            high -= 1
    left = (ELLIPSIS if low > 0 else "") + text[low:start]
    right = text[end:high] + (ELLIPSIS if high < len(text) else "")
    return Line(left, text[start:end], right)


def chapters(book: Book, occurrences: Iterable[Occurrence]) -> list[Chapter]:
    """The occurrences by document; those of one document must follow each other."""
    return [
        Chapter(book.documents[document], list(found))
        for document, found in groupby(occurrences, key=lambda one: one.record.document)
    ]


def naming(records: Iterable[Record], entity: str) -> Iterator[Occurrence]:
    """Where records name an entity."""
    for record in records:
        lines: dict[Lang, list[Line]] = {lang: [] for lang in LANGS}
        for mention in record.mentions:
            if mention.entity == entity:
                found = line(record, mention.lang, mention.start, mention.end)
                lines["zh" if mention.lang == "zh" else "en"].append(found)
        yield Occurrence(record, lines)


def starts(record: Record, lang: str) -> Iterator[tuple[Segment, int]]:
    """The segments that have a text in a language, each with its place in the record's text."""
    at = 0
    for segment in record.segments:
        text = getattr(segment, lang)
        if text is not None:
            yield segment, at
            at += len(text) + (lang == "en")


def pattern(words: str) -> re.Pattern[str]:
    """What finds English words in a text: from the beginning of a word, in capitals or not, with
    an ending of at most three letters."""
    return re.compile(rf"(?<!\w){re.escape(words)}\w{{0,3}}(?!\w)", re.IGNORECASE)
