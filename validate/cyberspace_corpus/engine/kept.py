"""The verdicts on documents that a cache keeps, so that only those are judged of which a file,
or something that all documents share, is another than before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cyberspace_corpus.cache import (
    Cache,
    Outcome,
    combined,
    finding_of,
    row_of,
    shard_of,
    version,
)
from cyberspace_corpus.engine.reading import RECORDS, Shared
from cyberspace_corpus.engine.work import Part
from cyberspace_corpus.rules.run import UNSEEN

Row = list[Any]


class Kept:
    """What is kept for the files of a corpus. ``known`` are the digests of the files, where they
    have been surveyed."""

    def __init__(self, cache: Cache, shared: Shared, known: Mapping[str, str]) -> None:
        self._cache = cache
        self._shared = shared
        self._known = known
        self._new: dict[str, Part] = {}
        seen = (item for item in shared.digests.items() if not item[0].startswith(UNSEEN))
        said = [word or "" for item in seen for word in item]
        # What a document names may be there or not, whatever it holds.
        rooms = (shared.documents, shared.sources, shared.lines)
        said += [room.path(id) for room in rooms for id in room.held]
        said += sorted(shared.corpus.broken)
        self._base = combined([version(), *said])
        self._shards: dict[str, dict[str, Row]] = {}

    def _shard(self, name: str) -> dict[str, Row]:
        if name not in self._shards:
            kept = self._cache.load(name, self._base) if self._known else None
            self._shards[name] = kept or {}
        return self._shards[name]

    def part(self, document: str) -> Part | None:
        """What came of a document, if all its files are those that it was made from."""
        row = self._shard(shard_of(document)).get(document)
        if row is None:
            return None
        part = _part(row)
        names = self._shared.records.get(document, ())
        if sum(path.startswith(RECORDS) for path, _ in part.digests) != len(names):
            return None
        same = all(self._known.get(path) == found for path, found in part.digests)
        return part if same else None

    def take(self, document: str, part: Part) -> None:
        """Take up what came of a document now."""
        self._new[document] = part

    def keep(
        self, documents: Iterable[str], digests: Mapping[str, str], found: Outcome, today: date
    ) -> None:
        """Keep what came of the documents, and what was found in files of those digests."""
        by_shard: dict[str, list[str]] = {}
        for id in documents:
            by_shard.setdefault(shard_of(id), []).append(id)
        for name, ids in by_shard.items():
            before = self._shard(name)
            if before.keys() == set(ids) and self._new.keys().isdisjoint(ids):
                continue
            rows = {id: _row(self._new[id]) if id in self._new else before[id] for id in ids}
            self._cache.keep(name, self._base, rows)
        self._cache.keep_verdict(digests, today.isoformat(), found)


def _row(part: Part) -> Row:
    """A part as JSON keeps it."""
    findings, *rest = part
    plain = (sorted(value) if isinstance(value, frozenset) else value for value in rest)
    return [[row_of(finding) for finding in findings], *plain]


def _part(row: Row) -> Part:
    findings, records, entities, topics, sections, sources, broken, facts, digests = row
    return Part(
        tuple(map(finding_of, findings)),
        records,
        frozenset(entities),
        frozenset(topics),
        tuple(sections),
        frozenset(sources),
        frozenset(broken),
        tuple(map(tuple, facts)),
        tuple(map(tuple, digests)),
    )
