"""A release is the same wherever it is made, and whole whatever happens to it."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.folder import SUMS, Busy, Foreign, checksums, recover, switch
from cyberspace_corpus.release.provenance import PLAIN

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
LIMIT: Final = 600
NOT_COPIED: Final = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", "node_modules", "dist", ".hypothesis", "releases"
)
Files = dict[str, bytes]
ONE: Final[Files] = {
    PLAIN: b"1",
    **{f"{name}/{number}.txt": b"one" * 99 for name in "ab" for number in range(40)},
}
TWO: Final[Files] = {PLAIN: b"2", **{f"b/{number}.txt": b"two" * 999 for number in range(60)}}

if any(
    importlib.util.find_spec(name) is None
    for name in ("hatchling", "lxml", "opencc", "pyarrow", "xlsxwriter")
):
    pytest.skip("needs the extra release", allow_module_level=True)


def summed(files: Mapping[str, bytes]) -> Files:
    return {**files, SUMS: checksums(files)}


def held(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_whole(folder: Path) -> bool:
    """Whether the folder holds just what its list of checksums says."""
    files = held(folder)
    return files.pop(SUMS, b"") == checksums(files) and bool(files)


def release(root: Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Release in a process of its own."""
    return subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "cyberspace_corpus", "release", "--root", str(root)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


# --- the same wherever it is made -----------------------------------------------------------


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The repository released twice: other folder, time, locale, zone, hash seed, user mask."""
    place = tmp_path_factory.mktemp("two")
    roots = place / "one", place / "其他 place" / "two"
    seeds = ("1", "C", "Pacific/Kiritimati"), ("31337", "zh_CN.UTF-8", "America/St_Johns")
    mask = os.umask(0o022)
    try:
        for root, (seed, locale, zone) in zip(roots, seeds, strict=True):
            root.parent.mkdir(exist_ok=True)
            shutil.copytree(REPO, root, ignore=NOT_COPIED, copy_function=shutil.copyfile)
            assert main(["build", "--root", str(root)]) == 0
            given = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
            done = release(root, root.parent, **given)
            assert done.returncode == 0, done.stdout + done.stderr
            time.sleep(2.1)  # longer than the coarsest of the clocks that archives know
            os.umask(0o077)
    finally:
        os.umask(mask)
    return roots


def test_the_same_bytes(two: tuple[Path, Path]) -> None:
    """Every file of both releases, and the ids that they left in the checkout."""
    one, other = (held(root / "dist") for root in two)
    assert list(one) == list(other)
    assert [path for path in one if one[path] != other[path]] == []
    kept = [root / f"data/releases/{cc.__version__}.txt" for root in two]
    assert kept[0].read_bytes() == kept[1].read_bytes()
    assert {"corpus.sqlite", "parquet/records.parquet", "corpus.xlsx", "NOTES.md"} <= one.keys()
    assert {"provenance.json", "provenance.intoto.json", "sbom.cdx.json", SUMS} <= one.keys()


def test_again(two: tuple[Path, Path]) -> None:
    """The released version, made again from the same checkout: nothing changes."""
    root = two[0]
    before = held(root / "dist")
    done = release(root, root)
    assert done.returncode == 0, done.stderr
    assert "data/releases" not in done.stdout
    assert held(root / "dist") == before


def test_checksums_by_sha256sum(two: tuple[Path, Path]) -> None:
    """The list is whole, and its own program agrees."""
    assert is_whole(two[0] / "dist")
    if shutil.which("sha256sum"):
        command = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
        assert subprocess.run(command, cwd=two[0] / "dist", check=False).returncode == 0


def test_package(two: tuple[Path, Path]) -> None:
    """Wheel and sdist hold the data as built, and the sdist the ids of the release."""
    root, files = two[0], held(two[0] / "dist")
    name = f"cyberspace_corpus-{cc.__version__}"
    with zipfile.ZipFile(io.BytesIO(files[f"{name}-py3-none-any.whl"])) as wheel:
        data = wheel.read("cyberspace_corpus/data/corpus.json")
        assert data == (root / "data/corpus.json").read_bytes()
    with tarfile.open(fileobj=io.BytesIO(files[f"{name}.tar.gz"])) as sdist:
        ids = f"data/releases/{cc.__version__}.txt"
        member = sdist.extractfile(f"{name}/{ids}")
        assert member is not None
        assert member.read() == (root / ids).read_bytes()
        assert {entry.mtime for entry in sdist} == {sdist.getmembers()[0].mtime}
        assert not [n for n in sdist.getnames() if "__pycache__" in n or "/dist/" in n]


def test_statement_names_every_file(two: tuple[Path, Path]) -> None:
    """The subjects of the statement are the files with their digests."""
    files = held(two[0] / "dist")
    said = json.loads(files["provenance.intoto.json"])
    own = {"provenance.json", "provenance.intoto.json", SUMS}
    assert {s["name"]: s["digest"]["sha256"] for s in said["subject"]} == {
        path: hashlib.sha256(data).hexdigest() for path, data in files.items() if path not in own
    }


# --- what the command refuses ---------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small corpus, built; it has no package around it."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    assert main(["build", "--root", str(root)]) == 0
    return root


def test_small_release(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A corpus without a package is released without a wheel; its ids are kept; a later state
    of the same version is refused in one line, and nothing changes."""
    command = ["release", "--root", str(small)]
    assert main(command) == 0
    dist = held(small / "dist")
    assert is_whole(small / "dist")
    assert not [path for path in dist if path.endswith(".whl")]
    assert (small / f"data/releases/{cc.__version__}.txt").is_file()
    topics = small / "data/vocabulary/topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("of vessels", "of ships"), "utf-8")
    capsys.readouterr()
    assert main(command) == 1  # not built
    assert "stale" in capsys.readouterr().out
    assert main(["build", "--root", str(small)]) == 0
    capsys.readouterr()
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{cc.__version__} is released already" in line
    assert "the least is" in line
    assert held(small / "dist") == dist


def test_draft(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--draft`` prints an entry for the changelog and writes nothing."""
    before = tmp_path / "before.json"
    shutil.copyfile(small / "data/corpus.json", before)
    topics = small / "data/vocabulary/topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("of vessels", "of ships"), "utf-8")
    assert main(["build", "--root", str(small)]) == 0
    there = held(small)
    capsys.readouterr()
    command = ["release", "--root", str(small), "--draft"]
    assert main(command) == 2
    assert "--against" in capsys.readouterr().err
    assert main([*command, "--against", str(before)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("## [")
    assert "navigation" in out
    assert held(small) == there
    assert main(["release", "--root", str(small), "--against", str(before)]) == 1
    assert "too low: since" in capsys.readouterr().err
    assert main(["release", "--root", str(small), "--against", str(tmp_path)]) == 2


def test_errors_release_nothing(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "data/vocabulary/script.yaml").write_text("characters: 3\n", "utf-8")
    assert main(["release", "--root", str(small)]) == 1
    assert "the corpus has errors" in capsys.readouterr().err
    assert not (small / "dist").exists()


def test_other_files_are_never_deleted(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds anything else is not replaced."""
    (small / "dist").mkdir()
    (small / "dist/letter.txt").write_text("dear ...", "utf-8")
    assert main(["release", "--root", str(small)]) == 2
    assert "letter.txt; name another folder" in capsys.readouterr().err
    assert held(small / "dist") == {"letter.txt": b"dear ..."}
    assert not (small / "data/releases").exists()


def test_without_the_extra(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert main(["release", "--root", str(small)]) == 2
    assert "pip install 'cyberspace-corpus[release]'" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are POSIX")
@pytest.mark.parametrize("limit", [1_000, 60_000])
def test_full_disk(small: Path, limit: int) -> None:
    """Where no file may grow beyond a limit, one line says so and the last release stays."""
    assert release(small, small).returncode == 0
    before = held(small)
    program = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from cyberspace_corpus.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-B", "-c", program, "release", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 2, done.stderr
    assert "nothing was released: " in done.stderr.splitlines()[-1]
    assert held(small) == before


# --- whole whatever happens -----------------------------------------------------------------


def test_switch(tmp_path: Path) -> None:
    """Exactly the files, readable by all, and nothing left beside them."""
    target = tmp_path / "deep" / "dist"
    for files in (summed(ONE), summed(TWO), summed(ONE)):
        switch(files, target, PLAIN)
        assert held(target) == files
        assert os.listdir(target.parent) == ["dist"]
    assert target.stat().st_mode & 0o777 == 0o755
    assert (target / "a/1.txt").stat().st_mode & 0o777 == 0o644


def test_switch_through_a_link(tmp_path: Path) -> None:
    """A link to the folder stays one."""
    (tmp_path / "link").symlink_to(tmp_path / "real")
    switch(summed(ONE), tmp_path / "link", PLAIN)
    switch(summed(TWO), tmp_path / "link", PLAIN)
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == summed(TWO)


@pytest.mark.parametrize("at", [1, 2])
def test_exception_between_the_renames(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename fails, the last release stays."""
    target = tmp_path / "dist"
    switch(summed(ONE), target, PLAIN)
    rename, calls = os.rename, [0]

    def failing(one: Path, other: Path) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise KeyboardInterrupt
        rename(one, other)

    monkeypatch.setattr("cyberspace_corpus.folder.os.rename", failing)
    with pytest.raises(KeyboardInterrupt):
        switch(summed(TWO), target, PLAIN)
    assert held(target) == summed(ONE)
    assert os.listdir(tmp_path) == ["dist"]


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    switch(summed(ONE), target, PLAIN)
    with pytest.raises(OSError, match="name"):
        switch({**TWO, "x" * 300: b""}, target, PLAIN)
    assert held(target) == summed(ONE)
    assert os.listdir(tmp_path) == ["dist"]


def test_foreign_files(tmp_path: Path) -> None:
    """A file or a link that no release wrote is a reason to stop; one that this release would
    write anyway is none."""
    target = tmp_path / "dist"
    target.mkdir()
    (target / "b").mkdir()
    (target / "b/1.txt").write_bytes(b"older")
    switch(summed(TWO), target, PLAIN)
    (target / "link").symlink_to(tmp_path)
    with pytest.raises(Foreign, match="link"):
        switch(summed(ONE), target, PLAIN)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for path, data in summed({"image.iso": b"theirs"}).items():
        (theirs / path).write_bytes(data)
    with pytest.raises(Foreign, match=r"image\.iso"):
        switch(summed(ONE), theirs, PLAIN)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Foreign, match="file"):
        switch(summed(ONE), tmp_path / "file", PLAIN)
    assert (tmp_path / "file").is_file()


def test_one_at_a_time(tmp_path: Path) -> None:
    """While somebody holds the folder nobody else switches or recovers."""
    import fcntl

    (tmp_path / ".dist.x.part").mkdir()
    held_by_another = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held_by_another, fcntl.LOCK_EX)
    with pytest.raises(Busy):
        switch(summed(ONE), tmp_path / "dist", PLAIN)
    recover(tmp_path / "dist")
    assert (tmp_path / ".dist.x.part").exists()
    os.close(held_by_another)
    switch(summed(ONE), tmp_path / "dist", PLAIN)
    assert os.listdir(tmp_path) == ["dist"]


KILLED: Final = """
import sys
from pathlib import Path
from test_assemble import ONE, PLAIN, TWO, summed
from cyberspace_corpus.folder import switch
target = Path(sys.argv[1])
print("on", flush=True)
while True:
    for files in (summed(TWO), summed(ONE)):
        switch(files, target, PLAIN)
"""


def test_killed(tmp_path: Path) -> None:
    """Killed at any moment, one of the two releases is whole; the next run puts it in place."""
    target = tmp_path / "place" / "dist"
    switch(summed(ONE), target, PLAIN)
    wanted = [summed(ONE), summed(TWO)]
    chance = random.Random(20261121)
    found_old = 0
    for _ in range(15):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(target)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"on\n"
            time.sleep(chance.random() * 0.06)
            child.send_signal(signal.SIGKILL)
        old = target.with_name("dist.old")
        found_old += old.exists()
        assert held(target if target.exists() else old) in wanted
        recover(target)
        assert held(target) in wanted
        assert os.listdir(target.parent) == ["dist"]
    switch(summed(TWO), target, PLAIN)
    assert held(target) == summed(TWO)


def test_command_killed(small: Path) -> None:
    """The command itself, killed at any moment, leaves the last release whole."""
    assert release(small, small).returncode == 0
    before = held(small / "dist")
    chance = random.Random(7)
    command = [sys.executable, "-m", "cyberspace_corpus", "release", "--root", str(small)]
    for _ in range(3):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with child:
            time.sleep(chance.random() * 6)
            child.kill()
        recover(small / "dist")
        assert held(small / "dist") == before
        assert not [name for name in os.listdir(small) if name.endswith((".part", ".old"))]
