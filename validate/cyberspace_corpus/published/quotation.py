"""Checking a quotation: is it exact, altered, or not from these documents?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.rows import Record, Segment

NEAR: Final = 0.75
"""Likeness from which a passage counts as an altered quotation and not as another text: below
it, two sentences of these documents that merely share their formulas would be taken for one."""

SHORTEST: Final = 4
"""Fewest characters that can be told to be a quotation."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What became of a quotation."""

    verdict: Literal["exact", "altered", "absent"]
    """``absent`` if nothing in the corpus is like it; the rest is then empty."""
    record: Record | None = None
    """Where it stands."""
    lang: str | None = None
    """The language that it is in, ``zh`` or ``en``."""
    segments: tuple[Segment, ...] = ()
    """The pairs of sentences that it touches, so the other language is at hand."""
    likeness: float = 0.0
    """1 for an exact quotation, at least 0.75 for an altered one."""
    changes: tuple[tuple[str, str, str], ...] = ()
    """What was altered: ``replace``, ``delete`` or ``insert``, the words of the corpus, the words
    of the quotation."""
    elsewhere: tuple[Record, ...] = ()
    """Further records that hold the same words exactly."""


def check_quote(corpus: Corpus, text: str) -> Quote:
    """The verdict on a quotation; see :meth:`Corpus.check_quote`."""
    wanted = re.sub(r"\s+", " ", text).strip().strip("“”\"'‘’「」")
    if len(wanted) < SHORTEST:
        return Quote("absent")
    lang = "zh" if re.search("[\u4e00-\u9fff]", wanted) else "en"
    texts = [(r, t) for r in corpus.records if (t := getattr(r, f"text_{lang}"))]
    record: Record | None
    exact = [(r, t.index(wanted)) for r, t in texts if wanted in t]
    if exact:
        record, at = exact[0]
        segments = _segments(record, lang, at, at + len(wanted))
        others = tuple(r for r, _ in exact[1:])
        return Quote("exact", record, lang, segments, 1.0, (), others)
    best, record = (0.0, 0, 0), None
    for candidate, its_text in _candidates(texts, wanted):
        found = _nearest(its_text, wanted, max(NEAR, best[0]))
        if found[0] > best[0]:
            best, record = found, candidate
    likeness, start, end = best
    if record is None or likeness < NEAR:
        return Quote("absent")
    text_there = getattr(record, f"text_{lang}")
    if lang == "en":  # whole words
        while start > 0 and text_there[start - 1].isalnum():
            start -= 1
        while end < len(text_there) and text_there[end].isalnum():
            end += 1
    stands = text_there[start:end]
    segments = _segments(record, lang, start, end)
    return Quote(
        "altered", record, lang, segments, round(likeness, 4), tuple(_changes(stands, wanted, lang))
    )


def _grams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def _candidates(texts: list[tuple[Record, str]], wanted: str) -> list[tuple[Record, str]]:
    """The dozen records that share most with the quotation."""
    grams = _grams(wanted)
    scored = sorted(texts, key=lambda pair: -len(grams & _grams(pair[1])))
    return scored[:12]


def _nearest(text: str, wanted: str, least: float) -> tuple[float, int, int]:
    """The stretch of ``text`` that is most like ``wanted``: (likeness, start, end). Where none can
    be as like as ``least``, any or none."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return 0.0, 0, 0
    windows = {(blocks[0].a, blocks[-1].a + blocks[-1].size)}
    for block in blocks:
        start = max(0, block.a - block.b)
        windows.add((start, min(len(text), start + len(wanted))))
    best = (0.0, 0, 0)
    for low, high in sorted(windows):
        matcher.set_seq1(text[low:high])  # what is known of the other one stays
        if matcher.quick_ratio() >= max(least, best[0]):  # which is never below the ratio
            best = max(best, (matcher.ratio(), low, high))
    return best


def _changes(stands: str, wanted: str, lang: str) -> list[tuple[str, str, str]]:
    """What differs, by characters in Chinese and by words in English."""
    from difflib import SequenceMatcher

    split = list if lang == "zh" else (lambda text: re.findall(r"\s+|\w+|[^\w\s]", text))
    one, other = split(stands), split(wanted)
    return [
        (kind, "".join(one[a:b]), "".join(other[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if kind != "equal"
    ]


def _segments(record: Record, lang: str, start: int, end: int) -> tuple[Segment, ...]:
    found: list[Segment] = []
    at = 0
    for segment in record.segments:
        part = getattr(segment, lang)
        if part is None:
            continue
        if at < end and start < at + len(part):
            found.append(segment)
        at += len(part) + (lang == "en")
    return tuple(found)
