"""How a term is rendered: every place of the Chinese that has it, with the English beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.rows import Record, Segment, Term
from cyberspace_corpus.site.context import Line, line, pattern, starts


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a term stands.

    ``rendering`` is how the English has it, one of the term's renderings; None if it has none
    of them. ``zh`` is None where the Chinese is lacking and only the English shows the term;
    ``en`` is None where no rendering was found or there is no English.
    """

    term: Term
    record: Record
    segment: Segment
    rendering: str | None
    zh: Line | None
    en: Line | None


def uses(corpus: Corpus) -> Mapping[str, Sequence[Use]]:
    """The uses of every term by its id, in reading order.

    As in the check of translations, the longest term wins, and a term within a name is left
    out, for a name has a rendering of its own.
    """
    terms = {term.zh: term for term in corpus.terms}
    longest_first = sorted(terms, key=len, reverse=True)
    any_term = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    finders = {
        term.id: [(words, pattern(words)) for words in (term.en, *term.also)]
        for term in corpus.terms
    }
    found: dict[str, list[Use]] = defaultdict(list)
    for record in corpus.records:
        for use in _of(record, terms, any_term, finders):
            found[use.term.id].append(use)
    return dict(found)


Finders = Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]


def _of(
    record: Record, terms: Mapping[str, Term], any_term: re.Pattern[str], finders: Finders
) -> Iterator[Use]:
    english = {segment.position: at for segment, at in starts(record, "en")}
    names = [(m.start, m.end) for m in record.mentions if m.lang == "zh"]
    for segment, at in starts(record, "zh"):
        for match in any_term.finditer(segment.zh or ""):
            start, end = at + match.start(), at + match.end()
            if any(low < end and start < high for low, high in names):
                continue
            term = terms[match[0]]
            rendering, shown = _rendering(record, segment, english, finders[term.id])
            yield Use(term, record, segment, rendering, line(record, "zh", start, end), shown)
    if record.text_zh is None:
        for segment in record.segments:
            for term in terms.values():
                rendering, shown = _rendering(record, segment, english, finders[term.id])
                if rendering is not None:
                    yield Use(term, record, segment, rendering, None, shown)


def _rendering(
    record: Record,
    segment: Segment,
    english: Mapping[int, int],
    finders: Sequence[tuple[str, re.Pattern[str]]],
) -> tuple[str | None, Line | None]:
    """The longest rendering that the English of the segment has, and where."""
    if segment.en is None:
        return None, None
    found = [(words, match) for words, finder in finders if (match := finder.search(segment.en))]
    if not found:
        return None, None
    words, match = max(found, key=lambda pair: len(pair[1][0]))
    at = english[segment.position]
    return words, line(record, "en", at + match.start(), at + match.end())
