"""Finding names in a text: leftmost first, and of those that start there the longest.

So 发展中国家 is not China where 发展中国家 is a name of its own, and CNCERT is not CERT. Latin
names are whole words in both languages. A string in which several names are fused (中非) is
divided as the list of compounds says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.vocabulary import Compound


@dataclass(frozen=True, slots=True)
class Name:
    """A surface string and what it may mean.

    ``entities`` holds more than one id only where the registry itself is ambiguous. ``parts``
    divide a compound: (offset, length, entity) each.
    """

    surface: str
    entities: tuple[str, ...]
    parts: tuple[tuple[int, int, str], ...] | None = None


class Match(NamedTuple):
    """A name found in a text; offsets are code points, half-open."""

    start: int
    end: int
    name: Name


class Matcher:
    """Finds the names of one language in a text.

    A name is looked for only where its first two characters stand, which one pass of a pattern
    over the text tells, and there by halving the sorted names; so the time hardly depends on how
    many names there are.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, Name] = {}
        for name in names:
            self._names.setdefault(name.surface, name)
        self._sorted = sorted(self._names)
        self._longest = max(map(len, self._sorted), default=0)
        self._shorter = _prefixes(self._sorted)
        starts = {surface[:2] for surface in self._sorted}
        self._starts = re.compile("|".join(_beginnings(starts)) or "(?!)")
        self._numeric = [surface for surface in self._names if _NUMERIC.search(surface)]

    def may_cover_figures(self, text: str) -> bool:
        """Whether a figure in the text may be part of a name: few names have digits."""
        return any(surface in text for surface in self._numeric)

    def find(self, text: str, extra: Sequence[Name] = ()) -> list[Match]:
        """All names in ``text``, not overlapping. ``extra`` names are those of one record;
        they take precedence over a registered name of the same length."""
        starts: Iterable[int] = [match.start() for match in self._starts.finditer(text)]
        given = _standing(text, extra) if extra else {}
        if given:
            starts = sorted({*starts, *given})
        found: list[Match] = []
        end = 0
        for at in starts:
            if at < end:
                continue
            name = self._registered(text, at)
            own = given.get(at)
            if own is not None and (name is None or len(own.surface) >= len(name.surface)):
                name = own
            if name is not None:
                end = at + len(name.surface)
                found.append(Match(at, end, name))
        return found

    def _registered(self, text: str, at: int) -> Name | None:
        """The longest registered name that stands at ``at``."""
        rest = text[at : at + self._longest]
        # Of the names up to here the last is, or begins with, every name that the text has here.
        place = bisect_right(self._sorted, rest)
        surface = self._sorted[place - 1] if place else ""
        while surface:
            if rest.startswith(surface) and _stands_at(text, at, surface):
                return self._names[surface]
            surface = self._shorter[surface]
        return None


def _prefixes(surfaces: Iterable[str]) -> dict[str, str]:
    """For each of the sorted surfaces the longest other that it begins with, or "" for none."""
    found: dict[str, str] = {"": ""}
    before = ""
    for surface in surfaces:
        while not surface.startswith(before):
            before = found[before]
        found[surface] = before
        before = surface
    return found


_NUMERIC = re.compile(r"[0-9]|^[.,]+$")  # what a figure may lie in, or what may lie in a figure


def _beginnings(starts: Iterable[str]) -> Iterator[str]:
    """Patterns of the first one or two characters of names. Each begins with a letter as it is,
    by which all places are found that need a closer look."""
    seconds: dict[str, set[str]] = {}
    for start in starts:
        seconds.setdefault(start[0], set()).add(start[1:])
    for first, after in sorted(seconds.items()):
        escaped = "".join(map(re.escape, sorted(after)))
        yield re.escape(first) + ("" if "" in after else f"(?=[{escaped}])")


def _standing(text: str, names: Iterable[Name]) -> dict[int, Name]:
    """The longest of the names that stands at each place; of two alike, the first."""
    found: dict[int, Name] = {}
    for name in names:
        at = text.find(name.surface)
        while at >= 0:
            longest = found.get(at)
            longer = longest is None or len(name.surface) > len(longest.surface)
            if longer and _stands_at(text, at, name.surface):
                found[at] = name
            at = text.find(name.surface, at + 1)
    return found


_LATIN: Final = frozenset(c for c in map(chr, range(0x250)) if c.isalnum())


def _stands_at(text: str, at: int, surface: str) -> bool:
    """Whether the surface, which is in the text at ``at``, is a whole word there."""
    end = at + len(surface)
    if at > 0 and surface[0] in _LATIN and text[at - 1] in _LATIN:
        return False
    return not (end < len(text) and surface[-1] in _LATIN and text[end] in _LATIN)


def occurrences_of(text: str, surface: str) -> list[int]:
    """Where a surface stands as a whole word (or, in Chinese, as a string)."""
    found: list[int] = []
    at = text.find(surface) if surface else -1
    while at >= 0:
        if _stands_at(text, at, surface):
            found.append(at)
            at = text.find(surface, at + len(surface))
        else:
            at = text.find(surface, at + 1)
    return found


class Registry:
    """The names of all entities, ready to be found in either language."""

    def __init__(self, entities: Iterable[Entity], compounds: Iterable[Compound]) -> None:
        meanings: dict[Lang, dict[str, list[str]]] = {"zh": {}, "en": {}}
        for entity in entities:
            for lang in LANGS:
                for surface in names_of(entity, lang):
                    ids = meanings[lang].setdefault(surface, [])
                    if entity.id not in ids:
                        ids.append(entity.id)
        self.meanings: Mapping[Lang, Mapping[str, list[str]]] = meanings
        fused = [_compound(compound) for compound in compounds]
        taken = {name.surface for name in fused}
        self.matchers: dict[Lang, Matcher] = {
            lang: Matcher(
                [
                    *(
                        Name(surface, tuple(sorted(ids)))
                        for surface, ids in meanings[lang].items()
                        if surface not in taken
                    ),
                    *fused,
                ]
            )
            for lang in LANGS
        }


def names_of(entity: Entity, lang: Lang) -> list[str]:
    """Every string that names the entity in a language."""
    return [getattr(entity.name, lang), *getattr(entity.aliases, lang), *entity.acronyms]


def _compound(compound: Compound) -> Name:
    parts: list[tuple[int, int, str]] = []
    at = 0
    for part in compound.parts:
        start = max(compound.surface.find(part.surface, at), at)
        parts.append((start, len(part.surface), part.entity))
        at = start + len(part.surface)
    return Name(compound.surface, (), tuple(parts))
