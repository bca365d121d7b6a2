"""The authored corpus: every file of a checkout, read, judged and at hand.

``read(root)`` walks ``data/`` and reads every file. One in canonical form that the model accepts
is read for its values alone, which is quick; every other is read with the place of each word, and
both judges (the Pydantic model and the JSON Schema) look at it. What cannot be read or is of a
wrong shape becomes a finding; everything else is in the :class:`Corpus` that rules and builders
work on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import Problem, accepted, judge
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.concordance import Concordance
from cyberspace_corpus.model.document import Document, Section
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.exceptions import Exceptions
from cyberspace_corpus.model.kinds import KINDS, Kind, integer_keys, kind_of
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.redirects import Redirects
from cyberspace_corpus.model.source import Source
from cyberspace_corpus.model.text import Witnessing
from cyberspace_corpus.model.vocabulary import Compounds, EntityTypes, Script, Terms, Topics
from cyberspace_corpus.names import is_release
from cyberspace_corpus.tree import walk
from cyberspace_corpus.witness.apparatus import canonical
from cyberspace_corpus.witness.lines import MAX_BYTES as MAX_SOURCE_BYTES
from cyberspace_corpus.witness.lines import ranges, split
from cyberspace_corpus.witness.normalise import Line
from cyberspace_corpus.yamlio.canonical import values
from cyberspace_corpus.yamlio.reader import MAX_BYTES, Parsed, Unreadable, parse
from cyberspace_corpus.yamlio.reader import Path as DataPath
from cyberspace_corpus.yamlio.reader import read_bytes as read_bytes

MAX_LINES: Final = 10_000
"""Most lines of a source, sixteen times the longest: a finding may be made of each."""

MAX_LINE: Final = 5_000
"""Most characters of a source's line, four times the longest: every unit that claims the line
keeps the place of each."""

MAX_LIST: Final = 200
MAX_TEXT: Final = 8_000
"""Most entries of one list of a record, and most characters of its text in one language. A
record is a paragraph: the longest has 24 entries and 2,000 characters. Checks compare the
entries with the text and with each other."""

MAX_CLAIMED: Final = 1_000
"""Most lines that one file claims of its sources, twelve times as many as any does: each is
normalised and compared."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Entry(Generic[M]):
    """One authored file: where it is, what it says, and its bytes."""

    path: str
    id: str
    model: M
    raw: bytes

    @cached_property
    def parsed(self) -> Parsed:
        """The file with the place of each word, for those that need one: findings, writers."""
        return parse(self.raw, integer_keys())

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
    exceptions: Entry[Exceptions] | None = None
    redirects: Entry[Redirects] | None = None
    releases: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """The ids file of every release, by version."""
    broken: frozenset[str] = frozenset()
    """Paths of files that are there and could not be read: what refers to them is not
    reported as dangling."""

    def has(self, kind: str, id: str) -> bool:
        """Whether the file of that id is there, readable or not."""
        return id in self._by_kind[kind] or path_of(kind, id) in self.broken

    def ids(self, kind: str) -> set[str]:
        """The ids of all files of a kind that are there, readable or not."""
        before, behind = path_of(kind, "*").split("*")
        return self._by_kind[kind].keys() | {
            path.removeprefix(before).removesuffix(behind)
            for path in self.broken
            if path.startswith(before) and path.endswith(behind)
        }

    def entry_at(self, path: str) -> Entry[Any]:
        """The entry of a document, a source, a record or an entity at a path."""
        kind = kind_of(path)
        assert kind is not None
        return self._by_kind[kind.name][id_of(path, kind)]

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, Entry[Any]]]:
        return {
            "source": self.sources,
            "document": self.documents,
            "record": self.records,
            "entity": self.entities,
        }

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


def id_of(path: str, kind: Kind) -> str:
    """The id of the authored file at a path."""
    parts = path.removesuffix(".yaml").split("/")
    return "/".join(parts[-2:]) if kind.name == "record" else parts[-1]


Stamp = tuple[int, int, int, int]
"""Size, time of the last change (ns), inode and mode: what a save changes."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None if it is not there."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode


@dataclass(frozen=True, slots=True)
class File:
    """What came of reading one file: its entry, or a source's lines, or None and why."""

    stamp: Stamp | None
    held: Entry[Any] | tuple[Line, ...] | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a checkout, as a whole and by path."""

    corpus: Corpus
    findings: list[Finding]
    files: Mapping[str, File]


NOTHING: Final[Mapping[str, File]] = MappingProxyType({})


def read(root: Path, before: Mapping[str, File] = NOTHING) -> Reading:
    """Read all authored files below ``root``; nothing is raised for what they hold.

    ``before`` is what an earlier reading made of each path: a file that still has the same
    stamp is not read again.
    """
    findings: list[Finding] = []
    broken: set[str] = set()
    files: dict[str, File] = {}
    for path in walk(root, findings, broken):
        # The stamp is taken first: what is saved while it is read will not fit it.
        stamp = stamp_of(root / path)
        file = before.get(path)
        if file is None or stamp is None or file.stamp != stamp:
            file = read_file(root, path, stamp)
        files[path] = file
        findings += file.findings
    return Reading(assemble(root, files, broken, findings), findings, files)


def assemble(
    root: Path, files: Mapping[str, File], broken: set[str], findings: list[Finding]
) -> Corpus:
    """The corpus of files that were read. Those that could not be are ``broken`` too, and so is
    a vocabulary that is not there, which is told among the findings."""
    entries: dict[str, dict[str, Entry[Any]]] = {kind.name: {} for kind in KINDS}
    lines: dict[str, tuple[Line, ...]] = {}
    releases: dict[str, tuple[Line, ...]] = {}
    for path, file in files.items():
        if file.held is None:
            broken.add(path)
        elif isinstance(file.held, Entry):
            kind = kind_of(path)
            assert kind is not None  # walk() yields nothing else
            entries[kind.name][file.held.id] = file.held
        elif is_release(path):
            releases[Path(path).stem] = file.held
        else:
            lines[Path(path).stem] = file.held

    for kind in KINDS:
        path = kind.pattern
        if path.startswith("data/vocabulary/") and not entries[kind.name] and path not in broken:
            broken.add(path)
            findings.append(Finding("E101", path, 1, 1, None, {"value": "no such file"}))

    def only(name: str) -> Any:
        return next(iter(entries[name].values()), None)

    return Corpus(
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
        exceptions=only("exceptions"),
        redirects=only("redirects"),
        releases=releases,
        broken=frozenset(broken),
    )


def read_file(root: Path, path: str, stamp: Stamp | None = None) -> File:
    """Read one of the paths that :func:`walk` yields."""
    try:
        return file_of(path, raw_of(root, path), stamp)
    except Unreadable as problem:
        return unreadable(path, problem, stamp)


def raw_of(root: Path, path: str) -> bytes:
    """The bytes of one of those paths; :class:`Unreadable` if there are none, or too many."""
    limit = MAX_SOURCE_BYTES if path.endswith(".txt") else MAX_BYTES
    return read_bytes(f"{root}/{path}", limit)


def file_of(path: str, raw: bytes, stamp: Stamp | None = None) -> File:
    """What the bytes of the file at a path hold."""
    try:
        if path.endswith(".txt"):
            return File(stamp, split(_decode_source(raw)))
        kind = kind_of(path)
        assert kind is not None  # walk() yields nothing else
        findings: list[Finding] = []
        entry = entry_of(path, kind, raw, findings)
        return File(stamp, entry, tuple(findings))
    except Unreadable as problem:
        return unreadable(path, problem, stamp)


def unreadable(path: str, problem: Unreadable, stamp: Stamp | None = None) -> File:
    """What came of a file that cannot be read."""
    place = problem.line, problem.column
    return File(stamp, None, (Finding(problem.rule, path, *place, None, problem.values),))


def entry_of(path: str, kind: Kind, raw: bytes, findings: list[Finding]) -> Entry[Any] | None:
    """The entry of a file's bytes; None if they are of a wrong shape, with the reasons among
    the findings. Raises :class:`Unreadable` for what is no file of the project at all."""
    id = id_of(path, kind)
    data = values(raw, integer_keys())
    model = None if data is None else accepted(kind, data)
    if model is not None and next(_excess(model, raw), None) is None:
        return Entry(path, id, model, raw)
    parsed = parse(raw, integer_keys())
    model, problems = judge(kind, parsed)
    problems += [
        Problem("E108", at, {"value": what, "limit": str(limit)})
        for at, what, limit in _excess(model, raw)
    ]
    if problems:
        record = id if kind.name == "record" else None
        findings.extend(
            Finding(p.rule, path, *parsed.place(p.path, key=p.at_key), record, p.values)
            for p in problems
        )
        return None
    entry: Entry[Any] = Entry(path, id, model, raw)
    vars(entry)["parsed"] = parsed  # parsing is dear, so it is not done again for a finding
    return entry


def _excess(model: BaseModel | None, raw: bytes) -> Iterator[tuple[DataPath, str, int]]:
    """What there is too much of in a file of those bytes: where, what, and the limit."""
    if isinstance(model, Record):
        # Behind every entry of a list but the last is a comma or the end of a line.
        if raw.count(b",") + raw.count(b"\n") >= MAX_LIST:
            for key, value in vars(model).items():
                if isinstance(value, list) and len(value) > MAX_LIST:
                    yield (key, MAX_LIST), "entries in a list", MAX_LIST
        for lang in LANGS if len(raw) > MAX_TEXT else ():
            if len(canonical(model.text, lang)) > MAX_TEXT:
                yield ("text",), "characters of text", MAX_TEXT
    claimed = 0
    for at, spec in _claims(model):
        claimed += sum([last - first + 1 for first, last in ranges(spec) if first <= last])
        if claimed > MAX_CLAIMED:
            yield at, "lines claimed", MAX_CLAIMED
            return


def _claims(model: BaseModel | None) -> Iterator[tuple[DataPath, str]]:
    """Every list of lines in a file, and where it stands."""
    units: list[tuple[DataPath, list[Witnessing]]] = []
    if isinstance(model, Source):
        yield from ((("omitted", i, "lines"), one.lines) for i, one in enumerate(model.omitted))
    elif isinstance(model, Document):
        units += [(("sections", i), one.witnesses) for i, one in enumerate(model.sections)]
    elif isinstance(model, Record):
        units.append(((), model.witnesses))
    for at, witnesses in units:
        for index, witness in enumerate(witnesses):
            for lang in LANGS:
                if spec := getattr(witness, lang):
                    yield (*at, "witnesses", index, lang), spec


def _decode_source(raw: bytes) -> str:
    """A source may hold any character that its copy holds, as long as it is UTF-8; but no more
    lines, and no longer ones, than a document has."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        shown = raw[error.start : error.start + 1].hex().upper()
        raise Unreadable("E103", line, column, value=f"byte 0x{shown}") from None
    if text.count("\n") >= MAX_LINES:
        raise Unreadable("E108", MAX_LINES + 1, 1, value="lines", limit=str(MAX_LINES))
    for line, row in enumerate(text.split("\n"), 1):
        if len(row) > MAX_LINE:
            limit = str(MAX_LINE)
            raise Unreadable("E108", line, 1, value="characters in a line", limit=limit)
    return text
