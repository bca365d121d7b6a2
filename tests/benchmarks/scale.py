"""A million records in one file: the curve of time and memory, and what more would need."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from corpora import Corpora
from measure import Command, Failed, once

OURS: Final = Path(sys.executable).parent / "cyberspace-corpus"
SIZES: Final = (10_000, 100_000, 1_000_000)
LARGE: Final = 100_000_000

WAYS: Final[Mapping[str, Sequence[str]]] = {
    "validate, one process": ("validate", "-j", "1"),
    "validate, a process for each processor": ("validate",),
    "validate, Dask on this machine": ("validate", "--engine", "dask"),
    "build, a process for each processor": ("build",),
}
ONLY_TO: Final = {"validate, one process": 100_000, "validate, Dask on this machine": 100_000}
"""The largest size of a way that is there to be compared, not to be quick."""


def measured(corpora: Corpora, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """One run of each way at each size: records, seconds, MiB; or why there is none."""
    found: list[dict[str, Any]] = []
    for records in SIZES:
        say(f"generating {records:,} records")
        root = corpora.lines(records)
        file = root / "records.jsonl"
        names = sum(1 for _ in (root / "data").rglob("*"))
        for way, words in WAYS.items():
            if records > ONLY_TO.get(way, records):
                continue
            say(f"{records:,} records: {way}")
            target = corpora.folder / "built"
            shutil.rmtree(target, ignore_errors=True)
            into = ("--into", target) if words[0] == "build" else ()
            command = Command((OURS, *words, "--root", root, "--records", file, *into))
            one: dict[str, Any] = {"way": way, "records": records, "names": names}
            one["bytes"] = file.stat().st_size
            try:
                run = once(command)
            except Failed as problem:
                one["why"] = str(problem)
            else:
                one |= {"cpu": round(run.cpu, 1), "wall": round(run.wall, 1)}
                one["peak"] = round(run.peak)
            found.append(one)
            shutil.rmtree(target, ignore_errors=True)
    return found


def told(scale: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The curve as a table, and what it says about a hundred million."""
    from page import table

    shown = []
    for one in scale:
        if "why" in one:
            shown.append((one["way"], f"{one['records']:,}", one["why"], "–", "–", "–"))
            continue
        each = one["cpu"] / one["records"] * 1e6
        shown.append(
            (
                one["way"],
                f"{one['records']:,}",
                f"{one['cpu']:,.1f}",
                f"{each:,.0f}",
                f"{one['wall']:,.1f}",
                f"{one['peak']:,}",
            )
        )
    heads = ("way", "records", "CPU, s", "µs a record", "clock, s", "memory of the largest, MiB")
    yield from table(heads, shown)
    yield ""
    yield from _large(scale)


def _large(scale: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What a hundred million records would need, calculated from the two largest runs of each
    way; and what breaks first."""
    from cyberspace_corpus.tree import MAX_NAMES

    done = [one for one in scale if "why" not in one]
    yield f"Calculated from these, {LARGE:,} records would need:"
    yield ""
    for way in dict.fromkeys(one["way"] for one in done):
        small, large = [one for one in done if one["way"] == way][-2:]
        hours = large["cpu"] / large["records"] * LARGE / 3600
        more = (large["peak"] - small["peak"]) / (large["records"] - small["records"])
        yield (
            f"- {way}: {hours:,.0f} hours of one processor, so an hour of about {hours:,.0f} "
            f"workers, and {large['peak'] + more * (LARGE - large['records']):,.0f} MiB in the "
            "largest process;"
        )
    last = done[-1]
    size = last["bytes"] / last["records"]
    yield f"- a file of {size * LARGE / 1e9:,.0f} GB, read once to find the documents in it."
    yield ""
    names = last["names"] / last["records"]
    yield (
        f"What breaks first is not the records but the files beside them: documents and sources "
        f"are files of their own, {names * 1000:.0f} for a thousand records, and below `data/` no "
        f"more than {MAX_NAMES:,} names are read. That is reached at {MAX_NAMES / names:,.0f} "
        "records; up to there everything is linear. With a file for each record it is reached at "
        f"{MAX_NAMES / (1 + names):,.0f}."
    )
