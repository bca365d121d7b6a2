"""Findings as SARIF 2.1.0, the form of code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from cyberspace_corpus import __version__
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.labels import LABELS
from cyberspace_corpus.report.words import in_words, parts, path_of
from cyberspace_corpus.rules.catalogue import MessageLang, Rule, catalogue

_LANGUAGES: Final[dict[MessageLang, str]] = {"en": "en", "zh": "zh-CN"}


def to_sarif(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """One log with one run; only rules that were broken are described in it."""
    broken = {finding.rule for finding in findings}
    used = [rule for id, rule in catalogue().items() if id in broken]
    index = {rule.id: number for number, rule in enumerate(used)}
    driver = {
        "name": "cyberspace-corpus",
        "version": __version__,
        "rules": [_rule(rule, lang) for rule in used],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index, lang) for finding in findings],
    }
    report = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    yield json.dumps(report, ensure_ascii=False, indent=2)


def _rule(rule: Rule, lang: MessageLang) -> dict[str, Any]:
    texts = rule.texts[lang]
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": texts.what},
        "fullDescription": {"text": texts.why},
        "help": {"text": texts.mend},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, index: Mapping[str, int], lang: MessageLang) -> dict[str, Any]:
    stop = LABELS[lang]["stop"]
    place = {
        "artifactLocation": {"uri": quote(path_of(finding))},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": in_words(finding, lang).severity.value,
        "message": {"text": (stop.join(parts(finding, lang)) + stop).strip()},
        "locations": [{"physicalLocation": place}],
    }
