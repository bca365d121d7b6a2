"""Finding a record by the number that is printed before it, in whatever numbering.

The documents number their parts in Chinese and in English, in Han and Arabic numerals, and some
not at all; the editorial numbers of the records are what all of them lead to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.rows import Record

_DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {
    "两": 2
}
_HAN = "零〇一二两三四五六七八九十百"
_WORDS = re.compile(
    r"(?i)第|条|項|项|款|节|章|部分|之|\bitem\b|\barticle\b|\bno\b|\bsection\b|\bof\b|\bthe\b"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?:\s*年)?(?![0-9])")


def resolve(corpus: Corpus, place: str) -> tuple[Record, ...]:
    """The records that a reference means; see :meth:`Corpus.resolve`."""
    place = place.strip()
    if place in corpus:
        return (corpus[place],)
    documents, rest = _documents(corpus, place)
    number = _number(rest)
    if number is None:
        return ()
    found: list[Record] = []
    for document in documents:
        items = [r for r in corpus.records if r.document == document and r.number == number]
        section = f"{document}/{number}"
        found += items or [
            r
            for r in corpus.records
            if r.document == document
            and r.section is not None
            and (r.section == section or r.section.startswith(section + "."))
        ]
    return tuple(found)


def _documents(corpus: Corpus, place: str) -> tuple[list[str], str]:
    """The documents that a reference can mean, and what is left of it: by id, title or year."""
    for document in corpus.documents:
        for name in (document.id, document.title_zh, document.title_en):
            if name in place:
                same = [d.id for d in corpus.documents if name in (d.id, d.title_zh, d.title_en)]
                return same, place.replace(name, " ")
    if match := _YEAR.search(place):
        named = [d.id for d in corpus.documents if d.issued.startswith(match[1])]
        if named:
            return named, place[: match.start()] + " " + place[match.end() :]
    return [document.id for document in corpus.documents], place


def _number(text: str) -> str | None:
    """The number as records and sections have it: ``三（一）1`` is ``3.1.1``."""
    text = _WORDS.sub(" ", text)
    parts: list[str] = []
    for part in re.findall(rf"[0-9]+|[{_HAN}]+|[IVX]+", text):
        if part.isdigit():
            parts.append(str(int(part)))
        elif part[0] in "IVX":
            parts.append(str(_roman(part)))
        else:
            parts.append(str(_han(part)))
    left = re.sub(rf"[0-9{_HAN}IVX\s.,、，。()（）/:：-]", "", text)
    return ".".join(parts) if parts and not left else None


def _han(numeral: str) -> int:
    total = current = 0
    for character in numeral:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = _DIGITS[character]
    return total + current


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )
