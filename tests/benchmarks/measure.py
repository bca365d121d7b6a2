"""Running commands in turn, and what the operating system says they cost.

Figures are those of whole processes, start-up included: the processor's seconds (user and
system, of all processes that the command waited for), the seconds on the clock, and the memory
of the largest single process. Commands that are to be compared run in turn (A B A B), so that
a machine that slows down slows them all; a ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Final, Literal

Measure = Literal["cpu", "wall", "peak"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what is done before and after each run of it, and how it may end."""

    words: Sequence[str | Path]
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None
    codes: frozenset[int] = frozenset({0})
    cwd: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    rounds: int = 99
    """Most rounds that it takes part in: what takes minutes need not run nine times, or warm up."""


class Failed(Exception):
    """A command did not end as it should; the message says how."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run cost: seconds of the processor, seconds on the clock, MiB."""

    cpu: float
    wall: float
    peak: float

    def of(self, measure: Measure) -> float:
        return {"cpu": self.cpu, "wall": self.wall, "peak": self.peak}[measure]


def once(command: Command) -> Run:
    """Run a command to its end; :class:`Failed` if it does not end well."""
    with _made_ready(command):
        return _measured(command)


@contextmanager
def _made_ready(command: Command) -> Iterator[None]:
    if command.before:
        command.before()
    try:
        yield
    finally:
        if command.after:
            command.after()


def _measured(command: Command) -> Run:
    words = [os.fspath(word) for word in command.words]
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=command.cwd,
            env=os.environ | command.environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.codes:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().split("\n")[-1][:200]
            raise Failed(f"exit {process.returncode}: {last}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Series:
    """The runs of one command, a round each; or why there are none."""

    runs: tuple[Run, ...] = ()
    why: str | None = None

    def median(self, measure: Measure) -> float:
        return median(run.of(measure) for run in self.runs)

    def ratio(self, other: Series, measure: Measure) -> float:
        """The median, over the rounds that both took part in, of ours by theirs."""
        pairs = zip(self.runs, other.runs, strict=False)
        return median(one.of(measure) / two.of(measure) for one, two in pairs)


def in_turn(
    commands: Mapping[str, Command], rounds: int, say: Callable[[str], None]
) -> dict[str, Series]:
    """Run the commands in turn, once more than ``rounds`` times: the first is to warm up and not
    counted. A command that fails takes no further part."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    failed: dict[str, str] = {}
    for number in range(rounds + 1):
        for name, command in commands.items():
            too_dear = number > command.rounds or (number == 0 and command.rounds < rounds)
            if name in failed or too_dear:
                continue
            say(f"{'warming up' if number == 0 else f'round {number} of {rounds}'}: {name}")
            try:
                run = once(command)
            except (Failed, OSError) as problem:
                failed[name] = str(problem)
                continue
            if number:
                runs[name].append(run)
    return {
        name: Series(why=failed[name]) if name in failed else Series(tuple(found))
        for name, found in runs.items()
    }


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a command spends its time: shares of the whole by part of the program, and the
    functions with the most of their own (name, share, calls)."""

    parts: Sequence[tuple[str, float]]
    functions: Sequence[tuple[str, float, int]]


PARTS: Final[Mapping[str, Sequence[str]]] = {
    "reading YAML": ("yamlio/", "corpus.py", "tree.py", "names.py"),
    "the model of each file": ("model/", "judge.py", "facts.py", "pydantic"),
    "names, dates and figures in texts": ("annotate/",),
    "texts beside their witnesses": ("witness/", "collation.py"),
    "the rules themselves": ("rules/", "context.py", "findings.py"),
    "documents, processes and what is kept": ("engine/", "shelf.py", "cache.py", "cli/", "report/"),
    "rows of tables": ("published/", "build/"),
}
"""The parts of the program, by how the names of their functions begin."""

REST: Final = "starting, importing, and the rest"


def profile(command: Command, top: int = 12) -> Profile:
    """Where a command of ours spends its time. It runs in one process under cProfile, which makes
    calls look dearer than they are."""
    import pstats

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        script = [word for word in command.words if word != sys.executable]
        words = [sys.executable, "-m", "cProfile", "-o", file, *script]
        with _made_ready(command):
            _measured(replace(command, words=words))
        found = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in found.values())
    parts: Counter[str] = Counter()
    for where, (_, _, own, _, callers) in found.items():
        if where[0] != "~":
            parts[_part(*where)] += own
            continue
        # What is built in takes its time for those who call it.
        for caller, (_, _, for_caller, _) in callers.items():
            parts[_part(*caller)] += for_caller
    ordered = sorted(found.items(), key=lambda item: -item[1][2])[:top]
    return Profile(
        [(part, round(own / total, 3)) for part, own in parts.most_common()],
        [
            (_shown(*where), round(own / total, 3), calls)
            for where, (_, calls, own, _, _) in ordered
        ],
    )


def _part(file: str, line: int, name: str) -> str:
    shown = _shown(file, line, name)
    return next((part for part, begins in PARTS.items() if shown.startswith(tuple(begins))), REST)


def _shown(file: str, line: int, name: str) -> str:
    """A function as the page names it, without the folders of this machine."""
    path = Path(file)
    parts = path.parts
    if "cyberspace_corpus" in parts:
        at = len(parts) - 1 - parts[::-1].index("cyberspace_corpus")
        return f"{'/'.join(parts[at + 1 :])}: {name}"
    return name if file == "~" else f"{path.parent.name}/{path.name}: {name}"
