"""The headings and records that the pieces of a witness make up: where each stands, of what kind
it is, and under what number or name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from cyberspace_corpus.edit.draft import Note, Pair
from cyberspace_corpus.edit.scaffold import Unit, statuses
from cyberspace_corpus.model.base import LANGS

_PARTS: Final = {
    "foreword": ("前言", "序言", "Foreword", "Preface"),
    "introduction": ("引言", "导言", "Introduction"),
    "conclusion": ("结束语", "结语", "Conclusion", "Concluding Remarks"),
}
"""Sections that have a name and no number."""


@dataclass
class Outline:
    """The headings and records that the pieces make up."""

    document: str
    source: str
    english: str
    notes: list[Note]
    sections: list[dict[str, Any]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def draw(self, pairs: Sequence[Pair]) -> None:
        """Place every pair: headings into the outline, the rest as records under them."""
        placed = self._sections(pairs)
        numbers = iter(self._numbers([(p, section) for p, section in placed if p.role == "item"]))
        chosen: list[tuple[Pair, str | None, str, str, str | None]] = []
        for index, (pair, section) in enumerate(placed):
            kind, name = self._kind(placed, index)
            if kind == "closing":
                section = None
                self.ask(pair, "taken as the closing: or is it more of the item?")
            elif kind == "paragraph" and placed[index - 1][0].role == "item":
                self.ask(pair, "a paragraph by itself: or is it more of the item?")
            number = next(numbers) if kind == "item" else None
            if pair.role not in ("heading", "box"):
                chosen.append((pair, section, kind, number or name, number))
        many, seen = Counter(name for _, _, _, name, _ in chosen), Counter[str]()
        for pair, section, kind, name, number in chosen:
            seen[name] += 1
            several = many[name] > 1 or kind == "paragraph"
            locator = f"{name}-{seen[name]}" if several else name
            labels, lines, texts = pair.labels(), pair.specs(), pair.texts()
            self.units.append(
                Unit(
                    self.document,
                    locator,
                    kind,
                    section,
                    number,
                    self.source,
                    labels,
                    lines,
                    texts,
                )
            )

    def ask(self, pair: Pair, words: str) -> None:
        """Note what a person has to decide about a line."""
        self.notes.append((pair.first.line, words))

    def _sections(self, pairs: Sequence[Pair]) -> list[tuple[Pair, str | None]]:
        """The section that each pair stands in (for a heading, its own)."""
        ranks = [p.label.rank for p in pairs if p.role == "heading" and p.label]
        open_: list[tuple[int, str]] = []
        children, box = Counter[str | None](), None
        placed: list[tuple[Pair, str | None]] = []
        for pair in pairs:
            if pair.role in ("heading", "item"):
                box = None
            if pair.role == "heading":
                rank = pair.label.rank if pair.label else min(ranks, default=0)
                while open_ and open_[-1][0] >= rank:
                    open_.pop()
            parent = open_[-1][1] if open_ else None
            if pair.role in ("heading", "box"):
                id = self._section_id(pair, parent, children)
                texts, labels = pair.texts(), pair.labels()
                self.sections.append(
                    {
                        "id": id,
                        "parent": parent,
                        "label": {lang: labels.get(lang) for lang in LANGS},
                        "heading": {lang: texts.get(lang) or None for lang in LANGS},
                        "status": statuses(texts, self.english),
                        "witnesses": [{"source": self.source, **pair.specs()}],
                    }
                )
                if pair.role == "box":
                    box = id
                else:
                    open_.append((rank, id))
            outside = pair.role in ("title", "lead", "date", "signature")
            here = box or (open_[-1][1] if open_ else None)
            placed.append((pair, None if outside else here))
        return placed

    def _section_id(self, pair: Pair, parent: str | None, children: Counter[str | None]) -> str:
        words = set(pair.texts().values())
        for name, headings in _PARTS.items():
            if words & set(headings) and not pair.label:
                return name
        if pair.role == "box":
            return f"box-{sum(s['id'].startswith('box-') for s in self.sections) + 1}"
        children[parent] += 1
        if pair.label and pair.label.value and pair.label.value[-1] != children[parent]:
            self.ask(pair, f"the heading {pair.label.text} is number {children[parent]} here")
        return f"{parent}.{children[parent]}" if parent else str(children[parent])

    def _numbers(self, items: Sequence[tuple[Pair, str | None]]) -> list[str]:
        """The numbers of the items: as printed if they run on, else with that of the section,
        else counted through."""
        printed = [pair.label.value if pair.label else () for pair, _ in items]
        within = [
            (*map(int, section.split(".")), *value)
            if section and re.fullmatch(r"[0-9.]+", section)
            else value
            for value, (_, section) in zip(printed, items, strict=True)
        ]
        for values in (printed, within):
            if all(values) and all(_follows(a, b) for a, b in pairwise(values)):
                return [".".join(map(str, value)) for value in values]
        self.ask(items[0][0], "the items' numbers do not run on: counted through")
        return [str(number) for number in range(1, len(items) + 1)]

    @staticmethod
    def _kind(placed: Sequence[tuple[Pair, str | None]], index: int) -> tuple[str, str]:
        """The kind of a record, and its locator (of an item, its number comes instead)."""
        pair, section = placed[index]
        if pair.role != "text":
            return pair.role, pair.role
        marks = ("heading", "box", "item")
        before = [p.role for p, _ in placed[:index] if p.role in marks][-1:]
        after = [p.role for p, _ in placed[index:] if p.role in marks][:1]
        if section and section.startswith("box-"):
            return "box", section
        if not before and after:
            return "preamble", "preamble"
        if before == ["item"] and not after:
            return "closing", "closing"
        if before == ["heading"] and after == ["item"]:
            return "section-intro", f"intro-{section}"
        return "paragraph", section or "paragraph"


def _follows(before: tuple[int, ...], here: tuple[int, ...]) -> bool:
    """Whether a number is the next: of its section, or the first of the section after it."""
    if len(before) != len(here):
        return False
    if before[:-1] == here[:-1]:
        return here[-1] == before[-1] + 1
    return here[-1] == 1 and before[:-2] == here[:-2] and here[-2] == before[-2] + 1
