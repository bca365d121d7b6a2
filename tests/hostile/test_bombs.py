"""Files that are made to cost time or memory: each is judged in two seconds and 300 MB.

They are judged in a process of its own, one after the other, so that one that hangs or eats
the memory can be named and ended.
"""

from __future__ import annotations

import faulthandler
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from clock import bound

from cyberspace_corpus.report.text import text
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.reader import MAX_BYTES, MAX_NODES

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
TREATY: Final = "data/entities/old-pier-treaty.yaml"
RECORD: Final = "data/records/lake-2001/3.yaml"
DOCUMENT: Final = "data/documents/lake-2001.yaml"
PRINTED: Final = "data/sources/harbor-press-2001.txt"
SOURCE: Final = "data/sources/harbor-press-2001.yaml"

MEMORY: Final = 300
"""Most memory, in MB, that any case needs."""

ADDRESSES: Final = 2 << 30
HANGS: Final = 60
"""Seconds after which a case counts as hanging, and ends its process."""

Case = tuple[Mapping[str, str | bytes], str, str]
"""The files that are spoilt, a rule that must be reported, and its file."""


FULL: Final = MAX_NODES - 100
"""Nodes that a file may hold beside those of its other keys."""


def filled(head: str, piece: str, tail: str = "") -> str:
    """As many pieces as one file may hold."""
    room = MAX_BYTES - len(head.encode()) - len(tail.encode())
    return head + piece * (room // len(piece.encode())) + tail


def counted(head: str, piece: str, tail: str = "") -> str:
    """The same with a number in each piece (where it says {})."""
    room, number, parts = MAX_BYTES - len(head.encode()) - len(tail.encode()), 0, [head]
    while (room := room - len((part := piece.replace("{}", str(number))).encode())) > 0:
        parts.append(part)
        number += 1
    return "".join(parts) + tail


GRAMMAR: Final = {
    # what the parser has to look at, by rule
    "E102": {
        "a byte too many": "a: b\n#" + "x" * MAX_BYTES,
        "a long value in a megabyte": "a: " + "x" * 1_000_000,
    },
    "E104": {"marks": filled("a: x", "\u0315\u0300")},
    "E105": {
        "an unfinished quotation": filled('a: "', "x "),
        "line breaks in a quotation": filled('a: "', "\n"),
        "escaped line breaks": filled('a: "', "\\\n"),
        "escapes": filled('a: "', "\\x41"),
        "a full tag without end": filled("a: !<", "x"),
        "commas": filled("a: [", ","),
        "braces": filled("", "}"),
        "anchors without names": filled("a: ", "& "),
        "ends of documents": filled("", "...\n"),
    },
    "E106": {"one key again and again": filled("", "a: b\n")},
    "E107": {
        "a long tag": filled("a: !", "x"),
        "a long tag of escapes": filled("a: !", "%41"),
        "a long anchor": filled("a: &", "x"),
        "a long alias": filled("a: *", "x"),
        "tags": filled("a: ", "! "),
        "documents": filled("", "---\n"),
        "merge keys": filled("", "<<: b\n"),
    },
    "E108": {
        "items": filled("a: [", "x,"),
        "items of Chinese": filled("a: [", "中,"),
        "items on lines": filled("a:\n", "- x\n"),
        "items over lines": filled("a: [\n", "x\n,\n"),
        "empty items": filled("a:\n", "-\n"),
        "keys": counted("", "k{}:\n"),
        "keys in braces": counted("a: {", "k{},"),
        "pairs in brackets": filled("a: [", "a: b,"),
        "empty mappings": filled("a: [", "{},"),
        "comments behind items": filled("a:\n", "- x  # y\n"),
        "lists in lists": filled("a: ", "["),
        "lists in lists on lines": filled("a:\n", " - "),
        "lists in lists over lines": filled("a: ", "[\n"),
        "mappings in mappings": filled("a: ", "{a: "),
        "mappings in mappings by indentation": "".join(f"{' ' * n}a:\n" for n in range(500)),
        "a long key": filled("? ", "x"),
        "hyphens": filled("", "-"),
        "a long value": filled("a: ", "x"),
        "a long value of words": filled("a: ", "x "),
        "a long value of colons": filled("a: ", "x:"),
    },
    "E109": {
        "comments": filled("", "#\n"),
        "blank lines": filled("", "\n"),
    },
    "E111": {"parts of syllables": filled("a: ", "\u1100\u1161")},
    "E112": {
        "a value over many lines": filled("a: b\n", " c\n"),
        "a literal": filled("a: |\n", " x\n"),
        "a folded value": filled("a: >\n", " x\n\n"),
    },
    "E113": {
        "question marks": filled("", "? "),
        "colons": filled("", ": "),
    },
    "E201": {
        "comments behind a key": filled("a: b\n", "#\n"),
        "blank lines behind a key": filled("a: b\n", "\n"),
        "spaces behind a key": filled("a: b\n", " "),
        "a long comment": filled("a: b #", "#"),
    },
}

FIELDS: Final = {
    "document": "lake-2001",
    "section": "null",
    "kind": "item",
    "number": "null",
    "label": "{zh: null, en: null}",
    "witnesses": '[{source: harbor-press-2001, zh: "10"}]',
    "text": "[{zh: x}]",
    "entities": "[]",
    "topics": "[ferries]",
}


def record(**fields: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in (FIELDS | fields).items())


def listed(piece: str, times: int) -> str:
    return "[" + ", ".join(piece.replace("{}", str(n)) for n in range(times)) + "]"


SURFACE: Final = '{edtf: "2001", zh: "+", en: "+", kind: event}'
WITNESS: Final = '{source: harbor-press-2001, zh: "SPEC"}'
ALL_LINES: Final = ",".join(["1-14"] * 38)
PLUS: Final = f'{{en: "{"+" * 3990}"}}'
SEVENS: Final = f'{{en: "{"7 " * 1990}"}}'

RECORDS: Final = {
    "keys that are not known": (counted("", "document{}: x\n"), "E108"),
    "items of the wrong kind": (record(text=listed("1", FULL)), "E204"),
    "segments without text": (record(text=listed("{zh: null}", FULL // 3)), "E108"),
    "entities that are none": (record(entities=listed("A", FULL)), "E204"),
    "entities that are not there": (record(entities=listed("lake{}", FULL)), "E108"),
    "topics that are not there": (record(topics=listed("ferry{}", FULL)), "E108"),
    "two hundred topics that are not there": (record(topics=listed("ferry{}", 200)), "E203"),
    "a kind that is none": (record(kind="a" * 4_900), "E204"),
    "dates that are none": (
        record(dates=listed(f'{{edtf: "{"2" * 4_900}!", zh: x, kind: event}}', 25)),
        "E204",
    ),
    "segments": (record(text=listed("{zh: a, en: b}", FULL // 5)), "E108"),
    "two hundred segments and dates": (
        record(
            text=listed(f'{{zh: "{"+" * 39}", en: "{"+" * 39}"}}', 199),
            dates=listed(SURFACE, 199),
        ),
        "E404",
    ),
    "a text of signs": (record(text=listed(PLUS, 30), dates=listed(SURFACE, 1)), "E108"),
    "a shorter text of signs": (record(text=listed(PLUS, 2), dates=listed(SURFACE, 1)), "E308"),
    "a text of years": (record(text=listed(f'{{zh: "{"2001年" * 500}"}}', 3)), "E405"),
    "a text of years on a hundred thousand lines": (
        record(text=listed(f'{{zh: "{"2001年" * 500}"}}', 3)) + "\n" * 100_000,
        "E405",
    ),
    "mentions in no language": (
        record(mentions=listed("{lang: zn, surface: x, entity: null}", FULL // 7)),
        "E204",
    ),
    "thousands of keys that are not known": (
        record() + "".join(f"topic{n}: x\n" for n in range(FULL // 2 - 100)),
        "E201",
    ),
    "a text of names": (record(text=listed(f'{{zh: "{"北泊" * 1_900}"}}', 2)), "E402"),
    "a text of figures": (
        record(
            text=listed(SEVENS, 2),
            quantities='[{en: "7", comparator: "=", value: "7", scale: "1", unit: x, measures: y}]',
        ),
        "E507",
    ),
    "a long number": (record(text=f'[{{zh: "{"7" * 3_990}", en: "{"7" * 3_990}"}}]'), "E408"),
    "a long Chinese number": (record(text=f'[{{zh: "{"百" * 3_990}", en: x}}]'), "E507"),
    "names of one record": (
        record(
            text=listed(f'{{zh: "{"+" * 3_990}"}}', 2),
            mentions=listed(f'{{lang: zh, surface: "{"+" * 550}b", entity: null}}', 199),
        ),
        "E409",
    ),
    "variants": (
        record(
            text=listed(f'{{zh: "{"abc" * 1_300}"}}', 2),
            variants=listed(
                "{zh: abc, occurrence: 99, readings: {harbor-press-2001: x}, type: sic}", 199
            ),
        ),
        "E309",
    ),
    "long readings": (
        record(
            witnesses='[{source: harbor-press-2001, zh: "1-14"}]',
            text="[{zh: abcdefghij}]",
            variants=listed(
                f'{{zh: a, readings: {{harbor-press-2001: "{"y" * 3_990}"}}, type: omission}}', 30
            ),
        ),
        "E304",
    ),
    "claims": (record(witnesses=listed(WITNESS.replace("SPEC", ALL_LINES), 199)), "E108"),
    "claims of lines that are not there": (
        record(witnesses=listed(WITNESS.replace("SPEC", "1-999999"), 199)),
        "E108",
    ),
    "claims that run backwards": (
        record(witnesses=listed(WITNESS.replace("SPEC", "9-1,8-1"), 199)),
        "E303",
    ),
}


def cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for rule, files in GRAMMAR.items():
        for name, content in files.items():
            found[f"{name} ({rule})"] = ({TREATY: content}, rule, TREATY)
    for name, (content, rule) in RECORDS.items():
        found[f"record: {name}"] = ({RECORD: content}, rule, RECORD)
    document = (BASE / DOCUMENT).read_text("utf-8").split("sections:")[0]
    section = (
        "  - {id: a{}, parent: PARENT, label: {zh: null, en: null}, heading: {zh: a, en: b}, "
        "witnesses: [{source: harbor-press-2001, zh: SPEC}]}\n"
    )
    for name, parent, spec, rule in (
        ("sections that claim all lines", "null", '"1-14"', "E108"),
        ("sections that claim a line each", "null", '"1"', "E302"),
        ("sections within themselves", '"a{}"', '"1"', "E203"),
    ):
        outline = "".join(
            section.replace("PARENT", parent).replace("SPEC", spec).replace("{}", str(n))
            for n in range(FULL // 24)
        )
        text = f"{document}sections:\n{outline}records: [title]\n"
        found[name] = ({DOCUMENT: text}, rule, DOCUMENT)
    many = document + "sections: []\nrecords: " + listed("a{}", FULL) + "\n"
    found["records that are not there"] = ({DOCUMENT: many}, "E203", DOCUMENT)
    source = (BASE / SOURCE).read_text("utf-8").split("omitted:")[0]
    omitted = listed('{lines: "1-14", reason: source-note}', FULL // 5)
    found["omissions"] = ({SOURCE: f"{source}omitted: {omitted}\ngaps: []\n"}, "E108", SOURCE)
    entity = (BASE / TREATY).read_text("utf-8")
    aliases = entity.replace("aliases: {zh: []", "aliases: {zh: " + listed("港{}", FULL))
    alike = entity.replace("confused_with: []", "confused_with: " + listed("pier-{}", FULL))
    found["aliases"] = ({TREATY: aliases.replace("evidence: e", "evidence: x")}, "E204", TREATY)
    found["look-alikes that are not there"] = ({TREATY: alike}, "E203", TREATY)
    compounds = "compounds:\n" + counted(
        "", "  - {surface: 北{}, parts: [{surface: x, entity: x}]}\n"
    )
    path = "data/vocabulary/compounds.yaml"
    found["compounds"] = ({path: "".join(compounds.splitlines(True)[: FULL // 10])}, "E203", path)
    path = "data/vocabulary/script.yaml"
    pairs = "characters: " + listed("{}", FULL)
    for number in range(FULL):
        pairs = pairs.replace(f" {number},", f" {chr(0x4E00 + number)}中,", 1)
    found["a script of all characters"] = ({path: pairs}, "E204", path)
    lines = "(a " * 1_600
    claimed = record(witnesses=listed(WITNESS.replace("SPEC", "1"), 199))
    found["a long line, claimed"] = ({PRINTED: lines, RECORD: claimed}, "E302", RECORD)
    found["lines that nobody claims"] = ({PRINTED: "x\n" * 9_999}, "E301", PRINTED)
    return found


CASES: Final = cases()


def encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def peak() -> int:
    """Most memory that this process has held, in MiB. ``ru_maxrss`` would also count what the
    process that started it held."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").split("\n"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def work(names: list[str]) -> None:
    """Judge cases, one line of JSON for each: the process that is watched."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    for name in names:
        files, _, _ = CASES[name]
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "corpus"
            shutil.copytree(BASE, root)
            for path, content in files.items():
                (root / path).write_bytes(encoded(content))
            faulthandler.dump_traceback_later(HANGS, exit=True)
            start = time.process_time()
            result = validate(root)
            lines = text(result.findings, result.files, root, lang="en", colour=False)
            size = sum(map(len, lines))
            seconds = time.process_time() - start
            faulthandler.cancel_dump_traceback_later()
        told = {
            "name": name,
            "seconds": seconds,
            "bound": bound(seconds),
            "memory": peak(),
            "report": size,
            "found": sorted({(finding.rule, finding.path) for finding in result.findings}),
        }
        print(json.dumps(told), flush=True)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What became of each case; of one that ended its process, nothing."""
    told: dict[str, dict[str, Any]] = {}
    names = list(CASES)
    while names:
        run = subprocess.run(
            [sys.executable, __file__, *names], stdout=subprocess.PIPE, text=True, check=False
        )
        done = [json.loads(line) for line in run.stdout.splitlines()]
        told |= {one["name"]: one for one in done}
        names = names[len(done) + 1 :]  # the one that the process ended with is not tried again
    return told


@pytest.mark.parametrize(
    "name",
    CASES,
)
def test_bomb(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    """The bomb is found out, in time, within the memory, and the report stays short."""
    _, rule, path = CASES[name]
    assert name in outcomes, f"it hung for {HANGS} s, or ended its process"
    outcome = outcomes[name]
    assert [rule, path] in outcome["found"]
    assert not [found for found in outcome["found"] if found[0].startswith("E9")]
    assert outcome["seconds"] < outcome["bound"]
    assert outcome["memory"] < MEMORY
    assert outcome["report"] < 100_000


def test_sizes() -> None:
    """The bombs are as large as a file may be, or nearly; none is larger than a megabyte."""
    sizes = [sum(map(len, map(encoded, files.values()))) for files, _, _ in CASES.values()]
    assert len(sizes) > 80
    assert max(sizes) < 1_048_576
    assert sum(size > MAX_BYTES * 0.9 for size in sizes) > 40


if __name__ == "__main__":
    work(sys.argv[1:])
