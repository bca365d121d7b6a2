"""Texts beside their witnesses: what each source prints for each unit, and who claims its lines.

A unit is whatever a witness carries as one thing: a record, or the heading of a section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cyberspace_corpus.corpus import Corpus, Entry, path_of
from cyberspace_corpus.facts import Facts
from cyberspace_corpus.model.base import LANGS, Lang, Partial
from cyberspace_corpus.model.document import Section
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.text import Segment, Variant, Witnessing
from cyberspace_corpus.witness.apparatus import Lemma, Unlocated, canonical, locate, repairs_of
from cyberspace_corpus.witness.lines import pick
from cyberspace_corpus.witness.normalise import Piece, normalise
from cyberspace_corpus.yamlio.reader import Path


@dataclass(frozen=True, slots=True)
class Unit:
    """What a witness carries as one thing: a record or a heading.

    ``at`` is the path to it within its file.
    """

    entry: Entry[Any]
    at: Path
    label: Partial
    segments: Sequence[Segment]
    witnesses: Sequence[Witnessing]
    variants: Sequence[Variant]
    is_heading: bool

    def text_place(self, index: int, lang: Lang) -> Path:
        if self.is_heading:
            return (*self.at, "heading", lang)
        return (*self.at, "text", index, lang)


def unit_of_record(entry: Entry[Record]) -> Unit:
    record = entry.model
    return Unit(entry, (), record.label, record.text, record.witnesses, record.variants, False)


def unit_of_section(entry: Entry[Any], index: int, section: Section) -> Unit:
    heading = Segment(zh=section.heading.zh, en=section.heading.en)
    at: Path = ("sections", index)
    return Unit(entry, at, section.label, (heading,), section.witnesses, section.variants, True)


def units(corpus: Corpus) -> Iterator[Unit]:
    """All headings and records of the corpus."""
    for document in corpus.documents.values():
        for index, section in enumerate(document.model.sections):
            yield unit_of_section(document, index, section)
    for record in corpus.records.values():
        yield unit_of_record(record)


def printed(
    corpus: Corpus, unit: Unit, witness: Witnessing, lang: Lang, into: type[Piece]
) -> Piece | None:
    """What the witness prints for the unit in a language, normalised; None if it (or what is
    known of it) is not there."""
    source = corpus.sources.get(witness.source)
    lines = corpus.lines.get(witness.source)
    spec = getattr(witness, lang)
    if source is None or lines is None or spec is None:
        return None
    return normalise(
        pick(lines, spec),
        into=into,
        steps=getattr(source.model.normalisations, lang),
        lang=lang,
        label=getattr(unit.label, lang) or "",
        script=corpus.script,
        repairs=repairs_of(unit.variants, witness.source, lang),
    )


def lemmas(unit: Unit, lang: Lang) -> tuple[list[Lemma], list[Unlocated]]:
    """Where the lemmas of the unit's apparatus stand, and those that cannot be found."""
    found: list[Lemma] = []
    lost: list[Unlocated] = []
    text = canonical(unit.segments, lang) if unit.variants else ""
    for index, variant in enumerate(unit.variants):
        try:
            lemma = locate(text, variant, index, lang)
        except Unlocated as problem:
            lost.append(problem)
        else:
            if lemma is not None:
                found.append(lemma)
    return found, lost


@dataclass(frozen=True, slots=True)
class Claim:
    """Lines of a source and which file claims them, where in it."""

    lines: str
    path: str
    at: Path


def claims(corpus: Corpus, facts: Mapping[str, Facts]) -> Iterator[tuple[str, Iterator[Claim]]]:
    """Every source, and every claim on lines of it by the document that it is a copy of: those
    of headings, of records, and what the source itself says is omitted."""
    copies = {(source.model.document, id) for id, source in corpus.sources.items()}
    by_source: dict[str, list[str]] = {id: [] for id in corpus.sources}
    for id, record in facts.items():
        document_id = id.partition("/")[0]
        for name in dict.fromkeys(witness[0] for witness in record.witnesses):
            if (document_id, name) in copies:
                by_source[name].append(id)
    headings: dict[str, list[Claim]] = {}
    for document in corpus.documents.values():
        for number, section in enumerate(document.model.sections):
            for index, witness in enumerate(section.witnesses):
                at: Path = ("sections", number, "witnesses", index)
                if (document.id, witness.source) not in copies:
                    continue
                for lang in LANGS:
                    if lines := getattr(witness, lang):
                        claim = Claim(lines, document.path, (*at, lang))
                        headings.setdefault(witness.source, []).append(claim)

    def of(source: str) -> Iterator[Claim]:
        yield from headings.get(source, ())
        for id in by_source[source]:
            for index, (named, *lines) in enumerate(facts[id].witnesses):
                for lang, spec in zip(LANGS, lines, strict=True):
                    if named == source and spec:
                        yield Claim(spec, path_of("record", id), ("witnesses", index, lang))
        described = corpus.sources[source]
        for index, omission in enumerate(described.model.omitted):
            yield Claim(omission.lines, described.path, ("omitted", index, "lines"))

    return ((source, of(source)) for source in corpus.sources)
