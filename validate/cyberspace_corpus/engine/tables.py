"""The rows that a document gives to the published tables: what an engine makes in a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from cyberspace_corpus.build.printings import printings
from cyberspace_corpus.build.publish import publish
from cyberspace_corpus.build.tables import rows_of, to_csv
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.engine.reading import shared_by
from cyberspace_corpus.engine.work import Job, Part, between, judged, readings
from cyberspace_corpus.published.nested import written
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import TABLES

OF_DOCUMENTS: Final = (
    *("documents", "sections", "records", "segments", "provenance", "variants", "mentions"),
    *("dates", "quantities", "differences", "record_topics"),
)
OF_SOURCES: Final = ("sources", "printings")
OF_PAIRS: Final = ("concordance", "unmatched")

NESTED: Final = ("documents", "sources", *OF_PAIRS)
"""The lists of ``corpus.json`` that grow with the records."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that stand together in their tables, as CSV, and in the lists of ``corpus.json``.
    ``key`` is what their order goes by."""

    key: tuple[str, ...]
    tables: Mapping[str, bytes]
    nested: Mapping[str, bytes] = field(default_factory=dict)


def make(job: Job) -> list[tuple[Part, list[Rows]]]:
    """Judge the documents of a job; those without errors are made into rows too."""
    shared = shared_by(job.plan)
    answers: list[tuple[Part, list[Rows]]] = []
    for reading in readings(job):
        part = judged(shared, reading)
        sound = not any(finding.rule.startswith("E") for finding in part.findings)
        answers.append((part, _of_document(reading.corpus) if sound else []))
    return answers


def relate(job: Job) -> list[Rows]:
    """The rows of the concordances between the documents of a job."""
    _, corpus = between(job)
    made: list[Rows] = []
    for id, entry in corpus.concordances.items():
        one = replace(corpus, concordances={id: entry})
        published = publish(one)
        rows = rows_of(published, ())
        made.append(_rows((id,), {name: rows[name] for name in OF_PAIRS}))
    return made


def _of_document(corpus: Corpus) -> list[Rows]:
    published = publish(corpus)
    rows = rows_of(published, list(printings(corpus)))
    made = [
        _rows((document.issued, document.id), {name: rows[name] for name in OF_DOCUMENTS})
        for document in published.documents
    ]
    for source in published.sources:
        prints = [row for row in rows["printings"] if getattr(row, "source", None) == source.id]
        made.append(_rows((source.id,), {"sources": [source], "printings": prints}))
    return made


def _rows(key: tuple[str, ...], rows: Mapping[str, Iterable[Row]]) -> Rows:
    return Rows(
        key,
        {name: without_head(to_csv(TABLES[name], found)) for name, found in rows.items()},
        {name: _listed(found) for name, found in rows.items() if name in NESTED},
    )


def without_head(table: bytes) -> bytes:
    """The rows of a table of CSV, without the names of its columns."""
    return table.partition(b"\n")[2]


def _listed(rows: Iterable[Row]) -> bytes:
    """The rows as ``corpus.json`` has them in a list, with a comma before each."""
    return "".join(",\n  " + written(row, 2) for row in rows).encode()
