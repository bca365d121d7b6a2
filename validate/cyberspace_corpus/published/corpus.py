"""The corpus as downstream projects read it: quick, typed, immutable.

>>> import cyberspace_corpus as cc
>>> corpus = cc.load()
>>> corpus["china-africa-2021/7"].segments[0].en
'Improving data security management and personal information protection.'
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import (
    Concordance,
    Document,
    Entity,
    EntityType,
    Mention,
    Record,
    Section,
    Segment,
    Source,
    Term,
    Topic,
    Unmatched,
)

R = TypeVar("R", bound=Row)

PARENT: Final = {"record", "document"}
"""Columns that a nested row does not repeat: the row it lies in says them."""


@dataclass(frozen=True)
class Corpus:
    """The whole published corpus.

    ``corpus[id]`` is the record of that id. Every list is in the order of its table.
    """

    version: str
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    entity_types: tuple[EntityType, ...]
    concordance: tuple[Concordance, ...]
    unmatched: tuple[Unmatched, ...]
    terms: tuple[Term, ...]
    topics: tuple[Topic, ...]

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records of all documents, in reading order."""
        return tuple(record for document in self.documents for record in document.records)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all documents, in reading order."""
        return tuple(section for document in self.documents for section in document.sections)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all records, in reading order."""
        return tuple(segment for record in self.records for segment in record.segments)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions in all records, in reading order."""
        return tuple(mention for record in self.records for mention in record.mentions)

    @cached_property
    def _by_id(self) -> Mapping[str, Record]:
        return {record.id: record for record in self.records}

    def __getitem__(self, id: str) -> Record:
        """The record of an id; :class:`KeyError` if there is none."""
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def entity(self, id: str) -> Entity:
        """The entity of an id; :class:`KeyError` if there is none."""
        return self._entities[id]

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    def find(self, words: str) -> tuple[Segment, ...]:
        """The segments that hold the words, in either language; case does not matter."""
        wanted = words.casefold()
        return tuple(
            segment
            for segment in self.segments
            if wanted in (segment.zh or "").casefold() or wanted in (segment.en or "").casefold()
        )


class NoData(Exception):
    """The published corpus is not where it should be, or cannot be read."""


def data_folder() -> Path:
    """Where ``corpus.json`` lies: inside the installed package, or in the checkout that the
    package is run from."""
    package = Path(__file__).resolve().parents[1]
    bundled = package / "data"
    return bundled if (bundled / "corpus.json").is_file() else package.parents[1] / "data"


def load(path: str | Path | None = None) -> Corpus:
    """The published corpus, from the installed package or the checkout.

    ``path`` names another ``corpus.json``. Raises :class:`NoData` if it is not there or is
    no such file.
    """
    file = Path(path) if path is not None else data_folder() / "corpus.json"
    try:
        data = json.loads(file.read_bytes())
        return _corpus(data)
    except OSError as error:
        raise NoData(f"{file}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise NoData(f"{file}: not a corpus.json of this version") from None


def _corpus(data: Mapping[str, Any]) -> Corpus:
    return Corpus(
        version=data["meta"]["version"],
        documents=_rows(Document, data["documents"], {}),
        sources=_rows(Source, data["sources"], {}),
        entities=_rows(Entity, data["entities"], {}),
        entity_types=_rows(EntityType, data["entity_types"], {}),
        concordance=_rows(Concordance, data["concordance"], {}),
        unmatched=_rows(Unmatched, data["unmatched"], {}),
        terms=_rows(Term, data["terms"], {}),
        topics=_rows(Topic, data["topics"], {}),
    )


def _rows(row: type[R], items: list[dict[str, Any]], parent: dict[str, str]) -> tuple[R, ...]:
    parts = row.parts()
    days = [c.name for c in row.columns() if c.type == "Day"]
    texts = [c.name for c in row.columns() if c.type == "Texts"]
    inherited = {c.name: parent[c.name] for c in row.columns() if c.name in parent}
    made: list[R] = []
    for item in items:
        values = inherited | item
        for name in days:
            if values[name] is not None:
                values[name] = datetime.date.fromisoformat(values[name])
        for name in texts:
            values[name] = tuple(values[name])
        for name, part in parts.items():
            below = {row.TABLE.removesuffix("s"): values["id"]}
            values[name] = _rows(part, values[name], below)
        made.append(row(**values))
    return tuple(made)


def nested(row: Row) -> dict[str, Any]:
    """A row as ``corpus.json`` holds it: its columns, and the rows that belong to it."""
    return _nested(row, frozenset())


def _nested(row: Row, inherited: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        c.name: plain(getattr(row, c.name)) for c in row.columns() if c.name not in inherited
    }
    below = frozenset({row.TABLE.removesuffix("s")})
    for name in row.parts():
        values[name] = [_nested(item, below) for item in getattr(row, name)]
    return values


def plain(value: Any) -> Any:
    """A cell as JSON holds it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
