"""The published tables as CSV, and the nested ``corpus.json``."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from cyberspace_corpus.build.about import DESCRIPTION, NAME, RIGHTS, SCHEMA_VERSION, TITLE, VERSION
from cyberspace_corpus.published.corpus import Corpus, nested
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
    """RFC 4180 with LF: UTF-8 without BOM, all columns always, lists as JSON arrays."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in table.columns()])
    for row in rows:
        writer.writerow([cell(value) for value in row.values()])
    return buffer.getvalue().encode()


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
