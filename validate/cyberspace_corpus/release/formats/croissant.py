"""Croissant, for machine-learning tools: ``croissant.json``.

After the Croissant Format Specification 1.0 (http://mlcommons.org/croissant/1.0) and its
vocabulary for responsible AI 1.0. A record set a table, over Parquet: from CSV and JSON Lines,
which leave the types to the reader, mlcroissant makes the label "1." a number and reads no list.
Croissant 1.0 has one language a text: what is not in two fields is in both languages in one.
Foreign keys are told in the descriptions only: readers take ``references`` for joins, and stop
where tables refer to each other in a circle or to themselves, as ours do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from cyberspace_corpus.build.about import (
    AUTHOR,
    CITATION,
    DESCRIPTION,
    KEYWORDS,
    LAYERS,
    LICENCES,
    LIMITS,
    RELEASED,
    TABLE_TITLES,
    TITLE,
    VERSION,
    both,
)
from cyberspace_corpus.build.descriptor import table_schema
from cyberspace_corpus.published.rows import TABLES, Row
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.formats import parquet
from cyberspace_corpus.release.listing import LICENCE, embeddable

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of the specification, word for word: readers compare it."""

_TYPES: Final = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "array": "sc:Text",
}


def write(content: Content) -> Mapping[str, bytes]:
    """The description; its files are named relative to it."""
    metadata: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.0",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": TITLE["en"],
        "alternateName": TITLE["zh"],
        "description": both(DESCRIPTION),
        "inLanguage": ["zh", "en"],
        "keywords": list(KEYWORDS),
        "license": LICENCES[LICENCE][1],
        "version": VERSION,
        "datePublished": RELEASED,
        "citeAs": CITATION["en"],
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
        "publisher": {"@type": "sc:Organization", "name": AUTHOR},
        "copyrightNotice": _rights(content),
        "rai:dataLimitations": both(LIMITS),
        "distribution": [_object(path, data) for path, data in parquet.write(content).items()],
        "recordSet": [_record_set(name, table) for name, table in TABLES.items()],
    }
    return {"croissant.json": embeddable(metadata)}


def _rights(content: Content) -> str:
    """Layer by layer, then source by source: the licence above does not cover every layer."""
    layers = [f"{both(layer.name, ' / ')}: {both(layer.note, ' ')}" for layer in LAYERS]
    sources = [f"{s.id}: {s.rights} {s.rights_zh}" for s in content.corpus.sources]
    return "\n".join([*layers, *sources])


def _object(path: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "description": both(TABLE_TITLES[PurePosixPath(path).stem], " / "),
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": "application/x-parquet",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _record_set(name: str, table: type[Row]) -> dict[str, Any]:
    schema = table_schema(table)
    path = f"parquet/{name}.parquet"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{both(TABLE_TITLES[name], ' / ')}. {table.ABOUT}",
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [_field(name, path, field, to) for field, to in _columns(name, schema)],
    }


def _columns(table: str, schema: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every field of a Table Schema, and the field that it refers to, if any."""
    keys = {
        key["fields"][0]: f"{key['reference']['resource'] or table}/{key['reference']['fields'][0]}"
        for key in schema.get("foreignKeys", [])
    }
    for field in schema["fields"]:
        yield field, keys.get(field["name"], "")


def _field(table: str, path: str, field: Mapping[str, Any], to: str) -> dict[str, Any]:
    refers = f" Refers to {to}." if to else ""
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": f"{table}/{field['name']}",
        "description": f"{field['title']}. {field['description']}{refers}",
        "dataType": _TYPES[field["type"]],
        "source": {"fileObject": {"@id": path}, "extract": {"column": field["name"]}},
    }
    if field["type"] == "array":
        described["repeated"] = True
    return described


FORMAT = Format(
    name="croissant",
    title="Croissant 1.0",
    receivers=("mlcroissant",),
    write=write,
)
