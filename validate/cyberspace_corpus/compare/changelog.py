"""A draft of the next entry of CHANGELOG.md: what was added, changed and withdrawn, by id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cyberspace_corpus.compare.difference import Difference
from cyberspace_corpus.compare.report import in_words
from cyberspace_corpus.compare.step import next_version, reasons, step_of
from cyberspace_corpus.yamlio.characters import printable

WIDEST: Final = 1000
"""Most characters of what is quoted."""


def markdown(difference: Difference) -> Iterator[str]:
    """The entry, in the form of Keep a Changelog, line by line; the version that the rules
    propose, and what calls for it, stand at its head."""
    if not difference:
        yield "No difference: nothing to release."
        return
    found = reasons(difference)
    step = step_of(found)
    version = next_version(difference.old.version, step)
    yield f"## [{version}]" if version else "## [Unreleased]"
    yield ""
    greatest = [reason.why for reason in found if reason.step is step]
    yield f"{step.word.capitalize()}: {_plain('; '.join(greatest))}."
    sections = {"Added": _added, "Changed": _changed, "Withdrawn": _withdrawn}
    for title, lines in sections.items():
        items = list(lines(difference))
        if items:
            yield from ("", f"### {title}", "")
            yield from (f"- {item}" for item in items)


def _added(difference: Difference) -> Iterator[str]:
    for table in difference.tables:
        if table.added:
            yield f"{_title(table.table)}: {_listed(table.added)}."
    for column in difference.columns:
        if column.whole and column.appended:
            yield f"The table {_code(column.table)}: {_listed(column.appended)}."
        elif column.appended:
            yield f"Columns at the end of {_code(column.table)}: {_listed(column.appended)}."


def _changed(difference: Difference) -> Iterator[str]:
    for table in difference.tables:
        for row in table.changed:
            changes = "; ".join(_code(in_words(change)) for change in row.changes)
            about = "" if table.table == "records" else f" ({_plain(table.table)})"
            yield f"{_code(row.key)}{about}: {changes}."
        if table.moved:
            yield f"{_title(table.table)} in another order: {_listed(table.moved)}."
    for column in difference.columns:
        if column.inserted:
            yield f"Columns within {_code(column.table)}, new: {_listed(column.inserted)}."
        if column.moved:
            yield f"Columns of {_code(column.table)}, moved: {_listed(column.moved)}."
    for change in difference.meta:
        yield f"About the corpus: {_code(in_words(change))}."


def _withdrawn(difference: Difference) -> Iterator[str]:
    for table in difference.tables:
        if table.withdrawn:
            yield f"{_title(table.table)}: {_listed(table.withdrawn)}."
    for column in difference.columns:
        if column.removed:
            what = "The table" if column.whole else "Columns of"
            yield f"{what} {_code(column.table)}: {_listed(column.removed)}."


def _title(table: str) -> str:
    return _plain(table.replace("_", " ").capitalize())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_code, names))


def _code(text: str) -> str:
    """A span of code that holds any text, backticks too."""
    shown = printable(text, WIDEST)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", printable(text, WIDEST))
