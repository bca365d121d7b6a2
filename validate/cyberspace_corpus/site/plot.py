"""What a plot of the reader is, which there are, and how one is drawn.

A drawing is SVG that a page holds inline. Its colours are custom properties of the style sheet
(``--plot-1`` ... ``--plot-4``, one a document; ``--rule``) and ``currentColor``, so that it is
right on dark paper too. Nothing in it depends on the fonts of the machine that draws it: room for
the labels is set aside here and never measured.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree

if TYPE_CHECKING:
    from cyberspace_corpus.site.book import Book
    from cyberspace_corpus.site.page import Lang
    from cyberspace_corpus.site.words import Say

FONT: Final = "var(--font-ui)"
SIZE: Final = 12
"""Size of the letters, in pixels of a drawing shown at its natural size."""

SHADES: Final = 4
"""How many colours there are for documents; a fifth document would have the first again."""


class Margin(NamedTuple):
    """Room around the field of a drawing, in pixels."""

    left: int = 8
    top: int = 8
    right: int = 8
    bottom: int = 28


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table beside a drawing: its text, and perhaps a path it leads to."""

    text: str
    path: str | None = None
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a drawing: the heads of the columns, and the rows; the first cell names a
    row."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing with its own title, which may be empty where the plot's says enough."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line of a drawing looks, and the name of what it means
    (``plots.<plot>.<name>``); width in pixels."""

    name: str
    color: str
    width: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its name (its words are ``plots.<name>.title`` and so on), its place on the page,
    its drawings and its data in a language of the interface, and the key to its lines; without
    one its colours are those of the documents."""

    name: str
    place: int
    draw: Callable[[Book, Lang, Say], Sequence[Drawing]]
    table: Callable[[Book, Lang, Say], Table]
    key: Sequence[Stroke] = ()


def plots() -> list[Plot]:
    """All plots, in their order on the page."""
    package = import_module("cyberspace_corpus.site.plots")
    found = [
        import_module(f"{package.__name__}.{module.name}").PLOT
        for module in pkgutil.iter_modules(package.__path__)
    ]
    return sorted(found, key=lambda plot: plot.place)


def shade(number: int) -> str:
    """The colour of the document with that number, from 0."""
    return f"var(--plot-{number % SHADES + 1})"


def svg(chart: Any, width: int, height: int, margin: Margin, name: str) -> str:
    """The SVG of an Altair chart whose field is so large; ``name`` is what it is called."""
    import altair as alt
    import vl_convert

    axis = alt.AxisConfig(
        labelColor="currentColor",
        labelFont=FONT,
        labelFontSize=SIZE,
        labelLimit=0,
        domain=False,
        ticks=False,
        gridColor="var(--rule)",
        title=None,
    )
    framed = chart.properties(
        width=width,
        height=height,
        padding=margin._asdict(),
        autosize=alt.AutoSizeParams(type="none"),
    ).configure(
        aria=False,
        background="transparent",
        view=alt.ViewConfig(stroke="transparent", fill="transparent"),
        axis=axis,
        text=alt.MarkConfig(font=FONT, fontSize=SIZE),
    )
    # Every part was validated when it was made.
    return _lean(vl_convert.vegalite_to_svg(framed.to_dict(validate=False)), name)


KEPT: Final = frozenset(
    {"d", "x", "x2", "y", "y2", "width", "height", "viewBox", "transform"}
    | {"fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "opacity"}
    | {"text-anchor", "font-family", "font-size", "font-weight"}
)
"""Attributes that say something to a browser; the rest are for scripts that are not here."""


def _lean(drawn: str, name: str) -> str:
    """The SVG as an image with a name, without empty groups and idle attributes."""
    whole = ElementTree.fromstring(drawn)
    _prune(whole)
    whole.attrib |= {"role": "img", "aria-label": name}
    return ElementTree.tostring(whole, encoding="unicode")


def _prune(node: ElementTree.Element) -> None:
    node.tag = node.tag.rpartition("}")[2]
    node.attrib = {key: value for key, value in node.attrib.items() if key in KEPT}
    for child in list(node):
        _prune(child)
        if _is_idle(child):
            node.remove(child)


def _is_idle(node: ElementTree.Element) -> bool:
    """Whether it draws nothing: an empty group, or the frame around a field, which has no
    colour."""
    if node.tag == "path":
        return "fill" not in node.attrib and "stroke" not in node.attrib
    return node.tag in ("g", "text") and not len(node) and not node.text
