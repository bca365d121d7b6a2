"""Two judges of the shape of a file: the Pydantic model and the JSON Schema.

The model is asked first, because it is quick and its answer is the object that everybody
works with. The schema must say the same; if the two disagree, that is a fault of this
project and is reported as such. Only for a file that is refused are the schema's errors
collected and put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from cyberspace_corpus.findings import nearest
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


def judge(kind: Kind, parsed: Parsed) -> tuple[BaseModel | None, list[Problem]]:
    """The model of the file, or None and what is wrong with it."""
    try:
        model = kind.model.model_validate(parsed.data)
    except ValidationError:
        model = None
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

    def pattern(validator: Any, regex: str, instance: Any, schema: Any) -> Iterator[Any]:
        # Python's $ also matches before a line break at the end; everybody else's does not.
        exact = regex.removesuffix("$") + r"\Z" if regex.endswith("$") else regex
        if isinstance(instance, str) and not re.search(exact, instance):
            yield ValidationError(f"does not match {regex}")

    exacting: Any = extend(Draft202012Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    return exacting(json_schema(name))


def _explain(kind: Kind, parsed: Parsed) -> Iterator[Problem]:
    for error in _validator(kind.name).iter_errors(parsed.data):
        yield from _problem(error)


def _problem(error: Any) -> Iterator[Problem]:
    path = tuple(error.absolute_path)
    keyword = error.validator
    value = error.instance
    if keyword == "anyOf":
        yield from _best_branch(error)
    elif keyword == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        patterns = list(error.schema.get("patternProperties", {}))
        for name in value:
            if name not in known and not any(re.search(p, name) for p in patterns):
                yield Problem(
                    "E201",
                    (*path, name),
                    {"value": name, "known": ", ".join(known), "nearest": nearest(name, known)},
                    at_key=True,
                )
    elif keyword == "required":
        name = error.message.split("'")[1]  # jsonschema reports each missing key by itself
        hint = _hint(error.schema["properties"].get(name, {}))
        yield Problem("E202", path, {"value": name, "hint": hint})
    else:
        shown = _shown(value)
        options = error.validator_value if keyword == "enum" else []
        yield Problem(
            "E204",
            path,
            {
                "value": shown,
                "field": _field(path),
                "expected": _expected(error),
                "nearest": nearest(shown, [str(option) for option in options]),
            },
        )


def _best_branch(error: Any) -> Iterator[Problem]:
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
            yield from _problem(sub)
        return
    expected = " or ".join(_expected(errors[0]) for errors in branches.values())
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


def _expected(error: Any) -> str:
    keyword, wanted, schema = error.validator, error.validator_value, error.schema
    if keyword == "type":
        return _TYPES.get(str(wanted), str(wanted)) + _example(schema)
    if keyword == "enum":
        return "one of " + ", ".join(str(option) for option in wanted)
    if keyword == "const":
        return str(wanted)
    if keyword == "pattern":
        return f"a text of the form {wanted}" + _example(schema)
    if keyword in ("minLength", "minItems"):
        return "not nothing" + _example(schema)
    if keyword in ("maxLength", "maxItems"):
        return f"at most {wanted} {'characters' if keyword == 'maxLength' else 'entries'}"
    if keyword in ("minimum", "maximum"):
        return f"a number of {'at least' if keyword == 'minimum' else 'at most'} {wanted}"
    return f"{keyword} {printable(str(wanted), 80)}"


def _example(schema: Any) -> str:
    examples = schema.get("examples", [])
    shown = _shown(examples[0]) if examples else ""
    return f", for example {shown}" if shown not in ("", "a list", "keys with values") else ""


def _hint(schema: Any) -> str:
    return str(schema.get("description", ""))


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "keys with values" if value else "{}"
    if isinstance(value, list):
        return "a list" if value else "[]"
    return printable(str(value), 80)
