"""Validating a corpus of any size: each record is read, checked and let go.

What remains of a record are its findings and its facts; the rest of the corpus is at hand, its
source texts and the few records that a rule comes back to are read again when they are asked
for. The findings are those of :func:`cyberspace_corpus.rules.run.validate`, which keeps everything
for who goes on to work with it.

Verdicts are kept by content in a :class:`~cyberspace_corpus.cache.Cache`, and many records are
divided among processes; neither changes a finding.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from cyberspace_corpus.cache import (
    Cache,
    Outcome,
    combined,
    digest,
    finding_of,
    row_of,
    shard_of,
    version,
)
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import (
    Corpus,
    Entry,
    File,
    assemble,
    file_of,
    id_of,
    path_of,
    raw_of,
    unreadable,
)
from cyberspace_corpus.facts import Facts, facts_of, facts_of_row
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.kinds import KIND
from cyberspace_corpus.rules.run import UNSEEN, Progress, check_record, conclude, settle, shared_of
from cyberspace_corpus.shelf import Moved, Shelf
from cyberspace_corpus.tree import walk
from cyberspace_corpus.yamlio.reader import Unreadable

RECORDS: Final = "data/records/"
SOURCES: Final = "data/sources/"

CHUNK: Final = 250
"""Records that a process is given at a time."""

AT_HAND: Final = 500
"""Records that are kept once they are judged, since a rule may come back to them: a corpus of a
few documents is not read twice, and a large one does not fill the memory."""

WORTH: Final = 2_000
"""Records to be judged from which on a second process pays for its start."""


class Verdict(NamedTuple):
    """What came of one record: the digest of its bytes (None if there were none), its facts
    (None if it cannot be read) and what was found."""

    digest: str | None
    facts: Facts | None
    findings: tuple[Finding, ...]


def stream(
    root: Path,
    progress: Progress | None = None,
    *,
    today: date | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
    known: Mapping[str, str] | None = None,
) -> Outcome:
    """Read the corpus below ``root`` and apply every rule to it.

    ``jobs`` is how many processes may judge records at the same time. ``known`` are the digests
    of the files, where they have been surveyed already: what the ``cache`` keeps for them is not
    judged again.
    """
    day = today or date.today()
    files = Files(root)
    kept = Kept(cache, files, known or {}) if cache and files.whole else None
    facts: dict[str, Facts] = {}
    found = list(files.findings)
    for count, (path, verdict) in enumerate(_verdicts(files, kept, jobs), 1):
        if verdict.facts is None:
            files.broken.add(path)
        else:
            facts[id_of(path, KIND["record"])] = verdict.facts
        found += verdict.findings
        if progress:
            progress(count, len(files.records))
    if kept:  # those that were kept came first
        ids = (id_of(path, KIND["record"]) for path in files.records)
        facts = {id: facts[id] for id in ids if id in facts}
    corpus = files.corpus(facts)
    findings = settle(corpus, [*found, *conclude(Context(corpus, facts))], day)
    outcome = Outcome(findings, len(files.others) + len(files.records))
    if kept:
        kept.keep(outcome, day)
    return outcome


class Files:
    """The files of a corpus: the records by their paths alone, source texts to be read when
    they are asked for, and the others at hand."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self.digests: dict[str, str] = {}
        self.entries: dict[str, Entry[Any]] = {}
        paths = list(walk(root, self.findings, self.broken))
        self.whole = not self.findings
        """Whether every file is one that may be there, and all its bytes are known."""
        self.records = [path for path in paths if path.startswith(RECORDS)]
        self.others = [path for path in paths if not path.startswith(RECORDS)]
        self.shared = self._read()

    def _read(self) -> Corpus:
        files: dict[str, File] = {}
        texts: dict[str, None] = {}
        for path in self.others:
            try:
                raw = raw_of(self.root, path)
            except Unreadable as problem:
                self.whole = False
                file = unreadable(path, problem)
            else:
                self.digests[path] = digest(raw)
                file = file_of(path, raw)
            self.findings += file.findings
            if path.startswith(SOURCES) and path.endswith(".txt") and file.held is not None:
                texts[Path(path).stem] = None
            else:
                files[path] = file
        corpus = assemble(self.root, files, self.broken, self.findings)
        lines: Shelf[Any] = Shelf(texts, lambda id: self._again(f"{SOURCES}{id}.txt"))
        return replace(corpus, lines=lines)

    def corpus(self, ids: Collection[str]) -> Corpus:
        """The whole corpus, once it is known which records can be read."""
        records: Shelf[Any] = Shelf(
            ids, lambda id: self._again(path_of("record", id)), self.entries
        )
        return replace(self.shared, records=records, broken=frozenset(self.broken))

    def _again(self, path: str) -> Any:
        """What a file holds that was read before. A check to which it has moved says so."""
        try:
            raw = raw_of(self.root, path)
        except Unreadable:
            raise Moved(path) from None
        if self.digests.setdefault(path, digest(raw)) != digest(raw):
            raise Moved(path)
        return file_of(path, raw).held


def _verdicts(files: Files, kept: Kept | None, jobs: int) -> Iterator[tuple[str, Verdict]]:
    """The verdict on every record, in no order: first those that are kept."""
    unknown: list[str] = []
    for path in files.records:
        verdict = kept.verdict(path) if kept else None
        if verdict is None:
            unknown.append(path)
        else:
            yield path, verdict
    if not unknown:
        return
    context = Context(shared_of(files.shared))
    gc.freeze()  # what is here now stays to the end and need not be looked at again and again
    if jobs > 1 and len(unknown) >= WORTH and hasattr(os, "fork"):
        judged = _by_processes(files.root, unknown, context, jobs)
    else:
        judged = ((path, judge(files.root, path, context, files.entries)) for path in unknown)
    for path, verdict in judged:
        if kept:
            kept.take(path, verdict)
        yield path, verdict
    gc.unfreeze()


def judge(
    root: Path, path: str, context: Context, entries: dict[str, Entry[Any]] | None = None
) -> Verdict:
    """Read and check one record, and put it with the ``entries`` as long as they are few."""
    try:
        raw = raw_of(root, path)
    except Unreadable as problem:
        return Verdict(None, None, unreadable(path, problem).findings)
    file = file_of(path, raw)
    if not isinstance(file.held, Entry):
        return Verdict(digest(raw), None, file.findings)
    found = check_record(file.held, context)
    if entries is not None and len(entries) < AT_HAND:
        entries[file.held.id] = file.held
    return Verdict(digest(raw), facts_of(file.held.model), found)


_work: list[tuple[Path, Context]] = []
"""What a process that is forked off has from its parent."""


def _by_processes(
    root: Path, paths: Sequence[str], context: Context, jobs: int
) -> Iterator[tuple[str, Verdict]]:
    """Verdicts by processes forked off now. Should one be killed, the rest is done here."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # What all need is made before, and so once.
    _ = context.registry, context.term_matcher
    _work[:] = [(root, context)]
    chunks = [paths[at : at + CHUNK] for at in range(0, len(paths), CHUNK)]
    done = 0
    pool = ProcessPoolExecutor(jobs, get_context("fork"), _ignore_interrupts)
    try:
        for chunk, verdicts in zip(chunks, pool.map(_judge_all, chunks), strict=True):
            yield from zip(chunk, verdicts, strict=True)
            done += len(chunk)
    except BrokenProcessPool:
        yield from ((path, judge(root, path, context)) for path in paths[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its processes itself


def _judge_all(paths: Sequence[str]) -> list[Verdict]:
    root, context = _work[0]
    return [judge(root, path, context) for path in paths]


class Kept:
    """The verdicts that a cache keeps for the files of a corpus."""

    def __init__(self, cache: Cache, files: Files, known: Mapping[str, str]) -> None:
        self._cache = cache
        self._files = files
        self._known = known
        self._new: dict[str, Verdict] = {}
        seen = [path for path in files.others if not path.startswith(UNSEEN)]
        missing = sorted(path for path in files.broken if path not in files.digests)
        said = (word for path in seen for word in (path, files.digests.get(path, "")))
        # What a verdict on a record rests on beside its bytes.
        self._base = combined([version(), *said, *missing])
        names = sorted({shard_of(path) for path in files.records}) if known else []
        self._shards = {name: cache.load(name, self._base) or {} for name in names}

    def verdict(self, path: str) -> Verdict | None:
        """The verdict on the record, if one is kept for its bytes."""
        row = self._shards.get(shard_of(path), {}).get(path)
        if row is None or row[0] != self._known.get(path):
            return None
        self._files.digests[path] = row[0]
        return Verdict(row[0], row[1] and facts_of_row(row[1]), tuple(map(finding_of, row[2])))

    def take(self, path: str, verdict: Verdict) -> None:
        """Take up a new verdict."""
        self._new[path] = verdict
        if verdict.digest is None:
            self._files.whole = False
        else:
            self._files.digests[path] = verdict.digest

    def keep(self, outcome: Outcome, day: date) -> None:
        """Keep what was found, unless it may be another thing the next time."""
        passing = ("E101", "E901", "E902")  # a file that moved, and faults of ours
        if not self._files.whole or any(f.rule in passing for f in outcome.findings):
            return
        by_shard: dict[str, list[str]] = {}
        for path in self._files.records:
            by_shard.setdefault(shard_of(path), []).append(path)
        for name, paths in by_shard.items():
            before = self._shards.get(name, {})
            if before.keys() == set(paths) and self._new.keys().isdisjoint(paths):
                continue
            rows = {path: self._row(path) if path in self._new else before[path] for path in paths}
            self._cache.keep(name, self._base, rows)
        self._cache.keep_verdict(self._files.digests, day.isoformat(), outcome)

    def _row(self, path: str) -> list[Any]:
        verdict = self._new[path]
        return [verdict.digest, verdict.facts, [row_of(finding) for finding in verdict.findings]]
