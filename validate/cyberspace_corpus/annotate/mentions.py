"""The mentions of a record: which words of it name which entity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cyberspace_corpus.annotate.names import Name, Registry
from cyberspace_corpus.model.annotation import MentionOverride
from cyberspace_corpus.model.base import Lang


class Mention(NamedTuple):
    """A stretch of text that names an entity (``entity`` None: it could be several,
    ``candidates``, and the record does not say which)."""

    lang: Lang
    start: int
    end: int
    surface: str
    entity: str | None
    candidates: tuple[str, ...] = ()


def mentions(
    text: str,
    lang: Lang,
    registry: Registry,
    overrides: Sequence[MentionOverride],
    listed: Sequence[str],
) -> list[Mention]:
    """All mentions in ``text``, in its order.

    A registered name that several entities share means the one that the record lists; an
    override of the record decides for its surface.
    """
    extra = [
        Name(o.surface, (o.entity,) if o.entity else (), None if o.entity else ())
        for o in overrides
        if o.lang == lang
    ]
    found: list[Mention] = []
    for match in registry.matchers[lang].find(text, extra):
        name = match.name
        if name.parts is not None:
            for offset, length, entity in name.parts:
                start = match.start + offset
                found.append(
                    Mention(lang, start, start + length, text[start : start + length], entity)
                )
            continue
        ids = name.entities
        here = ids if len(ids) == 1 else [id for id in ids if id in listed]
        chosen, candidates = (here[0], ()) if len(here) == 1 else (None, ids)
        found.append(Mention(lang, match.start, match.end, name.surface, chosen, candidates))
    return found
