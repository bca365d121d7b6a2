"""Tables for data-frame libraries, which are imported only here and only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cyberspace_corpus.published.missing import Missing
from cyberspace_corpus.published.rows import TABLES, RecordTopic

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.row import Row


def rows(corpus: Corpus, table: str) -> tuple[Row, ...]:
    """The rows of a table; see :meth:`Corpus.rows`."""
    if table == "record_topics":
        return tuple(RecordTopic(r.id, topic) for r in corpus.records for topic in r.topics)
    if table in ("provenance", "variants", "dates", "quantities", "differences"):
        return tuple(row for record in corpus.records for row in getattr(record, table))
    if table not in TABLES or not hasattr(corpus, table):
        raise Missing("table", table, (name for name in TABLES if name != "printings"))
    found: tuple[Row, ...] = getattr(corpus, table)
    return found


def to_arrow(corpus: Corpus, table: str) -> pa.Table:
    """A pyarrow Table with the types of the columns."""
    found = rows(corpus, table)
    return arrow(TABLES[table], found)


def arrow(table: type[Row], found: Sequence[Row]) -> pa.Table:
    """Rows of a table as a pyarrow Table; its schema never depends on the rows."""
    import pyarrow as pa

    types = {
        "str": pa.string(),
        "Text": pa.string(),
        "Texts": pa.list_(pa.string()),
        "int": pa.int64(),
        "Number": pa.int64(),
        "bool": pa.bool_(),
        "float | None": pa.float64(),
        "Day": pa.date32(),
    }
    columns = table.columns()
    schema = pa.schema([pa.field(c.name, types[str(c.type)]) for c in columns])
    return pa.table({c.name: [getattr(r, c.name) for r in found] for c in columns}, schema=schema)


def to_pandas(corpus: Corpus, table: str) -> pd.DataFrame:
    """A pandas DataFrame; every column always, in order."""
    import pandas as pd

    found = rows(corpus, table)
    columns = TABLES[table].columns()
    values = {
        c.name: [list(v) if isinstance(v := getattr(r, c.name), tuple) else v for r in found]
        for c in columns
    }
    return pd.DataFrame(values, columns=[c.name for c in columns])


def to_polars(corpus: Corpus, table: str) -> pl.DataFrame:
    """A polars DataFrame with the types of the columns."""
    import polars as pl

    types: dict[str, Any] = {
        "str": pl.String,
        "Text": pl.String,
        "Texts": pl.List(pl.String),
        "int": pl.Int64,
        "Number": pl.Int64,
        "bool": pl.Boolean,
        "float | None": pl.Float64,
        "Day": pl.Date,
    }
    found = rows(corpus, table)
    columns = TABLES[table].columns()
    values = {
        c.name: [list(v) if isinstance(v := getattr(r, c.name), tuple) else v for r in found]
        for c in columns
    }
    return pl.DataFrame(values, schema={c.name: types[str(c.type)] for c in columns})
