"""One record: its texts and notes, its descent, what it names, how to cite and correct it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cyberspace_corpus.published.citation import STYLES
from cyberspace_corpus.published.rows import Concordance, Document, Record
from cyberspace_corpus.site.apparatus import Cards, edited
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import correction, locator
from cyberspace_corpus.site.links import record as path
from cyberspace_corpus.site.page import Page, both


@dataclass(frozen=True, slots=True)
class Relative:
    """A record of another document that is of one descent with the record at hand: by ``pair``
    directly, or by way of others if there is none."""

    record: Record
    pair: Concordance | None


@dataclass(frozen=True, slots=True)
class Generation:
    """A document in the descent of a record, and its records there; of the record's own
    document it is the record alone."""

    document: Document
    relatives: Sequence[Relative]
    own: bool


def pages(book: Book) -> Iterator[Page]:
    """A page for each record."""
    for document in book.documents.values():
        rows = document.records
        for before, record, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
            cards = Cards()
            yield Page(
                path(record.id),
                "record",
                both(
                    f"{document.title_zh} · {locator(record.id)}",
                    f"{document.title_en} · {locator(record.id)}",
                ),
                both(
                    f"《{document.title_zh}》中的记录 {record.id}，中英对照。",
                    f"Record {record.id} of “{document.title_en}”, in Chinese and English.",
                ),
                place="documents",
                styles=("document.css",),
                values={
                    "document": document,
                    "edited": edited(record, cards),
                    "cards": cards,
                    "before": before,
                    "after": after,
                    "descent": descent(book, record),
                    "citations": [(style, record.cite(style)) for style in STYLES],
                    "correction": correction(book.repository, record.id)
                    if book.repository
                    else None,
                },
            )


def descent(book: Book, record: Record) -> list[Generation]:
    """The documents in the order of their dates, each with the records of one descent with the
    record: the closest first, those that only others lead to last."""
    pairs: dict[str, Concordance] = {}
    for row in book.corpus.concordance:
        if record.id == row.source_record:
            pairs[row.target_record] = row
        elif record.id == row.target_record:
            pairs[row.source_record] = row
    kin = [*record.ancestors(), *record.descendants()]
    found: list[Generation] = []
    for document in book.documents.values():
        if document.id == record.document:
            found.append(Generation(document, [Relative(record, None)], True))
            continue
        here = [Relative(one, pairs.get(one.id)) for one in kin if one.document == document.id]
        here.sort(key=_closeness)
        found.append(Generation(document, here, False))
    return found


def _closeness(relative: Relative) -> tuple[bool, float]:
    pair = relative.pair
    return pair is None, -((pair.similarity if pair else None) or 0.0)
