"""What an engine has to do: pure functions of a job, which may run anywhere and in any order.

Every rule but a few is about one document: its file, its sources, its records. So a document is
what is judged at a time, and what a process holds beside the entities and the vocabularies. What
the few other rules need to know of it comes back in its :class:`Part`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.engine.line import in_lines
from cyberspace_corpus.engine.reading import Plan, Reading, Shared, Stretch, in_files, shared_by
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.rules.check import CORPUS_CHECKS
from cyberspace_corpus.rules.run import check_record, conclude
from cyberspace_corpus.witness.apparatus import canonical

OF_ALL: Final = frozenset(
    {"listings", "orphans", "evidence", "concordances", "promises", "redirects"}
)
"""The checks that are not about one document."""

OF_IDS: Final = frozenset({"copies", "identities"})
"""The checks that ask which other documents and sources there are."""

OF_NAMES: Final = frozenset({"registry"})
"""The checks that look at every entity; a document needs them for its dates alone."""

OF_LINES: Final = frozenset({"partition"})
"""The checks of what a document makes of its own sources."""

AT_HAND: Final = 500
"""Records whose documents are kept once they are read, since some rules come back to them: a
corpus of a few documents is not read twice, and a large one does not fill the memory."""

Digests = tuple[tuple[str, str | None], ...]
"""Files by their paths, as they were read: the digest of each (None: it had no bytes)."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to judge, each with where its records stand."""

    plan: Plan
    documents: tuple[tuple[str, tuple[Stretch, ...]], ...]


class Part(NamedTuple):
    """What came of a document: findings, and what the rules about all documents need of it."""

    findings: tuple[Finding, ...]
    records: int
    """How many records it has."""
    entities: frozenset[str]
    """Entities that they list."""
    topics: frozenset[str]
    sections: tuple[str, ...]
    sources: frozenset[str]
    """Sources that were judged with it."""
    broken: frozenset[str]
    facts: tuple[tuple[str, str], ...]
    """Its id and that of a record, for each that its facts rest on."""
    digests: Digests
    """The files that were read for it."""


def readings(job: Job) -> Iterator[Reading]:
    """The documents of a job, read one by one; or kept from before, as long as few are."""
    shared, plan = shared_by(job.plan), job.plan
    for id, stretches in job.documents:
        reading = shared.readings.get(id)
        if reading is None:
            in_one = plan.records is not None
            found = in_lines(plan, stretches) if in_one else in_files(shared, plan, id)
            reading = Reading(shared, plan, id, found)
            kept = sum(one.count + 1 for one in shared.readings.values())
            if kept + reading.count < AT_HAND:
                shared.readings[id] = reading
        yield reading


def check(job: Job) -> list[tuple[Part, None]]:
    """Judge the documents of a job, each by itself."""
    shared = shared_by(job.plan)
    return [(judged(shared, reading), None) for reading in readings(job)]


def run(context: Context, wanted: Callable[[str], bool]) -> list[Finding]:
    """Run those checks of a corpus whose names are wanted."""
    return conclude(context, [check for check in CORPUS_CHECKS if wanted(check.__name__)])


def judged(shared: Shared, reading: Reading) -> Part:
    """What all checks of a document find, and what the rules about all need of it."""
    corpus, findings = reading.corpus, list(reading.findings)
    # Which other documents there are is known; what is in them no record may rest on.
    context = shared.context.over(replace(corpus, documents=shared.documents.held))
    for entry in corpus.records.values():
        findings += check_record(entry, context)
    own = {
        id: source
        for id, source in corpus.sources.items()
        if source.model.document == reading.document
    }
    elsewhere = OF_ALL | OF_IDS | OF_LINES | OF_NAMES
    findings += run(shared.context.over(corpus), lambda name: name not in elsewhere)
    findings += run(Context(replace(corpus, documents=shared.documents.held)), "copies".__eq__)
    findings += run(Context(replace(corpus, sources=shared.sources.held)), "identities".__eq__)
    findings += run(Context(replace(corpus, sources=own)), OF_LINES.__contains__)
    nameless = replace(corpus, entities={}, compounds=None)
    findings += run(Context(nameless), OF_NAMES.__contains__)
    records = [entry.model for entry in corpus.records.values()]
    return Part(
        reading.placed(findings),
        reading.count,
        frozenset(entity for record in records for entity in record.entities),
        frozenset(topic for record in records for topic in record.topics),
        tuple(
            f"{document.id}/{section.id}"
            for document in corpus.documents.values()
            for section in document.model.sections
        ),
        reading.sources - (corpus.sources.keys() - own.keys()),
        reading.broken,
        tuple(
            (document.id, fact.evidence)
            for document in corpus.documents.values()
            for fact in document.model.facts
            if fact.evidence != "external"
        ),
        tuple(reading.digests.items()),
    )


def between(job: Job) -> tuple[list[Reading], Corpus]:
    """The documents of a job, and as a corpus with the concordances between them."""
    shared = shared_by(job.plan)
    found = list(readings(job))
    corpus = found[0].corpus
    for other in (reading.corpus for reading in found[1:]):
        corpus = replace(
            corpus,
            sources={**corpus.sources, **other.sources},
            lines={**corpus.lines, **other.lines},
            records={**corpus.records, **other.records},
            broken=corpus.broken | other.broken,
        )
    chosen = {
        id: entry
        for id, entry in shared.corpus.concordances.items()
        if {entry.model.source, entry.model.target} == {id for id, _ in job.documents}
    }
    return found, replace(corpus, documents=shared.documents.held, concordances=chosen)


def compare(job: Job) -> tuple[tuple[Finding, ...], Digests]:
    """Judge the concordances between the documents of a job."""
    found, corpus = between(job)
    findings = tuple(run(Context(corpus), "concordances".__eq__))
    for reading in found:
        findings = reading.placed(findings)
    return findings, _digests(found)


def named(job: Job, surfaces: Mapping[str, tuple[str, ...]]) -> tuple[frozenset[str], Digests]:
    """Which of the entities have one of their surfaces in a text of the job."""
    found = list(readings(job))
    texts = "\n".join(
        canonical(entry.model.text, lang)
        for reading in found
        for entry in reading.corpus.records.values()
        for lang in LANGS
    )
    standing = (id for id, words in surfaces.items() if any(word in texts for word in words))
    return frozenset(standing), _digests(found)


def _digests(found: list[Reading]) -> Digests:
    return tuple(item for reading in found for item in reading.digests.items())
