"""What rules and builders derive from the corpus: names, terms, statuses, texts, mentions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cyberspace_corpus.annotate.mentions import Mention, mentions
from cyberspace_corpus.annotate.names import Matcher, Name, Registry
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.model.base import Lang, Statuses
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.vocabulary import Term
from cyberspace_corpus.witness.apparatus import canonical


@dataclass(frozen=True)
class Context:
    """The corpus, and what is looked up in it again and again; read-only."""

    corpus: Corpus

    @cached_property
    def registry(self) -> Registry:
        compounds = self.corpus.compounds
        return Registry(
            (entry.model for entry in self.corpus.entities.values()),
            compounds.model.compounds if compounds else (),
        )

    @cached_property
    def names_complete(self) -> bool:
        """Whether every file that names entities could be read."""
        return not any(
            path.startswith(("data/entities/", "data/vocabulary/compounds"))
            for path in self.corpus.broken
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
