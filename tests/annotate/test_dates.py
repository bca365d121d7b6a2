"""Dates: the days a value covers, as another library of EDTF has them; what looks like one."""

from __future__ import annotations

import calendar
import datetime
from functools import cache
from typing import Final

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberspace_corpus.annotate.dates import (
    EXPRESSION,
    NotEdtf,
    Stretch,
    bounds,
    expressions,
    place,
    unlisted,
)
from cyberspace_corpus.model.base import LANGS, Lang

MANY: Final = settings(max_examples=300, deadline=None, database=None, derandomize=True)
SLOW: Final = settings(MANY, max_examples=80)
"""The other library takes its time."""


def day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-11", "2022-11-01", "2022-11-30"),
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("2022-11-07", "2022-11-07", "2022-11-07"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2016/2020", "2016-01-01", "2020-12-31"),
        ("2016-03/2020-02", "2016-03-01", "2020-02-29"),
        ("2016/2016", "2016-01-01", "2016-12-31"),
        ("2016-05-01/2016", "2016-05-01", "2016-12-31"),
        ("2016/..", "2016-01-01", None),
        ("2016-05/..", "2016-05-01", None),
        ("../2016", None, "2016-12-31"),
        ("../2016-02", None, "2016-02-29"),
    ],
)
def test_bounds(value: str, first: str | None, last: str | None) -> None:
    """The first and the last day of each form; None where an interval is open."""
    assert bounds(value) == (day(first), day(last))


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "2022 ", " 2022", "2022\n", "22", "222", "20222", "-2022", "+2022", "2022-"),
        *("2022-1", "2022-1-1", "2022-11-7", "2022-111", "20221107", "2022/11/07", "2022.11"),
        *("2022-13", "2022-99", "2022-11-31", "2022-02-29", "2022-02-30", "2100-02-29"),
        *("2022-11-32", "0000", "0000-01-01"),
        *("/", "..", "../..", "2016/", "/2016", "2016/2017/2018", "2016//2017", "../", "/.."),
        *("2017/2016", "2016-05/2016-04", "2016-05-02/2016-05-01", "2016/2015-12-31"),
        *("2016?", "2016~", "2016%", "201X", "20XX", "2016-XX", "{2016,2017}", "[2016,2017]"),
        *("Y20160", "2016-21", "2016-05-01T00:00:00", "open", "unknown", "２０１６", "二〇一六"),
        *("2016-05-20/20", "2016-05-20/05-21", "...", "2016/...", "2016-05-01/T"),
    ],
)
def test_what_is_no_date(value: str) -> None:
    """Impossible days, other forms of EDTF and other notations are refused by name."""
    with pytest.raises(NotEdtf) as caught:
        bounds(value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("value", ["2022-00", "2022-11-00", "2022-00-07", "2016/2022-00"])
def test_no_month_or_day_is_zero(value: str) -> None:
    """There is neither a month nor a day 00."""
    with pytest.raises(EDTFParseException):
        parse_edtf(value)
    with pytest.raises(NotEdtf):
        bounds(value)


@cache
def other(value: str) -> tuple[datetime.date, datetime.date]:
    """The bounds as the library ``edtf`` has them."""
    found = parse_edtf(value)
    return datetime.date(*found.lower_strict()[:3]), datetime.date(*found.upper_strict()[:3])


YEARS: Final = st.one_of(st.integers(1, 9999), st.integers(1990, 2030))
MONTHS: Final = st.integers(1, 12)
DAYS: Final = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
POINTS: Final = st.one_of(
    st.builds("{:04}".format, YEARS),
    st.builds("{:04}-{:02}".format, YEARS, MONTHS),
    DAYS.map(datetime.date.isoformat),
)


@SLOW
@given(POINTS)
def test_points_as_edtf_has_them(value: str) -> None:
    """A year, a month, a day: the same first and last day as in the other library."""
    assert bounds(value) == other(value)


@SLOW
@given(POINTS, POINTS)
def test_intervals_as_edtf_has_them(one: str, two: str) -> None:
    """An interval goes from the first day of the one to the last of the other; one that ends
    before it begins is refused."""
    value = f"{one}/{two}"
    earliest, latest = other(value)
    if earliest > latest:
        with pytest.raises(NotEdtf):
            bounds(value)
        value = f"{two}/{one}"
    assert bounds(value) == other(value)


@MANY
@given(POINTS)
def test_open_intervals(value: str) -> None:
    """An open end is no day, and the other end is that of the point."""
    assert bounds(f"{value}/..") == (bounds(value)[0], None)
    assert bounds(f"../{value}") == (None, bounds(value)[1])


@pytest.mark.parametrize("value", ["2016", "2016-02", "2016-02-29"])
def test_open_intervals_as_edtf_has_them(value: str) -> None:
    """What is None here is infinite in the other library, and the other end is the same."""
    since, until = parse_edtf(f"{value}/.."), parse_edtf(f"../{value}")
    assert since.upper_strict() == float("inf")
    assert until.lower_strict() == float("-inf")
    assert bounds(f"{value}/..") == (datetime.date(*since.lower_strict()[:3]), None)
    assert bounds(f"../{value}") == (None, datetime.date(*until.upper_strict()[:3]))


@MANY
@given(st.integers(1890, 2110), st.integers(1, 13), st.integers(1, 32))
def test_calendar(year: int, month: int, day: int) -> None:
    """A day is taken just when the calendar has it."""
    value = f"{year:04}-{month:02}-{day:02}"
    if month <= 12 and day <= calendar.monthrange(year, month)[1]:
        found = datetime.date(year, month, day)
        assert bounds(value) == (found, found)
    else:
        with pytest.raises(NotEdtf):
            bounds(value)


@MANY
@given(st.text("0123456789-/.X?~%[]{},", max_size=12))
def test_any_signs(value: str) -> None:
    """Whatever has the signs of a date either is one or is refused; nothing else happens."""
    try:
        earliest, latest = bounds(value)
    except NotEdtf:
        return
    assert earliest is not None or latest is not None
    if earliest is not None and latest is not None:
        assert earliest <= latest


# --- expressions ----------------------------------------------------------------------------


def found(text: str, lang: Lang) -> list[str]:
    return [match[0] for match in expressions(text, lang)]


PIECES: Final = [
    *(
        "2",
        "0",
        "19",
        "2016",
        "5",
        "14th",
        "年",
        "月",
        "日",
        ",",
        ".",
        "%",
        " ",
        "x",
        "A",
        "“",
        "”",
    ),
    *("May ", "January 5", "March", "In recent years", "at present", "Currently", "currently"),
    *(
        "14th Five-Year Plan",
        "十四五",
        "“十四五”",
        "近年来",
        "当前",
        "目前",
        "过去五年",
        "多年来",
        "一段时间以来",
    ),
]


@settings(max_examples=500, deadline=None, database=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(LANGS))
def test_places_are_found_by_their_beginning(text: str, lang: Lang) -> None:
    """Looking only where an expression may begin finds what looking everywhere finds."""
    wanted = [match.span() for match in EXPRESSION[lang].finditer(text)]
    assert [match.span() for match in expressions(text, lang)] == wanted


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("2001年5月20日，论坛开幕", ["2001年5月20日"]),
        ("2001年5月", ["2001年5月"]),
        ("截至2001年12月31日", ["2001年12月31日"]),
        ("自2001年以来", ["2001年"]),
        ("于5月20日", ["5月20日"]),
        ("5月至6月", ["5月", "6月"]),
        ("2001—2003年", ["2001", "2003年"]),
        ("2001年、2003年", ["2001年", "2003年"]),
        ("镜湖2001", ["2001"]),
        ("1850年", ["1850年"]),
        ("近年来，渡轮增多；当前，雾笛不足", ["近年来", "当前"]),
        ("过去五年，八年来", ["过去五年", "八年来"]),
        ("“十四五”规划", ["“十四五”"]),
        ("1750年", []),
        ("2100年", []),
        ("12001年", []),
        ("2001.5", []),
        ("2001%", []),
        ("2001％", []),
        ("5.2001", []),
        ("A2001", []),
        ("20015座", []),
        ("3000座灯塔", []),
        ("12座", []),
        ("三个月", []),
        ("十四五", []),
        ("", []),
    ],
)
def test_finds_chinese_expressions(text: str, expressions: list[str]) -> None:
    """What looks like a date in Chinese, and what only has its digits."""
    assert found(text, "zh") == expressions


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("On May 20, 2001, the Forum", ["May 20, 2001"]),
        ("On May 20 the Forum", ["May 20"]),
        ("In May 2001, the Forum", ["May 2001"]),
        ("In 2001, the Forum", ["2001"]),
        ("in 2001.", ["2001"]),
        ("(2001)", ["2001"]),
        ("from 2001 to 2003", ["2001", "2003"]),
        ("2001-2003", ["2001", "2003"]),
        ("20 May 2001", ["May 2001"]),
        ("In 2001, 12 lamps", ["2001"]),
        ("In recent years, and at present", ["In recent years", "at present"]),
        ("Currently, the fog", ["Currently"]),
        ("the 14th Five-Year Plan", ["14th Five-Year Plan"]),
        ("May the fog lift", []),
        ("Mayor 12", []),
        ("2001,500 lamps", []),
        ("2,001 lamps", []),
        ("2001.5 miles", []),
        ("2001% more", []),
        ("12001 lamps", []),
        ("20010 lamps", []),
        ("A2001", []),
        ("1750 lamps", []),
        ("2100 lamps", []),
        ("May 123", []),
        ("the Ninth Five-Year Plan", []),
        ("", []),
    ],
)
def test_finds_english_expressions(text: str, expressions: list[str]) -> None:
    """What looks like a date in English, and what only has its digits."""
    assert found(text, "en") == expressions


@pytest.mark.parametrize("text", ["concurrently", "that presents", "that presently"])
def test_english_words_are_whole(text: str) -> None:
    """Words of time are not found inside other words."""
    assert found(text, "en") == []


# --- what a record lists --------------------------------------------------------------------


def test_place() -> None:
    """Every occurrence of a surface is found, with the index of its entry, in order."""
    text = "2001年，论坛；2003年，计划；2001年，雾。"
    assert place(text, [(7, "2003年"), (4, "2001年")]) == [
        Stretch(0, 5, 4),
        Stretch(9, 14, 7),
        Stretch(18, 23, 4),
    ]
    assert place(text, [(0, "2002年")]) == []
    assert place(text, []) == []


def test_the_longest_is_placed_first() -> None:
    """A short expression is not found inside a longer one, whichever is listed first."""
    text = "2001年5月20日，后于2001年"
    surfaces = [(0, "2001年"), (1, "2001年5月20日"), (2, "5月20日")]
    wanted = [Stretch(0, 10, 1), Stretch(13, 18, 0)]
    assert place(text, surfaces) == wanted
    assert place(text, surfaces[::-1]) == wanted


def test_two_entries_of_the_same_words() -> None:
    """Of two entries with the same words the first takes them."""
    assert place("2001年", [(3, "2001年"), (5, "2001年")]) == [Stretch(0, 5, 3)]


def test_place_takes_whole_words() -> None:
    """Digits and Latin letters are parts of words: 2001 does not stand in 20015."""
    assert place("20015 in 2001", [(0, "2001")]) == [Stretch(9, 13, 0)]


@pytest.mark.parametrize(
    ("text", "listed", "left"),
    [
        ("2001年5月，近年来", ["2001年5月", "近年来"], []),
        ("2001年5月，近年来", ["2001年5月"], ["近年来"]),
        ("2001年5月，近年来", [], ["2001年5月", "近年来"]),
        ("自2001年以来", ["自2001年以来"], []),
        ("2001年，2001年", ["2001年"], []),
        ("雾情", [], []),
    ],
)
def test_unlisted(text: str, listed: list[str], left: list[str]) -> None:
    """Expressions that the record does not list are left over."""
    stretches = place(text, list(enumerate(listed)))
    assert [match[0] for match in unlisted(text, "zh", stretches)] == left


@pytest.mark.parametrize(
    ("text", "listed"), [("2001年5月20日", "2001年"), ("2001年5月", "5月"), ("5月20日", "20日")]
)
def test_a_part_is_not_the_whole(text: str, listed: str) -> None:
    """A match must lie within an expression that is listed: a part of it does not do."""
    stretches = place(text, [(0, listed)])
    assert [match[0] for match in unlisted(text, "zh", stretches)] == [text]
