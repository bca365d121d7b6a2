"""Finding names in a text: leftmost first, and of those that start there the longest.

So 发展中国家 is not China where 发展中国家 is a name of its own, and CNCERT is not CERT. Latin
names are whole words in both languages. A string in which several names are fused (中非) is
divided as the list of compounds says.
"""

from __future__ import annotations

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
    """Finds the names of one language in a text."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first: dict[str, list[Name]] = {}
        for name in names:
            self._by_first.setdefault(name.surface[0], []).append(name)
        for group in self._by_first.values():
            group.sort(key=lambda name: -len(name.surface))

    def find(self, text: str, extra: Sequence[Name] = ()) -> list[Match]:
        """All names in ``text``, not overlapping. ``extra`` names are those of one record;
        they take precedence over a registered name of the same length."""
        found: list[Match] = []
        at = 0
        while at < len(text):
            name = self._longest(text, at, extra)
            if name is None:
                at += 1
                continue
            found.append(Match(at, at + len(name.surface), name))
            at += len(name.surface)
        return found

    def _longest(self, text: str, at: int, extra: Sequence[Name]) -> Name | None:
        best: Name | None = None
        for name in extra:
            longer = best is None or len(name.surface) > len(best.surface)
            if longer and _stands_at(text, at, name.surface):
                best = name
        for name in self._by_first.get(text[at], ()):
            if best is not None and len(name.surface) <= len(best.surface):
                break
            if _stands_at(text, at, name.surface):
                return name
        return best


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
