"""Two judges of the shape of a file: the Pydantic model and the JSON Schema.

The model is asked first, because it is quick and its answer is the object that everybody
works with. Of a file in canonical form its yes is enough (:func:`accepted`): the schema is
derived from the model, so that it says yes too is a property of this program, not of a file, and
the tests hold it against the files, the fixtures and thousands of damaged records. Every other
file is put before both (:func:`judge`); if they disagree, that is a fault of this project and is
reported as such. The schema's errors are what a refusal is put into words with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from cyberspace_corpus.findings import Suggestions
from cyberspace_corpus.model.kinds import Kind, json_schema
from cyberspace_corpus.yamlio.characters import printable
from cyberspace_corpus.yamlio.reader import Parsed, Path


@dataclass(frozen=True, slots=True)
class Problem:
    """What a judge objects to: the rule, the path in the data, and the message's values.

    ``at_key`` tells that the key itself is wrong, not its value.
    """

    rule: str
    path: Path
    values: dict[str, str]
    at_key: bool = False


def accepted(kind: Kind, data: Any) -> BaseModel | None:
    """The model of the data of a file, or None if there is anything wrong with them."""
    try:
        return kind.model.model_validate(data)
    except ValidationError:
        return None


def judge(kind: Kind, parsed: Parsed) -> tuple[BaseModel | None, list[Problem]]:
    """The model of the file, or None and what is wrong with it."""
    model = accepted(kind, parsed.data)
    problems = [] if model and schema_accepts(kind, parsed.data) else list(_explain(kind, parsed))
    if model is None and not problems:
        problems = [Problem("E902", (), {"value": "model: no, schema: yes"})]
    elif model is not None and problems:
        problems = [Problem("E902", (), {"value": "model: yes, schema: no"})]
        model = None
    return model, problems


def schema_accepts(kind: Kind, data: Any) -> bool:
    """The JSON Schema's verdict alone."""
    return bool(_validator(kind.name).is_valid(data))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def exact(regex: str) -> str:
        # Python's $ also matches before a line break at the end; everybody else's does not.
        return regex.removesuffix("$") + r"\Z" if regex.endswith("$") else regex

    def pattern(validator: Any, regex: str, instance: Any, schema: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not re.search(exact(regex), instance):
            yield ValidationError(f"does not match {regex}")

    def keys(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if not isinstance(instance, dict):
            return
        for regex, subschema in patterns.items():
            for key, value in instance.items():
                if re.search(exact(regex), key):
                    yield from validator.descend(value, subschema, path=key, schema_path=regex)

    def closed(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[Any]:
        known = schema.get("properties", {})
        patterns = [exact(regex) for regex in schema.get("patternProperties", {})]
        if allowed is not False or not isinstance(instance, dict):
            return
        if any(k not in known and not any(re.search(p, k) for p in patterns) for k in instance):
            yield ValidationError("unknown key")

    ours = {"pattern": pattern, "patternProperties": keys, "additionalProperties": closed}
    exacting: Any = extend(Draft202012Validator, ours)  # type: ignore[no-untyped-call]
    return exacting(json_schema(name))


def _explain(kind: Kind, parsed: Parsed) -> Iterator[Problem]:
    suggestions = Suggestions()
    for error in _validator(kind.name).iter_errors(parsed.data):
        yield from _problem(error, suggestions)


def _problem(
    error: Any, suggestions: Suggestions, examples: Sequence[Any] = ()
) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    keyword = error.validator
    value = error.instance
    if keyword == "anyOf":
        yield from _best_branch(error, suggestions)
    elif keyword == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        patterns = list(error.schema.get("patternProperties", {}))
        for name in value:
            if name not in known and not any(re.search(p, name) for p in patterns):
                yield Problem(
                    "E201",
                    (*path, name),
                    {
                        "value": name,
                        "known": ", ".join(known) or _form(patterns[0]),
                        "nearest": suggestions.nearest(name, known, *path[:1]),
                    },
                    at_key=True,
                )
    elif keyword == "required":
        name = error.message.split("'")[1]  # jsonschema reports each missing key by itself
        schema = error.schema["properties"][name]
        values = {"value": name, "hint": str(schema["description"]).removesuffix(".")}
        yield Problem("E202", path, values | {"example": f"{name}: {_yaml(schema['examples'][0])}"})
    else:
        shown = _shown(value)
        options = error.validator_value if keyword == "enum" else []
        yield Problem(
            "E204",
            path,
            {
                "value": shown,
                "field": _field(path),
                "expected": _expected(error) + _example(error, examples),
                "nearest": suggestions.nearest(shown, map(str, options), *path[:1]),
            },
        )


def _best_branch(error: Any, suggestions: Suggestions) -> Iterator[Problem]:
    """The errors of the branch that was meant: the one that got the type right."""
    branches: dict[int, list[Any]] = {}
    for sub in error.context:
        branches.setdefault(sub.schema_path[0], []).append(sub)
    typed = [
        errors
        for errors in branches.values()
        if not any(e.validator == "type" and e.absolute_path == error.absolute_path for e in errors)
    ]
    if typed:
        for sub in typed[0]:
            yield from _problem(sub, suggestions, error.schema.get("examples", ()))
        return
    expected = " or ".join(_expected(errors[0]) for errors in branches.values())
    expected += _example(error, ())
    path = tuple(error.absolute_path)
    values = {"value": _shown(error.instance), "field": _field(path), "expected": expected}
    yield Problem("E204", path, values | {"nearest": ""})


def _field(path: Path) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return names[-1] if names else "file"


_TYPES = {
    "object": "keys with values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "null": "null",
}


_FORMS = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "words of small Latin letters and digits joined by hyphens",
    r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$": "small Latin letters and digits joined by dots and hyphens",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:[.-][a-z0-9]+)*$": "a document, a slash and a record",
    r"^[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?(?:,[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?)*$": (
        "line numbers (477; 46,48; 119-127)"
    ),
    r"^[0-9X~?%./\[\]{}-][0-9X~?%./\[\]{},-]*$": "a date in EDTF (2022-11-07; 2022; 2016/..)",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits",
    r"^[0-9a-f]{16}$": "16 hexadecimal digits",
    r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$": "a decimal number",
    r"^1(?:0{1,15})?$": "1 with up to 15 noughts behind it",
    r"^[A-Z]{3}$": "three capital letters",
    r"^[A-Za-z0-9]{2,20}$": "2 to 20 Latin letters and digits",
    r"^[EW][0-9]{3}$": "the id of a rule",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a day (2027-06-30)",
    r"^(?:(?:section|entity|term|topic):)?[a-z0-9]+(?:[./-][a-z0-9]+)*$": (
        "an id (wic-2020/7; entity:united-nations)"
    ),
}
"""The patterns of the schemas in words."""


def _form(pattern: str) -> str:
    return _FORMS.get(pattern, f"a text of the form {pattern}")


def _expected(error: Any) -> str:
    """What the schema asks for. These phrases have their Chinese in report/chinese.toml."""
    keyword, wanted = error.validator, error.validator_value
    if keyword == "type":
        return _TYPES.get(str(wanted), str(wanted))
    if keyword == "enum":
        return "one of " + ", ".join(str(option) for option in wanted)
    if keyword == "const":
        return str(wanted)
    if keyword == "pattern":
        return _form(str(wanted))
    if keyword in _BOUNDS:
        return _BOUNDS[keyword].replace("*", str(wanted))
    return f"{keyword} {printable(str(wanted), 80)}"


_BOUNDS = {
    "minLength": "no fewer characters than *",
    "maxLength": "no more characters than *",
    "minItems": "no fewer entries than *",
    "maxItems": "no more entries than *",
    "minimum": "a number from * upwards",
    "maximum": "a number up to *",
}


def _example(error: Any, examples: Sequence[Any]) -> str:
    """The example of the key; a closed list of words needs none."""
    given = error.schema.get("examples", examples)
    if not given or error.validator in ("enum", "const"):
        return ""
    return f", for example {_yaml(given[0])}"


def _yaml(value: Any) -> str:
    """The value as it may be typed; what JSON writes is YAML too."""
    if isinstance(value, str):
        return value
    return printable(json.dumps(value, ensure_ascii=False), 120)


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "keys with values" if value else "{}"
    if isinstance(value, list):
        return "a list" if value else "[]"
    return printable(str(value), 80)
