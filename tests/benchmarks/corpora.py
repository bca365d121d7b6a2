"""The generated corpora of the benchmark, kept in its folder, and what happens to them between
runs."""

from __future__ import annotations

import hashlib
import shutil
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from generate import generate
from measure import Command, once
from press import NAMED, documents

HERE: Final = Path(__file__).parent
CHANGED: Final = NAMED[2].id
"""The entity that most records name."""


def _version() -> str:
    """What the generator is: a corpus of an older one is made anew."""
    sources = [(HERE / name).read_bytes() for name in ("generate.py", "press.py", "words.py")]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


class Corpora:
    """Corpora below a folder, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def files(self, records: int) -> Path:
        """A corpus of one record a file."""
        return self._made(f"corpus-{records}", records, lines=False)

    def lines(self, records: int) -> Path:
        """A corpus whose records stand in ``records.jsonl``."""
        return self._made(f"lines-{records}", records, lines=True)

    def warm(self, records: int) -> Warm:
        return Warm(self, records)

    def build(self, program: Path, records: int, *, rounds: int) -> Command:
        """A build that has to write everything, at most so many times."""
        root = self.files(records)

        def clear() -> None:
            for path in ("data/tables", "schema"):
                shutil.rmtree(root / path, ignore_errors=True)
            for path in ("data/corpus.json", "datapackage.json", "CITATION.cff"):
                (root / path).unlink(missing_ok=True)

        return Command((program, "build", "--root", root), before=clear, rounds=rounds)

    def _made(self, name: str, records: int, *, lines: bool) -> Path:
        root = self.folder / name
        ready = root / "ready"
        if not ready.exists() or ready.read_text("ascii") != _version():
            shutil.rmtree(root, ignore_errors=True)
            generate(root, records, lines=lines)
            ready.write_text(_version(), "ascii")
        return root


class Warm:
    """Validations of a corpus that was validated before, with a change in between or none."""

    def __init__(self, corpora: Corpora, records: int) -> None:
        self.corpora = corpora
        self.records = records
        self.changes = 0

    @cached_property
    def touched(self) -> int:
        """How many records name the entity that is changed."""
        made = documents(self.records)
        return sum(CHANGED in record["entities"] for one in made for _, record in one.records)

    def command(self, program: Path, change: Literal["record", "entity"] | None) -> Command:
        """The run after the change. What the change of the run before left is put right first,
        and seen by a validation that is not measured."""
        root = self.corpora.files(self.records)
        cache = {"CYBERSPACE_CORPUS_CACHE": str(self.corpora.folder / f"cache-{self.records}")}
        words = (program, "validate", "--root", root, "-j", "1")
        record = root / "data" / "records" / "lake-00001" / "7.yaml"
        entity = root / "data" / "entities" / f"{CHANGED}.yaml"
        originals = {path: path.read_bytes() for path in (record, entity)}

        def prepare() -> None:
            for path, content in originals.items():
                path.write_bytes(content)
            once(Command(words, environment=cache))
            self.changes += 1
            if change == "record":
                note = f"note: Looked at {self.changes} times.\n"
                record.write_bytes(originals[record] + note.encode())
            elif change == "entity":
                alias = f"aliases: {{zh: [], en: [Renamed {self.changes}]}}".encode()
                entity.write_bytes(originals[entity].replace(b"aliases: {zh: [], en: []}", alias))

        def after() -> None:
            for path, content in originals.items():
                path.write_bytes(content)

        return Command(words, before=prepare, after=after, environment=cache)
