"""A catalogue of hostile files: each is refused by its rule, at its line, and nothing else is.

Every variant spoils one file that no text needs, so that each finding is about that file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

TREATY: Final = "data/entities/old-pier-treaty.yaml"
GOOD: Final = (Path(__file__).parents[1] / "fixtures" / "base" / TREATY).read_bytes()
WORDS: Final = b"An earlier invented document that no text names."
LINE: Final = GOOD[: GOOD.index(WORDS)].count(b"\n") + 1
LAST: Final = GOOD.count(b"\n") + 1
"""The line after the last."""


def encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def with_value(text: str | bytes) -> bytes:
    """The file with ``text`` where its English description stands."""
    return GOOD.replace(WORDS, encoded(text))


def with_line(text: str | bytes) -> bytes:
    """The file with one more line (or more) at its end."""
    return GOOD + encoded(text) + b"\n"


Case = tuple[bytes, str, int]
"""The file, the rule that refuses it, and the line."""

# --- what YAML can do -----------------------------------------------------------------------

FEATURES: Final = {
    "an anchor": "&a x",
    "an anchor and a tag": "&a !!str x",
    "an anchor on a cyclic list": "&a [*a]",
    "an alias": "*a",
    "an alias with a long name": "*" + "a" * 5000,
    "an anchor with a long name": "&" + "a" * 5000 + " x",
    "an alias with a value": '*a "x"',
    "a tag": "!!str x",
    "the tag that is none": "! x",
    "a private tag": "!x y",
    "a full tag": "!<tag:yaml.org,2002:str> x",
    "a tag with a long name": "!" + "x" * 5000 + " y",
    "a tag that runs code": "!!python/object/apply:os.system [ls]",
    "a tag that reads a file": "!include /etc/passwd",
    "a tag that drops the text": "!!null the text",
    "a tag that decodes": "!!binary aGFyYm9y",
    "a tag for a set": "!!set {a}",
    "a tag for an ordered mapping": "!!omap [a: b]",
    "a tag for pairs": "!!pairs [a: b]",
    "a tag for a date": "!!timestamp 2001-13-45",
    "a tag for a number": '!!int ""',
    "a tag for a boolean": "!!bool maybe",
    "a tag with an escape": "!x%21y z",
    "a merge key in braces": "{<<: {zh: x}}",
    "a merge key in quotation marks": '{"<<": {zh: x}}',
}


def features() -> Iterator[tuple[str, Case]]:
    for name, text in FEATURES.items():
        yield name, (with_value(text), "E107", LINE)
    laughs = "".join(
        f"{chr(b + 1)}: &{chr(b + 1)} [{','.join(f'*{chr(b)}' for _ in range(9))}]\n"
        for b in range(ord("a"), ord("i"))
    )
    merges = "".join(f"k{n}: &k{n} {{<<: [*k{n - 1}, *k{n - 1}]}}\n" for n in range(1, 26))
    yield "a billion laughs", (b"a: &a [x]\n" + encoded(laughs), "E107", 1)
    yield "a merge bomb", (b"k0: &k0 {a: b}\n" + encoded(merges), "E107", 1)
    yield "a merge key that asks for the bomb", (with_line("<<: [*a, *a]"), "E107", LAST)
    yield "an alias as key", (with_line("*a : b"), "E107", LAST)
    yield "an anchor at the whole", (b"&a\n" + GOOD, "E107", 1)
    yield "a tag at the whole", (b"!!map\n" + GOOD, "E107", 1)
    for name, directive in {
        "the old YAML": "%YAML 1.1",
        "a YAML to come": "%YAML 9.9",
        "two versions": "%YAML 1.2\n%YAML 1.1",
        "a tag prefix": "%TAG ! tag:example.org,2000:",
        "an unknown directive": "%include /etc/passwd",
    }.items():
        yield f"a directive: {name}", (encoded(directive) + b"\n---\n" + GOOD, "E107", 1)
    yield "a directive behind the end", (GOOD + b"...\n%YAML 1.1\n---\na: b\n", "E107", LAST + 1)
    yield "a second document", (GOOD + b"---\n" + GOOD, "E107", LAST)
    yield "a second document, empty", (GOOD + b"---\n", "E107", LAST)
    yield "a second document behind the end", (GOOD + b"...\n---\na: b\n", "E107", LAST + 1)
    yield "two documents of which the first is empty", (b"---\n---\n" + GOOD, "E107", 2)


# --- keys -----------------------------------------------------------------------------------

TWICE: Final = {
    "plain": "id: other",
    "in double quotation marks": '"id": other',
    "in single quotation marks": "'id': other",
    "escaped": '"\\x69d": other',
    "escaped at length": '"\\U00000069\\u0064": other',
    "with a question mark": "? id\n: other",
}
NO_KEYS: Final = {
    "a number": "1: x",
    "a number in quotation marks": '"1": x',
    "a date": "2001-01-01: x",
    "a null": "null: x",
    "a tilde": "~: x",
    "nothing": ": x",
    "nothing in quotation marks": '"": x',
    "a boolean": "true: x",
    "an old boolean": "yes: x",
    "Norway": "NO: x",
    "half a boolean": "y: x",
    "an equals sign": "=: x",
    "a list": "[a, b]: x",
    "a mapping": "{a: b}: x",
    "a list with a question mark": "? [a, b]\n: x",
    "a block list with a question mark": "? - a\n: x",
    "a Chinese word": "主题: x",
    "a Cyrillic letter": "i\u0501: x",
    "a Greek letter": "\u03b9d: x",
    "full-width letters": "\uff49\uff44: x",
    "a mathematical letter": "\U0001d422d: x",
    "a dotless i": "\u0131d: x",
    "an ideographic space in front": "\u3000note: x",
    "a no-break space in front": "\u00a0note: x",
    "a space inside": "a note: x",
    "a full-width colon and a colon": "note： x: y",
    "a path": "../../note: x",
    "a long word": "a" * 65 + ": x",
    "a very long word": "? " + "a" * 4000 + "\n: x",
}


def keys() -> Iterator[tuple[str, Case]]:
    for name, text in TWICE.items():
        yield f"a key twice, {name}", (with_line(text), "E106", LAST)
    yield "a key twice in braces", (with_value("{zh: x, zh: y}"), "E106", LINE)
    for name, text in NO_KEYS.items():
        yield f"a key that is none: {name}", (with_line(text), "E113", LAST)
    yield "a key that differs in case", (with_line("ID: x"), "E201", LAST)
    yield "a key that the format does not know", (with_line("exec: x"), "E201", LAST)
    yield "a key of the language's own", (with_line("__class__: x"), "E201", LAST)
    yield "a key with a hidden character", (with_line("i\u200bd: x"), "E104", LAST)
    yield "a key with a hidden character, escaped", (with_line('"i\\u200bd": x'), "E104", LAST)
    yield "a key over two lines", (with_line("? |\n  id\n: x"), "E112", LAST)
    yield "a key not in NFC", (with_line("e\u0301: x"), "E111", LAST)


# --- values ---------------------------------------------------------------------------------

NO_LINES: Final = {
    "a literal": "|\n    x",
    "a literal with indicators": "|2-\n    x",
    "a folded one": ">\n    x",
    "a folded one that keeps": ">+\n    x\n\n",
    "a plain one": "x\n    y",
    "one in quotation marks": '"x\n    y"',
    "one in single quotation marks": "'x\n    y'",
    "one with an escaped break": '"x\\\n    y"',
}
LOST: Final = {
    "behind a text": "Number #1 of the harbour",
    "behind a word": "Number #1",
    "behind Chinese": "第一 #二",
    "behind a comma": "one, #2",
    "after two spaces": "Number  #1",
    "a comment right behind a text": "Two words # a comment",
}
NO_TEXT: Final = {
    "nothing": "",
    "a tilde": "~",
    "a null": "null",
    "a NULL": "NULL",
    "an empty text": '""',
    "a list": "[a]",
    "a list that YAML reads its own way": "[-]",
    "a mapping": "{zh: x}",
    "a mapping without values": "{a, b}",
    "a mapping with an odd key": "{ ?foo: bar }",
    "a long text": "x" * 4001,
}
NO_YAML: Final = {
    "a colon and a space": "Harbour: the sequel",
    "a reserved sign": "@x",
    "a backquote": "`x`",
    "a percent sign at the front": "%x",
    "a list that ends wrong": "[a}",
    "two values": '"x" "y"',
    "text behind a list": "[a] b",
    "an unknown escape": '"\\q"',
    "half an escape": '"\\u12"',
    "an escape beyond Unicode": '"\\U00110000"',
    "an escape beyond all numbers": '"\\UFFFFFFFF"',
    "an undefined tag handle": "!e!x y",
    "an unfinished tag": "!<x y",
    "an anchor without a name": "& x",
    "an alias without a name": "* x",
    "a dash": "- x",
    "a colon": ": x",
    "an unfinished quotation": '"x',
    "an unfinished single quotation": "'x",
    "an unfinished list": '["a", "b"',
    "an unfinished mapping": '{"a": "b"',
}
NOTICED: Final = {
    "an unfinished quotation": LAST,
    "an unfinished single quotation": LAST,
    "an unfinished list": LINE + 1,
    "an unfinished mapping": LINE + 1,
}
"""What does not end is noticed where it should have ended."""


def values() -> Iterator[tuple[str, Case]]:
    for name, text in NO_LINES.items():
        yield f"a value over several lines: {name}", (with_value(text), "E112", LINE)
    for name, text in LOST.items():
        yield f"a number sign {name}", (with_value(text), "E114", LINE)
    for name, text in NO_TEXT.items():
        yield f"a text that is none: {name}", (with_value(text), "E204", LINE)
    for name, text in NO_YAML.items():
        yield f"no YAML: {name}", (with_value(text), "E105", NOTICED.get(name, LINE))
    yield "a text that is too long by far", (with_value("x" * 5001), "E108", LINE)
    yield "too deep a list", (with_value("[" * 12 + "]" * 12), "E108", LINE)
    yield "too deep a mapping", (with_value("{a: " * 12 + "b" + "}" * 12), "E108", LINE)
    yield "wrong indentation", (with_line("note:\n    a: b\n  c: d"), "E105", LAST + 2)
    yield "a full-width colon", (with_line("note： x"), "E105", LAST)
    yield "nothing", (b"", "E109", 1)
    yield "blank lines", (b"\n \n\n", "E109", 1)
    yield "comments only", (b"# a\n# b\n", "E109", 1)
    yield "a list at the top", (b"- id: x\n", "E109", 1)
    yield "a text at the top", (b"id\n", "E109", 1)
    yield "JSON's null at the top", (b"null\n", "E109", 1)


# --- ids ------------------------------------------------------------------------------------

IDS: Final = {
    "a path upwards": '"../../etc/passwd"',
    "an absolute path": "/etc/passwd",
    "a path of Windows": "'C:\\Windows'",
    "a backslash": "old\\pier",
    "a dot": '"."',
    "two dots": "..",
    "an option": '"--help"',
    "capitals": "Old-Pier-Treaty",
    "a space": "old pier treaty",
    "a space behind": '"old-pier-treaty "',
    "an underscore": "old_pier_treaty",
    "a Cyrillic letter": "\u043eld-pier-treaty",
    "a full-width letter": "\uff4fld-pier-treaty",
    "a digit of another script": "old-pier-treaty-\u0661",
    "a hyphen of another kind": "old\u2010pier-treaty",
    "a long s": "old-pier-treatie\u017f",
    "a Kelvin sign": "\u017fk",
    "a template": "'{{ 7 * 7 }}'",
    "a shell": "$(ls)",
    "a query": '"x\'; drop table entities"',
    "markup": "<script>alert(1)</script>",
    "a workflow command": '"::error::x"',
    "a long word": "a" * 65,
    "a very long word": "a-" * 2400 + "!",
    "a null": "null",
    "a list": "[old-pier-treaty]",
}


def ids() -> Iterator[tuple[str, Case]]:
    for name, text in IDS.items():
        spoilt = GOOD.replace(b"id: old-pier-treaty", b"id: " + encoded(text))
        yield f"an id that is none: {name}", (spoilt, "E204", 2)
        spoilt = GOOD.replace(b"part_of: null", b"part_of: " + encoded(text))
        if text != "null":
            yield f"a reference that is none: {name}", (spoilt, "E204", 9)
    for name, text in {
        "a line break": "\\n",
        "a NUL": "\\0",
        "a hidden character": "\\u200b",
    }.items():
        spoilt = GOOD.replace(b"id: old-pier-treaty", f'id: "old-pier-treaty{text}"'.encode())
        yield f"an id with {name} behind", (spoilt, "E104", 2)
    other = GOOD.replace(b"id: old-pier-treaty", b"id: northhaven")
    yield "an id of another file", (other, "E205", 2)


# --- characters -----------------------------------------------------------------------------

HIDDEN: Final = (
    *(0x00, 0x01, 0x07, 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F),
    *(0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x1680, 0x17B4, 0x180B, 0x180E, 0x2000, 0x2003, 0x200A),
    *(0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x202F, 0x205F),
    *(0x2060, 0x2064, 0x2066, 0x2069, 0x206F, 0x2800, 0x2E80, 0x2EA0, 0x2F00, 0x2FD5, 0x3164),
    *(0xE000, 0xF8FF, 0xFDD0, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFC, 0xFFFE, 0xFFFF),
    *(0x1BCA0, 0x1D173, 0x1FFFE, 0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFF),
)
NOT_COMPOSED: Final = {
    "an accent on its own": "cafe\u0301",
    "two accents in the wrong order": "a\u0301\u0323",
    "a Hangul syllable in parts": "\u1112\u1161\u11ab",
    "the Angstrom sign": "\u212b",
    "the Kelvin sign": "\u212a",
    "the Ohm sign": "\u2126",
    "a compatibility ideograph": "\uf900",
    "a compatibility ideograph of the second plane": "\U0002f800",
    "the last compatibility ideograph": "\U0002fa1d",
    "a Greek question mark": "x\u037e",
}


def characters() -> Iterator[tuple[str, Case]]:
    for point in HIDDEN:
        name = f"U+{point:04X}"
        yield f"{name} in a value", (with_value(f"a{chr(point)}b"), "E104", LINE)
        if point < 0x100 or point > 0xFFFF:
            yield f"{name} in a comment", (with_line(f"# {chr(point)}x"), "E104", LAST)
        escaped = f'"a\\U{point:08X}b"'
        yield f"{name} escaped", (with_value(escaped), "E104", LINE)
    for point in (0xD800, 0xDBFF, 0xDC00, 0xDFFF):
        name = f"the lone surrogate U+{point:04X}"
        yield f"{name} in a value", (with_value(f"a{chr(point)}b"), "E103", LINE)
        yield f"{name} escaped", (with_value(f'"a\\u{point:04X}b"'), "E104", LINE)
    yield "a pair of surrogates, escaped", (with_value('"\\uD83D\\uDE00"'), "E104", LINE)
    yield "a line break, escaped", (with_value('"a\\nb"'), "E104", LINE)
    for name, text in NOT_COMPOSED.items():
        yield name, (with_value(text), "E111", LINE)
        escaped = "".join(f"\\U{ord(c):08x}" for c in text)
        yield f"{name}, escaped", (with_value(f'"{escaped}"'), "E111", LINE)
    yield "five marks on a letter", (with_value("x" + "\u0302" * 5), "E104", LINE)
    pile = "x" + "\u0315\u0300" * 30_000
    yield "a pile of marks in the wrong order", (with_value(pile), "E104", LINE)


# --- encodings ------------------------------------------------------------------------------

CHINESE: Final = GOOD.decode()
BAD_BYTES: Final = {
    "a byte of no encoding": b"\xff",
    "a byte that only continues": b"\x80",
    "an overlong NUL": b"\xc0\x80",
    "an overlong slash": b"\xc0\xaf",
    "an overlong slash of three bytes": b"\xe0\x80\xaf",
    "an overlong slash of four bytes": b"\xf0\x80\x80\xaf",
    "a character beyond Unicode": b"\xf4\x90\x80\x80",
    "a character of five bytes": b"\xf8\x88\x80\x80\x80",
    "half a character": "中".encode()[:2],
    "a character and a half": "中".encode() + "文".encode()[:1],
    "a surrogate pair in six bytes": b"\xed\xa0\xbd\xed\xb8\x80",
    "Latin-1": b"caf\xe9",
    "GB18030": "文件".encode("gb18030"),
    "Big5": "文件".encode("big5"),
    "Shift JIS": "文件".encode("shift_jis"),
}


def encodings() -> Iterator[tuple[str, Case]]:
    for name, raw in BAD_BYTES.items():
        yield f"not UTF-8: {name}", (with_value(raw), "E103", LINE)
    chinese = GOOD[: GOOD.index("旧".encode())].count(b"\n") + 1
    yield "the whole in GB18030", (CHINESE.encode("gb18030"), "E103", chinese)
    yield "the whole in UTF-16", (CHINESE.encode("utf-16"), "E103", 1)
    yield "the whole in UTF-16, big-endian", (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "E103", 1)
    yield "the whole in UTF-32", (CHINESE.encode("utf-32"), "E103", 1)
    yield "an ASCII file in UTF-16 without mark", ("id: x\n".encode("utf-16-le"), "E104", 1)
    yield "a byte order mark", (b"\xef\xbb\xbf" + GOOD, "E104", 1)
    yield "a byte order mark inside", (GOOD + b"\xef\xbb\xbf# x\n", "E104", LAST)
    yield "carriage returns only", (GOOD.replace(b"\n", b"\r"), "E104", 1)
    yield "a carriage return too many", (GOOD.replace(b"\n", b"\r\r\n"), "E104", 1)
    yield "one carriage return", (with_value("a\rid: other"), "E104", LINE)
    yield "a tab for indentation", (GOOD.replace(b"\n  en: Old", b"\n\ten: Old"), "E104", 6)
    yield "a tab behind a colon", (GOOD.replace(b"id: ", b"id:\t"), "E104", 2)
    yield "a tab behind a value", (with_value("x\t"), "E104", LINE)
    yield "a gzip file", (b"\x1f\x8b\x08\x00" + bytes(60), "E103", 1)
    yield "a picture", (b"\x89PNG\r\n\x1a\n" + bytes(60), "E103", 1)


FAMILIES: Final = (features, keys, values, ids, characters, encodings)
CASES: Final = {name: case for family in FAMILIES for name, case in family()}


def test_size_of_the_catalogue() -> None:
    """No variant hides another of the same name, and none is the good file itself."""
    assert len(CASES) == sum(1 for family in FAMILIES for _ in family()) > 400
    assert all(raw != GOOD for raw, _, _ in CASES.values())


Inspect = Callable[[Path], tuple[Any, list[tuple[str, str, int]]]]


@pytest.mark.parametrize("name", CASES)
def test_refused(name: str, tree: Path, inspect: Inspect) -> None:
    """The file is refused by one rule at one line; every other file is checked as before."""
    raw, rule, line = CASES[name]
    (tree / TREATY).write_bytes(raw)
    result, found = inspect(tree)
    assert set(found) == {(rule, TREATY, line)}
    assert len(result.corpus.entities) == 8 + (rule == "E205")
    assert len(result.corpus.records) == 12


# --- what is accepted -----------------------------------------------------------------------

WRITTEN: Final = """
    no No NO yes on off y n true False 010 0o10 0x1F 0b11 1_000 1e3 12e34567 1e400 1.10 .5 -7 +5
    .inf -.Inf .nan .NaN 0. 1. 2001-01-01 2001-13-45 0000-00-00 2001-01-01T25:00:00Z 12:30:45
    190:20:30 1:30 = nULL ~x x~ a:b a#b http://x/#y x&y x*y 1,000 𠀀 \ufa0e \uff21 ﬁ ½ ①
    0x_ 0b_ 0o_
"""
ACCEPTED: Final = {
    **{f"{word} as it stands": (with_value(word), word) for word in WRITTEN.split()},
    "five thousand digits": (with_value("7" * 4000), "7" * 4000),
    "hexadecimal digits": (with_value("0x" + "F" * 3000), "0x" + "F" * 3000),
    "signs of YAML in quotation marks": (with_value('"&a *b !c <<: %d @e"'), "&a *b !c <<: %d @e"),
    "a comment": (with_value("x  # a comment"), "x"),
    "a quotation mark doubled": (with_value("'it''s'"), "it's"),
    "an escaped letter": (with_value('"\\x41\\u4E2D\\U00020000"'), "A中\U00020000"),
    "an ideographic space": (with_value("a\u3000b"), "a\u3000b"),
    "a no-break space": (with_value("a\u00a0b"), "a\u00a0b"),
    "four marks on a letter": (with_value("x" + "\u0302" * 4), "x" + "\u0302" * 4),
    "letters of other scripts": (with_value("Ω ж א ع ก あ 한"), "Ω ж א ع ก あ 한"),
    "markup": (with_value("<script>alert(1)</script>"), "<script>alert(1)</script>"),
    "a template": (with_value("'{{ 7 }} ${{ x }}'"), "{{ 7 }} ${{ x }}"),
    "a formula": (with_value("'=cmd|calc'"), "=cmd|calc"),
    "a workflow command": (with_value("'::error::x'"), "::error::x"),
    "Windows line ends": (GOOD.replace(b"\n", b"\r\n"), WORDS.decode()),
    "a document start": (b"---\n" + GOOD, WORDS.decode()),
    "a document end": (GOOD + b"...\n", WORDS.decode()),
    "no line break at the end": (GOOD[:-1], WORDS.decode()),
    "blank lines": (b"\n\n" + GOOD + b"\n  \n", WORDS.decode()),
    "keys in quotation marks": (GOOD.replace(b"id:", b'"id":'), WORDS.decode()),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str, tree: Path, inspect: Inspect) -> None:
    """What other readers of YAML make something else of is read as it was written."""
    raw, value = ACCEPTED[name]
    (tree / TREATY).write_bytes(raw)
    result, found = inspect(tree)
    assert found == []
    assert result.corpus.entities["old-pier-treaty"].model.description.en == value
