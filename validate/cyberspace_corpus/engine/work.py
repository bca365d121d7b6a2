"""What an engine has to do: pure functions of a job, which may run anywhere and in any order.

Every rule but a few is about one document: its file, its sources, its records. So a document is
what is judged at a time, and what a process holds beside the entities and the vocabularies. What
the few other rules need to know of it comes back in its :class:`Part`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus import __version__
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry, File, path_of, read, read_file
from cyberspace_corpus.engine.line import entry_of_line
from cyberspace_corpus.engine.records import NOWHERE, Stretch, records_of
from cyberspace_corpus.facts import Facts
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.check import CORPUS_CHECKS
from cyberspace_corpus.rules.run import check_record, conclude
from cyberspace_corpus.shelf import Shelf
from cyberspace_corpus.tree import walk
from cyberspace_corpus.witness.apparatus import canonical

OF_ALL: Final = frozenset({"orphans", "concordances", "promises", "redirects"})
"""The checks that are not about one document."""

OF_NAMES: Final = frozenset({"registry"})
"""The checks that look at every entity; a document needs them for its dates alone."""

BY_DOCUMENT: Final = ("data/records/", "data/documents/", "data/sources/")
"""What is read only when its document is judged; records come from the file of records."""


class Changed(Exception):
    """The records, or the files that all documents share, are not those of the run's beginning."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is about: the root of the corpus, the file of records (and what findings call
    it), and the digest of the files that all documents share."""

    root: str
    records: str
    called: str
    shared: str


Places = tuple[tuple[str, tuple[Stretch, ...]], ...]
"""Documents, each with where its records stand."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to judge."""

    plan: Plan
    documents: Places


@dataclass(frozen=True, slots=True)
class Part:
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
    """Its id and that of a record of another document, for each that it names."""


class Room:
    """The files at a pattern, each read when it is asked for: what came of reading one, by id,
    and what it holds."""

    def __init__(self, root: Path, pattern: str, paths: Iterable[str]) -> None:
        self._pattern = pattern
        head, tail = pattern.split("*")
        fitting = (path for path in paths if path.startswith(head) and path.endswith(tail))
        ids = [path[len(head) : -len(tail)] for path in fitting]
        self.files = Shelf[File](ids, lambda id: read_file(root, self.path(id)))
        self.held = Shelf[Any](ids, lambda id: self.files[id].held)

    def path(self, id: str) -> str:
        return self._pattern.replace("*", id)


@dataclass(frozen=True)
class Shared:
    """What all documents share. ``corpus`` has no records, and reads documents and sources one
    by one."""

    corpus: Corpus
    documents: Room
    sources: Room
    lines: Room
    findings: tuple[Finding, ...]
    digest: str
    files: int

    @cached_property
    def context(self) -> Context:
        return Context(self.corpus)


def shared_of(root: Path) -> Shared:
    """Read what all documents share."""
    reading = read(root, left_out=BY_DOCUMENT)
    paths = list(walk(root, [], set()))
    documents = Room(root, "data/documents/*.yaml", paths)
    sources = Room(root, "data/sources/*.yaml", paths)
    lines = Room(root, "data/sources/*.txt", paths)
    digest = hashlib.sha256(__version__.encode())
    for path, file in reading.files.items():
        content = file.held.raw if isinstance(file.held, Entry) else repr(file.held).encode()
        digest.update(f"\0{path}\0{len(content)}\0".encode() + content)
    rooms = (documents, sources, lines)
    return Shared(
        replace(reading.corpus, documents=documents.held, sources=sources.held, lines=lines.held),
        *rooms,
        tuple(reading.findings),
        digest.hexdigest(),
        len(reading.files) + sum(len(room.held) for room in rooms),
    )


@lru_cache(maxsize=1)
def shared_by(plan: Plan) -> Shared:
    """The same, once in a process and a run; :class:`Changed` if it is not the same."""
    shared = shared_of(Path(plan.root))
    if shared.digest != plan.shared:
        raise Changed
    return shared


def run(
    corpus: Corpus, wanted: Callable[[str], bool], facts: Mapping[str, Facts] | None = None
) -> list[Finding]:
    """Run those checks of a corpus whose names are wanted; ``facts`` are those of its records,
    where these are not at hand."""
    checks = [check for check in CORPUS_CHECKS if wanted(check.__name__)]
    return conclude(Context(corpus, facts), checks)


def check(job: Job) -> list[tuple[Part, None]]:
    """Judge the documents of a job, each by itself."""
    shared = shared_by(job.plan)
    readings = (Reading(shared, job.plan, (one,)) for one in job.documents)
    return [(judged(shared, reading), None) for reading in readings]


def judged(shared: Shared, reading: Reading) -> Part:
    """What all checks of a document find, and what the rules about all need of it."""
    (id,) = reading.documents
    corpus, findings = reading.corpus, list(reading.findings)
    for entry in corpus.records.values():
        findings += check_record(entry, shared.context)
    documents = corpus.documents.values()
    facts = tuple(
        (id, fact.evidence)
        for document in documents
        for fact in document.model.facts
        if fact.evidence != "external" and not fact.evidence.startswith(f"{id}/")
    )
    # Whether records of other documents are there is asked for all of them at the end.
    assumed = {path_of("record", record) for _, record in facts}
    corpus = replace(corpus, broken=corpus.broken | assumed)
    findings += run(corpus, lambda name: name not in OF_ALL | OF_NAMES)
    findings += run(replace(corpus, entities={}, compounds=None), OF_NAMES.__contains__)
    records = [entry.model for entry in corpus.records.values()]
    return Part(
        reading.placed(findings),
        reading.count,
        frozenset(entity for record in records for entity in record.entities),
        frozenset(topic for record in records for topic in record.topics),
        tuple(f"{id}/{section.id}" for entry in documents for section in entry.model.sections),
        reading.sources,
        reading.broken,
        facts,
    )


def between(job: Job) -> tuple[Reading, Corpus]:
    """The documents of a job, and as a corpus with the concordances between them."""
    shared = shared_by(job.plan)
    reading = Reading(shared, job.plan, job.documents)
    chosen = {
        id: entry
        for id, entry in shared.corpus.concordances.items()
        if {entry.model.source, entry.model.target} == set(reading.documents)
    }
    return reading, replace(reading.corpus, concordances=chosen)


def compare(job: Job) -> tuple[Finding, ...]:
    """Judge the concordances between the documents of a job."""
    reading, corpus = between(job)
    return reading.placed(list(run(corpus, "concordances".__eq__)))


def named(job: Job, surfaces: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Which of the entities have one of their surfaces in a text of the job."""
    reading = Reading(shared_by(job.plan), job.plan, job.documents)
    records = reading.corpus.records.values()
    texts = "\n".join(canonical(one.model.text, lang) for one in records for lang in LANGS)
    return frozenset(id for id, words in surfaces.items() if any(word in texts for word in words))


class Reading:
    """Documents with their sources and records, as a corpus of their own, and what was found
    in reading them."""

    def __init__(self, shared: Shared, plan: Plan, documents: Places) -> None:
        self._plan = plan
        self.documents = tuple(id for id, _ in documents)
        self._numbers: dict[str, int] = {}  # of the records, by the paths of their entries
        self.count = 0
        self.findings: list[Finding] = []
        broken: set[str] = set()
        records: dict[str, Entry[Record]] = {}
        for _, stretches in documents:
            self._read(stretches, records, broken)

        def held(room: Room, ids: Sequence[str]) -> dict[str, Any]:
            for id in ids:
                file = room.files.get(id)
                self.findings += file.findings if file else ()
                if file and file.held is None:
                    broken.add(room.path(id))
            return {id: value for id in ids if (value := room.held.get(id)) is not None}

        found = held(shared.documents, [id for id, _ in documents])
        sources = sorted({id for entry in found.values() for id in entry.model.sources})
        self.sources = frozenset(sources)
        self.corpus = replace(
            shared.corpus,
            documents=found,
            sources=held(shared.sources, sources),
            lines=held(shared.lines, sources),
            records=records,
            concordances={},
            broken=shared.corpus.broken | broken,
        )
        self.broken = frozenset(broken)

    def _read(
        self, stretches: Sequence[Stretch], records: dict[str, Entry[Record]], broken: set[str]
    ) -> None:
        for raw in records_of(Path(self._plan.records)).read(stretches):
            self.count += 1
            place = self._plan.called, raw.number, 1
            path = path_of("record", raw.id)
            if raw.id == NOWHERE:
                values = {"value": "id", "hint": "Id of the record", "example": "id: wic-2020/7"}
                self.findings.append(Finding("E202", *place, None, values))
                broken.add(path)
            elif path in self._numbers:
                self.findings.append(Finding("E206", *place, raw.id, {"value": raw.id}))
            else:
                self._numbers[path] = raw.number
                entry, findings = entry_of_line(raw)
                self.findings += findings
                if entry is None:
                    broken.add(path)
                else:
                    records[raw.id] = entry

    def placed(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings with those in records where they are in the file of records."""
        return tuple(map(self._placed, findings))

    def _placed(self, finding: Finding) -> Finding:
        number = self._numbers.get(finding.path)
        if number is None:
            return finding
        values = dict(finding.values)
        if finding.rule == "E106":  # which names a line itself
            values["first"] = str(number)
        return replace(finding, path=self._plan.called, line=number, values=values)
