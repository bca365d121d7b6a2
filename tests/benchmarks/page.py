"""The page of figures: what ``results.json`` holds, as Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results.json"
PAGE: Final = HERE / "README.md"
MARKS: Final = ("<!-- figures: written by make bench -->", "<!-- end of figures -->")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table; the first column is text, the others are figures."""
    yield "| " + " | ".join(heads) + " |"
    yield "|---" + "|---:" * (len(heads) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def figure(value: float) -> str:
    """Three digits that count; a small ratio as a fraction of one."""
    if 0 < value < 0.1:
        return f"1/{1 / value:.3g}"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def rows(results: Mapping[str, Any]) -> Iterator[str]:
    """The table of the rows; each figure beside its goal."""
    shown = []
    for row in results["rows"]:
        unit = f" {row['unit']}" if row["unit"] else ""
        if row["why"] is None:
            over = row["value"] / row["goal"]
            verdict = "yes" if over <= 1 else f"**no**, {over:.{1 if over < 10 else 0}f} times it"
            shown.append(
                (row["case"], figure(row["value"]) + unit, figure(row["goal"]) + unit, verdict)
            )
        else:
            shown.append((row["case"], f"not run: {row['why']}", figure(row["goal"]) + unit, "–"))
    yield from table(("case", "measured", "goal, at most", "reached"), shown)


def series(results: Mapping[str, Any]) -> Iterator[str]:
    """The medians behind the ratios."""
    shown = [
        (
            f"{group}: {name}",
            figure(found["cpu"]),
            figure(found["wall"]),
            f"{found['peak']:,.0f}",
            str(found["runs"]),
        )
        for group, commands in results["series"].items()
        for name, found in commands.items()
    ]
    yield from table(("command", "CPU, s", "clock, s", "memory, MiB", "runs"), shown)


def profiles(results: Mapping[str, Any]) -> Iterator[str]:
    """Where the time goes, for the rows that fall short."""
    for name, found in results["profiles"].items():
        yield from ("", f"### {name}", "")
        parts = [(part, f"{share:.0%}") for part, share in found["parts"]]
        yield from table(("part of the program", "of its time"), parts)
        shown = [
            (f"`{at}`", f"{share:.0%}", f"{calls:,}") for at, share, calls in found["functions"]
        ]
        yield from ("", *table(("function", "of its time", "calls"), shown))


def body(results: Mapping[str, Any]) -> str:
    """Everything between the marks."""
    machine = results["machine"]
    lines = [
        f"Measured on {machine['processors']} processors, {machine['memory']} GiB, "
        f"Python {machine['python']}, {machine['system']}; FLOOR is {machine['floor']}. Peers: "
        + ", ".join(f"{name} {version}" for name, version in machine["peers"].items())
        + ".",
        "",
        *rows(results),
        "",
        "## The figures behind",
        "",
        *series(results),
    ]
    if results["profiles"]:
        lines += ["", "## Where the time goes", ""]
        lines += [
            "For each command of a row that falls short, under cProfile in one process: the time "
            "that each part of the program takes itself, with what is built in counted to who "
            "calls it, and the functions with the most time of their own."
        ]
        lines += profiles(results)
    if results.get("bombs"):
        lines += ["", "## Hostile files", ""]
        lines += [
            "Files that are made to cost time (`tests/hostile/test_bombs.py`), each judged in the "
            "small corpus of the tests: the dearest, and that corpus without one."
        ]
        shown = [(name, figure(seconds)) for name, seconds in results["bombs"]]
        lines += ["", *table(("file", "CPU, s"), shown)]
    if results.get("scale"):
        from scale import told

        lines += ["", "## A million records", "", *told(results["scale"])]
    return "\n".join(lines)


def framed(page: str, results: Mapping[str, Any]) -> str:
    """The page with the figures of ``results`` between its marks; as it is without any."""
    if not results:
        return page
    first, last = MARKS
    return re.sub(
        f"{re.escape(first)}.*{re.escape(last)}",
        lambda _: f"{first}\n\n{body(results)}\n\n{last}",
        page,
        flags=re.DOTALL,
    )


def kept() -> dict[str, Any]:
    """The results of the last run; nothing if there are none."""
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return found


def write(results: Mapping[str, Any]) -> None:
    """Write the results, and the page that shows them."""
    text = json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True)
    RESULTS.write_text(text + "\n", "utf-8")
    PAGE.write_text(framed(PAGE.read_text("utf-8"), kept()), "utf-8")  # in the order of the file


if __name__ == "__main__":
    write(kept())
