"""The published tables as CSV, and the nested ``corpus.json``."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cyberspace_corpus.build.about import DESCRIPTION, NAME, RIGHTS, SCHEMA_VERSION, TITLE, VERSION
from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.nested import nested
from cyberspace_corpus.published.rows import TABLES, Printing, RecordTopic, Row


def rows_of(corpus: Corpus, printings: Sequence[Printing]) -> dict[str, Sequence[Row]]:
    """The rows of every table, by its name, in the tables' order."""
    records = corpus.records
    found: dict[str, Sequence[Row]] = {
        "documents": corpus.documents,
        "sources": corpus.sources,
        "sections": corpus.sections,
        "records": records,
        "segments": corpus.segments,
        "provenance": [row for record in records for row in record.provenance],
        "variants": [row for record in records for row in record.variants],
        "entities": corpus.entities,
        "mentions": corpus.mentions,
        "dates": [row for record in records for row in record.dates],
        "concordance": corpus.concordance,
        "unmatched": corpus.unmatched,
        "quantities": [row for record in records for row in record.quantities],
        "differences": [row for record in records for row in record.differences],
        "terms": corpus.terms,
        "topics": corpus.topics,
        "record_topics": [RecordTopic(r.id, topic) for r in records for topic in r.topics],
        "entity_types": corpus.entity_types,
        "printings": printings,
        "redirects": corpus.redirects,
    }
    return {name: found[name] for name in TABLES}


def to_csv(table: type[Row], rows: Iterable[Row]) -> bytes:
    """RFC 4180 with LF: UTF-8 without BOM, all columns always, lists as JSON arrays.

    A text that begins like a formula stays as it is: a program that reads CSV would take a sign
    put before it for a part of the text. For a spreadsheet there is the workbook.
    """
    lines = [[column.name for column in table.columns()]]
    lines += [[cell(value) for value in row.values()] for row in rows]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines).encode()


_SPECIAL: Final = re.compile(r'[",\r\n]|^\s|\s$')
"""What has to stand in quotation marks. Python's own writer leaves a lone CR without, up to 3.12,
which breaks the row in two; readers in JavaScript cut off spaces that stand without."""


def _quoted(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def cell(value: Any) -> str:
    """A value as a CSV cell; nothing is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def to_json(corpus: Corpus) -> bytes:
    """The nested corpus: what :func:`cyberspace_corpus.load` reads."""
    content = {
        "meta": {
            "name": NAME,
            "version": VERSION,
            "schema_version": SCHEMA_VERSION,
            "generated": "by `cyberspace-corpus build`; do not edit",
            "title": TITLE,
            "description": DESCRIPTION,
            "rights": [
                {"layer": layer, "licence": licence, "note": note}
                for layer, licence, note in RIGHTS
            ],
        },
    }
    for name in (
        "documents",
        "sources",
        "entities",
        "entity_types",
        "concordance",
        "unmatched",
        "terms",
        "topics",
        "redirects",
    ):
        content[name] = [nested(row) for row in getattr(corpus, name)]  # type: ignore[assignment]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
