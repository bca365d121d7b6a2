"""The authored corpus: every file of a checkout, read, judged and at hand.

``read(root)`` walks ``data/``, reads every file with its positions and lets both judges (the
Pydantic model and the JSON Schema) look at it. What cannot be read or is of a wrong shape
becomes a finding; everything else is in the :class:`Corpus` that rules and builders work on.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import judge
from cyberspace_corpus.model.concordance import Concordance
from cyberspace_corpus.model.document import Document, Section
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.kinds import KINDS, Kind, integer_keys, kind_of
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.source import Source
from cyberspace_corpus.model.vocabulary import Compounds, EntityTypes, Script, Terms, Topics
from cyberspace_corpus.witness.lines import MAX_BYTES as MAX_SOURCE_BYTES
from cyberspace_corpus.witness.lines import split
from cyberspace_corpus.witness.normalise import Line
from cyberspace_corpus.yamlio.reader import MAX_BYTES, Parsed, Unreadable, parse

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One authored file: where it is, what it says, and where each word of it stands."""

    path: str
    id: str
    model: M
    parsed: Parsed

    def finding(self, rule: str, *at: str | int, **values: str) -> Finding:
        """A finding at the value that the path ``at`` leads to."""
        return self._finding(rule, self.parsed.place(at), values)

    def finding_at_key(self, rule: str, *at: str | int, **values: str) -> Finding:
        """A finding at the key that the path ``at`` leads to."""
        return self._finding(rule, self.parsed.place(at, key=True), values)

    def _finding(self, rule: str, place: tuple[int, int], values: dict[str, str]) -> Finding:
        record = self.id if isinstance(self.model, Record) else None
        return Finding(rule, self.path, *place, record, values)


@dataclass(frozen=True)
class Corpus:
    """All authored files of a checkout that could be read, by id."""

    root: Path
    sources: Mapping[str, Entry[Source]] = field(default_factory=dict)
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    documents: Mapping[str, Entry[Document]] = field(default_factory=dict)
    records: Mapping[str, Entry[Record]] = field(default_factory=dict)
    entities: Mapping[str, Entry[Entity]] = field(default_factory=dict)
    concordances: Mapping[str, Entry[Concordance]] = field(default_factory=dict)
    topics: Entry[Topics] | None = None
    terms: Entry[Terms] | None = None
    entity_types: Entry[EntityTypes] | None = None
    compounds: Entry[Compounds] | None = None
    script_table: Entry[Script] | None = None
    broken: frozenset[str] = frozenset()
    """Paths of files that are there and could not be read: what refers to them is not
    reported as dangling."""

    def has(self, kind: str, id: str) -> bool:
        """Whether the file of that id is there, readable or not."""
        found: Mapping[str, object] = {
            "source": self.sources,
            "document": self.documents,
            "record": self.records,
            "entity": self.entities,
        }[kind]
        return id in found or path_of(kind, id) in self.broken

    @cached_property
    def script(self) -> dict[str, str]:
        """Traditional to Simplified, by the corpus's own table."""
        pairs = self.script_table.model.characters if self.script_table else []
        return {pair[0]: pair[1] for pair in pairs}

    @cached_property
    def topic_ids(self) -> frozenset[str]:
        return frozenset(t.id for t in self.topics.model.topics) if self.topics else frozenset()

    def in_order(self, document: Entry[Document]) -> Iterator[Entry[Record]]:
        """The records of a document in reading order."""
        for locator in document.model.records:
            if entry := self.records.get(f"{document.id}/{locator}"):
                yield entry

    def section(self, document: str, id: str) -> Section | None:
        entry = self.documents.get(document)
        if entry is None:
            return None
        return next((s for s in entry.model.sections if s.id == id), None)


def path_of(kind: str, id: str) -> str:
    """The path of the authored file of an id."""
    from cyberspace_corpus.model.kinds import KIND

    if kind == "record":
        return f"data/records/{id}.yaml"
    return KIND[kind].pattern.replace("*", id)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a checkout."""

    corpus: Corpus
    findings: list[Finding]
    files: int


def read(root: Path) -> Reading:
    """Read all authored files below ``root``; nothing is raised for what they hold."""
    findings: list[Finding] = []
    entries: dict[str, dict[str, Entry[Any]]] = {kind.name: {} for kind in KINDS}
    lines: dict[str, tuple[Line, ...]] = {}
    broken: set[str] = set()
    files = 0
    for path in walk(root, findings, broken):
        files += 1
        limit = MAX_SOURCE_BYTES if path.endswith(".txt") else MAX_BYTES
        try:
            raw = read_bytes(root / path, limit)
            if path.endswith(".txt"):
                lines[Path(path).stem] = split(_decode_source(raw))
                continue
            kind = kind_of(path)
            assert kind is not None  # walk() yields nothing else
            entry = _entry(path, kind, raw, findings)
        except Unreadable as problem:
            broken.add(path)
            findings.append(
                Finding(problem.rule, path, problem.line, problem.column, None, problem.values)
            )
        else:
            if entry is None:
                broken.add(path)
            else:
                entries[kind.name][entry.id] = entry

    def only(name: str) -> Any:
        return next(iter(entries[name].values()), None)

    corpus = Corpus(
        root=root,
        sources=entries["source"],
        lines=lines,
        documents=entries["document"],
        records=entries["record"],
        entities=entries["entity"],
        concordances=entries["concordance"],
        topics=only("topics"),
        terms=only("terms"),
        entity_types=only("entity-types"),
        compounds=only("compounds"),
        script_table=only("script"),
        broken=frozenset(broken),
    )
    return Reading(corpus, findings, files)


def _entry(path: str, kind: Kind, raw: bytes, findings: list[Finding]) -> Entry[Any] | None:
    parsed = parse(raw, integer_keys())
    model, problems = judge(kind, parsed)
    if kind.name == "record":
        id = "/".join(path.removesuffix(".yaml").split("/")[-2:])
    else:
        id = Path(path).stem
    if model is None:
        record = id if kind.name == "record" else None
        findings.extend(
            Finding(p.rule, path, *parsed.place(p.path, key=p.at_key), record, p.values)
            for p in problems
        )
        return None
    return Entry(path, id, model, parsed)


def _decode_source(raw: bytes) -> str:
    """A source may hold any character that its copy holds, as long as it is UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        shown = raw[error.start : error.start + 1].hex().upper()
        raise Unreadable("E103", line, 1, value=f"byte 0x{shown}") from None


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes.

    A folder, a link, a pipe or a file that cannot be opened is :class:`Unreadable`, and so is
    a larger file, before it is read.
    """
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("E101", 1, 1, value=_file_type(status.st_mode))
        if status.st_size > limit:
            raise Unreadable("E102", 1, 1, value=f"{status.st_size} bytes", limit=str(limit))
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise Unreadable("E101", 1, 1, value=error.strerror or "not readable") from None


def _file_type(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "a special file"


def walk(root: Path, findings: list[Finding], broken: set[str]) -> Iterator[str]:
    """Paths of all authored files and witness texts below ``data/``, sorted.

    Whatever lies there and is neither, nor generated, is a finding: a record must not be
    passed over because of its name.
    """
    from cyberspace_corpus.names import file_name_fault

    stack = ["data"]
    found: list[str] = []
    while stack:
        folder = stack.pop()
        try:
            names = sorted(os.listdir(root / folder))
        except OSError as error:
            findings.append(
                Finding("E101", folder, 1, 1, None, {"value": error.strerror or "not readable"})
            )
            continue
        for name in names:
            path = f"{folder}/{name}"
            if path == "data/corpus.json" or f"{path}/".startswith("data/tables/"):
                continue
            is_text = path.startswith("data/sources/") and name.endswith(".txt")
            if is_text or kind_of(path) is not None:
                if fault := file_name_fault(path):
                    findings.append(Finding("E115", path, 1, 1, None, {"value": fault}))
                    broken.add(path)
                else:
                    found.append(path)
            elif (root / path).is_dir() and not (root / path).is_symlink() and _is_room(path):
                stack.append(path)
            else:
                findings.append(Finding("E110", path, 1, 1, None, {"value": name[:80]}))
    yield from sorted(found)


def _is_room(path: str) -> bool:
    """Whether a folder may lie at ``path``: one that some pattern runs through."""
    depth = path.count("/")
    for kind in KINDS:
        parts = kind.pattern.split("/")[: depth + 1]
        if len(kind.pattern.split("/")) <= depth + 1:
            continue
        if all(want in ("*", part) for want, part in zip(parts, path.split("/"), strict=True)):
            return True
    return False
