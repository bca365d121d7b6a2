"""What whole-corpus rules need to know of one record: little, so that of many records no more
than this has to be kept.

A record is read, checked by itself and let go; its facts stay. The facts of a set of records are
a mapping by id, so those of two sets are put together by uniting the mappings, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern
from typing import Any, NamedTuple

from cyberspace_corpus.model.record import Record


class Facts(NamedTuple):
    """The facts of a record. ``witnesses`` are (source, Chinese lines, English lines)."""

    document: str
    section: str | None
    kind: str
    number: str | None
    witnesses: tuple[tuple[str, str | None, str | None], ...]
    entities: tuple[str, ...]
    topics: tuple[str, ...]


def facts_of(record: Record) -> Facts:
    """What the record says that is not only about itself."""
    return _facts(
        record.document,
        record.section,
        record.kind,
        record.number,
        [(witness.source, witness.zh, witness.en) for witness in record.witnesses],
        record.entities,
        record.topics,
    )


def facts_of_row(row: Sequence[Any]) -> Facts:
    """The facts from the values that they were kept as."""
    return _facts(*row)


def _facts(
    document: str,
    section: str | None,
    kind: str,
    number: str | None,
    witnesses: Iterable[tuple[str, str | None, str | None]],
    entities: Iterable[str],
    topics: Iterable[str],
) -> Facts:
    """The facts, in which words that recur are kept once."""
    return Facts(
        intern(document),
        section and intern(section),
        intern(kind),
        number and intern(number),
        tuple([(intern(s), zh and intern(zh), en and intern(en)) for s, zh, en in witnesses]),
        tuple(map(intern, entities)),
        tuple(map(intern, topics)),
    )
