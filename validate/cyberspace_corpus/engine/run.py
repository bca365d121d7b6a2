"""Validating a file of records, on whichever engine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from cyberspace_corpus.corpus import Corpus, path_of, stamp_of
from cyberspace_corpus.engine.conclude import Conclusion, Total, jobs_of
from cyberspace_corpus.engine.join import Ids
from cyberspace_corpus.engine.local import Engine
from cyberspace_corpus.engine.records import Index, records_of
from cyberspace_corpus.engine.work import Changed, Job, Part, Plan, Shared, check, shared_of
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.published.redirection import KINDS
from cyberspace_corpus.rules import exceptions

Progress = Callable[[int, int], None]
"""Called with (documents judged, documents in all)."""

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings in order, and how many files and records were looked at."""

    findings: tuple[Finding, ...]
    files: int


def validate(
    root: Path,
    records: Path,
    engine: Engine,
    progress: Progress | None = None,
    *,
    called: str,
    today: date | None = None,
) -> Verdict:
    """Apply every rule to the corpus below ``root`` with the records of one file in place of
    those below it; ``called`` is what findings call that file.

    Raises :class:`~cyberspace_corpus.engine.records.Unusable` for a file that holds no records,
    :class:`~cyberspace_corpus.engine.work.Changed` if files were changed on the way, and
    :class:`~cyberspace_corpus.engine.local.Lost` where the engine has broken down.
    """
    with judging(root, records, called) as run:
        return run.verdict(engine, check, lambda _: None, progress, today)


@contextmanager
def judging(root: Path, records: Path, called: str) -> Iterator[Judging]:
    """A run over the records of a file, with room on the disk for as long as it takes."""
    shared, file, stamp = shared_of(root), records_of(records), stamp_of(records)
    with tempfile.TemporaryDirectory() as scratch, Ids(Path(scratch)) as ids:
        index = file.index(lambda id: ids.add(KINDS["records"] + id))
        for id in shared.documents.held:
            index.setdefault(id, [])
        plan = Plan(str(root), str(records), called, shared.digest)
        yield Judging(shared, plan, index, ids, file.job)
        if stamp_of(records) != stamp:
            raise Changed


@dataclass(frozen=True, slots=True)
class Judging:
    """A run: what it is about, and where the records of each document stand."""

    shared: Shared
    plan: Plan
    index: Index
    ids: Ids
    job: int

    def verdict(
        self,
        engine: Engine,
        work: Callable[[Job], list[tuple[Part, A]]],
        take: Callable[[A], None],
        progress: Progress | None,
        today: date | None,
    ) -> Verdict:
        """Do the work on every document; ``take`` gets what it makes beside the part."""
        total = Total(list(self.shared.findings), set(self.shared.corpus.broken))
        for answers in engine(work, jobs_of(self.plan, self.index, self.job)):
            for part, made in answers:
                total.add(part, self.ids)
                take(made)
            if progress:
                progress(total.documents, len(self.index))
        concluded = Conclusion(
            self.shared, self.plan, self.index, self.ids, engine, self.job, total
        )
        total.findings += list(concluded.findings())
        corpus = replace(self.shared.corpus, broken=frozenset(total.broken))
        found = _settled(corpus, total.findings, self.plan.called, today or date.today())
        return Verdict(found, self.shared.files + total.records)


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
