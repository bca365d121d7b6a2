"""Figures: numbers in digits with their scale, and numbers that words may be saying."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberspace_corpus.annotate.figures import amounts, free, spelled, written
from cyberspace_corpus.model.base import Lang


def figures(text: str, lang: Lang, outside: Iterable[tuple[int, int]]) -> set[Decimal]:
    return amounts(free(written(text, lang), outside), lang)


def found(text: str, lang: Lang) -> set[Decimal]:
    return figures(text, lang, ())


def numbers(*values: str) -> set[Decimal]:
    return {Decimal(value) for value in values}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("灯塔12座", ["12"]),
        ("12座灯塔、3艘渡轮", ["12", "3"]),
        ("45.5万亿元", ["45500000000000"]),
        ("3亿", ["300000000"]),
        ("1.5万座", ["15000"]),
        ("2千", ["2000"]),
        ("3百", ["300"]),
        ("1,234座", ["1234"]),
        ("1,234,567.8元", ["1234567.8"]),
        ("12,座", ["12"]),
        ("12,34", ["12", "34"]),
        ("12%", ["12"]),
        ("0.50", ["0.5"]),
        ("007", ["7"]),
        ("12座，12艘", ["12"]),
        ("5G网络", []),
        ("A5座", []),
        ("COVID-19", []),
        ("+86", []),
        ("版本3.10.2", ["3.1"]),
        ("十二座", []),
        ("１２座", []),
        ("", []),
    ],
)
def test_chinese_figures(text: str, values: list[str]) -> None:
    """Digits with 万 and 亿; digits that belong to a name of letters are no figure."""
    assert found(text, "zh") == numbers(*values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12 lighthouses", ["12"]),
        ("12 lighthouses and 3 ferries", ["12", "3"]),
        ("45.5 trillion yuan", ["45500000000000"]),
        ("1 billion", ["1000000000"]),
        ("3 million", ["3000000"]),
        ("15 thousand", ["15000"]),
        ("a 12-million project", ["12000000"]),
        ("1,234,567.8", ["1234567.8"]),
        ("In all, 12, or 3.", ["12", "3"]),
        ("12.", ["12"]),
        ("1st, 2nd, 3rd, 4th", ["1", "2", "3", "4"]),
        ("12 percent, 12%", ["12"]),
        ("3 millions", ["3"]),
        ("3 millionaires", ["3"]),
        ("5G network", []),
        ("15G network", []),
        ("B12", []),
        ("COVID-19", []),
        ("twelve", []),
        ("", []),
    ],
)
def test_english_figures(text: str, values: list[str]) -> None:
    """Digits with million and ordinals; digits of a word of letters are no figure."""
    assert found(text, "en") == numbers(*values)


@pytest.mark.parametrize(
    ("text", "lang"), [("15G网络", "zh"), ("100Mbps", "zh"), ("1.5G", "zh"), ("1.5G", "en")]
)
def test_no_figure_within_a_word(text: str, lang: Lang) -> None:
    """A number that a letter follows is no figure, not even its first digits."""
    assert found(text, lang) == set()


@pytest.mark.parametrize(
    ("text", "value"),
    [("3千万元", "30000000"), ("2百万", "2000000"), ("5百亿", "50000000000"), ("1千亿", "1E+11")],
)
def test_scales_of_two_characters(text: str, value: str) -> None:
    """千万 is ten million, as in 3千万元."""
    assert found(text, "zh") == numbers(value)


def test_figures_outside() -> None:
    """What lies in a date or a name is left out, even in part; half-open."""
    text = "2001年有12座"
    assert figures(text, "zh", [(0, 5)]) == numbers("12")
    assert figures(text, "zh", [(6, 8)]) == numbers("2001")
    assert figures(text, "zh", [(7, 8)]) == numbers("2001")
    assert figures(text, "zh", [(8, 9), (4, 6)]) == numbers("2001", "12")
    assert figures(text, "zh", iter([(0, 5), (6, 8)])) == set()


def test_languages_agree() -> None:
    """The same figure is the same number, whichever way its scale is printed."""
    assert found("45.5万亿元，1.2亿人，3万座", "zh") == found(
        "45.5 trillion yuan, 120 million people, 30,000 lamps", "en"
    )


SCALES: Final[dict[Lang, dict[str, int]]] = {
    "zh": {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12},
    "en": {"": 1, " thousand": 10**3, " million": 10**6, "-billion": 10**9, " trillion": 10**12},
}


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.data(), st.integers(0, 10**7), st.integers(0, 999), st.booleans())
def test_any_figure(data: st.DataObject, whole: int, part: int, grouped: bool) -> None:
    """Any number in digits is read as that number times its scale, in both languages."""
    lang: Lang = data.draw(st.sampled_from(["zh", "en"]))
    scale = data.draw(st.sampled_from(list(SCALES[lang])))
    digits = f"{whole:,}" if grouped else str(whole)
    fraction = f".{part}" if part else ""
    text = f"共{digits}{fraction}{scale}座" if lang == "zh" else f"in {digits}{fraction}{scale}."
    value = Decimal(f"{whole}{fraction}") * SCALES[lang][scale]
    assert found(text, lang) == {value}


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("十", ["10"]),
        ("十二座", ["12"]),
        ("二十三", ["23"]),
        ("三十", ["30"]),
        ("一百", ["100"]),
        ("百", ["100"]),
        ("一百零五", ["105"]),
        ("三百五十六", ["356"]),
        ("两座灯塔", ["2"]),
        ("双方", ["2"]),
        ("三座灯塔，五艘渡轮", ["3", "5"]),
        ("第一、第二", ["1", "2"]),
        ("零", ["0"]),
        ("12座", []),
        ("灯塔", []),
    ],
)
def test_chinese_words(text: str, values: list[str]) -> None:
    """Chinese numerals up to hundreds."""
    assert spelled(text, "zh") == numbers(*values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Twelve lamps", ["12"]),
        ("the third and the fourth", ["3", "4"]),
        ("once, twice, both, half", ["1", "2"]),
        ("three-year", ["3"]),
        ("thirty, forty, fifty, a hundred", ["30", "40", "50", "100"]),
        ("zero", ["0"]),
        ("twentieth", ["20"]),
        ("stone, someone, weight, often", []),
        ("12 lamps", []),
        ("", []),
    ],
)
def test_english_words(text: str, values: list[str]) -> None:
    """English number words, whole words only, in whatever case."""
    assert spelled(text, "en") == numbers(*values)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.integers(1, 999))
def test_any_chinese_numeral(number: int) -> None:
    """Every numeral up to 999, written as it is written, is that number."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""
    assert spelled(f"共{text}座", "zh") == {Decimal(number)}
