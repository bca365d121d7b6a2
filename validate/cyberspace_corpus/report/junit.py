"""Findings as JUnit XML, which most CI systems show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.report.labels import LABELS
from cyberspace_corpus.report.words import in_words, parts, path_of, place_of
from cyberspace_corpus.rules.catalogue import MessageLang


def to_junit(findings: Sequence[Finding], files: int, lang: MessageLang) -> Iterator[str]:
    """A test case for each file with findings, and one for each file without.

    A file with errors fails, with all its findings in one failure, because many readers show
    only the first. A file with nothing but warnings passes and has them as its output.
    """
    groups = [list(group) for _, group in groupby(findings, key=lambda finding: finding.path)]
    failed = sum(1 for group in groups if count(group)[0])
    tests = max(files, len(groups))
    counts = f'tests="{tests}" failures="{failed}" errors="0"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="cyberspace-corpus" {counts}>'
    yield f'  <testsuite name="validate" {counts}>'
    for group in groups:
        yield from _case(group, lang)
    for number in range(tests - len(groups)):
        yield f'    <testcase classname="corpus" name="clean file {number + 1}"/>'
    yield "  </testsuite>"
    yield "</testsuites>"


def _case(group: list[Finding], lang: MessageLang) -> Iterator[str]:
    body = escape("\n".join(_finding(finding, lang) for finding in group))
    yield f'    <testcase classname="corpus" name={quoteattr(path_of(group[0]))}>'
    errors, _ = count(group)
    if errors:
        first = next(finding for finding in group if count([finding])[0])
        said = f"{first.rule} {in_words(first, lang).says}"
        if len(group) > 1:
            said = LABELS[lang]["others"].format(first=said, n=len(group) - 1)
        yield f'      <failure type="{first.rule}" message={quoteattr(said)}>{body}</failure>'
    else:
        yield f"      <system-out>{body}</system-out>"
    yield "    </testcase>"


def _finding(finding: Finding, lang: MessageLang) -> str:
    label = LABELS[lang][in_words(finding, lang).severity.value]
    says, *rest = parts(finding, lang)
    return "\n  ".join((f"{place_of(finding)}: {label} {finding.rule} {says}", *rest))
