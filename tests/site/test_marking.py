"""Marks in a text: nothing of the text is lost, elements nest, links stay whole."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from cyberspace_corpus.site.marking import LINK, Mark, attributes, marked, note


class Read(HTMLParser):
    """What a browser makes of a text: its characters without the notes, its elements as
    (name, text); wrong nesting is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, str]] = []
        self._open: list[tuple[str, int]] = []
        self.feed(str(html))
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("a", "sup"):
            assert all(name != "a" for name, _ in self._open), "a link within a link"
        self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        name, start = self._open.pop()
        assert name == tag
        self.elements.append((tag, self.text[start:]))

    def handle_data(self, data: str) -> None:
        if all(name != "sup" for name, _ in self._open):
            self.text += data


def test_one_within_another() -> None:
    marks = [Mark(0, 6, "i", rank=1), Mark(2, 4, "b", rank=2)]
    assert marked("abcdef", marks) == "<i>ab<b>cd</b>ef</i>"


def test_what_crosses_a_link_is_cut() -> None:
    marks = [Mark(2, 6, "a", attributes(href="#x")), Mark(0, 4, "i", rank=LINK + 1)]
    assert marked("abcdef", marks) == '<i>ab</i><a href="#x"><i>cd</i>ef</a>'


def test_a_note_stands_behind_its_words_and_outside_links() -> None:
    """The note on words that end within a link waits until the link is closed."""
    sign = note("a", "7~a")
    marks = [Mark(0, 4, "a"), Mark(1, 2, "i", rank=LINK + 1, note=sign)]
    assert marked("abcd。", marks) == f"<a>a<i>b</i>cd</a>{sign}。"


def test_everything_is_escaped() -> None:
    """Text and attributes of a mark are shown and never run."""
    mark = Mark(0, 3, "a", attributes(href='"><script>', class_="x"))
    assert marked("<b>&", [mark]) == (
        '<a href="&#34;&gt;&lt;script&gt;" class="x">&lt;b&gt;</a>&amp;'
    )


def test_a_stretch_has_its_part_of_a_mark() -> None:
    """Of a mark that goes on beyond a sentence, each sentence shows its part; the note stands
    once, where it ends."""
    mark = Mark(1, 5, "i", rank=1, note=note("a", "x"))
    assert marked("abc def", [mark], 0, 3) == "a<i>bc</i>"
    assert marked("abc def", [mark], 4, 7) == f"<i>d</i>{note('a', 'x')}ef"


TEXT = "数字 <合作> & data"
PLACES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(st.tuples(PLACES, st.integers(1, 3))), st.integers(0, len(TEXT) - 1))
def test_any_marks(given: list[tuple[list[int], int]], link: int) -> None:
    """Whatever the marks, the text is all there and the elements nest; the link is one."""
    marks = [
        Mark(start, end, "span", rank=rank, note=note("n", "n"))
        for (start, end), rank in given
        if start < end
    ]
    marks.append(Mark(link, len(TEXT), "a", attributes(href="#x")))
    html = marked(TEXT, marks)
    read = Read(html)
    assert read.text == TEXT
    assert [text for name, text in read.elements if name == "a" and text] == [TEXT[link:]]
    assert html.count("<sup>") == len(marks) - 1
