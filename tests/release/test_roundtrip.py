"""Every format that can be read back gives the corpus back, by other people's readers: of the real
corpus, and of one full of texts that would like to be something else."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import Field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.build.about import LAYERS, NAME, VERSION
from cyberspace_corpus.published.nested import plain
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content

# Other people's readers: what they warn of is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore")

Rows = list[dict[str, Any]]


class Given(NamedTuple):
    """A release and what it was made of."""

    content: Content
    folder: Path


@pytest.fixture(params=["real", "hostile"])
def given(request: pytest.FixtureRequest) -> Given:
    real = request.param == "real"
    return Given(
        request.getfixturevalue("content" if real else "hostile_content"),
        request.getfixturevalue("release" if real else "hostile_release"),
    )


def need(module: str) -> Any:
    return pytest.importorskip(module, reason=f"{module} is not installed")


def wanted(content: Content, table: str) -> Rows:
    """The rows of a table as JSON would hold them."""
    names = [column.name for column in TABLES[table].columns()]
    return [{n: plain(getattr(row, n)) for n in names} for row in content.tables[table]]


# --- what a cell is in formats that have fewer types than the tables ------------------------


def from_text(column: Field[Any], cell: str) -> Any:
    """A cell of a format that holds texts alone: an empty one is nothing, unless the column always
    has a text."""
    if column.type == "str":
        return cell
    if cell == "":
        return None
    if column.type in ("int", "Number"):
        return int(cell)
    if column.type == "float | None":
        return float(cell)
    if column.type in ("bool", "Texts"):
        return json.loads(cell)
    return cell


def from_sql(column: Field[Any], cell: Any) -> Any:
    """A value of SQLite, which has no lists, days and truth values."""
    if column.type == "Texts":
        return json.loads(cell)
    return bool(cell) if column.type == "bool" else cell


def from_sheet(column: Field[Any], cell: Any) -> Any:
    """A cell of a workbook: an empty one is nothing, unless the column always has a text."""
    if cell is None:
        return "" if column.type == "str" else None
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return json.loads(cell) if column.type == "Texts" else cell


def from_frame(column: Field[Any], cell: Any) -> Any:
    """A value of a library of data frames."""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if column.type == "Texts":
        return list(cell)
    if cell is None or cell != cell:  # pandas has NaN for nothing
        return None
    if column.type in ("int", "Number"):
        return int(cell)
    return float(cell) if column.type == "float | None" else cell


# --- readers: a release and a table to its rows ---------------------------------------------


def csv_rows(data: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def table(folder: Path, name: str) -> Path:
    return folder / "datapackage/data/tables" / f"{name}.csv"


def csv_(folder: Path, name: str) -> Rows:
    return csv_rows(table(folder, name).read_bytes())


def csv_pandas(folder: Path, name: str) -> Rows:
    read = need("pandas").read_csv
    return records(read(table(folder, name), dtype=str, keep_default_na=False))


def csv_polars(folder: Path, name: str) -> Rows:
    read = need("polars").read_csv
    return empty(list(read(table(folder, name), infer_schema=False).to_dicts()))


def csv_duckdb(folder: Path, name: str) -> Rows:
    path = table(folder, name)
    options = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"'"
    return empty(duckdb_rows(f"from read_csv('{path}', {options})"))


def empty(rows: Rows) -> Rows:
    """The rows of a reader for which an empty cell is nothing."""
    return [{k: "" if v is None else v for k, v in row.items()} for row in rows]


def zip_csv(folder: Path, name: str) -> Rows:
    with zipfile.ZipFile(folder / f"{NAME}-{VERSION}.zip") as archive:
        return csv_rows(archive.read(f"data/tables/{name}.csv"))


def wheel_csv(folder: Path, name: str) -> Rows:
    with zipfile.ZipFile(folder / f"{cc.__name__}-{VERSION}-py3-none-any.whl") as archive:
        return csv_rows(archive.read(f"{cc.__name__}/data/tables/{name}.csv"))


def csv_frictionless(folder: Path, name: str) -> Rows:
    package = need("frictionless").Package(str(folder / "datapackage/datapackage.json"))
    rows = [dict(row) for row in package.get_resource(name).read_rows()]
    texts = {column.name for column in TABLES[name].columns() if column.type == "str"}
    return [{k: v if v is not None or k not in texts else "" for k, v in r.items()} for r in rows]


def jsonl(folder: Path, name: str) -> Rows:
    data = (folder / f"jsonl/{name}.jsonl").read_bytes()
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def jsonl_pandas(folder: Path, name: str) -> Rows:
    read, path = need("pandas").read_json, folder / f"jsonl/{name}.jsonl"
    return records(read(path, lines=True, dtype=False, convert_dates=False, precise_float=True))


def jsonl_polars(folder: Path, name: str) -> Rows:
    read = need("polars").read_ndjson
    return list(read(folder / f"jsonl/{name}.jsonl", infer_schema_length=None).to_dicts())


def jsonl_duckdb(folder: Path, name: str) -> Rows:
    path = folder / f"jsonl/{name}.jsonl"
    return duckdb_rows(f"from read_json('{path}', format = 'newline_delimited', dateformat = '-')")


def parquet(folder: Path, name: str) -> Rows:
    return list(need("pyarrow.parquet").read_table(folder / f"parquet/{name}.parquet").to_pylist())


def parquet_pandas(folder: Path, name: str) -> Rows:
    return records(need("pandas").read_parquet(folder / f"parquet/{name}.parquet"))


def parquet_polars(folder: Path, name: str) -> Rows:
    return list(need("polars").read_parquet(folder / f"parquet/{name}.parquet").to_dicts())


def parquet_duckdb(folder: Path, name: str) -> Rows:
    return duckdb_rows(f"from '{folder / f'parquet/{name}.parquet'}'")


def sqlite(folder: Path, name: str) -> Rows:
    with sqlite3.connect(folder / "corpus.sqlite") as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f'select * from "{name}"')]


def xlsx(folder: Path, name: str) -> Rows:
    head, *rows = workbook(folder)[name].values
    return [dict(zip(head, row, strict=True)) for row in rows]


@cache
def workbook(folder: Path) -> Any:
    return need("openpyxl").load_workbook(folder / "corpus.xlsx")


def records(frame: Any) -> Rows:
    return list(frame.to_dict("records"))


def duckdb_rows(query: str) -> Rows:
    found = need("duckdb").sql(query)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


READERS: Final = [
    pytest.param(
        csv_,
        from_text,
        id="csv",
        marks=pytest.mark.receiver("datapackage", "csv", "every value of every table"),
    ),
    pytest.param(
        csv_pandas,
        from_text,
        id="csv-pandas",
        marks=pytest.mark.receiver("datapackage", "pandas", "every value of every table"),
    ),
    pytest.param(
        csv_polars,
        from_text,
        id="csv-polars",
        marks=pytest.mark.receiver("datapackage", "polars", "every value of every table"),
    ),
    pytest.param(
        csv_duckdb,
        from_text,
        id="csv-duckdb",
        marks=pytest.mark.receiver("datapackage", "duckdb", "every value of every table"),
    ),
    pytest.param(
        zip_csv,
        from_text,
        id="zip-csv",
        marks=pytest.mark.receiver("datapackage", "zipfile", "every value of every table"),
    ),
    pytest.param(
        csv_frictionless,
        from_frame,
        id="csv-frictionless",
        marks=pytest.mark.receiver("datapackage", "frictionless", "every value of every table"),
    ),
    pytest.param(
        wheel_csv,
        from_text,
        id="wheel-csv",
        marks=pytest.mark.receiver("wheel", "zipfile", "every value of every table"),
    ),
    pytest.param(
        jsonl,
        from_frame,
        id="jsonl",
        marks=pytest.mark.receiver("jsonl", "json", "every value of every table"),
    ),
    pytest.param(
        jsonl_pandas,
        from_frame,
        id="jsonl-pandas",
        marks=pytest.mark.receiver("jsonl", "pandas", "every value of every table"),
    ),
    pytest.param(
        jsonl_polars,
        from_frame,
        id="jsonl-polars",
        marks=pytest.mark.receiver("jsonl", "polars", "every value of every table"),
    ),
    pytest.param(
        jsonl_duckdb,
        from_frame,
        id="jsonl-duckdb",
        marks=pytest.mark.receiver("jsonl", "duckdb", "every value of every table"),
    ),
    pytest.param(
        parquet,
        from_frame,
        id="parquet",
        marks=pytest.mark.receiver("parquet", "pyarrow", "every value of every table"),
    ),
    pytest.param(
        parquet_pandas,
        from_frame,
        id="parquet-pandas",
        marks=pytest.mark.receiver("parquet", "pandas", "every value of every table"),
    ),
    pytest.param(
        parquet_polars,
        from_frame,
        id="parquet-polars",
        marks=pytest.mark.receiver("parquet", "polars", "every value of every table"),
    ),
    pytest.param(
        parquet_duckdb,
        from_frame,
        id="parquet-duckdb",
        marks=pytest.mark.receiver("parquet", "duckdb", "every value of every table"),
    ),
    pytest.param(
        sqlite,
        from_sql,
        id="sqlite",
        marks=pytest.mark.receiver("sqlite", "sqlite3", "every value of every table"),
    ),
    pytest.param(
        xlsx,
        from_sheet,
        id="xlsx",
        marks=pytest.mark.receiver("xlsx", "openpyxl", "every value of every table"),
    ),
]


@pytest.mark.parametrize(("read", "cell"), READERS)
def test_every_value_of_every_table(
    read: Callable[[Path, str], Rows], cell: Callable[[Field[Any], Any], Any], given: Given
) -> None:
    """All tables that the format carries, row by row and column by column, as they were."""
    for name, rows in given.content.tables.items():
        if read is xlsx and name == "printings":
            continue  # the workbook leaves it out
        if not rows and read in (jsonl_pandas, jsonl_polars, jsonl_duckdb):
            continue  # these readers take their columns from the rows
        columns = TABLES[name].columns()
        rows_read = read(given.folder, name)
        assert {tuple(row) for row in rows_read} <= {tuple(c.name for c in columns)}, name
        found = [{c.name: cell(c, row[c.name]) for c in columns} for row in rows_read]
        expected = wanted(given.content, name)
        if read is xlsx:  # openpyxl leaves this escape of the format as it is
            expected = [
                {k: v.replace("\r", "_x000D_") if isinstance(v, str) else v for k, v in row.items()}
                for row in expected
            ]
        if read is sqlite:  # has no order but that of its keys
            found, expected = by_key(name, found), by_key(name, expected)
        assert len(found) == len(expected), name
        assert [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]] == []


def by_key(name: str, rows: Iterable[dict[str, Any]]) -> Rows:
    key = [column.name for column in TABLES[name].columns()[: TABLES[name].KEY]]
    return sorted(rows, key=lambda row: [row[column] for column in key])


# --- the formats that are no tables ---------------------------------------------------------


def test_nested_json_is_what_load_reads(given: Given, tmp_path: Path) -> None:
    """``corpus.json`` in the folder, in the zip and in the wheel give the corpus, equal in all."""
    data = {(given.folder / "datapackage/data/corpus.json").read_bytes()}
    for archive, path in (
        (f"{NAME}-{VERSION}.zip", "data/corpus.json"),
        (f"{cc.__name__}-{VERSION}-py3-none-any.whl", f"{cc.__name__}/data/corpus.json"),
    ):
        with zipfile.ZipFile(given.folder / archive) as zipped:
            data.add(zipped.read(path))
    (same,) = data
    (tmp_path / "corpus.json").write_bytes(same)
    assert cc.load(tmp_path / "corpus.json") == given.content.corpus


@pytest.mark.receiver("tmx", "translate-toolkit", "every pair of sentences, with its id")
def test_tmx(given: Given) -> None:
    """Every pair of sentences, as translate-toolkit reads it, with its id."""
    store = need("translate.storage.tmx").tmxfile
    with (given.folder / "corpus.tmx").open("rb") as file:
        units = store(file).units
    found = [(unit.xmlelement.get("tuid"), unit.source, unit.target) for unit in units]
    assert found == [
        (f"{s.record}#{s.position}", s.zh, s.en)
        for s in given.content.corpus.segments
        if s.zh is not None and s.en is not None
    ]


TEI: Final = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.mark.receiver("tei", "lxml", "headings, segments, mentions, dates, readings: every text")
def test_tei(given: Given) -> None:
    """Headings, segments, mentions, dates and readings, as they were and in their order."""
    parse = need("lxml.etree").parse
    for document in given.content.corpus.documents:
        root = parse(given.folder / f"tei/{document.id}.xml").getroot()

        def texts(path: str, root: Any = root) -> list[str]:
            return [node.text or "" for node in root.iterfind(path, TEI)]

        records = document.records
        segments = [(s, lang) for r in records for lang in ("zh", "en") for s in r.segments]
        assert texts(".//t:body//t:seg") == [w for s, lang in segments if (w := getattr(s, lang))]
        shown = {section.id for section in document.sections if holds(document, section.id)}
        headings = [(s.heading_zh, s.heading_en) for s in document.sections if s.id in shown]
        assert texts(".//t:body//t:head") == [h for pair in headings for h in pair if h is not None]
        mentions = [mention.surface for r in records for mention in r.mentions]
        assert texts(".//t:spanGrp/t:span/t:name") == mentions
        assert texts(".//t:spanGrp/t:span/t:date") == [d.surface for r in records for d in r.dates]
        variants = [variant for r in records for variant in r.variants]
        assert texts(".//t:listApp/t:app/t:lem") == [v.lemma for v in variants]
        readings = [v.reading for v in variants if v.type != "sic"]
        assert texts(".//t:listApp/t:app/t:rdg[@wit]") == readings
        assert texts(".//t:titleStmt/t:title") == [document.title_zh, document.title_en]


def holds(document: cc.Document, section: str) -> bool:
    """Whether a record stands in the section or below it."""
    above = {s.id: s.parent for s in document.sections}
    for record in document.records:
        at = record.section
        while at is not None and at != section:
            at = above[at]
        if at == section:
            return True
    return False


def test_first_sheet_tells_the_rights(release: Path) -> None:
    """The sheet before the tables names every layer with its licence, in both languages."""
    said = [row[0] for row in workbook(release)["about"].values]
    for layer in LAYERS:
        assert layer.says("zh") in said
        assert layer.says("en") in said


def test_tei_text_is_the_text(release: Path, content: Content) -> None:
    """The string of an element that holds a record in one language is its text, so that the
    offsets of the tables are offsets in it."""
    parse = need("lxml.etree").parse
    found = {
        node.get(XML_ID): "".join(node.itertext())
        for path in (release / "tei").glob("*.xml")
        for node in parse(path).iterfind(".//t:body//t:ab", TEI)
    }
    assert found == {
        f"r.{record.id.replace('/', '.')}_{lang}": text
        for record in content.corpus
        for lang in ("zh", "en")
        if (text := getattr(record, f"text_{lang}")) is not None
    }


@pytest.mark.receiver("citations", "json", "CSL-JSON: titles and issuer of every record")
def test_csl(given: Given) -> None:
    """Titles and issuers of every record, in both languages where the format has both."""
    corpus = given.content.corpus
    titles = {d.id: (d.title_en, d.title_zh) for d in corpus.documents}
    items = json.loads((given.folder / "citations.csl.json").read_bytes())
    assert [
        (i["id"], i["title"], i["original-title"], i["author"][0]["literal"]) for i in items
    ] == [(r.id, *titles[r.document], corpus.entity(issuer_of(corpus, r)).name_en) for r in corpus]


@pytest.mark.receiver("citations", "bibtexparser", "BibTeX: title, issuer and id of every record")
def test_bibtex(given: Given) -> None:
    """The same in BibTeX, which knows one kind of white space, as bibtexparser reads it."""
    bibtexparser = need("bibtexparser")
    decoding = need("bibtexparser.middlewares").LatexDecodingMiddleware()
    text = (given.folder / "citations.bib").read_text("utf-8")
    library = bibtexparser.parse_string(text, append_middleware=[decoding])
    assert library.failed_blocks == []
    corpus = given.content.corpus
    titles = {document.id: document.title_en for document in corpus.documents}
    found = [(e.key, e["title"], e["author"], e["note"]) for e in library.entries]
    assert found == [
        (
            record.id.replace("/", ":"),
            one_line(titles[record.document]),
            one_line(corpus.entity(issuer_of(corpus, record)).name_en),
            f"{NAME} {VERSION}, {record.id}",
        )
        for record in corpus
    ]


def issuer_of(corpus: cc.Corpus, record: cc.Record) -> str:
    return next(d.issuer for d in corpus.documents if d.id == record.document)


def one_line(text: str) -> str:
    """A text as TeX sets it: with one kind of white space."""
    return " ".join(text.split())
