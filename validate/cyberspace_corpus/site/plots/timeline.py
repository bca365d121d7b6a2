"""When: all dates that the texts name, year by year, and the periods below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.chronology import Moment, moments, spoken
from cyberspace_corpus.site.links import record as record_page
from cyberspace_corpus.site.page import Lang
from cyberspace_corpus.site.plot import Cell, Drawing, Margin, Plot, Table, shade, svg
from cyberspace_corpus.site.words import Say

YEAR: Final = 36
"""Width of a year, in pixels."""

STEP: Final = 12
"""Height of a dot, or of a period, in pixels."""


def draw(book: Book, lang: Lang, say: Say) -> Sequence[Drawing]:
    """A dot for every date in a record, above its year; below, a bar for every period."""
    import altair as alt

    found = [moment for moment in moments(book.corpus.records) if moment.edtf]
    shades = {id: shade(number) for number, id in enumerate(book.documents)}
    dots, height = _dots([m for m in found if not _is_period(m)], shades)
    bars = _bars(book, [m for m in found if _is_period(m)], shades, lang)
    years = {int(dot["x"]) for dot in dots} | {int(bar[end]) for bar in bars for end in ("x", "x2")}
    if not years:
        return []
    first, last = min(years), max(years) + 1
    x = alt.X("x:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=None)
    low, high = -1.2 * len(bars) - 2.5, height + 1
    y = alt.Y("y:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=None)
    color = alt.Color("color:N", scale=None, legend=None)
    labels = [{"x": year + 0.5, "y": -1, "text": str(year)} for year in range(first, last)]
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=[{"x": first, "x2": last, "y": 0}]))
        .mark_rule(color="currentColor", opacity=0.5)
        .encode(x=x, x2="x2:Q", y=y),
        alt.Chart(alt.InlineData(values=labels))
        .mark_text(color="currentColor")
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(alt.InlineData(values=dots))
        .mark_circle(size=64, opacity=1)
        .encode(x=x, y=y, color=color),
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=5, opacity=1, cornerRadius=2)
        .encode(x=x, x2="x2:Q", y=y, color=color),
        alt.Chart(alt.InlineData(values=bars))
        .mark_text(align="left", dx=6, color="currentColor")
        .encode(x=alt.X("x2:Q"), y=y, text="text:N"),
    )
    margin = Margin(bottom=8)
    tall = round((high - low) * STEP)
    return [
        Drawing("", svg(chart, (last - first) * YEAR, tall, margin, say("plots.timeline.title")))
    ]


def _is_period(moment: Moment) -> bool:
    return "/" in (moment.edtf or "")


def _dots(
    found: Sequence[Moment], shades: dict[str, str]
) -> tuple[list[dict[str, float | str]], int]:
    """The dots, stacked by year, and the height of the highest stack."""
    stacked: Counter[int] = Counter()
    dots: list[dict[str, float | str]] = []
    for moment in found:
        if moment.year is not None:
            stacked[moment.year] += 1
            color = shades[moment.record.document]
            dots.append({"x": moment.year + 0.5, "y": stacked[moment.year], "color": color})
    return dots, max(stacked.values(), default=0)


def _bars(
    book: Book, found: Sequence[Moment], shades: dict[str, str], lang: Lang
) -> list[dict[str, float | str]]:
    """A bar for each period that a document names, one below the other; an open end is drawn up
    to the date of the document."""
    bars: list[dict[str, float | str]] = []
    seen: set[tuple[str, str | None]] = set()
    for moment in found:
        if (key := (moment.record.document, moment.edtf)) in seen:
            continue
        seen.add(key)
        issued = book.documents[moment.record.document].issued_latest or date.max
        first, last = moment.first or issued, moment.last or issued
        bars.append(
            {
                "x": _year(first),
                "x2": _year(last),
                "y": -2.2 - 1.2 * len(bars),
                "color": shades[moment.record.document],
                "text": spoken(moment.edtf or "", lang),
            }
        )
    return bars


def _year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 365, 3)


def table(book: Book, lang: Lang, say: Say) -> Table:
    """Every date and the record that names it."""
    heads = [
        say("plots.date"),
        "EDTF",
        say("plots.kind"),
        say("plots.document"),
        say("plots.record"),
    ]
    rows = [
        [
            Cell(spoken(moment.edtf, lang)),
            Cell(moment.edtf),
            Cell(say(f"kinds.date.{moment.kind}")),
            Cell(book.documents[moment.record.document].issued[:4]),
            Cell(moment.record.id, record_page(moment.record.id)),
        ]
        for moment in moments(book.corpus.records)
        if moment.edtf
    ]
    return Table(heads, rows)


PLOT = Plot("timeline", 1, draw, table)
