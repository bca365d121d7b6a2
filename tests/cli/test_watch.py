"""``validate --watch``: every save is seen, only what it touches is done again, Ctrl-C ends it."""

from __future__ import annotations

import os
import pty
import selectors
import shutil
import signal
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus import corpus as corpus_module
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.corpus import read
from cyberspace_corpus.rules.run import validate

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
INSTALLED: Final = str(Path(sysconfig.get_path("scripts")) / "cyberspace-corpus")
LIMIT: Final = 60
"""Seconds after which the process counts as hanging."""

LAKE: Final = "data/entities/mirror-lake.yaml"
ITEM: Final = "data/records/lake-2001/1.yaml"
SIREN: Final = "data/records/lake-2003/1.3.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Save the file as editors do: beside its place, then renamed."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    beside = path.parents[2] / "saved"
    beside.write_bytes(text.replace(old, new).encode())
    beside.replace(path)


class Watched:
    """A running ``validate --watch`` and what it says."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        self.process = process
        self._output = output
        self._said = b""

    def report(self) -> str:
        """What is said up to the next time that it waits."""
        end = b"watching ... (Ctrl-C ends)"
        until = time.monotonic() + LIMIT
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            while end not in self._said:
                assert selector.select(until - time.monotonic()), self._said.decode()
                part = os.read(self._output, 65536)
                assert part, self._said.decode()
                self._said += part
        said, _, self._said = self._said.partition(end)
        return said.decode().replace("\r\n", "\n").lstrip("\n")

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LIMIT)


@contextmanager
def watched(root: Path, output: int, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [INSTALLED, "validate", "--watch", *arguments],
        cwd=root,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_watch(copy: Path) -> None:
    """A save is followed by a report; Ctrl-C ends with 130 and no traceback."""
    clean = f"{sum(1 for p in BASE.rglob('*') if p.is_file())} files checked: no findings.\n"
    with watched(copy, subprocess.PIPE) as process:
        assert process.stdout is not None
        watch = Watched(process, process.stdout.fileno())
        assert watch.report() == clean
        edit(copy / ITEM, "灯塔共有12座", "灯塔共有13座")
        assert f"{ITEM}:10:" in watch.report()
        edit(copy / ITEM, "灯塔共有13座", "灯塔共有12座")
        assert watch.report() == clean
        (copy / LAKE).rename(copy / "saved")
        assert "E203" in watch.report()
        (copy / "saved").rename(copy / LAKE)
        assert watch.report() == clean
        (copy / "data" / "pond").mkdir()
        assert "data/pond:1:1: error E110" in watch.report()
        assert watch.interrupt() == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_watch_on_a_terminal(copy: Path) -> None:
    """A terminal is cleared before each report; nothing generated is watched."""
    master, slave = pty.openpty()
    try:
        with watched(copy, slave, "data/entities") as process:
            watch = Watched(process, master)
            first = watch.report()
            assert first.startswith("\x1b[2J\x1b[H")
            assert first.endswith("no findings.\n")
            (copy / "data" / "corpus.json").write_text("{}")
            (copy / "data" / "corpus.json").unlink()
            edit(copy / LAKE, "type: place", "type: puddle")
            again = watch.report()
            assert again.startswith("\x1b[2J\x1b[H")
            assert f"{LAKE}:3:7: error E203" in again
            assert watch.interrupt() == 130
    finally:
        os.close(master)
        os.close(slave)


def test_watch_prints_text_only(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form for programs has one report, not many."""
    monkeypatch.chdir(copy)
    assert main(["validate", "--watch", "--format", "json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "cyberspace-corpus: --watch prints text; leave out --format\n"


# --- what is used again ---------------------------------------------------------------------


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: edit(root / path, old, new)


def removed(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def written(path: str, text: str) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        (root / path).write_text(text, "utf-8")

    return write


EDITS: Final = [
    replaced(SIREN, "set of foghorns", "set of sirens"),
    replaced(LAKE, "zh: 镜湖", "zh: 明湖"),
    replaced("data/vocabulary/terms.yaml", "雾笛", "雾号"),
    replaced(ITEM, "12座，每座", "13座，每座"),
    written("data/vocabulary/compounds.yaml", "compounds: ["),
    written("data/vocabulary/compounds.yaml", "compounds: []\n"),
    replaced("data/documents/lake-2003.yaml", "en: project", "en: machine"),
    replaced("data/sources/ferry-post-2003.txt", "當前", "目前"),
    removed("data/entities/ferry-board.yaml"),
    written(
        "data/exceptions.yaml",
        f"exceptions:\n  - {{rule: W508, path: {SIREN}, reason: Known., expires: '9999-12-31'}}\n",
    ),
    replaced("data/vocabulary/topics.yaml", "id: fog", "id: mist"),
    removed("data/records/lake-2003/1.1.yaml"),
    removed("data/exceptions.yaml"),
]


def test_the_same_as_from_scratch(copy: Path) -> None:
    """After any save, what is used again gives the findings of a fresh validation."""
    result = validate(copy)
    assert not result.findings
    for change in EDITS:
        change(copy)
        before = result.findings
        result = validate(copy, before=result.memory)
        assert result.findings == validate(copy).findings
        assert result.findings != before


def test_only_changed_files_are_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read again if its size, time, inode or mode is another, and only then."""
    seen: list[str] = []
    real = corpus_module.read_bytes

    def counted(path: str, limit: int) -> bytes:
        seen.append(Path(path).relative_to(copy).as_posix())
        return real(path, limit)

    monkeypatch.setattr(corpus_module, "read_bytes", counted)
    reading = read(copy)
    assert sorted(seen) == sorted(reading.files)

    def again() -> list[str]:
        nonlocal reading
        seen.clear()
        reading = read(copy, reading.files)
        return seen

    assert again() == []
    edit(copy / LAKE, "type: place", "type: ecalp")
    assert again() == [LAKE]
    (copy / ITEM).touch()
    (copy / "data/records/lake-2001/3.yaml").unlink()
    assert again() == [ITEM]
    (copy / SIREN).write_text("a: [")
    assert again() == [SIREN]
    assert again() == []
    assert [finding.rule for finding in reading.findings] == ["E105"]
    (copy / SIREN).chmod(0o600)
    assert again() == [SIREN]


def test_unchanged_records_are_not_checked_again(copy: Path) -> None:
    """A saved record leaves the findings of the others; a saved entity does not. Only a record
    with findings tells: the empty tuple is always the same object."""
    result = validate(copy)

    def kept() -> set[str]:
        nonlocal result
        before, result = result, validate(copy, before=result.memory)
        return {
            id
            for id, found in result.memory.of_records.items()
            if found is before.memory.of_records.get(id)
        }

    edit(copy / SIREN, "set of foghorns", "set of sirens")
    (copy / "data/records/lake-2001/3.yaml").touch()
    assert "lake-2003/1.3" not in kept()
    assert "lake-2003/1.3" in kept()
    edit(copy / LAKE, "An invented lake.", "A lake.")
    assert "lake-2003/1.3" not in kept()
