"""Ids are forever: what was released still resolves, and redirects lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.redirects import Redirect, Redirects
from cyberspace_corpus.names import RELEASES, version_key
from cyberspace_corpus.published.redirection import KINDS
from cyberspace_corpus.rules.check import corpus_check
from cyberspace_corpus.rules.dangling import Dangling

COUNTS = {"moved": (1, 1), "split": (2, None), "withdrawn": (0, 0)}
"""Least and most targets of each kind of redirect."""


def identifiers(corpus: Corpus) -> set[str]:
    """Every id that a release promises to keep, with its kind before it."""
    ids: dict[str, list[str]] = {
        "records": list(corpus.records),
        "sections": [
            f"{document.id}/{section.id}"
            for document in corpus.documents.values()
            for section in document.model.sections
        ],
        "entities": list(corpus.entities),
        "terms": [term.id for term in corpus.terms.model.terms] if corpus.terms else [],
        "topics": list(corpus.topic_ids),
    }
    return {KINDS[table] + id for table, found in ids.items() for id in found}


def released(corpus: Corpus) -> dict[str, dict[str, int]]:
    """The ids of every release and the line that each stands on, by version, latest first."""
    return {
        version: {
            line.text: line.number
            for line in corpus.releases[version]
            if line.text and not line.text.startswith("#")
        }
        for version in sorted(corpus.releases, key=version_key, reverse=True)
    }


@corpus_check("E806")
def promises(context: Context) -> Iterator[Finding]:
    """Every id of every release exists or is redirected; reported for the latest release."""
    corpus = context.corpus
    if corpus.broken or not corpus.releases:
        return  # what a broken file names is not known
    kept = identifiers(corpus)
    if corpus.redirects is not None:
        kept |= {redirect.id for redirect in corpus.redirects.model.redirects}
    for version, ids in released(corpus).items():
        for id, line in ids.items():
            if id not in kept:
                values = {"value": id, "version": version}
                yield Finding("E806", f"{RELEASES}/{version}.txt", line, 1, None, values)
        kept |= ids.keys()


@corpus_check("E203", "E206", "E406", "E803", "E804", "E805")
def redirects(context: Context) -> Iterator[Finding]:
    """A redirect stands for an id that is gone, once, and leads to ids that exist."""
    corpus, entry = context.corpus, context.corpus.redirects
    if entry is None:
        return
    living = identifiers(corpus)
    gone: set[str] = set()
    for index, redirect in enumerate(entry.model.redirects):
        at = ("redirects", index)
        if redirect.id in gone:
            yield entry.finding("E206", *at, "id", value=redirect.id)
        gone.add(redirect.id)
        if redirect.id in living:
            yield entry.finding("E803", *at, "id", value=redirect.id)
        if not _is_day(redirect.date):
            yield entry.finding("E406", *at, "date", value=redirect.date)
        if not _fits(redirect):
            count = str(len(redirect.to))
            yield entry.finding("E805", *at, "kind", value=redirect.kind, count=count)
    yield from _targets(entry, living, gone, complete=not corpus.broken)


def _targets(
    entry: Entry[Redirects], living: set[str], gone: set[str], *, complete: bool
) -> Iterator[Finding]:
    dangling = Dangling()
    for index, redirect in enumerate(entry.model.redirects):
        for number, target in enumerate(redirect.to):
            at = ("redirects", index, "to", number)
            if target in gone:
                yield entry.finding("E804", *at, value=target)
            elif target not in living and complete:
                prefix = _prefix(target)
                kind = prefix.removesuffix(":") or "record"
                known = (id for id in living if _prefix(id) == prefix)
                yield dangling(entry, kind, target, known, *at)


def _fits(redirect: Redirect) -> bool:
    """Whether the targets are as many as the kind says, different, and of the id's own kind."""
    least, most = COUNTS[redirect.kind]
    count = len(redirect.to)
    alike = all(_prefix(target) == _prefix(redirect.id) for target in redirect.to)
    return (
        least <= count <= (count if most is None else most)
        and len(set(redirect.to)) == count
        and alike
    )


def _prefix(id: str) -> str:
    return id[: id.find(":") + 1]


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
