"""How terms are rendered: what is found is there, and what is there is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.context import starts
from cyberspace_corpus.site.pages.terms import occurrences, table
from cyberspace_corpus.site.renderings import Use, uses


@pytest.fixture(scope="module")
def used(book: Book) -> Mapping[str, Sequence[Use]]:
    return uses(book.corpus)


def test_what_is_found_is_there(used: Mapping[str, Sequence[Use]]) -> None:
    """The Chinese is the term; the English is one of its renderings, in the same segment; only
    where the Chinese is lacking does the English stand alone."""
    for found in used.values():
        for use in found:
            assert use.zh is None or use.zh.key == use.term.zh
            assert (use.zh is None) == (use.record.text_zh is None)
            assert (use.rendering is None) == (use.en is None)
            if use.en and use.rendering:
                assert use.rendering in (use.term.en, *use.term.also)
                assert use.en.key.casefold().startswith(use.rendering.casefold())
                assert use.en.key in (use.segment.en or "")


def test_what_is_there_is_found(book: Book, used: Mapping[str, Sequence[Use]]) -> None:
    """Every place of a term that lies in no longer term and in no name."""
    terms = [term.zh for term in book.corpus.terms]
    for term in book.corpus.terms:
        longer = [other for other in terms if term.zh in other and other != term.zh]
        if longer:
            continue
        places = 0
        for record in book.corpus:
            names = [(m.start, m.end) for m in record.mentions if m.lang == "zh"]
            for segment, begin in starts(record, "zh"):
                at = (segment.zh or "").find(term.zh)
                while at >= 0:
                    low, high = begin + at, begin + at + len(term.zh)
                    places += not any(start < high and low < end for start, end in names)
                    at = (segment.zh or "").find(term.zh, at + len(term.zh))
        found = [use for use in used.get(term.id, ()) if use.zh is not None]
        # A term that begins before this one and overlaps it is found in its place.
        assert len(found) <= places
        if not any(term.zh[0] in other[1:] for other in terms):
            assert len(found) == places, term.id


def test_the_longest_term_wins(book: Book, used: Mapping[str, Sequence[Use]]) -> None:
    """A shorter term is not found within a longer one: 军备竞赛 in 网络空间军备竞赛."""
    (short,) = [term for term in book.corpus.terms if term.zh == "军备竞赛"]
    (long,) = [term for term in book.corpus.terms if term.zh == "网络空间军备竞赛"]
    assert used[long.id]
    for use in used[short.id]:
        assert use.zh is None or not use.zh.left.endswith("网络空间")


def test_the_renderings_of_sovereignty(book: Book, used: Mapping[str, Sequence[Use]]) -> None:
    """The machine translation of the white paper varies; the others follow the term list."""
    id = "sovereignty-in-cyberspace"
    (term,) = [term for term in book.corpus.terms if term.id == id]
    found = table(term, used[id])
    assert found["sovereignty in cyberspace"]["china-africa-2021"] == 2
    assert set(found["cyber sovereignty"]) == {"white-paper-2022"}
    assert sum(n for counts in found.values() for n in counts.values()) == len(used[id])


def test_occurrences_are_by_record(used: Mapping[str, Sequence[Use]]) -> None:
    """A record stands once, with all its Chinese places, and no English place twice."""
    for found in used.values():
        told = list(occurrences(found))
        ids = [one.record.id for one in told]
        assert ids == list(dict.fromkeys(use.record.id for use in found))
        assert sum(len(one.lines["zh"]) for one in told) == sum(use.zh is not None for use in found)
        assert all(len(set(one.lines["en"])) == len(one.lines["en"]) for one in told)
