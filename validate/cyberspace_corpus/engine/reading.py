"""Reading one document after the other: what all of them share once, and then of each its file,
its sources and its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from cyberspace_corpus import __version__
from cyberspace_corpus.cache import combined, digest
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry, File, assemble, file_of, raw_of, unreadable
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.shelf import Shelf
from cyberspace_corpus.tree import walk
from cyberspace_corpus.yamlio.reader import Unreadable

RECORDS: Final = "data/records/"
BY_DOCUMENT: Final = (RECORDS, "data/documents/", "data/sources/")
"""What is read only when its document is judged."""


class Changed(Exception):
    """The records, or the files that all documents share, are not those of the run's beginning."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is about: the root of the corpus, the digest of the files that all documents
    share, and the file of records and what findings call it (None if each record has a file of
    its own)."""

    root: str
    shared: str
    records: str | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records that follow one another: the number of the first, from 1, and where they begin
    and end (bytes of JSON Lines, rows of Parquet, files of a folder; half-open)."""

    number: int
    start: int
    end: int


Index = dict[str, list[Stretch]]
"""Where the records of each document stand, by its id."""


class Read(NamedTuple):
    """A file that was read: the digest of its bytes (None if it had none), and what they hold."""

    digest: str | None
    file: File


def read(root: Path, path: str) -> Read:
    """Read one of the paths that :func:`~cyberspace_corpus.tree.walk` yields."""
    try:
        raw = raw_of(root, path)
    except Unreadable as problem:
        return Read(None, unreadable(path, problem))
    return Read(digest(raw), file_of(path, raw))


class Room:
    """The files at a pattern, each read when it is asked for: what came of reading one, by id,
    and what it holds."""

    def __init__(self, root: Path, pattern: str, paths: Iterable[str]) -> None:
        self._pattern = pattern
        head, tail = pattern.split("*")
        fitting = (path for path in paths if path.startswith(head) and path.endswith(tail))
        ids = {path[len(head) : -len(tail)]: None for path in fitting}
        self.read = Shelf[Read](ids, lambda id: read(root, self.path(id)))
        self.held = Shelf[Any](ids, lambda id: self.read[id].file.held)

    def path(self, id: str) -> str:
        return self._pattern.replace("*", id)


@dataclass(frozen=True)
class Shared:
    """What all documents share. ``corpus`` reads documents and sources one by one, and has no
    records. ``records`` are the names of the files of records, by document."""

    corpus: Corpus
    documents: Room
    sources: Room
    lines: Room
    records: Mapping[str, Sequence[str]]
    findings: tuple[Finding, ...]
    digests: Mapping[str, str | None]
    """Of every file that was read, by path."""
    readings: dict[str, Reading] = field(default_factory=dict)
    """Documents that are kept, by id."""

    @cached_property
    def context(self) -> Context:
        return Context(self.corpus)

    @cached_property
    def digest(self) -> str:
        parts = (word or "" for item in self.digests.items() for word in item)
        return combined([__version__, *parts])

    @property
    def files(self) -> int:
        """How many files there are, but for those of records."""
        rooms = (self.documents, self.sources, self.lines)
        return len(self.digests) + sum(len(room.held) for room in rooms)


def shared_of(root: Path) -> Shared:
    """Read what all documents share."""
    findings: list[Finding] = []
    broken: set[str] = set()
    files: dict[str, File] = {}
    digests: dict[str, str | None] = {}
    rest: list[str] = []
    records: dict[str, list[str]] = {}
    for path in walk(root, findings, broken):
        if path.startswith(RECORDS):
            document, _, name = path.removeprefix(RECORDS).partition("/")
            records.setdefault(document, []).append(name)
        elif path.startswith(BY_DOCUMENT):
            rest.append(path)
        else:
            digests[path], files[path] = read(root, path)
            findings += files[path].findings
    corpus = assemble(root, files, broken, findings)
    documents = Room(root, "data/documents/*.yaml", rest)
    sources = Room(root, "data/sources/*.yaml", rest)
    lines = Room(root, "data/sources/*.txt", rest)
    return Shared(
        replace(corpus, documents=documents.held, sources=sources.held, lines=lines.held),
        *(documents, sources, lines),
        records,
        tuple(findings),
        digests,
    )


_shared: dict[Plan, Shared] = {}
"""What the run of this process is about; a process that is forked off has it from its parent."""


def begin(plan: Plan, shared: Shared) -> None:
    """Make ready what every document needs, in this process and in those that it forks off."""
    _ = shared.context.registry, shared.context.term_matcher
    _shared.clear()
    _shared[plan] = shared


def shared_by(plan: Plan) -> Shared:
    """What all documents share, read once in a process and a run; :class:`Changed` if it is not
    what it was when the run began."""
    if plan not in _shared:
        shared = shared_of(Path(plan.root))
        if shared.digest != plan.shared:
            raise Changed
        begin(plan, shared)
    return _shared[plan]


class Found(NamedTuple):
    """A record where it stands: the path of its file, or of the one that it would have, what came
    of reading it, and its line in the file of records, if there is one."""

    path: str
    read: Read
    line: int | None = None


def in_files(shared: Shared, plan: Plan, document: str) -> Iterator[Found]:
    """The records of a document, each in a file of its own."""
    root = Path(plan.root)
    for name in shared.records.get(document, ()):
        path = f"{RECORDS}{document}/{name}"
        yield Found(path, read(root, path))


class Reading:
    """A document with its records and the sources that it or they name, as a corpus of its own,
    and what was found in reading them."""

    def __init__(self, shared: Shared, plan: Plan, id: str, records: Iterable[Found]) -> None:
        self._called = plan.called
        self._lines: dict[str, int] = {}  # of the records, by the paths of their entries
        self.document = id
        self.count = 0
        self.findings: list[Finding] = []
        self.digests: dict[str, str | None] = {}
        broken: set[str] = set()
        entries: dict[str, Entry[Record]] = {}
        for path, (found, file), line in records:
            self.count += 1
            self.findings += file.findings
            if line is None:
                self.digests[path] = found
            else:
                self._lines[path] = line
            if isinstance(file.held, Entry):
                entries[file.held.id] = file.held
            else:
                broken.add(path)

        def held(room: Room, ids: Sequence[str]) -> dict[str, Any]:
            for id in ids:
                if (of := room.read.get(id)) is not None:
                    self.digests[room.path(id)] = of.digest
                    self.findings += of.file.findings
                    if of.file.held is None:
                        broken.add(room.path(id))
            return {id: value for id in ids if (value := room.held.get(id)) is not None}

        documents = held(shared.documents, [id])
        named = {witness.source for entry in entries.values() for witness in entry.model.witnesses}
        for entry in documents.values():
            sections = entry.model.sections
            named |= {witness.source for section in sections for witness in section.witnesses}
            named.update(entry.model.sources)
        ids = sorted(named)
        self.sources = frozenset(ids)
        self.corpus = replace(
            shared.corpus,
            documents=documents,
            sources=held(shared.sources, ids),
            lines=held(shared.lines, ids),
            records=entries,
            concordances={},
            broken=shared.corpus.broken | broken,
        )
        self.broken = frozenset(broken)

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with those in records where they are in the file of records."""
        return tuple(map(self._placed, findings)) if self._lines else tuple(findings)

    def _placed(self, finding: Finding) -> Finding:
        line = self._lines.get(finding.path)
        if line is None:
            return finding
        values = dict(finding.values)
        if finding.rule == "E106":  # which names a line itself
            values["first"] = str(line)
        return replace(finding, path=self._called, line=line, values=values)
