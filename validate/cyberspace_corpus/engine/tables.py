"""The rows that a document gives to the published tables: what an engine makes in a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cyberspace_corpus.build.printings import printings_by_source
from cyberspace_corpus.build.publish import concordance, document, source, unmatched
from cyberspace_corpus.build.tables import rows_of_documents, to_csv
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.engine.reading import Shared, shared_by
from cyberspace_corpus.engine.work import Job, Part, between, judged, readings
from cyberspace_corpus.published.nested import written
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import TABLES

NESTED: Final = ("documents", "sources", "concordance", "unmatched")
"""The lists of ``corpus.json`` that grow with the records."""

STREAMED: Final = frozenset((*rows_of_documents(()), *NESTED, "printings"))
"""The tables that do."""


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
        answers.append((part, _of_document(shared, reading.corpus) if sound else []))
    return answers


def relate(job: Job) -> list[Rows]:
    """The rows of the concordances between the documents of a job."""
    _, corpus = between(job)
    made: list[Rows] = []
    for id, entry in corpus.concordances.items():
        one = replace(corpus, concordances={id: entry})
        rows: dict[str, Sequence[Row]] = {
            "concordance": list(concordance(one)),
            "unmatched": list(unmatched(one)),
        }
        made.append(_rows((id,), rows))
    return made


def _of_document(shared: Shared, corpus: Corpus) -> list[Rows]:
    published = [document(shared.context, corpus, entry) for entry in corpus.documents.values()]
    made = [_rows((row.issued, row.id), rows_of_documents([row])) for row in published]
    for id, printings in printings_by_source(corpus):
        described = source(corpus.sources[id].model)
        made.append(_rows((id,), {"sources": [described], "printings": list(printings)}))
    return made


def _rows(key: tuple[str, ...], rows: Mapping[str, Sequence[Row]]) -> Rows:
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
