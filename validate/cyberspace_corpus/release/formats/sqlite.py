"""SQLite: every table with its keys, and full-text search in both languages.

The search index takes Chinese character by character, so that a phrase query finds words of one
and two characters; English words are reduced to their stems. Each Chinese text is indexed in
Simplified and in Traditional characters, so a query typed in either finds it. How to ask:
``select record, position from search where search match '"数 据"'`` (one space between
characters); the table ``search_help`` says so too.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.build.tables import cell
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content, Format

_TYPES: Final = {"int": "INTEGER", "Number": "INTEGER", "bool": "INTEGER", "float | None": "REAL"}
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff])")


def spaced(text: str) -> str:
    """The text with every ideograph a word of its own: how it is indexed and asked for."""
    return " ".join(_HAN.sub(r" \1 ", text).split())


def write(content: Content) -> Mapping[str, bytes]:
    """One database file, the same bytes for the same content and SQLite version."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.sqlite"
        database = sqlite3.connect(path)
        database.executescript("pragma page_size = 4096; pragma journal_mode = off;")
        for name, rows in content.tables.items():
            _table(database, TABLES[name], rows)
        _search(database, content)
        database.commit()
        database.execute("vacuum")
        database.close()
        return {"corpus.sqlite": path.read_bytes()}


def _table(database: sqlite3.Connection, table: type[Row], rows: Any) -> None:
    columns = table.columns()
    parts = [f'"{c.name}" {_TYPES.get(str(c.type), "TEXT")}' for c in columns]
    parts.append("primary key (" + ", ".join(f'"{c.name}"' for c in columns[: table.KEY]) + ")")
    for column in columns:
        if to := column.metadata["to"]:
            key = TABLES[to].columns()[0].name
            parts.append(f'foreign key ("{column.name}") references "{to}" ("{key}")')
    database.execute(f'create table "{table.TABLE}" ({", ".join(parts)}) without rowid')
    marks = ", ".join("?" * len(columns))
    database.executemany(
        f'insert into "{table.TABLE}" values ({marks})',
        ([_value(v) for v in row.values()] for row in rows),
    )


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else cell(value)


def _search(database: sqlite3.Connection, content: Content) -> None:
    database.execute(
        "create virtual table search using fts5(record unindexed, position unindexed, zh, hant, "
        "en, tokenize = 'porter unicode61')"
    )
    database.executemany("insert into search values (?, ?, ?, ?, ?)", _indexed(content))
    database.execute("insert into search (search) values ('optimize')")
    database.execute("create table search_help (question text, query text)")
    database.executemany(
        "insert into search_help values (?, ?)",
        [
            ("A Chinese word: a space between characters, quoted", """ '"数 据 安 全"' """.strip()),
            ("Traditional characters find the same", """ '"數 據"' """.strip()),
            ("English words, by their stems", "'data security'"),
            ("A word that begins so", "'cyber*'"),
        ],
    )


def _indexed(content: Content) -> Iterator[tuple[str, int, str, str, str]]:
    import opencc

    traditional = opencc.OpenCC("s2t")
    for segment in content.corpus.segments:
        zh = segment.zh or ""
        yield (
            segment.record,
            segment.position,
            spaced(zh),
            spaced(traditional.convert(zh)),
            segment.en or "",
        )


FORMAT = Format(
    name="sqlite",
    title="SQLite with keys and full-text search",
    receivers=("sqlite3", "datasette"),
    write=write,
)
