"""Entities, dates and quantities: complete both ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cyberspace_corpus.annotate.dates import NotEdtf, bounds, unlisted
from cyberspace_corpus.annotate.figures import free, written
from cyberspace_corpus.annotate.names import occurrences_of
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.check import LANGUAGE, corpus_check, record_check
from cyberspace_corpus.witness.apparatus import segment_starts


def text_finding(
    entry: Entry[Record], rule: str, lang: Lang, offset: int, **values: str
) -> Finding:
    """A finding at a character of the record's text: its line and column in the file."""
    starts = segment_starts(entry.model.text, lang)
    index, start = max(
        ((i, s) for i, s in starts if s <= offset), key=lambda pair: pair[1], default=(0, 0)
    )
    line, column = entry.parsed.place(("text", index, lang))
    row = entry.parsed.rows[line - 1]
    quoted = row[column - 1 : column] in ('"', "'")
    return Finding(rule, entry.path, line, column + offset - start + quoted, entry.id, values)


@record_check("E401", "E402", "E403", "E409", "E210")
def entities(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every listed entity is named in the text, and every name in it is listed."""
    record = entry.model
    if not context.names_complete:
        return  # a longer name that could not be read may be missing
    named: set[str] = set()
    reported: set[str] = set()
    for lang in LANGS:
        for mention in context.mentions(entry, lang):
            if mention.entity is None:
                candidates = ", ".join(mention.candidates)
                values = {"value": mention.surface, "candidates": candidates}
                yield text_finding(entry, "E403", lang, mention.start, **values)
                continue
            named.add(mention.entity)
            if mention.entity not in record.entities and mention.entity not in reported:
                reported.add(mention.entity)
                values = {"value": mention.surface, "entity": mention.entity}
                yield text_finding(entry, "E402", lang, mention.start, **values)
    for index, id in enumerate(record.entities):
        if id not in named and id in context.corpus.entities:
            names = context.corpus.entities[id].model.name
            yield entry.finding("E401", "entities", index, value=id, zh=names.zh, en=names.en)
    for index, override in enumerate(record.mentions):
        at = ("mentions", index)
        if not occurrences_of(context.text(entry, override.lang), override.surface):
            yield entry.finding(
                "E409", *at, "surface", value=override.surface, lang=LANGUAGE[override.lang]
            )
        if override.entity is None and not override.note:
            yield entry.finding(
                "E409", *at, value="no entity and no note", lang=LANGUAGE[override.lang]
            )
    for index, (one, other) in enumerate(pairwise(record.entities)):
        if one >= other:
            yield entry.finding("E210", "entities", index + 1, value=other, before=one)


@record_check("E404", "E405", "E406")
def dates(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every listed date stands in the text with a value, every expression is listed."""
    record = entry.model
    for index, date in enumerate(record.dates):
        at = ("dates", index)
        if date.edtf is None and date.kind != "vague":
            yield entry.finding("E406", *at, "edtf", value="null")
        elif date.edtf is not None:
            try:
                bounds(date.edtf)
            except NotEdtf:
                yield entry.finding("E406", *at, "edtf", value=date.edtf)
        if date.zh is None and date.en is None:
            yield entry.finding("E404", *at, value="neither zh nor en", lang="Chinese and English")
    for lang in LANGS:
        derived = context.of(entry)
        placed = derived.dates[lang]
        standing = {stretch.index for stretch in placed}
        for index, surface in derived.surfaces[lang]:
            if index not in standing:
                yield entry.finding(
                    "E404", "dates", index, lang, value=surface, lang=LANGUAGE[lang]
                )
        for match in unlisted(derived.texts[lang], lang, placed):
            yield text_finding(entry, "E405", lang, match.start(), value=match[0])


@record_check("E407")
def quantities(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every listed figure stands in the text, and its date is one."""
    for index, quantity in enumerate(entry.model.quantities):
        at = ("quantities", index)
        if quantity.zh is None and quantity.en is None:
            yield entry.finding("E407", *at, value="neither zh nor en", lang="Chinese and English")
        for lang in LANGS:
            surface = getattr(quantity, lang)
            if surface is not None and not occurrences_of(context.text(entry, lang), surface):
                yield entry.finding("E407", *at, lang, value=surface, lang=LANGUAGE[lang])
        if quantity.as_of is not None:
            try:
                bounds(quantity.as_of)
            except NotEdtf:
                yield entry.finding("E407", *at, "as_of", value=quantity.as_of, lang="EDTF")


@record_check("E408")
def figures(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every figure in the text is listed as a quantity, unless it is part of a date or name."""
    record = entry.model
    derived = context.of(entry)
    if not derived.has_digits:
        return
    for lang in LANGS:
        text = derived.texts[lang]
        digits = written(text, lang)
        if not digits:
            continue
        covered = [(stretch.start, stretch.end) for stretch in derived.dates[lang]]
        covered += derived.names_with_figures(text, lang)
        for quantity in record.quantities:
            surface = getattr(quantity, lang) or ""
            covered += [(at, at + len(surface)) for at in occurrences_of(text, surface)]
        # A figure that only a mistake of the print brought in (sic) counts nothing.
        for variant in record.variants:
            lemma = (getattr(variant, lang) or "") if variant.type == "sic" else ""
            covered += [(at, at + len(lemma)) for at in occurrences_of(text, lemma)]
        for figure in free(digits, covered):
            yield text_finding(entry, "E408", lang, figure.start(), value=figure[0])


@corpus_check("E410", "E411", "W412", "E413", "E406")
def registry(context: Context) -> Iterator[Finding]:
    """Names are unambiguous, look-alikes point at each other, states have their code; the
    dates of documents and sources are dates."""
    corpus = context.corpus
    for lang in LANGS:
        for surface, ids in context.registry.meanings[lang].items():
            for id in sorted(ids)[1:]:
                entry = corpus.entities[id]
                # Two that warn of each other may share a name: the record then says which.
                warned = set(entry.model.not_to_be_confused_with)
                other = next((i for i in sorted(ids) if i != id and i not in warned), None)
                if other is not None:
                    yield entry.finding("E410", "name", lang, value=surface, other=other)
    for entry in corpus.entities.values():
        for index, id in enumerate(entry.model.not_to_be_confused_with):
            other_entry = corpus.entities.get(id)
            if other_entry and entry.id not in other_entry.model.not_to_be_confused_with:
                at = ("not_to_be_confused_with", index)
                yield entry.finding("E411", *at, value=id, entity=entry.id)
        codes = [i for i in entry.model.identifiers if i.scheme == "iso3166-1"]
        if entry.model.type == "state" and not codes:
            yield entry.finding("W412", "identifiers", value=entry.id)
    yield from _compound_parts(context)
    for document in corpus.documents.values():
        for key in ("issued", "released"):
            value = getattr(document.model, key)
            if value is not None and not _is_date(value):
                yield document.finding("E406", key, value=value)
    for source in corpus.sources.values():
        if source.model.published is not None and not _is_date(source.model.published):
            yield source.finding("E406", "published", value=source.model.published)


def _compound_parts(context: Context) -> Iterator[Finding]:
    """The parts of a fused name stand in it, one after the other."""
    entry = context.corpus.compounds
    if entry is None:
        return
    for index, compound in enumerate(entry.model.compounds):
        rest = compound.surface
        for number, part in enumerate(compound.parts):
            _, found, rest = rest.partition(part.surface)
            if not found:
                at = ("compounds", index, "parts", number, "surface")
                values = {"value": part.surface, "surface": compound.surface}
                yield entry.finding("E413", *at, **values)
                break


def _is_date(value: str) -> bool:
    try:
        bounds(value)
    except NotEdtf:
        return False
    return True
