"""The documents of the benchmark's corpus: what they say, and the copies that print it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any, Final

from words import (
    COMPOUND,
    ENTITIES,
    HANT,
    HEADINGS,
    INVENTED,
    LABELS,
    MONTHS,
    ONE_SIDED,
    SENTENCES,
    STATES,
    STEMS,
    TOPICS,
    UNITS,
)

Data = dict[str, Any]

DOCUMENT: Final = 125
"""Records of a document: a title, a preamble, and sections of an introduction and items."""

SECTION: Final = 12
"""Records of a section."""

STEPS: Final = ("strip-space", "simplify", "widen-punctuation", "join-lines", "strip-label")
_HANT = str.maketrans(HANT)

_KEYS: Final = (
    *("id", "parent", "document", "section", "kind", "number", "label", "heading", "witnesses"),
    *("text", "variants", "entities", "mentions", "dates", "quantities", "differences"),
    *("made_from", "topics"),
)
"""The keys of records and headings, in the order of the models."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity, as sentences speak of it."""

    id: str
    type: str
    zh: str
    en: str


def _entities() -> list[Named]:
    found: list[Named] = []
    for number, ((a, x), (b, y)) in enumerate(permutations(STEMS, 2)):
        zh, stem = a + b, x + y
        en, kind = stem.capitalize(), "state" if number < STATES else "place"
        found += [
            Named(stem, kind, zh, en),
            Named(f"{stem}-ferry-organisation", "organisation", f"{zh}渡运组织", f"{en} Ferries"),
            Named(f"{stem}-forum", "forum", f"{zh}论坛", f"{en} Forum"),
        ]
        if len(found) >= ENTITIES:
            break
    return found[:ENTITIES]


NAMED: Final = _entities()


@dataclass
class Draft:
    """A record in the making: what its sentences have named so far."""

    chance: random.Random
    first: int
    text: list[Data] = field(default_factory=list)
    entities: set[str] = field(default_factory=set)
    dates: list[Data] = field(default_factory=list)
    quantities: list[Data] = field(default_factory=list)
    mentions: list[Data] = field(default_factory=list)
    differences: list[Data] = field(default_factory=list)

    def name(self, *, forum: bool = False) -> Named:
        """The entity of the record's own number first, then any: the first are the commonest."""
        number = self.first if not self.entities else int(ENTITIES * self.chance.random() ** 3)
        return self.named(number - number % 3 + 2 if forum else number)

    def named(self, number: int) -> Named:
        self.entities.add(NAMED[number].id)
        return NAMED[number]

    def say(self, pair: tuple[str, str]) -> None:
        """Add a segment: the pair of sentences with names, dates and figures put in."""
        zh, en = pair
        words: dict[str, tuple[str, str]] = {}
        for slot in ("one", "two"):
            if f"{{{slot}}}" in zh:
                named = self.name()
                words[slot] = named.zh, named.en
        if "{forum}" in zh:
            named = self.name(forum=True)
            words["forum"] = named.zh, named.en
            self.mentions = [
                {"lang": lang, "surface": surface, "entity": named.id}
                for lang, surface in (("zh", "论坛"), ("en", "Forum"))
            ]
        if "{bridge}" in en:
            for slot, (_, number) in zip(("bridge", "dam"), COMPOUND[1:], strict=True):
                words[slot] = "", self.named(number).en
        if "{date}" in zh:
            preposition, in_chinese, in_english = self._date()
            words["date"] = in_chinese, in_english
            words["Date"] = "", f"{preposition} {in_english}"
        if "{vague}" in zh:
            words["vague"] = words["Vague"] = "近年来", "In recent years"
            self.dates.append({"edtf": None, "zh": "近年来", "en": "In recent years"})
            self.dates[-1]["kind"] = "vague"
        if "{figure}" in zh:
            words["figure"] = self._figure()
        self.text.append(
            {
                "zh": zh.format_map({slot: word[0] for slot, word in words.items()}),
                "en": en.format_map({slot: word[1] for slot, word in words.items()}),
            }
        )

    def say_one_sided(self) -> None:
        """Add a segment whose English leaves a name out, and the note of it."""
        named = self.name()
        zh, en = ONE_SIDED
        self.text.append({"zh": zh.format(one=named.zh), "en": en})
        self.differences.append(
            {
                "segment": len(self.text),
                "kind": "omission",
                "zh": named.zh,
                "only_zh": [named.id],
                "note": "The English does not say whose announcement it is.",
            }
        )

    def _date(self) -> tuple[str, str, str]:
        """A date, listed: its preposition in English, and its words in both languages."""
        year, month = self.chance.randint(1990, 2025), self.chance.randint(1, 12)
        day = self.chance.randint(1, 28)
        preposition, edtf, zh, en = self.chance.choice(
            (
                ("In", f"{year}", f"{year}年", f"{year}"),
                ("In", f"{year}-{month:02}", f"{year}年{month}月", f"{MONTHS[month - 1]} {year}"),
                (
                    "On",
                    f"{year}-{month:02}-{day:02}",
                    f"{year}年{month}月{day}日",
                    f"{MONTHS[month - 1]} {day}, {year}",
                ),
            )
        )
        entry = {"edtf": edtf, "zh": zh, "en": en, "kind": "event"}
        if entry not in self.dates:
            self.dates.append(entry)
        return preposition, zh, en

    def _figure(self) -> tuple[str, str]:
        """A figure, listed: its words in both languages."""
        number = self.chance.randint(2, 989)
        behind, counted, unit = self.chance.choice(UNITS)
        zh, en = f"{number}{behind}", f"{number} {counted}"
        self.quantities.append(
            {
                "zh": zh,
                "en": en,
                "comparator": "=",
                "value": str(number),
                "scale": "1",
                "unit": unit,
                "as_of": None,
                "measures": f"{counted} in service",
            }
        )
        return zh, en


@dataclass
class Copy:
    """A source in the making: its lines, from 1."""

    id: str
    rows: list[str] = field(default_factory=list)

    def print(self, rows: list[str]) -> str:
        """Add lines; their numbers as a record names them."""
        first = len(self.rows) + 1
        self.rows += rows
        return str(first) if len(rows) == 1 else f"{first}-{len(self.rows)}"


@dataclass
class Document:
    """A document: its own file, its sources and its records."""

    data: Data
    sources: list[tuple[Data, str]]
    records: list[tuple[str, Data]]


def document(number: int, records: int) -> Document:
    """The document of a number (from 0) in a corpus of so many records."""
    return _Press(number, records).document()


class _Press:
    """Writes a document and prints its copies, line by line."""

    def __init__(self, number: int, records: int) -> None:
        self.number = number
        self.start = number * DOCUMENT
        self.size = min(DOCUMENT, records - self.start)
        self.chance = random.Random(number)
        self.id = f"lake-{number + 1:05}"
        self.translated = number % 4 == 3
        self.hant = number % 5 == 4
        self.booklet = Copy(f"{self.id}-booklet")
        self.daily = Copy(f"{self.id}-daily") if number % 2 else None

    def document(self) -> Document:
        if self.daily:
            self.daily.print(["渡轮日报"])
        titled = NAMED[self.start % ENTITIES]
        title = {
            "zh": f"{titled.zh}灯塔与渡轮合作倡议",
            "en": f"Initiative of {titled.en} on Lighthouses and Ferries",
        }
        units: list[Data] = []  # headings and records, in reading order
        for position in range(self.size):
            section, place = divmod(position - 2, SECTION)
            if position >= 2 and place == 0:
                units.append(self._section(section))
            units.append(self._record(position, title))
        self._print(units)
        sections = [unit for unit in units if "heading" in unit]
        written = [unit for unit in units if "heading" not in unit]
        locators = [unit.pop("locator") for unit in written]
        data = {
            "id": self.id,
            "kind": "initiative",
            "title": title,
            "issuer": NAMED[3 * (self.number % (ENTITIES // 3)) + 1].id,
            "issued": f"{1990 + self.number % 36}",
            "languages": {"zh": "original", "en": "project" if self.translated else "official"},
            "sources": [copy.id for copy in (self.booklet, self.daily) if copy],
            "facts": [],
            "sections": sections,
            "records": locators,
        }
        records = [(f"{self.id}/{at}", unit) for at, unit in zip(locators, written, strict=True)]
        return Document(data, [*self._sources()], records)

    def _section(self, section: int) -> Data:
        (zh, en), (zh_label, en_label) = HEADINGS[section], LABELS[section]
        heading: Data = {
            "id": str(section + 1),
            "parent": None,
            "label": {"zh": zh_label, "en": None if self.translated else en_label},
            "heading": {"zh": zh, "en": en},
        }
        if self.translated:
            heading["made_from"] = _digest(zh)
        return heading

    def _record(self, position: int, title: Data) -> Data:
        section, place = divmod(position - 2, SECTION)
        item = position - 2 - section  # every section begins with an introduction
        kind, locator, label = "item", str(item), f"{item}."
        if position < 2 or place == 0:
            kind = ("title", "preamble", "section-intro")[min(position, 2)]
            locator, label = f"intro-{section + 1}" if position >= 2 else kind, ""
        draft = Draft(self.chance, (self.start + position) % ENTITIES)
        if kind == "title":
            draft.named(draft.first)
            draft.text.append(dict(title))
        else:
            self._write(draft, position)
        if self.translated:
            for segment in draft.text:
                segment["made_from"] = _digest(segment["zh"])
        topics = {TOPICS[(self.start + position) % len(TOPICS)][0], self.chance.choice(TOPICS)[0]}
        optional = {
            key: value
            for key in ("mentions", "dates", "quantities", "differences")
            if (value := getattr(draft, key))
        }
        return {
            "locator": locator,
            "document": self.id,
            "section": str(section + 1) if position >= 2 else None,
            "kind": kind,
            "number": str(item) if label else None,
            "label": {"zh": label or None, "en": (label or None) if not self.translated else None},
            "text": draft.text,
            "entities": sorted(draft.entities),
            **optional,
            "topics": sorted(topics),
        }

    def _write(self, draft: Draft, position: int) -> None:
        pairs = self.chance.sample(SENTENCES, self.chance.choice((3, 3, 4, 5)))
        # The first sentence is one that names the entity of the record's own number.
        pairs.sort(key=lambda pair: "{one}" not in pair[0])
        if "{one}" not in pairs[0][0]:
            pairs.insert(0, SENTENCES[2])
        for pair in pairs:
            draft.say(pair)
        if position % 10 == 9:
            draft.say_one_sided()

    def _print(self, units: list[Data]) -> None:
        """Print all units into the copies: first the Chinese, then the English."""
        for index, unit in enumerate(units):
            witness = {"source": self.booklet.id, "zh": self.booklet.print(self._chinese(unit))}
            unit["witnesses"] = [witness]
            if self.daily and "text" in unit and index < len(units) // 3:
                self._reprint(unit)
        if not self.translated:
            self.booklet.print([""])
            for unit in units:
                unit["witnesses"][0]["en"] = self.booklet.print(self._english(unit))
        self.booklet.print([self._spelled("湖畔印刷所承印。")])

    def _chinese(self, unit: Data) -> list[str]:
        parts = [s["zh"] for s in unit["text"]] if "text" in unit else [unit["heading"]["zh"]]
        rows = [(unit["label"]["zh"] or "") + parts[0], *parts[1:]]
        if self.chance.random() < 0.5:
            rows = ["".join(rows)]
        if self.chance.random() < 0.3:
            rows = [row.replace("，", ",") for row in rows]
        return [self._spelled(f"　　{row}") for row in rows]

    def _english(self, unit: Data) -> list[str]:
        parts = [s["en"] for s in unit["text"]] if "text" in unit else [unit["heading"]["en"]]
        label = unit["label"]["en"]
        return [f"{label} {parts[0]}" if label else parts[0], *parts[1:]]

    def _spelled(self, row: str) -> str:
        return row.translate(_HANT) if self.hant else row

    def _reprint(self, unit: Data) -> None:
        """Print a record in the newspaper, every third with a reading of its own."""
        assert self.daily is not None
        text = "".join(segment["zh"] for segment in unit["text"])
        printed, lemma = text, text[-5:]
        if self.chance.random() < 0.33 and text.count(lemma) == 1:
            reading = f"切实{lemma}"
            printed = text[:-5] + reading
            unit["variants"] = [{"zh": lemma, "readings": {self.daily.id: reading}}]
            unit["variants"][0]["type"] = "addition"
        lines = self.daily.print([(unit["label"]["zh"] or "") + printed])
        unit["witnesses"].append({"source": self.daily.id, "zh": lines})

    def _sources(self) -> Iterator[tuple[Data, str]]:
        for copy in (self.booklet, self.daily):
            if copy is None:
                continue
            whole = copy is self.booklet
            both = whole and not self.translated
            text = "\n".join(copy.rows) + "\n"
            steps = [step for step in STEPS if step != "simplify" or (self.hant and whole)]
            yield (
                {
                    "id": copy.id,
                    "document": self.id,
                    "publisher": {"zh": "湖畔印刷所", "en": "Lakeside Press"},
                    "description": {"zh": "虚构的副本。", "en": "An invented copy."},
                    "languages": ["zh", "en"] if both else ["zh"],
                    "script": "Hant" if self.hant and whole else "Hans",
                    "published": None,
                    "url": None,
                    "sha256": hashlib.sha256(text.encode()).hexdigest(),
                    "rights": INVENTED,
                    "normalisations": {
                        "zh": steps,
                        **({"en": ["strip-space", "join-lines", "strip-label"]} if both else {}),
                    },
                    "omitted": [
                        {
                            "lines": str(len(copy.rows)) if whole else "1",
                            "reason": "source-note" if whole else "page-furniture",
                        }
                    ],
                    "gaps": [] if whole else ["Holds the first third only."],
                },
                text,
            )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _in_order(unit: Data) -> Data:
    """The keys of a record or a heading in the order of the model."""
    return {name: unit[name] for name in _KEYS if name in unit}


def documents(records: int) -> Iterator[Document]:
    """All documents of a corpus of so many records."""
    for number in range(-(-records // DOCUMENT)):
        made = document(number, records)
        made.data["sections"] = [_in_order(section) for section in made.data["sections"]]
        made.records = [(id, _in_order(record)) for id, record in made.records]
        yield made
