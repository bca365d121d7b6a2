"""The concordance: complete both ways, and no relation that the texts belie."""

from __future__ import annotations

from collections.abc import Iterator

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.concordance import Concordance
from cyberspace_corpus.rules.check import corpus_check
from cyberspace_corpus.rules.dangling import Dangling

COMPARED = frozenset({"preamble", "section-intro", "item", "paragraph", "box", "closing"})
"""Kinds of records that are compared; titles, signatures and dates are not."""


def compared(context: Context, document: str) -> list[str]:
    """Locators of the records of a document that a concordance must account for."""
    entry = context.corpus.documents.get(document)
    if entry is None:
        return []
    return [
        id.split("/", 1)[1] for id, facts in context.facts_in_order(entry) if facts.kind in COMPARED
    ]


@corpus_check("E205", "E203", "E601", "E602", "E603")
def concordances(context: Context) -> Iterator[Finding]:
    """Every record of both sides is matched or said to be unmatched, and not both."""
    for entry in context.corpus.concordances.values():
        yield from _check(context, entry)


def _check(context: Context, entry: Entry[Concordance]) -> Iterator[Finding]:
    corpus, model, dangling = context.corpus, entry.model, Dangling()
    if entry.id != f"{model.source}--{model.target}":
        expected = entry.id
        yield entry.finding(
            "E205", "source", value=f"{model.source}--{model.target}", expected=expected
        )
        return
    sides = {"source": model.source, "target": model.target}
    for side, document in sides.items():
        if not corpus.has("document", document):
            yield dangling(entry, "document", document, corpus.ids("document"), side)
            return
    matched: dict[str, set[str]] = {"source": set(), "target": set()}
    for index, pair in enumerate(model.pairs):
        for side, document in sides.items():
            locator = getattr(pair, side)
            if not corpus.has("record", f"{document}/{locator}"):
                folder = f"{document}/"
                known = (id.removeprefix(folder) for id in corpus.records if id.startswith(folder))
                yield dangling(entry, "record", locator, known, "pairs", index, side)
            matched[side].add(locator)
        yield from _check_relation(corpus, entry, index)
    yield from _check_unmatched(context, entry, sides, matched, dangling)


def _check_relation(corpus: Corpus, entry: Entry[Concordance], index: int) -> Iterator[Finding]:
    """Verbatim means the same characters; words said to be added or cut are so."""
    model, pair = entry.model, entry.model.pairs[index]
    source = corpus.records.get(f"{model.source}/{pair.source}")
    target = corpus.records.get(f"{model.target}/{pair.target}")
    if source is None or target is None:
        return
    one = "".join(segment.zh or "" for segment in source.model.text)
    other = "".join(segment.zh or "" for segment in target.model.text)
    if pair.relation == "verbatim" and one != other:
        yield entry.finding("E603", "pairs", index, "relation", value="verbatim")
    elif pair.relation != "verbatim" and one and one == other:
        yield entry.finding("E603", "pairs", index, "relation", value=pair.relation)
    for number, words in enumerate(pair.added):
        if words not in other or words in one:
            yield entry.finding("E603", "pairs", index, "added", number, value=words)
    for number, words in enumerate(pair.cut):
        if words not in one or words in other:
            yield entry.finding("E603", "pairs", index, "cut", number, value=words)


def _check_unmatched(
    context: Context,
    entry: Entry[Concordance],
    sides: dict[str, str],
    matched: dict[str, set[str]],
    dangling: Dangling,
) -> Iterator[Finding]:
    corpus = context.corpus
    said: dict[str, set[str]] = {"source": set(), "target": set()}
    for index, unmatched in enumerate(entry.model.unmatched):
        document, locator = unmatched.record.split("/", 1)
        side = "source" if unmatched.relation == "dropped" else "target"
        at = ("unmatched", index)
        if document != sides[side] or not corpus.has("record", unmatched.record):
            known = (id for id in corpus.records if id.startswith(f"{sides[side]}/"))
            yield dangling(entry, "record", unmatched.record, known, *at, "record")
            continue
        if locator in matched[side] or locator in said[side]:
            yield entry.finding("E601", *at, "record", value=unmatched.record)
        said[side].add(locator)
    for side, document in sides.items():
        for locator in compared(context, document):
            if locator not in matched[side] and locator not in said[side]:
                yield entry.finding_at_key("E602", "pairs", value=f"{document}/{locator}")
