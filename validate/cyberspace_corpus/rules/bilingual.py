"""The two languages of a record: who is translated from whom, and whether they agree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cyberspace_corpus.annotate.dates import place
from cyberspace_corpus.annotate.figures import amounts, free, spelled, written
from cyberspace_corpus.collation import Unit, unit_of_record, unit_of_section
from cyberspace_corpus.context import Context, Derived
from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS, Lang, Statuses
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.text import Segment
from cyberspace_corpus.rules.annotations import text_finding
from cyberspace_corpus.rules.check import LANGUAGE, corpus_check, record_check
from cyberspace_corpus.witness.normalise import HAN

_HAN = re.compile(f"[{HAN}]")
# A class at the head: a pattern that begins with a look behind is searched for far more slowly.
_HALF_WIDTH = re.compile(f"[,:;?!()](?:(?<=[{HAN}”’》）].)|(?<!:)(?=[{HAN}“‘《（]))")


def digest(text: str) -> str:
    """The digest of a Chinese text that a translation stores: SHA-256, 16 digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@record_check("E507")
def status(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """What a record says its languages are is what its segments and witnesses show."""
    statuses = context.status(entry)
    if statuses is not None:
        yield from _check_statuses(unit_of_record(entry), statuses)


@corpus_check("E507", "E504", "E505")
def headings(context: Context) -> Iterator[Finding]:
    """The same for headings, and the scripts of their texts."""
    for document in context.corpus.documents.values():
        for index, section in enumerate(document.model.sections):
            statuses = section.status or document.model.languages
            yield from _check_statuses(unit_of_section(document, index, section), statuses)
            at = ("sections", index, "heading")
            if found := _HAN.search(section.heading.en or ""):
                yield document.finding("E504", *at, "en", value=found[0])
            if found := _HALF_WIDTH.search(section.heading.zh or ""):
                yield document.finding("E505", *at, "zh", value=found[0])


def _check_statuses(unit: Unit, statuses: Statuses) -> Iterator[Finding]:
    for lang in LANGS:
        yield from _check_status(unit, lang, getattr(statuses, lang))


def _check_status(unit: Unit, lang: Lang, said: str) -> Iterator[Finding]:
    entry = unit.entry
    carried = any(getattr(witness, lang) is not None for witness in unit.witnesses)
    missing = [i for i, segment in enumerate(unit.segments) if getattr(segment, lang) is None]
    at = (*unit.at, "status", lang)
    if lang == "zh" and said not in ("original", "lacuna"):
        yield entry.finding(
            "E507", *at, value=said, lang=LANGUAGE[lang], why="Chinese is never made here"
        )
    elif said == "lacuna":
        if len(missing) < len(unit.segments):
            yield entry.finding("E507", *at, value=said, lang=LANGUAGE[lang], why="there is a text")
    elif missing:
        why = f"segment {missing[0] + 1} lacks it"
        place = unit.text_place(missing[0], lang)[:-1]
        yield entry.finding("E507", *place, value=said, lang=LANGUAGE[lang], why=why)
    elif said == "project" and carried:
        yield entry.finding(
            "E507", *at, value=said, lang=LANGUAGE[lang], why="a witness carries it"
        )
    elif said != "project" and not carried:
        yield entry.finding(
            "E507", *at, value=said, lang=LANGUAGE[lang], why="no witness carries it"
        )


@record_check("E506")
def freshness(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every translation of the project tells which Chinese it was made from, and still is."""
    statuses = context.status(entry)
    if statuses is None:
        return
    for index, segment in enumerate(entry.model.text):
        yield from _fresh(entry, segment, statuses, ("text", index))


@corpus_check("E506")
def heading_freshness(context: Context) -> Iterator[Finding]:
    """The same for headings."""
    for document in context.corpus.documents.values():
        for index, section in enumerate(document.model.sections):
            statuses = section.status or document.model.languages
            heading = Segment(
                zh=section.heading.zh, en=section.heading.en, made_from=section.made_from
            )
            yield from _fresh(document, heading, statuses, ("sections", index))


def _fresh(
    entry: Entry[Any],
    segment: Segment,
    statuses: Statuses,
    at: tuple[str | int, ...],
) -> Iterator[Finding]:
    translated = statuses.en == "project" and segment.zh is not None and segment.en is not None
    if not translated:
        if segment.made_from is not None:
            yield entry.finding(
                "E506", *at, "made_from", value=segment.made_from, why="is no translation of ours"
            )
        return
    assert segment.zh is not None
    expected = digest(segment.zh)
    if segment.made_from is None:
        yield entry.finding("E506", *at, value=expected, why="has no digest")
    elif segment.made_from != expected:
        yield entry.finding(
            "E506",
            *at,
            "made_from",
            value=segment.made_from,
            why="was made from an earlier Chinese text",
        )


@record_check("E504", "E505")
def scripts(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """No Chinese in the English; full-width punctuation in the Chinese."""
    english = context.text(entry, "en")
    if not english.isascii() and (found := _HAN.search(english)):
        yield text_finding(entry, "E504", "en", found.start(), value=found[0])
    if found := _HALF_WIDTH.search(context.text(entry, "zh")):
        yield text_finding(entry, "E505", "zh", found.start(), value=found[0])


@record_check("W508")
def terms(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """A translation of ours renders a term as the term list does."""
    statuses = context.status(entry)
    if statuses is None or statuses.en != "project":
        return
    for index, segment in enumerate(entry.model.text):
        if segment.zh is None or segment.en is None:
            continue
        english = segment.en.casefold()
        seen: set[str] = set()
        for match in context.term_matcher.find(segment.zh):
            names = context.of(entry).names_in(segment.zh, "zh")
            if any(name.start < match.end and match.start < name.end for name in names):
                continue  # part of a name, which has a rendering of its own
            term = context.terms[match.name.surface]
            if term.id in seen:
                continue
            seen.add(term.id)
            if not any(r.casefold() in english for r in (term.en, *term.also)):
                yield entry.finding("W508", "text", index, "en", value=term.zh, expected=term.en)


@record_check("E501", "E502", "E503", "E509")
def parity(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """What one language of a segment names, the other names too, or the record says why."""
    record = entry.model
    for index in range(len(record.differences)):
        yield from _check_difference(entry, index)
    if any(segment.zh is None or segment.en is None for segment in record.text):
        return
    derived = context.of(entry)
    names = {lang: _names(derived, lang) for lang in LANGS}
    dates = {lang: _dates(derived, lang) for lang in LANGS}
    for index, segment in enumerate(record.text):
        if names["zh"] != names["en"] and context.names_complete:
            yield from _check_named(entry, "E501", index, names)
        if dates["zh"] != dates["en"]:
            yield from _check_named(entry, "E503", index, dates)
        if derived.has_digits:
            yield from _check_figures(derived, index, segment)


Named = set[tuple[int, str]]
"""What the segments of a language name, each with the index of the segment."""


def _check_named(
    entry: Entry[Record], rule: str, index: int, named: dict[Lang, Named]
) -> Iterator[Finding]:
    for lang in LANGS:
        other: Lang = "en" if lang == "zh" else "zh"
        lacking = {value for at, value in named[lang] - named[other] if at == index}
        for value in sorted(lacking - _excused(entry.model, index, lang)):
            yield _missing(entry, rule, index, other, value, lang)


def _missing(
    entry: Entry[Record], rule: str, index: int, other: Lang, value: str, lang: Lang
) -> Finding:
    values = {
        "value": value,
        "lang": LANGUAGE[lang],
        "other": LANGUAGE[other],
        "segment": str(index + 1),
        "key": f"only_{lang}",
    }
    return entry.finding(rule, "text", index, other, **values)


def _check_difference(entry: Entry[Record], index: int) -> Iterator[Finding]:
    record = entry.model
    difference = record.differences[index]
    at = ("differences", index)
    if difference.segment > len(record.text):
        yield entry.finding("E509", *at, "segment", value=str(difference.segment))
        return
    segment = record.text[difference.segment - 1]
    for lang in LANGS:
        words = getattr(difference, lang)
        if words is not None and words not in (getattr(segment, lang) or ""):
            yield entry.finding("E509", *at, lang, value=words)


def _excused(record: Record, index: int, lang: Lang) -> set[str]:
    key = f"only_{lang}"
    return {
        value
        for difference in record.differences
        if difference.segment == index + 1
        for value in getattr(difference, key)
    }


def _names(derived: Derived, lang: Lang) -> Named:
    """The entities that the text names."""
    return {
        (derived.segment_of(lang, mention.start), mention.entity)
        for mention in derived.mentions[lang]
        if mention.entity is not None
    }


def _dates(derived: Derived, lang: Lang) -> Named:
    """The values of the dates in the text; of one without a value, its words."""
    found: Named = set()
    for stretch in derived.dates[lang]:
        date = derived.entry.model.dates[stretch.index]
        value = date.edtf or f"{date.zh or ''}|{date.en or ''}"
        found.add((derived.segment_of(lang, stretch.start), value))
    return found


def _check_figures(derived: Derived, index: int, segment: Segment) -> Iterator[Finding]:
    entry = derived.entry
    digits: dict[Lang, set[Decimal]] = {lang: set() for lang in LANGS}
    for lang in LANGS:
        text = getattr(segment, lang)
        if figures := written(text, lang):
            stretches = place(text, derived.surfaces[lang])
            outside = [(stretch.start, stretch.end) for stretch in stretches]
            outside += derived.names_with_figures(text, lang)
            digits[lang] = amounts(free(figures, outside), lang)
    for lang in LANGS:
        other: Lang = "en" if lang == "zh" else "zh"
        lacking = digits[lang] - digits[other]
        if not lacking:
            continue
        lacking -= spelled(getattr(segment, other), other)
        excused = _excused(entry.model, index, lang)
        for number in sorted(lacking):
            if f"{number:f}" not in excused:
                yield _missing(entry, "E502", index, other, f"{number:f}", lang)
