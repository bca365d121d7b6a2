"""A first draft from a plain-text witness: what its lines look like, and what they make up.

The lines are read in each language for itself (a piece is a line, or the lines of a wrapped
paragraph), then the two languages are laid side by side. What is a guess, and what could not
be placed, comes back as a note.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cyberspace_corpus.annotate.dates import EXPRESSION
from cyberspace_corpus.edit.scaffold import HAN_NUMBER, Label, label_of, language, sentences
from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.witness.normalise import HAN, STEPS, Line, Plain, normalise
from cyberspace_corpus.yamlio.characters import FORBIDDEN, name_of

Note = tuple[int | None, str]
"""What a person has to decide, and the line of the witness that it is about."""

# --- the lines of one language ---------------------------------------------------------------

_BOX: Final = re.compile(rf"专栏\s?(?:[0-9]+|{HAN_NUMBER})|Box [0-9]+\b[.:]?")
_FURNITURE: Final = {
    "source-note": r"(?:文章|信息|稿件)?(?:来源|稿源|作者|编辑|责编|责任编辑|原标题)[:：]"
    r"|(?:Source|Editor)s?:",
    "disclaimer": r"(?:特[别別]|免责)?[声聲]明[:：]|(?:Disclaimer|Notice):|.*转载请注明",
    "licence-notice": r".*(?:公有领域|版权所有|public domain|all rights reserved)",
    "page-furniture": r"(?:分享(?:到.{0,12})?|打印|关闭(?:窗口)?|返回(?:顶部|首页)|字号.{0,8}"
    r"|一[键鍵]关注|扫一扫.*|阅读原文|[上下]一篇.*|Share(?: this.*)?|Print"
    r"|[-—–\s]*(?:第\s*)?[0-9]{1,3}(?:\s*页)?[-—–\s]*|[-—–=*_·.\s]+)$",
}
"""Lines that are no part of a document, by the reason for leaving them out."""
_LONGEST: Final[dict[Lang, tuple[int, int]]] = {"zh": (40, 25), "en": (120, 80)}
"""Most characters of a heading with a number, and of one without."""
_SENTENCE: Final[dict[Lang, re.Pattern[str]]] = {
    "zh": re.compile(r"[。！？；]|[：，、]$"),
    "en": re.compile(r"[.!?;](?: |$)|[:,]$"),
}
_TONED = re.compile(r"\([a-z]*[āáǎàēéěèīíǐìōóǒòūúǔù]")
_STOP = re.compile(r"[。！？；：.!?;:”\"]$")
_HAN_DATE = re.compile(r"[（(]?[〇○零一二三四五六七八九]{4}年.{0,8}[月日][）)]?")


@dataclass(slots=True)
class Piece:
    """The lines of one language that are one thing; ``role`` is title, lead, heading, box, text
    (an item, if it has a label), signature or date."""

    lang: Lang
    lines: tuple[Line, ...]
    text: str
    label: Label | None
    role: str = "text"

    @property
    def line(self) -> int:
        return self.lines[0].number

    @property
    def spec(self) -> str:
        """Its lines as the authored files name them."""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and line.number == runs[-1][1] + 1:
                runs[-1][1] = line.number
            else:
                runs.append([line.number, line.number])
        return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)

    def short(self, *, title: bool = False) -> bool:
        """Whether it could be a heading (a title) by its length and its punctuation."""
        numbered, bare = _LONGEST[self.lang]
        longest = 2 * numbered if title else numbered if self.label else bare
        fits = len(self.text) <= longest and not (title and self.label)
        return fits and not _SENTENCE[self.lang].search(self.text)

    def dated(self) -> bool:
        """Whether it says nothing but a date."""
        rest = EXPRESSION[self.lang].sub("", self.text).strip(" ()（）,.0123456789")
        return not rest or bool(_HAN_DATE.fullmatch(self.text))


@dataclass(slots=True)
class Reading:
    """What was read: the pieces and the steps by language, what is left out, the notes."""

    pieces: dict[Lang, list[Piece]] = field(default_factory=dict)
    steps: dict[Lang, list[str]] = field(default_factory=dict)
    omitted: list[tuple[Line, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    script: str = "Hans"


def read_lines(lines: Sequence[Line], langs: Sequence[Lang], table: Mapping[str, str]) -> Reading:
    """Read the lines of a witness. Without ``langs`` a language counts that has a fifth as
    many lines as the other."""
    reading = Reading()
    spoken: dict[Lang, list[Line]] = {"zh": [], "en": []}
    for line in (line for line in lines if line.text.strip()):
        if reason := _furniture(line, table):
            reading.omitted.append((line, reason))
        elif (lang := language(line.text)) is None:
            reading.notes.append((line.number, "has no words: in no record"))
        else:
            spoken[lang].append(line)
    for lang in LANGS:
        other = spoken["en" if lang == "zh" else "zh"]
        if lang in langs or (not langs and len(spoken[lang]) * 5 > len(other)):
            _read_language(reading, lang, spoken[lang], table)
        else:
            reading.notes += [(n.number, f"is {lang}: in no record") for n in spoken[lang]]
    return reading


def _furniture(line: Line, table: Mapping[str, str]) -> str | None:
    steps = ("strip-space", "remove-pinyin", "simplify")
    text = normalise([line], into=Plain, steps=steps, lang="zh", script=table).text
    found = (r for r, p in _FURNITURE.items() if re.match(p, text, re.IGNORECASE))
    return next(found, None) if label_of(text) is None else None


def _read_language(
    reading: Reading, lang: Lang, lines: list[Line], table: Mapping[str, str]
) -> None:
    han = re.findall(f"[{HAN}]", "".join(line.text for line in lines))
    # What the Simplified set lacks is mostly Traditional.
    traditional = {c: n for c, n in Counter(han).items() if not c.encode("gb2312", "ignore")}
    if lang == "zh" and sum(traditional.values()) * 50 > len(han):
        reading.script = "Hant"
        for character in sorted(set(traditional) - set(table)):
            first = next(line.number for line in lines if character in line.text)
            words = f"{character} may be Traditional and is not in data/vocabulary/script.yaml"
            reading.notes.append((first, words))
    steps = reading.steps[lang] = needed_steps(lines, lang, reading.script, table)
    found: list[Piece] = []
    depths: dict[int, int] = {}
    for group in _groups(lines, lang):
        joined = [*steps, "join-lines"]
        text = normalise(group, into=Plain, steps=joined, lang=lang, script=table).text
        bad = FORBIDDEN.search(text)
        if bad or not unicodedata.is_normalized("NFC", text):
            words = f"holds {name_of(bad[0]) if bad else 'a decomposed character'}: in no record"
            reading.notes.append((group[0].number, words))
            continue
        label = label_of(text)
        if label is not None and (rest := text[len(label.text) :].strip()):
            # (1) stands above 1. in one print and below it in another: the first is the outer.
            depth = depths.setdefault(label.rank, len(depths))
            found.append(Piece(lang, tuple(group), rest, replace(label, rank=depth)))
        else:
            found.append(Piece(lang, tuple(group), text, None))
    _assign_roles(found)
    steps += ["join-lines"] if any(len(piece.lines) > 1 for piece in found) else []
    steps += ["strip-label"] if any(piece.label for piece in found) else []
    reading.pieces[lang] = _without_tail(reading, found)


def needed_steps(
    lines: Sequence[Line], lang: Lang, script: str, table: Mapping[str, str]
) -> list[str]:
    """The steps within a line that change something, in their order."""
    wanted: list[str] = []
    passed = {"join-lines", "strip-label"} | ({"simplify"} if script == "Hans" else set())
    for step in STEPS if lang == "zh" else ("strip-space",):
        if step in passed:
            continue
        # A short English word in brackets is no pinyin; pinyin has tone marks somewhere.
        if step == "remove-pinyin" and not any(_TONED.search(line.text) for line in lines):
            continue
        before, after = (
            [
                normalise([line], into=Plain, steps=steps, lang=lang, script=table).text
                for line in lines
            ]
            for steps in (wanted, [*wanted, step])
        )
        if before != after:
            wanted.append(step)
    return wanted


def _groups(lines: Sequence[Line], lang: Lang) -> list[list[Line]]:
    """The lines of each paragraph: one, or several where the print wraps."""
    texts = [line.text.strip() for line in lines]
    widest = max(map(len, texts), default=0)
    full = 0.85 * widest
    filled = [text for text in texts if len(text) >= full]
    wraps = 30 <= widest <= 110 and 2 * sum(not _STOP.search(t) for t in filled) > len(filled)
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else line
        text = before.text.strip()
        cut = wraps and line.number == before.number + 1 and len(text) >= full
        runs_on = text.endswith(("，", ",", "、")) or (cut and not _STOP.search(text))
        if groups and runs_on and label_of(line.text.strip()) is None:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _assign_roles(pieces: list[Piece]) -> None:
    """Title and lead at the head, date and signature at either end, headings between."""
    for index, piece in enumerate(pieces[:4]):
        if piece.short(title=True) and not piece.dated():
            piece.role = "title"
            for before in pieces[:index]:
                before.role = "lead"
        if piece.role == "title" or piece.label or piece.text[-1:] not in ("：", ":"):
            break
    for index, piece in enumerate(pieces):
        if piece.role == "text" and piece.dated() and (index < 4 or index >= len(pieces) - 4):
            piece.role = "date"
            _sign(reversed(pieces[max(index - 2, 1) : index]))
            _sign(pieces[index + 1 :][:2] if index > 3 else ())
    _sign(reversed(pieces[-2:]))
    for piece in pieces:
        if match := _BOX.match(piece.text):
            rest = piece.text[match.end() :].strip()
            if piece.role == "text" and len(rest) <= 40 and not rest.startswith("，"):
                piece.role = "box"
            if piece.role == "box" and rest:
                piece.text, piece.label = rest, Label(match[0], 0, ())
    _find_headings([piece for piece in pieces if piece.role in ("text", "box")])


def _sign(pieces: Iterable[Piece]) -> None:
    """What stands beside the date, or last of all, and could be a signature is one."""
    for piece in pieces:
        if piece.role != "text" or piece.label or not piece.short():
            return
        piece.role = "signature"


def _find_headings(pieces: list[Piece]) -> None:
    def leads(index: int) -> bool:
        """Whether what follows a short piece stands under it."""
        piece, after = pieces[index], pieces[index + 1 : index + 2]
        if piece.role != "text" or not piece.short() or not after:
            return False
        if after[0].label is None:
            return not after[0].short()
        return piece.label is None or after[0].label.rank > piece.label.rank

    kinds = Counter(piece.label.rank for piece in pieces if piece.label and piece.role == "text")
    leading = Counter(p.label.rank for i, p in enumerate(pieces) if p.label and leads(i))
    heads = {index for index in range(len(pieces)) if leads(index)}
    for index, piece in enumerate(pieces):
        if piece.label is None and index in heads:
            piece.role = "heading"
        elif piece.label and piece.role == "text" and piece.short():
            mostly = 2 * leading[piece.label.rank] > kinds[piece.label.rank]
            piece.role = "heading" if mostly else "text"


def _without_tail(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    """The pieces of the document: no title twice, nothing behind the notices at its end."""
    title = next((piece for piece in pieces if piece.role == "title"), None)
    last = max((p.line for p in pieces if p.label or p.role == "heading"), default=10**9)
    ends = [line.number for line, reason in reading.omitted if reason != "page-furniture"]
    ends += [piece.line for piece in pieces if piece.role == "date"]
    end = min((number for number in ends if number > last), default=10**9)
    kept: list[Piece] = []
    for piece in pieces:
        if title and piece is not title and piece.text == title.text and not piece.label:
            reading.omitted += [(line, "repeated-title") for line in piece.lines]
        elif piece.line > end and piece.role == "text":
            reading.notes.append((piece.line, "stands behind the end: in no record"))
        else:
            kept.append(piece)
    return kept


# --- the two languages side by side ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece with its counterpart, or alone."""

    zh: Piece | None
    en: Piece | None

    @property
    def both(self) -> dict[Lang, Piece]:
        found: dict[Lang, Piece | None] = {"zh": self.zh, "en": self.en}
        return {lang: piece for lang, piece in found.items() if piece is not None}

    @property
    def label(self) -> Label | None:
        return next((p.label for p in self.both.values() if p.label), None)

    @property
    def role(self) -> str:
        role = self.first.role
        return "item" if role == "text" and self.label else role

    @property
    def first(self) -> Piece:
        return next(iter(self.both.values()))

    def labels(self) -> dict[Lang, str]:
        return {lang: piece.label.text for lang, piece in self.both.items() if piece.label}

    def texts(self) -> dict[Lang, str]:
        return {lang: piece.text for lang, piece in self.both.items()}

    def specs(self) -> dict[Lang, str]:
        return {lang: piece.spec for lang, piece in self.both.items()}


def _likeness(zh: Piece, en: Piece) -> float:
    """How much two pieces look like one in two languages; a gap on each side costs 2."""
    if zh.role != en.role:
        return -5
    score = 1.0 if zh.role == "text" else 2.0
    if zh.label and en.label and zh.label.value and en.label.value:
        score += 2 if zh.label.value == en.label.value else -3
    score -= min(1, abs(len(sentences(zh.text, "zh")) - len(sentences(en.text, "en"))) / 2)
    # English takes about three and a half letters for a Chinese character.
    return score - min(2.0, abs(math.log(len(en.text) / (3.5 * len(zh.text)))))


def aligned(zh: Sequence[Piece], en: Sequence[Piece]) -> list[Pair]:
    """The pieces in reading order, each with its counterpart where one is found.

    The best alignment in order (Needleman and Wunsch), scored by role, number and length.
    """
    best = [[-1.0 * (i + j) for j in range(len(en) + 1)] for i in range(len(zh) + 1)]
    for i, one in enumerate(zh):
        for j, other in enumerate(en):
            paired = best[i][j] + _likeness(one, other)
            best[i + 1][j + 1] = max(paired, best[i][j + 1] - 1, best[i + 1][j] - 1)
    pairs: list[Pair] = []
    i, j = len(zh), len(en)
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + _likeness(zh[i - 1], en[j - 1]):
            i, j = i - 1, j - 1
            pairs.append(Pair(zh[i], en[j]))
        elif j and best[i][j] == best[i][j - 1] - 1:
            j -= 1
            pairs.append(Pair(None, en[j]))
        else:
            i -= 1
            pairs.append(Pair(zh[i], None))
    return pairs[::-1]
