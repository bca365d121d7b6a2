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
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cyberspace_corpus.published.redirection import target
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import (
    Concordance,
    Document,
    Entity,
    EntityType,
    Mention,
    Record,
    Redirect,
    Section,
    Segment,
    Source,
    Term,
    Topic,
    Unmatched,
)

if TYPE_CHECKING:
    from cyberspace_corpus.published.quotation import Quote

R = TypeVar("R", bound=Row)

PARENT: Final = {"record", "document"}
"""Columns that a nested row does not repeat: the row it lies in says them."""


@dataclass(frozen=True)
class Corpus:
    """The whole published corpus.

    ``corpus[id]`` is the record of that id, or the one that it moved to. Every list is in the
    order of its table.
    """

    version: str
    title: str
    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    entity_types: tuple[EntityType, ...]
    concordance: tuple[Concordance, ...]
    unmatched: tuple[Unmatched, ...]
    terms: tuple[Term, ...]
    topics: tuple[Topic, ...]
    redirects: tuple[Redirect, ...]

    def __post_init__(self) -> None:
        for document in self.documents:
            for record in document.records:
                object.__setattr__(record, "corpus", self)

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
        """The record of an id, or the one that it moved to; :class:`KeyError` if there is none.

        For an id that was split or withdrawn the error is
        :class:`~cyberspace_corpus.published.redirection.Moved` or ``Withdrawn``: it says where
        to, or why.
        """
        if id in self._by_id:
            return self._by_id[id]
        return self._by_id[target(self._redirects, "records", id)]

    def __contains__(self, id: object) -> bool:
        """Whether ``corpus[id]`` is a record."""
        try:
            return isinstance(id, str) and bool(self[id].id)
        except KeyError:
            return False

    @cached_property
    def _redirects(self) -> Mapping[str, Redirect]:
        return {redirect.id: redirect for redirect in self.redirects}

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def entity(self, id: str) -> Entity:
        """The entity of an id, or the one that it moved to; :class:`KeyError` as for records."""
        if id in self._entities:
            return self._entities[id]
        return self._entities[target(self._redirects, "entities", id)]

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    def find(
        self,
        words: str = "",
        *,
        document: str | None = None,
        topic: str | None = None,
        entity: str | None = None,
        status_en: str | None = None,
    ) -> tuple[Segment, ...]:
        """The segments that hold the words, in either language; case does not matter.

        The other arguments limit the records that are looked at: those of a document, on a
        topic, that name an entity, whose English is of a status.
        """
        wanted = words.casefold()
        return tuple(
            segment
            for record in self.records
            if document in (None, record.document)
            and (topic is None or topic in record.topics)
            and (entity is None or entity in record.entities)
            and status_en in (None, record.status_en)
            for segment in record.segments
            if wanted in (segment.zh or "").casefold() or wanted in (segment.en or "").casefold()
        )

    def descendants(self, id: str) -> tuple[Record, ...]:
        """The records of later documents that answer to a record, directly or through
        others; :class:`KeyError` if there is no such record."""
        return self._related(id, {"source_record": "target_record"})

    def ancestors(self, id: str) -> tuple[Record, ...]:
        """The records of earlier documents that a record answers to; :class:`KeyError` if
        there is no such record."""
        return self._related(id, {"target_record": "source_record"})

    def _related(self, id: str, way: dict[str, str]) -> tuple[Record, ...]:
        ((near, far),) = way.items()
        reached: set[str] = set()
        waiting = [self[id].id]
        while waiting:
            here = waiting.pop()
            for pair in self.concordance:
                other = getattr(pair, far)
                if getattr(pair, near) == here and other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return tuple(record for record in self.records if record.id in reached)

    def resolve(self, place: str) -> tuple[Record, ...]:
        """The records that a printed or spoken reference means: ``wic-2020/7``, ``2020 第七条``,
        ``item 7 of 2021``, ``2022 三（一）3``, ``2025 1.2``; none if it means none, several if a
        section is meant or the document is not named."""
        from cyberspace_corpus.published.numbering import resolve

        return resolve(self, place)

    def check_quote(self, text: str) -> Quote:
        """Whether a quotation stands in the corpus: exact, altered (and where), or not ours."""
        from cyberspace_corpus.published.quotation import check_quote

        return check_quote(self, text)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a published table by its name; :class:`KeyError` if there is none.

        ``printings`` are not loaded; they stand in ``data/tables/printings.csv``.
        """
        from cyberspace_corpus.published.frames import rows

        return rows(self, table)

    def to_pandas(self, table: str) -> Any:
        """A table as a pandas DataFrame; lists stay lists, dates are ``datetime.date``."""
        from cyberspace_corpus.published.frames import to_pandas

        return to_pandas(self, table)

    def to_polars(self, table: str) -> Any:
        """A table as a polars DataFrame, typed as its columns are."""
        from cyberspace_corpus.published.frames import to_polars

        return to_polars(self, table)

    def to_arrow(self, table: str) -> Any:
        """A table as a pyarrow Table, typed as its columns are."""
        from cyberspace_corpus.published.frames import to_arrow

        return to_arrow(self, table)


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
        title=data["meta"]["title"]["en"],
        documents=_rows(Document, data["documents"], {}),
        sources=_rows(Source, data["sources"], {}),
        entities=_rows(Entity, data["entities"], {}),
        entity_types=_rows(EntityType, data["entity_types"], {}),
        concordance=_rows(Concordance, data["concordance"], {}),
        unmatched=_rows(Unmatched, data["unmatched"], {}),
        terms=_rows(Term, data["terms"], {}),
        topics=_rows(Topic, data["topics"], {}),
        redirects=_rows(Redirect, data["redirects"], {}),
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
