"""The order of keys in authored files, and which parts are written one key a line."""

from __future__ import annotations

from typing import Any, Final

from cyberspace_corpus.model.kinds import Kind, json_schema

BLOCKS: Final = {
    "record": frozenset({"text", "text[]"}),
    "document": frozenset({"sections[]", "facts[]"}),
    "source": frozenset({"omitted", "gaps", "normalisations", "rights", "rights.statement"}),
    "entity": frozenset({"name", "description"}),
    "topics": frozenset({"topics[]", "topics[].label", "topics[].definition"}),
    "terms": frozenset({"terms[]"}),
    "entity-types": frozenset({"types[]", "types[].label", "types[].definition"}),
    "compounds": frozenset({"compounds[]"}),
    "script": frozenset({"characters"}),
    "exceptions": frozenset({"exceptions[]"}),
    "redirects": frozenset({"redirects[]"}),
}
"""Paths that are written one key or item a line, by kind of file."""


def blocks(kind: Kind) -> frozenset[str]:
    return BLOCKS.get(kind.name, frozenset())


def ordered(kind: Kind, data: Any) -> Any:
    """The same data with its keys in the order of the model; unknown keys come last."""
    schema = json_schema(kind.name)
    return _ordered(data, schema, schema.get("$defs", {}))


def _ordered(data: Any, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    schema = _resolved(schema, data, defs)
    if isinstance(data, dict):
        names = list(schema.get("properties", {}))
        keys = sorted(data, key=lambda key: names.index(key) if key in names else len(names))
        return {
            key: _ordered(data[key], schema.get("properties", {}).get(key, {}), defs)
            for key in keys
        }
    if isinstance(data, list):
        items = schema.get("items", {})
        return [_ordered(item, items, defs) for item in data]
    return data


def _resolved(schema: dict[str, Any], data: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        wanted = "object" if isinstance(data, dict) else "array"
        for option in schema["anyOf"]:
            resolved = _resolved(option, data, defs)
            if resolved.get("type") == wanted:
                return resolved
        return {}
    if "$ref" in schema:
        return _definition(schema["$ref"], defs)
    return schema


def _definition(reference: str, defs: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = defs[reference.rsplit("/", 1)[-1]]
    return found
