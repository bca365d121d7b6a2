"""``corpus.json``: the corpus in one file, documents with their sections and records in them, and
how it is read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.row import TABLES, Row
from cyberspace_corpus.published.rows import (
    Concordance,
    Document,
    Entity,
    EntityType,
    Redirect,
    Source,
    Term,
    Topic,
    Unmatched,
)

R = TypeVar("R", bound=Row)


class NoData(Exception):
    """The published corpus is not where it should be, or cannot be read."""


def data_folder() -> Path:
    """Where ``corpus.json`` lies: inside the installed package, or in the checkout that the
    package is run from."""
    package = Path(__file__).resolve().parents[1]
    bundled = package / "data"
    return bundled if (bundled / "corpus.json").is_file() else package.parents[1] / "data"


def load(path: str | Path | None = None) -> Corpus:
    """The published corpus, from the installed package or the checkout; ``path`` names another
    ``corpus.json``.

    It takes a fraction of a second and imports nothing but Python's own library.

    >>> import cyberspace_corpus as cc
    >>> corpus = cc.load()
    >>> corpus["china-africa-2021/7"].segments[0].en
    'Improving data security management and personal information protection.'

    Raises :class:`NoData`, with one line that names the file, if it is not there or holds
    something else.
    """
    file = Path(path) if path is not None else data_folder() / "corpus.json"
    try:
        data = json.loads(file.read_bytes())
        return _corpus(data)
    except OSError as error:
        raise NoData(f"{file}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoData(f"{file}: not a corpus.json of this version") from None


def _corpus(data: Mapping[str, Any]) -> Corpus:
    return Corpus(
        version=data["meta"]["version"],
        title=data["meta"]["title"]["en"],
        documents=_rows(Document, data["documents"], {}),
        sources=_rows(Source, data["sources"], {}),
        entities=_rows(Entity, data["entities"], {}),
        entity_types=_rows(EntityType, data["entity_types"], {}),
        concordance=_rows(Concordance, data["concordance"], {}),
        unmatched=_rows(Unmatched, data["unmatched"], {}),
        terms=_rows(Term, data["terms"], {}),
        topics=_rows(Topic, data["topics"], {}),
        redirects=_rows(Redirect, data["redirects"], {}),
    )


def _rows(row: type[R], items: list[dict[str, Any]], parent: dict[str, str]) -> tuple[R, ...]:
    parts = row.parts()
    days = [c.name for c in row.columns() if c.type == "Day"]
    texts = [c.name for c in row.columns() if c.type == "Texts"]
    inherited = {c.name: parent[c.name] for c in row.columns() if c.name in parent}
    made: list[R] = []
    for item in items:
        values = inherited | item
        for name in days:
            if values[name] is not None:
                values[name] = datetime.date.fromisoformat(values[name])
        for name in texts:
            values[name] = tuple(values[name])
        for name, part in parts.items():
            below = {row.TABLE.removesuffix("s"): values["id"]}
            values[name] = _rows(part, values[name], below)
        made.append(row(**values))
    return tuple(made)


def written(row: Row, depth: int, owner: str | None = None) -> str:
    """A row as ``corpus.json`` holds it: its columns, and the rows that belong to it, as JSON
    that is indented by one space a level and begins at ``depth``. A row that belongs to one of
    the table ``owner`` does not name it again."""
    values, form = _form(row.TABLE, depth, owner)
    return form % tuple(
        [
            json_of(value) if (json_of := _JSON.get(type(value))) else _array(value, depth + 1, row)
            for value in values(row)
        ]
    )


@cache
def _form(table: str, depth: int, owner: str | None) -> tuple[attrgetter[Any], str]:
    """What gives the values that such a row holds, and an object with a place for each."""
    row = TABLES[table]
    named = owner and owner.removesuffix("s")
    names = [name for name in (*row.names(), *row.parts()) if name != named]
    return attrgetter(*names), "{" + listed([f'"{name}": %s' for name in names], depth) + "}"


def listed(values: Iterable[str], depth: int) -> str:
    """What stands between the brackets of an object or array: each value on a line."""
    line = "\n" + " " * (depth + 1)
    inner = f",{line}".join(values)
    return inner and f"{line}{inner}{line[:-1]}"


def _array(items: tuple[Any, ...], depth: int, owner: Row) -> str:
    """Texts, or rows that belong to the owner."""
    values = (
        written(item, depth + 1, owner.TABLE) if isinstance(item, Row) else encode_basestring(item)
        for item in items
    )
    return f"[{listed(values, depth)}]"


_JSON: Final[Mapping[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    int: str,
    bool: json.dumps,
    float: json.dumps,
    type(None): lambda _: "null",
    datetime.date: lambda day: f'"{day.isoformat()}"',
}
"""How a value of each type is written, but for lists."""


def plain(value: Any) -> Any:
    """A cell as JSON holds it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
