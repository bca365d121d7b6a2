"""The canonical form: stable, lossless, and the same strings for every parser of YAML."""

from __future__ import annotations

import importlib.util
import itertools
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.resolver import implicit_resolvers

from cyberspace_corpus.model.kinds import KINDS, Kind, integer_keys, kind_of
from cyberspace_corpus.model.order import blocks, ordered
from cyberspace_corpus.yamlio.characters import FORBIDDEN, columns
from cyberspace_corpus.yamlio.reader import parse
from cyberspace_corpus.yamlio.writer import WIDTH, rewrite, same_values, scalar, write

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
FILES: Final = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yaml"))
INTEGERS: Final = frozenset({"segment"})
MODELINE: Final = "# modeline"
NONE: Final[frozenset[str]] = frozenset()

THOROUGH: Final = settings(
    max_examples=200,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

# --- nasty data -----------------------------------------------------------------------------

NASTY: Final = (
    *("no", "Yes", "ON", "y", "N", "true", "False", "null", "Null", "~", "=", "<<", "<", "nil"),
    *("012", "0o17", "0x1F", "0b11", "1_000", "1,000", "1e3", "-1.5E-3", ".5", "+.inf", ".NaN"),
    *("1.10", "1.2.3", "0.", "12:30:45", "1:30", "190:20:30.15", "2016-11-07", "2016-11-7"),
    *("2016-11-07 12:30:45", "2016-11-07T12:30:45Z", "2016-11", "-1", "+5", "0", "-", "+"),
    *("a: b", "a:", ":a", ":", "a:b", "a #b", "a#b", "#a", "#", "- a", "-a", "--- a", "---", "..."),
    *("? a", "?a", "a? b", "a?", "[a]", "[a", "a]", "{a", "a}", "a, b", ",", "&a", "*a", "!a"),
    *("%a", "@a", "`a", "|", ">", ">-", "'a'", "it's", '"a"', 'a "b" c', "\\", "a\\nb", "\\u0041"),
    *(
        " a",
        "a ",
        "\u00a0a",
        "a\u3000",
        "a\u00a0#b",
        "",
        " ",
        "中文：《网络》，“一、二”",
        "中 # 文",
    ),
    *("（一）", "【注】", "２０１６", "𠀀", "x\u0323e", "https://example.org/?a=b&c=d#e", "中: 文"),
)


def allowed(text: str) -> bool:
    """Whether a file of the corpus may hold the string."""
    return not FORBIDDEN.search(text) and "\n" not in text


STRINGS: Final = (
    st.one_of(
        st.sampled_from(NASTY),
        st.tuples(st.sampled_from(NASTY), st.sampled_from(NASTY)).map("".join),
        st.text(st.sampled_from(" :#-?[]{},&*!|>'\"%@`\\~=<.01eE+_xX中：，“yn\u00a0\u3000/")),
        st.text(max_size=8),
    )
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(allowed)
)
KEYS: Final = st.sampled_from(["a", "b", "zh", "en", "text", "not_to_be", "x-y", "A1"])
SCALARS: Final = st.one_of(st.none(), STRINGS)


def mappings(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mappings, some with a number under the one key that declares it."""
    plain = st.dictionaries(KEYS, values, max_size=4)
    number = st.integers(0, 999_999_999)
    return st.one_of(plain, st.builds(lambda d, n: {**d, "segment": n}, plain, number))


def collections(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What a model can be made of: mappings, lists of mappings, lists of scalars."""
    inner = mappings(values)
    return st.one_of(inner, st.lists(SCALARS, max_size=4), st.lists(inner, max_size=3))


VALUES: Final = st.recursive(SCALARS, collections, max_leaves=12)
DATA: Final = mappings(VALUES).filter(bool)
BLOCKS: Final = st.frozensets(
    st.sampled_from(["a", "b", "a[]", "text", "text[]", "a.b", "text[].zh", "a.zh[]"])
)

# --- values ---------------------------------------------------------------------------------


@THOROUGH
@given(DATA, BLOCKS)
def test_canonical(data: dict[str, Any], blocks: frozenset[str]) -> None:
    """What is written is read again as it was, keys in the same order; writing that again
    changes nothing; every scalar is on one line, with nothing that a reader cannot see."""
    written = write(data, modeline=MODELINE, blocks=blocks)
    parsed = parse(written, INTEGERS)
    assert parsed.data == data
    assert list(parsed.data) == list(data)
    assert rewrite(parsed, parsed.data, modeline=MODELINE, blocks=blocks) == written
    text = written.decode()
    assert text.startswith(MODELINE + "\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    for row in text.removesuffix("\n").split("\n"):
        assert row.strip(" ")
        assert row == row.rstrip(" ")
        assert (len(row) - len(row.lstrip(" "))) % 2 == 0
    assert not FORBIDDEN.search(text)


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("flow", [False, True])
def test_nasty_strings(value: str, flow: bool) -> None:
    """Each of the strings that YAML likes to take for something else stays what it is."""
    written = scalar(value, flow=flow)
    assert "\n" not in written
    raw = f"a: [{written}, {written}]\n" if flow else f"a: {written}\n"
    assert parse(raw.encode()).data["a"] == ([value, value] if flow else value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (7, "7"),
        ("", '""'),
        ("7", '"7"'),
        ("no", '"no"'),
        ("2016-11", "2016-11"),
        ("2016-11-07", '"2016-11-07"'),
        ("3.1.3", '"3.1.3"'),
        ("3.1.3-5", "3.1.3-5"),
        ("46,48", '"46,48"'),
        ("119-127", "119-127"),
        ("（一）", "（一）"),
        ("中文：一、二。", "中文：一、二。"),
        ("“四项原则”", "“四项原则”"),
        ('say "a"', 'say "a"'),
        ('"a"', '"\\"a\\""'),
        ("a\\b", "a\\b"),
        ("a: b", '"a: b"'),
        ("network", "network"),
    ],
)
def test_scalars(value: str | int | None, written: str) -> None:
    """A string is quoted when it must be and not otherwise, Chinese never escaped."""
    assert scalar(value, flow=False) == written


@pytest.mark.parametrize("value", ["a, b", "a]", "a}", "a[b", "a:b", "a#b"])
def test_scalars_in_brackets(value: str) -> None:
    """Within brackets more signs ask for quotation marks."""
    assert scalar(value, flow=False) == value
    assert scalar(value, flow=True) == f'"{value}"'


# --- other parsers --------------------------------------------------------------------------


def ruamel(pure: bool) -> Callable[[bytes], Any]:
    return lambda raw: YAML(typ="safe", pure=pure).load(raw)


def pyyaml(raw: bytes) -> Any:
    import yaml

    return yaml.safe_load(raw)


def libyaml(raw: bytes) -> Any:
    import yaml

    return yaml.load(raw, yaml.CSafeLoader)


def has_pyyaml() -> bool:
    return importlib.util.find_spec("yaml") is not None


def has_libyaml() -> bool:
    if not has_pyyaml():
        return False
    import yaml

    return bool(yaml.__with_libyaml__)


PARSERS: Final = [
    pytest.param(ruamel(pure=True), id="ruamel.yaml"),
    pytest.param(ruamel(pure=False), id="ruamel.yaml in C"),
    pytest.param(
        pyyaml,
        id="PyYAML",
        marks=pytest.mark.skipif(not has_pyyaml(), reason="PyYAML is not installed"),
    ),
    pytest.param(
        libyaml,
        id="libyaml",
        marks=pytest.mark.skipif(not has_libyaml(), reason="PyYAML has no libyaml here"),
    ),
]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def is_known_fault(load: Callable[[bytes], Any], data: Any) -> bool:
    """Whether the data holds what the tests below show by itself to be written wrongly."""
    question = load is pyyaml and any("?" in text for text in texts(data))
    return question or any(text.startswith("+_") for text in texts(data))


@pytest.mark.parametrize("load", PARSERS)
@settings(THOROUGH, max_examples=60)
@given(data=DATA, blocks=BLOCKS)
def test_other_parsers_read_the_same(
    load: Callable[[bytes], Any], data: dict[str, Any], blocks: frozenset[str]
) -> None:
    """YAML 1.1 and 1.2, in Python and in C: they all read the strings that were written."""
    if is_known_fault(load, data):
        return
    assert load(write(data, modeline=MODELINE, blocks=blocks)) == data


@pytest.mark.parametrize("load", PARSERS)
@pytest.mark.parametrize("value", NASTY)
def test_other_parsers_read_nasty_strings(load: Callable[[bytes], Any], value: str) -> None:
    """The same for each nasty string by itself, so that it is named if it fails."""
    data = {"a": value, "text": [{"zh": value}]}
    assert load(write(data, modeline=MODELINE, blocks=frozenset({"text", "text[]"}))) == data


@pytest.mark.skipif(not has_pyyaml(), reason="PyYAML is not installed")
def test_question_mark_in_brackets() -> None:
    """A question in a list or in braces is read by PyYAML too."""
    data = {"a": ["what? this", {"b": "why?"}], "c": {"d": "a? b"}}
    assert pyyaml(write(data, modeline=MODELINE, blocks=NONE)) == data


def is_plain(text: str) -> bool:
    return scalar(text, flow=False) == text


def retyped(text: str) -> list[str]:
    """What the tables of both parsers take the plain text for, in any version of YAML."""
    tables = [(first, pattern) for _, _, pattern, first in implicit_resolvers]
    if has_pyyaml():
        import yaml

        table = yaml.SafeLoader.yaml_implicit_resolvers
        tables += [(first, pattern) for first, rows in table.items() for _, pattern in rows]
    return [
        pattern.pattern for first, pattern in tables if text[0] in first and pattern.match(text)
    ]


def test_no_short_string_is_retyped() -> None:
    """No string of up to four signs that numbers, times and words are made of is written
    plain and read as something else."""
    signs = "01_.:+-exonNy~="
    short = ["".join(t) for n in range(1, 5) for t in itertools.product(signs, repeat=n)]
    plain = [text for text in short if is_plain(text)]
    assert 1000 < len(plain) < len(short)
    assert [text for text in plain if retyped(text)] == []


@pytest.mark.parametrize("text", ["+_", "+_1", "+__0"])
def test_plus_and_underscore(text: str) -> None:
    """The same for a plus sign and underscores."""
    assert retyped(text)
    assert not is_plain(text)


@pytest.mark.parametrize("load", PARSERS)
@pytest.mark.parametrize("path", FILES)
def test_other_parsers_read_the_base(load: Callable[[bytes], Any], path: str) -> None:
    """A file of the corpus is the same for every parser, but for the declared numbers."""
    raw = (BASE / path).read_bytes()
    assert load(raw) == parse(raw, integer_keys()).data


# --- layout ---------------------------------------------------------------------------------


def test_chinese_is_never_wrapped() -> None:
    """However long a text is, in Chinese or in English, it stands on one line."""
    zh, en = "网络空间" * 500, "word " * 500 + "end"
    data = {"a": zh, "text": [{"zh": zh, "en": en}]}
    rows = write(data, modeline=MODELINE, blocks=NONE).decode().split("\n")
    assert rows == [MODELINE, f"a: {zh}", "text:", f"  - zh: {zh}", f"    en: {en}", ""]


def test_width_counts_columns() -> None:
    """A list is written in one line up to 100 columns, of which an ideograph takes two."""
    fits = {"a": ["字" * 30, "字" * 16]}
    row = "a: [" + "字" * 30 + ", " + "字" * 16 + "]"
    assert columns(row) == WIDTH - 1
    assert write(fits, modeline=MODELINE, blocks=NONE).decode().split("\n")[1] == row
    wide = {"a": ["字" * 30, "字" * 17]}
    rows = write(wide, modeline=MODELINE, blocks=NONE).decode().split("\n")[1:-1]
    assert rows == ["a:", "  - " + "字" * 30, "  - " + "字" * 17]
    latin = {"a": ["x" * 60, "y" * 33]}
    assert len(write(latin, modeline=MODELINE, blocks=NONE).decode().split("\n")[1]) == WIDTH
    latin = {"a": ["x" * 60, "y" * 34]}
    assert write(latin, modeline=MODELINE, blocks=NONE).decode().split("\n")[1] == "a:"


def test_blocks_are_written_one_key_a_line() -> None:
    """A path that is named is never written in one line, unless it is empty."""
    data = {"a": {"b": "c"}, "text": [{"zh": "d"}], "e": {"b": "c"}}
    named = frozenset({"a", "text[]"})
    assert write(data, modeline=MODELINE, blocks=named).decode() == (
        "# modeline\na:\n  b: c\ntext:\n  - zh: d\ne: {b: c}\n"
    )
    assert write(data, modeline=MODELINE, blocks=NONE).decode() == (
        "# modeline\na: {b: c}\ntext:\n  - {zh: d}\ne: {b: c}\n"
    )
    empty: dict[str, Any] = {"a": {}, "text": []}
    assert write(empty, modeline=MODELINE, blocks=named).decode() == "# modeline\na: {}\ntext: []\n"


@pytest.mark.parametrize("path", FILES)
def test_the_base_is_canonical(path: str) -> None:
    """The files of the base are written exactly as they stand there."""
    kind = kind_of(path)
    assert kind is not None
    raw = (BASE / path).read_bytes()
    data = parse(raw, integer_keys()).data
    assert write(data, modeline=kind.modeline, blocks=blocks(kind)) == raw


# --- order ----------------------------------------------------------------------------------


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    return value


@pytest.mark.parametrize("path", FILES)
def test_keys_are_ordered_by_the_model(path: str) -> None:
    """Whatever order the keys of a file stand in, the canonical form is the same."""
    kind = kind_of(path)
    assert kind is not None
    raw = (BASE / path).read_bytes()
    data = parse(raw, integer_keys()).data
    changed = 0
    for seed in range(5):
        mixed = shuffled(data, random.Random(seed))
        changed += list(mixed) != list(data)
        assert mixed == data
        written = write(mixed, modeline=kind.modeline, blocks=NONE)
        parsed = parse(written, integer_keys())
        again = ordered(kind, parsed.data)
        assert rewrite(parsed, again, modeline=kind.modeline, blocks=blocks(kind)) == raw
    assert changed or len(data) == 1


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_unknown_keys_come_last(kind: Kind) -> None:
    """A key that the model does not know is not lost and stands behind the others."""
    names = list(kind.model.model_fields)
    data: dict[str, Any] = {"zzz": "x", **dict.fromkeys(reversed(names), "x"), "aaa": "y"}
    assert list(ordered(kind, data)) == [*names, "zzz", "aaa"]


# --- comments -------------------------------------------------------------------------------


def redone(text: str, data: dict[str, Any] | None = None, blocks: frozenset[str] = NONE) -> str:
    parsed = parse(text.encode(), INTEGERS)
    wanted = parsed.data if data is None else data
    return rewrite(parsed, wanted, modeline=MODELINE, blocks=blocks).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: b\n", "a: b\n"),
        ("# one\n#two\na: b\n", "# one\n#two\na: b\n"),
        ("a: b\n# one\nc: d\n", "a: b\n# one\nc: d\n"),
        ("a: b # one\nc: d\n", "a: b  # one\nc: d\n"),
        ("a: b      # one\n", "a: b  # one\n"),
        ('a: "b # c"  # one\n', 'a: "b # c"  # one\n'),
        ("a: b#c  # one # two\n", "a: b#c  # one # two\n"),
        ("a: b\n# one\n\n# two\n", "a: b\n# one\n# two\n"),
        ("a: # one\n  b: c\n", "a: {b: c}  # one\n"),
        ("a: [b, # one\n  c]  # two\n", None),
        ("a:\n  # one\n  - b\n  - c # two\n", "# one\n# two\na: [b, c]\n"),
        ("a:\n  - b: {c: d}\n    # one\n    e: f # two\n", None),
        ("a:\n# one\n- b: c\n  # two\n- b: d\n", None),
        ("# 中文注释\na: 中文  # 注释\n", "# 中文注释\na: 中文  # 注释\n"),
        ("---\n# one\na: b\n", "# one\na: b\n"),
        ("a: b\n...\n# one\n", "a: b\n# one\n"),
    ],
)
def test_comments_stay(before: str, after: str | None) -> None:
    """A comment stays before or behind what it stood at; where a collection is drawn together
    into one line, in front of that line."""
    found = redone(before)
    if after is not None:
        assert found == f"{MODELINE}\n{after}"
    for comment in re.findall(r"# (?:one|two|注释|中文注释)", before):
        assert found.count(comment) == before.count(comment)
    assert redone(found) == found


def test_comments_in_a_block() -> None:
    """In what is written one key a line, each comment keeps its own line."""
    text = (
        "# modeline\n"
        "text:\n"
        "  # before the first\n"
        "  - zh: 一  # behind a value\n"
        "    # before a key\n"
        "    en: one\n"
        "  # before the second\n"
        "  - zh: 二\n"
        "    en: two  # behind the last\n"
        "# at the end\n"
    )
    named = frozenset({"text", "text[]"})
    assert redone(text, blocks=named) == text


def test_comments_move_with_their_key() -> None:
    """When the keys are put in order, a comment goes where its key goes, and the head of the
    file stays at its head."""
    text = "# head\nc: d  # behind c\n# before a\na: b  # behind a\n# end\n"
    assert redone(text, {"a": "b", "c": "d"}) == (
        f"{MODELINE}\n# head\n# before a\na: b  # behind a\nc: d  # behind c\n# end\n"
    )


def test_comments_of_what_is_gone() -> None:
    """The comment of a value that is no longer there is kept, at the end."""
    text = "a: b  # behind a\n# before c\nc: d  # behind c\n"
    found = redone(text, {"a": "x"})
    assert found.startswith(f"{MODELINE}\na: x  # behind a\n")
    assert sorted(found.split("\n")[2:-1]) == ["# before c", "# behind c"]


@pytest.mark.parametrize(
    "head",
    ["", "# modeline\n", "# yaml-language-server: $schema=old.json\n", "# modeline\n# modeline\n"],
)
def test_one_modeline(head: str) -> None:
    """The file names its schema once, in the first line, whatever stood there."""
    assert redone(f"{head}# note\na: b\n") == f"{MODELINE}\n# note\na: b\n"


class Scribe:
    """Writes data as an untidy person would: with comments anywhere and lists over lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.comments: list[str] = []
        self.rows: list[str] = []

    def comment(self) -> str:
        self.comments.append(f"# 注{len(self.comments)}.")
        return self.comments[-1]

    def above(self, indent: int) -> None:
        while self.chance.random() < 0.25:
            self.rows.append(" " * self.chance.choice([0, indent, indent + 1]) + self.comment())
        if self.chance.random() < 0.1:
            self.rows.append("")

    def behind(self) -> str:
        return f"  {self.comment()}" if self.chance.random() < 0.3 else ""

    def mapping(self, data: dict[str, Any], indent: int) -> None:
        for key, value in data.items():
            self.above(indent)
            self.entry(" " * indent + f"{key}:", value, indent)

    def entry(self, head: str, value: Any, indent: int) -> None:
        if not isinstance(value, dict | list):
            self.rows.append(f"{head} {scalar(value, flow=False)}{self.behind()}")
        elif value and self.chance.random() < 0.6:
            self.rows.append(head + self.behind())
            if isinstance(value, dict):
                self.mapping(value, indent + 2)
                return
            for item in value:
                self.above(indent + 2)
                self.entry(" " * (indent + 2) + "-", item, indent + 2)
        else:
            self.rows.append(f"{head} {self.flow(value, indent + 2)}{self.behind()}")

    def flow(self, value: Any, indent: int) -> str:
        if isinstance(value, dict):
            items = [f"{key}: {self.flow(item, indent)}" for key, item in value.items()]
            return "{" + self.between(items, indent) + "}"
        if isinstance(value, list):
            return "[" + self.between([self.flow(item, indent) for item in value], indent) + "]"
        return scalar(value, flow=True)

    def between(self, items: list[str], indent: int) -> str:
        text = ""
        for index, item in enumerate(items):
            text += "," if index else ""
            if self.chance.random() < 0.4:
                text += f"{self.behind()}\n" + " " * indent
                if self.chance.random() < 0.3:
                    text += f"{self.comment()}\n" + " " * indent
            elif index:
                text += " "
            text += item
        return text

    def write(self, data: dict[str, Any]) -> bytes:
        self.above(0)
        self.mapping(data, 0)
        self.above(0)
        return ("\n".join(self.rows) + "\n").encode()


@THOROUGH
@given(DATA, BLOCKS, st.integers(0, 2**20))
@example({"a": [{"b": [], "zh": "x"}], "b": {"zh": ["# a"]}}, frozenset({"a[]"}), 3)
def test_comments_are_kept(data: dict[str, Any], blocks: frozenset[str], seed: int) -> None:
    """However a file is laid out, its canonical form has the same data, every comment once,
    and is its own canonical form."""
    scribe = Scribe(random.Random(seed))
    raw = scribe.write(data)
    parsed = parse(raw, INTEGERS)
    assert parsed.data == data
    written = rewrite(parsed, parsed.data, modeline=MODELINE, blocks=blocks)
    for comment in scribe.comments:
        assert written.decode().count(comment) == 1
    assert same_values(raw, written, INTEGERS)
    again = parse(written, INTEGERS)
    assert rewrite(again, again.data, modeline=MODELINE, blocks=blocks) == written


def test_same_values_sees_a_difference() -> None:
    """The guard of every rewriting notices a changed value, and nothing but values."""
    assert same_values(b"a: {b: c}\n", b"# x\na:\n  b: c\n", INTEGERS)
    assert same_values(b"a: b\nc: d\n", b"c: d\na: b\n", INTEGERS)
    assert not same_values(b"a: b\n", b"a: B\n", INTEGERS)
    assert not same_values(b"segment: 1\n", b'segment: "1"\n', INTEGERS)
    assert not same_values(b"a: null\n", b'a: ""\n', INTEGERS)
