"""What is published of the real corpus: the same bytes every time, whole, and true to itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

import cyberspace_corpus
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.build.printings import rebuild
from cyberspace_corpus.build.publish import publish
from cyberspace_corpus.build.tables import to_json
from cyberspace_corpus.build.write import stale
from cyberspace_corpus.corpus import Corpus, read
from cyberspace_corpus.model.kinds import KINDS
from cyberspace_corpus.published.rows import TABLES, Printing

REPO: Final = Path(__file__).resolve().parents[2]
LIMIT: Final = 300
Rows = list[dict[str, str]]
Tables = Mapping[str, Rows]

LEADING: Final = {
    "documents": "id, kind, title_zh, title_en, issuer, issued",
    "sources": "id, document, path, sha256, publisher, script, rights",
    "sections": (
        "id, document, parent, level, position, label_zh, label_en, heading_zh, heading_en"
    ),
    "records": (
        "id, document, section, kind, number, position, text_zh, text_en, status_zh, status_en"
    ),
    "segments": "record, position, zh, en",
    "provenance": "record, lang, source, line_start, line_end, char_start, char_end",
    "variants": "record, lang, source, start, end, lemma, reading, type, note",
    "entities": "id, type, name_zh, name_en, aliases_zh, aliases_en",
    "mentions": "record, lang, start, end, surface, entity",
    "dates": "record, lang, start, end, surface, edtf, kind, earliest, latest",
    "concordance": "source_record, target_record, relation, similarity",
    "unmatched": "record, other_document, relation",
    "quantities": "record, lang, start, end, surface, value, unit",
    "terms": "id, zh, en",
    "topics": "id, label_zh, label_en",
    "record_topics": "record, topic",
}
"""The columns that each table is promised to begin with."""

KEYS: Final = {
    "documents": 1,
    "sources": 1,
    "sections": 1,
    "records": 1,
    "segments": 2,
    "provenance": 5,
    "variants": 7,
    "entities": 1,
    "mentions": 3,
    "dates": 3,
    "concordance": 2,
    "unmatched": 2,
    "quantities": 4,
    "differences": 3,
    "terms": 1,
    "topics": 1,
    "record_topics": 2,
    "entity_types": 1,
    "printings": 3,
    "redirects": 1,
}
"""How many of the first columns make the primary key."""

MAY_BE_EMPTY: Final = frozenset({"redirects"})
"""Tables that have no row as long as nothing was renamed."""

REFERENCES: Final = (
    ("documents", "issuer", "entities"),
    ("sources", "document", "documents"),
    ("sections", "document", "documents"),
    ("sections", "parent", "sections"),
    ("records", "document", "documents"),
    ("records", "section", "sections"),
    ("segments", "record", "records"),
    ("provenance", "record", "records"),
    ("provenance", "source", "sources"),
    ("variants", "record", "records"),
    ("variants", "source", "sources"),
    ("entities", "type", "entity_types"),
    ("entities", "part_of", "entities"),
    ("entities", "predecessor", "entities"),
    ("entities", "successor", "entities"),
    ("mentions", "record", "records"),
    ("mentions", "entity", "entities"),
    ("dates", "record", "records"),
    ("concordance", "source_record", "records"),
    ("concordance", "target_record", "records"),
    ("unmatched", "record", "records"),
    ("unmatched", "other_document", "documents"),
    ("quantities", "record", "records"),
    ("differences", "record", "records"),
    ("record_topics", "record", "records"),
    ("record_topics", "topic", "topics"),
    ("topics", "broader", "topics"),
    ("printings", "source", "sources"),
)
LISTS_OF_IDS: Final = (
    ("documents", "sources", "sources"),
    ("records", "entities", "entities"),
    ("records", "topics", "topics"),
    ("entities", "not_to_be_confused_with", "entities"),
)


LISTS: Final = {
    "documents": ("sources", "external_facts"),
    "sources": ("languages", "normalisations_zh", "normalisations_en", "gaps"),
    "records": ("entities", "topics"),
    "entities": ("aliases_zh", "aliases_en", "acronyms", "not_to_be_confused_with"),
    "concordance": ("added", "cut"),
    "terms": ("also",),
    "redirects": ("targets",),
}
"""The columns whose cells are lists."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The authored corpus of this repository."""
    reading = read(REPO)
    assert reading.findings == []
    return reading.corpus


@pytest.fixture(scope="module")
def built(corpus: Corpus) -> dict[str, bytes]:
    """Every generated file, built now."""
    return outputs(corpus)


@pytest.fixture(scope="module")
def tables(built: dict[str, bytes]) -> Tables:
    """The tables, read by Python's csv alone: rows of strings by column."""
    return {name: table(built[f"data/tables/{name}.csv"]) for name in LEADING | KEYS}


def table(content: bytes) -> Rows:
    """The rows of a CSV file; each has as many cells as the header."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


# --- the same every time --------------------------------------------------------------------


def test_committed_files_are_fresh(built: dict[str, bytes]) -> None:
    """What is committed is what a build makes."""
    old = stale(REPO, built)
    assert old == [], f"stale: {', '.join(old)}; mend with: cyberspace-corpus build"


def test_nothing_else_is_generated(built: dict[str, bytes]) -> None:
    """No table or schema lies there that no build makes any more."""
    there = {
        path.relative_to(REPO).as_posix()
        for folder in ("data/tables", "schema")
        for path in (REPO / folder).iterdir()
    }
    made = {path for path in built if path.startswith(("data/tables/", "schema/"))}
    assert there == made


def test_twice(corpus: Corpus, built: dict[str, bytes]) -> None:
    """The same corpus, built again, read again: the same bytes in the same order."""
    again = outputs(corpus)
    assert list(again) == list(built)
    assert again == built
    assert outputs(read(REPO).corpus) == built


PROGRAM: Final = """
import hashlib, json, sys
from pathlib import Path
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.corpus import read
made = outputs(read(Path(sys.argv[1])).corpus)
print(json.dumps({path: hashlib.sha256(content).hexdigest() for path, content in made.items()}))
"""


@pytest.mark.parametrize(
    ("seed", "zone", "locale", "elsewhere"),
    [("0", "Pacific/Kiritimati", "C", True), ("4242", "America/St_Johns", "C.UTF-8", False)],
)
def test_in_other_processes(
    seed: str, zone: str, locale: str, elsewhere: bool, built: dict[str, bytes], tmp_path: Path
) -> None:
    """Neither the hash seed nor time zone, locale or current folder changes a byte."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    environment |= {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", PROGRAM, str(REPO) if elsewhere else "."],
        cwd=tmp_path if elsewhere else REPO,
        env=environment,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    made = json.loads(done.stdout)
    assert list(made) == list(built)
    assert made == {path: hashlib.sha256(content).hexdigest() for path, content in built.items()}


# --- the tables -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_header(name: str, built: dict[str, bytes]) -> None:
    """The header has the promised columns first, and is that of the table's row class."""
    header = built[f"data/tables/{name}.csv"].split(b"\n", 1)[0].decode().split(",")
    assert header == [column.name for column in TABLES[name].columns()]
    if name in LEADING:
        promised = LEADING[name].split(", ")
        assert header[: len(promised)] == promised


def test_tables_are_all_there(built: dict[str, bytes]) -> None:
    """Every promised table is published, and has rows; so is every table of the code."""
    assert set(LEADING) <= set(TABLES)
    assert set(KEYS) == set(TABLES)
    for name in TABLES:
        assert table(built[f"data/tables/{name}.csv"]) or name in MAY_BE_EMPTY, name


@pytest.mark.parametrize("name", TABLES)
def test_bytes_of_csv(name: str, built: dict[str, bytes]) -> None:
    """UTF-8 without BOM; LF ends every row; a CR stands nowhere, a BOM neither."""
    content = built[f"data/tables/{name}.csv"]
    text = content.decode("utf-8")
    assert "\ufeff" not in text
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)
    assert "\r" not in outside
    assert outside.count("\n") == len(table(content)) + 1


def test_lists(tables: Tables) -> None:
    """List cells are JSON arrays of strings; Chinese stands in them as it is."""
    seen = 0
    for name, columns in LISTS.items():
        for row in tables[name]:
            for column in columns:
                items = json.loads(row[column])
                assert isinstance(items, list)
                assert all(isinstance(item, str) and item for item in items)
                assert row[column] == json.dumps(items, ensure_ascii=False)
                assert "\\u" not in row[column]
                seen += any("\u4e00" <= character <= "\u9fff" for character in row[column])
    assert seen > 10


def test_lists_are_declared(built: dict[str, bytes]) -> None:
    """The descriptor declares as arrays exactly the columns whose cells are lists."""
    declared = {
        (resource["name"], field["name"])
        for resource in json.loads(built["datapackage.json"])["resources"]
        for field in resource["schema"]["fields"]
        if field["type"] == "array"
    }
    assert declared == {(name, column) for name in LISTS for column in LISTS[name]}


def test_cells(tables: Tables) -> None:
    """Numbers, dates and booleans are written in one way."""
    patterns = {
        "int": r"\d+",
        "Number": r"\d*",
        "bool": r"true|false",
        "Day": r"(\d{4}-\d\d-\d\d)?",
        "float | None": r"(0(\.\d{1,4})?|1(\.0)?)?",
    }
    for name, rows in tables.items():
        for column in TABLES[name].columns():
            if column.type in patterns:
                for row in rows:
                    assert re.fullmatch(patterns[column.type], row[column.name])


@pytest.mark.parametrize("name", KEYS)
def test_primary_keys(name: str, tables: Tables) -> None:
    """No two rows have the same key."""
    rows = tables[name]
    keys = [tuple(row.values())[: KEYS[name]] for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("name", "column", "to"), REFERENCES)
def test_foreign_keys(name: str, column: str, to: str, tables: Tables) -> None:
    """What a row refers to is there."""
    ids = {row["id"] for row in tables[to]}
    used = {row[column] for row in tables[name]}
    assert used - {""} <= ids
    assert used - {""} or column in ("successor", "predecessor", "part_of", "broader")


@pytest.mark.parametrize(("name", "column", "to"), LISTS_OF_IDS)
def test_lists_of_ids(name: str, column: str, to: str, tables: Tables) -> None:
    """What a list refers to is there."""
    used = {id for row in tables[name] for id in json.loads(row[column])}
    assert used
    assert used <= {row["id"] for row in tables[to]}


def test_every_reference_is_tested(built: dict[str, bytes]) -> None:
    """The descriptor declares exactly the foreign keys that are tested here."""
    declared = {
        (resource["name"], *key["fields"], key["reference"]["resource"] or resource["name"])
        for resource in json.loads(built["datapackage.json"])["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    assert declared == set(REFERENCES)
    declared_keys = {
        resource["name"]: len(resource["schema"]["primaryKey"])
        for resource in json.loads(built["datapackage.json"])["resources"]
    }
    assert declared_keys == KEYS


@pytest.mark.parametrize(
    ("name", "surface"),
    [
        ("mentions", "surface"),
        ("dates", "surface"),
        ("quantities", "surface"),
        ("variants", "lemma"),
    ],
)
def test_offsets(name: str, surface: str, tables: Tables) -> None:
    """The words stand in the record's text where the offsets say."""
    records = {row["id"]: row for row in tables["records"]}
    languages = set()
    for row in tables[name]:
        text = records[row["record"]][f"text_{row['lang']}"]
        assert row[surface] == text[int(row["start"]) : int(row["end"])] != ""
        languages.add(row["lang"])
    assert languages == {"zh", "en"}


def test_segments_make_the_text(tables: Tables) -> None:
    """The segments of a record in order are its text: Chinese joined, English by spaces."""
    for record in tables["records"]:
        segments = [row for row in tables["segments"] if row["record"] == record["id"]]
        assert [row["position"] for row in segments] == [
            str(number) for number in range(1, len(segments) + 1)
        ]
        assert "".join(row["zh"] for row in segments) == record["text_zh"]
        assert " ".join(row["en"] for row in segments if row["en"]) == record["text_en"]


def test_positions(tables: Tables) -> None:
    """Records and sections are numbered within their document, without gaps, in table order."""
    for name in ("records", "sections"):
        for document in tables["documents"]:
            found = [r["position"] for r in tables[name] if r["document"] == document["id"]]
            assert found == [str(number) for number in range(1, len(found) + 1)]
            assert found


def test_provenance(tables: Tables) -> None:
    """Lines and offsets of a stretch name the same characters of the source file."""
    texts = {
        row["id"]: (REPO / row["path"]).read_bytes().decode("utf-8") for row in tables["sources"]
    }
    for row in tables["provenance"]:
        text = texts[row["source"]]
        start, end = int(row["char_start"]), int(row["char_end"])
        lines = text.split("\n")[int(row["line_start"]) - 1 : int(row["line_end"])]
        assert text[start:end] == "\n".join(lines)
        assert text.count("\n", 0, start) == int(row["line_start"]) - 1
        assert start < end


def test_ids_are_those_of_the_files(tables: Tables) -> None:
    """Every record, document, entity and source file is a row, and nothing else is."""
    files = {
        "records": "data/records/*/*.yaml",
        "documents": "data/documents/*.yaml",
        "entities": "data/entities/*.yaml",
        "sources": "data/sources/*.yaml",
    }
    for name, pattern in files.items():
        depth = 2 if name == "records" else 1
        ids = {"/".join(path.with_suffix("").parts[-depth:]) for path in REPO.glob(pattern)}
        assert {row["id"] for row in tables[name]} == ids


# --- put together again ---------------------------------------------------------------------


def number(cell: str) -> int | None:
    return int(cell) if cell else None


def printing(row: Mapping[str, str]) -> Printing:
    """A row of the table, with its types; in ``printed`` empty means: as in the text."""
    return Printing(
        source=row["source"],
        char_start=int(row["char_start"]),
        char_end=int(row["char_end"]),
        role=row["role"],
        unit=row["unit"] or None,
        lang=row["lang"] or None,
        start=number(row["start"]),
        end=number(row["end"]),
        printed=row["printed"] or None,
    )


def test_rebuild(tables: Tables) -> None:
    """From printings, records and sections alone every source is put together again, byte for
    byte: the digest in sources.csv, and the file."""
    words: dict[tuple[str, str, str], str] = {}
    for lang in ("zh", "en"):
        words |= {("text", r["id"], lang): r[f"text_{lang}"] for r in tables["records"]}
        words |= {("heading", r["id"], lang): r[f"heading_{lang}"] for r in tables["sections"]}
    assert len(tables["sources"]) == len(list((REPO / "data/sources").glob("*.txt")))
    for source in tables["sources"]:
        rows = [printing(row) for row in tables["printings"] if row["source"] == source["id"]]
        at = 0
        parts = []
        for row in rows:
            assert row.char_start == at < row.char_end
            at = row.char_end
            part = rebuild([row], words)
            assert len(part) == row.char_end - row.char_start
            parts.append(part)
        raw = "".join(parts).encode()
        assert hashlib.sha256(raw).hexdigest() == source["sha256"], source["id"]
        assert raw == (REPO / source["path"]).read_bytes()


def test_most_is_rebuilt_from_the_texts(tables: Tables) -> None:
    """The proof above is none if the stretches hold the sources themselves: the canonical texts
    give most of each record's print."""
    given = sum(
        int(row["char_end"]) - int(row["char_start"])
        for row in tables["printings"]
        if row["role"] == "text" and not row["printed"]
    )
    stored = sum(len(row["printed"]) for row in tables["printings"] if row["role"] == "text")
    assert given > 10 * stored > 0


# --- corpus.json and load() -----------------------------------------------------------------


def cell(value: Any) -> str:
    """A value of ``corpus.json`` as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def flat(name: str, items: Iterable[Mapping[str, Any]], **parent: str) -> Rows:
    """The items as rows of the table; ``parent`` gives what an item does not repeat."""
    columns = [column.name for column in TABLES[name].columns()]
    return [{column: cell({**item, **parent}[column]) for column in columns} for item in items]


def test_corpus_json_equals_the_tables(built: dict[str, bytes], tables: Tables) -> None:
    """``corpus.json`` has the rows of the tables, all of them, in the same order."""
    data = json.loads(built["data/corpus.json"])
    found: dict[str, Rows] = {
        name: flat(name, data[name])
        for name in (
            "documents",
            "sources",
            "entities",
            "entity_types",
            "concordance",
            "unmatched",
            "terms",
            "topics",
            "redirects",
        )
    }
    of_records = (
        "segments",
        "provenance",
        "variants",
        "mentions",
        "dates",
        "quantities",
        "differences",
    )
    found |= {name: [] for name in ("sections", "records", "record_topics", *of_records)}
    for document in data["documents"]:
        found["sections"] += flat("sections", document["sections"], document=document["id"])
        found["records"] += flat("records", document["records"], document=document["id"])
        for record in document["records"]:
            for name in of_records:
                found[name] += flat(name, record[name], record=record["id"])
            found["record_topics"] += [
                {"record": record["id"], "topic": topic} for topic in record["topics"]
            ]
    assert set(found) | {"printings"} == set(tables)
    for name, rows in found.items():
        assert rows == tables[name], name


def test_load(built: dict[str, bytes], corpus: Corpus, tmp_path: Path) -> None:
    """``load`` gives the very corpus that was published, and writing it again the same bytes."""
    file = tmp_path / "corpus.json"
    file.write_bytes(built["data/corpus.json"])
    loaded = cyberspace_corpus.load(file)
    assert loaded == publish(corpus)
    assert to_json(loaded) == built["data/corpus.json"]
    assert len(loaded) == len(corpus.records)
    assert {record.id for record in loaded} == set(corpus.records)


def test_corpus_json_is_plain_json(built: dict[str, bytes]) -> None:
    """``corpus.json`` is laid out as Python's own writer does it, one space a level."""
    content = built["data/corpus.json"].decode()
    again = json.dumps(json.loads(content), ensure_ascii=False, indent=1) + "\n"
    assert content == again


def test_generated_text_is_plain(built: dict[str, bytes]) -> None:
    """JSON, Markdown and YAML outputs are UTF-8 with LF, end in one line break, and show Chinese
    as Chinese."""
    for path, content in built.items():
        text = content.decode("utf-8")
        assert not text.startswith("\ufeff")
        assert "\r" not in text.replace("\r\n", "")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not re.search(r"(?<!\\)\\u[4-9][0-9a-f]{3}", text), path


# --- judged by others -----------------------------------------------------------------------


def test_json_schemas(built: dict[str, bytes]) -> None:
    """Every JSON Schema is one of Draft 2020-12, and closed."""
    schemas = [path for path in built if path.endswith(".schema.json")]
    assert len(schemas) == len(KINDS)
    for path in schemas:
        schema = json.loads(built[path])
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False


def run_checker(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run check-jsonschema, which brings the schemas it is asked for."""
    return subprocess.run(
        [str(Path(sysconfig.get_path("scripts")) / "check-jsonschema"), *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


def test_json_schemas_by_another_program() -> None:
    """The JSON Schemas are valid against the metaschema by check-jsonschema, too."""
    done = run_checker("--check-metaschema", *map(str, sorted((REPO / "schema").glob("*.json"))))
    assert done.returncode == 0, done.stdout + done.stderr


def test_citation(built: dict[str, bytes], tmp_path: Path) -> None:
    """CITATION.cff keeps to the Citation File Format; without its title it does not."""
    file = tmp_path / "CITATION.cff"
    file.write_bytes(built["CITATION.cff"])
    checked = ("--builtin-schema", "vendor.citation-file-format", str(file))
    done = run_checker(*checked)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = built["CITATION.cff"].split(b"\n")
    file.write_bytes(b"\n".join(line for line in lines if not line.startswith(b"title: ")))
    assert run_checker(*checked).returncode == 1
    assert f"version: {cyberspace_corpus.__version__}".encode() in lines


def frictionless_errors(descriptor: Path) -> Sequence[Any]:
    """What frictionless objects to, each with its type and row."""
    import frictionless

    report = frictionless.validate(str(descriptor))
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    assert report.valid == (not errors)
    if not errors:
        assert {task.name for task in report.tasks} == set(TABLES)
        assert all(task.stats.get("rows") or task.name in MAY_BE_EMPTY for task in report.tasks)
    return errors


def test_data_package() -> None:
    """The repository's descriptor and tables are valid to frictionless, keys and digests too."""
    assert frictionless_errors(REPO / "datapackage.json") == []


@pytest.fixture
def package(built: dict[str, bytes], tmp_path: Path) -> Path:
    """A copy of the data package that a test may spoil."""
    for path, content in built.items():
        if path.startswith("data/tables/") or path == "datapackage.json":
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)
    return tmp_path


def spoil(package: Path, name: str, old: bytes, new: bytes, *, redeclare: bool) -> None:
    """Change the first place; with ``redeclare`` the descriptor's size and digest follow."""
    path = package / f"data/tables/{name}.csv"
    content = path.read_bytes()
    assert old in content
    content = content.replace(old, new, 1)
    path.write_bytes(content)
    if redeclare:
        descriptor = json.loads((package / "datapackage.json").read_bytes())
        (resource,) = [r for r in descriptor["resources"] if r["name"] == name]
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        text = json.dumps(descriptor, ensure_ascii=False)
        (package / "datapackage.json").write_text(text, "utf-8")


def test_data_package_with_a_foreign_key_to_nowhere(package: Path) -> None:
    """A topic that does not exist is found, even where size and digest were made to fit."""
    assert frictionless_errors(package / "datapackage.json") == []
    spoil(package, "record_topics", b",data-security\n", b",data-lanterns\n", redeclare=True)
    (error,) = frictionless_errors(package / "datapackage.json")
    assert error.type == "foreign-key"
    assert "data-lanterns" in str(error.message)


def test_data_package_with_a_changed_byte(package: Path) -> None:
    """One other byte is found by the digest."""
    spoil(package, "segments", "。".encode(), "．".encode(), redeclare=False)
    assert [e.type for e in frictionless_errors(package / "datapackage.json")] == ["hash-count"]


def test_data_package_with_a_row_twice(package: Path) -> None:
    """A second row of the same key is found."""
    path = package / "data/tables/topics.csv"
    row = path.read_bytes().split(b"\n")[1] + b"\n"
    spoil(package, "topics", row, row + row, redeclare=True)
    assert [e.type for e in frictionless_errors(package / "datapackage.json")] == ["primary-key"]


def test_sources_are_as_received(tables: Tables) -> None:
    """The digests are those of the files, taken by another program where there is one."""
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("no sha256sum on this machine")
    listed = "".join(f"{row['sha256']}  {row['path']}\n" for row in tables["sources"])
    done = subprocess.run(
        [program, "--check", "--strict"],
        input=listed,
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK\n") == len(tables["sources"])
