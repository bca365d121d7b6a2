"""Which files there are: for each kind, its model, its folder and its schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, get_args

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
    folder, _, name = path.rpartition("/")
    for wanted, kind in _kinds_in(folder):
        if _fits(name, wanted):
            return kind
    return None


@lru_cache(maxsize=1024)
def _kinds_in(folder: str) -> tuple[tuple[str, Kind], ...]:
    """The kinds whose files lie in a folder, and what their names are like."""
    parts = folder.split("/")
    found: list[tuple[str, Kind]] = []
    for kind in KINDS:
        *wanted, name = kind.pattern.split("/")
        if len(parts) == len(wanted) and all(map(_fits, parts, wanted)):
            found.append((name, kind))
    return tuple(found)


def _fits(part: str, want: str) -> bool:
    if not want.startswith("*"):
        return part == want
    return part.endswith(want[1:]) and len(part) >= len(want)


@cache
def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (Draft 2020-12) of the kind, as Pydantic derives it from the model."""
    return KIND[name].model.model_json_schema()


@cache
def integer_keys() -> frozenset[str]:
    """Keys whose value is a number: the only plain scalars that are not read as strings."""
    found: set[str] = set()
    seen: set[object] = set()

    def types(annotation: object) -> Iterator[object]:
        """The types that an annotation is made of."""
        yield annotation
        for part in get_args(annotation):
            yield from types(part)

    def walk(model: type[BaseModel]) -> None:
        for key, value in model.model_fields.items():
            for part in types(value.annotation):
                if part is int:
                    found.add(key)
                elif isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                    seen.add(part)
                    walk(part)

    for kind in KINDS:
        walk(kind.model)
    return frozenset(found)
