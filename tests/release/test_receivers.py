"""The page that says which receiver has read which format: it is what the tests are marked with."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.release.format import formats

REPO: Final = Path(__file__).resolve().parents[2]
PAGE: Final = REPO / "validate" / "FORMATS.md"
BLOCK: Final = re.compile(r"<!-- receivers: written by `(.*)` -->\n(.*)<!-- /receivers -->", re.S)
PEOPLE: Final = frozenset({"notes"})
"""Formats that no program reads."""


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str, str, str]]:
    """The rows of the page: format, receiver, version, what is checked."""
    block = BLOCK.search(PAGE.read_text("utf-8"))
    assert block is not None
    lines = block[2].splitlines()[2:]
    return [(a, b, c, d) for a, b, c, d in (line[2:-2].split(" | ") for line in lines)]


def mending() -> str:
    block = BLOCK.search(PAGE.read_text("utf-8"))
    return f"; mend with: {block[1] if block else ''}"


def test_page_has_the_marks(rows: list[tuple[str, ...]], readings: list[Any]) -> None:
    """A row for every mark, in the version that is in use, and for nothing else."""
    wanted = [(r.format, r.receiver, r.checks) for r in readings]
    assert [(a, b, d) for a, b, _, d in rows] == wanted, PAGE.name + mending()
    for (_, name, version, _), reading in zip(rows, readings, strict=True):
        if reading.version is None:  # a program of the machine: its version, or why it did not run
            assert re.match(r"\d|not run: ", version), name
        else:
            assert version == reading.version, name + mending()


def test_every_format_has_its_receivers(readings: list[Any]) -> None:
    """A format declares just the receivers that the tests let read it; each has at least one."""
    for format in formats():
        if format.name not in PEOPLE:
            marked = {reading.receiver for reading in readings if reading.format == format.name}
            assert set(format.receivers) == marked, format.name
            assert marked
    names = {format.name for format in formats()} | {"sbom", "provenance"}
    assert {reading.format for reading in readings} <= names


def test_page_speaks_of_every_format() -> None:
    """Below the table there is a section for every format."""
    headings = set(re.findall(r"^### (\w+)", PAGE.read_text("utf-8"), re.M))
    assert headings == {format.name for format in formats()}


EXAMPLES: Final = re.findall(r"^ *```(python|r)\n(.*?)^ *```", PAGE.read_text("utf-8"), re.M | re.S)
COMMANDS: Final = {"python": (sys.executable, "-c"), "r": ("Rscript", "-e")}


@pytest.mark.parametrize(("language", "code"), EXAMPLES, ids=lambda text: text[:40].split("\n")[0])
def test_examples_of_the_page_run(language: str, code: str, release: Path, tmp_path: Path) -> None:
    """Every example reads the release in ``dist`` and prints something."""
    command = COMMANDS[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    (tmp_path / "dist").symlink_to(release)
    done = subprocess.run(
        [*command, textwrap.dedent(code)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert "[]" not in done.stdout


def test_there_are_examples() -> None:
    assert {language for language, _ in EXAMPLES} == set(COMMANDS)
