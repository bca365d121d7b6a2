"""Findings for programs: JSON and GitHub annotations; SARIF and JUnit stand beside this."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cyberspace_corpus import __version__
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.report.junit import to_junit
from cyberspace_corpus.report.sarif import to_sarif
from cyberspace_corpus.report.words import in_words, parts, path_of
from cyberspace_corpus.rules.catalogue import MessageLang, catalogue
from cyberspace_corpus.yamlio.characters import printable

__all__ = ["MAX_VALUE", "to_github", "to_json", "to_junit", "to_sarif"]

MAX_VALUE: Final = 4000
"""Most characters of a value in the JSON report: as many as a text of the corpus may have, so
that the value can be copied into an exception."""


def to_json(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """One object, which ``report.schema.json`` beside this module describes."""
    errors, warnings = count(findings)
    report = {
        "version": __version__,
        "files": files,
        "errors": errors,
        "warnings": warnings,
        "findings": [_as_dict(finding, lang) for finding in findings],
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


def _as_dict(finding: Finding, lang: MessageLang) -> dict[str, Any]:
    said = in_words(finding, lang)
    return {
        "rule": finding.rule,
        "severity": said.severity.value,
        "path": path_of(finding),
        "line": finding.line,
        "column": finding.column,
        "record": finding.record,
        "value": printable(finding.values.get("value", ""), MAX_VALUE),
        "message": said.says,
        "expected": said.expected,
        "next_step": said.next_step,
    }


def to_github(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations on the changed lines."""
    for finding in findings:
        rule = catalogue()[finding.rule]
        properties = ",".join(
            f"{name}={_property(value)}"
            for name, value in (
                ("file", path_of(finding)),
                ("line", str(finding.line)),
                ("col", str(finding.column)),
                ("title", f"{rule.id} {rule.name}"),
            )
        )
        yield f"::{rule.severity.value} {properties}::{_data(chr(10).join(parts(finding, lang)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
