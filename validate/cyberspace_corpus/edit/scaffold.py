"""What a new file says before a person has worked on it.

Everything that follows from the words alone is filled in; where a person has to write, a
placeholder says what. Nothing here writes to the disk: a scaffold is a path and its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cyberspace_corpus.annotate.dates import EXPRESSION, NotEdtf, bounds
from cyberspace_corpus.annotate.figures import spelled
from cyberspace_corpus.annotate.mentions import mentions
from cyberspace_corpus.annotate.names import Registry
from cyberspace_corpus.edit.format import canonical_bytes
from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.model.kinds import KIND, integer_keys
from cyberspace_corpus.model.order import blocks, ordered
from cyberspace_corpus.model.source import Source
from cyberspace_corpus.witness.normalise import HAN, Line, Plain, normalise
from cyberspace_corpus.yamlio.reader import parse
from cyberspace_corpus.yamlio.writer import write

Texts = Mapping[Lang, str]
"""The text of a unit in each language that it has."""


def to_write(what_zh: str, what_en: str) -> dict[str, str]:
    """A placeholder in both languages: valid, and it says what belongs there."""
    return {"zh": f"待填写：{what_zh}。", "en": f"To be written: {what_en}."}


def new_file(kind: str, data: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a new file of that kind."""
    model = KIND[kind]
    return write(ordered(model, data), modeline=model.modeline, blocks=blocks(model))


# --- labels ----------------------------------------------------------------------------------

HAN_NUMBER = "[零一二三四五六七八九十百]+"
_LABELS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第{HAN_NUMBER}(?:部分|[编篇])|Part (?:[IVXLC]+|[0-9]+)\b[.:]?",
        rf"第{HAN_NUMBER}章|Chapter (?:[IVXLC]+|[0-9]+)\b[.:]?",
        rf"第{HAN_NUMBER}节|Section [0-9]+\b[.:]?",
        rf"{HAN_NUMBER}、|[IVXLC]+\.(?= )",
        rf"第{HAN_NUMBER}条|Article [0-9]+\b[.:]?",
        rf"（{HAN_NUMBER}）|\({HAN_NUMBER}\)",
        r"[0-9]{1,3}(?:[.．](?![0-9])|、)",
        r"[0-9]{1,2}(?:\.[0-9]{1,2})(?![0-9.%％万亿年月])\.?",
        r"[0-9]{1,2}(?:\.[0-9]{1,2}){2}(?![0-9.%％万亿年月])\.?",
        r"（[0-9]{1,3}）|\(?[0-9]{1,3}\)",
        r"\([a-z]\)|[①-⑳]",
    )
)
"""What is printed in front of a heading or an item, one pattern a style."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a text: its style (or, in one print, how deep that stands), and the
    number it gives."""

    text: str
    rank: int
    value: tuple[int, ...]


def label_of(text: str) -> Label | None:
    """The label that a (normalised) text begins with."""
    for rank, pattern in enumerate(_LABELS):
        match = pattern.match(text)
        if match:
            digits = tuple(map(int, re.findall("[0-9]+", match[0])))
            value = digits or tuple(int(n) for n in spelled(match[0], "zh"))
            return Label(match[0], rank, value)
    return None


def language(text: str) -> Lang | None:
    """The language of a line: an ideograph weighs as much as four letters."""
    han, latin = len(re.findall(f"[{HAN}]", text)), len(re.findall("[A-Za-z]", text))
    if not han and not latin:
        return None
    return "zh" if han * 4 >= latin else "en"


# --- sentences -------------------------------------------------------------------------------

_END: Final[dict[Lang, re.Pattern[str]]] = {
    # White space between two Chinese sentences belongs to the text: no cut is made there.
    "zh": re.compile(r"[。！？]+[”’」』）》]*(?=[^\s。！？”’」』）》])"),
    "en": re.compile(r"[.!?]+[”’\"')\]]*(?= [“‘\"'(\[]?[A-Z0-9])"),
}
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“‘])(?:Mr|Mrs|Ms|Dr|Nos?|Arts?|vs|cf|St|[A-Z])\.$|\.[A-Za-z]\.$"
)


def sentences(text: str, lang: Lang) -> list[str]:
    """The sentences of a text; joined again (English with a space) they are the text."""
    found: list[str] = []
    start = 0
    for match in _END[lang].finditer(text):
        if lang == "en" and _ABBREVIATION.search(text[start : match.end()]):
            continue
        found.append(text[start : match.end()])
        start = match.end() + (lang == "en")
    return [*found, text[start:]]


def segments(texts: Texts) -> tuple[list[dict[Lang, str]], str | None]:
    """The segments of a unit, and what a person has to look at.

    Sentences are paired when both languages have as many; otherwise all of the unit is one
    segment, since half a pair would not be valid.
    """
    parts = {lang: sentences(text, lang) for lang, text in texts.items()}
    counts = {len(found) for found in parts.values()}
    if len(counts) == 1:
        size = counts.pop()
        return [{lang: found[i] for lang, found in parts.items()} for i in range(size)], None
    zh, en = len(parts["zh"]), len(parts["en"])
    note = f"{zh} Chinese sentences and {en} English: all in one segment, to be divided"
    return [dict(texts)], note if min(zh, en) > 1 else None


# --- dates -----------------------------------------------------------------------------------

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_VALUE: Final[dict[Lang, re.Pattern[str]]] = {
    "zh": re.compile(r"(?P<y>[0-9]{4})(?:年(?:(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日)?)?)?"),
    "en": re.compile(rf"(?:(?P<m>{_MONTHS}) (?:(?P<d>[0-9]{{1,2}}), )?)?(?P<y>[0-9]{{4}})"),
}
_VAGUE: Final = re.compile(
    r"近年来|当前|当今|目前|一段时间以来|多年来|in recent years|at present|currently", re.IGNORECASE
)


def edtf_of(words: str, lang: Lang) -> str | None:
    """The EDTF value that an expression has by its words alone; None if they give none."""
    match = _VALUE[lang].fullmatch(words)
    if match is None:
        return None
    parts = [match["y"]]
    if month := match["m"]:
        names_before = _MONTHS.partition(month)[0]
        parts.append(f"{int(month) if lang == 'zh' else names_before.count('|') + 1:02}")
    if match["d"]:
        parts.append(f"{int(match['d']):02}")
    try:
        bounds("-".join(parts))
    except NotEdtf:
        return None
    return "-".join(parts)


def _dates_in(text: str, lang: Lang, registry: Registry) -> list[dict[str, str | None]]:
    """An entry for each expression whose value is plain, or that is plainly vague."""
    named = [(m.start, m.end) for m in registry.matchers[lang].find(text)]
    found: dict[str, dict[str, str | None]] = {}
    for match in EXPRESSION[lang].finditer(text):
        start, end = match.span()
        value, kind = edtf_of(match[0], lang), "event"
        if value is None and not _VAGUE.fullmatch(match[0]):
            continue
        if value is None:
            kind = "vague"
        elif any(a <= start and end <= b for a, b in named):
            kind = "in-name"
        elif lang == "zh" and text.startswith("以来", end):
            end, value, kind = end + 2, f"{value}/..", "period"
        elif lang == "en" and text[:start].lower().endswith("since "):
            start, value, kind = start - 6, f"{value}/..", "period"
        found.setdefault(text[start:end], {"edtf": value, lang: text[start:end], "kind": kind})
    return list(found.values())


def dates(texts: Texts, registry: Registry) -> list[dict[str, str | None]]:
    """The dates of a unit; two expressions with one value, one in each language, are one."""
    listed: list[dict[str, str | None]] = []
    for lang, text in texts.items():
        for date in _dates_in(text, lang, registry):
            same = (d for d in listed if lang not in d and d["edtf"] == date["edtf"])
            if (other := next(same, None)) is not None:
                other[lang] = date[lang]
            else:
                listed.append(date)
    return listed


# --- the data of each kind -------------------------------------------------------------------


def printed(
    lines: Sequence[Line], source: Source, lang: Lang, script: Mapping[str, str]
) -> tuple[str, str | None]:
    """The canonical text of the lines by the source's own normalisations, and the label that
    they take off it."""
    steps = getattr(source.normalisations, lang)
    whole = normalise(lines, into=Plain, steps=steps, lang=lang, script=script).text
    label = label_of(whole) if "strip-label" in steps else None
    if label is None or whole == label.text:
        return whole, None
    return whole[len(label.text) :].strip(), label.text


def in_order(raw: bytes, locator: str, after: str | None) -> bytes:
    """The file of a document with one record more in its reading order."""
    data = parse(raw, integer_keys()).data
    at = data["records"].index(after) + 1 if after is not None else 0
    data["records"].insert(at, locator)
    return canonical_bytes(KIND["document"], raw, data)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of a record to be: its place, its labels, its lines and its text."""

    document: str
    locator: str
    kind: str
    section: str | None
    number: str | None
    source: str
    labels: Mapping[Lang, str]
    lines: Mapping[Lang, str]
    texts: Texts

    @property
    def path(self) -> str:
        return f"data/records/{self.document}/{self.locator}.yaml"


def statuses(langs: Sequence[Lang] | Mapping[Lang, str], english: str) -> dict[str, str]:
    """The statuses of a unit that its witness carries in ``langs``."""
    return {
        "zh": "original" if "zh" in langs else "lacuna",
        "en": english if "en" in langs else "lacuna",
    }


def record(unit: Unit, registry: Registry, *, english: str) -> tuple[dict[str, Any], str | None]:
    """The data of a new record, and what a person has to look at. ``english`` is the status
    of English that a witness carries."""
    text, note = segments(unit.texts)
    named = {
        mention.entity
        for lang, words in unit.texts.items()
        for mention in mentions(words, lang, registry, (), ())
        if mention.entity is not None
    }
    data: dict[str, Any] = {
        "document": unit.document,
        "section": unit.section,
        "kind": unit.kind,
        "number": unit.number,
        "label": {lang: unit.labels.get(lang) or None for lang in LANGS},
        "status": statuses(unit.texts, english),
        "witnesses": [{"source": unit.source, **unit.lines}],
        "text": text,
        "entities": sorted(named),
        "topics": [],
    }
    if found := dates(unit.texts, registry):
        data["dates"] = found
    return data, note


def entity(
    id: str, type: str, name: Mapping[str, str], about: Mapping[str, str | None], *, named: bool
) -> dict[str, Any]:
    """The data of a new entity; ``named`` tells whether some text names it."""
    blank = to_write("用一句中性的话说明它是什么", "one neutral sentence on what it is")
    return {
        "id": id,
        "type": type,
        "name": dict(name),
        "aliases": {"zh": [], "en": []},
        "acronyms": [],
        "part_of": None,
        "predecessor": None,
        "successor": None,
        "not_to_be_confused_with": [],
        "identifiers": [],
        "description": {lang: about.get(lang) or blank[lang] for lang in LANGS},
        "evidence": "witness" if named else "external",
    }


def document(
    id: str,
    *,
    kind: str,
    title: Mapping[Lang, str] | Mapping[str, str],
    issuer: str,
    issued: str,
    languages: Mapping[str, str],
    sources: Sequence[str],
    sections: Sequence[Mapping[str, Any]] = (),
    records: Sequence[str],
) -> dict[str, Any]:
    """The data of a new document."""
    return {
        "id": id,
        "kind": kind,
        "title": dict(title),
        "issuer": issuer,
        "issued": issued,
        "languages": dict(languages),
        "sources": list(sources),
        "facts": [],
        "sections": list(sections),
        "records": list(records),
    }


def source(
    id: str,
    *,
    document: str,
    languages: Sequence[Lang],
    script: str,
    sha256: str,
    steps: Mapping[Lang, Sequence[str]],
    omitted: Sequence[tuple[int, str]],
) -> dict[str, Any]:
    """The data of a new source; ``omitted`` are lines and why they are left out."""
    rights = to_write("该文本的权利状况", "what may be said about the rights in the text")
    return {
        "id": id,
        "document": document,
        "publisher": to_write("此副本由谁发布", "who published this copy"),
        "description": to_write("此副本是什么、见于何处", "what the copy is and where it stands"),
        "languages": list(languages),
        "script": script,
        "published": None,
        "url": None,
        "sha256": sha256,
        "rights": {"statement": rights, "basis": "To be written: what the statement rests on."},
        "normalisations": {lang: list(found) for lang, found in steps.items() if found},
        "omitted": [{"lines": str(line), "reason": reason} for line, reason in omitted],
        "gaps": [],
    }
