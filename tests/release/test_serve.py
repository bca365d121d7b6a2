"""``serve``: the database in Datasette, for this machine only, with ready questions."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.build.about import LAYERS, TABLE_TITLES, TITLE
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.release.browse import QUERIES, typed

LIMIT: Final = 120
REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
COMMAND: Final = (sys.executable, "-m", "cyberspace_corpus", "serve")

if any(importlib.util.find_spec(name) is None for name in ("datasette", "opencc")):
    pytest.skip("needs the extras serve and release", allow_module_level=True)


class Site:
    """A running server."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "--port", "0", *arguments],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        watch = threading.Timer(LIMIT, self.process.kill)
        watch.start()
        line = self.process.stdout.readline()
        watch.cancel()
        found = re.match(r"(http://127\.0\.0\.1:(\d+))/ ", line)
        assert found, line + str(self.process.stderr and self.process.stderr.read())
        self.url, self.port = found[1], int(found[2])

    def get(self, path: str, **parameters: str) -> str:
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.url}{path}?{query}", timeout=LIMIT) as answer:
            text: str = answer.read().decode("utf-8")
        return text

    def ask(self, query: str, **parameters: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(
            self.get(f"/corpus/{query}.json", **parameters, _shape="array")
        )
        return rows

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LIMIT)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code


@pytest.fixture(scope="module")
def site(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The released database, served from a folder that has no corpus around it."""
    running = Site("--db", str(release / "corpus.sqlite"), cwd=tmp_path_factory.mktemp("away"))
    yield running
    assert running.end() == 0


def test_titles_and_rights(site: Site) -> None:
    """Both languages, the rights of every layer, every table and question by its title."""
    page = site.get("/")
    assert TITLE["zh"] in page
    assert TITLE["en"] in page
    for layer in LAYERS:
        assert layer.name["zh"] in page
        assert layer.name["en"] in page
    page = site.get("/corpus")
    for title, _, _ in QUERIES.values():
        assert title["zh"] in page
        assert title["en"] in page
    page = site.get("/corpus/records")
    assert TABLE_TITLES["records"]["zh"] in page


@pytest.mark.receiver("sqlite", "datasette", "served; search in both scripts finds every place")
@pytest.mark.parametrize("words", ["数据安全", "數據安全", "数据安全 ", "“数据安全”"])
def test_chinese_typed_naturally(site: Site, words: str) -> None:
    """Words without spaces, in either script, find the sentences that hold them."""
    with_words = {
        (row["record"], row["position"])
        for row in site.ask("segments", _size="max")
        if "数据安全" in (row["zh"] or "")
    }
    assert with_words
    found = site.ask("search", words=words)
    assert {(row["record"], row["position"]) for row in found} == with_words
    assert all("数据安全" in row["zh"] for row in found)


@pytest.mark.parametrize("words", ["", '"', "AND OR", "zh:*", "^(", "数*据", "'; drop", "\0"])
def test_nothing_typed_is_an_error(site: Site, words: str) -> None:
    site.ask("search", words=words)


def test_mixed_words(site: Site) -> None:
    """All words must occur, English ones by their stems."""
    assert typed("数据安全 securing") == '"数 据 安 全" "securing"'
    found = site.ask("search", words="数据安全 securing")
    assert found
    assert all("secur" in row["en"].lower() and "数据安全" in row["zh"] for row in found)


def test_ready_questions(site: Site) -> None:
    """Entities by document, descent, timeline, renderings, topics: rows, as they should be."""
    named = site.ask("entities_by_document", document="wic-2020")
    assert {row["document"] for row in named} == {"wic-2020"}
    assert "united-nations" in {row["entity"] for row in named}
    assert len(site.ask("entities_by_document", document="", _size="max")) > len(named)
    line = site.ask("descent", record="china-africa-2021/7")
    assert [row["record"] for row in line if row["steps"] == 0] == ["china-africa-2021/7"]
    assert ("wic-2020/8", -1) in {(row["record"], row["steps"]) for row in line}
    assert all(row["steps"] == 0 or row["answers_to"] for row in line)
    days = [row["earliest"] or row["latest"] for row in site.ask("timeline", year="2015")]
    assert days == sorted(days)
    assert days
    for term in ("网络主权", "sovereignty-in-cyberspace", "Sovereignty in Cyberspace"):
        (first, *_) = site.ask("renderings", term=term)
        assert first["rendering"] == "sovereignty in cyberspace"
        assert first["sentences"] > 0
    bars = site.ask("topics_by_document", document="wic-2020")
    assert all(len(row["bar"]) == row["records"] > 0 for row in bars)
    for query in QUERIES:
        assert "<table" in site.get(f"/corpus/{query}", words="网", term="网络主权") or query in (
            "descent",
            "entities_by_document",
            "timeline",
            "topics_by_document",
        )


@pytest.mark.parametrize(
    "path", ["/corpus.json?sql=select+1", "/corpus/records.json?_where=1%3D1", "/-/nothing"]
)
def test_no_sql_of_ones_own(site: Site, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(site.url + path, timeout=LIMIT)
    assert refused.value.code in (403, 404)
    refused.value.close()


def test_nothing_can_be_changed(site: Site) -> None:
    (database,) = json.loads(site.get("/-/databases.json"))
    assert not database["is_mutable"]
    assert database["name"] == "corpus"


def test_this_machine_only(site: Site) -> None:
    """Another address of this very machine is not answered."""
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", site.port), timeout=5).close()


@pytest.mark.skipif(
    importlib.util.find_spec("datasette_vega") is None, reason="datasette-vega is not installed"
)
def test_plots(site: Site) -> None:
    """The plotting plugin is on the pages of the questions, and comes from this machine."""
    page = site.get("/corpus/topics_by_document", document="")
    (script,) = re.findall(r'<script src="(/-/static-plugins/datasette_vega/[^"]+)"', page)
    assert len(site.get(script)) > 10_000


def test_made_if_missing(tmp_path: Path) -> None:
    """In a checkout without a release the database is made first, and a release may follow."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    running = Site("--root", str(root), cwd=tmp_path)
    assert running.ask("search", words="灯塔")
    assert running.end() == 0
    assert [path.name for path in (root / "dist").iterdir()] == ["corpus.sqlite"]


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_no_database(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x?.sqlite"
    if content is not None:
        file.write_bytes(content)
    assert main(["serve", "--port", "0", "--db", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "is no released database" in line


def test_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
        assert f"port {port}: Address already in use" in capsys.readouterr().err
    assert main(["serve", "--port", "70000"]) == 2


def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == "datasette"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "datasette", None)
    assert main(["serve"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("install it with: pip install 'cyberspace-corpus[serve]'")
