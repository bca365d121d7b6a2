"""Who and what: the entities that most records name, by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cyberspace_corpus.published.rows import Entity
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import entity as entity_page
from cyberspace_corpus.site.page import Lang
from cyberspace_corpus.site.plot import Cell, Drawing, Margin, Plot, Table, shade, svg
from cyberspace_corpus.site.words import Say

SHOWN: Final = 24
"""How many entities are drawn; the table has all that are named."""

COLUMN: Final = 64
ROW: Final = 22

LONGEST: Final = {"zh": 22, "en": 42}
"""Most characters of a name in the drawing."""

DARKEST: Final = 0.55
"""Opacity of the greatest share: the number on it is still easy to read."""


def draw(book: Book, lang: Lang, say: Say) -> Sequence[Drawing]:
    """A cell for each entity and document: how many records, the darker the greater their share
    of the document."""
    import altair as alt

    shown = counts(book)[:SHOWN]
    if not shown:
        return []
    documents = list(book.documents.values())
    x = alt.X("x:O", sort=[d.id for d in documents], axis=None)
    y = alt.Y("y:O", sort=[entity.id for entity, _ in shown], axis=None)
    shares = {
        (entity.id, document.id): counted[document.id] / len(document.records)
        for entity, counted in shown
        for document in documents
    }
    greatest = max(shares.values())
    cells = [
        {
            "x": document.id,
            "y": entity.id,
            "n": str(counted[document.id]),
            "color": shade(number),
            # Of a square root, for China and Africa would leave nothing for the others.
            "opacity": round(DARKEST * (shares[entity.id, document.id] / greatest) ** 0.5, 3),
        }
        for entity, counted in shown
        for number, document in enumerate(documents)
        if counted[document.id]
    ]
    names = [{"y": entity.id, "text": _short(entity, lang)} for entity, _ in shown]
    heads = [{"x": document.id, "text": document.issued[:4]} for document in documents]
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=cells))
        .mark_rect()
        .encode(
            x,
            y,
            alt.Fill("color:N", scale=None, legend=None),
            alt.FillOpacity("opacity:Q", scale=None, legend=None),
        ),
        alt.Chart(alt.InlineData(values=cells))
        .mark_text(color="currentColor")
        .encode(x, y, text="n:N"),
        alt.Chart(alt.InlineData(values=names))
        .mark_text(align="right", color="currentColor")
        .encode(y, x=alt.value(-8), text="text:N"),
        alt.Chart(alt.InlineData(values=heads))
        .mark_text(color="currentColor", fontWeight="bold")
        .encode(x, y=alt.value(-12), text="text:N"),
    )
    margin = Margin(left=300, top=28, bottom=8)
    size = len(documents) * COLUMN, len(shown) * ROW
    return [Drawing("", svg(chart, *size, margin, say("plots.entities.title")))]


def _short(entity: Entity, lang: Lang) -> str:
    name: str = getattr(entity, f"name_{lang}")
    most = LONGEST[lang]
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def counts(book: Book) -> list[tuple[Entity, Counter[str]]]:
    """The entities that the texts name, the commonest first, with the number of records of each
    document that name them."""
    found = [
        (book.entities[id], Counter(record.document for record in records))
        for id, records in book.naming.items()
    ]
    return sorted(found, key=lambda pair: (-pair[1].total(), pair[0].id))


def table(book: Book, lang: Lang, say: Say) -> Table:
    """All entities that the texts name."""
    years = [document.issued[:4] for document in book.documents.values()]
    rows = [
        [
            Cell(getattr(entity, f"name_{lang}"), entity_page(entity.id)),
            *(Cell(str(counted[document])) for document in book.documents),
        ]
        for entity, counted in counts(book)
    ]
    return Table([say("plots.entity"), *years], rows)


PLOT = Plot("entities", 3, draw, table)
