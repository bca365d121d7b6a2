"""The witnesses, line by line, as they were received."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cyberspace_corpus import NoData
from cyberspace_corpus.published.rows import Source
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.links import source as path
from cyberspace_corpus.site.page import Page, both

PRINTINGS = Path("data", "tables", "printings.csv")

_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a witness.

    ``units`` are the ids of the records and sections that it carries; a line with words but
    without units is left out of the text, and ``omitted`` says so. ``lang`` is the language of
    most of it, as HTML names it.
    """

    number: int
    text: str
    units: tuple[str, ...]
    omitted: bool
    lang: str


def pages(book: Book) -> Iterator[Page]:
    """A page for each witness."""
    stretches = _stretches(book.root)
    for source in book.sources.values():
        yield Page(
            path(source.id),
            "source",
            both(f"{source.publisher_zh}：{source.id}", f"{source.publisher}: {source.id}"),
            both(source.description_zh, source.description_en),
            place="documents",
            values={
                "source": source,
                "lines": list(lines(source, _text(book.root, source), stretches[source.id])),
            },
        )


def lines(source: Source, text: str, stretches: list[tuple[int, str, str]]) -> Iterator[Line]:
    """The lines of a witness with what each carries. ``stretches`` are (offset, role, unit) in
    the order of the file; only LF ends a line."""
    start = 0
    for number, row in enumerate(text.split("\n"), 1):
        end = start + len(row) + 1
        here = [(role, unit) for at, role, unit in stretches if start <= at < end]
        units = tuple(dict.fromkeys(unit for _, unit in here if unit))
        chinese = len(_HAN.findall(row)) * 4 > len(row)
        yield Line(
            number,
            row.rstrip("\r"),
            units,
            bool(row.strip()) and not units,
            f"zh-{source.script}" if chinese else "en",
        )
        start = end


def _stretches(root: Path) -> dict[str, list[tuple[int, str, str]]]:
    """The stretches of every witness, (offset, role, unit), by its id."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    try:
        with (root / PRINTINGS).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                place = int(row["char_start"]), row["role"], row["unit"]
                found[row["source"]].append(place)
    except OSError as error:
        raise NoData(f"{root / PRINTINGS}: {error.strerror}") from None
    except (KeyError, ValueError, UnicodeError):
        raise NoData(f"{root / PRINTINGS}: not the table of this version") from None
    return found


def _text(root: Path, source: Source) -> str:
    try:
        return (root / source.path).read_bytes().decode()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise NoData(f"{root / source.path}: {reason}") from None
