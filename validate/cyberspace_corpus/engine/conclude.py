"""The rules about all documents, once each document has been judged by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from cyberspace_corpus.annotate.names import names_of
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry, path_of
from cyberspace_corpus.engine.join import Ids
from cyberspace_corpus.engine.local import Engine
from cyberspace_corpus.engine.reading import Index, Plan, Shared, Stretch
from cyberspace_corpus.engine.work import OF_NAMES, Job, Part, compare, named, run
from cyberspace_corpus.facts import Facts
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.document import Document, Section
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.published.redirection import KINDS
from cyberspace_corpus.rules.identity import released

PASSING: Final = frozenset({"E101", "E901", "E902"})
"""Rules of what may be otherwise the next time: files that move, and faults of this program."""


@dataclass
class Total:
    """What came of all documents together."""

    findings: list[Finding]
    broken: set[str]
    digests: dict[str, str | None] = field(default_factory=dict)
    """Of every file that was read, by path."""
    documents: int = 0
    records: int = 0
    entities: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    facts: list[tuple[str, str]] = field(default_factory=list)

    def add(self, part: Part, ids: Ids) -> None:
        self.findings += part.findings
        self.broken |= part.broken
        self.documents += 1
        self.records += part.records
        self.entities |= part.entities
        self.topics |= part.topics
        self.sources |= part.sources
        self.facts += part.facts
        self.see(part.digests)
        for section in part.sections:
            ids.add(KINDS["sections"] + section)

    def see(self, digests: Iterable[tuple[str, str | None]]) -> None:
        """Take note of files that were read. One that is not what it was before is a finding."""
        for path, digest in digests:
            if self.digests.setdefault(path, digest) != digest:
                values = {"value": "changed while it was checked"}
                self.findings.append(Finding("E101", path, 1, 1, None, values))

    @property
    def whole(self) -> bool:
        """Whether the same would be found the next time, if no file was another."""
        told = any(finding.rule in PASSING for finding in self.findings)
        return not told and None not in self.digests.values()


def jobs_of(plan: Plan, index: Index, size: int) -> Iterator[Job]:
    """The documents in their order, as many together as come to the size of a job."""
    gathered: list[tuple[str, tuple[Stretch, ...]]] = []
    held = 0
    for id, stretches in index.items():
        gathered.append((id, tuple(stretches)))
        held += sum(stretch.end - stretch.start for stretch in stretches)
        if held >= size:
            yield Job(plan, tuple(gathered))
            gathered, held = [], 0
    if gathered:
        yield Job(plan, tuple(gathered))


def pairs(shared: Shared, plan: Plan, index: Index) -> list[Job]:
    """The pairs of documents that concordances are about."""
    models = [entry.model for entry in shared.corpus.concordances.values()]
    ids = {frozenset((model.source, model.target)) for model in models}
    return [
        Job(plan, tuple((id, tuple(index.get(id, ()))) for id in pair))
        for pair in sorted(map(sorted, ids))
    ]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The rules about all documents, once each of them has been judged."""

    shared: Shared
    plan: Plan
    index: Index
    ids: Ids
    engine: Engine
    size: int
    total: Total

    def findings(self) -> Iterator[Finding]:
        corpus = replace(
            self.shared.corpus,
            documents={},
            sources={},
            lines={},
            broken=frozenset(self.total.broken),
        )
        yield from run(self.shared.context.over(corpus), {"listings", *OF_NAMES}.__contains__)
        yield from self._sources(corpus)
        corpus = replace(corpus, broken=frozenset(self.total.broken))
        yield from self._facts(corpus)
        yield from self._concordances()
        yield from self._orphans(corpus)
        yield from self._released(corpus)

    def _sources(self, corpus: Corpus) -> Iterator[Finding]:
        """Sources that no document names, which nobody has looked at so far."""
        shared = self.shared
        left = (shared.sources.held.keys() | shared.lines.held.keys()) - self.total.sources
        for id in sorted(left):
            held: list[dict[str, Any]] = []
            for room in (shared.sources, shared.lines):
                read = room.read.get(id)
                if read is not None:
                    self.total.see([(room.path(id), read.digest)])
                    yield from read.file.findings
                    if read.file.held is None:
                        self.total.broken.add(room.path(id))
                value = room.held.get(id)
                held.append({} if value is None else {id: value})
            sources, lines = held
            alone = replace(
                corpus,
                sources=sources,
                lines=lines,
                entities={},
                compounds=None,
                broken=frozenset(self.total.broken),
            )
            yield from run(Context(alone), {"received", "omissions", *OF_NAMES}.__contains__)
            everything = replace(alone, documents=shared.documents.held)
            yield from run(Context(everything), "copies".__eq__)
            named = {source.model.document for source in sources.values()}
            of = {id: entry for id in named if (entry := shared.documents.held.get(id))}
            yield from run(Context(replace(alone, documents=of)), "partition".__eq__)

    def _facts(self, corpus: Corpus) -> Iterator[Finding]:
        """Facts of documents that rest on records which are not there."""
        there = self._among(record for _, record in self.total.facts)
        for id in sorted({id for id, record in self.total.facts if record not in there}):
            alone = replace(
                corpus,
                documents={id: self.shared.documents.held[id]},
                records=_names_only(there),
            )
            yield from run(Context(alone), "evidence".__eq__)

    def _among(self, ids: Iterable[str]) -> set[str]:
        """Those ids of records and sections that are there."""
        there = self.ids.among(ids)
        return {id for id in there if path_of("record", id) not in self.total.broken}

    def _concordances(self) -> Iterator[Finding]:
        jobs = pairs(self.shared, self.plan, self.index)
        for findings, digests in self.engine(compare, jobs):
            self.total.see(digests)
            yield from findings

    def _orphans(self, corpus: Corpus) -> Iterator[Finding]:
        """Entities and topics that no record lists; an entity may yet stand in a text, inside a
        longer name."""
        entities, topics = tuple(self.total.entities), tuple(self.total.topics)
        everything = {"": Facts(None, "", None, (), entities, topics)}
        found = list(run(Context(corpus, everything), "orphans".__eq__))
        unlisted = {f.values["value"] for f in found if f.values.get("kind") == "entity"}
        if unlisted:
            surfaces = {
                id: tuple(n for lang in LANGS for n in names_of(corpus.entities[id].model, lang))
                for id in sorted(unlisted)
            }
            jobs = jobs_of(self.plan, self.index, self.size)
            for standing, digests in self.engine(partial(named, surfaces=surfaces), jobs):
                self.total.see(digests)
                unlisted -= standing
        for finding in found:
            if finding.values.get("kind") != "entity" or finding.values["value"] in unlisted:
                yield finding

    def _released(self, corpus: Corpus) -> Iterator[Finding]:
        """Promises of releases, and redirects: about those records and sections alone that they
        name, each with nothing but its id."""
        redirects = corpus.redirects.model.redirects if corpus.redirects else []
        wanted = {id for ids in released(corpus).values() for id in ids}
        wanted |= {id for redirect in redirects for id in (redirect.id, *redirect.to)}
        if not wanted:
            return
        there = self._among(wanted)
        records = {id for id in there if ":" not in id}
        sections: dict[str, list[Section]] = {}
        for id in there - records:
            document, _, section = id.removeprefix(KINDS["sections"]).partition("/")
            sections.setdefault(document, []).append(Section.model_construct(id=section))
        names_only = replace(
            corpus,
            records=_names_only(records),
            documents={
                id: Entry("", id, Document.model_construct(sections=found), b"")
                for id, found in sections.items()
            },
        )
        yield from run(Context(names_only), {"promises", "redirects"}.__contains__)


def _names_only(records: Iterable[str]) -> dict[str, Entry[Record]]:
    empty = Record.model_construct()
    return {id: Entry("", id, empty, b"") for id in records}
