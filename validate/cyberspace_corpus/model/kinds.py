"""Which files there are: for each kind, its model, its folder and its schema."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from cyberspace_corpus.model.concordance import Concordance
from cyberspace_corpus.model.document import Document
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.exceptions import Exceptions
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.model.redirects import Redirects
from cyberspace_corpus.model.source import Source
from cyberspace_corpus.model.vocabulary import Compounds, EntityTypes, Script, Terms, Topics


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of authored file.

    ``pattern`` is the file's path from the repository's root, in which ``*`` stands for one
    part of the id. ``name`` is also the stem of its JSON Schema.
    """

    name: str
    model: type[BaseModel]
    pattern: str

    @property
    def schema_path(self) -> str:
        return f"schema/{self.name}.schema.json"

    @property
    def modeline(self) -> str:
        """First line of every file of this kind: tells editors where the schema is."""
        up = "../" * self.pattern.count("/")
        return f"# yaml-language-server: $schema={up}{self.schema_path}"


KINDS: Final = (
    Kind("source", Source, "data/sources/*.yaml"),
    Kind("document", Document, "data/documents/*.yaml"),
    Kind("record", Record, "data/records/*/*.yaml"),
    Kind("entity", Entity, "data/entities/*.yaml"),
    Kind("concordance", Concordance, "data/concordance/*.yaml"),
    Kind("topics", Topics, "data/vocabulary/topics.yaml"),
    Kind("terms", Terms, "data/vocabulary/terms.yaml"),
    Kind("entity-types", EntityTypes, "data/vocabulary/entity-types.yaml"),
    Kind("compounds", Compounds, "data/vocabulary/compounds.yaml"),
    Kind("script", Script, "data/vocabulary/script.yaml"),
    Kind("exceptions", Exceptions, "data/exceptions.yaml"),
    Kind("redirects", Redirects, "data/redirects.yaml"),
)

KIND: Final = {kind.name: kind for kind in KINDS}


def kind_of(path: str) -> Kind | None:
    """The kind of the authored file at ``path`` (from the root, with ``/``), or None."""
    parts = path.split("/")
    for kind in KINDS:
        wanted = kind.pattern.split("/")
        if len(parts) != len(wanted):
            continue
        if all(_fits(part, want) for part, want in zip(parts, wanted, strict=True)):
            return kind
    return None


def _fits(part: str, want: str) -> bool:
    if "*" not in want:
        return part == want
    tail = want[1:]
    return part.endswith(tail) and len(part) > len(tail)


@cache
def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (Draft 2020-12) of the kind, as Pydantic derives it from the model."""
    return KIND[name].model.model_json_schema()


@cache
def integer_keys() -> frozenset[str]:
    """Keys whose value is a number: the only plain scalars that are not read as strings."""
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.get("properties", {}).items():
                options = value.get("anyOf", [value])
                if any(option.get("type") == "integer" for option in options):
                    found.add(key)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for kind in KINDS:
        walk(json_schema(kind.name))
    return frozenset(found)
