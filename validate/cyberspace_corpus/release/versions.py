"""Whether the version fits what has changed since the last release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cyberspace_corpus.compare.difference import Difference
from cyberspace_corpus.compare.step import Step, next_version, reasons
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.names import version_key
from cyberspace_corpus.release.ids import kept
from cyberspace_corpus.rules.identity import released

SHOWN = 3
"""Most ids that a reason names."""


def last(corpus: Corpus) -> str | None:
    """The latest version that was released; None if there is none."""
    return max(corpus.releases, key=version_key, default=None)


def refusal(
    version: str, corpus: Corpus, ids: bytes, against: Difference | None = None
) -> str | None:
    """Why the version must not be released, and the least that may be, in one line; or None.

    ``ids`` is the ids file of what is to be released, ``against`` what differs from an earlier
    edition, if one is at hand: without it only ids that came or went are weighed. The last
    release may be made again as long as nothing has changed.
    """
    try:
        mine = version_key(version)
    except ValueError as fault:
        return f"the version {fault}"
    for least, why in _demands(version, corpus, ids, against):
        if mine < version_key(least):
            return f"version {version} is too low: {why}; the least is {least}"
    return None


def _demands(
    version: str, corpus: Corpus, ids: bytes, against: Difference | None
) -> Iterator[tuple[str, str]]:
    """Each least version and its reason, the greatest first."""
    found: list[tuple[str, str]] = []
    latest = last(corpus)
    if latest is not None:
        same = latest == version and kept(corpus, latest) == ids
        step, why = (Step.NONE, "it is the last release") if same else _since(corpus, latest, ids)
        found.append((_next(latest, step), why))
    if against is not None:
        weighed = reasons(against)
        if weighed:
            old = against.old.version
            found.append((_next(old, weighed[0].step), f"since {old}, {weighed[0].why}"))
        else:
            found.append((against.old.version, "it is compared with a later edition"))
    yield from sorted(found, key=lambda pair: version_key(pair[0]), reverse=True)


def _since(corpus: Corpus, latest: str, ids: bytes) -> tuple[Step, str]:
    """The step that the ids alone call for."""
    before = released(corpus)[latest].keys()
    now = {line for line in ids.decode().splitlines() if not line.startswith("#")}
    redirects = corpus.redirects.model.redirects if corpus.redirects else []
    moved = {redirect.id for redirect in redirects if redirect.kind == "moved"}
    if gone := sorted(before - now - moved):
        return Step.MAJOR, f"ids of {latest} are gone ({_some(gone)})"
    if new := sorted(now - before):
        return Step.MINOR, f"there are new ids since {latest} ({_some(new)})"
    if before - now:
        return Step.MINOR, f"ids of {latest} have moved ({_some(sorted(before - now))})"
    return Step.PATCH, f"{latest} is released already, and the corpus is not as it was then"


def _some(ids: Sequence[str]) -> str:
    more = len(ids) - SHOWN
    return ", ".join(ids[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _next(version: str, step: Step) -> str:
    following = next_version(version, step)
    if following is None:
        raise ValueError(f"{version!r} is not of the form 1.2.3")
    return following
