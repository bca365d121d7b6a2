"""Known exceptions: what they hide, for how long, and what they can never hide."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.rules.run import validate

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
TODAY: Final = date(2002, 3, 4)
RECORD: Final = "data/records/lake-2003/1.3.yaml"
FILE: Final = "data/exceptions.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The small corpus with a warning (W508) in one of its records."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    edit(root / RECORD, "set of foghorns", "set of sirens")
    return root


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def entry(
    rule: str = "W508",
    path: str = RECORD,
    value: str | None = None,
    expires: str = "2002-03-31",
) -> str:
    """An exception as it is written."""
    said = "" if value is None else f", value: {value}"
    return f"  - {{rule: {rule}, path: {path}{said}, reason: Known., expires: {expires!r}}}\n"


def found(root: Path, *entries: str, today: date = TODAY) -> list[tuple[str, str, int]]:
    """(rule, file, line) of each finding under these exceptions."""
    (root / FILE).write_text("exceptions:\n" + "".join(entries), "utf-8")
    return [(f.rule, f.path, f.line) for f in findings(root, today)]


def findings(root: Path, today: date = TODAY) -> tuple[Finding, ...]:
    return validate(root, today=today).findings


WARNING: Final = ("W508", RECORD, 11)


def test_without_a_file(copy: Path) -> None:
    """The file may be absent, or hold no exceptions."""
    assert [(f.rule, f.path, f.line) for f in findings(copy)] == [WARNING]
    (copy / FILE).write_text("exceptions: []\n", "utf-8")
    assert [(f.rule, f.path, f.line) for f in findings(copy)] == [WARNING]


@pytest.mark.parametrize("value", [None, "雾笛"])
def test_answered(value: str | None, copy: Path) -> None:
    """Rule and path, and the value where one is given, must be those of the finding."""
    assert found(copy, entry(value=value)) == []


@pytest.mark.parametrize(
    "other",
    [
        entry(rule="W209"),
        entry(path="data/records/lake-2003/1.2.yaml"),
        entry(path="data/records/lake-2003"),
        entry(value="雾"),
        entry(value="灯塔"),
    ],
)
def test_not_answered(other: str, copy: Path) -> None:
    """An exception that is about something else hides nothing and is needless."""
    assert found(copy, other) == [("E801", FILE, 2), WARNING]


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2002, 3, 30), True), (date(2002, 3, 31), True), (date(2002, 4, 1), False)],
)
def test_last_day(day: date, holds: bool, copy: Path) -> None:
    """An exception holds until the end of its last day; then it is reported itself."""
    wanted = [] if holds else [("E802", FILE, 2)]
    assert found(copy, entry(), today=day) == wanted


def test_expired_beside_a_new_one(copy: Path) -> None:
    """An expired exception is reported even where another one holds."""
    assert found(copy, entry(expires="2002-03-01"), entry()) == [("E802", FILE, 2)]


def test_second_is_needless(copy: Path) -> None:
    """Of two that answer to the same finding, the first is used."""
    assert found(copy, entry(), entry(value="雾笛")) == [("E801", FILE, 3)]


def test_needless_before_expired(copy: Path) -> None:
    """An exception that is both is to be deleted, so that is what is said."""
    assert found(copy, entry(value="雾", expires="2001-01-01")) == [("E801", FILE, 2), WARNING]


@pytest.mark.parametrize("day", ["2002-02-30", "2002-13-01", "0000-01-01"])
def test_no_such_day(day: str, copy: Path) -> None:
    """A day that never comes is no last day: the exception does not hold."""
    assert found(copy, entry(expires=day)) == [("E406", FILE, 2), WARNING]


@pytest.mark.parametrize("day", ["2002-3-4", "2002-03", "20020304", "2002-W10-1", "soon", "~"])
def test_other_forms_of_dates(day: str, copy: Path) -> None:
    """A date in another form is refused as the file is read."""
    assert found(copy, entry(expires=day)) == [("E204", FILE, 2), WARNING]


@pytest.mark.parametrize(
    "line",
    [
        '  - {rule: X508, path: a, reason: b, expires: "2002-03-31"}\n',
        '  - {rule: W508, path: a, expires: "2002-03-31"}\n',
        '  - {rule: W508, path: a, reason: b, expires: "2002-03-31", until: c}\n',
        "  - W508\n",
    ],
)
def test_malformed(line: str, copy: Path) -> None:
    """A file that is refused hides nothing."""
    rules = found(copy, line)
    assert WARNING in rules
    assert {path for rule, path, _ in rules if rule.startswith("E20")} == {FILE}


def test_firm_rules(copy: Path) -> None:
    """What reading and building rest on cannot be excepted."""
    edit(copy / RECORD, "entities: []", "entities: [nobody]")
    edit(copy / "data/entities/mirror-lake.yaml", "type: place", "type: [place]")
    both = [
        ("E204", "data/entities/mirror-lake.yaml", 3),
        ("E203", RECORD, 13),
    ]
    entries = [entry(rule=rule, path=path) for rule, path, _ in both]
    assert [f for f in found(copy, *entries, entry()) if f[0] != "E801"] == both


def test_needless_is_not_judged_beside_a_broken_file(copy: Path) -> None:
    """While a file cannot be read, the finding that an exception is for may be missing."""
    broken = "data/vocabulary/terms.yaml"
    (copy / broken).write_text("terms: [", "utf-8")
    assert found(copy, entry()) == [("E105", broken, 1)]


def test_exceptions_know_no_exceptions(copy: Path) -> None:
    """An exception from E801 or E802 is needless itself."""
    assert found(copy, entry(rule="E801", path=FILE), entry()) == [("E801", FILE, 2)]
