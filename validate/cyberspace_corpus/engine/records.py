"""A file of records: JSON Lines or Parquet, of any size.

A line of JSON Lines is what the YAML file of a record says, with the id as its first key:
``{"id": "wic-2020/7", "document": "wic-2020", ...}``. A Parquet file has two columns of text:
``id``, and ``record``, which is the same JSON without the id. Neither is ever held as a whole:
``index`` goes through it once and tells where the records of each document stand, and ``read``
brings those of one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from cyberspace_corpus.engine.reading import Index, Stretch
from cyberspace_corpus.yamlio.reader import MAX_BYTES

MAX_GROUP: Final = 268_435_456
"""Largest row group of a Parquet file, in bytes: who reads one record of it holds all of it."""

NOWHERE: Final = ""
"""The document, and the id, of what does not begin with an id."""

_ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:[.-][a-z0-9]+)*"
_COLUMN = re.compile(_ID)
_FIRST_KEY = re.compile(rf'\s*\{{\s*("id"\s*:\s*"({_ID})"\s*,)'.encode())
_ASTRAL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u([Dd][89ABab]..)\\u([Dd][C-Fc-f]..)")


class Unusable(Exception):
    """The file is none that records can be read from; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it stands: its number in the file, its id, and its JSON without the id, in
    whose place there are spaces."""

    number: int
    id: str
    json: bytes


class Records(Protocol):
    """A file of records. ``job`` is how much of it (bytes, rows) makes a job of some tenths of a
    second: a document that has more is a job by itself."""

    job: int

    def index(self, seen: Callable[[str], None]) -> Index:
        """Where the records of each document stand; ``seen`` is told every id."""
        ...

    def read(self, stretches: Sequence[Stretch]) -> Iterator[Raw]:
        """The records of the stretches, in order."""
        ...


def records_of(path: Path) -> Records:
    """The file of records at ``path``; :class:`Unusable` if its name is that of neither kind."""
    if path.suffix == ".jsonl":
        return Lines(path)
    if path.suffix == ".parquet":
        return Rows(path)
    raise Unusable(f"{path.name} is neither JSON Lines (.jsonl) nor Parquet (.parquet)")


def _gathered(ids: Iterable[tuple[int, str, int, int]], seen: Callable[[str], None]) -> Index:
    """Neighbours of one document as one stretch; from (number, id, start, end) of each record."""
    found: Index = {}
    for number, id, start, end in ids:
        stretches = found.setdefault(id.partition("/")[0], [])
        if stretches and stretches[-1].end == start:
            stretches[-1] = Stretch(stretches[-1].number, stretches[-1].start, end)
        else:
            stretches.append(Stretch(number, start, end))
        if id:
            seen(id)
    return found


class Lines:
    """JSON Lines."""

    job = 500_000

    def __init__(self, path: Path) -> None:
        self.path = path

    def index(self, seen: Callable[[str], None]) -> Index:
        def ids() -> Iterator[tuple[int, str, int, int]]:
            end = 0
            with open(self.path, "rb") as file:
                for number, (line, size) in enumerate(_lines(file), 1):
                    start, end = end, end + size
                    match = _FIRST_KEY.match(line)
                    yield number, match[2].decode() if match else NOWHERE, start, end

        return _gathered(ids(), seen)

    def read(self, stretches: Sequence[Stretch]) -> Iterator[Raw]:
        with open(self.path, "rb") as file:
            for stretch in stretches:
                file.seek(stretch.start)
                at, lines = stretch.start, _lines(file)
                for number, (line, size) in enumerate(lines, stretch.number):
                    if line.strip():
                        yield _without_id(number, line)
                    at += size
                    if at >= stretch.end:
                        break


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Every line and its size; of one that is longer than a record may be, the beginning."""
    while line := file.readline(MAX_BYTES + 2):
        size, last = len(line), line
        while not last.endswith(b"\n") and (last := file.readline(MAX_BYTES + 2)):
            size += len(last)
        yield line, size


def _without_id(number: int, line: bytes) -> Raw:
    line = line.rstrip(b"\r\n")
    match = _FIRST_KEY.match(line)
    if match is None:
        return Raw(number, NOWHERE, line)
    start, end = match.span(1)
    return Raw(
        number, match[2].decode(), _spelled(line[:start] + b" " * (end - start) + line[end:])
    )


def _spelled(json: bytes) -> bytes:
    """The JSON without pairs of escapes that make one character together: YAML knows none."""

    def character(match: re.Match[bytes]) -> bytes:
        pair = bytes.fromhex((match[2] + match[3]).decode())
        return match[1] + pair.decode("utf-16-be").encode()

    return _ASTRAL.sub(character, json) if b"\\u" in json else json


class Rows:
    """Parquet."""

    job = 250

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _file(self) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(self.path)
        except pa.ArrowInvalid:
            raise Unusable(f"{self.path.name} is no Parquet file") from None
        for name in ("id", "record"):
            at = file.schema_arrow.get_field_index(name)
            if at < 0 or str(file.schema_arrow.types[at]) not in ("string", "large_string"):
                raise Unusable(f"{self.path.name} has no column {name!r} of text")
        groups = range(file.num_row_groups)
        if max((file.metadata.row_group(i).total_byte_size for i in groups), default=0) > MAX_GROUP:
            raise Unusable(
                f"{self.path.name} has row groups of more than {MAX_GROUP} bytes: write it with "
                "smaller ones, of 10000 rows for example"
            )
        return file

    @cached_property
    def _starts(self) -> list[int]:
        """The first row of each row group, and the end."""
        starts = [0]
        for group in range(self._file.num_row_groups):
            starts.append(starts[-1] + self._file.metadata.row_group(group).num_rows)
        return starts

    def index(self, seen: Callable[[str], None]) -> Index:
        def ids() -> Iterator[tuple[int, str, int, int]]:
            row = 0
            for group in range(self._file.num_row_groups):
                for id in self._file.read_row_group(group, ["id"]).column("id").to_pylist():
                    yield row + 1, id if id and _COLUMN.fullmatch(id) else NOWHERE, row, row + 1
                    row += 1

        return _gathered(ids(), seen)

    def read(self, stretches: Sequence[Stretch]) -> Iterator[Raw]:
        for stretch in stretches:
            for group, first in enumerate(self._starts[:-1]):
                start, end = max(stretch.start, first), min(stretch.end, self._starts[group + 1])
                if start < end:
                    part = self._group(group).slice(start - first, end - start)
                    columns = (part.column("id").to_pylist(), part.column("record").to_pylist())
                    for row, (id, record) in enumerate(zip(*columns, strict=True), start):
                        known = id if id and _COLUMN.fullmatch(id) else NOWHERE
                        yield Raw(row + 1, known, _spelled((record or "").encode()))

    def _group(self, group: int) -> Any:
        return _row_group(self, group)


@lru_cache(maxsize=1)
def _row_group(rows: Rows, group: int) -> Any:
    """A row group, kept for the next document in it."""
    return rows._file.read_row_group(group, ["id", "record"])
