"""The apparatus at work: where a lemma stands, and what a witness must print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cyberspace_corpus.model.base import Lang
from cyberspace_corpus.model.text import Segment, Variant

MAX_STRETCHES: Final = 5
"""Most differing stretches that are told of one text and one witness: a text with more is
likely to be another one."""

ALIKE: Final = 8
NEAR: Final = 60
"""How many characters must be alike behind a difference for the texts to agree again, and how
far from it they are looked for."""

_END: Final = "\0" * ALIKE
"""Put behind both texts, so that they agree at their ends too."""


def canonical(segments: Sequence[Segment], lang: Lang) -> str:
    """The text of a unit in one language: Chinese joined without a space, English with one."""
    parts = [part for segment in segments if (part := getattr(segment, lang)) is not None]
    return ("" if lang == "zh" else " ").join(parts)


def segment_starts(segments: Sequence[Segment], lang: Lang) -> list[tuple[int, int]]:
    """For each segment that has the language: (its index, its offset in the unit's text)."""
    starts: list[tuple[int, int]] = []
    offset = 0
    for index, segment in enumerate(segments):
        part = getattr(segment, lang)
        if part is None:
            continue
        starts.append((index, offset))
        offset += len(part) + (lang == "en")
    return starts


@dataclass(frozen=True, slots=True)
class Lemma:
    """Where the lemma of a variant stands in the unit's text, half-open."""

    start: int
    end: int
    variant: Variant
    index: int


class Unlocated(Exception):
    """A lemma that cannot be found; ``count`` is how often it stands in the text."""

    def __init__(self, index: int, lemma: str, count: int) -> None:
        super().__init__(f"variant {index}: lemma found {count} times")
        self.index = index
        self.lemma = lemma
        self.count = count


def occurrences(text: str, surface: str) -> list[int]:
    """Offsets of all occurrences of ``surface``, not overlapping."""
    found: list[int] = []
    at = text.find(surface) if surface else -1
    while at >= 0:
        found.append(at)
        at = text.find(surface, at + len(surface))
    return found


def locate(text: str, variant: Variant, index: int, lang: Lang) -> Lemma | None:
    """Where the variant's lemma stands; None if the variant is about the other language.

    Raises :class:`Unlocated` if it stands nowhere, or repeatedly and no occurrence is named.
    """
    surface = getattr(variant, lang)
    if surface is None:
        return None
    found = occurrences(text, surface)
    wanted = variant.occurrence
    if wanted is None and len(found) != 1:
        raise Unlocated(index, surface, len(found))
    if wanted is not None and wanted > len(found):
        raise Unlocated(index, surface, len(found))
    start = found[(wanted or 1) - 1]
    return Lemma(start, start + len(surface), variant, index)


@dataclass(frozen=True)
class Reading:
    """What a source must print for a unit, once its normalisations are applied: our text with
    that source's readings in place of their lemmas.

    ``pieces`` are its stretches in order: a reading with the offset in our text at which its
    lemma stands, or a stretch of our text with its own offset (``ours``).
    """

    text: str
    pieces: tuple[tuple[int, str, bool], ...]

    @cached_property
    def origin(self) -> tuple[int, ...]:
        """For each character of the text, the offset in our text that it answers to."""
        found: list[int] = []
        for offset, piece, ours in self.pieces:
            found.extend(range(offset, offset + len(piece)) if ours else [offset] * len(piece))
        return tuple(found)


def reading_of(text: str, lemmas: Sequence[Lemma], source: str) -> Reading:
    """Our text as ``source`` reads it. Emendations are not readings: they repair the print
    before it is normalised (:func:`repairs_of`)."""
    own = [
        lemma
        for lemma in lemmas
        if source in lemma.variant.readings and lemma.variant.type != "emendation"
    ]
    own.sort(key=lambda lemma: lemma.start)
    pieces: list[tuple[int, str, bool]] = []
    end = 0
    for lemma in own:
        if lemma.start < end:
            continue  # overlapping lemmas cannot both be applied; the text will not fit
        pieces.append((end, text[end : lemma.start], True))
        pieces.append((lemma.start, lemma.variant.readings[source], False))
        end = lemma.end
    pieces.append((end, text[end:], True))
    return Reading("".join([piece for _, piece, _ in pieces]), tuple(pieces))


def repairs_of(variants: Sequence[Variant], source: str, lang: Lang) -> list[tuple[str, str]]:
    """(printed, repaired) pairs of the emendations of ``source``."""
    return [
        (variant.readings[source], lemma)
        for variant in variants
        if variant.type == "emendation"
        and source in variant.readings
        and (lemma := getattr(variant, lang)) is not None
    ]


def differences(one: str, other: str) -> list[tuple[int, int]]:
    """Where the texts differ: the offsets in both at which each stretch begins, in order, no
    more than :data:`MAX_STRETCHES`.

    A stretch ends where both go on alike for some characters, looked for near by. If they do so
    nowhere, they have nothing more in common and it is the last.
    """
    one, other = one + _END, other + _END
    found: list[tuple[int, int]] = []
    a = b = 0
    while len(found) < MAX_STRETCHES:
        same = _alike(one[a:], other[b:])
        a, b = a + same, b + same
        if a == len(one) and b == len(other):
            break
        found.append((min(a, len(one) - ALIKE), min(b, len(other) - ALIKE)))
        for step in range(NEAR):
            again = other.find(one[a + step : a + step + ALIKE], b, b + NEAR + ALIKE)
            if again >= 0 and a + step + ALIKE <= len(one):
                a, b = a + step, again
                break
        else:
            break
    return found


def _alike(one: str, other: str) -> int:
    """How many characters the texts begin alike with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
