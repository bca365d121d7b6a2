"""Running all rules over a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, read
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.rules.check import CORPUS_CHECKS, RECORD_CHECKS

FAMILIES = ("keys", "witness", "annotations", "bilingual", "concordance")
"""The modules of this package that hold checks; importing one registers its checks."""

for _family in FAMILIES:
    import_module(f"cyberspace_corpus.rules.{_family}")

Progress = Callable[[int, int], None]
"""Called with (records checked, records in all)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a validation came to: the corpus as far as it could be read, all findings in
    order, and how many files were looked at."""

    corpus: Corpus
    findings: tuple[Finding, ...]
    files: int


def validate(root: Path, progress: Progress | None = None) -> Result:
    """Read the corpus below ``root`` and apply every rule to it.

    A check that fails itself is a finding (E901) at the file it was looking at; it stops
    nothing else.
    """
    reading = read(root)
    findings = list(reading.findings)
    context = Context(reading.corpus)
    total = len(reading.corpus.records)
    for count, entry in enumerate(reading.corpus.records.values(), 1):
        for record_check in RECORD_CHECKS:
            call = partial(record_check, entry, context)
            findings += _guarded(call, entry.path, record_check.__name__)
        if progress:
            progress(count, total)
    for corpus_check in CORPUS_CHECKS:
        findings += _guarded(partial(corpus_check, context), "data", corpus_check.__name__)
    unique = {finding.key: finding for finding in findings}
    return Result(reading.corpus, tuple(unique[key] for key in sorted(unique)), reading.files)


def _guarded(check: Callable[[], Iterator[Finding]], path: str, name: str) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as fault:  # a fault of ours must not hide what the others find
        values = {"value": type(fault).__name__, "check": name}
        yield Finding("E901", path, 1, 1, None, values)
