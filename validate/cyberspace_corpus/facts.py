"""What rules about many records need to know of one: a few words, and no text."""

from __future__ import annotations

from typing import NamedTuple

from cyberspace_corpus.model.record import Record


class Facts(NamedTuple):
    """The facts of a record. ``witnesses`` are (source, Chinese lines, English lines)."""

    section: str | None
    kind: str
    number: str | None
    witnesses: tuple[tuple[str, str | None, str | None], ...]
    entities: tuple[str, ...]
    topics: tuple[str, ...]


def facts_of(record: Record) -> Facts:
    """What the record says that is not only about itself."""
    return Facts(
        record.section,
        record.kind,
        record.number,
        tuple([(witness.source, witness.zh, witness.en) for witness in record.witnesses]),
        tuple(record.entities),
        tuple(record.topics),
    )
