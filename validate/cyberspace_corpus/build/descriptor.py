"""``datapackage.json``: one descriptor for readers of Data Package 2.0 and of version 1."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import (
    AUTHOR,
    DESCRIPTION,
    KEYWORDS,
    LAYERS,
    LICENCES,
    NAME,
    RELEASED,
    RIGHTS,
    TITLE,
    VERSION,
)
from cyberspace_corpus.build.tables import cell
from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.rows import TABLES, Row

PROFILES: Final = "https://datapackage.org/profiles/2.0/"

_TYPES: Final = {
    "str": "string",
    "Text": "string",
    "int": "integer",
    "Number": "integer",
    "bool": "boolean",
    "float | None": "number",
    "Day": "date",
    "Texts": "array",
}
_REQUIRED: Final = frozenset({"str", "int", "bool", "Texts"})


def table_schema(table: type[Row]) -> dict[str, Any]:
    """The Table Schema of a table: fields, primary key, foreign keys."""
    columns = table.columns()
    schema: dict[str, Any] = {
        "$schema": PROFILES + "tableschema.json",
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
        "primaryKey": [column.name for column in columns[: table.KEY]],
    }
    keys = [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if to == table.TABLE else to,
                "fields": [TABLES[to].columns()[0].name],
            },
        }
        for column in columns
        if (to := column.metadata["to"])
    ]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Any) -> dict[str, Any]:
    about = column.metadata
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": about["title"],
        "description": about["description"],
        "example": _example(about["example"]),
    }
    constraints: dict[str, Any] = {}
    if column.type in _REQUIRED and column.name != "reading":
        constraints["required"] = True
    if about["among"]:
        constraints["enum"] = list(about["among"])
    if constraints:
        field["constraints"] = constraints
    return field


def _example(value: Any) -> str:
    """As a cell has it: the profile of Data Package 2.0 allows only text."""
    return cell(tuple(value) if isinstance(value, list) else value)


def descriptor(corpus: Corpus, files: Mapping[str, bytes]) -> bytes:
    """The descriptor of the package; ``files`` are the tables' bytes by path."""
    content: dict[str, Any] = {
        "$schema": PROFILES + "datapackage.json",
        "profile": "data-package",
        "name": NAME,
        # The same for every version; a DOI takes its place once there is one.
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, NAME)),
        "title": TITLE["en"],
        "title@zh": TITLE["zh"],
        "description": DESCRIPTION["en"],
        "description@zh": DESCRIPTION["zh"],
        "version": VERSION,
        "created": f"{RELEASED}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "licenses": _licences(),
        "contributors": [
            {
                "title": AUTHOR,
                "organization": AUTHOR,
                "roles": ["creator", "maintainer"],
                "role": "author",
            }
        ],
        "sources": [
            {
                "title": f"{source.publisher} ({source.id})",
                "path": source.path,
                "rights": source.rights,
                "rights@zh": source.rights_zh,
            }
            for source in corpus.sources
        ],
        "rights": [
            {
                "layer": layer.name["en"],
                "layer@zh": layer.name["zh"],
                "licence": layer.licence,
                "note": layer.note["en"],
                "note@zh": layer.note["zh"],
            }
            for layer in LAYERS
        ],
        "resources": [
            _resource(name, f"data/tables/{name}.csv", files[f"data/tables/{name}.csv"])
            for name in TABLES
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _licences() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name in dict.fromkeys(licence for _, licence, _ in RIGHTS):
        title, path = LICENCES[name]
        covers = "; ".join(layer for layer, licence, _ in RIGHTS if licence == name)
        entry = {"name": name, "title": f"{title}: {covers}"}
        if path:
            entry["path"] = path
        found.append(entry)
    return found


def _resource(name: str, path: str, content: bytes) -> dict[str, Any]:
    table = TABLES[name]
    return {
        "$schema": PROFILES + "dataresource.json",
        "profile": "tabular-data-resource",
        "type": "table",
        "name": name,
        "title": table.ABOUT,
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {
            "$schema": PROFILES + "tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            # Said because version 1 took the spaces for insignificant.
            "skipInitialSpace": False,
            "header": True,
        },
        "schema": table_schema(table),
    }
