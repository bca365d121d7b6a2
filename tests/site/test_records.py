"""The page of a record: its descent, its citations, the way to correct it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import cyberspace_corpus as cc
from cyberspace_corpus.site.book import Book, open_book
from cyberspace_corpus.site.build import build
from cyberspace_corpus.site.pages.records import descent

REPO = Path(__file__).resolve().parents[2]
BOOK = Book(REPO, cc.load())


def test_descent() -> None:
    """All four documents in their order; of the others, every record of one descent, those of
    the concordance first."""
    for record in BOOK.corpus.records:
        generations = descent(BOOK, record)
        assert [g.document.id for g in generations] == list(BOOK.documents)
        assert [g.own for g in generations] == [d == record.document for d in BOOK.documents]
        found = {r.record.id for g in generations if not g.own for r in g.relatives}
        kin = {r.id for r in (*record.ancestors(), *record.descendants())}
        assert found == kin
        direct = {r.record.id for g in generations if not g.own for r in g.relatives if r.pair}
        rows = BOOK.corpus.concordance
        assert direct == {
            b if a == record.id else a
            for a, b in ((row.source_record, row.target_record) for row in rows)
            if record.id in (a, b)
        }
        for generation in generations:
            pairs = [relative.pair for relative in generation.relatives]
            assert pairs == sorted(pairs, key=lambda pair: pair is None)


def test_citations(site: Path) -> None:
    record = BOOK.corpus["china-africa-2021/7"]
    html = (site / "en/records/china-africa-2021/7.html").read_text("utf-8")
    for style in ("chicago", "apa", "gb7714", "bibtex"):
        assert escape(record.cite(style).strip()).replace("&quot;", "&#34;") in html


def test_where_to_correct(site: Path, small: Path) -> None:
    """Without a repository the page names the file; with one it leads to the form, filled in."""
    html = (site / "zh/records/wic-2020/7.html").read_text("utf-8")
    assert "data/records/wic-2020/7.yaml" in html
    files = build(open_book(small, "https://github.com/example/lake"))
    form = "https://github.com/example/lake/issues/new?template=correction.yml"
    filled = f'href="{form}&amp;title=Correction%3A+lake-2001%2F1&amp;record=lake-2001%2F1"'
    for page in ("records/lake-2001/1", "documents/lake-2001"):
        assert filled in files[f"en/{page}.html"].decode()
