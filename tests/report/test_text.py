"""The report for a terminal: order, excerpts, folding, colour, and what stands at the end."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.text import MAX_OF_A_RULE, text
from cyberspace_corpus.rules.catalogue import catalogue
from cyberspace_corpus.rules.run import validate

COMMAND: Final = str(Path(sysconfig.get_path("scripts")) / "cyberspace-corpus")
LAKE: Final = "data/entities/mirror-lake.yaml"
ITEM: Final = "data/records/lake-2001/1.yaml"
LIMIT: Final = 120
"""Seconds after which a process counts as hanging."""


def lines_of(findings: list[Finding], root: Path, **options: Any) -> list[str]:
    chosen = {"lang": "en", "colour": False} | options
    return list(text(findings, 35, root, **chosen))


def break_twice(root: Path) -> None:
    """A wrong type, and a wrong topic: two files with a finding each."""
    for path, old, new in (
        (LAKE, "type: place", "type: plaace"),
        (ITEM, "topics: [lighthouses]", "topics: [lighthouse]"),
    ):
        held = (root / path).read_text("utf-8")
        assert old in held
        (root / path).write_text(held.replace(old, new), "utf-8")


def test_a_finding_has_every_part(small: Path) -> None:
    """Place, severity, rule, message; line and caret; expectation; next step; the end."""
    break_twice(small)
    found = list(validate(small).findings)
    assert lines_of(found[:1], small) == [
        f'{LAKE}:3:7: error E203 entity type "plaace" does not exist; did you mean "place"?',
        "    3 | type: plaace",
        "      |       ^",
        "    expected: the id of an existing entity type",
        "    next: correct the spelling, or add what is missing (cyberspace-corpus new begins a "
        "new file)",
        "",
        "35 files checked: 1 errors, 0 warnings.",
        "",
        f"E203: {catalogue()['E203'].texts['en'].why}",
        "",
        "More on a rule: cyberspace-corpus explain E203",
    ]


def test_grouped_and_sorted(small: Path, broken: Callable[[str], Any]) -> None:
    """All findings in one run: by file, then by line and column."""
    break_twice(small)
    held = (small / ITEM).read_text("utf-8").replace("kind: item", "kind: thing")
    (small / ITEM).write_text(held, "utf-8")
    found = list(validate(small).findings)
    assert len({finding.path for finding in found}) >= 2
    places = [re.match(r"(data/\S+?):(\d+):(\d+): ", line) for line in lines_of(found, small)]
    seen = [(m[1], int(m[2]), int(m[3])) for m in places if m]
    assert seen == sorted(seen)
    assert len(seen) == len(found)


@pytest.mark.parametrize("rule", list(catalogue()))
def test_why_once(rule: str, small: Path) -> None:
    """However often a rule is broken, its reason is told once, at the end."""
    findings = [Finding(rule, LAKE, line, 1, None, {"value": "x"}) for line in (1, 2, 3)]
    for lang in ("en", "zh"):
        lines = lines_of(findings, small, lang=lang)
        why = catalogue()[rule].texts[lang].why
        assert [line for line in lines if why in line] == [lines[-3]]
        assert lines[-3].startswith(rule)
        assert lines[-1].split(f"explain {rule}")[0] != lines[-1]


@pytest.mark.parametrize("number", [MAX_OF_A_RULE - 1, MAX_OF_A_RULE, MAX_OF_A_RULE + 1, 5000])
def test_many_of_one_rule(number: int, small: Path) -> None:
    """After fifty findings of one rule in one file the rest are counted, with their lines; the
    other rules of the file, and the other files, are shown."""
    findings = [Finding("E408", ITEM, line, 1, None, {"value": "7"}) for line in range(1, number)]
    findings.append(Finding("E203", ITEM, number, 1, None, {"value": "x", "kind": "topic"}))
    findings.append(Finding("E408", "data/records/lake-2001/2.yaml", 1, 1, None, {"value": "8"}))
    lines = lines_of(findings, small)
    shown = [line for line in lines if re.match(r"data/\S+: error E408", line)]
    assert len(shown) == min(number - 1, MAX_OF_A_RULE) + 1
    assert sum("error E203" in line for line in lines) == 1
    more = [line for line in lines if line.startswith("    ... and")]
    left = number - 1 - MAX_OF_A_RULE
    if left > 0:
        last = f"on lines {MAX_OF_A_RULE + 1} to {number - 1}"
        assert more == [f"    ... and {left} more E408 in this file, {last}"]
    else:
        assert more == []
    assert f"35 files checked: {number + 1} errors, 0 warnings." in lines


@pytest.mark.parametrize("rule", ["E101", "E110", "E115"])
def test_no_line_where_none_is_to_blame(rule: str, broken: Callable[[str], Any]) -> None:
    """A finding about a file as a whole shows no line of it."""
    made = broken(rule)
    lines = lines_of([f for f in made.findings if f.rule == rule], made.root)
    assert not any(" | " in line for line in lines)


def test_places_that_are_not_there(small: Path) -> None:
    """A file that is gone, or a line past its end, is still reported."""
    for path, line in (("data/nothing.yaml", 1), ("data", 1), (LAKE, 999), (LAKE, 0)):
        lines = lines_of([Finding("E301", path, line, 9, None, {"value": "x"})], small)
        assert lines[0].startswith(f"{path}:{line}:9: error E301")
        assert lines[1].startswith("    expected: ")


def on_a_terminal(root: Path, env: Mapping[str, str | None]) -> str:
    """What ``validate`` prints where its standard output is a terminal."""
    given = {**os.environ, **env}
    master, slave = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "validate"],
        cwd=root,
        env={name: value for name, value in given.items() if value is not None},
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(slave)
        said = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            said += part
        assert process.wait(LIMIT) == 1
    os.close(master)
    return said.decode().replace("\r\n", "\n")


def test_colour_only_on_a_terminal(small: Path) -> None:
    """Colour on a terminal without NO_COLOR, and nothing but colour differs."""
    break_twice(small)
    coloured = on_a_terminal(small, {"NO_COLOR": None})
    plain = on_a_terminal(small, {"NO_COLOR": "1"})
    piped = subprocess.run(
        [COMMAND, "validate"], cwd=small, capture_output=True, text=True, timeout=LIMIT, check=False
    ).stdout
    assert "\x1b[31;1merror\x1b[0m" in coloured
    assert "\x1b" not in plain + piped
    assert plain == piped == re.sub("\x1b\\[[0-9;]*m", "", coloured)
