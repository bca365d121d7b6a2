"""Findings for a terminal: grouped by file, with the line, a caret, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.report.excerpt import excerpt, rows_of
from cyberspace_corpus.report.labels import LABELS
from cyberspace_corpus.report.words import in_words, parts, place_of
from cyberspace_corpus.rules.catalogue import MessageLang, catalogue

MAX_OF_A_RULE: Final = 50
"""Most findings shown of one rule in one file; the rest are counted, since the remedy that
mends fifty mends them too."""

NO_LINE: Final = frozenset({"E110", "E115"})
"""Rules about the name of a file: no line of it is to blame."""

_COLOURS: Final = {"error": "31;1", "warning": "33;1", "path": "1", "caret": "36;1"}


def text(
    findings: Sequence[Finding], files: int, root: Path, *, lang: MessageLang, colour: bool
) -> Iterator[str]:
    """The report, line by line.

    ``findings`` are in order, those of a file together; ``files`` is how many files were
    checked below ``root``.
    """
    labels = LABELS[lang]

    def paint(part: str, name: str) -> str:
        return f"\033[{_COLOURS[name]}m{part}\033[0m" if colour else part

    for path, group in groupby(findings, key=lambda finding: finding.path):
        yield from _file(list(group), rows_of(root / path), lang, paint)
        yield ""
    errors, warnings = count(findings)
    if not findings:
        yield labels["clean"].format(files=files)
        return
    yield labels["summary"].format(files=files, errors=errors, warnings=warnings)
    yield ""
    rules = _rules(findings)
    for rule in rules:
        yield labels["why"].format(rule=rule, why=catalogue()[rule].texts[lang].why)
    yield ""
    yield labels["explain"].format(rules=" ".join(rules))


def _file(
    findings: list[Finding], rows: list[bytes], lang: MessageLang, paint: Callable[[str, str], str]
) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] > MAX_OF_A_RULE:
            continue
        severity = in_words(finding, lang).severity.value
        says, expected, next_step = parts(finding, lang)
        kind = paint(LABELS[lang][severity], severity)
        yield f"{paint(place_of(finding), 'path')}: {kind} {finding.rule} {says}"
        yield from _excerpt(rows, finding, paint)
        yield f"    {expected}"
        yield f"    {next_step}"
    for rule, number in seen.items():
        if number > MAX_OF_A_RULE:
            rest = [finding.line for finding in findings if finding.rule == rule][MAX_OF_A_RULE:]
            more = {"n": len(rest), "rule": rule, "first": rest[0], "last": rest[-1]}
            yield "    " + LABELS[lang]["more"].format(**more)


def _excerpt(
    rows: list[bytes], finding: Finding, paint: Callable[[str, str], str]
) -> Iterator[str]:
    if not 0 < finding.line <= len(rows) or finding.rule in NO_LINE:
        return
    found = excerpt(rows[finding.line - 1], finding.column)
    if found is None:
        return
    shown, lead = found
    number = str(finding.line)
    yield f"    {number} | {shown}"
    yield f"    {' ' * len(number)} | {lead}{paint('^', 'caret')}"


def _rules(findings: Iterable[Finding]) -> list[str]:
    """The rules that were broken, in the order of the catalogue."""
    broken = {finding.rule for finding in findings}
    return [rule for rule in catalogue() if rule in broken]
