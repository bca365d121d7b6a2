"""Finding names in a text: leftmost first, and of those that start there the longest.

So 发展中国家 is not China where 发展中国家 is a name of its own, and CNCERT is not CERT. Latin
names are whole words in both languages. A string in which several names are fused (中非) is
divided as the list of compounds says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text; offsets are code points, half-open."""

    start: int
    end: int
    name: Name


class Matcher:
    """Finds the names of one language in a text.

    A name is looked for only where its first two characters stand, which one pass of a pattern
    over the text tells; so the time hardly depends on how many names there are.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, Name] = {}
        for name in names:
            self._names.setdefault(name.surface, name)
        lengths: dict[str, set[int]] = {}
        for surface in self._names:
            lengths.setdefault(surface[:2], set()).add(len(surface))
        self._lengths = {start: sorted(of, reverse=True) for start, of in lengths.items()}
        firsts = _class(start[0] for start in self._lengths)
        seconds = _class(start[1] for start in self._lengths if len(start) == 2)
        singles = _class(start for start in self._lengths if len(start) == 1)
        # One class at the head: a pattern that begins otherwise is searched far more slowly.
        self._starts = re.compile(f"{firsts}(?:(?={seconds})|(?<={singles}))")

    def find(self, text: str, extra: Sequence[Name] = ()) -> list[Match]:
        """All names in ``text``, not overlapping. ``extra`` names are those of one record;
        they take precedence over a registered name of the same length."""
        starts: Iterable[int] = [match.start() for match in self._starts.finditer(text)]
        given = _standing(text, extra)
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
        for start in (text[at : at + 2], text[at]):
            for length in self._lengths.get(start, ()):
                name = self._names.get(text[at : at + length])
                if name is not None and _stands_at(text, at, name.surface):
                    return name
        return None


def _class(characters: Iterable[str]) -> str:
    """The pattern of one of the characters; of none, what matches nowhere."""
    escaped = "".join(map(re.escape, sorted(set(characters))))
    return f"[{escaped}]" if escaped else "(?!)"


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


def _stands_at(text: str, at: int, surface: str) -> bool:
    end = at + len(surface)
    if not text.startswith(surface, at):
        return False
    if _latin(surface[0]) and at > 0 and _latin(text[at - 1]):
        return False
    return not (_latin(surface[-1]) and end < len(text) and _latin(text[end]))


def _latin(character: str) -> bool:
    return character.isalnum() and ord(character) < 0x250


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
