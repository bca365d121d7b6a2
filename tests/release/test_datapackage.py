"""The data package, read by the tools of several years and languages: valid, its keys and digests
right, every row of every table typed as ``load()`` has it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.build.about import LAYERS
from cyberspace_corpus.published.nested import plain
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content

LIMIT: Final = 300
Rows = list[dict[str, Any]]
Programs = Callable[..., Path]


def wanted(content: Content, table: str) -> Rows:
    """The rows of a table as JSON has them. An empty cell of CSV is nothing to every reader."""
    names = [column.name for column in TABLES[table].columns()]
    rows = [{n: plain(getattr(row, n)) for n in names} for row in content.tables[table]]
    return [{n: None if value == "" else value for n, value in row.items()} for row in rows]


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A receiver as a process of its own, without this one's Python paths."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in words],
        env={**clean, "NO_COLOR": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


def told(done: subprocess.CompletedProcess[str]) -> Any:
    """The JSON that a receiver's script printed."""
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture
def broken(release: Path, tmp_path: Path) -> Path:
    """The descriptor of a copy in which one topic of a record does not exist; without the largest
    tables, to which nothing refers."""
    shutil.copytree(release / "datapackage", tmp_path / "datapackage")
    descriptor = tmp_path / "datapackage/datapackage.json"
    value = json.loads(descriptor.read_bytes())
    large = ("printings", "mentions", "segments")
    value["resources"] = [r for r in value["resources"] if r["name"] not in large]
    descriptor.write_text(json.dumps(value), "utf-8")
    path = tmp_path / "datapackage/data/tables/record_topics.csv"
    text = path.read_text("utf-8")
    assert ",data-security\n" in text
    path.write_text(text.replace(",data-security\n", ",data-lanterns\n", 1), "utf-8")
    return descriptor


def test_descriptor_says_the_rights(release: Path, content: Content) -> None:
    """In every layer and every source, in Chinese and English."""
    descriptor = json.loads((release / "datapackage/datapackage.json").read_bytes())
    said = [(x["layer"], x["licence"], x["note"], x["note@zh"]) for x in descriptor["rights"]]
    assert said == [(x.name["en"], x.licence, x.note["en"], x.note["zh"]) for x in LAYERS]
    said = [(x["path"], x["rights"], x["rights@zh"]) for x in descriptor["sources"]]
    assert said == [(x.path, x.rights, x.rights_zh) for x in content.corpus.sources]


# --- Python ---------------------------------------------------------------------------------

FRICTIONLESS: Final = """
import json, os, sys
import frictionless

os.chdir(os.path.dirname(sys.argv[1]))
report = frictionless.validate(os.path.basename(sys.argv[1]))
errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
rows = {}
if report.valid:
    package = frictionless.Package(os.path.basename(sys.argv[1]))
    for resource in package.resources:
        rows[resource.name] = [row.to_dict(json=True) for row in resource.read_rows()]
print(json.dumps([[error.message for error in errors], rows, frictionless.__version__]))
"""
LOCKED: Final = Path(sys.executable).parent


def by_frictionless(programs: Path, descriptor: Path) -> tuple[list[str], dict[str, Rows], str]:
    """What it objects to, the rows of every table, its version."""
    found = told(run(programs / "python", "-c", FRICTIONLESS, descriptor))
    return found[0], found[1], found[2]


def check_frictionless(programs: Path, release: Path, content: Content, broken: Path) -> str:
    errors, rows, version = by_frictionless(programs, release / "datapackage/datapackage.json")
    assert errors == []
    assert list(rows) == list(TABLES)
    for name in TABLES:
        found = [{k: number(name, k, v) for k, v in row.items()} for row in rows[name]]
        assert found == wanted(content, name), name
    errors, _, _ = by_frictionless(programs, broken)
    assert any("data-lanterns" in error for error in errors), errors
    return version


def number(table: str, name: str, value: Any) -> Any:
    """A decimal, which frictionless gives as text, as a number."""
    types = {column.name: column.type for column in TABLES[table].columns()}
    return float(value) if types[name] == "float | None" and value is not None else value


@pytest.mark.receiver(
    "datapackage", "frictionless", "valid with keys, sizes and digests; a fault found"
)
def test_frictionless(release: Path, content: Content, broken: Path) -> None:
    pytest.importorskip("frictionless", reason="frictionless is not installed")
    check_frictionless(LOCKED, release, content, broken)


@pytest.mark.receiver(
    "datapackage",
    "frictionless==5.18.1",
    "valid with keys, sizes and digests; every value; a fault found",
)
def test_older_frictionless(
    receiver: str, environment: Programs, release: Path, content: Content, broken: Path
) -> None:
    """The version of the installed base, which knows no more of Data Package 2.0 than its text."""
    version = check_frictionless(environment(receiver), release, content, broken)
    assert receiver == f"frictionless=={version}"


@pytest.mark.receiver("datapackage", "frictionless", "the zip: valid, every table there")
def test_zip(release: Path, content: Content) -> None:
    """The zip as it is handed out, unpacked by nobody but the receiver."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    (path,) = release.glob("*.zip")
    package = frictionless.Package(str(path))
    report = package.validate()
    assert report.valid, report.flatten(["message"])
    counts = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    assert counts == {name: len(rows) for name, rows in content.tables.items()}


def newer_pythons() -> Iterator[str]:
    """Pythons from 3.12 on, of this machine."""
    names = ("python3", "python3.12", "python3.13", "python3.14")
    found = [sys.executable, *filter(None, map(shutil.which, names))]
    found += map(str, sorted(Path.home().glob(".pyenv/versions/*/bin/python")))
    for path in found:
        program = "import sys; print(sys.version_info[:2] >= (3, 12) and sys.executable)"
        done = run(path, "-c", program)
        if done.returncode == 0 and done.stdout.strip() != "False":
            yield done.stdout.strip()


@pytest.mark.receiver(
    "datapackage", "check-datapackage==0.37.0", "the descriptor, also strictly; a fault found"
)
def test_check_datapackage(
    receiver: str, environment: Programs, release: Path, tmp_path: Path
) -> None:
    """Nothing to object to in the profile of Data Package 2.0, nor in what it only recommends."""
    python = next(newer_pythons(), None)
    if python is None:
        pytest.skip("check-datapackage needs a Python from 3.12 on, and there is none")
    program = environment(receiver, python) / "check-datapackage"
    descriptor = release / "datapackage/datapackage.json"
    for options in ((), ("--strict",)):
        done = run(program, "check", *options, descriptor)
        assert done.returncode == 0, done.stdout + done.stderr
    spoilt = json.loads(descriptor.read_bytes())
    spoilt["resources"][0]["schema"]["fields"][0]["type"] = "word"
    file = tmp_path / "datapackage.json"
    file.write_text(json.dumps(spoilt), "utf-8")
    assert run(program, "check", file).returncode == 1


# --- JavaScript -----------------------------------------------------------------------------

DATAPACKAGE_JS: Final = """
const { Package } = require("datapackage");
const two = (number) => String(number).padStart(2, "0");
const day = (value) => value instanceof Date
  ? `${value.getFullYear()}-${two(value.getMonth() + 1)}-${two(value.getDate())}` : value;
(async () => {
  const found = await Package.load(process.argv[2], { strict: false });
  const tables = {}, relations = {};
  for (const resource of found.resources) {
    const rows = await resource.read({ keyed: true });
    tables[resource.name] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, day(value)])));
    if (resource.schema.foreignKeys.length) {
      relations[resource.name] = await resource.checkRelations().catch((error) => String(error));
    }
  }
  console.log(JSON.stringify({ valid: found.valid, tables, relations }));
})();
"""


def node(folder: Path, script: str, *arguments: Path) -> Any:
    """What a script prints that finds the packages of the folder. The library gives a day as
    midnight where it is read, so this is somewhere else."""
    path = folder / "script.js"
    path.write_text(script, "utf-8")
    return told(run("node", path, *arguments, TZ="Asia/Shanghai"))


@pytest.mark.receiver(
    "datapackage", "datapackage@1.1.10", "valid; every value typed; references; a fault found"
)
def test_datapackage_of_javascript(
    receiver: str,
    node_modules: Callable[[str], Path],
    release: Path,
    content: Content,
    broken: Path,
) -> None:
    """The JavaScript library, which knows version 1 of the standard."""
    folder = node_modules(receiver)
    found = node(folder, DATAPACKAGE_JS, release / "datapackage/datapackage.json")
    assert found["valid"] is True
    assert list(found["tables"]) == list(TABLES)
    for name in TABLES:
        assert found["tables"][name] == wanted(content, name), name
    assert len(found["relations"]) > 10
    assert set(found["relations"].values()) == {True}
    found = node(folder, DATAPACKAGE_JS, broken)
    assert found["relations"].pop("record_topics") is not True
    assert set(found["relations"].values()) == {True}


CORPUS_JS: Final = """
const { readFileSync } = require("node:fs");
console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8"))));
"""


@pytest.mark.receiver("datapackage", "Node", "corpus.json: every value, in its order")
def test_json_of_javascript(release: Path, tmp_path: Path, record_property: Any) -> None:
    """No number is beyond JavaScript's, no key is lost or moved."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    record_property("version", run("node", "--version").stdout.strip().removeprefix("v"))
    path = release / "datapackage/data/corpus.json"
    (tmp_path / "script.js").write_text(CORPUS_JS, "utf-8")
    done = run("node", tmp_path / "script.js", path)
    assert done.returncode == 0, done.stderr
    found, wanted = (
        json.loads(text, object_pairs_hook=list) for text in (done.stdout, path.read_bytes())
    )
    assert found == wanted


OFFSETS: Final = {
    "node": """
const { readFileSync } = require("node:fs");
const { documents } = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const record of documents.flatMap((document) => document.records))
  for (const { lang, start, end, surface } of record.mentions) {
    const text = record[`text_${lang}`];
    if (Array.from(text).slice(start, end).join("") !== surface) throw new Error(record.id);
  }
""",
    "Rscript": """
corpus <- jsonlite::fromJSON(commandArgs(trailingOnly = TRUE)[1], simplifyVector = FALSE)
for (document in corpus$documents) for (record in document$records) for (m in record$mentions) {
  text <- record[[paste0("text_", m$lang)]]
  stopifnot(substr(text, m$start + 1, m$end) == m$surface)
}
""",
}


@pytest.mark.parametrize("program", OFFSETS)
def test_offsets_as_the_page_says(program: str, release: Path, tmp_path: Path) -> None:
    """The expressions of validate/FORMATS.md find the words of every mention."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    if program == "Rscript":
        r_library("jsonlite")
    file = tmp_path / "script"
    file.write_text(OFFSETS[program], "utf-8")
    done = run(program, file, release / "datapackage/data/corpus.json", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")


def test_offsets_in_sql(release: Path) -> None:
    with sqlite3.connect(release / "corpus.sqlite") as database:
        count, wrong = database.execute(
            "select count(*), sum(surface <> substr(iif(lang = 'zh', text_zh, text_en), "
            "start + 1, end - start)) from mentions join records on records.id = record"
        ).fetchone()
    assert count > 1000
    assert wrong == 0


FRICTIONLESS_JS: Final = """
const { Dataset } = require("frictionless.js");
(async () => {
  const found = await Dataset.load(process.argv[2]);
  const tables = {};
  for (const file of found.resources) {
    const rows = [];
    for await (const row of await file.rows({ keyed: true })) rows.push(row);
    tables[file.descriptor.name] = rows;
  }
  console.log(JSON.stringify(tables));
})();
"""


@pytest.mark.receiver("datapackage", "frictionless.js@0.13.4", "every cell, as text")
def test_frictionless_of_javascript(
    receiver: str, node_modules: Callable[[str], Path], release: Path
) -> None:
    """The JavaScript reader streams cells and knows no types: it gives what the CSV has."""
    descriptor = release / "datapackage/datapackage.json"
    found = node(node_modules(receiver), FRICTIONLESS_JS, descriptor)
    assert list(found) == list(TABLES)
    for name, rows in found.items():
        path = release / f"datapackage/data/tables/{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            assert rows == list(csv.DictReader(file)), name


# --- R --------------------------------------------------------------------------------------

R_BASE: Final = """
descriptor <- commandArgs(trailingOnly = TRUE)[1]
package <- jsonlite::fromJSON(descriptor, simplifyVector = FALSE)
kinds <- c(string = "character", date = "Date", array = "character", boolean = "character",
           integer = "numeric", number = "numeric")
tables <- list()
for (resource in package$resources) {
  fields <- resource$schema$fields
  types <- vapply(fields, function(field) field$type, "")
  rows <- read.csv(file.path(dirname(descriptor), resource$path), encoding = "UTF-8",
                   na.strings = "", colClasses = unname(kinds[types]), check.names = FALSE)
  stopifnot(identical(names(rows), vapply(fields, function(field) field$name, "")))
  for (name in names(rows)[types == "boolean"]) rows[[name]] <- rows[[name]] == "true"
  for (name in names(rows)[types == "array"]) {
    rows[[name]] <- lapply(rows[[name]], jsonlite::fromJSON, simplifyVector = FALSE)
  }
  tables[[resource$name]] <- rows
}
print(jsonlite::toJSON(tables, dataframe = "rows", na = "null", digits = NA, auto_unbox = TRUE))
"""

R_FRICTIONLESS: Final = """
library(frictionless)
package <- suppressMessages(read_package(commandArgs(trailingOnly = TRUE)[1]))
tables <- list()
for (name in resources(package)) {
  rows <- as.data.frame(read_resource(package, name))
  arrays <- vapply(get_schema(package, name)$fields, function(f) f$type == "array", NA)
  for (column in names(rows)[arrays]) {
    rows[[column]] <- lapply(rows[[column]], jsonlite::fromJSON, simplifyVector = FALSE)
  }
  tables[[name]] <- rows
}
print(jsonlite::toJSON(tables, dataframe = "rows", na = "null", digits = NA, auto_unbox = TRUE))
"""


def r_library(name: str) -> str:
    """The version of an R library; the test is skipped if R does not have it."""
    if shutil.which("Rscript") is None:
        pytest.skip("Rscript is not installed")
    done = run("Rscript", "-e", f"cat(as.character(packageVersion('{name}')))")
    if done.returncode:
        pytest.skip(f"R has no library {name}")
    return done.stdout


def by_r(script: str, release: Path, tmp_path: Path) -> dict[str, Rows]:
    """What R reads. Its locale must be one of UTF-8, or it prints Chinese as numbers."""
    file = tmp_path / "script.R"
    file.write_text(script, "utf-8")
    descriptor = release / "datapackage/datapackage.json"
    found = told(run("Rscript", "--vanilla", file, descriptor, LC_ALL="C.UTF-8"))
    # jsonlite leaves a column out of a row in which it is NA and the column a text.
    return {
        name: [{c.name: row.get(c.name) for c in TABLES[name].columns()} for row in rows]
        for name, rows in found.items()
    }


@pytest.mark.receiver("datapackage", "R", "read.csv by the descriptor's types: every value")
def test_base_r(release: Path, content: Content, tmp_path: Path, record_property: Any) -> None:
    """Base R with jsonlite, by nothing but what the descriptor says."""
    r_library("jsonlite")
    record_property("version", run("Rscript", "-e", "cat(as.character(getRversion()))").stdout)
    found = by_r(R_BASE, release, tmp_path)
    assert list(found) == list(TABLES)
    for name in TABLES:
        assert found[name] == wanted(content, name), name


@pytest.mark.receiver("datapackage", "frictionless-r", "read_resource: every value")
def test_frictionless_of_r(
    release: Path, content: Content, tmp_path: Path, record_property: Any
) -> None:
    """The R library frictionless; arrays come as JSON texts."""
    r_library("jsonlite")
    record_property("version", r_library("frictionless"))
    found = by_r(R_FRICTIONLESS, release, tmp_path)
    assert list(found) == list(TABLES)
    for name in TABLES:
        assert found[name] == wanted(content, name), name
