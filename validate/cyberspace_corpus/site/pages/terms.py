"""Every term: how it is rendered in each document, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cyberspace_corpus.published.rows import Term
from cyberspace_corpus.site import links
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.collating import key
from cyberspace_corpus.site.context import Line, Occurrence, chapters
from cyberspace_corpus.site.page import LANGS, Lang, Page, both
from cyberspace_corpus.site.renderings import Use, uses

Table = Mapping[str | None, Mapping[str, int]]
"""How often each document has each rendering; None is a place that has none of them."""


def pages(book: Book) -> Iterator[Page]:
    """The list of all terms, and a page for each."""
    used = uses(book.corpus)
    tables = {term.id: table(term, used.get(term.id, ())) for term in book.corpus.terms}
    yield Page(
        "terms/index.html",
        "terms",
        both("术语", "Terms"),
        both(
            "中英术语对照及其在各文献中的译法。", "The bilingual terms, and how each is rendered."
        ),
        place="terms",
        styles=("lists.css",),
        values={"terms": {lang: _in_order(book, lang) for lang in LANGS}, "tables": tables},
    )
    for term in book.corpus.terms:
        yield Page(
            links.term(term.id),
            "term",
            both(term.zh, term.en),
            both(
                f"“{term.zh}”在各文献中的译法和出处。",
                f"How “{term.zh}” ({term.en}) is rendered in each document, and where.",
            ),
            place="terms",
            styles=("lists.css",),
            values={
                "term": term,
                "table": tables[term.id],
                "chapters": chapters(book, occurrences(used.get(term.id, ()))),
            },
        )


def _in_order(book: Book, lang: Lang) -> Sequence[Term]:
    return sorted(book.corpus.terms, key=lambda term: key(getattr(term, lang), lang))


def table(term: Term, used: Sequence[Use]) -> Table:
    """The renderings that occur, in the order of the term list, by document."""
    counted = Counter((use.rendering, use.record.document) for use in used)
    return {
        rendering: found
        for rendering in (term.en, *term.also, None)
        if (
            found := {document: n for (words, document), n in counted.items() if words == rendering}
        )
    }


def occurrences(used: Sequence[Use]) -> Iterator[Occurrence]:
    """The uses by record; an English place to which two of the Chinese lead stands once."""
    for _, found in groupby(used, key=lambda use: use.record.id):
        run = list(found)
        lines: dict[Lang, Sequence[Line]] = {
            "zh": [use.zh for use in run if use.zh],
            "en": list(dict.fromkeys(use.en for use in run if use.en)),
        }
        yield Occurrence(run[0].record, lines)
