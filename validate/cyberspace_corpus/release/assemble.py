"""Putting a release together: every format, checksums, provenance."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

from cyberspace_corpus.build.about import RELEASED, VERSION
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.build.printings import printings
from cyberspace_corpus.build.publish import publish
from cyberspace_corpus.build.tables import rows_of
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.folder import SUMS, checksums
from cyberspace_corpus.release.format import Content, formats
from cyberspace_corpus.release.ids import ids_file, path_of
from cyberspace_corpus.release.provenance import provenance
from cyberspace_corpus.release.sbom import sbom


def epoch() -> int:
    """The time of the release: ``SOURCE_DATE_EPOCH``, or midnight UTC of its day."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    day = datetime.date.fromisoformat(RELEASED)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def content(root: Path, corpus: Corpus) -> Content:
    """What the formats draw on, for a corpus that has passed its checks."""
    published = publish(corpus)
    files = outputs(corpus)
    return Content(
        root=root,
        corpus=published,
        tables=rows_of(published, list(printings(corpus))),
        files=files | {path_of(VERSION): ids_file(corpus, files)},
        epoch=epoch(),
    )


def assemble(of: Content, progress: Callable[[str], None]) -> dict[str, bytes]:
    """All files of the release by path; ``progress`` is told each format's name."""
    files: dict[str, bytes] = {}
    for format in formats():
        progress(format.name)
        for path, data in format.write(of).items():
            if path in files:
                raise ValueError(f"{format.name} and another format both write {path}")
            files[path] = data
    progress("provenance")
    files |= sbom(of, files)
    files |= provenance(of, files)
    files[SUMS] = checksums(files)
    return files
