"""DataCite metadata for the registration of a DOI: ``datacite.json``.

After the DataCite Metadata Schema 4.5, in the JSON that https://schema.datacite.org and the REST
API take as ``attributes``; valid under 4.6 too, which only adds values. There is no DOI yet and
no address, so that neither is in it: whoever registers one adds ``doi`` and ``url``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cyberspace_corpus.build.about import (
    AUTHOR,
    CITATION,
    DESCRIPTION,
    KEYWORDS_BY_LANGUAGE,
    LAYERS,
    LICENCES,
    LIMITS,
    RELEASED,
    TITLE,
    VERSION,
    Layer,
)
from cyberspace_corpus.published.rows import LANGUAGES, Document, Source
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.listing import files


def write(content: Content) -> Mapping[str, bytes]:
    """The attributes of one DOI; what a language has its own words for stands in both."""
    corpus = content.corpus
    attributes: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Bilingual text corpus"},
        "creators": [{"name": AUTHOR, "nameType": "Organizational", "lang": "en"}],
        "publisher": {"name": AUTHOR, "lang": "en"},
        "publicationYear": RELEASED[:4],
        "titles": [
            {"title": TITLE["en"], "lang": "en"},
            {"title": TITLE["zh"], "titleType": "TranslatedTitle", "lang": "zh"},
        ],
        "subjects": [
            {"subject": word, "lang": language}
            for language, words in KEYWORDS_BY_LANGUAGE.items()
            for word in words
        ],
        "dates": [{"date": RELEASED, "dateType": "Issued"}],
        "language": "zh",
        "version": VERSION,
        "sizes": [f"{len(rows)} {name}" for name, rows in content.tables.items()],
        "formats": list(dict.fromkeys(file.media for file in files(content))),
        "descriptions": [
            {"description": text[language], "descriptionType": type, "lang": language}
            for type, text in (
                ("Abstract", DESCRIPTION),
                ("TechnicalInfo", LIMITS),
                ("Other", CITATION),
            )
            for language in LANGUAGES
        ],
        "rightsList": [
            *(_layer(layer, language) for layer in LAYERS for language in LANGUAGES),
            *(_source(source, language) for source in corpus.sources for language in LANGUAGES),
        ],
        "relatedItems": [_document(document, content) for document in corpus.documents],
    }
    return {"datacite.json": (json.dumps(attributes, ensure_ascii=False, indent=2) + "\n").encode()}


def _layer(layer: Layer, language: str) -> dict[str, str]:
    """The rights in a layer; only identifiers of SPDX are given as such."""
    rights = {"rights": f"{layer.name[language]}: {layer.note[language]}", "lang": language}
    if layer.licence and (path := LICENCES[layer.licence][1]):
        rights |= {
            "rightsUri": path,
            "rightsIdentifier": layer.licence,
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    return rights


def _source(source: Source, language: str) -> dict[str, str]:
    """Why the text of a source may be reproduced."""
    text = {"en": source.rights, "zh": source.rights_zh}[language]
    return {"rights": f"{source.id}: {text}", "lang": language}


def _document(document: Document, content: Content) -> dict[str, Any]:
    """A document that the dataset is made from."""
    issuer = content.corpus.entity(document.issuer)
    return {
        "relatedItemType": "Report" if document.kind == "white-paper" else "Text",
        "relationType": "IsDerivedFrom",
        "titles": [
            {"title": document.title_zh, "lang": "zh"},
            {"title": document.title_en, "titleType": "TranslatedTitle", "lang": "en"},
        ],
        "creators": [
            {"name": issuer.name_zh, "nameType": "Organizational", "lang": "zh"},
            {"name": issuer.name_en, "nameType": "Organizational", "lang": "en"},
        ],
        "publicationYear": document.issued[:4],
    }


FORMAT = Format(
    name="datacite",
    title="DataCite 4.5, JSON",
    receivers=("datacite",),
    write=write,
)
