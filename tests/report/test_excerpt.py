"""The line of a finding and the caret under it, measured by another library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cyberspace_corpus.report.excerpt import CUT, MAX_COLUMNS, excerpt, rows_of


def under(row: str, column: int) -> str:
    """What stands right above the caret: the rest of the shown line from its column on."""
    found = excerpt(row.encode(), column)
    assert found is not None
    shown, lead = found
    assert lead == " " * len(lead)
    # From the end: a combining mark belongs to the character before it.
    for at in range(len(shown), -1, -1):
        if cell_len(shown[:at]) == len(lead):
            return shown[at:]
    pytest.fail(f"the caret stands within a character of {shown!r}")


@pytest.mark.parametrize(
    ("row", "column", "at"),
    [
        ("type: plaace", 7, "plaace"),
        ("  - zh: 网络空间", 11, "空间"),
        ("  - zh: （一），二", 13, "二"),
        ("zh: ￥１２ａ", 6, "１２ａ"),
        ("note: 🚢🗼 ferry", 10, "ferry"),
        ("note: 👍🏽 ok", 10, "ok"),
        ("zh: 𠀀𠀁灯", 7, "灯"),
        ("en: n\u0304a\u0308o", 9, "o"),
        ("en: ก่า end", 9, "end"),
        ("zh: ｶﾞ半", 7, "半"),
        ("zh: “灯塔”，", 8, "”，"),
        ("x", 1, "x"),
        ("x", 2, ""),
        ("x", 99, ""),
    ],
)
def test_caret_is_right_under_the_place(row: str, column: int, at: str) -> None:
    """The caret counts columns of a terminal, whatever the characters before it take."""
    assert under(row, column) == at


def test_caret_under_a_combining_mark() -> None:
    """A mark has no column of its own: the caret stands under its letter."""
    found = excerpt("en: n\u0304a".encode(), 6)
    assert found == ("en: n\u0304a", "    ")


def test_invisible_characters_are_named() -> None:
    """What cannot be seen is shown by its number, and the caret stands under that."""
    assert under("zh: 网\u200b络", 6) == "<U+200B>络"
    assert under("zh: \x1b[31m灯", 10) == "灯"


@pytest.mark.parametrize("character", ["a", "灯", "🚢"])
@pytest.mark.parametrize("length", [60, 70, 71, 137, 5000])
def test_long_lines_are_cut_around_the_caret(character: str, length: int) -> None:
    """Wherever the place is, it is shown, with … where the line goes on."""
    for column in (1, 2, length // 3, length // 2, length - 1, length):
        row = character * (column - 1) + "!" + character * (length - column)
        found = excerpt(row.encode(), column)
        assert found is not None
        shown, _ = found
        assert cell_len(shown) <= MAX_COLUMNS + 2
        assert under(row, column).startswith("!")
        whole = cell_len(row) <= MAX_COLUMNS + 2
        assert (CUT in shown) is not whole
        if not whole:
            assert cell_len(shown) >= MAX_COLUMNS - 1
        assert shown.startswith(CUT) or column <= MAX_COLUMNS + 2
        assert not (shown.startswith(CUT) and column == 1)
        assert not (shown.endswith(CUT) and column == length)


WIDE = st.sampled_from("a 灯，（🚢é１")


@given(st.text(WIDE, min_size=1, max_size=120), st.integers(0, 119))
def test_caret_anywhere(text: str, at: int) -> None:
    """Under any text the caret finds its character."""
    at = min(at, len(text) - 1)
    row = "x" + text
    rest = under(row, at + 2)
    assert rest.startswith(row[at + 1 : at + 3][:1])


def test_bytes_that_are_not_utf8() -> None:
    """The place of a bad byte is counted in bytes; the caret still finds it."""
    row = "note: 灯塔 caf".encode() + b"\xe9!"
    found = excerpt(row, len(row) - 1)
    assert found is not None
    shown, lead = found
    assert shown == "note: 灯塔 caf\N{REPLACEMENT CHARACTER}!"
    assert len(lead) == cell_len("note: 灯塔 caf")


@pytest.mark.parametrize("row", ["", "   ", "\u3000"])
def test_nothing_to_point_at(row: str) -> None:
    """A blank line is not shown."""
    assert excerpt(row.encode(), 1) is None


def test_rows_of_odd_files(tmp_path: Path) -> None:
    """What is no ordinary file has no lines, and nobody waits for a pipe."""
    (tmp_path / "file").write_bytes(b"one\r\ntwo\r\n")
    assert rows_of(tmp_path / "file") == [b"one", b"two", b""]
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with open(tmp_path / "huge", "wb") as huge:
        huge.truncate(1 << 40)
    for name in ("link", "loop", "pipe", "huge", "nothing", "."):
        assert rows_of(tmp_path / name) == []
