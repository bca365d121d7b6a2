"""The version step that a difference calls for, by the rules at the head of CHANGELOG.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cyberspace_corpus.compare.difference import Difference, TableChange
from cyberspace_corpus.published.redirection import KINDS

WITHOUT_IDS: Final = frozenset({"concordance", "unmatched"})
"""Tables whose rows have no id that somebody could cite."""

_VERSION: Final = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


class Step(IntEnum):
    """major, an id stops resolving or a column goes or changes; minor, new records or new
    columns at the end; patch, corrections."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that calls for a step."""

    step: Step
    why: str


def reasons(difference: Difference) -> list[Reason]:
    """Everything that calls for a step, the greatest first."""
    found = [*_of_columns(difference)]
    moved = {
        row["id"]
        for row in difference.new.rows.get("redirects", {}).values()
        if row.get("kind") == "moved"
    }
    for table in difference.tables:
        found += _of_rows(table, moved)
    if difference.meta:
        keys = ", ".join(change.field for change in difference.meta)
        found.append(Reason(Step.PATCH, f"what the corpus says of itself changed: {keys}"))
    return sorted(found, key=lambda reason: -reason.step)


def step_of(found: list[Reason]) -> Step:
    return max((reason.step for reason in found), default=Step.NONE)


def next_version(version: str, step: Step) -> str | None:
    """The version that the step leads to; None if the old one is not of the form 1.2.3."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return None
    major, minor, patch = map(int, match.groups())
    if step is Step.MAJOR:
        return f"{major + 1}.0.0"
    if step is Step.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + (step is Step.PATCH)}"


def _of_columns(difference: Difference) -> Iterator[Reason]:
    for change in difference.columns:
        table = change.table
        if change.whole:
            if change.removed:
                yield Reason(Step.MAJOR, f"the table {table} is gone")
            else:
                yield Reason(Step.MINOR, f"a new table: {table}")
            continue
        for name in change.removed:
            yield Reason(Step.MAJOR, f"the column {table}.{name} is gone")
        for name in change.moved:
            yield Reason(Step.MAJOR, f"the column {table}.{name} has another place")
        for name in change.inserted:
            yield Reason(Step.MAJOR, f"the column {table}.{name} is new and not at the end")
        for name in change.appended:
            yield Reason(Step.MINOR, f"a new column at the end: {table}.{name}")


def _of_rows(table: TableChange, moved: set[str]) -> Iterator[Reason]:
    """``moved`` are the ids that the new edition leads to another one: they still resolve."""
    if table.table in WITHOUT_IDS:
        rows = len(table.added) + len(table.withdrawn) + len(table.changed) + len(table.moved)
        yield Reason(Step.PATCH, f"{table.table}: rows that differ: {rows}")
        return
    for id in table.withdrawn:
        if KINDS.get(table.table, "?") + id in moved:
            yield Reason(Step.MINOR, f"{id} ({table.table}) moved")
        else:
            yield Reason(Step.MAJOR, f"{id} ({table.table}) no longer resolves")
    if table.added:
        yield Reason(Step.MINOR, f"new in {table.table}: {len(table.added)}")
    if table.changed:
        yield Reason(Step.PATCH, f"corrected in {table.table}: {len(table.changed)}")
    if table.moved:
        yield Reason(Step.PATCH, f"in another order in {table.table}: {len(table.moved)}")
