"""Which of some ids are among those of all records, however many these are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol, Self

MEMORY: Final = "100MB"
"""What a join may take before it goes to the disk."""


class Ids(Protocol):
    """Ids, each added once."""

    def add(self, id: str) -> None: ...

    def among(self, wanted: Iterable[str]) -> set[str]:
        """Those of ``wanted`` that were added; others may be among them."""
        ...


class Held(set[str]):
    """Ids that fit the memory, as those of files do, whose names are all known."""

    def among(self, wanted: Iterable[str]) -> set[str]:
        """All of them: a reference that leads nowhere is told what it may have meant."""
        return self


class Written:
    """Ids, written down one a line in a folder of their own, and joined by DuckDB, which does on
    the disk what does not fit its memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._added = folder / "ids.txt"

    def __enter__(self) -> Self:
        self._file = open(self._added, "w", encoding="ascii")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, id: str) -> None:
        self._file.write(f"{id}\n")

    def among(self, wanted: Iterable[str]) -> set[str]:
        """Those of ``wanted`` that were added."""
        asked = sorted(set(wanted))
        if not asked:
            return set()
        import duckdb

        self._file.flush()
        named = self._folder / "wanted.txt"
        named.write_text("".join(f"{id}\n" for id in asked), "utf-8")
        options: dict[str, Any] = {
            "memory_limit": MEMORY,
            "threads": "1",
            "temp_directory": str(self._folder),
        }
        lines = "read_csv(?, columns={'id': 'VARCHAR'}, header=false, delim='\t', quote='')"
        query = f"SELECT id FROM {lines} SEMI JOIN (SELECT id FROM {lines}) USING (id)"
        with duckdb.connect(config=options) as joined:
            return {
                id for (id,) in joined.execute(query, [str(named), str(self._added)]).fetchall()
            }
