"""The corpus as downstream projects read it: quick, typed, immutable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from cyberspace_corpus.published.missing import Missing
from cyberspace_corpus.published.redirection import target
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import (
    STATUSES,
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
    import pandas
    import polars
    import pyarrow

    from cyberspace_corpus.published.quotation import Quote

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, repr=False)
class Corpus:
    """The whole published corpus, as :func:`load` gives it. Nothing in it can be changed.

    A corpus is a collection of records: ``corpus[id]`` is one of them, ``id in corpus`` asks for
    it, ``len(corpus)`` counts them, ``for record in corpus`` goes through them in reading order.
    Every list is a tuple, in the order of its table.

    >>> [document.id for document in corpus.documents]
    ['wic-2020', 'china-africa-2021', 'white-paper-2022', 'china-africa-2025']
    """

    version: str
    """Version of the data and of the package, which are released together."""
    title: str
    """Name of the corpus, in English."""
    documents: tuple[Document, ...]
    """The documents, each with its sections and records."""
    sources: tuple[Source, ...]
    """The witnesses that the texts come from."""
    entities: tuple[Entity, ...]
    """Everything that the texts name."""
    entity_types: tuple[EntityType, ...]
    """The types of entities."""
    concordance: tuple[Concordance, ...]
    """Pairs of a record and the record of a later document that answers to it."""
    unmatched: tuple[Unmatched, ...]
    """Records that have no counterpart in another document."""
    terms: tuple[Term, ...]
    """The bilingual term list."""
    topics: tuple[Topic, ...]
    """The scheme of topics."""
    redirects: tuple[Redirect, ...]
    """Where the ids went that no longer exist."""

    def __post_init__(self) -> None:
        for document in self.documents:
            for record in document.records:
                object.__setattr__(record, "corpus", self)

    def __repr__(self) -> str:
        counted = f"{len(self.documents)} documents, {len(self.records)} records"
        return f"<Corpus: cyberspace-corpus {self.version}, {counted}>"

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

    def __getitem__(self, id: str) -> Record:
        """The record of an id, or the one that it moved to.

        >>> corpus["wic-2020/7"].topics
        ('critical-infrastructure', 'cybersecurity')
        >>> "wic-2020/77" in corpus
        False

        Raises :class:`Missing`, a ``KeyError`` that names the nearest ids, if there is none;
        :class:`Moved` if the record was split, :class:`Withdrawn` if it was withdrawn: also
        ``KeyError``, and they say where to, or why.
        """
        return self._one(Record, id)

    def __contains__(self, id: object) -> bool:
        """Whether ``corpus[id]`` is a record."""
        try:
            return isinstance(id, str) and bool(self[id].id)
        except KeyError:
            return False

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def document(self, id: str) -> Document:
        """The document of an id; :class:`Missing` if there is none.

        >>> corpus.document("white-paper-2022").issued
        '2022-11'
        """
        return self._one(Document, id)

    def section(self, id: str) -> Section:
        """The section of an id, or the one that it moved to; errors as for records.

        >>> corpus.section("wic-2020/2").heading_en
        'Ensuring common security'
        """
        return self._one(Section, id)

    def source(self, id: str) -> Source:
        """The source of an id; :class:`Missing` if there is none.

        >>> corpus.source("xinhua-2022").script
        'Hans'
        """
        return self._one(Source, id)

    def entity(self, id: str) -> Entity:
        """The entity of an id, or the one that it moved to; errors as for records.

        >>> corpus.entity("oewg").part_of
        'united-nations'
        """
        return self._one(Entity, id)

    def topic(self, id: str) -> Topic:
        """The topic of an id, or the one that it moved to; errors as for records.

        >>> corpus.topic("data-security").label_zh
        '数据安全'
        """
        return self._one(Topic, id)

    def term(self, id: str) -> Term:
        """The term of an id, or the one that it moved to; errors as for records.

        >>> corpus.term("sovereignty-in-cyberspace").zh
        '网络主权'
        """
        return self._one(Term, id)

    def _one(self, of: type[R], id: str) -> R:
        index = self._indexes.setdefault(of.TABLE, {})
        if not index:
            index.update((row.id, row) for row in getattr(self, of.TABLE))
        found: R | None = index.get(id) or index.get(target(self._redirects, of.TABLE, str(id)))
        if found is None:
            raise Missing(of.__name__.lower(), id, index)
        return found

    @cached_property
    def _indexes(self) -> dict[str, dict[str, Any]]:
        """The rows of a table by id, made when they are first asked for."""
        return {}

    @cached_property
    def _redirects(self) -> Mapping[str, Redirect]:
        return {redirect.id: redirect for redirect in self.redirects}

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
        topic, that name an entity (all by id), whose English is of a status (``official``,
        ``machine``, ``project`` or ``lacuna``). Without words, all segments of these records.

        >>> [segment.record for segment in corpus.find("数据安全", document="wic-2020")]
        ['wic-2020/8', 'wic-2020/8']
        >>> corpus.find("DATA SECURITY") == corpus.find("data security")
        True

        Raises :class:`Missing`, with the nearest names, for a document, topic, entity or status
        that does not exist.
        """
        if document is not None:
            document = self.document(document).id
        if topic is not None:
            topic = self.topic(topic).id
        if entity is not None:
            entity = self.entity(entity).id
        if status_en not in (None, *STATUSES):
            raise Missing("status", status_en, STATUSES)
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
        others, in reading order; errors as for ``corpus[id]``.

        >>> [record.id for record in corpus.descendants("wic-2020/7")][:2]
        ['china-africa-2021/6', 'white-paper-2022/1.2-3']
        """
        return self._related(id, {"source_record": "target_record"})

    def ancestors(self, id: str) -> tuple[Record, ...]:
        """The records of earlier documents that a record answers to, directly or through
        others, in reading order; errors as for ``corpus[id]``.

        >>> [record.id for record in corpus.ancestors("china-africa-2025/1.2")]
        ['wic-2020/12', 'china-africa-2021/10']
        """
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
        """The records that a printed or spoken reference means.

        A reference names the document by id, year, title, issuer or kind, and the place by its
        numbers, in any numerals, or by a name such as preamble. Nothing comes of one that means
        nothing here; several records of one that means a section or leaves the document open.

        >>> [record.id for record in corpus.resolve("2020 第七条")]
        ['wic-2020/7']
        >>> [record.id for record in corpus.resolve("art. 7 (2021)")]
        ['china-africa-2021/7']
        >>> [record.id for record in corpus.resolve("White Paper IV (10)")]
        ['white-paper-2022/4.10-1']
        >>> [record.id for record in corpus.resolve("第十六条")]
        ['wic-2020/16', 'china-africa-2021/16']
        >>> corpus.resolve("2020 第九十九条")
        ()
        """
        from cyberspace_corpus.published.numbering import resolve

        return resolve(self, place)

    def check_quote(self, text: str) -> Quote:
        """Whether a quotation stands in the texts of the records: exact, altered (and where and
        how), or absent. Quotation marks around it and the kind of its spaces do not matter;
        headings are not looked at.

        >>> quote = corpus.check_quote("加强数据安全管理和个人信息的保护")
        >>> quote.verdict, quote.record.id, quote.changes
        ('altered', 'china-africa-2021/7', (('insert', '', '的'),))
        >>> quote.segments[0].en
        'Improving data security management and personal information protection.'
        >>> corpus.check_quote("It was the best of times.").verdict
        'absent'
        """
        from cyberspace_corpus.published.quotation import check_quote

        return check_quote(self, text)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a published table by its name.

        >>> corpus.rows("quantities")[0].surface
        '14个'
        >>> corpus.rows("segmets")
        Traceback (most recent call last):
        cyberspace_corpus.published.missing.Missing: no table 'segmets'; did you mean segments?

        ``printings`` are not loaded; they stand in ``data/tables/printings.csv``. Raises
        :class:`Missing` for them and for a name that no table has.
        """
        from cyberspace_corpus.published.frames import rows

        return rows(self, table)

    def to_pandas(self, table: str = "records") -> pandas.DataFrame:
        """A table as a pandas ``DataFrame`` of one row a row, with every column in its order.

        Lists are Python lists, days ``datetime.date``; what is lacking is missing. Needs pandas
        2 or later; errors as for :meth:`rows`.

        >>> corpus.to_pandas("topics").columns[:3].to_list()
        ['id', 'label_zh', 'label_en']
        """
        from cyberspace_corpus.published.frames import to_pandas

        return to_pandas(self, table)

    def to_polars(self, table: str = "records") -> polars.DataFrame:
        """A table as a polars ``DataFrame``: String, Int64, Float64, Boolean, Date and
        List(String), whatever the rows are. Needs polars 1 or later; errors as for :meth:`rows`.

        >>> corpus.to_polars().shape[0] == len(corpus)
        True
        """
        from cyberspace_corpus.published.frames import to_polars

        return to_polars(self, table)

    def to_arrow(self, table: str = "records") -> pyarrow.Table:
        """A table as a pyarrow ``Table``: string, int64, double, bool, date32 and list(string),
        whatever the rows are. Needs pyarrow; errors as for :meth:`rows`.

        >>> corpus.to_arrow("segments").schema.field("position").type
        DataType(int64)
        """
        from cyberspace_corpus.published.frames import to_arrow

        return to_arrow(self, table)
