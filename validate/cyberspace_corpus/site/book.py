"""The corpus as the pages look things up in it: read once, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.nested import load
from cyberspace_corpus.published.rows import Document, Entity, Record, Section, Source, Topic


@dataclass(frozen=True)
class Book:
    """What the pages draw on.

    ``root`` is the folder of the corpus, for the files that are published beside the tables
    (the witnesses, the descriptor, the release notes). ``repository`` is its address on GitHub,
    ``https://github.com/OWNER/NAME``, if it is known: corrections are proposed there.
    """

    root: Path
    corpus: Corpus
    repository: str | None = None

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id, in the order of their dates."""
        return {document.id: document for document in self.corpus.documents}

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The records by id, in reading order."""
        return {record.id: record for record in self.corpus.records}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """The sections by id, in reading order."""
        return {section.id: section for section in self.corpus.sections}

    def top(self, record: Record) -> Section | None:
        """The section of the first level that a record stands in, if any."""
        section = self.sections[record.section] if record.section else None
        while section is not None and section.parent:
            section = self.sections[section.parent]
        return section

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The witnesses by id."""
        return {source.id: source for source in self.corpus.sources}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.corpus.topics}

    @cached_property
    def naming(self) -> Mapping[str, Sequence[Record]]:
        """The records that name an entity, by its id, in reading order; an entity that no
        record names is not there."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.corpus.records:
            for entity in record.entities:
                found[entity].append(record)
        return dict(found)

    @cached_property
    def on_topic(self) -> Mapping[str, Sequence[Record]]:
        """The records on a topic, by its id, in reading order."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.corpus.records:
            for topic in record.topics:
                found[topic].append(record)
        return dict(found)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """The entities by id, in the order of their table."""
        return {entity.id: entity for entity in self.corpus.entities}


def open_book(root: Path, repository: str | None = None) -> Book:
    """The book of the corpus in a folder, as last built there; raises
    :class:`~cyberspace_corpus.NoData` if it is not built."""
    return Book(root, load(root / "data" / "corpus.json"), repository)
