"""The forms for programs: what other people's readers make of them, and hostile values."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import junitparser
import pytest
from jsonschema import Draft202012Validator

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report import machine
from cyberspace_corpus.report.text import text
from cyberspace_corpus.rules.catalogue import catalogue
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.characters import FORBIDDEN

SCHEMA: Final = json.loads(
    (Path(machine.__file__).parent / "report.schema.json").read_text("utf-8")
)
RULES: Final = sorted(path.stem for path in (Path(__file__).parents[1] / "fixtures").glob("*.yaml"))
FORMS: Final = {
    "json": machine.to_json,
    "github": machine.to_github,
    "sarif": machine.to_sarif,
    "junit": machine.to_junit,
}
MAX_LINE: Final = 12_000
"""No line of a report for people is longer, whatever the files hold."""

HOSTILE: Final = [
    "100% sure",
    "one\ntwo",
    "one\r\ntwo",
    "::error::gotcha",
    "\n::set-output name=x::y",
    "##[command]x",
    "a,b:c;d=e",
    "%0A%25",
    "]]>",
    "<!-- & -->",
    "</failure></testcase>",
    "\"quotes' {braces} {value} {0} %s",
    "\x1b[31mred\x1b[0m\x07\x08\x00",
    "\x9b31m\x85\u2028\u2029",
    "\u202egnp.exe\u200b\ufeff",
    "\ud800 lone \udfff",
    "\ufffe\uffff\U000e0001\U0010ffff",
    "网" * 1_000_000,
    "x" * 1_000_000,
    "\x00" * 300_000,
    "",
    "灯塔🚢é",
]
"""Values that break a report which takes them as they are."""


def hostile() -> list[Finding]:
    """Findings of every rule with hostile values, paths and ids."""
    found = []
    for number, rule in enumerate(catalogue()):
        for value in HOSTILE:
            names = ("value", "kind", "field", "expected", "nearest", "known", "source", "printed")
            values = dict.fromkeys((*names, "lang", "other", "why", "hint", "feature"), value)
            values["expected"] = value or "something"
            found.append(Finding(rule, "data/x.yaml", number + 1, 1, None, values))
    for value in HOSTILE:
        # A name that a system can have: no zero byte, and bytes that are no UTF-8 as Python
        # decodes them.
        name = value.replace("\x00", "").encode("utf-8", "replace").decode()[:500] + "\udcff"
        found.append(Finding("E110", f"data/{name}", 1, 1, None, {"value": value}))
    return sorted(found, key=lambda finding: finding.path)


def output(form: str, findings: list[Finding], lang: Any, root: Path) -> str:
    if form == "text":
        return "\n".join(text(findings, 35, root, lang=lang, colour=False))
    return "\n".join(FORMS[form](findings, 35, lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", *FORMS])
def test_hostile_values_are_safe(form: str, lang: str, tmp_path: Path) -> None:
    """No control or invisible character is printed, and nothing grows without bounds."""
    findings = hostile()
    said = output(form, findings, lang, tmp_path)
    raw = FORBIDDEN.search(said.replace("\n", ""))
    assert raw is None
    said.encode("utf-8")
    assert len(said) < MAX_LINE * len(findings)
    assert max(map(len, said.split("\n"))) < MAX_LINE
    if form == "json":
        check_json(said)
    elif form == "github":
        assert len(said.split("\n")) == len(findings)
        assert all(re.match(r"::(error|warning) file=", line) for line in said.split("\n"))
    elif form == "sarif":
        assert len(json.loads(said)["runs"][0]["results"]) == len(findings)
    elif form == "junit":
        ElementTree.fromstring(said)
    else:
        assert not any(line.lstrip().startswith(("::", "##[")) for line in said.split("\n"))


def check_json(said: str) -> dict[str, Any]:
    """The JSON report is one, as its schema says."""
    report: dict[str, Any] = json.loads(said)
    Draft202012Validator(SCHEMA).validate(report)
    return report


def test_the_schema_is_one() -> None:
    """The schema of the report is a JSON Schema, closed, with every key described."""
    Draft202012Validator.check_schema(SCHEMA)
    for part in (SCHEMA, SCHEMA["$defs"]["finding"]):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
        assert all(key["description"].endswith(".") for key in part["properties"].values())


@pytest.mark.parametrize("rule", RULES)
def test_every_form_of_every_rule(rule: str, broken: Callable[[str], Any]) -> None:
    """What real findings give, other readers read, and it names the same places."""
    made = broken(rule)
    findings = list(made.findings)
    places = [(f.path, f.line, f.column, f.rule) for f in findings]
    for lang in ("en", "zh"):
        report = check_json(output("json", findings, lang, made.root))
        assert places == [
            (f["path"], f["line"], f["column"], f["rule"]) for f in report["findings"]
        ]
        assert report["errors"] + report["warnings"] == len(findings)
        for given, finding in zip(report["findings"], findings, strict=True):
            assert given["value"] == finding.values["value"], "an exception could not name it"
            assert given["record"] == finding.record
        commands = list(annotations(output("github", findings, lang, made.root)))
        assert places == [
            (c["file"], int(c["line"]), int(c["col"]), c["title"].split()[0]) for c in commands
        ]
        assert all(len(c["body"].split("\n")) == 3 for c in commands)


def annotations(said: str) -> Iterator[dict[str, str]]:
    """The workflow commands, read as GitHub's runner reads them: it takes what stands between
    the first two ``::`` as the command, splits it at commas, and undoes the escapes."""
    for line in said.split("\n"):
        head, _, body = line.removeprefix("::").partition("::")
        _, _, properties = head.partition(" ")
        fields = dict(item.split("=", 1) for item in properties.split(","))
        fields = {
            name: value.replace("%3A", ":").replace("%2C", ",") for name, value in fields.items()
        }
        fields["body"] = body
        yield {
            name: value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
            for name, value in fields.items()
        }


@pytest.mark.parametrize("value", ["50%", "a%0Ab", "x::y", "a,b", "k: v", "%25", "=,:%"])
def test_annotations_are_escaped(value: str) -> None:
    """Whatever a path or a value holds, the runner reads back the very same."""
    finding = Finding("E110", f"data/{value}", 3, 4, None, {"value": value})
    (read,) = annotations("\n".join(machine.to_github([finding], 1, "en")))
    assert read["file"] == f"data/{value}"
    assert (read["line"], read["col"], read["title"]) == ("3", "4", "E110 known-places")
    assert read["body"].split("\n")[0] == f'"{value}" does not belong here'


@pytest.mark.parametrize("value", ["one\ntwo", "\x1b[31m", "\r::error::"])
def test_annotations_show_no_control_characters(value: str) -> None:
    """A line break or an escape code in a value is shown, never sent."""
    finding = Finding("E110", f"data/{value}", 3, 4, None, {"value": value})
    (line,) = machine.to_github([finding], 1, "en")
    assert not re.search("[\x00-\x1f]", line)
    assert line.count("%0A") == 2


def junit(findings: list[Finding], tmp_path: Path) -> junitparser.TestSuite:
    path = tmp_path / "report.xml"
    path.write_text("\n".join(machine.to_junit(findings, 35, "en")), "utf-8")
    suites = list(junitparser.JUnitXml.fromfile(str(path)))
    assert len(suites) == 1
    return suites[0]


def test_junit_counts(tmp_path: Path) -> None:
    """A case for every file: errors fail it, warnings alone are its output."""
    findings = [
        Finding("E203", "data/a.yaml", 1, 1, None, {"value": "]]>", "kind": "topic"}),
        Finding("W508", "data/a.yaml", 2, 1, None, {"value": "x", "expected": "y"}),
        Finding("W508", "data/b.yaml", 2, 1, None, {"value": "<&>", "expected": "y"}),
    ]
    suite = junit(findings, tmp_path)
    assert (suite.tests, suite.failures, suite.errors) == (35, 1, 0)
    cases = list(suite)
    assert len(cases) == 35
    assert [case.name for case in cases[:2]] == ["data/a.yaml", "data/b.yaml"]
    (failure,) = cases[0].result
    assert failure.type == "E203"
    assert failure.message == 'E203 topic "]]>" does not exist (and 1 more)'
    assert failure.text.count("data/a.yaml:") == 2
    assert "\n  expected: " in failure.text
    assert not cases[1].result
    assert '"<&>"' in cases[1].system_out
    assert all(not case.result for case in cases[2:])


def test_junit_of_a_clean_corpus(tmp_path: Path) -> None:
    """Without findings every case passes."""
    suite = junit([], tmp_path)
    assert (suite.tests, suite.failures) == (35, 0)


def test_hostile_file_names(small: Path) -> None:
    """Files with names that break terminals are reported in every form, safely."""
    names = ["a\nb.yaml", "\x1b[2J.yaml", "::error::x.yaml", "%0A.yaml", "]]>.yaml", "&<.yaml"]
    for name in names:
        (small / "data/entities" / name).write_text("id: x\n", "utf-8")
    (small / "data/entities").joinpath("x" * 250 + ".yaml").write_text("id: x\n", "utf-8")
    raw = bytes(small / "data/entities") + b"/bad\xff.yaml"
    with open(raw, "wb") as file:
        file.write(b"id: x\n")
    result = validate(small)
    assert len(result.findings) == len(names) + 2
    for form in ("text", *FORMS):
        said = output(form, list(result.findings), "en", small)
        assert not FORBIDDEN.search(said.replace("\n", ""))
        said.encode("utf-8")
