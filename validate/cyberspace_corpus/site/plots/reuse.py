"""Who took what from whom: the records of every two documents, joined where one answers to the
other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from cyberspace_corpus.published.rows import Document
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import comparison, locator
from cyberspace_corpus.site.page import Lang
from cyberspace_corpus.site.pages.compare import RELATIONS, WHOLE, between, count
from cyberspace_corpus.site.plot import Cell, Drawing, Margin, Plot, Stroke, Table, svg
from cyberspace_corpus.site.words import Say

WIDTH: Final = 200
HEIGHT: Final = 300

TOPICAL: Final = Stroke("topical", "currentColor", 0.8, 0.25)
CLAUSES: Final = Stroke("clauses", "currentColor", 1.2, 0.7)
AS_A_WHOLE: Final = Stroke("whole", "var(--accent)", 2.0, 1.0)
"""The lines, by how much of their text two records share."""


def draw(book: Book, lang: Lang, say: Say) -> Sequence[Drawing]:
    """A drawing for every two documents."""
    found = []
    for earlier, later in combinations(book.documents.values(), 2):
        title = f"{earlier.issued[:4]} → {later.issued[:4]}"
        found.append(
            Drawing(title, _panel(book, earlier, later, f"{say('plots.reuse.title')}: {title}"))
        )
    return found


def _panel(book: Book, earlier: Document, later: Document, name: str) -> str:
    """The earlier document on the left, the later on the right, both read from the top."""
    import altair as alt

    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, 1], reverse=True, nice=False), axis=None)
    strokes = [
        alt.StrokeWidth("width:Q", scale=None, legend=None),
        alt.StrokeOpacity("opacity:Q", scale=None, legend=None),
        alt.Stroke("color:N", scale=None, legend=None),
    ]
    place = {document.id: _places(document) for document in (earlier, later)}
    lines = []
    for row in sorted(between(book, earlier, later), key=lambda r: -RELATIONS.index(r.relation)):
        stroke = _stroke(row.relation)
        lines.append(
            {
                "x": 0,
                "x2": 1,
                "y": place[earlier.id][row.source_record],
                "y2": place[later.id][row.target_record],
                "color": stroke.color,
                "width": stroke.width,
                "opacity": stroke.opacity,
            }
        )
    ticks = [
        # No heavier than leaves room between the records of a long document.
        {"x": side - 0.02, "x2": side + 0.02, "y": at, "width": min(1.5, 0.4 * HEIGHT / len(found))}
        for side, found in ((0, place[earlier.id]), (1, place[later.id]))
        for at in found.values()
    ]
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=lines))
        .mark_rule()
        .encode(x, y, *strokes, x2="x2:Q", y2="y2:Q"),
        alt.Chart(alt.InlineData(values=ticks))
        .mark_rule(color="currentColor")
        .encode(x, y, strokes[0], x2="x2:Q"),
        alt.Chart(alt.InlineData(values=_numbers(book, earlier, place[earlier.id])))
        .mark_text(align="right", dx=-9, color="currentColor")
        .encode(y, x=alt.value(0), text="text:N"),
        alt.Chart(alt.InlineData(values=_numbers(book, later, place[later.id])))
        .mark_text(align="left", dx=9, color="currentColor")
        .encode(y, x=alt.value(WIDTH), text="text:N"),
    )
    return svg(chart, WIDTH, HEIGHT, Margin(36, 12, 36, 12), name)


def _stroke(relation: str) -> Stroke:
    if relation in WHOLE:
        return AS_A_WHOLE
    return TOPICAL if relation == "topical" else CLAUSES


def _places(document: Document) -> dict[str, float]:
    """Where each record stands, from 0 (the beginning of its document) to 1 (its end)."""
    last = max(len(document.records) - 1, 1)
    return {record.id: round(n / last, 4) for n, record in enumerate(document.records)}


def _numbers(
    book: Book, document: Document, places: dict[str, float]
) -> list[dict[str, float | str]]:
    """The numbers of the top sections, each beside the first record in it."""
    found: dict[str, float] = {}
    for record in document.records:
        if top := book.top(record):
            found.setdefault(locator(top.id), places[record.id])
    return [{"text": number, "y": at} for number, at in found.items() if number.isdigit()]


def table(book: Book, lang: Lang, say: Say) -> Table:
    """How many pairs of each relation every two documents have."""
    names = (*RELATIONS, "dropped", "new")
    rows = []
    for earlier, later in combinations(book.documents.values(), 2):
        counted = count(book, earlier, later)
        title = f"{earlier.issued[:4]} → {later.issued[:4]}"
        cells = [Cell(str(counted[name])) for name in names]
        rows.append([Cell(title, comparison(earlier.id, later.id)), *cells])
    return Table([say("plots.documents"), *(say(f"compare.relation.{n}") for n in names)], rows)


PLOT = Plot("reuse", 2, draw, table, key=(AS_A_WHOLE, CLAUSES, TOPICAL))
