"""The difference between two editions: row by row, field by field, column by column.

What only follows from another change is left out: the places of words behind an inserted one,
the positions of records behind a new one, the computed likeness of texts that changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from cyberspace_corpus.compare.editions import Edition, Item
from cyberspace_corpus.published.rows import TABLES

TEXTS: Final = ("text_zh", "text_en")
POSITIONS: Final = frozenset({"position"})
OFFSETS: Final = frozenset({"start", "end"})
UNSAID: Final = frozenset({"version", "generated"})
"""Keys of the metadata that are of the edition, not of the corpus."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field with another value. Of a list of rows, only those that are gone or came."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that both editions have, and what of it changed."""

    key: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """What differs in the rows of a table, by their keys; ``moved`` have another place among
    the rows that both editions have."""

    table: str
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: tuple[RowChange, ...]
    moved: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.withdrawn or self.changed or self.moved)


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """What differs in the columns of a table: ``appended`` stand behind all old ones,
    ``inserted`` between them, ``moved`` are in another order. ``whole`` tells that the table
    itself came or went."""

    table: str
    appended: tuple[str, ...]
    inserted: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    whole: bool

    def __bool__(self) -> bool:
        return bool(self.appended or self.inserted or self.removed or self.moved)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two editions, and what differs; false if nothing does."""

    old: Edition
    new: Edition
    tables: tuple[TableChange, ...]
    columns: tuple[ColumnChange, ...]
    meta: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.meta)


def difference(old: Edition, new: Edition) -> Difference:
    """What differs between two editions, the tables in their published order."""
    names = list(dict.fromkeys([*TABLES, *old.rows, *new.rows]))
    tables = [_table(old, new, name) for name in names if name in old.rows or name in new.rows]
    said = dict.fromkeys(key for key in (*old.meta, *new.meta) if key not in UNSAID)
    meta = [Change(key, old.meta.get(key), new.meta.get(key)) for key in said]
    return Difference(
        old,
        new,
        tuple(table for table in tables if table),
        tuple(_columns(old, new)),
        tuple(change for change in meta if change.old != change.new),
    )


def _table(old: Edition, new: Edition, name: str) -> TableChange:
    before, after = old.rows.get(name, {}), new.rows.get(name, {})
    common = [key for key in before if key in after]
    changed: list[RowChange] = []
    for key in common:
        if changes := tuple(_changes(old, new, name, before[key], after[key])):
            changed.append(RowChange(key, changes))
    return TableChange(
        name,
        tuple(key for key in after if key not in before),
        tuple(key for key in before if key not in after),
        tuple(changed),
        _moved(common, [key for key in after if key in before]),
    )


def _moved(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Of the same things in two orders, those to move to make one of the other."""
    if old == new:
        return ()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    staying = {old[block.a + i] for block in blocks for i in range(block.size)}
    return tuple(key for key in new if key not in staying)


def _changes(old: Edition, new: Edition, table: str, one: Item, other: Item) -> Iterator[Change]:
    """The fields that changed; a field that only one of the rows has is a column's matter."""
    parts = TABLES["records"].parts() if table == "records" else {}
    text_changed = any(one.get(text) != other.get(text) for text in TEXTS)
    for field in one:
        if field not in other or one[field] == other[field] or field in POSITIONS:
            continue
        if field == "similarity" and _chinese_changed(old, new, one):
            continue
        if field not in parts:
            yield Change(field, one[field], other[field])
        elif field != "segments" or not text_changed:
            yield from _part(field, one[field], other[field], text_changed)


def _chinese_changed(old: Edition, new: Edition, pair: Item) -> bool:
    records = [pair["source_record"], pair["target_record"]]
    return any(old.text(record, "text_zh") != new.text(record, "text_zh") for record in records)


def _part(field: str, one: Any, other: Any, text_changed: bool) -> Iterator[Change]:
    """A list of rows within a record: which are gone, which came. If none, but the list is
    another, it is in another order, and both are given whole."""
    columns = [
        name
        for name in (other or one)[0]
        if all(name in row for row in (*one, *other)) and not (text_changed and name in OFFSETS)
    ]
    before, after = (
        [json.dumps({name: row[name] for name in columns}) for row in rows] for rows in (one, other)
    )
    gone, came = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone or came:
        yield Change(field, _rows(gone), _rows(came))
    elif before != after:
        yield Change(field, one, other)


def _rows(counted: Counter[str]) -> list[Any]:
    return [json.loads(row) for row in counted.elements()]


def _columns(old: Edition, new: Edition) -> Iterator[ColumnChange]:
    """By the CSV headers where both editions have them, else by the rows of corpus.json."""
    by_header = bool(old.headers and new.headers)
    before = old.headers if by_header else old.fields
    after = new.headers if by_header else new.fields
    for table in dict.fromkeys([*before, *after]):
        if not by_header and not (table in before and table in after):
            continue  # a table without rows shows no columns
        if change := _column_change(table, before, after):
            yield change


def _column_change(
    table: str,
    before: Mapping[str, tuple[str, ...]],
    after: Mapping[str, tuple[str, ...]],
) -> ColumnChange:
    one, other = before.get(table, ()), after.get(table, ())
    kept = [name for name in other if name in one]
    end = other.index(kept[-1]) + 1 if kept else 0
    return ColumnChange(
        table,
        appended=tuple(name for name in other[end:] if name not in one),
        inserted=tuple(name for name in other[:end] if name not in one),
        removed=tuple(name for name in one if name not in other),
        moved=_moved([name for name in one if name in other], kept),
        whole=table not in before or table not in after,
    )
