"""Running all rules over a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import NOTHING, Corpus, Entry, File, read
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules import exceptions
from cyberspace_corpus.rules.check import CORPUS_CHECKS, RECORD_CHECKS, CorpusCheck

FAMILIES = ("keys", "witness", "annotations", "bilingual", "concordance", "identity")
"""The modules of this package that hold checks; importing one registers its checks."""

for _family in FAMILIES:
    import_module(f"cyberspace_corpus.rules.{_family}")

UNSEEN: Final = (
    "data/records/",
    "data/concordance/",
    "data/exceptions.yaml",
    "data/redirects.yaml",
    "data/releases/",
)
"""Where the files lie that no record check sees, but for the record that it is about."""

Progress = Callable[[int, int], None]
"""Called with (records checked, records in all)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a later validation of much the same files need not find out again: every file as
    it was read, what all records share, and what the record checks found, by record."""

    files: Mapping[str, File]
    shared: Corpus
    of_records: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a validation came to: the corpus as far as it could be read, all findings in
    order, how many files were looked at, and what the next validation may use."""

    corpus: Corpus
    findings: tuple[Finding, ...]
    files: int
    memory: Memory


def validate(
    root: Path,
    progress: Progress | None = None,
    *,
    before: Memory | None = None,
    today: date | None = None,
) -> Result:
    """Read the corpus below ``root`` and apply every rule to it.

    A check that fails itself is a finding (E901) at the file it was looking at; it stops
    nothing else. ``before`` is the memory of an earlier validation: what it makes needless
    is left out, and the findings are the same without it. ``today`` decides which exceptions
    have expired.
    """
    reading = read(root, before.files if before else NOTHING)
    corpus = reading.corpus
    findings = list(reading.findings)
    shared = shared_of(corpus)
    of_records: dict[str, tuple[Finding, ...]] = {}
    # Of the same record, beside the same other files, a record check finds the same.
    kept = before if before and before.shared == shared else None
    context = Context(shared)
    for count, entry in enumerate(corpus.records.values(), 1):
        file = kept.files.get(entry.path) if kept else None
        if kept and file and file.held is entry:
            of_records[entry.id] = kept.of_records[entry.id]
        else:
            of_records[entry.id] = check_record(entry, context)
        findings += of_records[entry.id]
        if progress:
            progress(count, len(corpus.records))
    findings += conclude(Context(corpus))
    ordered = settle(corpus, findings, today or date.today())
    return Result(corpus, ordered, len(reading.files), Memory(reading.files, shared, of_records))


def check_record(entry: Entry[Record], context: Context) -> tuple[Finding, ...]:
    """What all record checks find: a pure function of the record and of what it is seen with."""
    found: list[Finding] = []
    for check in RECORD_CHECKS:
        try:
            found.extend(check(entry, context))
        except Exception as fault:  # a fault of ours must not hide what the others find
            found.append(_fault(fault, entry.path, check.__name__))
    return tuple(found)


def conclude(context: Context, checks: Iterable[CorpusCheck] = CORPUS_CHECKS) -> list[Finding]:
    """What corpus checks find, once the facts of every record are known."""
    found: list[Finding] = []
    for check in checks:
        try:
            found.extend(check(context))
        except Exception as fault:
            found.append(_fault(fault, "data", check.__name__))
    return found


def settle(corpus: Corpus, findings: Iterable[Finding], today: date) -> tuple[Finding, ...]:
    """The findings to report, each once and in order, as the exceptions leave them."""
    unique = {finding.key: finding for finding in findings}
    left = exceptions.apply(corpus, unique.values(), today)
    return tuple(sorted(left, key=lambda finding: finding.key))


def shared_of(corpus: Corpus) -> Corpus:
    """What record checks see beside their record: everything that is no other record and
    speaks of none. So what they found holds as long as this and the record are the same."""
    return replace(
        corpus,
        root=Path(),
        records={},
        concordances={},
        exceptions=None,
        redirects=None,
        releases={},
        broken=frozenset(path for path in corpus.broken if not path.startswith(UNSEEN)),
    )


def _fault(fault: Exception, path: str, check: str) -> Finding:
    """The finding that a check has failed itself, at the file it was looking at."""
    return Finding("E901", path, 1, 1, None, {"value": type(fault).__name__, "check": check})
