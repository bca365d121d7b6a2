"""From the authored corpus to the rows of the published tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher

from cyberspace_corpus.annotate.dates import bounds, place
from cyberspace_corpus.annotate.names import occurrences_of
from cyberspace_corpus.build.about import TITLE, VERSION
from cyberspace_corpus.collation import Unit, lemmas, unit_of_record
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.model.base import LANGS, Lang, Statuses
from cyberspace_corpus.model.document import Document, Section
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.source import Source
from cyberspace_corpus.published import corpus as published
from cyberspace_corpus.published import rows
from cyberspace_corpus.witness.lines import pick


def publish(corpus: Corpus) -> published.Corpus:
    """All published rows of a corpus that has passed its checks."""
    context = Context(corpus)
    return published.Corpus(
        version=VERSION,
        title=TITLE["en"],
        documents=tuple(document(context, corpus, entry) for entry in chronological(corpus)),
        sources=tuple(source(entry.model) for entry in corpus.sources.values()),
        entities=tuple(_entity(entry.model) for entry in corpus.entities.values()),
        entity_types=tuple(_entity_types(corpus)),
        concordance=tuple(concordance(corpus)),
        unmatched=tuple(unmatched(corpus)),
        terms=tuple(_terms(corpus)),
        topics=tuple(_topics(corpus)),
        redirects=tuple(_redirects(corpus)),
    )


def chronological(corpus: Corpus) -> list[Entry[Document]]:
    """The documents by date of issue, then by id."""
    return sorted(corpus.documents.values(), key=lambda entry: (entry.model.issued, entry.id))


def document(context: Context, corpus: Corpus, entry: Entry[Document]) -> rows.Document:
    """The row of a document, with its sections and records; these, and the lines of its sources,
    are those of ``corpus``, and ``context`` knows the names."""
    model = entry.model
    earliest, latest = bounds(model.issued)
    return rows.Document(
        id=model.id,
        kind=model.kind,
        title_zh=model.title.zh,
        title_en=model.title.en,
        issuer=model.issuer,
        issued=model.issued,
        issued_earliest=earliest,
        issued_latest=latest,
        released=model.released,
        status_zh=model.languages.zh,
        status_en=model.languages.en,
        sources=tuple(model.sources),
        external_facts=tuple(
            f"{fact.field} ({fact.evidence}): {fact.note}" for fact in model.facts
        ),
        note=model.note,
        sections=tuple(_sections(model)),
        records=tuple(
            _record(context, corpus, record, position)
            for position, record in enumerate(corpus.in_order(entry), 1)
        ),
    )


def _sections(document: Document) -> Iterable[rows.Section]:
    levels: dict[str | None, int] = {None: 0}
    for position, section in enumerate(document.sections, 1):
        levels[section.id] = level = levels[section.parent] + 1
        yield _section(document, section, level, position)


def _section(document: Document, section: Section, level: int, position: int) -> rows.Section:
    statuses = section.status or document.languages
    return rows.Section(
        id=f"{document.id}/{section.id}",
        document=document.id,
        parent=f"{document.id}/{section.parent}" if section.parent else None,
        level=level,
        position=position,
        label_zh=section.label.zh,
        label_en=section.label.en,
        heading_zh=section.heading.zh,
        heading_en=section.heading.en,
        status_zh=statuses.zh,
        status_en=statuses.en,
    )


def _record(context: Context, corpus: Corpus, entry: Entry[Record], position: int) -> rows.Record:
    record, id = entry.model, entry.id
    statuses = context.status(entry) or Statuses(zh="lacuna", en="lacuna")
    texts = {lang: context.text(entry, lang) for lang in LANGS}
    return rows.Record(
        id=id,
        document=record.document,
        section=f"{record.document}/{record.section}" if record.section else None,
        kind=record.kind,
        number=record.number,
        position=position,
        text_zh=texts["zh"] or None,
        text_en=texts["en"] or None,
        status_zh=statuses.zh,
        status_en=statuses.en,
        label_zh=record.label.zh,
        label_en=record.label.en,
        reviewed=record.review is not None,
        entities=tuple(record.entities),
        topics=tuple(record.topics),
        note=record.note,
        segments=tuple(
            rows.Segment(id, number, segment.zh, segment.en, segment.made_from)
            for number, segment in enumerate(record.text, 1)
        ),
        provenance=tuple(_provenance(corpus, entry)),
        variants=tuple(_variants(unit_of_record(entry), id)),
        mentions=tuple(
            rows.Mention(id, lang, m.start, m.end, m.surface, m.entity)
            for lang in LANGS
            for m in context.mentions(entry, lang)
            if m.entity is not None
        ),
        dates=tuple(_dates(record, id, texts)),
        quantities=tuple(_quantities(record, id, texts)),
        differences=tuple(_differences(record, id)),
    )


def _provenance(corpus: Corpus, entry: Entry[Record]) -> Iterable[rows.Provenance]:
    """A row for each run of lines that follow one another in the file."""
    for witness in entry.model.witnesses:
        for lang in LANGS:
            spec = getattr(witness, lang)
            if spec is None:
                continue
            lines = corpus.lines[witness.source]
            run: list[int] = []
            for line in pick(lines, spec):
                blank = (
                    all(not row.text.strip() for row in lines[run[-1] : line.number - 1])
                    if run
                    else True
                )
                if run and not (line.number > run[-1] and blank):
                    yield _stretch(corpus, entry.id, lang, witness.source, run)
                    run = []
                run.append(line.number)
            if run:
                yield _stretch(corpus, entry.id, lang, witness.source, run)


def _stretch(corpus: Corpus, id: str, lang: Lang, source: str, run: list[int]) -> rows.Provenance:
    first, last = corpus.lines[source][run[0] - 1], corpus.lines[source][run[-1] - 1]
    end = last.offset + len(last.text)
    return rows.Provenance(id, lang, source, first.number, last.number, first.offset, end)


def _variants(unit: Unit, id: str) -> Iterable[rows.Variant]:
    for lang in LANGS:
        found, _ = lemmas(unit, lang)
        for lemma in sorted(found, key=lambda lemma: (lemma.start, lemma.index)):
            variant = lemma.variant
            words = getattr(variant, lang)
            base = next(w.source for w in unit.witnesses if getattr(w, lang) is not None)
            readings = variant.readings or {base: words}
            for source in sorted(readings):
                yield rows.Variant(
                    record=id,
                    lang=lang,
                    source=source,
                    start=lemma.start,
                    end=lemma.end,
                    lemma=words,
                    reading=readings[source],
                    type=variant.type,
                    note=variant.note,
                    conjecture=variant.conjecture,
                )


def _dates(record: Record, id: str, texts: dict[Lang, str]) -> Iterable[rows.Date]:
    for lang in LANGS:
        surfaces = [(i, s) for i, d in enumerate(record.dates) if (s := getattr(d, lang))]
        for stretch in place(texts[lang], surfaces):
            date = record.dates[stretch.index]
            earliest, latest = bounds(date.edtf) if date.edtf else (None, None)
            yield rows.Date(
                record=id,
                lang=lang,
                start=stretch.start,
                end=stretch.end,
                surface=texts[lang][stretch.start : stretch.end],
                edtf=date.edtf,
                kind=date.kind,
                earliest=earliest,
                latest=latest,
                note=date.note,
            )


def _quantities(record: Record, id: str, texts: dict[Lang, str]) -> Iterable[rows.Quantity]:
    for lang in LANGS:
        used: dict[str, int] = {}
        found: list[rows.Quantity] = []
        for quantity in record.quantities:
            surface = getattr(quantity, lang)
            if surface is None:
                continue
            places = occurrences_of(texts[lang], surface)
            start = places[min(used.get(surface, 0), len(places) - 1)]
            used[surface] = used.get(surface, 0) + 1
            value = Decimal(quantity.value) * Decimal(quantity.scale)
            found.append(
                rows.Quantity(
                    record=id,
                    lang=lang,
                    start=start,
                    end=start + len(surface),
                    surface=surface,
                    value=f"{value.normalize():f}",
                    unit=quantity.unit,
                    comparator=quantity.comparator,
                    printed=quantity.value,
                    scale=quantity.scale,
                    currency=quantity.currency,
                    as_of=quantity.as_of,
                    measures=quantity.measures,
                    note=quantity.note,
                )
            )
        yield from sorted(found, key=lambda row: (row.start, row.end))


def _differences(record: Record, id: str) -> Iterable[rows.Difference]:
    count: dict[int, int] = {}
    for difference in sorted(record.differences, key=lambda d: d.segment):
        position = count[difference.segment] = count.get(difference.segment, 0) + 1
        yield rows.Difference(
            id,
            difference.segment,
            position,
            difference.kind,
            difference.zh,
            difference.en,
            difference.note,
        )


def source(model: Source) -> rows.Source:
    """The row of a source."""
    return rows.Source(
        id=model.id,
        document=model.document,
        path=f"data/sources/{model.id}.txt",
        sha256=model.sha256,
        publisher=model.publisher.en,
        script=model.script,
        rights=model.rights.statement.en,
        publisher_zh=model.publisher.zh,
        rights_zh=model.rights.statement.zh,
        rights_basis=model.rights.basis,
        languages=tuple(model.languages),
        published=model.published,
        url=model.url,
        description_zh=model.description.zh,
        description_en=model.description.en,
        normalisations_zh=tuple(model.normalisations.zh),
        normalisations_en=tuple(model.normalisations.en),
        gaps=tuple(model.gaps),
    )


def _entity(model: Entity) -> rows.Entity:
    identifiers = {identifier.scheme: identifier.value for identifier in model.identifiers}
    return rows.Entity(
        id=model.id,
        type=model.type,
        name_zh=model.name.zh,
        name_en=model.name.en,
        aliases_zh=tuple(model.aliases.zh),
        aliases_en=tuple(model.aliases.en),
        acronyms=tuple(model.acronyms),
        part_of=model.part_of,
        predecessor=model.predecessor,
        successor=model.successor,
        not_to_be_confused_with=tuple(model.not_to_be_confused_with),
        iso3166=identifiers.get("iso3166-1"),
        wikidata=identifiers.get("wikidata"),
        ror=identifiers.get("ror"),
        description_zh=model.description.zh,
        description_en=model.description.en,
        evidence=model.evidence,
        note=model.note,
    )


def _entity_types(corpus: Corpus) -> Iterable[rows.EntityType]:
    types = corpus.entity_types.model.types if corpus.entity_types else []
    for t in types:
        yield rows.EntityType(t.id, t.label.zh, t.label.en, t.definition.zh, t.definition.en)


def _topics(corpus: Corpus) -> Iterable[rows.Topic]:
    for t in corpus.topics.model.topics if corpus.topics else []:
        yield rows.Topic(t.id, t.label.zh, t.label.en, t.definition.zh, t.definition.en, t.broader)


def _terms(corpus: Corpus) -> Iterable[rows.Term]:
    for t in corpus.terms.model.terms if corpus.terms else []:
        yield rows.Term(t.id, t.zh, t.en, tuple(t.also), t.attested, t.note)


def _redirects(corpus: Corpus) -> Iterable[rows.Redirect]:
    for r in corpus.redirects.model.redirects if corpus.redirects else []:
        day = datetime.date.fromisoformat(r.date)
        yield rows.Redirect(r.id, r.kind, tuple(r.to), day, r.reason)


def concordance(corpus: Corpus) -> Iterable[rows.Concordance]:
    """The pairs of the corpus's concordances."""
    for entry in corpus.concordances.values():
        model = entry.model
        for pair in model.pairs:
            source, target = f"{model.source}/{pair.source}", f"{model.target}/{pair.target}"
            yield rows.Concordance(
                source_record=source,
                target_record=target,
                relation=pair.relation,
                similarity=similarity(corpus, source, target),
                added=tuple(pair.added),
                cut=tuple(pair.cut),
                note=pair.note,
            )


def similarity(corpus: Corpus, one: str, other: str) -> float | None:
    """Likeness of the Chinese of two records, 0 to 1: twice the matching characters over all
    (Ratcliff and Obershelp, as in :mod:`difflib`); None where one has no Chinese."""
    texts = {
        id: "".join(segment.zh or "" for segment in corpus.records[id].model.text)
        for id in (one, other)
    }
    if not texts[one] or not texts[other]:
        return None
    return round(SequenceMatcher(None, texts[one], texts[other], autojunk=False).ratio(), 4)


def unmatched(corpus: Corpus) -> Iterable[rows.Unmatched]:
    """The records without a counterpart, as the corpus's concordances have them."""
    for entry in corpus.concordances.values():
        model = entry.model
        for item in model.unmatched:
            other = model.target if item.relation == "dropped" else model.source
            yield rows.Unmatched(item.record, other, item.relation, item.note)
