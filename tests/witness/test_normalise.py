"""From printed lines to the text: each step by itself, their order, and the way back."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberspace_corpus.model.source import Step
from cyberspace_corpus.witness.lines import split
from cyberspace_corpus.witness.normalise import (
    STEPS,
    Line,
    Plain,
    Printed,
    emend,
    normalise,
    remove_pinyin,
    simplify,
    strip_jump_line,
    strip_space,
    widen_punctuation,
)

ALL: Final = list(STEPS)
SCRIPT: Final = {"燈": "灯", "約": "约", "霧": "雾"}


def on(text: str, offset: int = 0) -> Printed:
    """The text as it is printed at an offset of a source."""
    return Printed.of(Line(1, text, offset))


def normal(text: str, steps: list[str], **options: Any) -> str:
    """What the lines of ``text`` say in Chinese once the steps are applied."""
    return normalise(
        split(text), into=Printed, steps=steps, lang=options.pop("lang", "zh"), **options
    ).text


# --- each step by itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("  灯塔 ", "灯塔"),
        ("\u3000\u3000灯塔\u3000", "灯塔"),
        ("\u00a0\u2003灯塔\t\r", "灯塔"),
        ("灯 塔", "灯 塔"),
        ("灯塔", "灯塔"),
        (" ", ""),
        ("", ""),
        ("\u200b灯塔", "\u200b灯塔"),  # no white space: nothing may vanish unseen
    ],
)
def test_strip_space(printed: str, text: str) -> None:
    """White space goes at both ends, and only there."""
    assert strip_space(on(printed)).text == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("（上接第一版）灯塔", "灯塔"),
        ("（下转第十二版）灯塔", "灯塔"),
        ("（上接第一〇版）灯塔", "灯塔"),
        ("灯塔（上接第一版）", "灯塔（上接第一版）"),
        ("（上接第1版）灯塔", "（上接第1版）灯塔"),
        ("(上接第一版)灯塔", "(上接第一版)灯塔"),
        ("（上接灯塔）", "（上接灯塔）"),
        ("（一）灯塔", "（一）灯塔"),
        ("（上接第一版）（上接第二版）灯", "（上接第二版）灯"),
    ],
)
def test_strip_jump_line(printed: str, text: str) -> None:
    """A jump line goes from the head of a line; other brackets stay."""
    assert strip_jump_line(on(printed)).text == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("湖畔公約(yuē)組織", "湖畔公約組織"),
        ("渡輪(lún)與(yǔ)燈塔", "渡輪與燈塔"),
        ("女(nǚ)", "女"),
        ("莊(zhuang)", "莊"),
        ("𠀀(hē)", "𠀀"),
        ("湖畔公约组织(LCO)", "湖畔公约组织(LCO)"),
        ("灯塔(Lamp)", "灯塔(Lamp)"),
        ("灯塔(lantern)", "灯塔(lantern)"),  # seven letters: no syllable has so many
        ("灯塔(一)", "灯塔(一)"),
        ("灯塔(1)", "灯塔(1)"),
        ("灯塔()", "灯塔()"),
        ("灯塔（tǎ）", "灯塔（tǎ）"),
        ("lamp(a)", "lamp(a)"),
        ("12(yī)", "12(yī)"),
        ("，(yī)", "，(yī)"),
        ("(yī)灯", "(yī)灯"),
        ("灯 (dēng)", "灯 (dēng)"),
        ("灯(dēng", "灯(dēng"),
        ("灯(dēng tǎ)", "灯(dēng tǎ)"),
    ],
)
def test_remove_pinyin(printed: str, text: str) -> None:
    """A bracketed syllable goes right behind an ideograph; real brackets stay."""
    assert remove_pinyin(on(printed)).text == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("2001年5月,湖畔", "2001年5月，湖畔"),
        ("灯塔;渡轮:雾?雾!(镜湖)", "灯塔；渡轮：雾？雾！（镜湖）"),
        ("12,000座", "12,000座"),
        ("1,234,567座", "1,234,567座"),
        ("12:30", "12:30"),
        ("12座,3艘", "12座，3艘"),
        ("共12,每座", "共12，每座"),
        ("座,12", "座，12"),
        (",12", "，12"),
        ("12,", "12，"),
        ("12;30", "12；30"),
        ("12(30)", "12（30）"),
        ("3.5%", "3.5%"),
        ("灯塔。“雾”、《镜湖》", "灯塔。“雾”、《镜湖》"),
        ("灯塔，渡轮", "灯塔，渡轮"),
        ("a,b", "a，b"),
        ("灯-塔/渡.轮'雾\"", "灯-塔/渡.轮'雾\""),
    ],
)
def test_widen_punctuation(printed: str, text: str) -> None:
    """Seven half-width signs become full-width; a comma or colon between digits stays."""
    assert widen_punctuation(on(printed)).text == text


def test_simplify() -> None:
    """Characters of the table are replaced, no others; an empty table changes nothing."""
    assert simplify(on("燈塔與霧情，公約"), SCRIPT).text == "灯塔與雾情，公约"
    assert simplify(on("燈塔"), {}).text == "燈塔"
    assert simplify(on("𠀀二"), {"𠀀": "一"}).text == "一二"
    # what a replacement gives is not replaced again
    assert simplify(on("甲乙"), {"甲": "乙", "乙": "丙"}).text == "乙丙"


def test_emend() -> None:
    """A damaged token becomes what it should be, wherever it is printed; as it is printed."""
    repairs = [("雾##情", "雾情"), ("(.*)", "灯")]
    assert emend(on("通报雾##情，雾情，雾##情"), repairs).text == "通报雾情，雾情，雾情"
    assert emend(on("a(.*)b"), repairs).text == "a灯b"
    assert emend(on("雾##情"), []).text == "雾##情"
    assert emend(on("雾##情"), [("##", "")]).text == "雾情"


def test_emend_takes_the_longest() -> None:
    """Of two tokens that begin alike, the longer one is meant where it stands."""
    repairs = [("雾#", "雾"), ("雾#情", "雾情")]
    assert emend(on("雾#情，雾#"), repairs).text == "雾情，雾"
    assert emend(on("雾##情"), [("雾#", "霧"), ("雾##情", "雾情")]).text == "雾情"


def test_emend_nothing() -> None:
    """An emendation of nothing (a reading may be empty) changes nothing."""
    assert emend(on("雾##情"), [("", "灯"), ("##", "")]).text == "雾情"


# --- joins and labels -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "steps", "text"),
    [
        ("zh", ["join-lines"], "one twothree"),
        ("en", ["join-lines"], "one  two three"),
        ("zh", [], "one \ntwo\nthree"),
        ("en", [], "one \ntwo\nthree"),
        ("en", ["strip-space", "join-lines"], "one two three"),
        ("zh", ["strip-space", "join-lines"], "onetwothree"),
    ],
)
def test_joins(lang: str, steps: list[str], text: str) -> None:
    """Chinese is joined without a space, English with one; undeclared, lines stay apart."""
    assert normal("one \ntwo\nthree", steps, lang=lang) == text


def test_a_joining_space_has_an_empty_range() -> None:
    """The space between two lines is printed nowhere: its range lies behind the first line."""
    lines = split("ab\n\ncd")
    whole = normalise([lines[0], lines[2]], into=Printed, steps=["join-lines"], lang="en")
    assert whole.text == "ab cd"
    assert whole.origin == ((0, 1), (1, 2), (2, 2), (4, 5), (5, 6))


def test_an_empty_line_gives_no_space() -> None:
    """A line of which the steps leave nothing is joined to nothing."""
    lines = split("head\n##\nab\n##\ncd")[1:]
    whole = normalise(lines, into=Printed, steps=["join-lines"], lang="en", repairs=[("##", "")])
    assert whole.text == "ab cd"
    assert all(5 <= start <= end for start, end in whole.origin)


def test_join_nothing() -> None:
    """No lines give no text, and one line no separator."""
    assert Printed.join([], " ") == Printed("", ())
    assert Printed.join([on("ab")], " ") == on("ab")
    assert normalise([], into=Printed, steps=ALL, lang="zh", label="1.") == Printed("", ())


@pytest.mark.parametrize(
    ("printed", "label", "steps", "text"),
    [
        ("1. The lamp", "1.", ["strip-label"], "The lamp"),
        ("1.灯塔", "1.", ["strip-label"], "灯塔"),
        ("（一）灯塔", "（一）", ["strip-label"], "灯塔"),
        ("(一)灯塔", "（一）", ["widen-punctuation", "strip-label"], "灯塔"),
        ("(一)灯塔", "（一）", ["strip-label"], "(一)灯塔"),
        ("1. The lamp", "1.", [], "1. The lamp"),
        ("1. The lamp", "", ["strip-label"], "1. The lamp"),
        ("2. The lamp", "1.", ["strip-label"], "2. The lamp"),
        ("The lamp 1.", "1.", ["strip-label"], "The lamp 1."),
        ("1.1.灯塔", "1.", ["strip-label"], "1.灯塔"),
        ("专栏1", "专栏1", ["strip-label"], ""),
        ("一、\n灯塔", "一、", ["join-lines", "strip-label"], "灯塔"),
        ("燈一灯塔", "灯一", ["simplify", "strip-label"], "灯塔"),
    ],
)
def test_labels(printed: str, label: str, steps: list[str], text: str) -> None:
    """The label goes from the head of the unit, in canonical form, once, if it is there."""
    assert normal(printed, steps, label=label, script=SCRIPT) == text


# --- order ----------------------------------------------------------------------------------


def test_steps_are_those_of_the_model() -> None:
    """The closed list of the model and the steps that exist are one list in one order."""
    assert list(Step.__args__) == ALL


@pytest.mark.parametrize("step", ALL)
def test_every_step_does_something(step: str) -> None:
    """Without any one of the steps the example comes out otherwise."""
    printed = "\u3000（上接第一版）1.公約(yuē),\u3000\n燈塔"
    everything = normal(printed, ALL, label="1.", script=SCRIPT)
    assert everything == "公约，灯塔"
    rest = [other for other in ALL if other != step]
    assert normal(printed, rest, label="1.", script=SCRIPT) != everything


def test_order_of_steps_is_fixed() -> None:
    """The steps are applied in one order, in whichever order a source lists them."""
    printed = "\u3000（上接第一版）1.公約(yuē),\u3000\n燈塔"
    for turn in range(len(ALL)):
        turned = ALL[turn:] + ALL[:turn]
        assert normal(printed, turned, label="1.", script=SCRIPT) == "公约，灯塔"
        assert normal(printed, turned[::-1], label="1.", script=SCRIPT) == "公约，灯塔"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (" （上接第一版）灯", "灯"),  # white space before the jump line
        ("公約(yuē)(a)", "公约（a）"),  # pinyin before widening, and only once
        ("雾#(wù)情", "雾情"),  # repairs before pinyin
        (" 雾#情", "雾情"),
    ],
)
def test_each_step_sees_what_the_one_before_left(printed: str, text: str) -> None:
    """Repairs come first, then white space, jump line, pinyin, script, punctuation."""
    repairs = [("雾#", "雾")]
    assert normal(printed, ALL, script=SCRIPT, repairs=repairs) == text


def test_repairs_need_no_step() -> None:
    """Emendations belong to the unit, not to the source: no step declares them."""
    assert normal("雾##情", [], repairs=[("雾##情", "雾情")]) == "雾情"


def test_steps_work_line_by_line() -> None:
    """Every line loses its own white space and jump line, before the lines are joined."""
    steps = ["strip-space", "strip-jump-line", "join-lines"]
    assert normal(" 灯 \n（上接第一版）塔\n 雾", steps) == "灯塔雾"
    # what stands in two lines is never one token
    assert normal("公約(yu\nē)", ["remove-pinyin", "join-lines"]) == "公約(yuē)"


# --- the way back ---------------------------------------------------------------------------


def test_origin_of_a_line() -> None:
    """A line keeps its place in the file; a part of it, the places of that part."""
    line = split("ab\n镜湖灯塔")[1]
    whole = Printed.of(line)
    assert whole.origin == ((3, 4), (4, 5), (5, 6), (6, 7))
    assert whole[1:3] == Printed("湖灯", ((4, 5), (5, 6)))


@pytest.mark.parametrize(
    ("repair", "text", "origin"),
    [
        (("雾##情", "雾情"), "a雾情b", ((0, 1), (1, 5), (1, 5), (5, 6))),
        (("##", ""), "a雾情b", ((0, 1), (1, 2), (4, 5), (5, 6))),
        (("##", "云"), "a雾云情b", ((0, 1), (1, 2), (2, 4), (4, 5), (5, 6))),
        (("##", "云天"), "a雾云天情b", ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6))),
        (
            ("#", "云天"),
            "a雾云天云天情b",
            ((0, 1), (1, 2), *[(2, 3)] * 2, *[(3, 4)] * 2, (4, 5), (5, 6)),
        ),
    ],
)
def test_origin_of_a_replacement(
    repair: tuple[str, str], text: str, origin: tuple[tuple[int, int], ...]
) -> None:
    """New characters point at what they replace: one by one if as many, else at the whole."""
    assert emend(on("a雾##情b"), [repair]) == Printed(text, origin)


def test_origin_through_all_steps() -> None:
    """After all steps every character still leads to what was printed for it."""
    file = "标题\n\u3000（上接第一版）1.公約(yuē),共12,\u3000\n燈塔(LCO)\n"
    lines = split(file)
    whole = normalise(lines[1:3], into=Printed, steps=ALL, lang="zh", label="1.", script=SCRIPT)
    printed = [(c, file[a:b]) for c, (a, b) in zip(whole.text, whole.origin, strict=True)]
    assert whole.text == "公约，共12，灯塔（LCO）"
    assert printed == [
        *[("公", "公"), ("约", "約"), ("，", ","), ("共", "共"), ("1", "1"), ("2", "2")],
        *[("，", ","), ("灯", "燈"), ("塔", "塔"), ("（", "("), ("L", "L"), ("C", "C")],
        *[("O", "O"), ("）", ")")],
    ]


PIECES: Final = st.sampled_from(
    [
        *(
            "灯",
            "塔",
            "燈",
            "約",
            "霧",
            "，",
            "。",
            ",",
            ":",
            ";",
            "(",
            ")",
            "12",
            "3,4",
            "5:6",
            "a",
        ),
        *(
            "(yuē)",
            "(wù)",
            "(LCO)",
            "（上接第一版）",
            "（一）",
            "1.",
            " ",
            "\u3000",
            "\u00a0",
            "##",
        ),
        *("雾#情", "𠀀", "\r", "one", "e\u0301"),
    ]
)
LINES: Final = st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=5)
SAME: Final = {
    "，": ",",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "灯": "燈",
    "约": "約",
    "雾": "霧",
}


@settings(max_examples=400, deadline=None, database=None, derandomize=True)
@given(
    rows=LINES,
    head=st.sampled_from(["", "标题\n\n", "𠀀\n"]),
    steps=st.lists(st.sampled_from(ALL), unique=True),
    lang=st.sampled_from(["zh", "en"]),
    label=st.sampled_from(["", "1.", "（一）", "灯"]),
    repairs=st.sampled_from([[], [("##", "")], [("雾#情", "雾情")], [("a", "灯塔"), ("塔", "a")]]),
)
def test_origins(
    rows: list[str],
    head: str,
    steps: list[str],
    lang: str,
    label: str,
    repairs: list[tuple[str, str]],
) -> None:
    """There is one origin a character; they never go back, stay within the file, and lead to
    the character itself or to what a step or repair made it from."""
    file = head + "\n".join(rows)
    lines = split(file)[head.count("\n") :]
    whole = normalise(
        lines, into=Printed, steps=steps, lang=lang, label=label, script=SCRIPT, repairs=repairs
    )
    plain = normalise(
        lines, into=Plain, steps=steps, lang=lang, label=label, script=SCRIPT, repairs=repairs
    )
    assert plain.text == whole.text  # with or without the places
    assert len(whole.origin) == len(whole.text)
    for start, end in whole.origin:
        # a joining space in front of everything: see test_an_empty_line_gives_no_space
        assert (0 if start == end else len(head)) <= start <= end <= len(file)
    for (start, end), (next_start, next_end) in pairwise(whole.origin):
        assert start <= next_start
        assert end <= next_end
    for character, (start, end) in zip(whole.text, whole.origin, strict=True):
        printed = file[start:end]
        if start == end:
            assert character == (" " if "join-lines" in steps else "\n")
        elif character != printed and SAME.get(character) != printed:
            assert printed in dict(repairs)
            assert character in dict(repairs)[printed]


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(LINES)
def test_normalised_twice_is_normalised_once(rows: list[str]) -> None:
    """A text to which nothing is to be done stays as it is: the steps on single lines find
    nothing more in what they leave, but for a second jump line or syllable."""
    steps = ["strip-space", "simplify", "widen-punctuation", "join-lines"]
    once = normal("\n".join(rows), steps, script=SCRIPT)
    if "," in once or ":" in once:
        return  # a join may part a comma from its digit
    assert normal(once, steps, script=SCRIPT) == once.strip()
