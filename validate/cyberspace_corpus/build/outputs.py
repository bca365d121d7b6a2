"""All generated files of the repository, as bytes by path."""

from __future__ import annotations

from cyberspace_corpus.build.citation import citation
from cyberspace_corpus.build.descriptor import descriptor
from cyberspace_corpus.build.dictionary import dictionary
from cyberspace_corpus.build.jsonschema import schemas
from cyberspace_corpus.build.printings import printings
from cyberspace_corpus.build.publish import publish
from cyberspace_corpus.build.tables import rows_of, to_csv, to_json
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.published.rows import TABLES

FOLDERS = ("", "data", "data/tables", "schema")
"""Folders that generated files are written to."""


def outputs(corpus: Corpus) -> dict[str, bytes]:
    """Every generated file of a corpus that has passed its checks."""
    published = publish(corpus)
    rows = rows_of(published, list(printings(corpus)))
    files = {f"data/tables/{name}.csv": to_csv(TABLES[name], rows[name]) for name in TABLES}
    files["data/corpus.json"] = to_json(published)
    files |= schemas()
    files["schema/README.md"] = dictionary()
    files["datapackage.json"] = descriptor(published, files)
    files["CITATION.cff"] = citation()
    return files
