"""The plots: drawn from the data, named, and right on dark paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest

pytest.importorskip("altair", reason="no altair")
pytest.importorskip("vl_convert", reason="no vl-convert")

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.chronology import moments
from cyberspace_corpus.site.page import LANGS
from cyberspace_corpus.site.pages.compare import between
from cyberspace_corpus.site.plot import KEPT, Drawing, plots
from cyberspace_corpus.site.plots.entities import SHOWN
from cyberspace_corpus.site.words import read, saying

REPO: Final = Path(__file__).resolve().parents[2]
COLORS: Final = re.compile(r"none|transparent|currentColor|var\(--[a-z0-9-]+\)")


@pytest.fixture(scope="module")
def drawings(book: Book) -> Mapping[str, Sequence[Drawing]]:
    say = saying(read(), "en")
    return {plot.name: plot.draw(book, "en", say) for plot in plots()}


def elements(drawing: Drawing) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(drawing.svg).iter())


def test_all_plots_are_drawn(drawings: Mapping[str, Sequence[Drawing]]) -> None:
    assert {name: len(found) for name, found in drawings.items()} == {
        "timeline": 1,
        "reuse": 6,
        "entities": 1,
        "topics": 1,
    }


def test_colours_follow_the_paper(drawings: Mapping[str, Sequence[Drawing]]) -> None:
    """No colour is fixed, so that a drawing is right in both themes; no style attribute, which
    the pages forbid; nothing that runs."""
    for found in drawings.values():
        for drawing in found:
            for element in elements(drawing):
                assert set(element.attrib) <= KEPT | {"role", "aria-label"}
                for name in ("fill", "stroke"):
                    assert COLORS.fullmatch(element.get(name, "none")), element.attrib
                assert element.tag in ("svg", "g", "path", "line", "rect", "text"), element.tag


def test_colours_are_in_the_style_sheets(drawings: Mapping[str, Sequence[Drawing]]) -> None:
    assets = REPO / "validate/cyberspace_corpus/site/assets"
    sheets = "".join((assets / name).read_text("utf-8") for name in ("site.css", "plots.css"))
    for found in drawings.values():
        for drawing in found:
            for name in set(re.findall(r"var\((--[a-z0-9-]+)\)", drawing.svg)):
                assert f"{name}:" in sheets, name


def test_drawings_have_names(drawings: Mapping[str, Sequence[Drawing]]) -> None:
    for found in drawings.values():
        names = [ElementTree.fromstring(drawing.svg).get("aria-label") for drawing in found]
        assert all(names)
        assert len(set(names)) == len(names)
        assert all(ElementTree.fromstring(d.svg).get("role") == "img" for d in found)


def test_a_dot_for_every_date(book: Book, drawings: Mapping[str, Sequence[Drawing]]) -> None:
    (drawing,) = drawings["timeline"]
    dots = [e for e in elements(drawing) if "--plot-" in e.get("fill", "") and e.tag == "path"]
    dated = [moment for moment in moments(book.corpus.records) if moment.edtf]
    periods = {(m.record.document, m.edtf) for m in dated if "/" in (m.edtf or "")}
    points = [moment for moment in dated if "/" not in (moment.edtf or "")]
    assert len(dots) == len(points) + len(periods)


def test_a_line_for_every_pair(book: Book, drawings: Mapping[str, Sequence[Drawing]]) -> None:
    """A panel has a line for each row of the concordance, and a stroke for each record."""
    documents = {d.issued[:4]: d for d in book.documents.values()}
    for drawing in drawings["reuse"]:
        earlier, later = (documents[year] for year in drawing.title.split(" → "))
        lines = [e for e in elements(drawing) if e.tag == "line"]
        records = len(earlier.records) + len(later.records)
        assert len(lines) == len(between(book, earlier, later)) + records


def test_a_number_for_every_cell(book: Book, drawings: Mapping[str, Sequence[Drawing]]) -> None:
    (drawing,) = drawings["entities"]
    texts = [e.text for e in elements(drawing) if e.tag == "text"]
    numbers = [text for text in texts if text and re.fullmatch("[0-9]{1,3}", text)]
    commonest = sorted(book.naming.items(), key=lambda item: (-len(item[1]), item[0]))[:SHOWN]
    wanted = [
        str(sum(r.document == document for r in records))
        for _, records in commonest
        for document in book.documents
    ]
    assert sorted(numbers) == sorted(number for number in wanted if number != "0")


def test_a_dot_for_every_topic(book: Book, drawings: Mapping[str, Sequence[Drawing]]) -> None:
    (drawing,) = drawings["topics"]
    dots = [e for e in elements(drawing) if "--plot-" in e.get("fill", "")]
    above = {section.id: section.parent for section in book.corpus.sections}
    wanted = set()
    for record in book.corpus:
        section = record.section
        while above.get(section or ""):
            section = above[section or ""]
        wanted |= {(topic, record.document, section) for topic in record.topics}
    assert len(dots) == len(wanted)


@pytest.mark.parametrize("lang", LANGS)
def test_tables_say_the_same(book: Book, lang: str) -> None:
    """The table beside a plot has a cell for every head, and its paths lead to pages."""
    say = saying(read(), "zh" if lang == "zh" else "en")
    for plot in plots():
        table = plot.table(book, "zh" if lang == "zh" else "en", say)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.heads)}
    topics = next(plot for plot in plots() if plot.name == "topics")
    table = topics.table(book, "en", saying(read(), "en"))
    for row in table.rows:
        id = (row[0].path or "").removeprefix("topics/").removesuffix(".html")
        assert sum(int(cell.text) for cell in row[1:]) == len(book.on_topic.get(id, ()))
