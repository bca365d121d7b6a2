"""What a check is: a pure function that yields findings, and what it may look at.

A check declares the rules it may report and its scope. A *record* check sees one record and
the read-only :class:`~cyberspace_corpus.context.Context`; checks of that scope may run in any
order, or in several processes. A *corpus* check sees everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import Lang
from cyberspace_corpus.model.record import Record

Scope = Literal["record", "corpus"]

LANGUAGE: Final[dict[Lang, str]] = {"zh": "Chinese", "en": "English"}
"""How the values of a finding name a language of a text."""


RecordCheck = Callable[[Entry[Record], Context], Iterator[Finding]]
CorpusCheck = Callable[[Context], Iterator[Finding]]

RECORD_CHECKS: Final[list[RecordCheck]] = []
CORPUS_CHECKS: Final[list[CorpusCheck]] = []
REPORTS: Final[dict[str, Scope]] = {}
"""Every rule that some check reports, and its scope: a rule that is checked for records and
for headings alike is one of records."""


def record_check(*rules: str) -> Callable[[RecordCheck], RecordCheck]:
    """Register a check of single records that may report ``rules``."""

    def register(function: RecordCheck) -> RecordCheck:
        REPORTS.update(dict.fromkeys(rules, "record"))
        RECORD_CHECKS.append(function)
        return function

    return register


def corpus_check(*rules: str) -> Callable[[CorpusCheck], CorpusCheck]:
    """Register a check of the whole corpus that may report ``rules``."""

    def register(function: CorpusCheck) -> CorpusCheck:
        for rule in rules:
            REPORTS.setdefault(rule, "corpus")
        CORPUS_CHECKS.append(function)
        return function

    return register
