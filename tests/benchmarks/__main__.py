"""The benchmark: how fast this project is, beside what it could be and beside others.

    make bench
    python tests/benchmarks [--quick] [--rows WORDS] [--rounds N] [--folder FOLDER] [--million]

It generates corpora, installs the peers, runs everything in turn, prints each row with its goal,
and writes ``results.json`` and the page of figures (``--quick`` writes neither). A whole run takes
the better part of an hour. Nothing of it is a gate.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import page
from corpora import Corpora
from measure import Command, Failed, Series, in_turn, profile
from peers import VERSIONS, Peers
from rows import Group, Row, groups

HOSTILE: Final = Path(__file__).resolve().parents[1] / "hostile"


def main() -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(
        prog="make bench", description="How fast this project is, beside its goals and others."
    )
    parser.add_argument("--quick", action="store_true", help="1,000 records only; writes nothing")
    parser.add_argument("--rows", metavar="WORDS", help="only rows with these words: renews them")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often each command runs")
    parser.add_argument(
        "--folder",
        type=Path,
        default=cache / "cyberspace-corpus-bench",
        help="where corpora and peers are kept (default: %(default)s)",
    )
    parser.add_argument(
        "--million", action="store_true", help="only a million records as JSON Lines, at the end"
    )
    arguments = parser.parse_args()
    # Installed programs have their bytecode at hand; so has this one, whatever the shell says.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(arguments.folder.resolve() / "bytecode")
    corpora, peers = Corpora(arguments.folder), Peers(arguments.folder / "peers")
    if arguments.million:
        from scale import measured

        page.write(page.kept() | {"scale": measured(corpora, say)})
        return
    results: dict[str, Any] = {"rows": [], "series": {}, "profiles": {}}
    for group in groups(corpora, peers, quick=arguments.quick):
        _run(group, arguments.rows, arguments.rounds or group.rounds, results)
    if not arguments.rows and not arguments.quick:
        say("hostile files")
        results["bombs"] = _bombs()
    say("")
    print("\n".join(page.rows(results)))
    if not arguments.quick:
        results["machine"] = _machine(peers)
        page.write(_renewed(page.kept(), results) if arguments.rows else page.kept() | results)


def _renewed(kept: dict[str, Any], results: dict[str, Any]) -> dict[str, Any]:
    """The kept results with those rows, and what stands behind them, that were run again."""
    rows = {row["case"]: row for row in [*kept.get("rows", ()), *results["rows"]]}
    series = dict(kept.get("series", {}))
    profiles = dict(kept.get("profiles", {}))
    for group, found in results["series"].items():
        series[group] = series.get(group, {}) | found
        for name in found:  # one that reaches its goal now has no profile any more
            profiles.pop(f"{group}: {name}", None)
    profiles |= results["profiles"]
    return results | kept | {"rows": list(rows.values()), "series": series, "profiles": profiles}


def say(words: str) -> None:
    """What is being done, on a terminal: the figures alone go to the output."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def _run(group: Group, words: str | None, rounds: int, results: dict[str, Any]) -> None:
    rows = [row for row in group.rows if words is None or words in row.case]
    needed = {name for row in rows for name in row.needs}
    commands: dict[str, Command] = {}
    found: dict[str, Series] = {}
    for name, make in group.commands.items():
        if name in needed:
            say(f"{group.name}: making ready {name}")
            try:
                commands[name] = make()
            except (Failed, OSError) as problem:
                found[name] = Series(why=str(problem))
    found |= in_turn(commands, rounds, lambda words: say(f"{group.name}: {words}"))
    results["series"][group.name] = {
        name: {
            "cpu": round(series.median("cpu"), 4),
            "wall": round(series.median("wall"), 4),
            "peak": round(series.median("peak"), 1),
            "runs": len(series.runs),
        }
        for name, series in found.items()
        if series.runs
    }
    short = [row.needs[0] for row in rows if not _tell(row, found, results)]
    for name in dict.fromkeys(short):
        # Where the time goes is the same in a larger corpus, and in several processes.
        known = any(shown.endswith(f": {name}") for shown in results["profiles"])
        if not known and "processes" not in name and "-c" not in commands[name].words:
            say(f"{group.name}: profile of {name}")
            results["profiles"][f"{group.name}: {name}"] = asdict(profile(commands[name]))


def _tell(row: Row, found: Mapping[str, Series], results: dict[str, Any]) -> bool:
    """Add the row to the results; whether it reaches its goal, or could not be run."""
    why = next((f"{name}: {found[name].why}" for name in row.needs if found[name].why), None)
    value = None if why else row.figure(found)
    results["rows"].append(
        {
            "case": row.case,
            "value": value if value is None else round(value, 5),
            "goal": round(row.goal, 5),
            "unit": row.unit,
            "why": why,
        }
    )
    return value is None or value <= row.goal


def _bombs() -> list[tuple[str, float]]:
    """Seconds of the processor for the dearest of the hostile files, and for none."""
    code = (
        f"import sys; sys.path.insert(0, {str(HOSTILE)!r}); import test_bombs as bombs; "
        "bombs.CASES['(none)'] = ({}, '', ''); bombs.work([*bombs.CASES, '(none)'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    seconds = {one["name"]: round(one["seconds"], 3) for one in told}
    none = seconds.pop("(none)")
    dearest = sorted(seconds.items(), key=lambda item: -item[1])[:8]
    return [*dearest, ("(none)", none)]


def _machine(peers: Peers) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processors": os.cpu_count(),
        "memory": round(memory / 2**30),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "floor": peers.floor_is,
        "peers": VERSIONS,
    }


if __name__ == "__main__":
    main()
