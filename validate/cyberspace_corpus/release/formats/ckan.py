"""A CKAN package, as ``package_create`` takes it: ``ckan.json``.

After the API of CKAN 2.10 to 2.12. Resources have no ``url``, for none is known and CKAN makes a
web address of whatever stands there: ``path`` says which file of the release to upload with
``resource_patch``. A site that wants every package owned needs ``owner_org`` added. What CKAN
has no field for is in ``extras``; every key of theirs is there once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cyberspace_corpus.build.about import (
    AUTHOR,
    CITATION,
    DESCRIPTION,
    KEYWORDS,
    LAYERS,
    LICENCES,
    LIMITS,
    NAME,
    RELEASED,
    TITLE,
    VERSION,
    both,
)
from cyberspace_corpus.published.rows import LANGUAGES
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.listing import File, files, period


def write(content: Content) -> Mapping[str, bytes]:
    """One package: what CKAN shows is in both languages, one below the other."""
    package: dict[str, Any] = {
        "name": NAME,
        "title": both(TITLE, " / "),
        "notes": f"{both(DESCRIPTION)}\n\n{both(LIMITS)}",
        "author": AUTHOR,
        "version": VERSION,
        "license_id": "cc-by",
        "tags": [{"name": tag(word)} for word in KEYWORDS],
        "extras": [{"key": key, "value": value} for key, value in _extras(content)],
        "resources": [_resource(file) for file in files(content)],
    }
    return {"ckan.json": (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()}


def tag(word: str) -> str:
    """A keyword as CKAN allows it: letters, digits, blanks, ``-``, ``_``, ``.``; 2 to 100."""
    return re.sub(r"[^\w \-.]", "-", word)[:100].ljust(2, "-")


def _extras(content: Content) -> Iterator[tuple[str, str]]:
    start, end = period(content.corpus)
    yield "issued", RELEASED
    yield "language", " ".join(LANGUAGES)
    yield "temporal_start", start
    yield "temporal_end", end
    for language in LANGUAGES:
        yield f"title_{language}", TITLE[language]
        yield f"notes_{language}", DESCRIPTION[language]
        yield f"citation_{language}", CITATION[language]
    for layer in LAYERS:
        key = f"rights_{layer.name['en'].replace(' ', '_')}"
        licence = f" ({LICENCES[layer.licence][0]})" if layer.licence else ""
        for language in LANGUAGES:
            yield f"{key}_{language}", f"{layer.note[language]}{licence}"
    for source in content.corpus.sources:
        yield f"rights_of_{source.id}_en", source.rights
        yield f"rights_of_{source.id}_zh", source.rights_zh


def _resource(file: File) -> dict[str, Any]:
    """A file; the hash is bare, for CKAN's own exports write it as hexadecimal digits."""
    return {
        "name": f"{both(file.title, ' / ')} ({file.kind})",
        "description": file.about,
        "path": file.path,
        "format": file.kind,
        "mimetype": file.media,
        "size": file.size,
        "hash": file.sha256,
    }


FORMAT = Format(
    name="ckan",
    title="CKAN package",
    receivers=("frictionless-ckan-mapper", "CKAN"),
    write=write,
)
