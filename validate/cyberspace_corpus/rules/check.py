"""What a check is: a pure function that yields findings, and what it may look at.

A check declares the rules it may report and its scope. A *record* check sees one record and
the read-only :class:`Context`; checks of that scope may run in any order, or in several
processes. A *corpus* check sees everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from cyberspace_corpus.annotate.mentions import Mention, mentions
from cyberspace_corpus.annotate.names import Matcher, Name, Registry
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.base import Lang, Statuses
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.vocabulary import Term
from cyberspace_corpus.witness.apparatus import canonical

Scope = Literal["record", "corpus"]


@dataclass(frozen=True)
class Context:
    """What a check may look at besides what it checks."""

    corpus: Corpus

    @cached_property
    def registry(self) -> Registry:
        compounds = self.corpus.compounds
        return Registry(
            (entry.model for entry in self.corpus.entities.values()),
            compounds.model.compounds if compounds else (),
        )

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Terms by their Chinese form."""
        entry = self.corpus.terms
        return {term.zh: term for term in entry.model.terms} if entry else {}

    @cached_property
    def term_matcher(self) -> Matcher:
        return Matcher(Name(zh, (term.id,)) for zh, term in self.terms.items())

    def status(self, entry: Entry[Record]) -> Statuses | None:
        """What each language of the record is; None if its document cannot be read."""
        if entry.model.status is not None:
            return entry.model.status
        document = self.corpus.documents.get(entry.model.document)
        return document.model.languages if document else None

    def text(self, entry: Entry[Record], lang: Lang) -> str:
        return canonical(entry.model.text, lang)

    def mentions(self, entry: Entry[Record], lang: Lang) -> list[Mention]:
        record = entry.model
        text = self.text(entry, lang)
        return mentions(text, lang, self.registry, record.mentions, record.entities)


RecordCheck = Callable[[Entry[Record], Context], Iterator[Finding]]
CorpusCheck = Callable[[Context], Iterator[Finding]]

RECORD_CHECKS: Final[list[RecordCheck]] = []
CORPUS_CHECKS: Final[list[CorpusCheck]] = []
REPORTS: Final[dict[str, Scope]] = {}
"""Every rule that some check reports, and its scope."""


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
        REPORTS.update(dict.fromkeys(rules, "corpus"))
        CORPUS_CHECKS.append(function)
        return function

    return register
