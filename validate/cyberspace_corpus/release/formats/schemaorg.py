"""schema.org ``Dataset`` in JSON-LD, for search engines: ``schemaorg.jsonld``.

After https://schema.org/Dataset (version 29) and Google's rules for datasets (name, description
of 50 to 5000 characters, licence, distribution). The file may be pasted into a web page as it
is: it holds no ``<``. Addresses are relative to the folder of the release; the page that shows
it has to be in that folder or to set a base.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cyberspace_corpus.build.about import (
    AUTHOR,
    AUTHOR_ZH,
    CITATION,
    DESCRIPTION,
    KEYWORDS,
    LAYERS,
    LICENCES,
    LIMITS,
    RELEASED,
    TITLE,
    VERSION,
    Layer,
    both,
)
from cyberspace_corpus.published.rows import Source
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.listing import File, embeddable, files, period


def write(content: Content) -> Mapping[str, bytes]:
    """One file; texts in both languages stand in one string, for readers take only one."""
    creator = {"@type": "Organization", "name": AUTHOR, "alternateName": AUTHOR_ZH}
    start, end = period(content.corpus)
    dataset: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": TITLE["en"],
        "alternateName": TITLE["zh"],
        "description": f"{both(DESCRIPTION)}\n\n{both(LIMITS)}",
        "inLanguage": ["zh", "en"],
        "keywords": list(KEYWORDS),
        "version": VERSION,
        "datePublished": RELEASED,
        "temporalCoverage": f"{start}/{end}",
        "isAccessibleForFree": True,
        "creator": creator,
        "publisher": creator,
        "creditText": both(CITATION, " "),
        "license": _licences(),
        "hasPart": [_layer(layer) for layer in LAYERS],
        "isBasedOn": [_source(source) for source in content.corpus.sources],
        "distribution": [_download(file) for file in files(content)],
    }
    return {"schemaorg.jsonld": embeddable(dataset)}


def _licences() -> list[str]:
    """The addresses of the licences of what is in the files: not that of the code."""
    used = dict.fromkeys(layer.licence for layer in LAYERS if layer.licence != "MIT")
    return [path for name in used if name and (path := LICENCES[name][1])]


def _layer(layer: Layer) -> dict[str, Any]:
    part: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": both(layer.name, " / "),
        "copyrightNotice": both(layer.note, " "),
    }
    if layer.licence and (path := LICENCES[layer.licence][1]):
        part["license"] = path
    return part


def _source(source: Source) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "identifier": source.id,
        "name": f"{source.publisher} ({source.id})",
        "alternateName": source.publisher_zh,
        "description": f"{source.description_en}\n\n{source.description_zh}",
        "inLanguage": list(source.languages),
        "copyrightNotice": f"{source.rights}\n\n{source.rights_zh}\n\n{source.rights_basis}",
    }
    if source.url:
        work["url"] = source.url
    if source.published:
        work["datePublished"] = source.published
    return work


def _download(file: File) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": f"{both(file.title, ' / ')} ({file.kind})",
        "description": file.about,
        "contentUrl": file.path,
        "encodingFormat": file.media,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }


FORMAT = Format(
    name="schemaorg",
    title="schema.org Dataset, JSON-LD",
    receivers=("extruct", "PyLD", "jsonschema"),
    write=write,
)
