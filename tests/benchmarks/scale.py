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
    "validate, one process": ("validate",),
    "validate, Dask, two workers": ("validate", "--engine", "dask"),
    "build, one process": ("build",),
}


def measured(corpora: Corpora, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """One run of each way at each size: records, seconds, MiB; or why there is none."""
    found: list[dict[str, Any]] = []
    for records in SIZES:
        say(f"generating {records:,} records")
        root = corpora.lines(records)
        file = root / "records.jsonl"
        for way, words in WAYS.items():
            say(f"{records:,} records: {way}")
            target = corpora.folder / "built"
            shutil.rmtree(target, ignore_errors=True)
            into = ("--into", target) if words[0] == "build" else ()
            command = Command((OURS, *words, "--root", root, "--records", file, *into))
            one: dict[str, Any] = {"way": way, "records": records, "bytes": file.stat().st_size}
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
    """What a hundred million records would need, calculated from the largest run of each way."""
    largest = {one["way"]: one for one in scale if "why" not in one}
    for way, one in largest.items():
        hours = one["cpu"] / one["records"] * LARGE / 3600
        workers = max(1, round(hours + 0.5))
        yield (
            f"- {way}: {LARGE:,} records would take {hours:,.0f} hours of one processor, or about "
            f"an hour of {workers:,}; their file would have "
            f"{one['bytes'] / one['records'] * LARGE / 1e9:,.0f} GB."
        )
