"""Where lemmas stand, and what a witness must print where it differs from our text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cyberspace_corpus.model.text import Segment, Variant
from cyberspace_corpus.witness.apparatus import (
    Lemma,
    Unlocated,
    canonical,
    differences,
    locate,
    occurrences,
    reading_of,
    repairs_of,
    segment_starts,
)

TEXT: Final = "渡轮往来频繁，渡轮须通报雾情。"


def variant(readings: Mapping[str, str] | None = None, **values: Any) -> Variant:
    return Variant.model_validate(
        {"type": "substantive", "readings": dict(readings or {"x": "异"}), **values}
    )


def lemma(text: str, surface: str, index: int = 0, **values: Any) -> Lemma:
    """The lemma of a variant on the Chinese of ``text``."""
    found = locate(text, variant(zh=surface, **values), index, "zh")
    assert found is not None
    return found


# --- texts of segments ----------------------------------------------------------------------

SEGMENTS: Final = (
    Segment(zh="灯塔。", en="The lamp."),
    Segment(zh="雾。"),
    Segment(en="The fog."),
    Segment(zh="渡轮。", en="The ferry."),
)


def test_canonical() -> None:
    """Chinese is joined without a space, English with one; what is lacking leaves no trace."""
    assert canonical(SEGMENTS, "zh") == "灯塔。雾。渡轮。"
    assert canonical(SEGMENTS, "en") == "The lamp. The fog. The ferry."
    assert canonical((), "en") == ""
    assert canonical((SEGMENTS[1],), "en") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_segment_starts(lang: Any) -> None:
    """Each segment that has the language is found at its offset in the whole text."""
    text = canonical(SEGMENTS, lang)
    starts = segment_starts(SEGMENTS, lang)
    assert [index for index, _ in starts] == ([0, 1, 3] if lang == "zh" else [0, 2, 3])
    for index, start in starts:
        part = getattr(SEGMENTS[index], lang)
        assert text[start : start + len(part)] == part


# --- lemmas ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surface", "found"),
    [
        (TEXT, "渡轮", [0, 7]),
        (TEXT, "雾情", [12]),
        (TEXT, "灯塔", []),
        (TEXT, "", []),
        ("", "灯", []),
        ("作作作", "作作", [0]),
        ("作作作作", "作作", [0, 2]),
        ("𠀀灯", "灯", [1]),
        ("a.b acb", "a.b", [0]),
    ],
)
def test_occurrences(text: str, surface: str, found: list[int]) -> None:
    """All places of a string, none overlapping another, in code points."""
    assert occurrences(text, surface) == found


def test_a_unique_lemma_is_located() -> None:
    """What stands once needs no number; the first occurrence may still be named."""
    for occurrence in (None, 1):
        entry = variant(zh="雾情", occurrence=occurrence)
        assert locate(TEXT, entry, 4, "zh") == Lemma(12, 14, entry, 4)


@pytest.mark.parametrize(("occurrence", "start"), [(1, 0), (2, 7)])
def test_a_repeated_lemma_needs_its_number(occurrence: int, start: int) -> None:
    """Of a lemma that stands repeatedly, the one that is named is taken."""
    found = lemma(TEXT, "渡轮", occurrence=occurrence)
    assert (found.start, found.end) == (start, start + 2)


@pytest.mark.parametrize(
    ("surface", "occurrence", "count"),
    [
        ("渡轮", None, 2),
        ("渡轮", 3, 2),
        ("灯塔", None, 0),
        ("灯塔", 1, 0),
        ("雾情", 2, 1),
        ("雾 情", None, 0),
    ],
)
def test_a_lemma_that_is_not_there(surface: str, occurrence: int | None, count: int) -> None:
    """A missing or ambiguous lemma is told with how often it stands there."""
    with pytest.raises(Unlocated) as caught:
        locate(TEXT, variant(zh=surface, occurrence=occurrence), 4, "zh")
    problem = caught.value
    assert (problem.index, problem.lemma, problem.count) == (4, surface, count)
    assert str(count) in str(problem)


def test_a_lemma_of_the_other_language() -> None:
    """A variant on the English says nothing about the Chinese, wherever its words stand."""
    assert locate("fog", variant(en="fog"), 0, "zh") is None
    assert locate("fog fog", variant(en="fog"), 0, "zh") is None
    entry = variant(zh="雾", en="fog")
    assert locate("the fog", entry, 0, "en") == Lemma(4, 7, entry, 0)
    assert locate("有雾", entry, 0, "zh") == Lemma(1, 2, entry, 0)


# --- readings -------------------------------------------------------------------------------


def test_reading_without_lemmas() -> None:
    """A source without readings of its own prints our text."""
    found = reading_of(TEXT, [], "x")
    assert (found.text, found.origin) == (TEXT, tuple(range(len(TEXT))))
    other = [lemma(TEXT, "雾情", readings={"y": "云"})]
    assert reading_of(TEXT, other, "x").text == TEXT


@pytest.mark.parametrize(
    ("surface", "new", "text", "origin"),
    [
        ("二", "贰", "一贰三", (0, 1, 2)),
        ("二", "", "一三", (0, 2)),
        ("二", "贰两", "一贰两三", (0, 1, 1, 2)),
        ("一二", "壹", "壹三", (0, 2)),
        ("三", "叁肆", "一二叁肆", (0, 1, 2, 2)),
        ("一二三", "", "", ()),
        ("一", "零一", "零一二三", (0, 0, 1, 2)),
    ],
)
def test_reading(surface: str, new: str, text: str, origin: tuple[int, ...]) -> None:
    """The reading stands in place of its lemma, and its characters answer to the lemma."""
    own = [lemma("一二三", surface, readings={"x": new})]
    found = reading_of("一二三", own, "x")
    assert (found.text, found.origin) == (text, origin)


def test_several_readings() -> None:
    """All readings of a source are applied, in whatever order they are listed."""
    lemmas = [
        lemma(TEXT, "雾情", readings={"x": "云"}),
        lemma(TEXT, "渡轮", readings={"x": "渡船", "y": "船"}, occurrence=2),
        lemma(TEXT, "往来", readings={"y": "来往"}),
        lemma(TEXT, "渡轮", readings={"x": ""}, occurrence=1),
    ]
    assert reading_of(TEXT, lemmas, "x").text == "往来频繁，渡船须通报云。"
    assert reading_of(TEXT, lemmas[::-1], "x") == reading_of(TEXT, lemmas, "x")
    assert reading_of(TEXT, lemmas, "y").text == "渡轮来往频繁，船须通报雾情。"
    assert reading_of(TEXT, lemmas, "z").text == TEXT


def test_adjacent_and_overlapping_lemmas() -> None:
    """Lemmas that touch are both applied; of two that overlap, only the first."""
    one = lemma("一二三四", "一二", readings={"x": "甲"})
    two = lemma("一二三四", "三", readings={"x": "乙"})
    across = lemma("一二三四", "二三", readings={"x": "丙"})
    assert reading_of("一二三四", [one, two], "x").text == "甲乙四"
    assert reading_of("一二三四", [across, one], "x").text == "甲三四"


def test_emendations_are_no_readings() -> None:
    """What repairs a print does not change what it must say once repaired; it is a pair of
    what is printed and what is meant, for its source and its language."""
    variants = [
        variant({"x": "雾##情"}, zh="雾情", type="emendation"),
        variant({"x": "f##g", "y": "fo"}, en="fog", type="emendation"),
        variant({"x": "云"}, zh="往来"),
        variant({"y": "渡#"}, zh="渡轮", type="emendation", occurrence=1),
    ]
    lemmas = [
        found for i, v in enumerate(variants) if (found := locate(TEXT, v, i, "zh")) is not None
    ]
    assert [found.index for found in lemmas] == [0, 2, 3]
    assert reading_of(TEXT, lemmas, "x").text == TEXT.replace("往来", "云")
    assert repairs_of(variants, "x", "zh") == [("雾##情", "雾情")]
    assert repairs_of(variants, "x", "en") == [("f##g", "fog")]
    assert repairs_of(variants, "y", "en") == [("fo", "fog")]
    assert repairs_of(variants, "y", "zh") == [("渡#", "渡轮")]
    assert repairs_of(variants, "z", "zh") == []


CUTS: Final = st.lists(st.integers(0, 12), min_size=2, max_size=8, unique=True).map(sorted)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(CUTS, st.lists(st.text("甲乙丙", max_size=3), min_size=4, max_size=4))
def test_origins_of_readings(cuts: list[int], news: list[str]) -> None:
    """There is one origin a character; they never go back, and lead to the same character
    where nothing was replaced, to the start of the lemma where something was."""
    text = "一二三四五六七八九十百千"
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    assume(spans)
    lemmas = [
        lemma(text, text[start:end], readings={"x": new})
        for (start, end), new in zip(spans, news, strict=False)
    ]
    found = reading_of(text, lemmas, "x")
    assert len(found.origin) == len(found.text)
    assert all(one <= other for one, other in pairwise(found.origin))
    for character, at in zip(found.text, found.origin, strict=True):
        if character in "甲乙丙":
            assert at in {start for start, _ in spans}
        else:
            assert text[at] == character
            assert not any(start <= at < end for start, end in spans)
    kept = sum(c not in "甲乙丙" for c in found.text)
    assert kept == len(text) - sum(end - start for start, end in spans)


LONG: Final = "渡轮委员会每年检查灯塔，每座每晚点灯，北南航线上的灯塔共有一百二十座。"


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [
        ("灯塔", "灯笼", [(1, 1)]),
        ("灯塔", "灯塔", []),
        ("灯塔", "灯", [(1, 1)]),
        ("", "灯", [(0, 0)]),
        ("", "", []),
        ("灯，", "灯,", [(1, 1)]),
        ("𠀀灯", "𠀀塔", [(1, 1)]),
        (LONG, LONG[4:], [(0, 0)]),
        (LONG, LONG[:-4], [(len(LONG) - 4, len(LONG) - 4)]),
        (LONG, LONG.replace("委", "季").replace("共", "供"), [(2, 2), (27, 27)]),
        (LONG, LONG.replace("委", "").replace("共", "一共"), [(2, 2), (27, 26)]),
        (LONG, LONG.replace("委", "季").replace("会", "曾"), [(2, 2)]),
        (LONG, "".join(reversed(LONG)), [(0, 0)]),
        (LONG * 9, LONG.replace("委", "季") * 9, [(35 * n + 2, 35 * n + 2) for n in range(5)]),
    ],
)
def test_differences(one: str, other: str, places: list[tuple[int, int]]) -> None:
    """Each stretch that differs, of many the first; changes side by side are one stretch."""
    assert differences(one, other) == places
    assert differences(other, one) == [(b, a) for a, b in places]


@given(one=st.text("灯塔a", max_size=40), other=st.text("灯塔a", max_size=40))
def test_the_first_difference(one: str, other: str) -> None:
    """The first is where the texts cease to begin alike; all lie within both, in order."""
    places = differences(one, other)
    assert bool(places) == (one != other)
    if places:
        at, _ = places[0]
        assert places[0] == (at, at)
        assert one[:at] == other[:at]
        assert one[at : at + 1] != other[at : at + 1]
    assert all(a <= len(one) and b <= len(other) for a, b in places)
    assert all(x[0] <= y[0] and x[1] <= y[1] and x < y for x, y in pairwise(places))
