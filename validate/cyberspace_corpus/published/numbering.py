"""Finding a record by the number that is printed before it, in whatever numbering.

The documents number their parts in Chinese and in English, in Han, Arabic and Roman numerals, and
some not at all; people add the year, the title or the kind of the document. What is left when the
document has been recognised is a row of numbers, and words for what they count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cyberspace_corpus.published.citation import MONTHS

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.rows import Document, Record

_KINDS: Final = {
    "white-paper": "白皮书 white-paper",
    "action-initiative": "行动倡议 action-initiative 倡议 initiative",
    "initiative": "倡议 initiative",
    "action-plan": "行动计划 plan-of-actions action-plan 计划 plan",
}
"""What people call a document of a kind."""

_UNITS: Final = {
    "item": "条 项 款 点 item article art number no clause point #",
    "section": "部分 章 节 行动 section sec part chapter ch action §",
    "paragraph": "自然段 段落 段 paragraph para par ¶",
}
"""What a number may count, and the words for it."""

_NAMES: Final = {
    "preamble foreword": "前言 序言 引言 preamble foreword preface",
    "closing conclusion": "结束语 结语 结论 closing conclusion",
    "intro": "导言 introduction intro",
    "title": "标题 题目 title",
    "lead": "导语 lead",
    "signature": "署名 signature",
    "date dateline": "日期 date dateline",
    "box": "专栏 box",
}
"""How the locator of an unnumbered record begins, and what people call it."""

_TRADITIONAL: Final = str.maketrans(
    "條項專欄節書動劃計議結語論標題導點員會織網絡間運體攜構設數據",
    "条项专栏节书动划计议结语论标题导点员会织网络间运体携构设数据",
)
"""The words above, and the titles, as people write them in Traditional characters."""

_HAN: Final = dict(zip("零〇○一二三四五六七八九两", (0, 0, 0, *range(1, 10), 2), strict=True))
_ROMAN: Final = {"i": 1, "v": 5, "x": 10}
_COUNTING: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
)
_ENGLISH: Final = {w: n for words in _COUNTING for n, w in enumerate(words.split(), 1)}

LONGEST: Final = 500
"""Most characters of a reference: the longest title, thrice. What is longer is something else."""


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a Latin one stands alone."""
    found = sorted({word.replace("-", " ") for word in words}, key=lambda word: (-len(word), word))
    return "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else word for word in found
    )


def _known(vocabulary: dict[str, str]) -> dict[str, str]:
    return {word: meant for meant, words in vocabulary.items() for word in words.split()}


_UNIT: Final = _known(_UNITS)
_NAME: Final = _known(_NAMES)
_TOKEN: Final = re.compile(
    rf"(?P<unit>{_alternatives(_UNIT)})|(?P<name>{_alternatives(_NAME)})"
    rf"|(?P<number>[0-9]{{1,9}}(?:st|nd|rd|th)?(?![0-9a-z])|[{''.join(_HAN)}十百]+"
    rf"|{_alternatives(_ENGLISH)}|(?<![a-z])[ivx]+(?![a-z]))"
    r"|(?P<nothing>第|的|之|年|(?<![a-z])(?:the|and)(?![a-z])|[\W_])|(?P<word>[a-z]+|.)"
)
_YEAR: Final = re.compile(r"(?<![0-9.])(20[0-9]{2})(?:\s*-\s*20[0-9]{2})?(?![0-9])")
_HAN_YEAR: Final = re.compile("二[零〇○]([零〇○一二三四五六七八九]{2})")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference says beside the document: its numbers from the widest to the narrowest,
    what they count, the beginnings of locators that it names, and words that are none of these."""

    numbers: tuple[str, ...]
    units: frozenset[str]
    names: tuple[str, ...]
    words: tuple[str, ...]


def resolve(corpus: Corpus, place: str) -> tuple[Record, ...]:
    """The records that a reference means; see :meth:`Corpus.resolve`."""
    if len(place) > LONGEST:
        return ()
    for id in (place.strip(), *re.findall(r"[\w-]+/[\w-]+(?:\.[\w-]+)*", place.lower())):
        if id in corpus:
            return (corpus[id],)
    documents, rest = _documents(corpus, _plain(place))
    locator = rest.strip(" /,:;.-#()")
    direct = [corpus[id] for d in documents if (id := f"{d.id}/{locator}") in corpus]
    if len(documents) == 1 and direct:
        return tuple(direct)
    reference = _read(rest)
    if not reference.numbers and not reference.names:
        return ()
    documents = [d for d in documents if all(_says(corpus, d, w) for w in reference.words)]
    return tuple(_found(documents, reference))


def _plain(text: str) -> str:
    """The text with one form for each sign: no full width, no capitals, no Traditional words, no
    year in Han numerals."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_TRADITIONAL)
    text = re.sub("[‐-―－]", "-", text)
    return _HAN_YEAR.sub(lambda year: "20" + "".join(str(_HAN[c]) for c in year[1]), text)


# --- the document ---------------------------------------------------------------------------


def _called(corpus: Corpus, document: Document) -> Iterable[str]:
    """What a document may be called as a whole."""
    issuer = corpus.entity(document.issuer)
    yield from (document.id, document.id.replace("-", " "), document.title_zh, document.title_en)
    yield from (issuer.name_zh, issuer.name_en, *issuer.aliases_zh, *issuer.aliases_en)
    yield from issuer.acronyms
    for date in filter(None, (document.issued, document.released)):
        yield from _dated(date)
    yield from (word.replace("-", " ") for word in _KINDS.get(document.kind, "").split())


def _dated(edtf: str) -> Iterable[str]:
    """A date as people write it: as it stands, to the month, to the day."""
    yield edtf
    parts = re.fullmatch("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?", edtf)
    if not parts:
        return
    month = MONTHS[int(parts[2]) - 1]
    yield from (f"{parts[1]}年{int(parts[2])}月", f"{month} {parts[1]}")
    if parts[3]:
        number = int(parts[3])
        yield f"{parts[1]}年{int(parts[2])}月{number}日"
        yield from (f"{month} {number}, {parts[1]}", f"{number} {month} {parts[1]}")


def _documents(corpus: Corpus, text: str) -> tuple[list[Document], str]:
    """The documents that a reference can mean, and what is left of it without their names."""
    names: dict[str, set[str]] = {}
    for document in corpus.documents:
        for name in _called(corpus, document):
            names.setdefault(_plain(name), set()).add(document.id)
            names.setdefault(re.sub(r"\s*\([^)]*\)$", "", _plain(name)), set()).add(document.id)
    meant = {document.id for document in corpus.documents}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        edges = (r"(?<![a-z0-9-])", "(?![a-z])") if name.isascii() else ("", "")
        text, times = re.subn(re.escape(name).join(edges), " ", text)
        if times:
            meant &= names[name]
    for year in _YEAR.finditer(text):
        issued = {d.id for d in corpus.documents if d.issued.startswith(year[1])}
        if issued:
            meant &= issued
            text = text.replace(year[0], " ", 1)
    return [document for document in corpus.documents if document.id in meant], text


def _says(corpus: Corpus, document: Document, word: str) -> bool:
    """Whether a word stands in one of the names of a document: 中非, Africa."""
    pattern = rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else re.escape(word)
    return any(re.search(pattern, _plain(name)) for name in _called(corpus, document))


# --- the place in it ------------------------------------------------------------------------


def _read(text: str) -> Reference:
    """The numbers and words of a reference; ``5 of 3.1`` has the wider one behind."""
    numbers: list[str] = []
    units: set[str] = set()
    names: list[str] = []
    words: list[str] = []
    for part in reversed(re.split(r"(?<![a-z])(?:of|in|from)(?![a-z])", text)):
        word = ""
        for token in _TOKEN.finditer(part):
            if token["word"] and not token[0].isascii() and word and not word.isascii():
                words[-1] = word = word + token[0]
                continue
            word = token["word"] or ""
            if token["unit"]:
                units.add(_UNIT[token[0]])
            elif token["name"]:
                names += _NAME[token[0]].split()
            elif token["number"]:
                numbers.append(str(_value(token[0])))
            elif word:
                words.append(word)
    return Reference(tuple(numbers), frozenset(units), tuple(names), tuple(words))


def _value(numeral: str) -> int:
    if numeral in _ENGLISH:
        return _ENGLISH[numeral]
    if numeral[0].isdecimal():
        return int(numeral.rstrip("stndrh"))
    if numeral[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in numeral]
        following = [*values[1:], 0]
        return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    total = current = 0
    for character in numeral:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = 10 * current + _HAN[character]
    return total + current


def _found(documents: Sequence[Document], reference: Reference) -> list[Record]:
    """The records, by the first way of counting that the reference may mean and that leads
    anywhere: in any document if it says what it counts, otherwise in each."""
    ways: tuple[Callable[[Document, Reference], list[Record]], ...]
    if reference.names:
        ways = (_named,)
    elif "paragraph" in reference.units:
        ways = (_paragraph,)
    elif reference.units == {"section"}:
        ways = (_section, _item)
    else:
        ways = (_item, _section, _paragraph)
    found: list[Record] = []
    for group in [documents] if reference.units else [[document] for document in documents]:
        there = ([r for d in group for r in way(d, reference)] for way in ways)
        found += next(filter(None, there), [])
    return found


def _named(document: Document, reference: Reference) -> list[Record]:
    """Preamble, box 4, paragraph 2 of the foreword: by the beginning of the locator."""
    number = "-".join(reference.numbers) or "[0-9]+"
    optional = "" if reference.numbers else "?"
    pattern = re.compile(rf"(?:{'|'.join(reference.names)})(?:-{number}){optional}")
    return [r for r in document.records if pattern.fullmatch(r.id.partition("/")[2])]


def _item(document: Document, reference: Reference) -> list[Record]:
    """The item of the whole number; or of the last one, in the section of those before."""
    *above, last = reference.numbers
    whole = ".".join(reference.numbers)
    items = [r for r in document.records if r.number == whole]
    return items or [
        r for r in document.records if above and r.number == last and _lies(r, ".".join(above))
    ]


def _section(document: Document, reference: Reference) -> list[Record]:
    """All records of a section and of those in it."""
    return [r for r in document.records if _lies(r, ".".join(reference.numbers))]


def _lies(record: Record, section: str) -> bool:
    own = (record.section or "").partition("/")[2]
    return own == section or own.startswith(f"{section}.")


def _paragraph(document: Document, reference: Reference) -> list[Record]:
    """The paragraph of the last number, in the section of those before."""
    *above, last = reference.numbers
    return [r for r in document.records if r.id == f"{document.id}/{'.'.join(above)}-{last}"]
