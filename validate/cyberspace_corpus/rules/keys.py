"""Ids, references, outline and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cyberspace_corpus.annotate.names import names_of
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.document import Document
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.check import corpus_check, record_check
from cyberspace_corpus.rules.dangling import Dangling
from cyberspace_corpus.witness.apparatus import canonical


@record_check("E203", "E205")
def references(entry: Entry[Record], context: Context) -> Iterator[Finding]:
    """Every id that a record names is there, and its own id is its path."""
    corpus, record, dangling = context.corpus, entry.model, Dangling()
    folder = entry.id.split("/", 1)[0]
    if record.document != folder:
        yield entry.finding("E205", "document", value=record.document, expected=folder)
        return
    if not corpus.has("document", record.document):
        yield dangling(entry, "document", record.document, corpus.ids("document"), "document")
    document = corpus.documents.get(record.document)
    if document is not None and record.section is not None:
        ids = [section.id for section in document.model.sections]
        if record.section not in ids:
            yield dangling(entry, "section", record.section, ids, "section")
    for index, witness in enumerate(record.witnesses):
        listed = document is None or witness.source in document.model.sources
        if not corpus.has("source", witness.source) or not listed:
            known = document.model.sources if document is not None else ()
            at = ("witnesses", index, "source")
            yield dangling(entry, "source", witness.source, known, *at)
    for index, id in enumerate(record.entities):
        if not corpus.has("entity", id):
            yield dangling(entry, "entity", id, corpus.entities, "entities", index)
    for index, mention in enumerate(record.mentions):
        if mention.entity is not None and not corpus.has("entity", mention.entity):
            at = ("mentions", index, "entity")
            yield dangling(entry, "entity", mention.entity, corpus.entities, *at)
    if corpus.topics is not None:
        for index, id in enumerate(record.topics):
            if id not in corpus.topic_ids:
                yield dangling(entry, "topic", id, corpus.topic_ids, "topics", index)
    for index, variant in enumerate(record.variants):
        for source in variant.readings:
            if source not in {witness.source for witness in record.witnesses}:
                carried = ", ".join(witness.source for witness in record.witnesses)
                place = ("variants", index, "readings", source)
                yield entry.finding_at_key(
                    "E203", *place, value=source, kind="witness", nearest=carried
                )


def _as_named(entries: Iterable[Entry[Any]]) -> Iterator[Finding]:
    """The id inside a file is the name of the file."""
    for entry in entries:
        if entry.model.id != entry.id:
            yield entry.finding("E205", "id", value=entry.model.id, expected=entry.id)


@corpus_check("E203", "E205")
def copies(context: Context) -> Iterator[Finding]:
    """The document that a source is a copy of is there."""
    corpus, dangling = context.corpus, Dangling()
    yield from _as_named(corpus.sources.values())
    for source in corpus.sources.values():
        if not corpus.has("document", source.model.document):
            known = corpus.ids("document")
            yield dangling(source, "document", source.model.document, known, "document")


@corpus_check("E203")
def evidence(context: Context) -> Iterator[Finding]:
    """The record that a fact of a document rests on is there."""
    corpus, dangling = context.corpus, Dangling()
    for document in corpus.documents.values():
        for index, fact in enumerate(document.model.facts):
            if fact.evidence != "external" and not corpus.has("record", fact.evidence):
                at = ("facts", index, "evidence")
                known = _records_of(corpus, fact.evidence.partition("/")[0])
                yield dangling(document, "record", fact.evidence, known, *at)


def _records_of(corpus: Corpus, document: str) -> Iterator[str]:
    return (id for id in corpus.records if id.startswith(f"{document}/"))


@corpus_check("E203", "E205", "E206")
def listings(context: Context) -> Iterator[Finding]:
    """Ids of entities and in vocabularies, which all documents share, are unique and lead
    somewhere."""
    corpus, dangling = context.corpus, Dangling()
    yield from _as_named(corpus.entities.values())
    yield from _entity_references(context, dangling)
    for listing, key in (
        (corpus.topics, "topics"),
        (corpus.terms, "terms"),
        (corpus.entity_types, "types"),
    ):
        if listing is not None:
            yield from _unique(listing, [item.id for item in getattr(listing.model, key)], key)
    if corpus.topics is not None:
        for index, topic in enumerate(corpus.topics.model.topics):
            if topic.broader is not None and topic.broader not in corpus.topic_ids:
                at = ("topics", index, "broader")
                yield dangling(corpus.topics, "topic", topic.broader, corpus.topic_ids, *at)


def _unique(entry: Entry[Any], ids: list[str], *at: str | int) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield entry.finding("E206", *at, index, value=id)
        seen.add(id)


@corpus_check("E203", "E205", "E206", "E211")
def identities(context: Context) -> Iterator[Finding]:
    """Ids inside documents are unique and lead somewhere."""
    corpus, dangling = context.corpus, Dangling()
    yield from _as_named(corpus.documents.values())
    for document in corpus.documents.values():
        model = document.model
        if not corpus.has("entity", model.issuer):
            yield dangling(document, "entity", model.issuer, corpus.entities, "issuer")
        for index, id in enumerate(model.sources):
            if not corpus.has("source", id):
                yield dangling(document, "source", id, corpus.ids("source"), "sources", index)
            elif (copy := corpus.sources.get(id)) and copy.model.document != document.id:
                values = {"value": id, "document": copy.model.document}
                yield document.finding("E211", "sources", index, **values)
        for index, locator in enumerate(model.records):
            if not corpus.has("record", f"{document.id}/{locator}"):
                known = (id.split("/", 1)[1] for id in _records_of(corpus, document.id))
                yield dangling(document, "record", locator, known, "records", index)
        yield from _unique(document, list(model.records), "records")
        ids = [section.id for section in model.sections]
        yield from _unique(document, ids, "sections")
        for index, section in enumerate(model.sections):
            if section.parent is not None and section.parent not in ids[:index]:
                at = ("sections", index, "parent")
                yield dangling(document, "section", section.parent, ids[:index], *at)
            carried = [witness.source for witness in section.witnesses]
            for number, variant in enumerate(section.variants):
                for source in set(variant.readings) - set(carried):
                    where = ("sections", index, "variants", number, "readings", source)
                    hint = ", ".join(carried)
                    yield document.finding_at_key(
                        "E203", *where, value=source, kind="witness", nearest=hint
                    )
            for number, witness in enumerate(section.witnesses):
                if witness.source not in model.sources:
                    place = ("sections", index, "witnesses", number, "source")
                    yield dangling(document, "source", witness.source, model.sources, *place)


def _entity_references(context: Context, dangling: Dangling) -> Iterator[Finding]:
    corpus = context.corpus
    types = [t.id for t in corpus.entity_types.model.types] if corpus.entity_types else None
    for entity in corpus.entities.values():
        model = entity.model
        if types is not None and model.type not in types:
            yield dangling(entity, "entity type", model.type, types, "type")
        for key in ("part_of", "predecessor", "successor"):
            id = getattr(model, key)
            if id is not None and not corpus.has("entity", id):
                yield dangling(entity, "entity", id, corpus.entities, key)
        for index, id in enumerate(model.not_to_be_confused_with):
            if not corpus.has("entity", id):
                at = ("not_to_be_confused_with", index)
                yield dangling(entity, "entity", id, corpus.entities, *at)
    if corpus.compounds is not None:
        for index, compound in enumerate(corpus.compounds.model.compounds):
            for number, part in enumerate(compound.parts):
                if not corpus.has("entity", part.entity):
                    where = ("compounds", index, "parts", number, "entity")
                    yield dangling(corpus.compounds, "entity", part.entity, corpus.entities, *where)


@corpus_check("E207", "E208")
def order(context: Context) -> Iterator[Finding]:
    """Every record stands once in its document's reading order, the records of a section
    together, and item numbers follow one another."""
    corpus = context.corpus
    placed = {id: frozenset(entry.model.records) for id, entry in corpus.documents.items()}
    for id in context.facts:
        document_id, locator = id.split("/", 1)
        if document_id in placed and locator not in placed[document_id]:
            values = {"value": locator, "document": document_id}
            yield corpus.records[id].finding("E208", "document", **values)
    for document in corpus.documents.values():
        yield from _section_order(context, document)
        yield from _number_order(context, document)


def _section_order(context: Context, document: Entry[Document]) -> Iterator[Finding]:
    """A section's records are not split by another section's, but for one inside it."""
    sections = {section.id: section for section in document.model.sections}
    rank = {section.id: index for index, section in enumerate(document.model.sections)}
    last = -1
    for id, facts in context.facts_in_order(document):
        here = facts.section
        if here is None or here not in sections:
            continue
        if rank[here] < last and not _inside(sections, document, last, here):
            values = {"value": here, "document": document.id}
            yield context.corpus.records[id].finding("E208", "section", **values)
        last = max(last, rank[here])


def _inside(sections: dict[str, Any], document: Entry[Document], last: int, here: str) -> bool:
    """Whether the section at rank ``last`` lies in ``here``: a box within a section."""
    at: str | None = document.model.sections[last].id
    while at is not None:
        if at == here:
            return True
        at = sections[at].parent if at in sections else None
    return False


def _number_order(context: Context, document: Entry[Document]) -> Iterator[Finding]:
    """Numbers count up by one: the last part of each from that of the number before it."""
    before: list[int] | None = None
    for locator in document.model.records:
        id = f"{document.id}/{locator}"
        facts = context.facts.get(id)
        if facts is None:
            before = None  # it could not be read, so what follows it is not known
            continue
        if facts.number is None:
            continue
        parts = facts.number.replace("-", ".").split(".")
        if not all(part.isdigit() for part in parts):
            continue
        here = [int(part) for part in parts]
        if before is not None and not _follows(before, here):
            shown = ".".join(map(str, before))
            entry = context.corpus.records[id]
            yield entry.finding("E207", "number", value=facts.number, before=shown)
        before = here


def _follows(before: list[int], here: list[int]) -> bool:
    if len(before) != len(here):
        return False
    if here[:-1] == before[:-1]:
        return here[-1] == before[-1] + 1
    return here[-1] == 1 and here[:-2] == before[:-2] and here[-2] == before[-2] + 1


@corpus_check("W209")
def orphans(context: Context) -> Iterator[Finding]:
    """Every entity with evidence in the witnesses is named in a text (if only inside a longer
    name), every topic is used."""
    corpus = context.corpus
    if corpus.broken:
        return  # what a broken file uses is not known
    used = {id for facts in context.facts.values() for id in facts.entities}
    topics = {id for facts in context.facts.values() for id in facts.topics}
    unlisted = [
        entity
        for entity in corpus.entities.values()
        if entity.model.evidence != "external" and entity.id not in used
    ]
    for record in corpus.records.values() if unlisted else ():
        texts = {lang: canonical(record.model.text, lang) for lang in LANGS}
        unlisted = [
            entity
            for entity in unlisted
            if not any(n in texts[lang] for lang in LANGS for n in names_of(entity.model, lang))
        ]
    for entity in unlisted:
        yield entity.finding("W209", "id", value=entity.id, kind="entity")
    if corpus.topics is not None:
        for index, topic in enumerate(corpus.topics.model.topics):
            if topic.id not in topics and not any(
                other.broader == topic.id for other in corpus.topics.model.topics
            ):
                at = ("topics", index, "id")
                yield corpus.topics.finding("W209", *at, value=topic.id, kind="topic")
