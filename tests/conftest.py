"""What all tests share: a command as a person calls it, and what comes of it; and a folder for the
verdicts that are kept, which is not the user's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pytest

from cyberspace_corpus.cli.main import main

LIMIT: Final = 120
"""Seconds after which a process counts as hanging; the slowest needs about five."""


class Ran(NamedTuple):
    """What a command came to: its exit code, and what it wrote where."""

    code: int
    out: str
    err: str

    def check_wrong_use(self) -> None:
        """Exit code 2, nothing on standard output, one line that says why."""
        assert (self.code, self.out) == (2, "")
        assert self.err.startswith("cyberspace-corpus: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        assert "fault" not in self.err


Call = Callable[..., Ran]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command in this process."""

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # --help and --version end here
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def spawn() -> Call:
    """Run a program in a process of its own."""

    def run(
        *command: str, cwd: Path, timeout: float = LIMIT, env: Mapping[str, str] | None = None
    ) -> Ran:
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests() -> Iterator[None]:
    with TemporaryDirectory(prefix="cyberspace-corpus-") as folder:
        os.environ["CYBERSPACE_CORPUS_CACHE"] = folder
        yield
