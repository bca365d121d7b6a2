"""``site``: the pages in a folder, whole or not at all, and on this machine while one works."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import pytest

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.folder import SUMS, checksums

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
LIMIT: Final = 60
"""Seconds after which a page that should have changed counts as never changing."""

pytest.importorskip("jinja2", reason="needs the extra site")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented corpus, built, with its pages in ``site``."""
    folder = tmp_path_factory.mktemp("written") / "corpus"
    shutil.copytree(BASE, folder)
    assert main(["build", "--root", str(folder)]) == 0
    assert main(["site", "--root", str(folder)]) == 0
    return folder


@pytest.fixture
def corpus(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "corpus"))


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_written_as_a_whole(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into ``site``, again and again, with nothing left over from before or beside it."""
    files = held(corpus / "site")
    assert files.pop(SUMS) == checksums(files)
    before = sorted(path.name for path in corpus.iterdir())
    data = json.loads((corpus / "data/corpus.json").read_text("utf-8"))
    data["sources"] = [s for s in data["sources"] if s["id"] != "lantern-daily-2001"]
    for document in data["documents"]:
        document["sources"] = [s for s in document["sources"] if s != "lantern-daily-2001"]
        for record in document["records"]:
            for part in ("provenance", "variants"):
                record[part] = [r for r in record[part] if r["source"] != "lantern-daily-2001"]
    (corpus / "data/corpus.json").write_text(json.dumps(data), "utf-8")
    assert main(["site", "--root", str(corpus)]) == 0
    after = held(corpus / "site")
    assert capsys.readouterr().out.startswith(f"{len(after)} files in {corpus / 'site'}; open ")
    gone = files.keys() - after.keys()
    assert gone == {f"{lang}/sources/lantern-daily-2001.html" for lang in ("zh", "en")}
    assert sorted(path.name for path in corpus.iterdir()) == before


def test_what_is_not_ours_stays(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with anything else in it is left alone."""
    theirs = corpus / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work")
    assert main(["site", "--root", str(corpus), "--into", str(theirs)]) == 2
    assert "thesis.txt" in capsys.readouterr().err
    assert held(theirs) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("data/corpus.json", None),
        ("data/corpus.json", b"{}"),
        ("data/tables/printings.csv", None),
        ("data/tables/printings.csv", b"source,role\nx,y\n"),
        ("data/sources/harbor-press-2001.txt", None),
        ("data/sources/harbor-press-2001.txt", b"\xff"),
    ],
)
def test_what_is_not_there_is_named(
    path: str, content: bytes | None, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the file; the pages of before stay."""
    before = held(corpus / "site")
    (corpus / path).unlink()
    if content is not None:
        (corpus / path).write_bytes(content)
    assert main(["site", "--root", str(corpus)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"cyberspace-corpus: nothing was written: .*\n", said.err)
    assert path in said.err
    assert held(corpus / "site") == before


def test_wrong_use(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = held(corpus / "site")
    assert main(["site", "--root", str(corpus), "--repository", "javascript:alert(1)"]) == 2
    assert "https://github.com/OWNER/NAME" in capsys.readouterr().err
    assert main(["site", "--root", str(corpus), "--serve", "--port", "99999999"]) == 2
    assert "--port" in capsys.readouterr().err
    assert held(corpus / "site") == before


def test_it_needs_nothing_of_the_validator(corpus: Path) -> None:
    """The pages are made from what is published: no YAML, no model."""
    code = (
        "import sys; from cyberspace_corpus.cli.main import main;"
        f"code = main(['site', '--root', {str(corpus)!r}]);"
        "print(code, {'pydantic', 'ruamel'} & {name.split('.')[0] for name in sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "0 set()"


class Preview:
    """``site --serve`` in a process of its own."""

    def __init__(self, corpus: Path) -> None:
        command = ["site", "--root", str(corpus), "--serve", "--port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cyberspace_corpus", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.out: IO[str] = self.process.stdout
        self.out.readline()
        line = self.out.readline()
        found = re.match(r"http://(127\.0\.0\.1):(\d+)/", line)
        assert found, line + str(self.process.stderr and self.process.stderr.read())
        self.host, self.port = found[1], int(found[2])

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def preview(corpus: Path) -> Iterator[Preview]:
    running = Preview(corpus)
    yield running
    running.process.kill()
    running.process.communicate()


def test_served_and_written_again(preview: Preview, corpus: Path) -> None:
    """The pages are there, a change of the corpus shows, Ctrl-C ends it."""
    status, html = preview.get("/en/index.html")
    assert (status, "Lakeside" in html, "Moonside" in html) == (200, True, False)
    assert preview.get("/../data/corpus.json")[0] == 404
    file = corpus / "data/corpus.json"
    file.write_text(file.read_text("utf-8").replace("Lakeside", "Moonside"), "utf-8")
    end = time.monotonic() + LIMIT
    while "Moonside" not in preview.get("/en/index.html")[1]:
        assert time.monotonic() < end, "the page never changed"
        time.sleep(0.1)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(10) == 0
