"""Findings for a terminal: grouped by file, with the line, a caret, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.rules.catalogue import MessageLang, catalogue, message
from cyberspace_corpus.yamlio.characters import columns, printable

MAX_PER_FILE = 50
"""Findings shown for one file; the rest is counted."""

_WORDS = {
    "en": {
        "error": "error",
        "warning": "warning",
        "expected": "expected",
        "next": "next",
        "more": "... and {n} more in this file",
        "clean": "{files} files checked: no findings.",
        "summary": "{files} files checked: {errors} errors, {warnings} warnings.",
        "explain": "More on a rule: cyberspace-corpus explain {rules}",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "expected": "应为",
        "next": "下一步",
        "more": "……此文件另有 {n} 处",
        "clean": "已检查 {files} 个文件：没有问题。",
        "summary": "已检查 {files} 个文件：错误 {errors} 处，警告 {warnings} 处。",
        "explain": "规则详解：cyberspace-corpus explain {rules}",
    },
}
_COLOURS = {"error": "31;1", "warning": "33;1", "path": "1", "dim": "2", "caret": "36;1"}


def text(
    findings: Sequence[Finding], files: int, root: Path, *, lang: MessageLang, colour: bool
) -> Iterator[str]:
    """The report, line by line."""
    words = _WORDS[lang]

    def paint(part: str, name: str) -> str:
        return f"\033[{_COLOURS[name]}m{part}\033[0m" if colour else part

    for path, group in groupby(findings, key=lambda finding: finding.path):
        listed = list(group)
        rows = _rows(root / path)
        for finding in listed[:MAX_PER_FILE]:
            said = message(finding, lang)
            place = f"{printable(path)}:{finding.line}:{finding.column}"
            kind = paint(words[said.severity.value], said.severity.value)
            yield f"{paint(place, 'path')}: {kind} {finding.rule} {said.says}"
            yield from _excerpt(rows, finding, paint)
            yield f"    {words['expected']}: {said.expected}"
            yield f"    {words['next']}: {said.next_step}"
        if len(listed) > MAX_PER_FILE:
            yield "    " + words["more"].format(n=len(listed) - MAX_PER_FILE)
        yield ""
    errors, warnings = count(findings)
    if not findings:
        yield words["clean"].format(files=files)
        return
    yield words["summary"].format(files=files, errors=errors, warnings=warnings)
    rules = " ".join(_rules(findings))
    yield words["explain"].format(rules=rules)


def _rules(findings: Iterable[Finding]) -> list[str]:
    known = list(catalogue())
    return sorted({finding.rule for finding in findings}, key=known.index)


def _rows(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return []


def _excerpt(rows: list[str], finding: Finding, paint: Callable[[str, str], str]) -> Iterator[str]:
    """The line, cut to what a terminal shows, and a caret under the column: an ideograph is
    two columns wide, so the caret counts columns, not characters."""
    if not 0 < finding.line <= len(rows):
        return
    row = rows[finding.line - 1]
    at = min(finding.column - 1, len(row))
    if not row.strip():
        return
    start = 0 if columns(row[:at]) <= 70 else max(0, at - 24)
    shown = printable(row[start : start + 60], 80)
    lead = printable(row[start:at], 80)
    number = str(finding.line)
    prefix = "…" if start else ""
    margin = " " * len(number)
    yield f"    {number} | {prefix}{shown}"
    yield f"    {margin} | {' ' * (columns(lead) + columns(prefix))}{paint('^', 'caret')}"
