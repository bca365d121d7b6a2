"""``--lang zh`` is wholly Chinese: no English but names, ids, keys, paths and commands."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.cli.main import COMMANDS
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import judge
from cyberspace_corpus.model.kinds import KINDS, json_schema, kind_of
from cyberspace_corpus.report import chinese
from cyberspace_corpus.report.labels import LABELS
from cyberspace_corpus.report.text import text
from cyberspace_corpus.report.words import parts
from cyberspace_corpus.rules import catalogue as catalogue_module
from cyberspace_corpus.rules.catalogue import catalogue
from cyberspace_corpus.yamlio.reader import Parsed, parse

PACKAGE: Final = Path(catalogue_module.__file__).parents[1]
FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
RULES: Final = sorted(path.stem for path in FIXTURES.glob("*.yaml"))
BASE: Final = FIXTURES / "base"

LATIN: Final = re.compile(r"[A-Za-z]+(?:[_'’][A-Za-z]+)*")
TECHNICAL: Final = frozenset(
    LATIN.findall(
        """
    YAML UTF Unicode NFC EDTF ISO GB Latin JSON README schema json yaml txt md data format lang zh
    cyberspace corpus translated null u x xx witness omitted xEx vague as of in name
    """
    )
)
"""Names of standards and of parts of this project, which Chinese writes in Latin letters too."""

PHRASE: Final = re.compile(r"[A-Za-z][A-Za-z'’]*(?: [A-Za-z][A-Za-z'’]*)+")
COMMAND: Final = re.compile(r"cyberspace-corpus [a-z]+(?: --[a-z]+(?: [a-z]+)?)*")


@cache
def code() -> frozenset[str]:
    """Every key of the files and every word of a closed list."""
    found: set[str] = set(TECHNICAL) | set(COMMANDS)

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            properties = node.get("properties", {})
            found.update(properties if isinstance(properties, dict) else ())
            for option in (*node.get("enum", ()), node.get("const", "")):
                found.update(LATIN.findall(str(option)))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for kind in KINDS:
        found.add(kind.name)
        walk(json_schema(kind.name))
    return frozenset(found | {part for word in found for part in LATIN.findall(word)})


def examples() -> str:
    """The examples of the schemas, which messages quote."""
    return str([json_schema(kind.name) for kind in KINDS])


@pytest.mark.parametrize("id", list(catalogue()))
def test_texts_of_the_catalogue(id: str) -> None:
    """No text of a rule has an English word but keys, commands and names of standards."""
    texts = catalogue()[id].texts["zh"]
    whole = (texts.what, texts.why, texts.says, texts.expected, texts.next_step, texts.mend)
    for part in whole:
        assert re.search("[\u4e00-\u9fff]", part) or set(part) == set("{expected}")
        bare = re.sub(r"\{\w+\}|PATH|data/[\w./<>{}-]*|[EW]\d(?:xx)?|[\w-]+\.md", "", part)
        words = set(LATIN.findall(COMMAND.sub("", bare)))
        assert words <= code(), f"{id}: {words - code()} in {part!r}"


@pytest.mark.parametrize("id", list(catalogue()))
def test_examples_of_the_catalogue(id: str) -> None:
    """Where the common example tells a breach in English prose, Chinese has one of its own."""
    rule = catalogue()[id]
    for lang in ("en", "zh"):
        for example in (rule.texts[lang].bad, rule.texts[lang].good):
            assert example.strip() == example != ""
    for example in (rule.texts["zh"].bad, rule.texts["zh"].good):
        for line in example.split("\n"):
            prose = re.sub(r"^\s*(- )?(\w+: )?.*$", "", line) if ": " in line else line
            assert not PHRASE.search(prose), line


@pytest.mark.parametrize("rule", RULES)
def test_messages(rule: str, broken: Callable[[str], Any]) -> None:
    """What is said of every fixture is Chinese but for what stands in the files."""
    made = broken(rule)
    files = [path for path in made.root.rglob("*") if path.is_file() and not path.is_symlink()]
    held = "\n".join(path.read_bytes()[:200_000].decode("utf-8", "replace") for path in files)
    held += "\n".join(str(path.relative_to(made.root)) for path in made.root.rglob("*"))
    held += examples()
    known = code() | set(LATIN.findall(held))
    assert any(finding.rule == rule for finding in made.findings)
    for finding in made.findings:
        said = "\n".join(parts(finding, "zh"))
        for found in PHRASE.findall(COMMAND.sub("", said)):
            assert found in held, f"{found!r} in {said!r}"
        said = re.sub(r"<?U\+[0-9A-F]+>?|0x[0-9A-F]+|[0-9a-f]{16,64}", "", said)
        for word in set(LATIN.findall(said)) - known:
            assert word in held, f"{word!r} in {said!r}"  # E304 may quote a part of a word
        values = chinese.in_chinese(finding).values
        for key in ("kind", "lang", "why", "feature"):
            words = set(LATIN.findall(values.get(key, "")))
            assert words <= {"EDTF"}, f"{key}: {values[key]!r}"


@pytest.mark.parametrize("rule", RULES)
def test_report(rule: str, broken: Callable[[str], Any]) -> None:
    """The report around the messages has no English either."""
    made = broken(rule)
    lines = list(text(made.findings, made.files, made.root, lang="zh", colour=False))
    for line in lines[-2 - len({f.rule for f in made.findings}) :]:
        words = set(LATIN.findall(COMMAND.sub("", re.sub(r"[EW]\d+", "", line))))
        assert words <= code(), line
    assert not {"error", "warning", "expected", "next"} & {
        word for line in lines if " | " not in line for word in re.findall(r"\w+(?=:)", line)
    }


def test_labels() -> None:
    """Both languages have the same labels, with the same places to fill."""
    assert set(LABELS["zh"]) == set(LABELS["en"])
    for name, label in LABELS["zh"].items():
        places = re.compile(r"\{\w+\}")
        assert sorted(places.findall(label)) == sorted(places.findall(LABELS["en"][name]))


def literals() -> Iterator[tuple[str, str, str]]:
    """(rule, key, phrase) of every value that the code passes to a finding as English words."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                named = assigned(function)
                for call in ast.walk(function):
                    if isinstance(call, ast.Call):
                        yield from passed(call, named)


Assigned = list[tuple[str, ast.expr]]


def assigned(function: ast.FunctionDef) -> Assigned:
    """What the function assigns to its names, from the last line to the first."""
    found = [
        (node.targets[0].id, node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    return sorted(found, key=lambda pair: -pair[1].lineno)


def meant(node: ast.expr, named: Assigned) -> ast.expr:
    """The expression that a name stands for: what was last assigned to it."""
    if not isinstance(node, ast.Name):
        return node
    before = (value for name, value in named if name == node.id and value.lineno < node.lineno)
    return next(before, node)


def passed(call: ast.Call, named: Assigned) -> Iterator[tuple[str, str, str]]:
    """The English values of one call that names a rule."""
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    rule = next((str(word) for word in words if re.fullmatch(r"[EW]\d{3}", str(word))), None)
    if rule is None:
        return
    pairs = [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
    for given in call.args:
        whole = meant(given, named)
        if isinstance(whole, ast.Dict):
            pairs += [
                (str(key.value), value)
                for key, value in zip(whole.keys, whole.values, strict=True)
                if isinstance(key, ast.Constant)
            ]
    for key, value in pairs:
        for phrase in strings(meant(value, named)):
            if LATIN.search(phrase):
                yield rule, key, phrase


def strings(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be; a filled-in value counts as 7."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        filled = [part.value if isinstance(part, ast.Constant) else "7" for part in node.values]
        yield "".join(map(str, filled))
    elif isinstance(node, ast.IfExp):
        yield from (*strings(node.body), *strings(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from strings(value)


SAME: Final = frozenset(
    {"null", "EDTF", "NFC", "verbatim", "id", "id: wic-2020/7", "data/sources/7.txt", "7--7", ", "}
)
"""Values that are code in every language."""


def test_every_phrase_of_the_code_has_its_chinese() -> None:
    """A phrase that the code can put into a finding is in the phrase book."""
    found = list(literals())
    assert len(found) > 20
    for rule, key, phrase in found:
        if phrase in SAME:
            continue
        said = chinese.in_chinese(Finding(rule, "data", 1, 1, None, {key: phrase})).values[key]
        assert said != phrase, f"report/chinese.toml lacks {phrase!r} for {rule}.{key}"
        assert set(LATIN.findall(said)) <= code(), said


def test_limits_have_their_chinese() -> None:
    """What there may be too much of (E108) is in the phrase book."""
    source = (PACKAGE / "corpus.py").read_text("utf-8")
    named = re.findall(r'yield .*, "([a-z ]+)", MAX_', source)
    assert named
    assert set(named) <= set(chinese.tables()["E108.value"])


def test_kinds_and_features_have_their_chinese() -> None:
    """The kinds of what dangles, and the languages, are in the phrase book."""
    source = (PACKAGE / "rules/keys.py").read_text("utf-8")
    kinds = set(re.findall(r'_dangling\(\s*\w[\w.]*, "([a-z ]+)"', source))
    kinds |= set(re.findall(r'kind="([a-z ]+)"', source))
    assert kinds <= set(chinese.tables()["kind"])
    assert {"Chinese", "English"} <= set(chinese.tables()["lang"])


def required() -> Iterator[tuple[str, str]]:
    """(key, description) of every required key of every kind of file."""
    for kind in KINDS:
        schema = json_schema(kind.name)
        for part in (schema, *schema.get("$defs", {}).values()):
            for key in part.get("required", ()):
                yield key, part["properties"][key]["description"]


def test_every_hint_has_its_chinese() -> None:
    """What a missing key should hold is told in Chinese too; nothing is left over."""
    descriptions = {description.removesuffix(".") for _, description in required()}
    hints = set(chinese.tables()["hint"])
    assert hints == descriptions, hints ^ descriptions


WRONG: Final = (None, "", "!!", [], ["!!"], {}, {"x": "y"}, 0, 1000, "x" * 5000)
"""Values that most keys refuse."""


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything below the top of a file."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in items:
        yield (*at, step)
        if isinstance(value, (dict, list)):
            yield from places(value, (*at, step))


def with_value(data: Any, at: tuple[Any, ...], value: Any) -> Any:
    """The data with another value at the path."""
    if not at:
        return value
    new = dict(data) if isinstance(data, dict) else list(data)
    new[at[0]] = with_value(data[at[0]], at[1:], value)
    return new


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_every_expectation_has_its_chinese(name: str) -> None:
    """Wrong values everywhere: what the judge expects is in words, in both languages."""
    for path in sorted(BASE.rglob("*.yaml")):
        kind = kind_of(path.relative_to(BASE).as_posix())
        if kind is None or kind.name != name:
            continue
        parsed = parse(path.read_bytes())
        for at in places(parsed.data):
            for wrong in WRONG:
                data = with_value(parsed.data, at, wrong)
                _, problems = judge(kind, Parsed(data, parsed.root, parsed.text))
                for problem in problems:
                    check(problem.rule, problem.values)


def check(rule: str, values: dict[str, str]) -> None:
    if rule == "E204":
        expected = values["expected"]
        assert "^" not in expected, f"judge.py has no words for this pattern: {expected}"
        assert chinese.expectation(expected) is not None, expected
    elif rule == "E201":
        assert values["known"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_pattern_has_its_words(kind: Any) -> None:
    """No message shows a regular expression: every pattern of a schema has a phrase."""
    from cyberspace_corpus.judge import _form

    for pattern in re.findall(r"'pattern': '((?:[^'\\]|\\.)*)'", str(json_schema(kind.name))):
        form = _form(pattern.replace("\\\\", "\\"))
        assert "^" not in form, pattern
        assert chinese.expectation(form) is not None
