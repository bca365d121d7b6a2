"""The released package and the references, as those take them who know nothing of this checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.release.format import Content

LIMIT: Final = 300


def run(*words: str | Path, cwd: Path) -> str:
    """What a program prints, apart from this one's Python paths."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**clean, "PIP_NO_INDEX": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


LOADED: Final = """
import json, cyberspace_corpus as cc
corpus = cc.load()
print(json.dumps([cc.__file__, [[r.id, r.text_zh, r.text_en] for r in corpus]]))
"""


@pytest.mark.receiver("wheel", "pip", "wheel and sdist, each in an empty environment: load()")
@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def test_installed(
    pattern: str, release: Path, content: Content, tmp_path: Path, record_property: Any
) -> None:
    """What was released, installed where there is nothing else, is the corpus."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    (archive,) = release.glob(f"cyberspace_corpus-{pattern}")
    pip = (sys.executable, "-m", "pip")
    record_property("version", run(*pip, "--version", cwd=tmp_path).split()[1])
    if pattern == "*.tar.gz":  # pip makes a wheel of it by this environment's hatchling
        options = ("--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", tmp_path)
        run(*pip, "wheel", *options, archive, cwd=tmp_path)
        (archive,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", "--quiet", archive, cwd=tmp_path)
    file, records = json.loads(run(python, "-c", LOADED, cwd=tmp_path))
    assert Path(file).is_relative_to(tmp_path / "venv")
    assert records == [[r.id, r.text_zh, r.text_en] for r in content.corpus]


CITATION_JS: Final = """
const Cite = require("citation-js");
const { readFileSync } = require("node:fs");
const [csl, bib] = process.argv.slice(2).map((path) => new Cite(readFileSync(path, "utf8")));
const entry = [csl.data.find((item) => item.id === "wic-2020/7").id];
console.log(JSON.stringify({
  csl: csl.data.map((item) => [item.id, item.title, item["original-title"]]),
  bib: bib.data.map((item) => [item.id, item.title]),
  apa: csl.format("bibliography", { template: "apa", entry }),
}));
"""


@pytest.mark.receiver(
    "citations", "citation-js@0.7.22", "every entry of both files; one set in the APA style"
)
def test_references(
    receiver: str, node_modules: Callable[[str], Path], release: Path, content: Content
) -> None:
    """A reference manager's library reads both files, and sets a reference in a style."""
    folder = node_modules(receiver)
    (folder / "script.js").write_text(CITATION_JS, "utf-8")
    files = [release / name for name in ("citations.csl.json", "citations.bib")]
    found = json.loads(run("node", folder / "script.js", *files, cwd=folder))
    titles = {d.id: (d.title_en, d.title_zh) for d in content.corpus.documents}
    assert found["csl"] == [[r.id, *titles[r.document]] for r in content.corpus]
    assert found["bib"] == [[r.id.replace("/", ":"), titles[r.document][0]] for r in content.corpus]
    assert "(2020)" in found["apa"]
    assert "wic-2020/7" in found["apa"]
