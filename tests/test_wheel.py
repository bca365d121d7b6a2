"""The package as others install it: what is in it, and that it works without this checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus

REPO: Final = Path(__file__).resolve().parents[1]
BASE: Final = REPO / "tests" / "fixtures" / "base"
LIMIT: Final = 300
NAME: Final = f"cyberspace_corpus-{cyberspace_corpus.__version__}"
EPOCH: Final = "1700000000"
NOT_COPIED: Final = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "node_modules", "dist", ".hypothesis"
)

if any(importlib.util.find_spec(name) is None for name in ("build", "hatchling", "editables")):
    pytest.skip("needs build and hatchling", allow_module_level=True)


def run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program apart from this one: nothing of this process's Python paths reaches it."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**inherited, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


def make(tree: Path, out: Path, *kinds: str) -> None:
    """Build with this interpreter's own hatchling: nothing is fetched."""
    command = [sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", out, tree]
    done = run(*command, cwd=out.parent, env={"SOURCE_DATE_EPOCH": EPOCH, "PIP_NO_INDEX": "1"})
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Made:
    """A copy of the tree, and the packages made of it."""

    tree: Path
    wheel: Path
    sdist: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Wheel and sdist of a copy of this tree, each made from the tree itself."""
    place = tmp_path_factory.mktemp("made")
    shutil.copytree(REPO, place / "tree", ignore=NOT_COPIED)
    make(place / "tree", place / "dist", "--wheel", "--sdist")
    wheel = place / "dist" / f"{NAME}-py3-none-any.whl"
    sdist = place / "dist" / f"{NAME}.tar.gz"
    assert sorted((place / "dist").iterdir()) == sorted([wheel, sdist])
    return Made(place / "tree", wheel, sdist)


def members(wheel: Path) -> dict[str, bytes]:
    """Path to bytes of every file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_contents(made: Made) -> None:
    """The wheel holds the package, its types' marker and the data; no test, no source text."""
    files = members(made.wheel)
    assert {name.split("/")[0] for name in files} == {"cyberspace_corpus", f"{NAME}.dist-info"}
    assert files["cyberspace_corpus/py.typed"] == b""
    data = {name: content for name, content in files.items() if "/data/" in name}
    wanted = ["data/corpus.json", *(f"data/tables/{p.name}" for p in tables(made.tree))]
    assert len(wanted) > 15
    assert data == {f"cyberspace_corpus/{path}": (made.tree / path).read_bytes() for path in wanted}
    code = made.tree / "validate" / "cyberspace_corpus"
    assert {name for name in files if name.endswith((".py", ".toml"))} == {
        f"cyberspace_corpus/{path.relative_to(code).as_posix()}"
        for suffix in ("*.py", "*.toml")
        for path in code.rglob(suffix)
    }
    assert not [name for name in files if "test" in name or "__pycache__" in name]
    metadata = files[f"{NAME}.dist-info/METADATA"].decode()
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    assert required
    assert all("extra ==" in line for line in required)  # reading needs nothing but Python


def tables(tree: Path) -> list[Path]:
    """The tables of a tree."""
    return sorted((tree / "data" / "tables").glob("*.csv"))


def test_sdist_contents(made: Made) -> None:
    """From the sdist everything can be checked and built: all data, the schemas, the tests."""
    with tarfile.open(made.sdist) as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    for folder in ("data", "schema", "validate", "tests/fixtures"):
        there = {
            path.relative_to(made.tree).as_posix()
            for path in (made.tree / folder).rglob("*")
            if path.is_file()
        }
        assert there
        assert there <= names
    assert {"datapackage.json", "CITATION.cff", "Makefile", "requirements.lock"} <= names
    assert not [n for n in names if ".venv" in n or "node_modules" in n or "__pycache__" in n]


def test_wheel_from_the_sdist(made: Made, tmp_path: Path) -> None:
    """The wheel that the sdist makes is the wheel of the tree."""
    with tarfile.open(made.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tmp_path / "dist").mkdir()
    make(tmp_path / NAME, tmp_path / "dist", "--wheel")
    assert members(tmp_path / "dist" / made.wheel.name) == members(made.wheel)


def test_wheel_is_reproducible(made: Made, tmp_path: Path) -> None:
    """Made again, elsewhere, with the same SOURCE_DATE_EPOCH: the same bytes."""
    shutil.copytree(made.tree, tmp_path / "again", copy_function=shutil.copyfile)
    for path in (tmp_path / "again" / "data").rglob("*.csv"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    (tmp_path / "dist").mkdir()
    make(tmp_path / "again", tmp_path / "dist", "--wheel")
    assert (tmp_path / "dist" / made.wheel.name).read_bytes() == made.wheel.read_bytes()


@pytest.fixture(scope="module")
def installed(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment that holds the wheel and nothing else."""
    place = tmp_path_factory.mktemp("environment") / "venv"
    done = run(sys.executable, "-m", "venv", "--without-pip", place, cwd=place.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", scripts / "python", "install"]
    done = run(*pip, "--no-deps", "--no-index", "--quiet", made.wheel, cwd=place.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return scripts


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it or around it."""
    place = tmp_path / "empty"
    place.mkdir()
    return place


def test_load_where_it_is_installed(installed: Path, made: Made, empty: Path) -> None:
    """``load`` needs no file but those of the wheel, and gives the corpus of this tree."""
    program = (
        "import json, cyberspace_corpus as cc; corpus = cc.load(); "
        "print(json.dumps([cc.__file__, len(corpus), "
        "[[r.id, r.text_zh, r.text_en] for r in corpus]]))"
    )
    done = run(installed / "python", "-c", program, cwd=empty)
    assert (done.returncode, done.stderr) == (0, "")
    file, count, records = json.loads(done.stdout)
    assert Path(file).is_relative_to(installed.parent)
    here = cyberspace_corpus.load(made.tree / "data" / "corpus.json")
    assert count == len(here) > 100
    assert records == [[r.id, r.text_zh, r.text_en] for r in here]


TYPED: Final = """
import datetime

import cyberspace_corpus as cc

corpus = cc.load()
record = corpus["wic-2020/7"]
reveal_type(record)
reveal_type(record.number)
reveal_type(record.topics)
reveal_type([segment.zh for segment in record.segments])
reveal_type(corpus.find("x", document="wic-2020"))
reveal_type(corpus.resolve("2020 7"))
reveal_type(corpus.entity("china").name_en)
reveal_type(corpus.check_quote("x").verdict)
reveal_type(record.cite("apa"))
reveal_type([pair.similarity for pair in corpus.concordance])
days: list[datetime.date | None] = [date.earliest for r in corpus for date in r.dates]
frame = corpus.to_pandas()
"""
WRONG: Final = """import cyberspace_corpus as cc
corpus = cc.load()
record = corpus["wic-2020/7"]
record.txt_zh
record.number = "8"
record.text_zh.strip()
corpus.find(topics=1)
"""
REVEALED: Final = [
    "cyberspace_corpus.published.rows.Record",
    "str | None",
    "tuple[str, ...]",
    "list[str | None]",
    "tuple[cyberspace_corpus.published.rows.Segment, ...]",
    "tuple[cyberspace_corpus.published.rows.Record, ...]",
    "str",
    "Literal['exact'] | Literal['altered'] | Literal['absent']",
    "str",
    "list[float | None]",
]


def test_types_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    """A strict type checker knows what a program that uses the wheel gets, and where it is wrong:
    a misspelt attribute, a change, an answer that may be None."""
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    (tmp_path / "right.py").write_text(TYPED)
    (tmp_path / "wrong.py").write_text(WRONG)
    command = (sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--no-error-summary")
    interpreter = ("--python-executable", installed / "python")
    done = run(*command, *interpreter, "right.py", "wrong.py", cwd=tmp_path)
    said = [line.split(":", 2) for line in done.stdout.splitlines()]
    assert [rest for file, _, rest in said if file == "right.py"] == [
        f' note: Revealed type is "{revealed}"' for revealed in REVEALED
    ]
    faults = [line for file, line, rest in said if file == "wrong.py" and " error: " in rest]
    assert faults == ["4", "5", "6", "7"]


def test_commands_where_it_is_installed(installed: Path, made: Made, empty: Path) -> None:
    """``show``, ``search`` and ``explain`` work without extras, outside any checkout."""
    command = installed / "cyberspace-corpus"
    record = cyberspace_corpus.load(made.tree / "data" / "corpus.json")["china-africa-2021/7"]
    shown = run(command, "show", record.id, cwd=empty)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert record.segments[0].zh is not None
    assert record.segments[0].zh in shown.stdout
    found = run(command, "search", "数据安全", cwd=empty)
    assert (found.returncode, found.stderr) == (0, "")
    assert "china-africa-2021/7 (1)" in found.stdout
    explained = run(command, "explain", "E304", cwd=empty)
    assert (explained.returncode, explained.stderr) == (0, "")
    version = run(command, "--version", cwd=empty)
    assert version.stdout == f"cyberspace-corpus {cyberspace_corpus.__version__}\n"
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("name", ["validate", "build", "fmt", "refresh"])
def test_commands_that_need_the_extra(name: str, installed: Path, empty: Path) -> None:
    """Without the extra, a command that needs it names it in one line, with exit code 2."""
    shutil.copytree(BASE, empty / "corpus")
    before = sorted((empty / "corpus").rglob("*"))
    done = run(installed / "cyberspace-corpus", name, cwd=empty / "corpus")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "cyberspace-corpus[validate]" in done.stderr
    assert sorted((empty / "corpus").rglob("*")) == before
