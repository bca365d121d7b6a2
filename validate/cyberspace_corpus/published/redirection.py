"""Where an id leads that no longer exists: to another one, to several, or to the reason why not.

The id of a record is written as it is, ``wic-2020/7``; that of anything else with its kind
before it, ``entity:united-nations``, because a section and a record may have the same id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cyberspace_corpus.published.rows import Redirect

KINDS: Final = {
    "records": "",
    "sections": "section:",
    "entities": "entity:",
    "terms": "term:",
    "topics": "topic:",
}
"""The tables whose ids are forever, and what is written before an id of each."""


class Redirected(KeyError):
    """The id no longer exists, and no single thing has taken its place; ``redirect`` tells."""

    def __init__(self, redirect: Redirect) -> None:
        super().__init__(redirect.id)
        self.redirect = redirect

    def __str__(self) -> str:
        return in_words(self.redirect)


class Moved(Redirected):
    """The id was split: several others, ``redirect.targets``, stand in its place."""


class Withdrawn(Redirected):
    """The id was withdrawn: nothing stands in its place; ``redirect.reason`` says why."""


def in_words(redirect: Redirect) -> str:
    """One sentence: what became of the id, when, where to and why."""
    where = " and ".join(redirect.targets)
    became = {
        "moved": f"moved to {where}",
        "split": f"was split into {where}",
        "withdrawn": "was withdrawn",
    }[redirect.kind]
    return f"{redirect.id} {became} on {redirect.date}: {redirect.reason}"


def target(redirects: Mapping[str, Redirect], table: str, id: str) -> str:
    """The id, in the same table, that stands in the place of one which no longer exists; the id
    itself if nothing is known of it.

    Raises :class:`Moved` or :class:`Withdrawn` where that is not a single one.
    """
    redirect = redirects.get(KINDS.get(table, f"{table}:") + id)
    if redirect is None:
        return id
    if redirect.kind == "withdrawn":
        raise Withdrawn(redirect)
    if redirect.kind == "split":
        raise Moved(redirect)
    return redirect.targets[0].removeprefix(KINDS[table])
