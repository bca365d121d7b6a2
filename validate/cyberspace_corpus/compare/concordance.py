"""How many pairs of records two documents have, by relation, in each of two editions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cyberspace_corpus.compare.editions import Edition


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is not the same in both editions: of the pairs of two documents, or of
    those with one relation, or of the records of one that answer to none of the other."""

    documents: tuple[str, str]
    counted: str
    old: int
    new: int


def counts(old: Edition, new: Edition) -> list[Count]:
    """Every number that changed, by the documents."""
    before, after = _counted(old), _counted(new)
    return [
        Count((one, other), counted, before[one, other, counted], after[one, other, counted])
        for one, other, counted in dict.fromkeys([*before, *after])
        if before[one, other, counted] != after[one, other, counted]
    ]


def _counted(edition: Edition) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in edition.rows.get("concordance", {}).values():
        one, other = (row[f"{side}_record"].split("/")[0] for side in ("source", "target"))
        found[one, other, "pairs"] += 1
        found[one, other, str(row.get("relation"))] += 1
    for row in edition.rows.get("unmatched", {}).values():
        found[row["record"].split("/")[0], row["other_document"], "unmatched"] += 1
    return found
