"""What whole-corpus rules need to know of one record: little, so that of many records no more
than this has to be kept.

A record is read, checked by itself and let go; its facts stay. The facts of a set of records are
a mapping by id, so those of two sets are put together by uniting the mappings, in any order.
"""

from __future__ import annotations

from sys import intern
from typing import NamedTuple

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
