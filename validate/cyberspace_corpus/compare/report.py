"""A difference in words: for a terminal, for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from cyberspace_corpus.compare.concordance import counts
from cyberspace_corpus.compare.difference import Change, ColumnChange, Difference, TableChange
from cyberspace_corpus.compare.editions import Edition
from cyberspace_corpus.compare.step import next_version, reasons, step_of
from cyberspace_corpus.compare.words import marked
from cyberspace_corpus.yamlio.characters import printable

AROUND: Final = 24
"""Characters that stay, shown on either side of a change."""

WIDEST: Final = 4000
"""Most characters of a line."""

LONGEST: Final = 180
"""Most characters of an item of a list."""


def text(difference: Difference) -> Iterator[str]:
    """The report, line by line."""
    for line in _text(difference):
        yield printable(line, WIDEST)


def _text(difference: Difference) -> Iterator[str]:
    yield f"old: {_about(difference.old)}"
    yield f"new: {_about(difference.new)}"
    if not difference:
        yield "no difference"
        return
    for table in difference.tables:
        yield ""
        yield from _table(table)
    if counted := counts(difference.old, difference.new):
        yield ""
        yield "concordance, counted"
        for count in counted:
            pair = " and ".join(count.documents)
            yield f"  {pair}: {count.counted} {count.old} -> {count.new}"
    if difference.columns:
        yield ""
        yield "columns"
        for column in difference.columns:
            for words in column_words(column):
                yield f"  {column.table}: {words}"
    if difference.meta:
        yield ""
        yield "about the corpus"
        for change in difference.meta:
            yield f"  ~ {in_words(change)}"
    found = reasons(difference)
    step = step_of(found)
    version = next_version(difference.old.version, step)
    yield ""
    yield f"version step: {step.word}" + (
        f" ({difference.old.version} -> {version})" if version else ""
    )
    for reason in found:
        yield f"  {reason.step.word}: {reason.why}"


def _about(edition: Edition) -> str:
    return f"{edition.name} (version {edition.version}, {len(edition.rows['records'])} records)"


def _table(table: TableChange) -> Iterator[str]:
    parts = ("added", "withdrawn", "changed", "moved")
    sizes = {part: len(getattr(table, part)) for part in parts}
    said = ", ".join(f"{size} {part}" for part, size in sizes.items() if size)
    yield f"{table.table}: {said}"
    for key in table.added:
        yield f"  + {key}"
    for key in table.withdrawn:
        yield f"  - {key}"
    for row in table.changed:
        yield f"  ~ {row.key}"
        for change in row.changes:
            yield f"      {in_words(change)}"
    for key in table.moved:
        yield f"  > {key}"


def column_words(change: ColumnChange) -> Iterator[str]:
    """A change of columns, one phrase a kind."""
    if change.whole:
        yield "the table is gone" if change.removed else "a new table"
        return
    for names, words in (
        (change.removed, "gone"),
        (change.inserted, "new, not at the end"),
        (change.moved, "in another place"),
        (change.appended, "new at the end"),
    ):
        if names:
            yield f"{words}: {', '.join(names)}"


def in_words(change: Change) -> str:
    """A changed field: the words that changed, the items that came and went, or both values."""
    old, new = change.old, change.new
    if isinstance(old, str) and isinstance(new, str):
        return f"{change.field}: {marked(old, new, AROUND)}"
    if isinstance(old, list) and isinstance(new, list):
        gone = [_shown(item) for item in old if item not in new]
        came = [_shown(item) for item in new if item not in old]
        if gone or came:
            cut = [f"[-{item}-]" for item in gone]
            return f"{change.field}: {' '.join([*cut, *(f'{{+{item}+}}' for item in came)])}"
        return f"{change.field}: in another order, or not as often"
    return f"{change.field}: {_shown(old)} -> {_shown(new)}"


def _shown(value: Any) -> str:
    """A value, short: of a row, what it is about."""
    if isinstance(value, dict):
        value = ", ".join(f"{k} {_shown(v)}" for k, v in value.items() if v not in (None, "", []))
    elif not isinstance(value, str):
        value = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return printable(value or '""', LONGEST)


def to_json(difference: Difference) -> str:
    """One object: ``old``, ``new``, ``differ``, ``tables``, ``concordance``, ``columns``,
    ``about``, ``step``, ``next_version``, ``reasons``."""
    found = reasons(difference)
    step = step_of(found)
    report = {
        "old": _edition(difference.old),
        "new": _edition(difference.new),
        "differ": bool(difference),
        "tables": {
            table.table: {
                "added": table.added,
                "withdrawn": table.withdrawn,
                "changed": {row.key: [_change(c) for c in row.changes] for row in table.changed},
                "moved": table.moved,
            }
            for table in difference.tables
        },
        "concordance": [
            {"documents": c.documents, "counted": c.counted, "old": c.old, "new": c.new}
            for c in counts(difference.old, difference.new)
        ],
        "columns": {
            change.table: {
                "appended": change.appended,
                "inserted": change.inserted,
                "removed": change.removed,
                "moved": change.moved,
            }
            for change in difference.columns
        },
        "about": [_change(change) for change in difference.meta],
        "step": step.word,
        "next_version": next_version(difference.old.version, step),
        "reasons": [{"step": reason.step.word, "why": reason.why} for reason in found],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _edition(edition: Edition) -> dict[str, Any]:
    records = len(edition.rows["records"])
    return {"name": edition.name, "version": edition.version, "records": records}


def _change(change: Change) -> dict[str, Any]:
    said = {"field": change.field, "old": change.old, "new": change.new}
    if isinstance(change.old, str) and isinstance(change.new, str):
        said["words"] = marked(change.old, change.new)
    return said
