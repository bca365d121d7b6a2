"""The quick reader: it reads the canonical form as the full reader does, and never accepts a file
that the full way would object to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from cyberspace_corpus.corpus import _excess
from cyberspace_corpus.judge import accepted, schema_accepts
from cyberspace_corpus.model.kinds import KIND, Kind, integer_keys, kind_of
from cyberspace_corpus.yamlio.canonical import DEEPEST, values
from cyberspace_corpus.yamlio.characters import fault, is_common
from cyberspace_corpus.yamlio.reader import (
    MAX_BYTES,
    MAX_LENGTH,
    MAX_NODES,
    parse,
)

ROOT: Final = Path(__file__).parents[2]
FIXTURES: Final = ROOT / "tests" / "fixtures"
BASE: Final = FIXTURES / "base"
INTEGERS: Final = frozenset({"count"})


def read(text: str) -> Any:
    """What the quick reader makes of a text; what it accepts, the full reader reads alike."""
    raw = text.encode("utf-8", "surrogatepass")
    found = values(raw, INTEGERS)
    if found is not None:
        assert parse(raw, INTEGERS).data == found
    return found


@pytest.mark.parametrize("root", [ROOT, BASE], ids=["data", "base"])
def test_files(root: Path) -> None:
    """Every file of the corpus is in canonical form, so every one is read quickly."""
    paths = sorted((root / "data").rglob("*.yaml"))
    assert len(paths) > 30
    for path in paths:
        raw = path.read_bytes()
        found = values(raw, integer_keys())
        assert found is not None, path
        if len(raw) < 4_000:  # the full reader needs its time
            assert found == parse(raw, integer_keys()).data, path


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: b\n", {"a": "b"}),
        ("# c\na: b\n# c\n", {"a": "b"}),
        ("a: 灯塔，12座\n", {"a": "灯塔，12座"}),
        ("a: null\nb: ~x\nc: Null\n", {"a": None, "b": "~x", "c": None}),
        ("a: no\nb: 012\nc: 1.10\n", {"a": "no", "b": "012", "c": "1.10"}),
        ("a: 2016-11-07\nb: 12:30\n", {"a": "2016-11-07", "b": "12:30"}),
        ("count: 3\nother: 3\n", {"count": 3, "other": "3"}),
        ("count: 03\n", {"count": "03"}),
        ('count: "3"\n', {"count": "3"}),
        ('a: ""\n', {"a": ""}),
        ('a: "b: c#d"\n', {"a": "b: c#d"}),
        (r'a: "say \"yes\" \\ no"' + "\n", {"a": 'say "yes" \\ no'}),
        ("a: b:c\nd: e#f\n", {"a": "b:c", "d": "e#f"}),
        ('a: b\'s "c", [d] {e}\n', {"a": 'b\'s "c", [d] {e}'}),
        ("a: []\nb: {}\n", {"a": [], "b": {}}),
        ('a: [b, "c, d", null, no]\n', {"a": ["b", "c, d", None, "no"]}),
        (
            "a: {count: 3, c: [d, {e: f}], g: {}}\n",
            {"a": {"count": 3, "c": ["d", {"e": "f"}], "g": {}}},
        ),
        (
            "a:\n  - b\n  - c: d\n    e: f\n  - {g: h}\ni: j\n",
            {"a": ["b", {"c": "d", "e": "f"}, {"g": "h"}], "i": "j"},
        ),
        ("a:\n  - b:\n      - c\n    d: e\n", {"a": [{"b": ["c"], "d": "e"}]}),
        ("a:\n  b:\n    c: d\n  e: f\n", {"a": {"b": {"c": "d"}, "e": "f"}}),
        ('a:\n  - "b: c"\n', {"a": ["b: c"]}),
    ],
)
def test_accepted(text: str, data: Any) -> None:
    """What the canonical form may hold is read, with the values of the full reader."""
    assert read(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a",
        "a\n",
        "a: b",
        "a:b\n",
        "a:\n",
        "a: \n",
        "a:  b\n",
        "a: b \n",
        "a: b\r\n",
        "a: b\n\nc: d\n",
        "\ufeffa: b\n",
        "a: b # c\n",
        "a: b\n  # c\n",
        "a: b\n  c\n",
        "a: b: c\n",
        "a: b:\n",
        "a: 'b'\n",
        'a: "b\n',
        'a: "b"c\n',
        'a: "\\n"\n',
        'a: "\\u0041"\n',
        "a: |\n  b\n",
        "a: >\n  b\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "a: %b\n",
        "a: @b\n",
        "a: `b\n",
        "a: - b\n",
        "a: -b\n",
        "a: ? b\n",
        "? a\n",
        "<<: {a: b}\n",
        "null: a\n",
        "Yes: a\n",
        "a: {no: b}\n",
        "1: a\n",
        "a b: c\n",
        '"a": b\n',
        "a: b\na: c\n",
        "a:\na: b\n",
        "a: {b: c, b: d}\n",
        "a: {b: c,d: e}\n",
        "a: {b: c }\n",
        "a: { b: c}\n",
        "a: {b}\n",
        "a: {b:c}\n",
        "a: [b c, d: e]\n",
        "a: [b,c]\n",
        "a: [b, ]\n",
        "a: [, b]\n",
        "a: [b\n",
        "a: [b]]\n",
        "a: [b] c\n",
        "a: [b}\n",
        "a: [b#c]\n",
        "a: [-b]\n",
        "a: [b?]\n",
        "a: ['b']\n",
        'a: ["b" ]\n',
        'a: ["b"c]\n',
        "a: [[[[b]]]]\n",
        "- a\n",
        "a:\n- b\n",
        "a:\n   b: c\n",
        "a:\n    b: c\n",
        "a:\n  b: c\n    d: e\n",
        "a:\n  - b\n  c: d\n",
        "a:\n  b: c\n  - d\n",
        "a:\n  - - b\n",
        "a:\n  -\n",
        "a:\n  - b:\n    - c\n",
        "a:\n  - \n",
        " a: b\n",
        "  a: b\n",
        "a: b\n c: d\n",
        "---\na: b\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "%YAML 1.1\n",
        "a: b\tc\n",
        "a: \u200b\n",
        "a: e\u0301\n",
        "a: \u2028b: c\n",
        "a: \x85b\n",
        "a: \ud800\n",
        f"a: {'b' * (MAX_LENGTH + 1)}\n",
        "a:\n" + "".join(f"  k{i}: [x, x, x]\n" for i in range(MAX_NODES // 5 + 1)),
        "".join(f"{'  ' * i}a:\n" for i in range(DEEPEST + 2)) + "  " * (DEEPEST + 2) + "b: c\n",
        "a: b\n" + "#" * MAX_BYTES + "\n",
    ],
)
def test_left_to_the_full_reader(text: str) -> None:
    """Another style, or a slip: the quick reader does not say, and does not accept it."""
    assert read(text) is None


def test_common_characters() -> None:
    """Each of the usual characters is one that a file may hold."""
    usual = [chr(point) for point in range(0x11_0000) if is_common(chr(point))]
    assert len(usual) > 21_000
    assert fault("".join(usual)) is None


# --- the same verdict -----------------------------------------------------------------------


def look(kind: Kind, raw: bytes) -> bool:
    """Whether the file is accepted quickly. If so, nothing on the full way may object: the
    reader reads the same values, and both judges and the limits pass them."""
    data = values(raw, integer_keys())
    model = None if data is None else accepted(kind, data)
    if model is None or any(_excess(model, raw)):
        return False
    assert parse(raw, integer_keys()).data == data, raw
    assert schema_accepts(kind, data), raw
    return True


def edits() -> Iterator[Any]:
    for path in sorted(FIXTURES.glob("[EW]*.yaml")):
        for edit in YAML(typ="safe").load(path.read_text("utf-8"))["edits"]:
            yield pytest.param(edit, id=f"{path.stem}-{edit['file']}")


@pytest.mark.parametrize("edit", list(edits()))
def test_fixtures(edit: dict[str, Any]) -> None:
    """No fixture of a rule about reading or shape is accepted; those of others may be."""
    kind = kind_of(edit["file"])
    if "replace" in edit:
        old = (BASE / edit["file"]).read_bytes()
        raw = old.replace(edit["replace"].encode(), edit["by"].encode())
    elif "text" in edit:
        raw = edit["text"].encode()
    elif "bytes" in edit:
        raw = bytes.fromhex(edit["bytes"])
    else:
        return
    if kind is not None:
        look(kind, raw)


PIECES: Final = (
    *(
        "\n",
        "\n  ",
        "  ",
        "- ",
        ": ",
        ":",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        '"',
        "'",
        "#",
        " #",
    ),
    *("&a ", "*a", "!b ", "|", ">", "%", "@", "~", "null", "no", "012", "1", "\\", '\\"', "\\n"),
    *(
        "\t",
        "\r",
        "\x00",
        "\x85",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\u0301",
        "é",
        "渡",
        "—",
        "\U00020000",
    ),
    *("a", "zh: x", "topics: []", "note: x\n", "  - {zh: x, en: y}\n", "...", "---\n", "<<: "),
)


@cache
def short_records() -> list[str]:
    """The shorter records of both corpora, since the full reader needs its time."""
    paths = [*BASE.glob("data/records/*/*.yaml"), *ROOT.glob("data/records/*/*.yaml")]
    return sorted(text for path in paths if len(text := path.read_text("utf-8")) < 900)


def hurt(chance: random.Random, text: str) -> str:
    """The text with one thing put in, left out, doubled or moved."""
    at = chance.randrange(len(text))
    rows = text.split("\n")
    row = chance.randrange(len(rows))
    match chance.randrange(6):
        case 0:
            return text[:at] + chance.choice(PIECES) + text[at:]
        case 1:
            return text[:at] + text[at + chance.randint(1, 3) :]
        case 2:
            return text[:at] + chance.choice(PIECES) + text[at + 1 :]
        case 3:
            rows.insert(row, chance.choice(rows))
        case 4:
            rows.pop(row)
        case _:
            rows[row] = rows[row][chance.randint(1, 2) :] or chance.choice(PIECES)
    return "\n".join(rows)


@pytest.mark.parametrize("seed", range(4))
def test_mutated(seed: int) -> None:
    """Of 10,000 damaged records, none is accepted that the full way would not accept alike."""
    chance = random.Random(seed)
    records = short_records()
    assert len(records) > 40
    taken = sum(
        look(KIND["record"], hurt(chance, chance.choice(records)).encode()) for _ in range(2_500)
    )
    assert 250 < taken < 2_250
