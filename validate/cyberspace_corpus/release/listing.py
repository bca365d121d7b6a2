"""What the descriptions for portals share: the files that they list, and how they write JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cyberspace_corpus.build.about import TABLE_TITLES
from cyberspace_corpus.published.corpus import Corpus
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content
from cyberspace_corpus.release.formats import jsonl

CSV: Final = "datapackage/data/tables/"
"""Where the release has the CSV tables."""

LICENCE: Final = "CC-BY-4.0"
"""What the files are licensed under, but for the layers that are not ours."""


@dataclass(frozen=True, slots=True)
class File:
    """A table as a file of the release: what every portal wants to know of it."""

    table: str
    kind: str
    path: str
    media: str
    size: int
    sha256: str

    @property
    def title(self) -> Mapping[str, str]:
        """The name of the table, by language."""
        return TABLE_TITLES[self.table]

    @property
    def about(self) -> str:
        """What the table holds (English)."""
        return TABLES[self.table].ABOUT


def files(content: Content) -> Iterator[File]:
    """Every table as CSV, then every table as JSON Lines."""
    for name in TABLES:
        data = content.files[f"data/tables/{name}.csv"]
        yield _file(name, "CSV", f"{CSV}{name}.csv", "text/csv", data)
    for path, data in jsonl.write(content).items():
        name = path.removeprefix("jsonl/").removesuffix(".jsonl")
        yield _file(name, "JSONL", path, "application/jsonl", data)


def _file(table: str, kind: str, path: str, media: str, data: bytes) -> File:
    return File(table, kind, path, media, len(data), hashlib.sha256(data).hexdigest())


def period(corpus: Corpus) -> tuple[str, str]:
    """First and last day on which a document of the corpus may have been issued."""
    first = min(day for document in corpus.documents if (day := document.issued_earliest))
    last = max(day for document in corpus.documents if (day := document.issued_latest))
    return first.isoformat(), last.isoformat()


def embeddable(value: Any) -> bytes:
    """JSON that a web page may hold in a ``script`` element: no text of it can end that."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    for character in "<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"{text}\n".encode()
