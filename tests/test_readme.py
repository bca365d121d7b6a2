"""What the README and CONTRIBUTING show is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import cyberspace_corpus as cc

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("code", blocks(README, "python"), ids=lambda code: code.split("\n")[0])
def test_python_of_the_readme_runs(code: str) -> None:
    """Every Python example runs at the root of a checkout and prints something."""
    done = run([sys.executable, "-c", code], ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(
    ("language", "program", "option"), [("r", "Rscript", "-e"), ("js", "node", "-e")]
)
def test_other_languages_of_the_readme_run(language: str, program: str, option: str) -> None:
    """The R and JavaScript examples run where their program is installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    (code,) = blocks(README, language)
    done = run([program, option, code], ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "schema/README.md",
    "validate/README.md",
    "validate/API.md",
    "validate/FORMATS.md",
    "tests/benchmarks/README.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every link and picture of a page that is no web address is a file of the repository."""
    path = ROOT / page
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    for link in {one or other for one, other in links}:
        if not re.match(r"[a-z]+:", link):
            target = link.split("#")[0]
            assert not target or (path.parent / target).exists(), f"{page}: {link}"


def commands(page: str) -> list[str]:
    """The shell commands of a page, without their comments."""
    lines = [
        line.split("  #")[0].strip() for block in blocks(page, "sh") for line in block.split("\n")
    ]
    return [line for line in lines if line]


def test_commands_of_the_readme_run() -> None:
    """Every shell command of the README works in a checkout."""
    for command in commands(README):
        # `make test` is what runs this test; that it would run the tests is shown dry.
        real = command.replace("make", "make -n", 1) if command.startswith("make") else command
        done = run(["sh", "-c", real], ROOT)
        assert done.returncode == 0, f"{real}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.strip(), real


def test_commands_of_contributing_run(tmp_path: Path) -> None:
    """Every shell command of CONTRIBUTING works, in a copy since some of them write."""
    copy = tmp_path / "checkout"
    for name in ("data", "schema", "datapackage.json", "CITATION.cff"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        else:
            shutil.copy(source, copy / name)
    for command in commands(CONTRIBUTING):
        done = run(["sh", "-c", command], copy)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_record_of_the_readme() -> None:
    """The record that the README shows stands so in its file."""
    (shown,) = blocks(README, "yaml")
    file = (ROOT / "data/records/china-africa-2021/9.yaml").read_text(encoding="utf-8")
    held = {line.strip() for line in file.split("\n")}
    for line in shown.strip().split("\n"):
        assert line.strip() in held, line


def test_counts_of_the_readme() -> None:
    """The README counts the records by status as they are."""
    corpus = cc.load()
    zh = Counter(record.status_zh for record in corpus)
    en = Counter(record.status_en for record in corpus)
    table = (
        "| | Chinese | English |\n|---|---|---|\n"
        f"| original | {zh['original']} records | |\n"
        f"| official | | {en['official']} records |\n"
        f"| machine | | {en['machine']} records |\n"
        f"| project, not reviewed | | {en['project']} records |\n"
        f"| lacking in every witness | {zh['lacuna']} records | |\n"
    )
    assert table in README, f"put this between the counts marks of README.md:\n{table}"
    assert not any(record.reviewed for record in corpus), "the table says that none is reviewed"


def test_finding_of_the_readme(tmp_path: Path) -> None:
    """The message that the README shows is the one that the mistake brings."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data/records/china-africa-2021/7.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("加强数据安全管理和个人信息保护。") == 1
    path.write_text(text.replace("加强数据安全管理", "加强数剧安全管理"), encoding="utf-8")
    done = run(["cyberspace-corpus", "validate"], tmp_path)
    assert done.returncode == 1
    shown = re.search(r"<!-- finding:.*?-->\n```\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() in done.stdout, done.stdout
