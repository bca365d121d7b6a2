"""What rules and builders derive from the corpus: names, terms, statuses, texts, mentions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cyberspace_corpus.annotate.dates import Stretch, place
from cyberspace_corpus.annotate.figures import has_digits
from cyberspace_corpus.annotate.mentions import Mention, mentions
from cyberspace_corpus.annotate.names import Match, Matcher, Name, Registry
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.facts import Facts, facts_of
from cyberspace_corpus.model.base import LANGS, Lang, Statuses
from cyberspace_corpus.model.document import Document
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.vocabulary import Term
from cyberspace_corpus.witness.apparatus import canonical, segment_starts


@dataclass(frozen=True)
class Context:
    """The corpus, and what is looked up in it again and again; read-only."""

    corpus: Corpus
    given: Mapping[str, Facts] | None = None
    """The facts of all records, by id, if their models are not at hand."""
    _last: list[Derived] = field(default_factory=list, compare=False, repr=False)

    def over(self, corpus: Corpus) -> Context:
        """A context of another part of the corpus, with the names and the terms of this one."""
        other = Context(corpus)
        other.__dict__.update(
            registry=self.registry,
            names_complete=self.names_complete,
            terms=self.terms,
            term_matcher=self.term_matcher,
        )
        return other

    @cached_property
    def facts(self) -> Mapping[str, Facts]:
        """The facts of all records, by id."""
        if self.given is not None:
            return self.given
        return {id: facts_of(entry.model) for id, entry in self.corpus.records.items()}

    def facts_in_order(self, document: Entry[Document]) -> Iterator[tuple[str, Facts]]:
        """The records of a document in reading order: their ids and facts."""
        for locator in document.model.records:
            id = f"{document.id}/{locator}"
            if (facts := self.facts.get(id)) is not None:
                yield id, facts

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
        document = self.corpus.documents.get(entry.id.partition("/")[0])
        return document.model.languages if document else None

    def of(self, entry: Entry[Record]) -> Derived:
        """What is derived from the record; of the last one it is kept, since all checks of a
        record follow one another."""
        last = self._last
        if not last or last[0].entry is not entry:
            last[:] = [Derived(entry, self)]
        return last[0]

    def text(self, entry: Entry[Record], lang: Lang) -> str:
        return self.of(entry).texts[lang]

    def mentions(self, entry: Entry[Record], lang: Lang) -> list[Mention]:
        return self.of(entry).mentions[lang]


class Derived:
    """What several checks derive from one record, once: each by language."""

    def __init__(self, entry: Entry[Record], context: Context) -> None:
        record = entry.model
        self.entry = entry
        self.context = context
        self.texts: dict[Lang, str] = {}
        self.surfaces: dict[Lang, list[tuple[int, str]]] = {}
        """The words of the dates, each with the index of its date."""
        self.dates: dict[Lang, list[Stretch]] = {}
        """Where those words stand in the text."""
        for lang in LANGS:
            text = self.texts[lang] = canonical(record.text, lang)
            words = [(index, getattr(date, lang)) for index, date in enumerate(record.dates)]
            surfaces = self.surfaces[lang] = [pair for pair in words if pair[1] is not None]
            self.dates[lang] = place(text, surfaces) if surfaces else []

    @cached_property
    def mentions(self) -> dict[Lang, list[Mention]]:
        record, registry = self.entry.model, self.context.registry
        return {
            lang: mentions(self.texts[lang], lang, registry, record.mentions, record.entities)
            for lang in LANGS
        }

    @cached_property
    def names(self) -> dict[tuple[Lang, str], list[Match]]:
        """Registered names in a text, for those texts that somebody asked for."""
        return {}

    def names_in(self, text: str, lang: Lang) -> list[Match]:
        """The registered names in the record's text or in one of its segments."""
        found = self.names.get((lang, text))
        if found is None:
            found = self.names[lang, text] = self.context.registry.matchers[lang].find(text)
        return found

    def names_with_figures(self, text: str, lang: Lang) -> list[tuple[int, int]]:
        """Where such names stand, as far as a figure of the text may be part of one."""
        if not self.context.registry.matchers[lang].may_cover_figures(text):
            return []
        return [(match.start, match.end) for match in self.names_in(text, lang)]

    @cached_property
    def has_digits(self) -> bool:
        """Whether there may be figures in either language."""
        return any(map(has_digits, self.texts.values()))

    @cached_property
    def starts(self) -> dict[Lang, tuple[list[int], list[int]]]:
        """The segments that have the language: their indices, and their offsets in the text."""
        pairs = {lang: segment_starts(self.entry.model.text, lang) for lang in LANGS}
        return {lang: ([i for i, _ in of], [at for _, at in of]) for lang, of in pairs.items()}

    def segment_of(self, lang: Lang, offset: int) -> int:
        """The index of the segment that the offset in the text lies in."""
        indices, offsets = self.starts[lang]
        return indices[bisect_right(offsets, offset) - 1]
