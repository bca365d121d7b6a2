"""What rules and builders derive from the corpus: names, terms, statuses, texts, mentions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cyberspace_corpus.annotate.dates import Stretch, place
from cyberspace_corpus.annotate.mentions import Mention, mentions
from cyberspace_corpus.annotate.names import Match, Matcher, Name, Registry
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.model.base import LANGS, Lang, Statuses
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.vocabulary import Term
from cyberspace_corpus.witness.apparatus import canonical, segment_starts


@dataclass(frozen=True)
class Context:
    """The corpus, and what is looked up in it again and again; read-only."""

    corpus: Corpus
    _last: list[Derived] = field(default_factory=list, compare=False, repr=False)

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


@dataclass(frozen=True)
class Derived:
    """What several checks derive from one record, once: each by language."""

    entry: Entry[Record]
    context: Context

    @cached_property
    def texts(self) -> dict[Lang, str]:
        return {lang: canonical(self.entry.model.text, lang) for lang in LANGS}

    @cached_property
    def starts(self) -> dict[Lang, list[tuple[int, int]]]:
        """Each segment that has the language, and its offset in the text."""
        return {lang: segment_starts(self.entry.model.text, lang) for lang in LANGS}

    @cached_property
    def mentions(self) -> dict[Lang, list[Mention]]:
        record, registry = self.entry.model, self.context.registry
        return {
            lang: mentions(self.texts[lang], lang, registry, record.mentions, record.entities)
            for lang in LANGS
        }

    @cached_property
    def surfaces(self) -> dict[Lang, list[tuple[int, str]]]:
        """The words of the dates, each with the index of its date."""
        dates = self.entry.model.dates
        return {
            lang: [(i, s) for i, date in enumerate(dates) if (s := getattr(date, lang)) is not None]
            for lang in LANGS
        }

    @cached_property
    def dates(self) -> dict[Lang, list[Stretch]]:
        """Where those words stand in the text."""
        return {lang: place(self.texts[lang], self.surfaces[lang]) for lang in LANGS}

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

    def segment_of(self, lang: Lang, offset: int) -> int:
        """The index of the segment that the offset in the text lies in."""
        return max((i for i, start in self.starts[lang] if start <= offset), default=0)
