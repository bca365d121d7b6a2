"""Validating a corpus of any size a document at a time, on whichever engine.

What remains of a document are its findings and little else. The findings are those of
:func:`cyberspace_corpus.rules.run.validate`, which keeps everything for who goes on to work with
it.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from cyberspace_corpus.cache import Cache, Outcome
from cyberspace_corpus.corpus import Corpus, path_of, stamp_of
from cyberspace_corpus.engine.conclude import Conclusion, Total, jobs_of
from cyberspace_corpus.engine.join import Held, Ids, Written
from cyberspace_corpus.engine.kept import Kept
from cyberspace_corpus.engine.local import Engine
from cyberspace_corpus.engine.reading import Changed, Index, Plan, Shared, Stretch, begin, shared_of
from cyberspace_corpus.engine.work import Job, Part, check
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.published.redirection import KINDS
from cyberspace_corpus.rules import exceptions

Progress = Callable[[int, int], None]
"""Called with (documents judged, documents in all)."""

JOB = 250
"""Files of records that make a job: some tenths of a second."""

A = TypeVar("A")


def validate(
    root: Path,
    engine: Engine,
    progress: Progress | None = None,
    *,
    today: date | None = None,
    cache: Cache | None = None,
    known: Mapping[str, str] | None = None,
) -> Outcome:
    """Apply every rule to the corpus below ``root``.

    ``known`` are the digests of the files, where they have been surveyed already: what the
    ``cache`` keeps for them is not judged again.
    """
    day = today or date.today()
    shared = shared_of(root)
    ids = Held()
    index: Index = {id: [] for id in shared.documents.held}
    for document, names in shared.records.items():
        index[document] = [Stretch(1, 0, len(names))]
        for name in names:
            ids.add(f"{KINDS['records']}{document}/{name.removesuffix('.yaml')}")
    plan = Plan(str(root), shared.digest)
    kept = Kept(cache, shared, known or {}) if cache else None
    judging = Judging(shared, plan, index, ids, JOB, kept)
    outcome, total = judging.outcome(engine, check, lambda _: None, progress, day)
    if kept and total.whole and not shared.findings:
        digests = {path: found or "" for path, found in total.digests.items()}
        kept.keep(index, digests, outcome, day)
    return outcome


def validate_lines(
    root: Path,
    records: Path,
    engine: Engine,
    progress: Progress | None = None,
    *,
    called: str,
    today: date | None = None,
) -> Outcome:
    """Apply every rule to the corpus below ``root`` with the records of one file in place of
    those below it; ``called`` is what findings call that file.

    Raises :class:`~cyberspace_corpus.engine.records.Unusable` for a file that holds no records,
    :class:`~cyberspace_corpus.engine.reading.Changed` if files were changed on the way, and
    :class:`~cyberspace_corpus.engine.local.Lost` where the engine has broken down.
    """
    with judging_lines(root, records, called) as run:
        return run.outcome(engine, check, lambda _: None, progress, today or date.today())[0]


@contextmanager
def judging_lines(root: Path, records: Path, called: str) -> Iterator[Judging]:
    """A run over the records of a file, with room on the disk for as long as it takes."""
    from cyberspace_corpus.engine.records import records_of

    shared, file, stamp = shared_of(root), records_of(records), stamp_of(records)
    shared = replace(shared, records={})
    with tempfile.TemporaryDirectory() as scratch, Written(Path(scratch)) as ids:
        index = file.index(lambda id: ids.add(KINDS["records"] + id))
        for id in shared.documents.held:
            index.setdefault(id, [])
        plan = Plan(str(root), shared.digest, str(records), called)
        yield Judging(shared, plan, index, ids, file.job)
        if stamp_of(records) != stamp:
            raise Changed


@dataclass(frozen=True, slots=True)
class Judging:
    """A run: what it is about, where the records of each document stand, and what of it is
    known from before."""

    shared: Shared
    plan: Plan
    index: Index
    ids: Ids
    job: int
    kept: Kept | None = None

    def outcome(
        self,
        engine: Engine,
        work: Callable[[Job], list[tuple[Part, A]]],
        take: Callable[[A], None],
        progress: Progress | None,
        today: date,
    ) -> tuple[Outcome, Total]:
        """Do the work on every document; ``take`` gets what it makes beside the part."""
        total = Total(list(self.shared.findings), set(self.shared.corpus.broken))
        total.see(self.shared.digests.items())
        unknown: Index = {}
        for id, stretches in self.index.items():
            part = self.kept and self.kept.part(id)
            if part:
                total.add(part, self.ids)
            else:
                unknown[id] = stretches
        if unknown:
            begin(self.plan, self.shared)
        gc.freeze()  # what is here now stays to the end and need not be looked at again and again
        jobs = list(jobs_of(self.plan, unknown, self.job))
        try:
            for job, answers in zip(jobs, engine(work, jobs), strict=True):
                for (id, _), (part, made) in zip(job.documents, answers, strict=True):
                    if self.kept:
                        self.kept.take(id, part)
                    total.add(part, self.ids)
                    take(made)
                if progress:
                    progress(total.documents, len(self.index))
        finally:
            gc.unfreeze()
        concluded = Conclusion(
            self.shared, self.plan, self.index, self.ids, engine, self.job, total
        )
        total.findings += list(concluded.findings())
        corpus = replace(self.shared.corpus, broken=frozenset(total.broken))
        found = _settled(corpus, total.findings, self.plan.called, today)
        return Outcome(found, self.shared.files + total.records), total


def _settled(
    corpus: Corpus, findings: Iterable[Finding], called: str, today: date
) -> tuple[Finding, ...]:
    """The findings that no exception answers to, each once and in order. An exception names a
    record by the path that it would have as a file."""
    as_files: list[Finding] = []
    in_lines: dict[int, Finding] = {}
    for finding in {finding.key: finding for finding in findings}.values():
        shown = finding
        if finding.path == called and finding.record is not None:
            shown = replace(finding, path=path_of("record", finding.record))
            in_lines[id(shown)] = finding
        as_files.append(shown)
    left = exceptions.apply(corpus, as_files, today)
    return tuple(sorted((in_lines.get(id(f), f) for f in left), key=lambda finding: finding.key))
