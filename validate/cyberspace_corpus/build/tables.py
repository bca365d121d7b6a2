"""The published tables as CSV, and the nested ``corpus.json``."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from cyberspace_corpus.build.about import DESCRIPTION, NAME, RIGHTS, SCHEMA_VERSION, TITLE, VERSION
from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.nested import listed, written
from cyberspace_corpus.published.rows import TABLES, Document, Printing, RecordTopic, Row


def rows_of(corpus: Corpus, printings: Sequence[Printing]) -> dict[str, Sequence[Row]]:
    """The rows of every table, by its name, in the tables' order."""
    found = rows_of_documents(corpus.documents) | {
        "sources": corpus.sources,
        "entities": corpus.entities,
        "concordance": corpus.concordance,
        "unmatched": corpus.unmatched,
        "terms": corpus.terms,
        "topics": corpus.topics,
        "entity_types": corpus.entity_types,
        "printings": printings,
        "redirects": corpus.redirects,
    }
    return {name: found[name] for name in TABLES}


def rows_of_documents(documents: Sequence[Document]) -> dict[str, Sequence[Row]]:
    """The rows of the documents, and of the tables of what belongs to them, by the tables'
    names."""
    records = [record for document in documents for record in document.records]
    return {
        "documents": documents,
        "sections": [section for document in documents for section in document.sections],
        "records": records,
        "segments": [row for record in records for row in record.segments],
        "provenance": [row for record in records for row in record.provenance],
        "variants": [row for record in records for row in record.variants],
        "mentions": [row for record in records for row in record.mentions],
        "dates": [row for record in records for row in record.dates],
        "quantities": [row for record in records for row in record.quantities],
        "differences": [row for record in records for row in record.differences],
        "record_topics": [RecordTopic(r.id, topic) for r in records for topic in r.topics],
    }


def to_csv(table: type[Row], rows: Iterable[Row]) -> bytes:
    """RFC 4180 with LF: UTF-8 without BOM, all columns always, lists as JSON arrays.

    A text that begins like a formula stays as it is: a program that reads CSV would take a sign
    put before it for a part of the text. For a spreadsheet there is the workbook.
    """
    lines = [",".join(table.names())]
    lines += [",".join([_CSV[type(value)](value) for value in row.values()]) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def cell(value: Any) -> str:
    """A value as a cell; nothing is an empty cell."""
    return _CELLS[type(value)](value)


def _quoted(text: str) -> str:
    """In quotation marks, where it has to stand in them. Python's own writer leaves a lone CR
    without, up to 3.12, which breaks the row in two; readers in JavaScript cut off spaces that
    stand without."""
    if '"' in text:
        text = text.replace('"', '""')
    elif not ("," in text or "\n" in text or "\r" in text or text != text.strip()):
        return text
    return f'"{text}"'


_list: Final = json.JSONEncoder(ensure_ascii=False).encode
_Cells = Mapping[type, Callable[[Any], str]]
_CELLS: Final[_Cells] = {
    type(None): lambda _: "",
    str: str,
    int: str,
    float: str,
    bool: lambda value: "true" if value else "false",
    tuple: _list,
    datetime.date: datetime.date.isoformat,
}
"""How a value of each type is written as a cell."""
_CSV: Final[_Cells] = {**_CELLS, str: _quoted, tuple: lambda texts: _quoted(_list(texts))}
"""The same in a row of CSV."""


def to_json(corpus: Corpus) -> bytes:
    """The nested corpus: what :func:`cyberspace_corpus.load` reads."""
    meta = {
        "name": NAME,
        "version": VERSION,
        "schema_version": SCHEMA_VERSION,
        "generated": "by `cyberspace-corpus build`; do not edit",
        "title": TITLE,
        "description": DESCRIPTION,
        "rights": [
            {"layer": layer, "licence": licence, "note": note} for layer, licence, note in RIGHTS
        ],
    }
    shown = json.dumps(meta, ensure_ascii=False, indent=1).replace("\n", "\n ")
    lists = {name: [written(row, 2) for row in getattr(corpus, name)] for name in LISTS}
    content = [f'"meta": {shown}']
    content += [f'"{name}": [{listed(rows, 1)}]' for name, rows in lists.items()]
    return f"{{{listed(content, 0)}}}\n".encode()


LISTS: Final = (
    *("documents", "sources", "entities", "entity_types", "concordance", "unmatched"),
    *("terms", "topics", "redirects"),
)
"""The lists of rows in ``corpus.json``, in their order."""
