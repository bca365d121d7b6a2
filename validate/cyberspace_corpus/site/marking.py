"""A text with its marks as HTML: names, dates, readings, differences, one inside another.

Marks may cross each other; elements may not. Where two cross, the one of the lower rank keeps
its element whole and the other is cut in two, so that a link is always one link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from cyberspace_corpus.published.rows import Record
from cyberspace_corpus.site.context import starts
from cyberspace_corpus.site.page import LANGS, Lang

LINK: Final = 0
"""The rank of a mark that is a link: nothing cuts it. Links must not overlap each other."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a text: offsets in code points, half-open.

    ``element`` is the name of the HTML element and ``attributes`` what stands in its tag.
    ``note`` is set behind the stretch, outside every link: the sign that leads to its entry.
    """

    start: int
    end: int
    element: str
    attributes: Markup = Markup("")
    rank: int = LINK
    note: Markup = Markup("")


def attributes(**values: str) -> Markup:
    """Attributes of a tag, escaped, with a space before each; ``class_`` is ``class``."""
    return Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_"), value) for name, value in values.items()
    )


def note(sign: str, anchor: str) -> Markup:
    """The sign of a note behind the words that it is on, and never at the head of a line: a word
    joiner (U+2060) holds it to them."""
    return Markup('<sup>\u2060<a href="#{}">{}</a></sup>').format(anchor, sign)


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Markup:
    """The stretch of ``text`` from ``start`` to ``end`` with its marks, escaped."""
    end = len(text) if end is None else end
    held = sorted(
        (mark for mark in marks if mark.start < end and start < mark.end),
        key=lambda mark: (mark.rank, mark.start, -mark.end),
    )
    edges = {edge for mark in held for edge in (mark.start, mark.end) if start < edge < end}
    places = [start, *sorted(edges), end]
    out: list[str] = []
    opened: list[Mark] = []
    waiting: list[Mark] = []
    for index, here in enumerate(places):
        there = places[index + 1] if index + 1 < len(places) else here
        wanted = [mark for mark in held if mark.start <= here < mark.end and here < there]
        kept = _shared(opened, wanted)
        out += (f"</{mark.element}>" for mark in reversed(opened[kept:]))
        waiting += [mark for mark in opened if mark.end == here]
        if not any(mark.rank == LINK for mark in opened[:kept]):
            out += (mark.note for mark in waiting)
            waiting = []
        out += (f"<{mark.element}{mark.attributes}>" for mark in wanted[kept:])
        out.append(str(escape(text[here:there])))
        opened = wanted
    return Markup("".join(out))


def _shared(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks both begin with."""
    for count, (mark, same) in enumerate(zip(one, other, strict=False)):
        if mark is not same:
            return count
    return min(len(one), len(other))


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both languages, with its marks; one of the two may be lacking."""

    zh: Markup | None
    en: Markup | None


def pairs(record: Record, marks: Mapping[Lang, Sequence[Mark]]) -> list[Pair]:
    """The segments of a record with their marks, whose offsets count in its whole texts; the
    first has the printed label before it."""
    found: dict[Lang, dict[int, Markup]] = {lang: {} for lang in LANGS}
    for lang in LANGS:
        text = (record.text_zh if lang == "zh" else record.text_en) or ""
        label = record.label_zh if lang == "zh" else record.label_en
        for segment, start in starts(record, lang):
            length = len((segment.zh if lang == "zh" else segment.en) or "")
            sentence = marked(text, marks[lang], start, start + length)
            if label and start == 0:
                sentence = Markup('<span class="label">{}</span> ').format(label) + sentence
            found[lang][segment.position] = sentence
    return [
        Pair(found["zh"].get(segment.position), found["en"].get(segment.position))
        for segment in record.segments
    ]
