"""Known exceptions: which findings are not reported, and which exceptions are past their use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.exceptions import KnownException

FIRM = ("E1", "E2", "E3", "E406", "E407", "E8", "E9")
"""Rules (or the first signs of their ids) that know no exceptions: reading and building rest
on the first five, and the others are about exceptions and about this program."""


def apply(corpus: Corpus, findings: Iterable[Finding], today: date) -> list[Finding]:
    """The findings that no exception of the corpus answers to, and those about exceptions.

    An exception holds until the end of its last day; after it the exception itself is what is
    reported, in place of what it excused. Whether one is needless is not judged
    while a file cannot be read or a check fails, because then findings may be missing.
    """
    found = list(findings)
    entry = corpus.exceptions
    if entry is None:
        return found
    known = entry.model.exceptions
    last_days = [_day(item.expires) for item in known]
    answered: set[int] = set()
    left: list[Finding] = []
    for finding in found:
        excused = False
        for index, item in enumerate(known):
            if not _answers(item, finding):
                continue
            answered.add(index)
            last = last_days[index]
            excused = excused or last is not None
            if last is not None and today <= last:
                break
        if not excused:
            left.append(finding)
    all_known = not corpus.broken and not any(finding.rule == "E901" for finding in found)
    for index, (item, last) in enumerate(zip(known, last_days, strict=True)):
        at = ("exceptions", index)
        if last is None:
            left.append(entry.finding("E406", *at, "expires", value=item.expires))
        elif all_known and index not in answered:
            left.append(entry.finding("E801", *at, value=item.rule, file=item.path))
        elif today > last:
            values = {"value": item.expires, "excepted": item.rule, "file": item.path}
            left.append(entry.finding("E802", *at, "expires", **values))
    return left


def _answers(item: KnownException, finding: Finding) -> bool:
    if item.rule != finding.rule or item.path != finding.path or item.rule.startswith(FIRM):
        return False
    return item.value is None or item.value == finding.values.get("value")


def _day(text: str) -> date | None:
    """The day; None if the calendar does not know it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
