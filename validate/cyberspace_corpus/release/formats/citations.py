"""Every record as a reference: CSL-JSON and BibTeX, for reference managers."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cyberspace_corpus.published.citation import cite, csl
from cyberspace_corpus.release.format import Content, Format


def write(content: Content) -> Mapping[str, bytes]:
    """``citations.csl.json`` and ``citations.bib``, one entry a record, in reading order."""
    corpus = content.corpus
    items = [csl(corpus, record) for record in corpus.records]
    bib = "\n".join(cite(corpus, record, "bibtex") for record in corpus.records)
    return {
        "citations.csl.json": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode(),
        "citations.bib": (bib + "\n").encode(),
    }


FORMAT = Format(
    name="citations",
    title="CSL-JSON and BibTeX, one entry a record",
    receivers=("json", "bibtexparser", "citation-js (npm)"),
    write=write,
)
