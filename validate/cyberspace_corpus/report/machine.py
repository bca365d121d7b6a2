"""Findings for programs: JSON, GitHub annotations, SARIF 2.1.0, JUnit XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cyberspace_corpus import __version__
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.rules.catalogue import MessageLang, catalogue, message


def as_dict(finding: Finding, lang: MessageLang) -> dict[str, Any]:
    """A finding as the JSON report holds it."""
    said = message(finding, lang)
    return {
        "rule": finding.rule,
        "severity": said.severity.value,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "record": finding.record,
        "value": finding.values.get("value"),
        "message": said.says,
        "expected": said.expected,
        "next_step": said.next_step,
    }


def to_json(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """One object: ``version``, ``files``, ``errors``, ``warnings``, ``findings``."""
    errors, warnings = count(findings)
    report = {
        "version": __version__,
        "files": files,
        "errors": errors,
        "warnings": warnings,
        "findings": [as_dict(finding, lang) for finding in findings],
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


def to_github(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations on the changed lines."""
    for finding in findings:
        said = message(finding, lang)
        properties = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in (
                ("file", finding.path),
                ("line", finding.line),
                ("col", finding.column),
                ("title", f"{finding.rule} {catalogue()[finding.rule].name}"),
            )
        )
        whole = f"{said.says}\nexpected: {said.expected}\nnext: {said.next_step}"
        yield f"::{said.severity.value} {properties}::{_data(whole)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def to_sarif(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """SARIF 2.1.0, for code scanning."""
    used = [rule for id, rule in catalogue().items() if any(f.rule == id for f in findings)]
    index = {rule.id: number for number, rule in enumerate(used)}
    report = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cyberspace-corpus",
                        "version": __version__,
                        "rules": [
                            {
                                "id": rule.id,
                                "name": _pascal(rule.name),
                                "shortDescription": {"text": rule.texts[lang].what},
                                "fullDescription": {"text": rule.texts[lang].why},
                                "help": {"text": rule.texts[lang].what},
                                "defaultConfiguration": {"level": rule.severity.value},
                            }
                            for rule in used
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index, lang) for finding in findings],
            }
        ],
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


def _result(finding: Finding, index: dict[str, int], lang: MessageLang) -> dict[str, Any]:
    said = message(finding, lang)
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": said.severity.value,
        "message": {"text": f"{said.says}. Expected: {said.expected}. Next: {said.next_step}."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.path},
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
    }


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_junit(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """JUnit XML: a test case for each file with findings, and one for the rest."""
    paths = list(dict.fromkeys(finding.path for finding in findings))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    tests = max(files, len(paths))
    yield f'<testsuites name="cyberspace-corpus" tests="{tests}" failures="{len(paths)}">'
    yield f'  <testsuite name="validate" tests="{tests}" failures="{len(paths)}" errors="0">'
    for path in paths:
        yield f"    <testcase classname={_attribute('corpus')} name={_attribute(path)}>"
        for finding in findings:
            if finding.path == path:
                said = message(finding, lang)
                body = f"{path}:{finding.line}:{finding.column} {finding.rule} {said.says}"
                whole = f"{body}\nexpected: {said.expected}\nnext: {said.next_step}"
                yield f"      <failure type={_attribute(finding.rule)} message={_attribute(body)}>"
                yield escape(_NOT_XML.sub("�", whole)) + "</failure>"
        yield "    </testcase>"
    for number in range(tests - len(paths)):
        yield f'    <testcase classname="corpus" name="clean file {number + 1}"/>'
    yield "  </testsuite>"
    yield "</testsuites>"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("�", text))
