"""Writing outputs: whole or not at all, whatever goes wrong in between."""

from __future__ import annotations

import errno
import fcntl
import os
import random
import resource
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.build.write import replace, replace_all, stale
from cyberspace_corpus.folder import Busy

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
INSTALLED: Final = str(Path(sysconfig.get_path("scripts")) / "cyberspace-corpus")
LIMIT: Final = 120
"""Seconds after which a build counts as hanging; it needs less than one."""

OLD: Final = {
    "lamps.csv": b"id\nnorth\n",
    "data/tables/ferries.csv": b"id,name\n1,Heron\n",
    "data/corpus.json": b'{"lamps": 1}\n',
    "schema/same.json": b"{}\n",
}
NEW: Final = {
    "lamps.csv": b"id\nnorth\nsouth\n",
    "data/tables/ferries.csv": b"id,name\n1,Heron\n2,Tern\n" * 5000,
    "data/corpus.json": b'{"lamps": 2}\n',
    "schema/same.json": b"{}\n",
    "schema/more/new.json": b'{"new": true}\n',
}
CHANGED: Final = [path for path in NEW if NEW[path] != OLD.get(path)]


def below(root: Path) -> dict[str, bytes]:
    """Path to bytes of every file below ``root``, hidden ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def put(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files without the code under test."""
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def parts(root: Path) -> list[str]:
    """What a writer left beside its outputs."""
    return sorted(name for name in below(root) if name.endswith(".part"))


# --- in this process ------------------------------------------------------------------------


def test_replace_all(tmp_path: Path) -> None:
    """Exactly the stale outputs are written, in new folders too; the others are not touched."""
    put(tmp_path, OLD)
    untouched = (tmp_path / "schema/same.json").stat()
    assert stale(tmp_path, NEW) == CHANGED
    assert replace_all(tmp_path, NEW) == CHANGED
    assert below(tmp_path) == NEW
    assert (tmp_path / "schema/same.json").stat().st_ino == untouched.st_ino
    assert (tmp_path / "lamps.csv").stat().st_mode & 0o777 == 0o644
    assert stale(tmp_path, NEW) == []
    assert replace_all(tmp_path, NEW) == []


class Fault:
    """``os.fsync`` and ``os.replace``, of which the n-th call in all fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int, fault: BaseException) -> None:
        self.left = number
        self.fault = fault
        self.failed: str | None = None
        for name in ("fsync", "replace"):
            monkeypatch.setattr(os, name, self.wrapped(name, getattr(os, name)))

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.failed = name
                raise self.fault
            return real(*arguments, **named)

        return call


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()],
    ids=["full", "interrupted"],
)
def test_replace_all_with_faults(
    fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it fails, at each fsync and each rename in turn: nothing is half written, nothing
    is left over; before the first rename no output has changed, after it the files renamed are
    new and the others old; and the next run completes the set."""
    failed: list[str] = []
    for number in range(1, 100):
        root = tmp_path / str(number)
        put(root, OLD)
        with monkeypatch.context() as patch:
            injected = Fault(patch, number, fault)
            if injected.left > 2 * len(CHANGED):
                assert replace_all(root, NEW) == CHANGED
                assert injected.failed is None
                break
            with pytest.raises(type(fault)):
                replace_all(root, NEW)
        assert injected.failed is not None
        failed.append(injected.failed)
        done = CHANGED[: number - 1 - len(CHANGED)] if injected.failed == "replace" else []
        assert below(root) == OLD | {path: NEW[path] for path in done}
        assert replace_all(root, NEW) == [path for path in CHANGED if path not in done]
        assert below(root) == NEW
    assert failed == ["fsync"] * len(CHANGED) + ["replace"] * len(CHANGED)


@pytest.mark.parametrize("number", [1, 2])
def test_replace_with_faults(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file: a fault leaves the old one, and nothing beside it."""
    put(tmp_path, OLD)
    with monkeypatch.context() as patch:
        injected = Fault(patch, number, OSError(errno.EIO, "Input/output error"))
        with pytest.raises(OSError, match="Input/output"):
            replace(tmp_path / "lamps.csv", NEW["lamps.csv"])
    assert injected.failed == ["fsync", "replace"][number - 1]
    assert below(tmp_path) == OLD
    replace(tmp_path / "lamps.csv", NEW["lamps.csv"])
    assert below(tmp_path) == OLD | {"lamps.csv": NEW["lamps.csv"]}


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where a folder should be: no output is changed."""
    old = {path: content for path, content in OLD.items() if not path.startswith("schema/")}
    put(tmp_path, {**old, "schema": b"a file\n"})
    with pytest.raises(OSError, match="schema"):
        replace_all(tmp_path, NEW)
    assert below(tmp_path) == {**old, "schema": b"a file\n"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write in every folder")
def test_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """A read-only folder among the outputs' folders: no output is changed."""
    put(tmp_path, OLD)
    (tmp_path / "data/tables").chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            replace_all(tmp_path, NEW)
    finally:
        (tmp_path / "data/tables").chmod(0o755)
    assert below(tmp_path) == OLD


@contextmanager
def held(root: Path) -> Iterator[None]:
    """The corpus, held as another build would hold it."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def test_busy(tmp_path: Path) -> None:
    """While another process writes, nothing is written; afterwards it is."""
    put(tmp_path, OLD)
    with held(tmp_path), pytest.raises(Busy):
        replace_all(tmp_path, NEW)
    assert below(tmp_path) == OLD
    assert replace_all(tmp_path, NEW) == CHANGED


def test_what_is_stale_is_found_under_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build, of an older corpus, that ends just before the lock is ours leaves none of
    its files among ours."""
    put(tmp_path, NEW)
    real = fcntl.flock

    def other_first(descriptor: int, operation: int) -> None:
        put(tmp_path, OLD)
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", other_first)
    replace_all(tmp_path, NEW)
    assert below(tmp_path) == NEW


def test_lock_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed run holds nothing."""
    put(tmp_path, OLD)
    with monkeypatch.context() as patch:
        Fault(patch, 1, OSError(errno.EIO, "Input/output error"))
        with pytest.raises(OSError, match="Input/output"):
            replace_all(tmp_path, NEW)
    with held(tmp_path):
        pass
    assert replace_all(tmp_path, NEW) == CHANGED


# --- the command, in processes of its own ---------------------------------------------------


def build(root: Path, *, file_size: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``build`` to its end."""

    def limit() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return subprocess.run(
        [INSTALLED, "build", "--root", str(root)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        preexec_fn=limit,
    )


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The outputs of the small corpus as a build with nothing in its way makes them."""
    root = tmp_path_factory.mktemp("fresh") / "corpus"
    shutil.copytree(BASE, root)
    authored = below(root)
    done = build(root)
    assert (done.returncode, done.stderr) == (0, "")
    made = {path: content for path, content in below(root).items() if path not in authored}
    assert len(made) > 30
    return made


@pytest.fixture(scope="module")
def old(fresh: dict[str, bytes]) -> dict[str, bytes]:
    """Older outputs: every file another one."""
    return {path: b"old " + path.encode() + b"\n" for path in fresh}


@pytest.fixture
def corpus(tmp_path: Path, old: dict[str, bytes]) -> Path:
    """A copy of the small corpus with the older outputs."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    put(root, old)
    return root


def outputs(root: Path) -> dict[str, bytes]:
    """All that is below ``root`` and not authored, leftovers too."""
    authored = below(BASE)
    return {path: content for path, content in below(root).items() if path not in authored}


def test_file_size_limit(corpus: Path, old: dict[str, bytes], fresh: dict[str, bytes]) -> None:
    """A real failing write, at the first file that is larger than what the system allows: no
    output is changed, one line tells why, and the next build does it all."""
    sizes = sorted(len(content) for content in fresh.values())
    for limit in (sizes[0] - 1, sizes[len(sizes) // 2] - 1, sizes[-1] - 1):
        done = build(corpus, file_size=limit)
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr == "cyberspace-corpus: nothing was built: File too large\n"
        assert outputs(corpus) == old
    assert build(corpus).returncode == 0
    assert outputs(corpus) == fresh


def test_folder_in_the_way(corpus: Path, fresh: dict[str, bytes]) -> None:
    """A folder where an output should be: one line and exit code 2; every file is whole, and
    nothing is left over."""
    (corpus / "datapackage.json").unlink()
    (corpus / "datapackage.json").mkdir()
    done = build(corpus)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "internal fault" not in done.stderr
    assert parts(corpus) == []
    (corpus / "datapackage.json").rmdir()
    assert build(corpus).returncode == 0
    assert outputs(corpus) == fresh


def test_message_after_some_renames(corpus: Path, old: dict[str, bytes]) -> None:
    """ "Nothing was built" is said only where nothing was."""
    (corpus / "datapackage.json").unlink()
    (corpus / "datapackage.json").mkdir()
    done = build(corpus)
    assert done.returncode == 2
    untouched = {path: content for path, content in old.items() if path != "datapackage.json"}
    assert ("nothing was built" in done.stderr) == (outputs(corpus) == untouched)


LEFT: Final = (
    ".datapackage.json.abc123.part",
    "data/.corpus.json.abc123.part",
    "data/tables/.records.csv.abc123.part",
    "schema/.README.md.abc123.part",
)
"""What a killed build may leave, in each of the folders it writes to."""


@pytest.mark.parametrize("left", LEFT)
def test_leftovers_are_swept(left: str, corpus: Path, fresh: dict[str, bytes]) -> None:
    """What a killed build left behind does not stop the next one, which removes it."""
    put(corpus, {left: b'{"half'})
    done = build(corpus)
    assert (done.returncode, done.stderr) == (0, "")
    assert outputs(corpus) == fresh


@pytest.mark.parametrize("part", LEFT)
def test_parts_of_another_build(part: str, corpus: Path, old: dict[str, bytes]) -> None:
    """While another build holds the corpus, this one says so and leaves the other's files."""
    put(corpus, {part: b'{"half'})
    with held(corpus):
        done = build(corpus)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "cyberspace-corpus: another build is running; try again\n"
    assert outputs(corpus) == old | {part: b'{"half'}


class Killed:
    """A build that is killed at a moment: by the clock, or once it has begun to write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = [root, root / "data", root / "data/tables", root / "schema"]

    def started(self, folder: Path | None) -> bool:
        """Whether a file that is being written lies in the folder (None: in any)."""
        return any(
            name.endswith(".part")
            for place in ([folder] if folder else self.folders)
            for name in os.listdir(place)
        )

    def run(self, delay: float, wait_for: Path | bool | None) -> int:
        """Kill a build ``delay`` seconds after its start, or after it began to write into the
        folder ``wait_for`` (None: into any)."""
        with subprocess.Popen(
            [INSTALLED, "build", "--root", str(self.root)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                if not isinstance(wait_for, bool):
                    while process.poll() is None and not self.started(wait_for):
                        pass
                until = time.monotonic() + delay
                while process.poll() is None and time.monotonic() < until:
                    time.sleep(0.0002)
            finally:
                process.kill()
            return process.wait(LIMIT)


@pytest.mark.skipif(sys.platform != "linux", reason="relies on what Linux does at a kill")
def test_killed(corpus: Path, old: dict[str, bytes], fresh: dict[str, bytes]) -> None:
    """Killed at 8 moments or more, half of them while it writes: every output is whole, old or
    new; the next build completes the set and removes what was left."""
    chance = random.Random(20211)
    begun = time.monotonic()
    assert build(corpus).returncode == 0
    whole = time.monotonic() - begun
    killed = Killed(corpus)
    seen: set[str] = set()
    wanted = {"left", "old"}  # kills before and while it writes, else nothing is proved
    for trial in range(40):  # on a loaded computer, more moments than one are badly chosen
        if trial >= 8 and seen == wanted:
            break
        put(corpus, old)
        if trial % 2:
            code = killed.run(chance.uniform(0.2, 1.0) * whole, wait_for=False)
        else:
            place = [killed.root / "data", None, *killed.folders[2:]][trial // 2 % 4]
            code = killed.run(chance.choice([0, 0, 0.001, 0.003, 0.01]), wait_for=place)
        assert code in (-9, 0)
        after = outputs(corpus)
        left = parts(corpus)
        assert set(after) - set(left) == set(fresh)
        for path in fresh:
            assert after[path] in (old[path], fresh[path]), f"{path} is not whole"
        seen |= {"left"} if left else set()
        seen |= {"old"} if after == old else set()
        done = build(corpus)
        assert (done.returncode, done.stderr) == (0, ""), f"after {left}"
        assert outputs(corpus) == fresh
    assert seen == wanted


def test_two_at_once(corpus: Path, old: dict[str, bytes], fresh: dict[str, bytes]) -> None:
    """Two builds at once: both succeed, or one says that another is running; the set is whole."""
    for lead in (0, 0, 0, 0.01, 0.03):
        put(corpus, old)
        command = [INSTALLED, "build", "--root", str(corpus)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, **pipes) as one:
            time.sleep(lead)
            with subprocess.Popen(command, **pipes) as other:
                try:
                    said = [process.communicate(timeout=LIMIT) for process in (one, other)]
                finally:
                    one.kill()
                    other.kill()
        codes = [one.returncode, other.returncode]
        for code, (out, err) in zip(codes, said, strict=True):
            assert code in (0, 2), (out + err).decode()
            if code == 2:
                assert err == b"cyberspace-corpus: another build is running; try again\n"
        assert 0 in codes
        assert outputs(corpus) == fresh
