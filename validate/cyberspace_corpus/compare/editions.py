"""A published edition of the corpus, read from whatever holds one.

A folder (a checkout, or its ``data``), a ``corpus.json``, a wheel or another zip file will do.
The file is read as rows by key, not as today's classes, so that an edition of another version
can be compared too.
"""

from __future__ import annotations

import csv
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from cyberspace_corpus.published.rows import TABLES

MAX_BYTES: Final = 268_435_456
"""Largest corpus.json, in bytes: more than a hundred times the present one."""

MAX_HEADER: Final = 65_536
"""Longest header of a table, in bytes."""

Item = Mapping[str, Any]
"""One row: column to value, as JSON holds it."""


class NotAnEdition(Exception):
    """There is no published corpus there, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A published corpus.

    ``rows`` are its tables: name to rows by key, in their order. ``headers`` are the columns of
    its CSV tables, empty if none are at hand; ``fields`` are the columns as corpus.json has
    them, of those tables that have rows.
    """

    name: str
    version: str
    meta: Item
    rows: Mapping[str, Mapping[str, Item]]
    headers: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]]

    def text(self, record: str, column: str) -> str:
        """A text of a record; empty if there is none."""
        value = self.rows.get("records", {}).get(record, {}).get(column)
        return value if isinstance(value, str) else ""


def open_edition(path: Path) -> Edition:
    """The edition that a folder or file holds; :class:`NotAnEdition` if it holds none."""
    name = str(path)
    try:
        if path.is_dir():
            data = path / "data" if (path / "data" / "corpus.json").is_file() else path
            return _from_files(name, data / "corpus.json")
        if not path.is_file():
            raise NotAnEdition(f"{name} is neither a folder nor a file")
        return _from_zip(path) if zipfile.is_zipfile(path) else _from_files(name, path)
    except OSError as error:
        raise NotAnEdition(f"{name}: no data/corpus.json ({error.strerror})") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise NotAnEdition(f"{name}: a zip file that cannot be read") from None


def edition(name: str, corpus: bytes, tables: Mapping[str, bytes]) -> Edition:
    """The edition of a corpus.json and of the tables' CSV (the first lines will do), by name.

    Raises :class:`NotAnEdition` if the first is not a corpus.json.
    """
    try:
        data = json.loads(corpus)
        meta = data["meta"]
        rows = {table: _by_key(table, items) for table, items in _tables(data)}
        version = meta["version"]
        if not isinstance(version, str) or "records" not in rows:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotAnEdition(f"{name}: not a corpus.json of this project") from None
    headers = {table: _header(content) for table, content in tables.items()}
    return Edition(name, version, meta, rows, headers, _fields(rows))


def _from_files(name: str, path: Path) -> Edition:
    if path.exists() and not path.is_file():
        raise NotAnEdition(f"{path} is no regular file")
    with path.open("rb") as file:
        corpus = _limited(name, file)
    tables: dict[str, bytes] = {}
    for table in sorted((path.parent / "tables").glob("*.csv")):
        with table.open("rb") as file:
            tables[table.stem] = file.readline(MAX_HEADER)
    return edition(name, corpus, tables)


def _from_zip(path: Path) -> Edition:
    """The corpus may lie below a folder of the archive: a wheel's package, a release's name."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        held = [n for n in names if f"/{n}".endswith("/data/corpus.json") or n == "corpus.json"]
        if not held:
            raise NotAnEdition(f"{path}: no data/corpus.json in it")
        chosen = min(held, key=len)
        folder = chosen.removesuffix("corpus.json") + "tables/"
        with archive.open(chosen) as file:
            corpus = _limited(str(path), file)
        tables: dict[str, bytes] = {}
        for name in names:
            table = name.removeprefix(folder)
            if name.startswith(folder) and table.endswith(".csv"):
                with archive.open(name) as file:
                    tables[table.removesuffix(".csv")] = file.readline(MAX_HEADER)
    return edition(str(path), corpus, tables)


def _limited(name: str, file: IO[bytes]) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NotAnEdition(f"{name}: its corpus.json is larger than {MAX_BYTES} bytes")
    return content


def _tables(data: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every table of a corpus.json; the rows of documents give up theirs to tables of their
    own, those of records keep theirs."""
    for table, items in data.items():
        if not isinstance(items, list):
            continue
        if table != "documents":
            yield table, items
            continue
        inner: dict[str, list[dict[str, Any]]] = {"sections": [], "records": []}
        for document in items:
            for part, rows in inner.items():
                rows += [{"document": document["id"], **row} for row in document[part]]
        yield table, [{k: v for k, v in item.items() if k not in inner} for item in items]
        yield from inner.items()


def _by_key(table: str, items: list[dict[str, Any]]) -> dict[str, Item]:
    known = TABLES.get(table)
    found: dict[str, Item] = {}
    for item in items:
        key = [column.name for column in known.columns()[: known.KEY]] if known else [*item][:1]
        values = [item[name] for name in key]
        if not all(isinstance(value, str) for value in values):
            raise ValueError
        for part in known.parts() if known else ():
            if not all(isinstance(row, dict) for row in item.get(part, ())):
                raise ValueError
        found[" -> ".join(values)] = item
    return found


def _fields(rows: Mapping[str, Mapping[str, Item]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    parts = TABLES["records"].parts()
    for table, items in rows.items():
        for item in items.values():
            found.setdefault(table, tuple(name for name in item if name not in parts))
            for part in parts if table == "records" else ():
                for row in item.get(part, ())[:1]:
                    found.setdefault(part, tuple(row))
    return found


def _header(content: bytes) -> tuple[str, ...]:
    lines = content.decode("utf-8", "replace").splitlines()[:1]
    try:
        return tuple(next(csv.reader(lines), []))
    except csv.Error:
        return ()
