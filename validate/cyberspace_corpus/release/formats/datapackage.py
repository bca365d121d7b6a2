"""The Frictionless data package, as a folder and as one zip file."""

from __future__ import annotations

from collections.abc import Mapping

from cyberspace_corpus.build.about import NAME, VERSION
from cyberspace_corpus.release.archive import zipped
from cyberspace_corpus.release.format import Content, Format

TAKEN = ("README.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA")
"""Files of the repository that go into the package as they are."""


def write(content: Content) -> Mapping[str, bytes]:
    """``datapackage/`` with descriptor, tables, ``corpus.json``, witnesses; and its zip."""
    files = {
        path: data
        for path, data in content.files.items()
        if path.startswith(("data/", "schema/")) or path in ("datapackage.json", "CITATION.cff")
    }
    for name in TAKEN:
        if (content.root / name).is_file():
            files[name] = (content.root / name).read_bytes()
    for source in content.corpus.sources:
        files[source.path] = (content.root / source.path).read_bytes()
    released = {f"datapackage/{path}": data for path, data in files.items()}
    return released | {f"{NAME}-{VERSION}.zip": zipped(files)}


FORMAT = Format(
    name="datapackage",
    title="Frictionless data package: CSV tables, nested JSON, witnesses",
    receivers=(
        "frictionless",
        "check-datapackage",
        "datapackage (npm)",
        "frictionless.js (npm)",
        "frictionless-r",
        "R",
        "Node",
        "csv",
        "zipfile",
        "pandas",
        "polars",
        "duckdb",
    ),
    write=write,
)
