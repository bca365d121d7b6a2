"""Two documents beside each other, item by item along the concordance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Final

from cyberspace_corpus.published.rows import Concordance, Document, Record
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import comparison
from cyberspace_corpus.site.page import LANGS, Lang, Page, both
from cyberspace_corpus.site.wording import Part, changes, shared

RELATIONS: Final = (
    "verbatim",
    "adapted",
    "abridged",
    "expanded",
    "clause-reuse",
    "quotation",
    "reference",
    "topical",
)
"""The relations, from the closest to the loosest."""

WHOLE: Final = frozenset({"verbatim", "adapted", "abridged", "expanded"})
"""The relations of a text to another as a whole: every word of one has its place in the other,
or was added or cut. Of the others it can only be said which wording they share."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A record and one that answers to it: in each language that both have, their texts in
    parts; ``shares`` says whether anything in them is the same."""

    pair: Concordance
    earlier: Record
    later: Record
    texts: Mapping[Lang, tuple[list[Part], list[Part]]]
    shares: bool


@dataclass(frozen=True, slots=True)
class Matched:
    """A record of the earlier document and what answers to it, the closest first."""

    record: Record
    pairs: Sequence[Beside]


@dataclass(frozen=True, slots=True)
class Alone:
    """Records in a row to which nothing in the other document answers, with the reasons."""

    records: Sequence[tuple[Record, str | None]]


def pages(book: Book) -> Iterator[Page]:
    """The table of all pairs of documents, and a page for each pair."""
    pairs = list(combinations(book.documents.values(), 2))
    counted = {(a.id, b.id): count(book, a, b) for a, b in pairs}
    yield Page(
        "compare/index.html",
        "comparisons",
        both("文献对照", "The documents compared"),
        both(
            "文献两两对照：哪些条目沿用、修改、删去，哪些是新增的。",
            "The documents two by two: what was kept, changed and dropped, and what is new.",
        ),
        place="compare",
        styles=("lists.css",),
        values={"counted": counted, "relations": (*RELATIONS, "dropped", "new")},
    )
    for earlier, later in pairs:
        yield _comparison(book, earlier, later, counted[earlier.id, later.id])


def between(book: Book, earlier: Document, later: Document) -> list[Concordance]:
    """The rows of the concordance that join two documents."""
    return [
        row
        for row in book.corpus.concordance
        if row.source_record.startswith(f"{earlier.id}/")
        and row.target_record.startswith(f"{later.id}/")
    ]


def without(book: Book, one: Document, other: Document) -> dict[str, str | None]:
    """The records of one document to which none of the other answers, each with the reason."""
    return {
        row.record: row.note
        for row in book.corpus.unmatched
        if row.record.startswith(f"{one.id}/") and row.other_document == other.id
    }


def count(book: Book, earlier: Document, later: Document) -> Counter[str]:
    """How many pairs there are of each relation, and how many records are dropped and new."""
    found = Counter(row.relation for row in between(book, earlier, later))
    found["dropped"] = len(without(book, earlier, later))
    found["new"] = len(without(book, later, earlier))
    return found


def _comparison(book: Book, earlier: Document, later: Document, counted: Mapping[str, int]) -> Page:
    dropped, new = without(book, earlier, later), without(book, later, earlier)
    return Page(
        comparison(earlier.id, later.id),
        "comparison",
        both(
            f"{earlier.issued[:4]} 年与 {later.issued[:4]} 年文献对照",
            f"{earlier.issued[:4]} and {later.issued[:4]} compared",
        ),
        both(
            f"《{earlier.title_zh}》与《{later.title_zh}》逐条对照。",
            f"“{earlier.title_en}” and “{later.title_en}”, item by item.",
        ),
        place="compare",
        styles=("lists.css",),
        values={
            "earlier": earlier,
            "later": later,
            "counted": counted,
            "relations": (*RELATIONS, "dropped", "new"),
            "whole": WHOLE,
            "flow": list(flow(book, between(book, earlier, later), earlier, dropped)),
            "new": list(_alone(later.records, new)),
        },
    )


def flow(
    book: Book, rows: Iterable[Concordance], earlier: Document, dropped: Mapping[str, str | None]
) -> Iterator[Matched | Alone]:
    """The earlier document in its order: what is matched, and, by top section, what stands
    alone."""
    answers: dict[str, list[Beside]] = {}
    for row in rows:
        answers.setdefault(row.source_record, []).append(beside(book, row))
    told = [r for r in earlier.records if r.id in answers or r.id in dropped]
    for (matched, _), run in groupby(told, key=lambda r: (r.id in answers, book.top(r))):
        if matched:
            for record in run:
                yield Matched(record, sorted(answers[record.id], key=_closeness))
        else:
            yield from _alone(run, dropped)


def _alone(records: Iterable[Record], notes: Mapping[str, str | None]) -> Iterator[Alone]:
    found = [(record, notes[record.id]) for record in records if record.id in notes]
    if found:
        yield Alone(found)


def _closeness(found: Beside) -> tuple[int, float, int]:
    return (
        RELATIONS.index(found.pair.relation),
        -(found.pair.similarity or 0.0),
        found.later.position,
    )


def beside(book: Book, row: Concordance) -> Beside:
    """The two records of a row of the concordance, with what differs or what they share."""
    earlier, later = book.corpus[row.source_record], book.corpus[row.target_record]
    texts: dict[Lang, tuple[list[Part], list[Part]]] = {}
    for lang in LANGS:
        one, other = getattr(earlier, f"text_{lang}"), getattr(later, f"text_{lang}")
        if one is None or other is None:
            texts[lang] = (_own(one), _own(other))
        elif row.relation in WHOLE:
            texts[lang] = changes(one, other)
        else:
            texts[lang] = (shared(one, other, lang), shared(other, one, lang))
    same = any(part.kind == "same" for pair in texts.values() for part in pair[0])
    return Beside(row, earlier, later, texts, same)


def _own(text: str | None) -> list[Part]:
    return [] if text is None else [Part("own", text)]
