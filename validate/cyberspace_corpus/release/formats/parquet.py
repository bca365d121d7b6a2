"""Parquet: every table with its types, lists as lists."""

from __future__ import annotations

import io
from collections.abc import Mapping

from cyberspace_corpus.published.frames import arrow
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content, Format


def write(content: Content) -> Mapping[str, bytes]:
    """A file a table, Zstandard, without pandas metadata."""
    import pyarrow.parquet as pq

    files: dict[str, bytes] = {}
    for name, rows in content.tables.items():
        buffer = io.BytesIO()
        pq.write_table(arrow(TABLES[name], rows), buffer, compression="zstd", store_schema=False)
        files[f"parquet/{name}.parquet"] = buffer.getvalue()
    return files


FORMAT = Format(
    name="parquet",
    title="Parquet, one file a table",
    receivers=("pyarrow", "pandas", "polars", "duckdb"),
    write=write,
)
