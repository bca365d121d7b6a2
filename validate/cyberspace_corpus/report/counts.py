"""How many findings of each severity there are."""

from __future__ import annotations

from collections.abc import Iterable

from cyberspace_corpus.findings import Finding


def count(findings: Iterable[Finding]) -> tuple[int, int]:
    """(errors, warnings). The severity of a rule is the first letter of its id."""
    errors = warnings = 0
    for finding in findings:
        if finding.rule.startswith("W"):
            warnings += 1
        else:
            errors += 1
    return errors, warnings
