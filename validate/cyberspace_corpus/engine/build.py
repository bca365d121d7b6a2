"""Building the tables of a file of records: in one pass over it, a document at a time."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from cyberspace_corpus.build.publish import publish
from cyberspace_corpus.build.tables import rows_of, to_csv, to_json
from cyberspace_corpus.cache import Outcome
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.engine.conclude import pairs
from cyberspace_corpus.engine.local import Engine
from cyberspace_corpus.engine.run import Progress, judging_lines
from cyberspace_corpus.engine.tables import NESTED, STREAMED, Rows, make, relate
from cyberspace_corpus.published.rows import TABLES


def build(
    root: Path,
    records: Path,
    target: Path,
    engine: Engine,
    progress: Progress | None = None,
    *,
    called: str,
    today: date | None = None,
) -> Outcome:
    """Write ``data/tables`` and ``data/corpus.json`` into the folder ``target``, which must not
    be there yet, unless the findings hold an error. What is written is, byte for byte, what a
    build of the same records in files of their own writes.

    Raises what :func:`~cyberspace_corpus.engine.run.validate_lines` raises, and :class:`OSError`.
    """
    stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        with judging_lines(root, records, called) as run, _Pieces(stage / "pieces") as pieces:
            day = today or date.today()
            outcome, _ = run.outcome(engine, make, pieces.add, progress, day)
            if any(finding.rule.startswith("E") for finding in outcome.findings):
                return outcome
            for made in engine(relate, pairs(run.shared, run.plan, run.index)):
                pieces.add(made)
            none = replace(run.shared.corpus, documents={}, sources={}, lines={}, concordances={})
            _write(stage / "new", pieces, none)
        os.chmod(stage / "new", 0o755)
        os.rename(stage / "new", target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return outcome


class _Pieces:
    """Rows in the order in which they were made, on the disk, and where those of each key are:
    they are wanted in another order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._places: dict[str, list[tuple[tuple[str, ...], int, int]]] = {}

    def __enter__(self) -> _Pieces:
        self._folder.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, made: Iterable[Rows]) -> None:
        for rows in made:
            for kind, contents in (("table", rows.tables), ("list", rows.nested)):
                for name, content in contents.items():
                    self._append(f"{name}.{kind}", rows.key, content)

    def _append(self, name: str, key: tuple[str, ...], content: bytes) -> None:
        if name not in self._files:
            self._files[name] = open(self._folder / name, "w+b")  # noqa: SIM115
        file = self._files[name]
        self._places.setdefault(name, []).append((key, file.tell(), len(content)))
        file.write(content)

    def copy(self, name: str, target: BinaryIO) -> None:
        """Write all pieces of a name, in the order of their keys."""
        for number, (_, start, size) in enumerate(sorted(self._places.get(name, ()))):
            self._files[name].seek(start)
            piece = self._files[name].read(size)
            # The first of a list has no comma before it.
            target.write(piece[1:] if number == 0 and name.endswith(".list") else piece)


def _write(folder: Path, pieces: _Pieces, shared: Corpus) -> None:
    published = publish(shared)
    rows = rows_of(published, ())
    (folder / "data/tables").mkdir(parents=True)
    for name, table in TABLES.items():
        with open(folder / f"data/tables/{name}.csv", "xb") as file:
            file.write(to_csv(table, () if name in STREAMED else rows[name]))
            pieces.copy(f"{name}.table", file)
    with open(folder / "data/corpus.json", "xb") as file:
        rest = to_json(published)
        for name in NESTED:
            # Only a key of the outermost object has one space before it.
            before, empty, rest = rest.partition(f'\n "{name}": []'.encode())
            file.write(before + empty[:-1])
            start = file.tell()
            pieces.copy(f"{name}.list", file)
            file.write(b"\n ]" if file.tell() > start else b"]")
        file.write(rest)
