"""Every field and every column says what it is, with an example that is one."""

from __future__ import annotations

import json
import sys
import typing
from functools import cache
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo

from cyberspace_corpus.model.base import Authored
from cyberspace_corpus.model.kinds import KINDS, integer_keys, json_schema
from cyberspace_corpus.published.rows import TABLES, Row


def models_in(annotation: Any) -> set[type[BaseModel]]:
    """The models that an annotation speaks of, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in typing.get_args(annotation) for model in models_in(part)}


def authored() -> list[type[BaseModel]]:
    """Every model that a file of the corpus is made of."""
    found: set[type[BaseModel]] = set()
    waiting = {kind.model for kind in KINDS}
    while waiting:
        model = waiting.pop()
        found.add(model)
        for info in model.model_fields.values():
            waiting |= models_in(info.annotation) - found
    return sorted(found, key=lambda model: model.__name__)


MODELS: Final = authored()
FIELDS: Final = [
    pytest.param(model, name, id=f"{model.__name__}.{name}")
    for model in MODELS
    for name in model.model_fields
]
COLUMNS: Final = [
    pytest.param(table, field.name, id=f"{table.TABLE}.{field.name}")
    for table in TABLES.values()
    for field in table.columns()
]


@cache
def only(model: type[BaseModel], name: str) -> type[BaseModel]:
    """A model that has nothing but the one field, as it stands in ``model``."""
    info: FieldInfo = model.model_fields[name]
    made: type[BaseModel] = create_model("Only", __base__=Authored, value=(info.annotation, info))
    return made


def check_words(title: object, description: object) -> None:
    assert isinstance(title, str)
    assert isinstance(description, str)
    assert title.strip() == title != ""
    assert description.strip() == description
    assert len(description) > len("Day.")
    assert description[-1] in ".…", "a description is a sentence"
    assert title[-1] not in ".…", "a title is none"


def test_the_models_are_found() -> None:
    """The walk over the models sees those at the end of the longest ways."""
    names = {model.__name__ for model in MODELS}
    assert {kind.model.__name__ for kind in KINDS} < names
    assert {"Bilingual", "Statuses", "Variant", "Identifier", "Part", "Review", "Fact"} < names


@pytest.mark.parametrize("model", MODELS)
def test_models_are_strict(model: type[BaseModel]) -> None:
    """Each is frozen, strict and closed, and says in one paragraph what it is."""
    assert issubclass(model, Authored)
    for key, value in {"frozen": True, "strict": True, "extra": "forbid"}.items():
        assert model.model_config.get(key) == value
    assert model.__doc__
    assert model.__doc__ != Authored.__doc__


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_fields_are_described(model: type[BaseModel], name: str) -> None:
    """Title, description and example stand at every field that a person fills in."""
    info = model.model_fields[name]
    check_words(info.title, info.description)
    assert info.examples


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_examples_are_valid(model: type[BaseModel], name: str) -> None:
    """Both judges take every example of a field for a value of that field."""
    info = model.model_fields[name]
    whole = model.model_json_schema()
    schema = {**whole["properties"][name], "$defs": whole.get("$defs", {})}
    for example in info.examples or []:
        only(model, name).model_validate({"value": example})
        assert list(Draft202012Validator(schema).iter_errors(example)) == []


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_the_example_is_judged(model: type[BaseModel], name: str) -> None:
    """The test above can fail: no field takes a number with a fraction."""
    with pytest.raises(ValidationError):
        only(model, name).model_validate({"value": 1.5})


@cache
def adapter(table: type[Row], name: str) -> TypeAdapter[Any]:
    """The type of a column's cells, whatever it is called in the rows."""
    field = next(field for field in table.columns() if field.name == name)
    return TypeAdapter(eval(str(field.type), dict(vars(sys.modules[table.__module__]))))


def is_cell(table: type[Row], name: str, value: object) -> bool:
    """Whether an example is a cell of the column, as JSON holds it: days are ISO 8601."""
    try:
        adapter(table, name).validate_json(json.dumps(value), strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_columns_are_described(table: type[Row], name: str) -> None:
    """Every column has a title, a description, and an example of its own type."""
    field = next(field for field in table.columns() if field.name == name)
    check_words(field.metadata["title"], field.metadata["description"])
    example = field.metadata["example"]
    assert is_cell(table, name, example), f"{example!r} is no {field.type}"
    assert example not in ("", None)


@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_columns_hang_together(table: type[Row], name: str) -> None:
    """The example is one of the allowed values, and a reference leads to a column."""
    field = next(field for field in table.columns() if field.name == name)
    among, to = field.metadata["among"], field.metadata["to"]
    if among is not None:
        assert field.metadata["example"] in among
        assert len(set(among)) == len(among) > 1
    if to is not None:
        target, _, column = to.partition(".")
        assert target in TABLES
        assert (column or "id") in {other.name for other in TABLES[target].columns()}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_tables(table: type[Row]) -> None:
    """A table has its key, its sentence, and no column twice."""
    names = [field.name for field in table.columns()]
    assert 1 <= table.KEY <= len(names)
    assert len(set(names)) == len(names)
    assert table.ABOUT.endswith(".")
    assert TABLES[table.TABLE] is table


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        ("documents", "issued_earliest", "2001-02-30"),
        ("documents", "issued_earliest", "2001"),
        ("documents", "issued_earliest", 20010230),
        ("documents", "sources", [1]),
        ("documents", "sources", "lantern-daily-2001"),
        ("documents", "title_zh", None),
        ("documents", "title_zh", 1),
        ("sections", "level", True),
        ("sections", "level", "1"),
        ("sections", "level", 1.5),
    ],
)
def test_wrong_examples_would_be_seen(table: str, name: str, value: object) -> None:
    """The check of a column's example can fail."""
    assert not is_cell(TABLES[table], name, value)


def test_integer_keys() -> None:
    """The keys that the models declare as numbers are those that the schemas have as numbers."""

    def numbers(node: Any) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(numbers, node))
        if not isinstance(node, dict):
            return set()
        here = {
            key
            for key, value in node.get("properties", {}).items()
            if any(option.get("type") == "integer" for option in value.get("anyOf", [value]))
        }
        return here.union(*map(numbers, node.values()))

    assert integer_keys() == set().union(*(numbers(json_schema(kind.name)) for kind in KINDS))
    assert integer_keys()
