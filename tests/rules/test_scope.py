"""The scope of a rule is that of the checks that report it."""

from __future__ import annotations

import pytest

from cyberspace_corpus.rules.catalogue import catalogue


@pytest.mark.parametrize(
    ("rule", "scope"),
    [
        ("E105", "file"),
        ("E201", "file"),
        ("E301", "corpus"),
        ("E304", "record"),
        ("E402", "record"),
        ("E602", "corpus"),
    ],
)
def test_scope(rule: str, scope: str) -> None:
    """Shape is a matter of the file, a text of its record, the partition of the corpus."""
    assert catalogue()[rule].scope == scope
