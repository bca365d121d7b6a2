"""The text against its witnesses: nothing lost, nothing changed, nothing unexplained."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from cyberspace_corpus.collation import (
    Claim,
    Unit,
    claims,
    lemmas,
    printed,
    unit_of_record,
    unit_of_section,
)
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.text import Variant, Witnessing
from cyberspace_corpus.rules.check import LANGUAGE, corpus_check, record_check
from cyberspace_corpus.witness.apparatus import (
    Lemma,
    Reading,
    canonical,
    differences,
    reading_of,
    segment_starts,
)
from cyberspace_corpus.witness.lines import last_line, pick
from cyberspace_corpus.witness.normalise import Plain, Printed
from cyberspace_corpus.yamlio.characters import printable
from cyberspace_corpus.yamlio.reader import Path

SCRIPT = "data/vocabulary/script.yaml"
"""Without this table no Traditional print can be judged."""

CONTEXT = 12
"""Characters shown on either side of a difference."""


def _check_unit(unit: Unit, context: Context) -> Iterator[Finding]:
    """Lemmas are found; every witness, normalised, gives our text with its readings."""
    entry = unit.entry
    for index, variant in enumerate(unit.variants):
        yield from _check_variant(unit, index, variant)
    for lang in LANGS:
        found, lost = lemmas(unit, lang)
        for problem in lost:
            at = (*unit.at, "variants", problem.index, lang)
            yield entry.finding("E305", *at, value=problem.lemma, count=str(problem.count))
        if lost:
            continue  # the text cannot fit before the apparatus does
        text = canonical(unit.segments, lang)
        for index, witness in enumerate(unit.witnesses):
            if getattr(witness, lang) is not None:
                yield from _check_witness(unit, context, index, lang, text, found)


def _check_witness(
    unit: Unit, context: Context, index: int, lang: Lang, text: str, found: list[Lemma]
) -> Iterator[Finding]:
    entry, witness = unit.entry, unit.witnesses[index]
    spec = getattr(witness, lang)
    at = (*unit.at, "witnesses", index, lang)
    if not text:
        yield entry.finding("E308", *at, value=spec, lang=LANGUAGE[lang], source=witness.source)
        return
    lines = context.corpus.lines.get(witness.source)
    if lines is not None and last_line(spec) > len(lines):
        yield _no_such_line(entry, spec, witness.source, len(lines), at)
        return
    wanted = reading_of(text, found, witness.source)
    plain = printed(context.corpus, unit, witness, lang, Plain)
    if plain is not None and plain.text == wanted.text:
        return
    if lines is not None and not pick(lines, spec):
        yield _no_such_line(entry, spec, witness.source, len(lines), at)
        return
    if plain is None or SCRIPT in context.corpus.broken:
        return
    given = printed(context.corpus, unit, witness, lang, Printed)
    assert given is not None  # the same as before, with the place of each character
    for at in differences(given.text, wanted.text):
        yield _difference(unit, witness, lang, given, wanted, at, context.corpus)


def _difference(
    unit: Unit,
    witness: Witnessing,
    lang: Lang,
    given: Printed,
    wanted: Reading,
    places: tuple[int, int],
    corpus: Corpus,
) -> Finding:
    """Where our text stops being what the witness prints: both places, and the words."""
    ours, origin = wanted.text, wanted.origin
    there, at = places
    text = canonical(unit.segments, lang)
    offset = origin[at] if at < len(origin) else len(text)
    starts = segment_starts(unit.segments, lang)
    index, start = max(
        ((i, s) for i, s in starts if s <= offset), key=lambda pair: pair[1], default=starts[0]
    )
    place = unit.text_place(index, lang)
    line, column = unit.entry.parsed.place(place)
    node = unit.entry.parsed.rows[line - 1][column - 1 : column]
    inside = min(offset - start, len(getattr(unit.segments[index], lang)))
    column += inside + (node in "\"'")
    place_in_source = given.origin[there][0] if there < len(given.origin) else None
    source_line = _line_at(corpus, witness, lang, place_in_source)
    record = unit.entry.id if isinstance(unit.entry.model, Record) else None
    return Finding(
        "E304",
        unit.entry.path,
        line,
        column,
        record,
        {
            "value": printable(ours[max(0, at - CONTEXT) : at + CONTEXT]),
            "printed": printable(given.text[max(0, there - CONTEXT) : there + CONTEXT]),
            "source": f"data/sources/{witness.source}.txt",
            "source_line": str(source_line),
        },
    )


def _line_at(corpus: Corpus, witness: Witnessing, lang: Lang, offset: int | None) -> int:
    chosen = pick(corpus.lines[witness.source], getattr(witness, lang))
    if offset is None:
        return chosen[-1].number
    return max((line.number for line in chosen if line.offset <= offset), default=0)


def _check_variant(unit: Unit, index: int, variant: Variant) -> Iterator[Finding]:
    """An entry of the apparatus says something, and says it of one language."""
    entry = unit.entry
    at = (*unit.at, "variants", index)
    given = [lang for lang in LANGS if getattr(variant, lang) is not None]
    if len(given) != 1:
        yield entry.finding("E309", *at, value="zh and en" if given else "neither zh nor en")
        return
    lemma = getattr(variant, given[0])
    for source, reading in variant.readings.items():
        if reading == lemma:
            yield entry.finding("E307", *at, "readings", source, value=lemma, source=source)
    if variant.type == "sic":
        if variant.readings:
            yield entry.finding("E309", *at, "readings", value="sic with readings")
        if not variant.note:
            yield entry.finding("E309", *at, value="sic without a note")
    elif not variant.readings:
        yield entry.finding("E309", *at, value=f"{variant.type} without readings")
    if variant.type == "emendation" and not variant.note:
        yield entry.finding("E309", *at, value="emendation without a note")


@record_check("E303", "E304", "E305", "E307", "E308", "E309")
def record_text(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """A record's text is what its witnesses print."""
    yield from _check_unit(unit_of_record(entry), context)


@corpus_check("E303", "E304", "E305", "E307", "E308", "E309")
def heading_text(context: Context) -> Iterator[Finding]:
    """A heading is what its witnesses print."""
    for document in context.corpus.documents.values():
        for index, section in enumerate(document.model.sections):
            yield from _check_unit(unit_of_section(document, index, section), context)


@corpus_check("E303")
def omissions(context: Context) -> Iterator[Finding]:
    """Lines that a source says are omitted are lines that it has."""
    for source in context.corpus.sources.values():
        lines = context.corpus.lines.get(source.id)
        for index, omission in enumerate(source.model.omitted):
            spec = omission.lines
            if lines is not None and (last_line(spec) > len(lines) or not pick(lines, spec)):
                at = ("omitted", index, "lines")
                yield _no_such_line(source, spec, source.id, len(lines), at)


def _no_such_line(entry: Entry[Any], spec: str, source: str, last: int, at: Path) -> Finding:
    """The lines named are past the end of the source, or all of them are blank."""
    shown = str(last_line(spec)) if last_line(spec) > last else spec
    return entry.finding("E303", *at, value=shown, source=source, last=str(last))


@corpus_check("E306")
def received(context: Context) -> Iterator[Finding]:
    """Every source has its text file, unchanged; every text file is described."""
    corpus = context.corpus
    for source in corpus.sources.values():
        lines = corpus.lines.get(source.id)
        if lines is None:
            if f"data/sources/{source.id}.txt" not in corpus.broken:
                yield source.finding("E306", "id", value="no text file", expected=source.id)
            continue
        raw = "\n".join(line.text for line in lines).encode()
        digest = hashlib.sha256(raw).hexdigest()
        if digest != source.model.sha256:
            yield source.finding("E306", "sha256", value=digest, expected=source.model.sha256)
    for id in corpus.lines:
        if not corpus.has("source", id):
            path = f"data/sources/{id}.txt"
            yield Finding("E306", path, 1, 1, None, {"value": "no description", "expected": id})


@corpus_check("E301", "E302")
def partition(context: Context) -> Iterator[Finding]:
    """Every non-blank line of every source is claimed exactly once."""
    corpus = context.corpus
    for id, claimed in claims(corpus, context.facts):
        source, lines = corpus.sources[id], corpus.lines.get(id)
        if lines is None:
            continue
        owner: dict[int, Claim] = {}
        for claim in claimed:
            for line in pick(lines, claim.lines):
                if line.number in owner:
                    first = owner[line.number].path
                    values = {"value": str(line.number), "first": first, "source": id}
                    yield corpus.entry_at(claim.path).finding("E302", *claim.at, **values)
                else:
                    owner[line.number] = claim
        if _something_unread(corpus, source.model.document):
            continue  # its lines may be claimed by what could not be read
        for line in lines:
            if line.text.strip() and line.number not in owner:
                path = f"data/sources/{id}.txt"
                values = {"value": printable(line.text.strip(), 40), "line": str(line.number)}
                yield Finding("E301", path, line.number, 1, None, values)


def _something_unread(corpus: Corpus, document: str) -> bool:
    """Whether the document, one of its records, or a folder of these could not be read."""
    unread = {"data/", "data/documents/", "data/records/", f"data/documents/{document}.yaml"}
    folder = f"data/records/{document}/"
    return any(path in unread or path.startswith(folder) for path in corpus.broken)
