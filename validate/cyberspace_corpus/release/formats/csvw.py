"""CSVW metadata beside the CSV tables: ``datapackage/data/tables/csv-metadata.json``.

After the W3C recommendations "Metadata Vocabulary for Tabular Data" and "Model for Tabular Data
and Metadata on the Web" (2015): the name ``csv-metadata.json`` in the folder of the tables is
one of the two places where a processor that is given only a table looks for the metadata.

Lists are JSON arrays in a cell, for which CSVW has the type ``json``. Foreign keys that may be
empty are told in words only: the recommendation lets a validator object to an empty one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import (
    AUTHOR,
    DESCRIPTION,
    KEYWORDS_BY_LANGUAGE,
    LAYERS,
    LICENCES,
    LIMITS,
    RELEASED,
    TABLE_TITLES,
    TITLE,
    VERSION,
)
from cyberspace_corpus.build.descriptor import table_schema
from cyberspace_corpus.published.rows import LANGUAGES, TABLES, Row
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.listing import CSV, LICENCE

_TYPES: Final = {
    "string": "string",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "array": "json",
}
"""From the types of Table Schema to those of CSVW."""


def write(content: Content) -> Mapping[str, bytes]:
    """One table group; addresses are the names of the tables beside it."""
    group: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _tagged(TITLE),
        "dc:description": _tagged(DESCRIPTION),
        "dc:abstract": _tagged(LIMITS),
        "dc:subject": [
            {"@value": word, "@language": language}
            for language, words in KEYWORDS_BY_LANGUAGE.items()
            for word in words
        ],
        "dc:creator": AUTHOR,
        "dc:issued": {"@value": RELEASED, "@type": "xsd:date"},
        "dc:hasVersion": VERSION,
        "dc:license": {"@id": LICENCES[LICENCE][1]},
        "dc:rights": list(_rights(content)),
        "tables": [_table(name, table) for name, table in TABLES.items()],
    }
    data = (json.dumps(group, ensure_ascii=False, indent=2) + "\n").encode()
    return {f"{CSV}csv-metadata.json": data}


def _rights(content: Content) -> Iterator[dict[str, str]]:
    """The layers, then why the text of each source may be reproduced, in both languages."""
    for layer in LAYERS:
        for language in LANGUAGES:
            text = f"{layer.name[language]}: {layer.note[language]}"
            yield {"@value": text, "@language": language}
    for source in content.corpus.sources:
        yield {"@value": f"{source.id}: {source.rights}", "@language": "en"}
        yield {"@value": f"{source.id}: {source.rights_zh}", "@language": "zh"}


def _table(name: str, table: type[Row]) -> dict[str, Any]:
    schema = table_schema(table)
    required = {field["name"] for field in schema["fields"] if _required(field)}
    keys = schema.get("foreignKeys", [])
    refers = {key["fields"][0]: key["reference"]["resource"] or name for key in keys}
    described: dict[str, Any] = {
        "columns": [_column(field, refers.get(field["name"])) for field in schema["fields"]],
        "primaryKey": schema["primaryKey"],
    }
    strict = [
        {
            "columnReference": key["fields"],
            "reference": {
                "resource": f"{key['reference']['resource'] or name}.csv",
                "columnReference": key["reference"]["fields"],
            },
        }
        for key in keys
        if required.issuperset(key["fields"])
    ]
    if strict:
        described["foreignKeys"] = strict
    return {
        "url": f"{name}.csv",
        "dc:title": _tagged(TABLE_TITLES[name]),
        "dc:description": {"@value": table.ABOUT, "@language": "en"},
        "tableSchema": described,
    }


def _column(field: Mapping[str, Any], to: str | None) -> dict[str, Any]:
    """``titles`` is the cell of the header, as the recommendation wants it; ``to`` is the table
    that the column refers to."""
    name = field["name"]
    about = f"{field['description']} Refers to {to}." if to else field["description"]
    column: dict[str, Any] = {
        "name": name,
        "titles": name,
        "dc:title": {"@value": field["title"], "@language": "en"},
        "dc:description": {"@value": about, "@language": "en"},
        "datatype": _datatype(field),
        "required": _required(field),
    }
    suffix = name.rpartition("_")[2]
    if field["type"] == "string" and suffix in LANGUAGES:
        column["lang"] = suffix
    return column


def _required(field: Mapping[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("required", False))


def _datatype(field: Mapping[str, Any]) -> Any:
    among = field.get("constraints", {}).get("enum")
    if among:
        return {"base": "string", "format": f"^({'|'.join(map(re.escape, among))})$"}
    return _TYPES[field["type"]]


def _tagged(text: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": value, "@language": language} for language, value in text.items()]


FORMAT = Format(
    name="csvw",
    title="CSV on the Web metadata",
    receivers=("csvw",),
    write=write,
)
