"""Keyword in context: the words are those of the text, and what stands around them too."""

from __future__ import annotations

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.context import AROUND, ELLIPSIS, chapters, line, naming, pattern, starts


def test_lines_are_the_text(book: Book) -> None:
    """Every mention of the corpus: the line is a stretch of the text around the words, within
    its limits, and no English word is cut."""
    for mention in book.corpus.mentions:
        record = book.corpus[mention.record]
        text = getattr(record, f"text_{mention.lang}")
        found = line(record, mention.lang, mention.start, mention.end)
        assert found.key == mention.surface
        left, right = found.left.removeprefix(ELLIPSIS), found.right.removesuffix(ELLIPSIS)
        begin, end = mention.start - len(left), mention.end + len(right)
        assert text[begin:end] == left + found.key + right
        assert max(len(left), len(right)) <= AROUND[mention.lang]
        assert (begin == 0) == (not found.left.startswith(ELLIPSIS))
        if mention.lang == "en":
            assert begin in (0, mention.start) or text[begin - 1].isspace()
            assert end in (len(text), mention.end) or text[end].isspace()


def test_naming_finds_every_mention(book: Book) -> None:
    """An entity has a line for each of its mentions, by document in their order."""
    for entity in ("china", "united-nations", "oewg"):
        found = chapters(book, naming(book.naming[entity], entity))
        assert [chapter.document.id for chapter in found] == [
            id for id in book.documents if any(r.document == id for r in book.naming[entity])
        ]
        for lang in ("zh", "en"):
            told = [m for m in book.corpus.mentions if (m.entity, m.lang) == (entity, lang)]
            assert sum(chapter.count(lang) for chapter in found) == len(told) > 0


def test_segments_begin_where_they_stand(book: Book) -> None:
    for record in book.corpus.records:
        for lang in ("zh", "en"):
            for segment, at in starts(record, lang):
                text, part = getattr(record, f"text_{lang}"), getattr(segment, lang)
                assert text[at : at + len(part)] == part


def test_words_are_found_with_their_endings() -> None:
    finder = pattern("cyber sovereignty")
    assert finder.search("Cyber Sovereignty is")
    assert pattern("backdoor").findall("backdoors and a Backdoor") == ["backdoors", "Backdoor"]
    assert not pattern("law").search("an outlaw")
    assert not pattern("norm").search("normalisation")
