"""What whole-corpus rules need to know of one record: little, so that of many records no more
than this has to be kept.

A record is read, checked by itself and let go; its facts stay. The facts of a set of records are
a mapping by id, so those of two sets are put together by uniting the mappings, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """What the record says that is not only about itself. Words that recur are kept once."""
    return Facts(
        intern(record.document),
        None if record.section is None else intern(record.section),
        record.kind,
        record.number,
        tuple([(intern(witness.source), witness.zh, witness.en) for witness in record.witnesses]),
        tuple(map(intern, record.entities)),
        tuple(map(intern, record.topics)),
    )


def facts_of_row(row: Sequence[Any]) -> Facts:
    """The facts from the values that they were kept as."""
    document, section, kind, number, witnesses, entities, topics = row
    return Facts(
        intern(document),
        section,
        intern(kind),
        number,
        tuple([(intern(source), zh, en) for source, zh, en in witnesses]),
        tuple(map(intern, entities)),
        tuple(map(intern, topics)),
    )
