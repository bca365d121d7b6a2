"""DCAT-AP 3.0 in JSON-LD, for European and other open-data portals: ``dcat.jsonld``.

After https://semiceu.github.io/DCAT-AP/releases/3.0.0/ and W3C DCAT 3. One dataset, one
distribution a file. No address of ours is known: every IRI of ours is relative to the place
where the file is put, so that it is right wherever the folder lies. The context is in the file;
nothing is fetched to read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import (
    AUTHOR,
    AUTHOR_ZH,
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
from cyberspace_corpus.published.rows import Source
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.release.listing import LICENCE, File, embeddable, files, period

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGES: Final = {"zh": f"{_AUTHORITY}language/ZHO", "en": f"{_AUTHORITY}language/ENG"}
_THEMES: Final = {
    f"{_AUTHORITY}data-theme/GOVE": "Government and public sector",
    f"{_AUTHORITY}data-theme/INTR": "International issues",
}
_PUBLIC: Final = f"{_AUTHORITY}access-right/PUBLIC"
_CONTEXT: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write(content: Content) -> Mapping[str, bytes]:
    """One graph: the dataset first, then every thing that it speaks of, with its type."""
    listed = list(files(content))
    graph = [
        _dataset(content, listed),
        *(_distribution(file) for file in listed),
        _agent(),
        _rights(),
        *(_layer(number, layer) for number, layer in enumerate(LAYERS, 1)),
        *(_source(source) for source in content.corpus.sources),
        *_vocabulary(),
    ]
    return {"dcat.jsonld": embeddable({"@context": _CONTEXT, "@graph": graph})}


def _dataset(content: Content, listed: list[File]) -> dict[str, Any]:
    start, end = period(content.corpus)
    return {
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dct:title": _tagged(TITLE),
        "dct:description": _tagged(
            {language: f"{DESCRIPTION[language]}\n\n{LIMITS[language]}" for language in TITLE}
        ),
        "dcat:keyword": [
            {"@value": word, "@language": language}
            for language, words in KEYWORDS_BY_LANGUAGE.items()
            for word in words
        ],
        "dcat:theme": [{"@id": theme} for theme in _THEMES],
        "dct:language": [{"@id": language} for language in _LANGUAGES.values()],
        "dcat:version": VERSION,
        "dct:issued": _typed(RELEASED, "date"),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(start, "date"),
            "dcat:endDate": _typed(end, "date"),
        },
        "dct:creator": {"@id": "#author"},
        "dct:publisher": {"@id": "#author"},
        "dct:accessRights": {"@id": _PUBLIC},
        "dct:rights": {"@id": "#rights"},
        "prov:wasDerivedFrom": [{"@id": _source_id(s)} for s in content.corpus.sources],
        "dcat:distribution": [{"@id": f"#{file.path}"} for file in listed],
    }


def _distribution(file: File) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": f"#{file.path}",
        "@type": "dcat:Distribution",
        "dct:title": [
            {"@value": f"{title} ({file.kind})", "@language": language}
            for language, title in file.title.items()
        ],
        "dct:description": {"@value": file.about, "@language": "en"},
        "dcat:accessURL": {"@id": file.path, "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": file.path},
        "dcat:byteSize": _typed(str(file.size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        },
        "dct:license": {"@id": LICENCES[LICENCE][1]},
        "dct:rights": {"@id": "#rights"},
        "dct:format": {"@id": "#JSONL"},
    }
    if file.kind == "CSV":
        node["dct:format"] = {"@id": f"{_AUTHORITY}file-type/CSV"}
        node["dcat:mediaType"] = {"@id": f"{_MEDIA}{file.media}"}
    return node


def _agent() -> dict[str, Any]:
    return {
        "@id": "#author",
        "@type": "foaf:Agent",
        "foaf:name": _tagged({"en": AUTHOR, "zh": AUTHOR_ZH}),
    }


def _rights() -> dict[str, Any]:
    """One statement, for a distribution may have only one; the layers are its parts."""
    return {
        "@id": "#rights",
        "@type": "dct:RightsStatement",
        "rdfs:label": _tagged(
            {
                language: " ".join(f"{x.name[language]}: {x.note[language]}" for x in LAYERS)
                for language in TITLE
            }
        ),
        "dct:hasPart": [{"@id": f"#rights-{n}"} for n in range(1, len(LAYERS) + 1)],
    }


def _layer(number: int, layer: Layer) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": f"#rights-{number}",
        "@type": "dct:RightsStatement",
        "dct:title": _tagged(layer.name),
        "rdfs:label": _tagged(layer.note),
    }
    if layer.licence and (path := LICENCES[layer.licence][1]):
        node["dct:license"] = {"@id": path}
    return node


def _source_id(source: Source) -> str:
    return f"#source-{source.id}"


def _source(source: Source) -> dict[str, Any]:
    """A witness: an entity that the data derive from, and why its text may be reproduced."""
    return {
        "@id": _source_id(source),
        "@type": "prov:Entity",
        "dct:identifier": source.id,
        "dct:title": _tagged({"en": source.publisher, "zh": source.publisher_zh}),
        "dct:description": _tagged({"en": source.description_en, "zh": source.description_zh}),
        "dct:rights": {
            "@type": "dct:RightsStatement",
            "rdfs:label": _tagged({"en": source.rights, "zh": source.rights_zh}),
            "dct:description": {"@value": source.rights_basis, "@language": "en"},
        },
    }


def _vocabulary() -> Iterator[dict[str, Any]]:
    """The types of what others have named: validators ask for them."""
    for code, language in _LANGUAGES.items():
        yield {"@id": language, "@type": "dct:LinguisticSystem", "skos:notation": code}
    for theme, label in _THEMES.items():
        label_en = {"@value": label, "@language": "en"}
        yield {"@id": theme, "@type": "skos:Concept", "skos:prefLabel": label_en}
    yield {"@id": _PUBLIC, "@type": "dct:RightsStatement"}
    yield {"@id": f"{_MEDIA}text/csv", "@type": "dct:MediaType"}
    yield {"@id": f"{_AUTHORITY}file-type/CSV", "@type": "dct:MediaTypeOrExtent"}
    yield {"@id": "#JSONL", "@type": "dct:MediaTypeOrExtent", "rdfs:label": "JSON Lines"}
    yield {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"}
    title, path = LICENCES[LICENCE]
    yield {"@id": path, "@type": "dct:LicenseDocument", "dct:title": title}


def _tagged(text: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": value, "@language": language} for language, value in text.items()]


def _typed(value: str, type: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{type}"}


FORMAT = Format(
    name="dcat",
    title="DCAT-AP 3.0, JSON-LD",
    receivers=("rdflib", "pyshacl"),
    write=write,
)
