"""What is noted of a record's text: readings and doubts, and where its languages part.

As in a critical edition every note has a sign, which stands behind the words in the text and
before the note below it: letters for the readings, figures for the differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cyberspace_corpus.published.rows import Date, Difference, Record, Variant
from cyberspace_corpus.site.context import starts
from cyberspace_corpus.site.links import locator
from cyberspace_corpus.site.marking import LINK, Mark, Pair, attributes, note, pairs
from cyberspace_corpus.site.page import LANGS, Lang


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry of the apparatus: one lemma, and what the witnesses have there.

    ``variants`` are the rows for each witness; they share lemma, type, note and conjecture,
    which ``first`` has.
    """

    sign: str
    anchor: str
    variants: tuple[Variant, ...]

    @property
    def first(self) -> Variant:
        """The first of the rows."""
        return self.variants[0]


@dataclass(frozen=True, slots=True)
class Parting:
    """A place where the two languages do not say the same."""

    sign: str
    anchor: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a witness prints a text of a record: its lines from first to last."""

    source: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Edited:
    """A record as it is shown: its sentences with all their marks, the notes on them, and where
    each language is printed, the base first."""

    record: Record
    pairs: Sequence[Pair]
    readings: Sequence[Reading]
    partings: Sequence[Parting]
    printed: Mapping[Lang, Sequence[Printed]]


class Cards:
    """The cards that one page needs: a card for each entity and each date that it marks."""

    def __init__(self) -> None:
        self.entities: list[str] = []
        self.dates: list[Date] = []
        self._dates: dict[tuple[str | None, str, str | None], int] = {}

    def entity(self, id: str) -> str:
        """The anchor of an entity's card."""
        if id not in self.entities:
            self.entities.append(id)
        return f"entity-{id}"

    def date(self, date: Date) -> str:
        """The anchor of the card of a date; dates of one value, kind and note share it."""
        key = (date.edtf, date.kind, date.note)
        if key not in self._dates:
            self.dates.append(date)
            self._dates[key] = len(self.dates)
        return f"date-{self._dates[key]}"


def edited(record: Record, cards: Cards) -> Edited:
    """The record with its marks; the cards that they open are added to ``cards``."""
    readings = tuple(_readings(record))
    partings = tuple(_partings(record))
    marks: dict[Lang, list[Mark]] = {"zh": [], "en": []}
    for lang in LANGS:
        names = [mention for mention in record.mentions if mention.lang == lang]
        for mention in names:
            target = attributes(href=f"#{cards.entity(mention.entity)}")
            marks[lang].append(Mark(mention.start, mention.end, "a", target))
        for date in record.dates:
            if date.lang != lang:
                continue
            if any(name.start < date.end and date.start < name.end for name in names):
                # A date within a name: the name is the link, and no link stands in another.
                marks[lang].append(Mark(date.start, date.end, "span", rank=LINK + 1))
            else:
                target = attributes(href=f"#{cards.date(date)}")
                marks[lang].append(Mark(date.start, date.end, "a", target))
    for reading in readings:
        first = reading.first
        marks[_lang(first.lang)].append(
            Mark(
                first.start,
                first.end,
                "span",
                attributes(class_="lemma"),
                LINK + 1,
                note(reading.sign, reading.anchor),
            )
        )
    for lang in LANGS:
        marks[lang] += _parted(record, lang, partings)
    where = {lang: tuple(_printed(record, lang)) for lang in LANGS}
    return Edited(record, pairs(record, marks), readings, partings, where)


def _lang(lang: str) -> Lang:
    return "zh" if lang == "zh" else "en"


def _readings(record: Record) -> Iterator[Reading]:
    """The apparatus in reading order, the Chinese first; witnesses that share a note together."""

    def place(variant: Variant) -> tuple[bool, int, int, str, str, str]:
        said = variant.note or "", variant.conjecture or ""
        return (variant.lang != "zh", variant.start, variant.end, variant.type, *said)

    groups = groupby(sorted(record.variants, key=place), key=place)
    for number, (_, group) in enumerate(groups):
        sign = letters(number)
        yield Reading(sign, f"{locator(record.id)}~{sign}", tuple(group))


def _partings(record: Record) -> Iterator[Parting]:
    for number, difference in enumerate(record.differences, 1):
        yield Parting(str(number), f"{locator(record.id)}~{number}", difference)


def _parted(record: Record, lang: Lang, partings: Sequence[Parting]) -> Iterator[Mark]:
    """The words of the differences, where they first stand in their segment."""
    texts = {segment.position: (segment, start) for segment, start in starts(record, lang)}
    for parting in partings:
        difference = parting.difference
        words = difference.zh if lang == "zh" else difference.en
        if not words or difference.segment not in texts:
            continue
        segment, start = texts[difference.segment]
        at = ((segment.zh if lang == "zh" else segment.en) or "").find(words)
        if at >= 0:
            place = start + at
            sign = note(parting.sign, parting.anchor)
            style = attributes(class_="parts")
            yield Mark(place, place + len(words), "span", style, LINK + 2, sign)


def _printed(record: Record, lang: Lang) -> Iterator[Printed]:
    rows = [row for row in record.provenance if row.lang == lang]
    for source in dict.fromkeys(row.source for row in rows):
        own = [row for row in rows if row.source == source]
        yield Printed(source, min(r.line_start for r in own), max(r.line_end for r in own))


def letters(number: int) -> str:
    """The sign of a reading by its number from 0: a to z, then aa, ab ..."""
    sign = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        sign = chr(ord("a") + rest) + sign
    return sign
