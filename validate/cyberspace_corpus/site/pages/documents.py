"""A document to read: both languages side by side, its outline, notes and cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cyberspace_corpus.published.rows import Document, Record, Section
from cyberspace_corpus.site.apparatus import Cards, Edited, edited
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import correction
from cyberspace_corpus.site.links import document as path
from cyberspace_corpus.site.page import Page, both


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the outline, the numbered records right below it, and the headings below."""

    section: Section
    numbered: Sequence[Record]
    below: Sequence[Entry]


def pages(book: Book) -> Iterator[Page]:
    """A page for each document."""
    for document in book.documents.values():
        cards = Cards()
        flow = list(reading(document, cards))
        yield Page(
            path(document.id),
            "document",
            both(document.title_zh, document.title_en),
            both(
                f"《{document.title_zh}》（{document.issued}），中英对照，逐句对齐。",
                f"“{document.title_en}” ({document.issued}), Chinese and English, "
                "sentence beside sentence.",
            ),
            place="documents",
            values={
                "document": document,
                "flow": flow,
                "outline": outline(document),
                "cards": cards,
                "standing": standing(document),
                "correction": correction,
                "others": [other for other in book.documents.values() if other is not document],
            },
        )


def reading(document: Document, cards: Cards) -> Iterator[Section | Edited]:
    """Headings and records as they follow each other.

    A heading stands before the first record of its section or of one below or behind it, so
    that headings without a text of their own keep their place.
    """
    waiting = sorted(document.sections, key=lambda section: section.position)
    positions = {section.id: section.position for section in waiting}
    for record in sorted(document.records, key=lambda record: record.position):
        reached = positions[record.section] if record.section else 0
        while waiting and waiting[0].position <= reached:
            yield waiting.pop(0)
        yield edited(record, cards)
    yield from waiting


def outline(document: Document, parent: str | None = None) -> list[Entry]:
    """The headings below a section, or those of the first level, with all that is below them."""
    return [
        Entry(
            section,
            [r for r in document.records if r.section == section.id and r.number],
            outline(document, section.id),
        )
        for section in sorted(document.sections, key=lambda section: section.position)
        if section.parent == parent
    ]


def standing(document: Document) -> dict[str, Counter[tuple[str, bool]]]:
    """How many records are of which status, by language; whether they are reviewed counts
    apart."""
    return {
        lang: Counter(
            (status := getattr(r, f"status_{lang}"), status == "project" and r.reviewed)
            for r in document.records
        )
        for lang in ("zh", "en")
    }
