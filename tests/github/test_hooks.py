"""The hooks of pre-commit, run by pre-commit itself on a small corpus under git."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from cyberspace_corpus.tree import walk

REPO: Final = Path(__file__).resolve().parents[2]
OURS: Final = REPO / ".pre-commit-config.yaml"
OFFERED: Final = REPO / ".pre-commit-hooks.yaml"
INSTALLED: Final = Path(sys.prefix) / "bin" / "cyberspace-corpus"
RECORD: Final = "data/records/lake-2001/1.yaml"


def load(path: Path) -> Any:
    return YAML(typ="safe").load(path)


@pytest.fixture
def checkout(corpus: Path, run: Any) -> Path:
    """The corpus with our configuration, and our command where `make` puts it."""
    shutil.copy(OURS, corpus)
    (corpus / ".venv" / "bin").mkdir(parents=True)
    (corpus / ".venv" / "bin" / "cyberspace-corpus").symlink_to(INSTALLED)
    (corpus / ".gitignore").write_text(".venv/\n")
    run("git", "add", "--all", cwd=corpus, check=True)
    run("git", "commit", "--quiet", "--message", "Hooks", cwd=corpus, check=True)
    return corpus


def breaks(root: Path, old: str = "每晚点灯", new: str = "每晚点燈") -> None:
    path = root / RECORD
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_clean(checkout: Path, tools: Path, run: Any) -> None:
    done = run(tools / "pre-commit", "run", "--all-files", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 4
    done = run(tools / "pre-commit", "run", "--all-files", "--hook-stage", "pre-push", cwd=checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"build --check\)\.+Passed", done.stdout)


def test_a_broken_record_is_not_committed(checkout: Path, tools: Path, run: Any) -> None:
    run(tools / "pre-commit", "install", cwd=checkout, check=True)
    breaks(checkout)
    run("git", "add", RECORD, cwd=checkout, check=True)
    done = run("git", "commit", "--message", "Break it", cwd=checkout)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert f"{RECORD}:10:28: error E304" in said
    assert "每晚点燈" in said
    assert re.search(r"fmt --check\)\.+Passed", said)


def test_another_form_is_not_committed(checkout: Path, tools: Path, run: Any) -> None:
    breaks(checkout, 'number: "1"', "number:   '1'")
    run("git", "add", RECORD, cwd=checkout, check=True)
    done = run(tools / "pre-commit", "run", cwd=checkout)
    assert done.returncode == 1
    assert f"{RECORD}: is not canonical" in done.stdout
    assert re.search(r"corpus validate\)\.+Passed", done.stdout)


def test_a_stale_table_is_not_pushed(checkout: Path, tools: Path, run: Any) -> None:
    (checkout / "data" / "tables" / "records.csv").write_text("id\n")
    run("git", "add", "--all", cwd=checkout, check=True)
    done = run(tools / "pre-commit", "run", "--hook-stage", "pre-push", cwd=checkout)
    assert done.returncode == 1
    assert "data/tables/records.csv: stale; mend with: cyberspace-corpus build" in done.stdout


def test_another_repository_uses_our_hooks(
    corpus: Path, tmp_path: Path, tools: Path, run: Any
) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", OFFERED.name):
        shutil.copy(REPO / name, ours)
    shutil.copytree(
        REPO / "validate", ours / "validate", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(REPO / "data" / "tables", ours / "data" / "tables")
    shutil.copy(REPO / "data" / "corpus.json", ours / "data")
    run("git", "init", "--quiet", cwd=ours, check=True)
    run("git", "add", "--all", cwd=ours, check=True)
    run("git", "commit", "--quiet", "--message", "All", cwd=ours, check=True)
    revision = run("git", "rev-parse", "HEAD", cwd=ours, check=True).stdout.strip()
    hooks = "".join(f"      - id: {hook['id']}\n" for hook in load(OFFERED))
    (corpus / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ours}\n    rev: {revision}\n    hooks:\n{hooks}"
    )
    run("git", "add", "--all", cwd=corpus, check=True)
    done = run(tools / "pre-commit", "run", "--all-files", cwd=corpus)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == len(load(OFFERED))
    breaks(corpus)
    run("git", "add", RECORD, cwd=corpus, check=True)
    done = run(tools / "pre-commit", "run", cwd=corpus)
    assert done.returncode == 1
    assert f"{RECORD}:10:28: error E304" in done.stdout


@pytest.mark.parametrize("path", [OURS, OFFERED], ids=lambda path: path.name)
def test_the_schemas(path: Path, run: Any) -> None:
    """pre-commit's own check of its files; the entries are checked with the workflows'."""
    data = load(path)
    hooks = data if isinstance(data, list) else data["repos"][0]["hooks"]
    for hook in hooks:
        assert "cyberspace-corpus" in shlex.split(hook["entry"])[0]
        assert hook["language"] == ("python" if isinstance(data, list) else "system")


def test_pre_commit_accepts_the_files(tools: Path, run: Any) -> None:
    run(tools / "pre-commit", "validate-config", OURS, cwd=REPO, check=True)
    run(tools / "pre-commit", "validate-manifest", OFFERED, cwd=REPO, check=True)


def test_every_authored_file_is_looked_at() -> None:
    authored = list(walk(REPO, [], set()))
    hooks = load(OURS)["repos"][0]["hooks"] + load(OFFERED)
    for hook in hooks:
        if hook.get("pass_filenames") is False:
            continue
        wanted = {p for p in authored if p.endswith(".yaml") or "validate" in hook["id"]}
        assert wanted == {p for p in authored if re.search(hook["files"], p)}, hook["id"]
        for other in ("data/tables/records.csv", "data/corpus.json", "tests/data/x.yaml"):
            assert not re.search(hook["files"], other)
