"""What the reader takes, what it refuses and where; and that nothing else ever escapes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyberspace_corpus.yamlio.characters import FORBIDDEN
from cyberspace_corpus.yamlio.reader import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Parsed,
    Unreadable,
    decode,
    parse,
)

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base" / "data"
RECORD: Final = (BASE / "records/lake-2001/3.yaml").read_bytes()
FILES: Final = [path.read_bytes() for path in sorted(BASE.rglob("*.yaml"))]
INTEGERS: Final = frozenset({"segment", "occurrence"})

QUICK: Final = settings(
    max_examples=300,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def outcome(raw: bytes) -> Parsed | Unreadable:
    """What comes of the bytes; anything but these two fails the test."""
    try:
        return parse(raw, INTEGERS)
    except Unreadable as problem:
        return problem


@cache
def refusal(raw: bytes) -> Unreadable:
    """How the bytes are refused; the test fails if they are not."""
    problem = outcome(raw)
    assert isinstance(problem, Unreadable), "it was read"
    return problem


# --- what is read ---------------------------------------------------------------------------


WORDS: Final = """
    no yes on off y n true false True NO 012 0o17 0x1F 0b11 1_000 1e3 1.10 .5 -7 +5 .inf .nan
    2016-11-07 2016-11 12:30:45 1:30 = 二〇二一年 10.0.0.1 a:b a#b nULL ~x x~ 𠀀
"""


@pytest.mark.parametrize("value", WORDS.split())
@pytest.mark.parametrize("shape", ["a: {}", "a: [{}]", "a: {{b: {}}}", "a:\n  - {}"])
def test_scalar_stays_a_string(value: str, shape: str) -> None:
    """A scalar is the characters that were written, whatever YAML makes of them."""
    data = parse(shape.format(value).encode(), INTEGERS).data["a"]
    while not isinstance(data, str):
        data = data[0] if isinstance(data, list) else data["b"]
    assert data == value


@pytest.mark.parametrize("written", ["", " ", " null", " Null", " NULL", " ~"])
def test_null_is_none(written: str) -> None:
    """The four ways to write nothing are None, without quotation marks only."""
    assert parse(f"a:{written}\nb: c".encode()).data == {"a": None, "b": "c"}


@pytest.mark.parametrize("quoted", ['""', '"null"', "'~'", '"NULL"'])
def test_quoted_null_is_a_string(quoted: str) -> None:
    """What stands in quotation marks is a string, even if it is empty."""
    assert parse(f"a: {quoted}".encode()).data == {"a": quoted[1:-1]}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("segment: 0", 0),
        ("segment: 7", 7),
        ("segment: 123456789", 123456789),
        ("segment: 1234567890", "1234567890"),
        ("segment: 07", "07"),
        ("segment: -7", "-7"),
        ("segment: +7", "+7"),
        ("segment: 7.0", "7.0"),
        ("segment: 1_0", "1_0"),
        ("segment: ٧", "٧"),
        ('segment: "7"', "7"),
        ("segment: '7'", "7"),
        ("number: 7", "7"),
        ("segment: [7]", ["7"]),
        ("segment: {number: 7}", {"number": "7"}),
        ("number: {segment: 7}", {"segment": 7}),
        ("number: [{segment: 7}]", [{"segment": 7}]),
        ("segment: null", None),
    ],
)
def test_integers_only_under_declared_keys(written: str, value: object) -> None:
    """A plain decimal number right under a declared key is an int, and nothing else is."""
    data = parse(written.encode(), INTEGERS).data
    found = next(iter(data.values()))
    assert found == value
    assert type(found) is type(value)


def test_no_integers_without_declaration() -> None:
    """By default there are no numbers at all."""
    assert parse(b"segment: 7").data == {"segment": "7"}


def test_places() -> None:
    """Every key, value and list item is found at its line and column, in characters."""
    text = (
        "# 注释\n"
        "a: one\n"
        "b: x\n"
        "flow: [中文, 𠀀, {c: 深, dd: z}]\n"
        'q: "引，号"\n'
        "block:\n"
        "  - e: 一\n"
        "    f: 二\n"
        "  -   三\n"
        "? g\n"
        ": h\n"
    )
    parsed = parse(text.encode())
    rows = text.split("\n")

    def at(needle: str) -> tuple[int, int]:
        line = next(number for number, row in enumerate(rows, 1) if needle in row)
        return line, rows[line - 1].index(needle) + 1

    assert parsed.place(("a",), key=True) == (2, 1)
    assert parsed.place(("a",)) == (2, 4)
    assert parsed.place(("flow",)) == (4, 7)
    assert parsed.place(("flow", 0)) == at("中文") == (4, 8)
    assert parsed.place(("flow", 1)) == at("𠀀") == (4, 12)
    assert parsed.place(("flow", 2)) == at("{c") == (4, 15)
    assert parsed.place(("flow", 2, "dd"), key=True) == at("dd:") == (4, 22)
    assert parsed.place(("flow", 2, "dd")) == at("z}") == (4, 26)
    assert parsed.place(("q",)) == at('"引') == (5, 4)
    assert parsed.place(("block", 0, "f")) == (8, 8)
    assert parsed.place(("block", 0, "f"), key=True) == (8, 5)
    assert parsed.place(("block", 1)) == at("三") == (9, 7)
    assert parsed.place(("g",), key=True) == (10, 3)
    assert parsed.place(("g",)) == (11, 3)


def test_places_that_are_not_there() -> None:
    """A path that leads nowhere gives the last node on the way to it."""
    parsed = parse(b"a: b\nc:\n  d: [x, y]\n")
    assert parsed.place(()) == (1, 1)
    assert parsed.place(("z",)) == (1, 1)
    assert parsed.place(("c", "z")) == (3, 3)
    assert parsed.place(("c", "z"), key=True) == (3, 3)
    assert parsed.place(("c", "z", "zz")) == (3, 3)
    assert parsed.place(("c", "d", 5)) == (3, 6)
    assert parsed.place(("a", "d", 5)) == (1, 4)


def test_ends() -> None:
    """A node knows where it ends: a scalar behind its last character, quotation marks too."""
    root = parse('a: 中文\nb: "c"\nd: [e,\n  f]\n'.encode()).root
    ends = {key: (node.end_line, node.end_column) for key, node in root.children.items()}
    assert ends == {"a": (1, 6), "b": (2, 7), "d": (4, 5)}
    assert (root.keys["b"].end_line, root.keys["b"].end_column) == (2, 2)


def test_crlf_is_the_same_file() -> None:
    """Windows line ends change neither the data nor any place."""
    unix = parse(RECORD, INTEGERS)
    windows = parse(RECORD.replace(b"\n", b"\r\n"), INTEGERS)
    assert windows == unix


def test_nothing_is_carried_over() -> None:
    """A refused file does not change how the next is read."""
    before = parse(RECORD, INTEGERS)
    for raw in (b"%YAML 1.1\n---\na: no\n", b"a: &x b\n", b"a: [b\n"):
        refusal(raw)
    assert parse(RECORD, INTEGERS) == before


# Each of these stands right beside something that is refused.
ACCEPTED: Final = {
    "a document start": (b"---\na: b\n", {"a": "b"}),
    "a document end": (b"a: b\n...\n", {"a": "b"}),
    "no line break at the end": (b"a: b", {"a": "b"}),
    "a mapping in braces": (b"{a: b}", {"a": "b"}),
    "a list over two lines": (b"a: [b,\n  c]\n", {"a": ["b", "c"]}),
    "signs within a text": (b"a: b & c * d ! e % f\n", {"a": "b & c * d ! e % f"}),
    "signs in quotation marks": (b'a: ["&b", "*c", "!d", "<<"]', {"a": ["&b", "*c", "!d", "<<"]}),
    "a number sign in quotation marks": (b'a: "b # c"\n', {"a": "b # c"}),
    "a number sign within a word": (b"a: b c#d\n", {"a": "b c#d"}),
    "a comment behind one word": (b"a: b # c\n", {"a": "b"}),
    "a comment after two spaces": (b"a: b c  # d\n", {"a": "b c"}),
    "a comment behind a text in quotation marks": (b'a: "b c" # d\n', {"a": "b c"}),
    "a comment behind a key": (b"a: # b\n  c: d\n", {"a": {"c": "d"}}),
    "a percent sign that begins no line": (b"a:\n  b: 5 %\n", {"a": {"b": "5 %"}}),
    "a composed accent": ("a: \u00e9".encode(), {"a": "\u00e9"}),
    "an escaped composed accent": (b'a: "\\u00e9"', {"a": "\u00e9"}),
    "an accent that has no composed form": ("a: x\u0301".encode(), {"a": "x\u0301"}),
    "a character beyond the first plane": ("a: \U00020000".encode(), {"a": "\U00020000"}),
    "the same escaped": (b'a: "\\U00020000"', {"a": "\U00020000"}),
    "a no-break space": ("a: b\u00a0c".encode(), {"a": "b\u00a0c"}),
    "an ideographic space": ("a: b\u3000c".encode(), {"a": "b\u3000c"}),
    "the same key at two levels": (b"a: {a: {a: b}}", {"a": {"a": {"a": "b"}}}),
    "keys that differ in case": (b"a: b\nA: c", {"a": "b", "A": "c"}),
    "a key in quotation marks": (b'"a-b": c', {"a-b": "c"}),
}


@pytest.mark.parametrize(("raw", "data"), ACCEPTED.values(), ids=list(ACCEPTED))
def test_accepted(raw: bytes, data: object) -> None:
    """What is allowed close to what is refused."""
    assert parse(raw).data == data


def test_just_small_enough() -> None:
    """The limits themselves are still allowed."""
    deep = b"a: " + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1)
    assert parse(deep).data["a"] is not None
    many = b"a: [" + b"x," * (MAX_NODES - 3) + b"]"  # the mapping, the key and the list count
    assert len(parse(many).data["a"]) == MAX_NODES - 3
    head = b"a: b\n#"
    assert parse(head + b"x" * (MAX_BYTES - len(head))).data == {"a": "b"}


# --- what is refused ------------------------------------------------------------------------

REFUSED: Final[dict[str, tuple[bytes, str, int, int]]] = {
    "an alias": (b"a: b\nc: *x\n", "E107", 2, 4),
    "an alias in a list": (b"a: [b, *x]\n", "E107", 1, 8),
    "an alias as key": (b"a: b\n*x : c\n", "E107", 2, 1),
    "an anchor": (b"a: b\nc: &x d\n", "E107", 2, 4),
    "an anchor at a list": (b"a: &x [b]\n", "E107", 1, 4),
    "an anchor at the whole": (b"&x {a: b}\n", "E107", 1, 1),
    "an anchor at a key": (b"&x a: b\n", "E107", 1, 1),
    "a tag": (b"a: !!str 1\n", "E107", 1, 4),
    "a private tag": (b"a: !x b\n", "E107", 1, 4),
    "a full tag": (b"a: !<tag:yaml.org,2002:int> 1\n", "E107", 1, 4),
    "the tag that is none": (b"a: ! b\n", "E107", 1, 4),
    "a tag at a mapping": (b"a: b\nc: !!omap {}\n", "E107", 2, 4),
    "a tag for code": (b"a: !!python/object:os.system b\n", "E107", 1, 4),
    "a merge key": (b"a: b\n<<: {c: d}\n", "E107", 2, 1),
    "a merge key in quotation marks": (b'"<<": {c: d}\n', "E107", 1, 1),
    "a directive": (b"%YAML 1.1\n---\na: b\n", "E107", 1, 1),
    "a directive for tags": (b"# c\n%TAG ! x:\n---\na: b\n", "E107", 2, 1),
    "an unknown directive": (b"%x\n---\na: b\n", "E107", 1, 1),
    "a second document": (b"a: b\n---\nc: d\n", "E107", 2, 1),
    "a second document, empty": (b"a: b\n---\n", "E107", 2, 1),
    "a document behind the end": (b"a: b\n...\nc: d\n", "E107", 3, 1),
    "a key twice": (b"a: b\nc: d\na: e\n", "E106", 3, 1),
    "a key twice in braces": (b"x: {a: b, a: c}\n", "E106", 1, 11),
    "a key twice, once quoted": (b'a: b\n"a": c\n', "E106", 2, 1),
    "a key twice, quoted differently": (b"'a': b\n\"a\": c\n", "E106", 2, 1),
    "a key twice, once escaped": (b'a: b\n"\\x61": c\n', "E106", 2, 1),
    "a key twice, once with a question mark": (b"a: b\n? a\n: c\n", "E106", 2, 3),
    "a list too deep": (b"a: " + b"[" * 12 + b"]" * 12, "E108", 1, 15),
    "mappings too deep": (b"{a: " * 13 + b"b" + b"}" * 13, "E108", 1, 49),
    "far too deep": (b"a: " + b"[" * 50_000, "E108", 1, 15),
    "deep by indentation": (
        b"".join(b" " * n + b"a:\n" for n in range(20)),
        "E108",
        13,
        13,
    ),
    "too many nodes": (b"a: [" + b"x," * (MAX_NODES - 2) + b"]", "E108", 1, 2 * MAX_NODES - 1),
    "too many bytes": (b"a: b\n#".ljust(MAX_BYTES + 1), "E102", 1, 1),
    "a carriage return": (b"a: b\rc: d\n", "E104", 1, 5),
    "a carriage return too many": (b"a: b\nc: d\r\r\n", "E104", 2, 5),
    "a byte order mark": (b"\xef\xbb\xbfa: b\n", "E104", 1, 1),
    "a byte order mark inside": ("a: b\nc: \ufeffd\n".encode(), "E104", 2, 4),
    "UTF-16": ("a: 中\n".encode("utf-16"), "E103", 1, 1),
    "UTF-16 without mark": ("a: b\n".encode("utf-16-le"), "E104", 1, 2),
    "UTF-32": ("a: b\n".encode("utf-32-be"), "E104", 1, 1),
    "GB18030": ("a: b\nc: 中文\n".encode("gb18030"), "E103", 2, 4),
    "Big5": ("a: b\nc: d\ne: 中文\n".encode("big5"), "E103", 3, 4),
    "Latin-1": (b"a: b\nc: caf\xe9\n", "E103", 2, 7),
    "a byte that no UTF-8 has": (b"a: b\n\nc: \xff\n", "E103", 3, 4),
    "half a character": ("a: 中".encode()[:-1], "E103", 1, 4),
    "an overlong slash": (b"a: \xc0\xaf\n", "E103", 1, 4),
    "a surrogate in UTF-8": (b"a: \xed\xa0\x80\n", "E103", 1, 4),
    "a NUL": (b"a: b\nc: d\x00e\n", "E104", 2, 5),
    "a NUL, escaped": (b'a: b\nc: "d\\0e"\n', "E104", 2, 4),
    "a NUL, escaped by number": (b'a: "\\x00"\n', "E104", 1, 4),
    "a line break, escaped": (b'a: "b\\nc"\n', "E104", 1, 4),
    "a tab, escaped": (b'a: "b\\tc"\n', "E104", 1, 4),
    "a next line, escaped": (b'a: "b\\Nc"\n', "E104", 1, 4),
    "a line separator, escaped": (b'a: "b\\Lc"\n', "E104", 1, 4),
    "a zero-width space, escaped": (b'a: [b, "\\u200B"]\n', "E104", 1, 8),
    "a private character, escaped": (b'a: "\\uE000"\n', "E104", 1, 4),
    "a lone surrogate, escaped": (b'a: "\\uD800"\n', "E104", 1, 4),
    "a pair of surrogates, escaped": (b'a: "\\uD83D\\uDE00"\n', "E104", 1, 4),
    "a hidden character in a key, escaped": (b'"a\\u200B": b\n', "E104", 1, 1),
    "a tab": (b"a:\tb\n", "E104", 1, 3),
    "a tab for indentation": (b"a:\n\tb: c\n", "E104", 2, 1),
    "a tab in a comment": (b"a: b\n# c\td\n", "E104", 2, 4),
    "an escape": (b"a: \x1b[31mb\n", "E104", 1, 4),
    "a delete": (b"a: b\x7f\n", "E104", 1, 5),
    "C1": ("a: 中\u0080\n".encode(), "E104", 1, 5),
    "a next line": ("a: b\u0085c: d\n".encode(), "E104", 1, 5),
    "a line separator": ("a: b\u2028c: d\n".encode(), "E104", 1, 5),
    "a paragraph separator": ("a: b\u2029\n".encode(), "E104", 1, 5),
    "a vertical tab": (b"a: b\x0bc: d\n", "E104", 1, 5),
    "a form feed": (b"a: b\x0cc: d\n", "E104", 1, 5),
    "a zero-width space": ("a: 中\u200b文\n".encode(), "E104", 1, 5),
    "a zero-width joiner": ("a: b\u200d\n".encode(), "E104", 1, 5),
    "a word joiner": ("a: b\u2060\n".encode(), "E104", 1, 5),
    "a soft hyphen": ("a: b\u00adc\n".encode(), "E104", 1, 5),
    "bidirectional control": ("a: b\n\u202ec: d\n".encode(), "E104", 2, 1),
    "bidirectional isolate": ("a: \u2066b\u2069\n".encode(), "E104", 1, 4),
    "a variation selector": ("a: 中\ufe00\n".encode(), "E104", 1, 5),
    "an ideographic variation selector": ("a: 中\U000e0100\n".encode(), "E104", 1, 5),
    "a tag character": ("a: b\U000e0041\n".encode(), "E104", 1, 5),
    "private use": ("a: \ue000\n".encode(), "E104", 1, 4),
    "private use, far plane": ("a: \U0010fffd\n".encode(), "E104", 1, 4),
    "a noncharacter": ("a: \uffff\n".encode(), "E104", 1, 4),
    "NFD": ("a: b\nc: cafe\u0301\n".encode(), "E111", 2, 7),
    "NFD behind wide characters": ("a: 中文e\u0301\n".encode(), "E111", 1, 6),
    "NFD in a comment": ("# e\u0301\na: b\n".encode(), "E111", 1, 3),
    "NFD, escaped": (b'a: "e\\u0301"\n', "E111", 1, 4),
    "a compatibility ideograph": ("a: 中\uf900\n".encode(), "E111", 1, 5),
    "an accent where a value begins": ('a: ["e", b]\nc: "\u0344"\n'.encode(), "E111", 2, 5),
    "a plain value over two lines": (b"a: b\n  c\nd: e\n", "E112", 1, 4),
    "a quoted value over two lines": (b'a: "b\n  c"\n', "E112", 1, 4),
    "a value in single quotes over two lines": (b"a: 'b\n  c'\n", "E112", 1, 4),
    "a quoted value with an escaped break": (b'a: "b\\\n  c"\n', "E112", 1, 4),
    "a literal block": (b"a: b\nc: |\n  d\n", "E112", 2, 4),
    "a folded block": (b"a: >-\n  b\n", "E112", 1, 4),
    "an empty block": (b"a: |\nb: c\n", "E112", 1, 4),
    "a value over two lines in a list": (b"a: [b,\n  c\n  d]\n", "E112", 2, 3),
    "a number as key": (b"a: b\n1: c\n", "E113", 2, 1),
    "a date as key": (b"2016-11-07: b\n", "E113", 1, 1),
    "nothing as key": (b"a: b\n: c\n", "E113", 2, 1),
    "a tilde as key": (b"~: b\n", "E113", 1, 1),
    "a list as key": (b"a: b\n[c]: d\n", "E113", 2, 1),
    "a mapping as key": (b"{a: b}: c\n", "E113", 1, 1),
    "a mapping as key, with a question mark": (b"? {a: b}\n: c\n", "E113", 1, 3),
    "Chinese as key": ("中: b\n".encode(), "E113", 1, 1),
    "a key with a space": (b"a b: c\n", "E113", 1, 1),
    "a key with a space in quotation marks": (b'"a b": c\n', "E113", 1, 1),
    "an empty key": (b'"": b\n', "E113", 1, 1),
    "a key that begins with a hyphen": (b"-a: b\n", "E113", 1, 1),
    "a key with a Cyrillic letter": ("\u0430: b\n".encode(), "E113", 1, 1),
    "a comment right behind a text": (b"a: b\nc: d e # f\n", "E114", 2, 8),
    "a comment right behind Chinese": ("a: 中文 # b\n".encode(), "E114", 1, 7),
    "a comment right behind a text in a list": (b"a: [b,\n  c d # e\n  ]\n", "E114", 2, 7),
    "an empty file": (b"", "E109", 1, 1),
    "blank lines": (b"\n\n  \n", "E109", 1, 1),
    "only comments": (b"# a\n# b\n", "E109", 1, 1),
    "only a document start": (b"---\n", "E109", 2, 1),
    "a list": (b"# a\n- b\n", "E109", 2, 1),
    "a list in brackets": (b"[a, b]\n", "E109", 1, 1),
    "a text": (b"a\n", "E109", 1, 1),
    "a null": (b"null\n", "E109", 1, 1),
    "a colon too many": (b"a: b\nc: d: e\n", "E105", 2, 5),
    "a list that does not end": (b"a: [b\n", "E105", 2, 1),
    "a quotation mark that does not end": (b'a: "b\n', "E105", 2, 1),
    "a wrong bracket": (b"a: [b}\n", "E105", 1, 6),
    "a reserved sign": (b"a: b\nc: @d\n", "E105", 2, 4),
    "an unknown escape": (b'a: b\nc: "d\\q"\n', "E105", 2, 7),
    "wrong indentation": (b"a:\n    b: c\n  d: e\n", "E105", 3, 3),
    "two values": (b'a: b\nc: "d" "e"\n', "E105", 2, 8),
    "only a document end": (b"...\n", "E105", 1, 1),
}


@pytest.mark.parametrize(("raw", "rule", "line", "column"), REFUSED.values(), ids=list(REFUSED))
def test_refused(raw: bytes, rule: str, line: int, column: int) -> None:
    """What is refused is refused by its rule, at its place."""
    problem = refusal(raw)
    assert (problem.rule, problem.line, problem.column) == (rule, line, column)
    assert str(problem) == f"{rule} at {line}:{column}"


@pytest.mark.parametrize("feature", ["alias", "anchor", "tag", "merge key", "directive"])
def test_refusal_names_the_feature(feature: str) -> None:
    """E107 says which feature of YAML it is that nobody needs here."""
    article = "an" if feature[0] == "a" else "a"
    assert refusal(REFUSED[f"{article} {feature}"][0]).values["feature"] == feature


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Latin-1", {"value": "byte 0xE9"}),
        ("a NUL, escaped", {"value": "U+0000"}),
        ("a line break, escaped", {"value": "U+000A"}),
        ("a byte order mark", {"value": "U+FEFF"}),
        ("a tag character", {"value": "U+E0041"}),
        ("NFD", {"value": "U+0065", "expected": "U+00E9"}),
        ("a key twice", {"value": "a", "first": "1"}),
        ("a list too deep", {"value": "levels", "limit": str(MAX_DEPTH)}),
        ("too many nodes", {"value": "nodes", "limit": str(MAX_NODES)}),
        ("too many bytes", {"value": f"{MAX_BYTES + 1} bytes", "limit": str(MAX_BYTES)}),
        ("a comment right behind a text", {"value": "# f"}),
        ("a colon too many", {"value": "c: d: e"}),
        ("a list as key", {"value": "a collection"}),
    ],
)
def test_refusal_tells_what_it_saw(name: str, values: dict[str, str]) -> None:
    """A refusal carries the values that its message shows."""
    assert refusal(REFUSED[name][0]).values == values


@pytest.mark.parametrize("word", ["null", "Null", "NULL", "true", "False", "no", "yes", "on"])
def test_keys_that_yaml_retypes(word: str) -> None:
    """A key that another program would read as null or true is refused, like any key that is
    no string; in quotation marks it is one."""
    assert parse(f'"{word}": b'.encode()).data == {word: "b"}
    assert refusal(f"{word}: b".encode()).rule == "E113"


@pytest.mark.parametrize("escape", ["\\U80000000", "\\UFFFFFFFF"])
def test_escape_beyond_all_characters(escape: str) -> None:
    """An escape that is no character at all is bad YAML, not a crash."""
    assert refusal(f'a: "{escape}"'.encode()).rule == "E105"


def test_place_of_an_escape_beyond_unicode() -> None:
    """An escape beyond U+10FFFF is reported in its own line."""
    problem = refusal(b'a: b\nc: "\\U00110000"\n')
    assert problem.rule == "E105"
    assert problem.line == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"a: [b\n",
        b"a: [b",
        b'a: "b\n\n\n',
        b": c\n",
    ],
)
def test_something_is_shown(raw: bytes) -> None:
    """A message always has something to show between its quotation marks."""
    assert refusal(raw).values["value"]


# --- nothing else escapes -------------------------------------------------------------------


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def check(raw: bytes) -> bool:
    """Either the bytes are read or refused, in the one way of each; whether they were read."""
    parsed = outcome(raw)
    if isinstance(parsed, Unreadable):
        problem = parsed
        assert problem.rule in {f"E{number}" for number in range(102, 115)} - {"E110"}
        # at most one line below the last: where the parser found that something is missing
        assert 1 <= problem.line <= raw.count(b"\n") + 2
        assert 1 <= problem.column <= len(raw) + 1
        assert all(isinstance(value, str) for value in problem.values.values())
        assert not any(FORBIDDEN.search(value) for value in problem.values.values())
        return False
    assert isinstance(parsed.data, dict)
    assert parsed.root.value is parsed.data
    for leaf in leaves(parsed.data):
        assert leaf is None or type(leaf) in (str, int)
        if isinstance(leaf, str):
            assert not FORBIDDEN.search(leaf)
            assert "\n" not in leaf
            assert unicodedata.is_normalized("NFC", leaf)
    return True


def test_truncated_everywhere() -> None:
    """A record cut off behind any byte is read or refused."""
    read = [check(RECORD[:length]) for length in range(len(RECORD) + 1)]
    assert read[-1]
    assert not read[0]
    assert not all(read[200:])


@pytest.mark.parametrize("bit", [0x01, 0x02, 0x10, 0x80])
def test_flipped_everywhere(bit: int) -> None:
    """A record with one bit of any byte turned over is read or refused."""
    for at in range(len(RECORD)):
        check(RECORD[:at] + bytes([RECORD[at] ^ bit]) + RECORD[at + 1 :])


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    """Bytes of any kind are read or refused."""
    check(raw)


TOKENS: Final = st.sampled_from(
    [
        *("a: b", "- ", ": ", "? ", "[", "]", "{", "}", ",", '"', "'", "#", " #", "|", ">", "|2-"),
        *("&x", "*x", "!", "!!str", "!<x>", "!a%80", "%YAML 9.9", "%TAG", "---", "...", "<<", "~"),
        *("\n", "\n  ", "\r\n", " ", "\\", "\\u", "\\U0011", "\\x", "中", "é", "\u0301", "@", "`"),
        *("segment: 1", "null", "\ufeff", "\u2028", "\x00"),
    ]
)


@QUICK
@given(st.lists(TOKENS, max_size=25).map("".join))
def test_any_signs(text: str) -> None:
    """The signs of YAML in any order are read or refused."""
    check(text.encode())
    check(f'a: "{text}'.encode())


@QUICK
@given(
    st.sampled_from(FILES),
    st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True),
            st.integers(0, 12),
            st.one_of(TOKENS.map(str.encode), st.binary(max_size=4)),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_damaged_files(raw: bytes, damage: list[tuple[float, int, bytes]]) -> None:
    """A file of the corpus with something put in, left out or replaced is read or refused."""
    for where, length, new in damage:
        at = int(where * len(raw))
        raw = raw[:at] + new + raw[at + length :]
    check(raw)


@QUICK
@given(st.text(max_size=40))
def test_decode_keeps_or_refuses(text: str) -> None:
    """Decoding gives the text as it is (but for CRLF), or refuses what cannot be seen."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return
    plain = text.replace("\r\n", "\n")
    rule = None
    if FORBIDDEN.search(plain):
        rule = "E104"
    elif not unicodedata.is_normalized("NFC", plain):
        rule = "E111"
    try:
        found = decode(raw)
    except Unreadable as problem:
        found = problem.rule
    assert found == (rule or plain)


def test_the_files_of_the_base_are_read() -> None:
    """What was damaged above is read when it is whole."""
    assert all(check(raw) for raw in FILES)
