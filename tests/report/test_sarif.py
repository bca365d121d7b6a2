"""SARIF as Microsoft's own validator and the published schema see it.

Both come with the npm package ``@microsoft/sarif-multitool``. It is installed once into a
folder of the system's temporary folder that is named for its version; without npm, or without
a connection to the registry, the tests skip and say so.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema.validators import validator_for

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.sarif import to_sarif
from cyberspace_corpus.rules.catalogue import catalogue

VERSION: Final = "5.7.0"
CACHE: Final = Path(tempfile.gettempdir()) / f"cyberspace-corpus-sarif-multitool-{VERSION}"
INSIDE: Final = Path("node_modules/@microsoft/sarif-multitool-linux")
LIMIT: Final = 300
"""Seconds after which a process counts as hanging."""

RULES: Final = sorted(path.stem for path in (Path(__file__).parents[1] / "fixtures").glob("*.yaml"))


@pytest.fixture(scope="session")
def multitool() -> Path:
    """The folder of the installed validator."""
    program = CACHE / INSIDE / "Sarif.Multitool"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed")
        fresh = Path(tempfile.mkdtemp(prefix=f"{CACHE.name}-"))
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        command += ["--prefix", str(fresh), f"@microsoft/sarif-multitool@{VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        if done.returncode or not (fresh / INSIDE / "Sarif.Multitool").exists():
            shutil.rmtree(fresh)
            pytest.skip(f"@microsoft/sarif-multitool cannot be installed: {done.stderr[-200:]}")
        try:
            fresh.rename(CACHE)
        except OSError:  # another run was quicker
            shutil.rmtree(fresh)
    if program.stat().st_uid != os.getuid():
        pytest.skip(f"{CACHE} belongs to somebody else")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)  # what its install script would do
    return program.parent


def check(path: Path, multitool: Path) -> None:
    """Neither the validator nor the schema objects to the file."""
    done = subprocess.run(
        [multitool / "Sarif.Multitool", "validate", str(path)],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ": error " not in done.stdout, done.stdout
    assert "Analysis completed successfully" in done.stdout, done.stdout
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text("utf-8-sig"))
    validator_for(schema)(schema).validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_every_rule(
    lang: Any, broken: Callable[[str], Any], multitool: Path, tmp_path: Path
) -> None:
    """All findings of all fixtures in one log are valid."""
    findings = [finding for rule in RULES for finding in broken(rule).findings]
    path = tmp_path / "report.sarif"
    path.write_text("\n".join(to_sarif(findings, 35, lang)), "utf-8")
    check(path, multitool)


def test_of_hostile_values(multitool: Path, tmp_path: Path) -> None:
    """Paths and values that no one would choose still give a valid log."""
    values = ["a b%c", "::x", "one\ntwo", "\x1b[31m", "网", "]]>", "{0}", "[x](y)", "\ud800", "#?"]
    findings = [Finding("E110", f"data/{v}", 1, 1, None, {"value": v}) for v in values]
    path = tmp_path / "report.sarif"
    path.write_text("\n".join(to_sarif(findings, 35, "en")), "utf-8")
    check(path, multitool)


def test_of_a_clean_corpus(multitool: Path, tmp_path: Path) -> None:
    """No finding is a valid log too."""
    path = tmp_path / "report.sarif"
    path.write_text("\n".join(to_sarif([], 35, "en")), "utf-8")
    check(path, multitool)


def test_rules_are_described() -> None:
    """Each rule that was broken is described once, in the language of the report."""
    findings = [
        Finding("E301", "data/a.txt", line, 1, None, {"value": "x", "line": "1"}) for line in (1, 2)
    ]
    log = json.loads("\n".join(to_sarif(findings, 35, "zh")))
    run = log["runs"][0]
    (rule,) = run["tool"]["driver"]["rules"]
    texts = catalogue()["E301"].texts["zh"]
    assert rule["id"] == "E301"
    assert rule["fullDescription"]["text"] == texts.why
    assert rule["help"]["text"] == texts.mend
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0]
    assert run["results"][0]["message"]["text"].endswith("。")
