"""About what: the topics of every section of every document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cyberspace_corpus.published.rows import Document, Record, Topic
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import locator
from cyberspace_corpus.site.links import topic as topic_page
from cyberspace_corpus.site.page import Lang
from cyberspace_corpus.site.plot import Cell, Drawing, Margin, Plot, Table, shade, svg
from cyberspace_corpus.site.words import Say

COLUMN: Final = 26
GAP: Final = 18
"""Room between two documents, in pixels."""

ROW: Final = 22
INDENT: Final = 16
"""How far a narrower topic stands in, in pixels."""

LABELS: Final = 300
"""Room for the names of the topics, in pixels."""

LARGEST: Final = 380
"""Area of the largest dot, in square pixels."""


@dataclass(frozen=True, slots=True)
class Column:
    """The records of a top section of a document; ``section`` is None for those outside all."""

    document: Document
    number: int
    section: str | None
    records: Sequence[Record]

    def count(self, topic: Topic) -> int:
        """How many of its records are on a topic."""
        return sum(topic.id in record.topics for record in self.records)


def columns(book: Book) -> Iterator[Column]:
    """The top sections of all documents, in reading order; what stands in none comes first."""
    for number, document in enumerate(book.documents.values()):
        found: dict[str | None, list[Record]] = {}
        for record in document.records:
            top = book.top(record)
            found.setdefault(top.id if top else None, []).append(record)
        tops = [s.id for s in document.sections if s.level == 1]
        for section in (None, *tops):
            if section in found:
                yield Column(document, number, section, found[section])


def draw(book: Book, lang: Lang, say: Say) -> Sequence[Drawing]:
    """A dot for each topic and section, as large as the number of records."""
    import altair as alt

    topics = _topics(book)
    sections = [(_middle(n, column), column) for n, column in enumerate(columns(book))]
    if not sections:
        return []
    width, height = round(sections[-1][0] + COLUMN / 2), len(topics) * ROW
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None)
    size = alt.Size("n:Q", legend=None, scale=alt.Scale(rangeMin=0, rangeMax=LARGEST, zero=True))
    dots = [
        {"x": at, "y": (row + 0.5) * ROW, "n": n, "color": shade(column.number)}
        for row, (topic, _) in enumerate(topics)
        for at, column in sections
        if (n := column.count(topic))
    ]
    rules = [{"x": 0, "x2": width, "y": row * ROW} for row, (_, d) in enumerate(topics) if not d]
    names = [
        {
            "x": INDENT * depth - LABELS,
            "y": (row + 0.5) * ROW,
            "text": getattr(topic, f"label_{lang}"),
        }
        for row, (topic, depth) in enumerate(topics)
    ]
    numbers = [{"x": at, "text": _number(column)} for at, column in sections]
    years = [
        {"x": at - COLUMN / 4, "text": column.document.issued[:4]}
        for (at, column), before in zip(sections, (None, *sections), strict=False)
        if before is None or before[1].document is not column.document
    ]
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=rules))
        .mark_rule(color="var(--rule)")
        .encode(x, y, x2="x2:Q"),
        alt.Chart(alt.InlineData(values=dots))
        .mark_circle(opacity=1)
        .encode(x, y, size, alt.Color("color:N", scale=None, legend=None)),
        alt.Chart(alt.InlineData(values=names))
        .mark_text(align="left", color="currentColor")
        .encode(y, x=alt.X("x:Q", scale=None), text="text:N"),
        alt.Chart(alt.InlineData(values=numbers))
        .mark_text(color="currentColor")
        .encode(x, y=alt.value(-12), text="text:N"),
        alt.Chart(alt.InlineData(values=years))
        .mark_text(align="left", color="currentColor", fontWeight="bold")
        .encode(x, y=alt.value(-32), text="text:N"),
    )
    margin = Margin(left=LABELS + 8, top=48, bottom=8)
    return [Drawing("", svg(chart, width, height, margin, say("plots.topics.title")))]


def _middle(place: int, column: Column) -> float:
    """The middle of a column, in pixels; documents stand apart."""
    return (place + 0.5) * COLUMN + column.number * GAP


def _number(column: Column) -> str:
    """The number of a section, or a sign for one that has none."""
    number = locator(column.section or "")
    return number if number.isdigit() else "·"


def _topics(book: Book) -> list[tuple[Topic, int]]:
    """The topics as in their tree, each with its depth."""

    def below(broader: str | None, depth: int) -> Iterator[tuple[Topic, int]]:
        for topic in book.corpus.topics:
            if topic.broader == broader:
                yield topic, depth
                yield from below(topic.id, depth + 1)

    return list(below(None, 0))


def table(book: Book, lang: Lang, say: Say) -> Table:
    """Every topic and section: how many records."""
    sections = list(columns(book))
    heads = [
        f"{column.document.issued[:4]} {_title(book, column, lang, say)}" for column in sections
    ]
    rows = [
        [
            Cell(getattr(topic, f"label_{lang}"), topic_page(topic.id)),
            *(Cell(str(column.count(topic))) for column in sections),
        ]
        for topic, _ in _topics(book)
    ]
    return Table([say("plots.topic"), *heads], rows)


def _title(book: Book, column: Column, lang: Lang, say: Say) -> str:
    if column.section is None:
        return say("plots.outside")
    section = book.sections[column.section]
    return getattr(section, f"heading_{lang}") or section.heading_en or section.id


PLOT = Plot("topics", 4, draw, table)
