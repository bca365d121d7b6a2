"""Two texts beside each other: nothing is lost, nothing is splintered, what is shared is found."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.wording import SHARED, SHORTEST, Part, changes, shared

TEXTS = st.text(alphabet="网络空间安全数据，。 abcdata-security’'.", max_size=60)


def plain(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def of_kind(parts: list[Part], kind: str) -> list[str]:
    return [part.text for part in parts if part.kind == kind]


def pairs(book: Book) -> Iterator[tuple[str, str, str]]:
    """The texts of all records that answer to each other, with their language."""
    for row in book.corpus.concordance:
        one, other = book.corpus[row.source_record], book.corpus[row.target_record]
        for lang in ("zh", "en"):
            texts = getattr(one, f"text_{lang}"), getattr(other, f"text_{lang}")
            if all(texts):
                yield lang, *texts


@given(TEXTS, TEXTS)
def test_changes_keep_both_texts(earlier: str, later: str) -> None:
    """What stays and what was cut is the earlier text, what stays and what was added the later;
    a text is unchanged if and only if nothing was cut or added."""
    before, after = changes(earlier, later)
    assert plain(before) == earlier
    assert plain(after) == later
    assert {part.kind for part in before} <= {"same", "cut"}
    assert {part.kind for part in after} <= {"same", "added"}
    if earlier == later:
        assert not of_kind(before, "cut")
        assert not of_kind(after, "added")


@given(TEXTS, TEXTS)
def test_shared_keeps_the_text(text: str, other: str) -> None:
    for lang in SHARED:
        assert plain(shared(text, other, lang)) == text


def test_changes_of_an_item(book: Book) -> None:
    """Item 8 of 2020 and item 7 of 2021: the users are gone, deletion has come in."""
    earlier, later = book.corpus["wic-2020/8"], book.corpus["china-africa-2021/7"]
    assert earlier.text_zh is not None
    assert later.text_zh is not None
    before, after = changes(earlier.text_zh, later.text_zh)
    assert "用户" in of_kind(before, "cut")
    assert "、删除" in of_kind(after, "added")


def test_no_splinters(book: Book) -> None:
    """Between two changes stands no single character or word."""
    for _, one, other in pairs(book):
        before, _ = changes(one, other)
        for part in before[1:-1]:
            words = [word for word in part.text.split() if word.strip(",.;:，。、")]
            enough = len(words) >= SHORTEST or len(part.text.strip("，。、 ")) >= SHORTEST
            assert part.kind == "cut" or enough, part


def test_apostrophes_are_alike() -> None:
    """Straight or curved, an apostrophe is no change; each text keeps its own."""
    before, after = changes("offering China’s wisdom to all", "offering China's wisdom to all")
    assert not of_kind(before, "cut")
    assert not of_kind(after, "added")
    assert plain(after) == "offering China's wisdom to all"


def test_shared_wording_wherever_it_stands() -> None:
    """A clause counts in another order too; a shorter one does not."""
    one, other = "发展共同推进一二三安全共同维护", "安全共同维护四五六发展共同推进"
    assert of_kind(shared(one, other, "zh"), "same") == ["发展共同推进", "安全共同维护"]
    assert of_kind(shared("一二三四五六", "一二三四五", "zh"), "same") == []
    assert of_kind(
        shared("We Build a community in cyberspace", "to build a community in cyberspace", "en"),
        "same",
    ) == ["Build a community in cyberspace"]


def test_shared_is_mutual(book: Book) -> None:
    """If a text shares wording with another, the other shares wording with it."""
    for lang, one, other in pairs(book):
        here, there = shared(one, other, lang), shared(other, one, lang)
        assert bool(of_kind(here, "same")) == bool(of_kind(there, "same"))
