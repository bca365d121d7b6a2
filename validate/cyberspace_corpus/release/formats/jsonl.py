"""JSON Lines: every table as one object a line, with lists as lists."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cyberspace_corpus.published.nested import plain
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.release.format import Content, Format


def write(content: Content) -> Mapping[str, bytes]:
    """A file a table, UTF-8, LF; every column in every line."""
    return {
        f"jsonl/{name}.jsonl": b"".join(_line(row) for row in rows)
        for name, rows in content.tables.items()
    }


def _line(row: Row) -> bytes:
    values = {c.name: plain(getattr(row, c.name)) for c in row.columns()}
    return (json.dumps(values, ensure_ascii=False) + "\n").encode()


FORMAT = Format(
    name="jsonl",
    title="JSON Lines, one file a table",
    receivers=("json", "pandas", "polars", "duckdb"),
    write=write,
)
