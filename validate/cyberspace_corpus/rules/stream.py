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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.cache import Cache, combined, corpus_key, digest, shard_of, version
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry, File, assemble, file_of, path_of, raw_of
from cyberspace_corpus.facts import Facts, facts_of
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.rules.run import OF_ALL, Progress, check_record, conclude, settle, shared_of
from cyberspace_corpus.shelf import Shelf
from cyberspace_corpus.tree import walk
from cyberspace_corpus.yamlio.reader import Unreadable

CHUNK: Final = 250
"""Records that a process is given at a time."""

WORTH: Final = 2_000
"""Records to be judged from which on a second process pays for its start."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All findings in order, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one record: the digest of its bytes (None if there were none), its facts
    (None if it cannot be read) and what was found."""

    digest: str | None
    facts: Facts | None
    findings: tuple[Finding, ...]


class Moved(Exception):
    """A file is another one than when it was first read."""


def stream(
    root: Path,
    progress: Progress | None = None,
    *,
    today: date | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
    known: dict[str, str] | None = None,
) -> Outcome:
    """Read the corpus below ``root`` and apply every rule to it.

    ``jobs`` is how many processes may judge records at the same time. ``known`` are the digests
    of the files, where they have been surveyed already: what the ``cache`` keeps for them is not
    judged again.
    """
    day = today or date.today()
    run = _Run(root, cache, known or {})
    for count, (path, verdict) in enumerate(run.verdicts(jobs), 1):
        run.take(path, verdict)
        if progress:
            progress(count, len(run.records))
    corpus = run.corpus()
    findings = settle(corpus, [*run.findings, *conclude(Context(corpus, run.facts))], day)
    if cache:
        run.keep(cache, findings, day)
    return Outcome(findings, run.files)


class _Run:
    """One validation under way."""

    def __init__(self, root: Path, cache: Cache | None, known: dict[str, str]) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self.digests: dict[str, str] = {}
        self.steady = cache is not None  # whether what is found may be kept
        self.facts: dict[str, Facts] = {}
        self.new: dict[str, Verdict] = {}
        self.known = known
        paths = list(walk(root, self.findings, self.broken))
        self.files = len(paths)
        self.steady = self.steady and not self.findings
        self.records = [path for path in paths if path.startswith("data/records/")]
        self._shared = self._read(path for path in paths if not path.startswith("data/records/"))
        self.base = ""
        self.shards: dict[str, dict[str, Any]] = {}
        if cache:
            self.base = self._base()
            if known:
                self.shards = {
                    name: cache.load(name, self.base) or {}
                    for name in sorted({shard_of(path) for path in self.records})
                }

    def _read(self, paths: Iterable[str]) -> Corpus:
        """The corpus without its records; source texts are read once more when needed."""
        files: dict[str, File] = {}
        texts: list[str] = []
        for path in paths:
            try:
                raw = raw_of(self.root, path)
            except Unreadable as problem:
                self.steady = False
                file = File(None, None, (_finding(path, problem),))
            else:
                self.digests[path] = digest(raw)
                file = file_of(path, raw)
            self.findings += file.findings
            if path.startswith("data/sources/") and path.endswith(".txt") and file.held is not None:
                texts.append(Path(path).stem)
            else:
                files[path] = file
        corpus = assemble(self.root, files, self.broken, self.findings)
        return replace(corpus, lines=Shelf(texts, self._text))

    def _text(self, id: str) -> Any:
        return self._again(f"data/sources/{id}.txt")

    def _record(self, id: str) -> Any:
        return self._again(path_of("record", id))

    def _again(self, path: str) -> Any:
        """What a file holds that was read before, if it is still the same file."""
        raw = raw_of(self.root, path)
        if self.digests and digest(raw) != self.digests.get(path):
            raise Moved(path)
        return file_of(path, raw).held

    def _base(self) -> str:
        """What the verdict on a record rests on beside the record itself."""
        words = [word for path, one in self.digests.items() if not path.startswith(OF_ALL) for word in (path, one)]
        missing = sorted(path for path in self.broken if not path.startswith(OF_ALL))
        return combined([version(), *words, "", *missing])

    def verdicts(self, jobs: int) -> Iterator[tuple[str, Verdict]]:
        """The verdict on every record, in no order: first those that are known already."""
        unknown: list[str] = []
        for path in self.records:
            row = self.shards.get(shard_of(path), {}).get(path)
            if row is not None and row[0] == self.known.get(path):
                yield path, _from_row(row)
            else:
                unknown.append(path)
        if not unknown:
            return
        context = Context(shared_of(self._shared))
        _ = context.registry, context.term_matcher, context.corpus.topic_ids, context.corpus.script
        gc.collect()
        gc.freeze()  # what all records share need not be looked at again and again
        if jobs > 1 and len(unknown) >= WORTH and hasattr(os, "fork"):
            judged = _by_processes(self.root, unknown, context, jobs)
        else:
            judged = ((path, judge(self.root, path, context)) for path in unknown)
        for path, verdict in judged:
            self.new[path] = verdict
            yield path, verdict
        gc.unfreeze()
