"""The two judges of a file's shape, the model and the JSON Schema, always say the same."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import StringConstraints, TypeAdapter, ValidationError
from ruamel.yaml import YAML

from cyberspace_corpus.judge import judge, schema_accepts
from cyberspace_corpus.model.kinds import KIND, KINDS, Kind, integer_keys, json_schema, kind_of
from cyberspace_corpus.yamlio.reader import Node, Parsed, Unreadable, parse

ROOT: Final = Path(__file__).parents[1]
FIXTURES: Final = ROOT / "tests" / "fixtures"
BASE: Final = FIXTURES / "base"
NAMES: Final = [kind.name for kind in KINDS]
MAY_BE_ABSENT: Final = frozenset({"exceptions", "redirects"})
"""Kinds of which a corpus need not have a file."""

THOROUGH: Final = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# --- the judges -----------------------------------------------------------------------------


def model_accepts(kind: Kind, data: Any) -> bool:
    try:
        kind.model.model_validate(data)
    except ValidationError:
        return False
    return True


@cache
def plain_validator(name: str) -> Draft202012Validator:
    """The validator as anybody would use it: nothing of ours in it."""
    Draft202012Validator.check_schema(json_schema(name))
    return Draft202012Validator(json_schema(name))


def strings(data: Any) -> Iterator[str]:
    """Every string in the data, keys too."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)
    elif isinstance(data, str):
        yield data


def check(kind: Kind, data: Any) -> bool:
    """All judges agree on the data; what they say."""
    said = model_accepts(kind, data)
    assert schema_accepts(kind, data) == said, f"model: {said}, schema: {not said}"
    plain = plain_validator(kind.name).is_valid(data)
    if any(text.endswith("\n") for text in strings(data)):
        # jsonschema searches patterns with Python's re, whose $ overlooks a last line break
        assert plain or not said
    else:
        assert plain == said, f"model: {said}, plain schema: {plain}"
    return said


# --- files ----------------------------------------------------------------------------------


@cache
def files(root: Path) -> dict[str, list[tuple[str, Any]]]:
    """Every authored file below a root: by kind, its path and its data."""
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in NAMES}
    for file in sorted((root / "data").rglob("*.yaml")):
        path = file.relative_to(root).as_posix()
        kind = kind_of(path)
        assert kind is not None, path
        found[kind.name].append((path, parse(file.read_bytes(), integer_keys()).data))
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("root", [ROOT, BASE], ids=["data", "base"])
def test_files(root: Path, name: str) -> None:
    """All judges accept every file of the corpus and of the small corpus of the tests."""
    found = files(root)[name]
    assert found or name in MAY_BE_ABSENT
    for path, data in found:
        assert check(KIND[name], data), path


def rules_with_edits() -> list[str]:
    return sorted(path.stem for path in FIXTURES.glob("[EW]*.yaml"))


@cache
def mutated(rule: str) -> dict[str, bytes]:
    """The files of the small corpus that the fixture of a rule changes, changed."""
    found: dict[str, bytes] = {}
    for edit in YAML(typ="safe").load((FIXTURES / f"{rule}.yaml").read_text("utf-8"))["edits"]:
        path = edit["file"]
        if "replace" in edit:
            old = found[path] if path in found else (BASE / path).read_bytes()
            assert old.decode().count(edit["replace"]) == 1
            found[path] = old.replace(edit["replace"].encode(), edit["by"].encode())
        elif "text" in edit:
            found[path] = edit["text"].encode()
        elif "bytes" in edit:
            found[path] = bytes.fromhex(edit["bytes"])
    return found


@pytest.mark.parametrize("rule", rules_with_edits())
def test_fixtures(rule: str) -> None:
    """The judges agree on what every fixture makes of the files: refused where the fixture is
    about their shape (E201, E202, E204)."""
    verdicts: list[bool] = []
    for path, raw in mutated(rule).items():
        kind = kind_of(path)
        if kind is None:
            continue
        try:
            parsed = parse(raw, integer_keys())
        except Unreadable:
            continue
        verdicts.append(check(kind, parsed.data))
    if rule in ("E201", "E202", "E204"):
        assert verdicts == [False]
    elif rule[1] in "3456":  # rules on what the files say need files of the right shape
        assert all(verdicts)


# --- real data, damaged ---------------------------------------------------------------------


def places(data: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every node of the data."""
    yield at
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, (*at, index))


@cache
def words() -> dict[str, list[str]]:
    """What the schemas know: names of keys, values of closed lists."""
    keys: set[str] = set()
    values: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            keys.update(node.get("properties", {}))
            values.update(node.get("enum", []))
            if "const" in node:
                values.add(node["const"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for kind in KINDS:
        walk(json_schema(kind.name))
    return {"keys": sorted(keys), "values": sorted(values)}


LENGTHS: Final = (1, 2, 3, 16, 20, 21, 32, 33, 40, 41, 63, 64, 65, 97, 98, 200, 201, 4000, 4001)
OTHER: Final = (
    *("", " ", "\n", "x", "x\n", "\nx", "X", "0", "1", "01", "-1", "1.0", "1.", "null", "no", "中"),
    *(
        "a-b",
        "a--b",
        "-a",
        "a-",
        "a.b",
        "a..b",
        "a_b",
        "a b",
        "a/b",
        "a/b/c",
        "A-b",
        "é",
        "１",
        "٣",
    ),
    *("1-2", "2-1", "1,2", "1,,2", "0-1", "1234567", "2016-11-07", "2016/..", "../..", "2016?"),
    *("CNY", "cny", "CNYX", "Q1065", "1" + "0" * 15, "1" + "0" * 16, "0" * 64, "g" * 16, "\u2028"),
    *(None, True, False, 0, 1, -1, 99, 100, 999, 1000, 10**12, 1.5, -0.5),
    *([], [None], [""], ["x"], ["x", "x"], [[]], [{}], [1]),
    *({}, {"x": "x"}, {"zh": "中"}, {"zh": "中", "en": "x"}, {"zh": None, "en": None}, {"": ""}),
)

damage: Final = st.sampled_from(
    [
        *("drop", "add", "replace", "replace", "replace", "enum", "line break", "empty"),
        *("long", "null", "repeat", "move", "rename", "edit"),
    ]
)


def hurt(draw: Any, data: Any) -> Any:
    """The data with one thing changed somewhere."""
    everywhere = list(places(data))
    at = everywhere[draw(st.integers(0, len(everywhere) - 1))]
    holder: Any = [data]
    key: Any = 0
    for step in at:
        holder, key = holder[key], step
    kind = draw(damage)
    value = holder[key]
    if kind == "drop" and at:
        del holder[key]
    elif kind == "add" and isinstance(value, dict):
        value[draw(st.sampled_from([*words()["keys"], "", "x", "X", "a\n"]))] = draw(
            st.sampled_from([None, "x", [], {}])
        )
    elif kind == "rename" and isinstance(value, dict) and value:
        old = draw(st.sampled_from(sorted(value)))
        value[draw(st.sampled_from([*words()["keys"], old.upper(), f"{old}-", ""]))] = value.pop(
            old
        )
    elif kind == "enum":
        holder[key] = draw(st.sampled_from(words()["values"]))
    elif kind == "line break" and isinstance(value, str):
        holder[key] = value + "\n"
    elif kind == "empty":
        holder[key] = type(value)() if isinstance(value, str | list | dict) else None
    elif kind == "long":
        letter = draw(st.sampled_from("a1中𠀀-"))
        holder[key] = letter * draw(st.sampled_from(LENGTHS))
    elif kind == "null":
        holder[key] = None
    elif kind == "repeat" and isinstance(value, list):
        holder[key] = value * 2
    elif kind == "move":
        holder[key] = copy.deepcopy(
            _at(data, everywhere[draw(st.integers(0, len(everywhere) - 1))])
        )
    elif kind == "edit" and isinstance(value, str) and value:
        where = draw(st.integers(0, len(value) - 1))
        new = draw(st.sampled_from(["", "-", ".", "/", "0", "A", "z", "é", " ", "\n", "，", "１"]))
        holder[key] = value[:where] + new + value[where + 1 :]
    else:
        holder[key] = copy.deepcopy(draw(st.sampled_from(OTHER)))
    return holder[0] if not at else data


def _at(data: Any, at: tuple[str | int, ...]) -> Any:
    for step in at:
        data = data[step]
    return data


def sample(schema: Any, defs: Any) -> Any:
    """Data of a kind that no file has, made of the examples of its fields."""
    if "$ref" in schema:
        return sample(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    if "properties" in schema:
        return {key: sample(inner, defs) for key, inner in schema["properties"].items()}
    examples = schema.get("examples", [])
    return examples[0] if any(examples) else [sample(schema["items"], defs)]


@cache
def small(name: str) -> list[Any]:
    """Data of a kind to be damaged: files that are quickly judged, real ones and invented."""
    found = [data for root in (ROOT, BASE) for _, data in files(root)[name]]
    if not found:
        found = [sample(json_schema(name), json_schema(name).get("$defs", {}))]
    found.sort(key=lambda data: len(json.dumps(data, ensure_ascii=False)))
    return found[: max(40, len(found) * 3 // 4)]


PER_KIND: Final = {"record": 800, "document": 200, "source": 300, "entity": 300}


@pytest.mark.parametrize("name", NAMES)
def test_damaged_data(name: str) -> None:
    """Thousands of real files with one to three things changed: always one verdict, and both
    verdicts occur."""
    verdicts = {True: 0, False: 0}

    @settings(THOROUGH, max_examples=PER_KIND.get(name, 100))
    @given(st.data())
    def run(chance: st.DataObject) -> None:
        data = copy.deepcopy(chance.draw(st.sampled_from(small(name))))
        for _ in range(chance.draw(st.integers(1, 3))):
            data = hurt(chance.draw, data)
        assume(reachable(data))
        verdicts[check(KIND[name], data)] += 1

    run()
    assert min(verdicts.values()) > 5, verdicts


def reachable(data: Any) -> bool:
    """No key ends in a line break: see test_line_break_in_a_key."""
    if isinstance(data, dict):
        return all(not k.endswith("\n") and reachable(v) for k, v in data.items())
    return not isinstance(data, list) or all(map(reachable, data))


# --- data made from the schemas -------------------------------------------------------------


def made(schema: Any, defs: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Data that a schema describes."""
    if "$ref" in schema:
        return made(defs[schema["$ref"].rsplit("/", 1)[-1]], defs, depth)
    if "anyOf" in schema:
        return st.one_of([made(option, defs, depth) for option in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    most = schema.get("maxLength", 200)
    if schema["type"] == "null":
        return st.none()
    if schema["type"] == "integer":
        return st.integers(schema.get("minimum"), schema.get("maximum"))
    if schema["type"] == "string" and "pattern" in schema:
        return exactly(schema["pattern"]).filter(lambda text: len(text) <= most)
    if schema["type"] == "string":
        least = schema.get("minLength", 0)
        return st.text(min_size=least, max_size=min(most, least + 8))
    if schema["type"] == "array":
        least = schema.get("minItems", 0)
        return st.lists(made(schema["items"], defs, depth + 1), min_size=least, max_size=least + 2)
    if "patternProperties" in schema:
        ((pattern, inner),) = schema["patternProperties"].items()
        keys = exactly(pattern).filter(lambda text: len(text) <= 64)
        return st.dictionaries(keys, made(inner, defs, depth + 1), max_size=2)
    parts = {key: made(inner, defs, depth + 1) for key, inner in schema["properties"].items()}
    required = {key: parts.pop(key) for key in schema.get("required", [])}
    return st.fixed_dictionaries(required, optional=parts)


def exactly(pattern: str) -> st.SearchStrategy[str]:
    """Strings of a pattern, where $ is the end and not the place before a last line break."""
    assert pattern.startswith("^")
    assert pattern.endswith("$")
    return st.from_regex(pattern.removesuffix("$") + r"\Z")


@pytest.mark.parametrize("name", NAMES)
def test_made_data(name: str) -> None:
    """What the schema describes is accepted by all; with something changed, by all or none."""
    schema = json_schema(name)
    strategy = made(schema, schema.get("$defs", {}))

    @settings(THOROUGH, max_examples=25)
    @given(strategy, st.data())
    def run(data: Any, chance: st.DataObject) -> None:
        assert check(KIND[name], data)
        data = hurt(chance.draw, copy.deepcopy(data))
        assume(reachable(data))
        check(KIND[name], data)

    run()


# --- what no file can hold ------------------------------------------------------------------


def test_line_break_in_a_key() -> None:
    """A line break at the end of a source's id in the readings (no file can hold one) is
    refused by both."""
    data = copy.deepcopy(dict(files(BASE)["record"])["data/records/lake-2001/preamble.yaml"])
    data["variants"][0]["readings"] = {"lantern-daily-2001\n": "x"}
    assert not model_accepts(KIND["record"], data)
    assert not schema_accepts(KIND["record"], data)


@pytest.mark.parametrize("number", [1.0, 1e300])
def test_whole_floats_are_never_read(number: float) -> None:
    """JSON Schema calls 1.0 an integer and the model does not: the reader reads no floats."""
    assert parse(f"segment: {number}".encode(), integer_keys()).data == {"segment": str(number)}
    for name in NAMES:
        for _, data in files(ROOT)[name][:5]:
            assert not any(isinstance(_at(data, at), float) for at in places(data))


# --- what the judge makes of them -----------------------------------------------------------


def parsed(data: Any) -> Parsed:
    return Parsed(data, Node(data, 1, 1, 1, 1), "")


@pytest.mark.parametrize("name", NAMES)
def test_problems_lead_somewhere(name: str) -> None:
    """A refused file has at least one problem; each has a rule of shape, a path that leads
    into the data, and values to show. An accepted file has a model and no problem."""

    @settings(THOROUGH, max_examples=40)
    @given(st.data())
    def run(chance: st.DataObject) -> None:
        data = hurt(chance.draw, copy.deepcopy(chance.draw(st.sampled_from(small(name)))))
        assume(reachable(data))
        model, problems = judge(KIND[name], parsed(data))
        assert (model is None) == bool(problems)
        known = set(places(data))
        for problem in problems:
            assert problem.rule in ("E201", "E202", "E204")
            assert problem.path in known
            assert problem.at_key == (problem.rule == "E201")
            assert "value" in problem.values
            assert all(isinstance(value, str) for value in problem.values.values())
            assert all(len(value) < 2000 for value in problem.values.values())

    run()


def test_each_unknown_key_is_one_problem() -> None:
    """Two misspelt keys are two problems, and the keys beside them are none."""
    data = copy.deepcopy(dict(files(BASE)["record"])["data/records/lake-2001/preamble.yaml"])
    data["topix"] = data.pop("topics")
    data["variants"][1]["readings"]["Bad_Key"] = "x"
    _, problems = judge(KIND["record"], parsed(data))
    assert {(problem.rule, problem.path) for problem in problems} == {
        ("E201", ("topix",)),
        ("E202", ()),
        ("E201", ("variants", 1, "readings", "Bad_Key")),
    }


def test_each_missing_key_is_one_problem() -> None:
    """Two forgotten keys are two problems."""
    data = copy.deepcopy(dict(files(BASE)["record"])["data/records/lake-2001/title.yaml"])
    del data["topics"], data["kind"]
    _, problems = judge(KIND["record"], parsed(data))
    assert [(problem.rule, problem.values["value"]) for problem in problems] == [
        ("E202", "kind"),
        ("E202", "topics"),
    ]
    assert all(problem.values["hint"] for problem in problems)


def test_the_branch_that_was_meant() -> None:
    """Of a value that may also be null, the problem is that of the value."""
    data = copy.deepcopy(dict(files(BASE)["record"])["data/records/lake-2001/title.yaml"])
    data["section"], data["status"] = "No Section", {"zh": "orginal", "en": "official"}
    _, problems = judge(KIND["record"], parsed(data))
    assert [(problem.rule, problem.path) for problem in problems] == [
        ("E204", ("section",)),
        ("E204", ("status", "zh")),
    ]
    assert problems[1].values["nearest"].startswith("original")


# --- patterns -------------------------------------------------------------------------------


@cache
def patterns() -> tuple[str, ...]:
    """Every pattern of every schema."""
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                found.add(node["pattern"])
            if isinstance(node.get("patternProperties"), dict):
                found.update(node["patternProperties"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for kind in KINDS:
        walk(json_schema(kind.name))
    return tuple(sorted(found))


INTRUDERS: Final = (
    *(
        "",
        "\n",
        "\r",
        "\u2028",
        "\u0085",
        "\x00",
        " ",
        "-",
        ".",
        "/",
        ",",
        "_",
        "+",
        "[",
        "]",
        "\\",
    ),
    *("a", "A", "f", "g", "z", "0", "1", "9", "{", "}", "^", "$", "~", "X", "é", "ſ", "\u212a"),
    *("０", "٣", "中", "𠀀", "\u200b", "e\u0301"),
)


def fitting(pattern: str) -> list[str]:
    """Some strings that the pattern fits, short ones first."""
    good: set[str] = set()

    @settings(THOROUGH, max_examples=16)
    @given(exactly(pattern))
    def collect(text: str) -> None:
        good.add(text)

    collect()
    return sorted(good, key=lambda text: (len(text), text))


@pytest.fixture(scope="module")
def samples() -> list[str]:
    """Strings of every pattern, and what a slip of the pen makes of them."""
    found: set[str] = {"", "\n", *INTRUDERS, *(text for text in OTHER if isinstance(text, str))}
    found |= {"a" * length for length in LENGTHS} | {"0" * length for length in LENGTHS}
    for pattern in patterns():
        for number, text in enumerate(fitting(pattern)):
            found |= {text, text + "\n", "\n" + text, text * 2, text.upper(), text[:-1], text[1:]}
            where = number * 7 % (len(text) + 1)
            for intruder in INTRUDERS:
                found.add(text[:where] + intruder + text[where + 1 :])
                found.add(text + intruder)
                found.add(text[:where] + intruder + text[where:])
    return sorted(found)


def in_python(pattern: str, texts: list[str]) -> list[bool]:
    exact = re.compile(pattern.removesuffix("$") + r"\Z")
    return [exact.search(text) is not None for text in texts]


def in_rust(pattern: str, texts: list[str]) -> list[bool]:
    adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])

    def accepts(text: str) -> bool:
        try:
            adapter.validate_python(text, strict=True)
        except ValidationError:
            return False
        return True

    return [accepts(text) for text in texts]


SCRIPT: Final = """
const {patterns, texts} = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const says = (flags) => patterns.map((source) => {
  const regex = new RegExp(source, flags);
  return texts.map((text) => (regex.test(text) ? "1" : "0")).join("");
});
process.stdout.write(JSON.stringify({u: says("u"), none: says("")}));
"""


def test_the_samples_try_every_pattern(samples: list[str]) -> None:
    """Each pattern has many strings that fit it, and many more that nearly do."""
    assert len(patterns()) > 8
    for pattern in patterns():
        verdicts = in_python(pattern, samples)
        assert sum(verdicts) >= 4, pattern
        assert verdicts.count(False) > 1000, pattern


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_in_rust(pattern: str, samples: list[str]) -> None:
    """A pattern means the same to Pydantic (in Rust) and to Python, $ being the very end."""
    differ = [
        text
        for text, one, other in zip(
            samples, in_python(pattern, samples), in_rust(pattern, samples), strict=True
        )
        if one != other
    ]
    assert differ == []


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_in_plain_python(pattern: str, samples: list[str]) -> None:
    """Python's own $ makes a difference for a line break at the end, and for nothing else."""
    plain = re.compile(pattern)
    exact = in_python(pattern, samples)
    differ = [
        t for t, one in zip(samples, exact, strict=True) if (plain.search(t) is not None) != one
    ]
    assert differ
    assert all(text.endswith("\n") and plain.search(text[:-1]) for text in differ)


def test_patterns_in_ecmascript(samples: list[str]) -> None:
    """A pattern means the same to an editor (ECMAScript), with the flag u and without."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on the PATH: nothing here runs ECMAScript")
    question = json.dumps({"patterns": patterns(), "texts": samples})
    run = subprocess.run(
        [node, "-e", SCRIPT], input=question.encode(), capture_output=True, check=True, timeout=60
    )
    answer = json.loads(run.stdout)
    for flags in ("u", "none"):
        for pattern, bits in zip(patterns(), answer[flags], strict=True):
            verdicts = [bit == "1" for bit in bits]
            expected = in_python(pattern, samples)
            differ = [t for t, a, b in zip(samples, verdicts, expected, strict=True) if a != b]
            assert differ == [], (pattern, flags)


@pytest.mark.parametrize("pattern", patterns())
def test_patterns_are_portable(pattern: str) -> None:
    """Patterns are anchored and keep to what every dialect has: no classes of Unicode, no
    look-around, no references, no flags."""
    assert re.fullmatch(r"\^.*\$", pattern)
    assert not re.search(r"\\[dDwWsSbBAZz1-9pPkxu]|\(\?[^:]|\[\[|[*+?}]\+|&&|--", pattern)
    assert pattern.isascii()
