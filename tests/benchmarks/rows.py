"""The rows of the benchmark's table: what is run, what it is held against, and the goal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpora import Corpora
from measure import Command, Measure, Series
from peers import Peers

ROOT: Final = Path(__file__).resolve().parents[2]
SCHEMA: Final = ROOT / "schema" / "record.schema.json"
OURS: Final = Path(sys.executable).parent / "cyberspace-corpus"
CORE: Final = Path(__file__).parent / "core.py"
Found = Mapping[str, Series]
Figure = Callable[[Found], float]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the figure, from the series that it needs, and the most that it may come to."""

    case: str
    needs: tuple[str, ...]
    """The series, that of ours first."""
    figure: Figure
    goal: float
    unit: str = ""


def by(ours: str, theirs: str, measure: Measure = "cpu") -> tuple[tuple[str, str], Figure]:
    """The ratio of two commands: what it needs, and how it is had."""
    return (ours, theirs), lambda of: of[ours].ratio(of[theirs], measure)


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that run in turn, how often, and the rows that come of them."""

    name: str
    rounds: int
    commands: Mapping[str, Callable[[], Command]]
    rows: tuple[Row, ...]


def groups(corpora: Corpora, peers: Peers, *, quick: bool) -> Iterator[Group]:
    """All groups; with ``quick`` a thousand records stand for ten thousand, and no more."""
    yield _starting(peers)
    yield _ten_thousand(corpora, peers, 1_000 if quick else 10_000, rounds=3 if quick else 5)
    if not quick:
        yield _hundred_thousand(corpora, peers)


def cold(root: Path, *, core: bool = False, processes: int = 1) -> Command:
    """A validation that knows nothing from before."""
    start = (sys.executable, CORE) if core else (OURS,)
    return Command((*start, "validate", "--root", root, "--no-cache", "-j", str(processes)))


def _starting(peers: Peers) -> Group:
    record = min((ROOT / "data" / "records").glob("*/7.yaml"))
    load = "import cyberspace_corpus; cyberspace_corpus.load()"
    commands: dict[str, Callable[[], Command]] = {
        "python -c pass": lambda: Command((sys.executable, "-c", "pass")),
        "--version": lambda: Command((OURS, "--version")),
        "--help": lambda: Command((OURS, "--help")),
        "load()": lambda: Command((sys.executable, "-c", load), cwd=ROOT),
        "the real corpus": lambda: cold(ROOT),
        "check-jsonschema, one record": lambda: Command(
            (peers.check_jsonschema(), "--schemafile", SCHEMA, record)
        ),
    }
    return Group(
        "start",
        9,
        commands,
        (
            Row(
                "the real corpus, cold, start-up included / check-jsonschema on ONE record, CPU",
                *by("the real corpus", "check-jsonschema, one record"),
                1,
            ),
            Row("`--version` / `python -c pass`, CPU", *by("--version", "python -c pass"), 3),
            Row("`--help` / `python -c pass`, CPU", *by("--help", "python -c pass"), 3),
            Row(
                "`import cyberspace_corpus; load()` of the real corpus / `python -c pass`, CPU",
                *by("load()", "python -c pass"),
                15,
            ),
        ),
    )


def _common(corpora: Corpora, peers: Peers, records: int) -> dict[str, Callable[[], Command]]:
    """The commands that run on a corpus of any size."""

    def root() -> Path:
        return corpora.files(records)

    return {
        "floor": lambda: Command((*peers.floor(), root() / "data")),
        "core": lambda: cold(root(), core=True),
        "all": lambda: cold(root()),
        "core, two processes": lambda: cold(root(), core=True, processes=2),
        "all, two processes": lambda: cold(root(), processes=2),
        "ajv": lambda: Command(
            (
                *(peers.ajv(), "validate", "--spec=draft2020", "--strict=false"),
                *("-s", SCHEMA, "-d", f"{root()}/data/records/**/*.yaml"),
            )
        ),
        "sourcemeta": lambda: Command(
            (
                *(peers.sourcemeta(), "validate", "--fast", SCHEMA),
                *(root() / "data" / "records", "--extension", ".yaml"),
            )
        ),
    }


def _cold_rows(size: str, *, floor: tuple[float, float], ajv: float) -> Iterator[Row]:
    """The rows that both sizes have."""
    for rules, goal in zip(("core", "all"), floor, strict=True):
        yield Row(
            f"cold, {size}, {rules} / FLOOR, CPU, start-up included", *by(rules, "floor"), goal
        )
    for rules, goal in (("core", ajv), ("all", 1)):
        yield Row(f"cold, {size}, {rules} / ajv-cli, CPU", *by(rules, "ajv"), goal)
    for rules, goal in (("core", 1), ("all", 1.5)):
        yield Row(f"cold, {size}, {rules} / Sourcemeta, CPU", *by(rules, "sourcemeta"), goal)


def _ten_thousand(corpora: Corpora, peers: Peers, records: int, *, rounds: int) -> Group:
    size = f"{records:,}"
    commands = _common(corpora, peers, records)
    warm = corpora.warm(records)

    def files() -> list[Path]:
        return sorted((corpora.files(records) / "data" / "records").glob("*/*.yaml"))

    commands |= {
        "build": lambda: corpora.build(OURS, records, rounds=2),
        "check-jsonschema": lambda: Command(
            (peers.check_jsonschema(), "--schemafile", SCHEMA, *files()), rounds=2
        ),
        "warm": lambda: warm.command(OURS, None),
        "warm, a record changed": lambda: warm.command(OURS, "record"),
        "warm, an entity changed": lambda: warm.command(OURS, "entity"),
    }
    rows = list(_cold_rows(size, floor=(2.8, 4), ajv=0.5))
    for rules, goal in (("core", 1 / 60), ("all", 1 / 40)):
        case = f"cold, {size}, {rules} / check-jsonschema as pip installs it, CPU"
        rows.append(Row(case, *by(rules, "check-jsonschema"), goal))
    rows.append(Row(f"warm, {size}, nothing changed / FLOOR, CPU", *by("warm", "floor"), 0.4))
    rows.append(_changed(size, "a record", records, 1))
    rows.append(_changed(size, "an entity", records, warm.touched))
    rows.append(_build(size))
    rows.append(_peak(size, 60))
    return Group(size, rounds, commands, tuple(rows))


def _hundred_thousand(corpora: Corpora, peers: Peers) -> Group:
    records, size = 100_000, "100,000"
    commands = _common(corpora, peers, records)
    commands["build"] = lambda: corpora.build(OURS, records, rounds=1)
    rows = list(_cold_rows(size, floor=(2.4, 3.5), ajv=0.7))
    for rules, goal in (("core", 1.3), ("all", 2)):
        case = f"cold, {size}, {rules}, two processes / FLOOR, seconds on the clock"
        rows.append(Row(case, *by(f"{rules}, two processes", "floor", "wall"), goal))
    case = f"cold, {size}, all / Sourcemeta, memory"
    rows.append(Row(case, *by("all", "sourcemeta", "peak"), 1 / 16))
    rows.append(_build(size))
    rows.append(_peak(size, 120))
    commands["all of 10,000"] = lambda: cold(corpora.files(10_000))

    def growth(of: Found) -> float:
        more = of["all"].median("peak") - of["all of 10,000"].median("peak")
        return more * 1024 / (records - 10_000)

    case = "memory for each further record between 10,000 and 100,000, all"
    rows.append(Row(case, ("all", "all of 10,000"), growth, 1, "KiB"))

    return Group(size, 2, commands, tuple(rows))


def _changed(size: str, what: str, records: int, touched: int) -> Row:
    """After a change, what remains when the cold cost of the records it touches is taken off."""
    name = f"warm, {what} changed"

    def figure(of: Found) -> float:
        own = of["all"].ratio(of["floor"], "cpu") * touched / records
        return of[name].ratio(of["floor"], "cpu") - own

    case = f"warm, {size}, {what} changed, beyond the {touched:,} it touches / FLOOR, CPU"
    return Row(case, (name, "all", "floor"), figure, 0.75)


def _build(size: str) -> Row:
    case = f"build with its validation, {size} / FLOOR, CPU"
    return Row(case, *by("build", "floor"), 5)


def _peak(size: str, goal: float) -> Row:
    return Row(
        f"cold, {size}, all, memory", ("all",), lambda of: of["all"].median("peak"), goal, "MiB"
    )
