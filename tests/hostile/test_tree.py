"""Hostile trees: links, pipes, odd names, what changes while it is read, what is far too much.

Nothing outside the tree is ever read, nothing hangs, and the rest of the corpus is checked.
"""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus import tree
from cyberspace_corpus.build.write import replace_all, stale, sweep
from cyberspace_corpus.corpus import MAX_LINE, MAX_LINES
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.witness.lines import MAX_BYTES as MAX_SOURCE_BYTES
from cyberspace_corpus.yamlio import reader
from cyberspace_corpus.yamlio.reader import MAX_BYTES

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
ENTITIES: Final = "data/entities"
TREATY: Final = f"{ENTITIES}/old-pier-treaty.yaml"
EXTRA: Final = f"{ENTITIES}/extra.yaml"
SOURCE: Final = "data/sources/extra.txt"

Places = list[tuple[str, str, int]]
Inspect = Callable[[Path], tuple[Any, Places]]
Spoil = Callable[[Path], object]


def mapped_socket(path: Path) -> None:
    """A socket at a path that may be too long to bind to."""
    before = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(before)


def sparse(path: Path, size: int) -> None:
    with open(path, "wb") as file:
        file.truncate(size)


def link_out(path: Path, *, folder: bool = False) -> None:
    """A link to a valid file (or a folder of them) that lies outside the tree."""
    outside = path.parents[3] / "outside"
    outside.mkdir(exist_ok=True)
    shutil.copy(path.parents[2] / TREATY, outside / "1.yaml")
    path.symlink_to(outside if folder else outside / "1.yaml")


SPOILT: Final[dict[str, tuple[str, Spoil, str]]] = {
    "a folder with a file's name": (EXTRA, Path.mkdir, "a folder"),
    "a link within the tree": (EXTRA, lambda p: p.symlink_to("mirror-lake.yaml"), "link"),
    "a link out of the tree": (EXTRA, link_out, "link"),
    "a link to an absolute path": (EXTRA, lambda p: p.symlink_to("/etc/passwd"), "link"),
    "a link to an endless file": (EXTRA, lambda p: p.symlink_to("/dev/zero"), "link"),
    "a link to nowhere": (EXTRA, lambda p: p.symlink_to("nowhere"), "link"),
    "a link to itself": (EXTRA, lambda p: p.symlink_to("extra.yaml"), "link"),
    "a link to its folder": (EXTRA, lambda p: p.symlink_to("."), "link"),
    "a link to a source": (SOURCE, lambda p: p.symlink_to("ferry-post-2003.txt"), "link"),
    "a pipe": (EXTRA, os.mkfifo, "special"),
    "a pipe for a source": (SOURCE, os.mkfifo, "special"),
    "a socket": (EXTRA, mapped_socket, "special"),
    "a linked folder of records": (
        "data/records/lake-2005",
        lambda p: link_out(p, folder=True),
        "link",
    ),
    "a folder of records that leads up": (
        "data/records/lake-2005",
        lambda p: p.symlink_to(".."),
        "link",
    ),
    "a folder of records that leads to itself": (
        "data/records/lake-2005",
        lambda p: p.symlink_to("lake-2005"),
        "link",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_no_regular_file(name: str, copy: Path, inspect: Inspect) -> None:
    """What is no regular file is reported at its place, and not opened."""
    path, spoil, said = SPOILT[name]
    spoil(copy / path)
    result, found = inspect(copy)
    assert found == [("E101", path, 1)]
    assert said in result.findings[0].values["value"]


@pytest.mark.parametrize("kind", ["character", "block"])
def test_device(kind: str, copy: Path, inspect: Inspect) -> None:
    """A device is reported, and not opened."""
    import stat

    try:
        mode = stat.S_IFCHR if kind == "character" else stat.S_IFBLK
        os.mknod(copy / EXTRA, mode | 0o644, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only the superuser makes devices")
    assert inspect(copy)[1] == [("E101", EXTRA, 1)]


def test_hard_link(copy: Path, inspect: Inspect) -> None:
    """A hard link is a file like any other."""
    os.link(copy / TREATY, copy / "elsewhere")
    assert inspect(copy)[1] == []


def check_nothing_there(found: Places) -> None:
    """One finding for the folder; the lists of which there must be one each are missed, too."""
    assert found[0] == ("E101", "data", 1)
    assert all(path.startswith("data/vocabulary/") for _, path, _ in found[1:])


def test_data_is_a_link(copy: Path, inspect: Inspect) -> None:
    """The folder of the whole corpus is no link either."""
    (copy / "data").rename(copy / "elsewhere")
    (copy / "data").symlink_to("elsewhere")
    check_nothing_there(inspect(copy)[1])


def test_data_is_a_file(copy: Path, inspect: Inspect) -> None:
    """A file where the corpus should be is one finding."""
    shutil.rmtree(copy / "data")
    (copy / "data").touch()
    check_nothing_there(inspect(copy)[1])


def test_no_data(tmp_path: Path, inspect: Inspect) -> None:
    """No corpus at all is one finding."""
    check_nothing_there(inspect(tmp_path)[1])


# --- names ----------------------------------------------------------------------------------

STRAY: Final = (
    *("notes.md", "extra.yml", "EXTRA.YAML", "extra.yaml~", "extra.yaml.bak", ".extra.yaml.swp"),
    *("#extra.yaml#", ".DS_Store", "Thumbs.db", "extra.json", "extra.txt", "extra", "extra.yaml "),
    *("extra.yaml.", "conftest.py", "sitecustomize.py", ".git", ".extra.yaml.x1.part"),
    *("extra.yaml\n", "\x1b[31m", "::error::x", "\u202e", "a" * 250, "<b>", "%s", "{0}"),
)
UNFIT: Final = (
    *("Extra", "EXTRA", "extra.", ".extra", "-extra", "--help", "ex tra", " extra", "extra "),
    *("caf\u00e9", "cafe\u0301", "\u4e2d\u6587", "\uff45xtra", "\u0435xtra", "ex\u200btra"),
    *("ex\u202etra", "ex\ntra", "ex\x1b[31mtra", "ex\rtra", "ex\ttra", "::error::x", "ex:tra"),
    *("..\\extra", "$(ls)", "`ls`", "a;b", "a&b", "a|b", "a*b", "a?b", "<b>", '"', "'", "%0a"),
    *("con", "nul", "aux", "prn", "com1", "lpt9", "con.extra", "..", "...", "_", "extra_1", "~"),
    *("a" * 200, "{0}", "{value}"),
)


@pytest.mark.parametrize("name", STRAY)
def test_stray(name: str, copy: Path, inspect: Inspect) -> None:
    """A name that no file of the corpus has is reported: nothing is passed over in silence."""
    (copy / ENTITIES / name).touch()
    (found,) = inspect(copy)[1]
    assert found[0] == "E110"
    assert found[1].startswith(f"{ENTITIES}/")
    assert found[1].isprintable()


@pytest.mark.parametrize("name", UNFIT)
def test_unfit_name(name: str, copy: Path, inspect: Inspect) -> None:
    """A name that is another one on another system is reported, and the file is not read."""
    (copy / ENTITIES / f"{name}.yaml").write_bytes(b"*")
    (found,) = inspect(copy)[1]
    assert found[0] == "E115"
    assert found[1].isprintable()


def test_names_of_bytes(copy: Path, inspect: Inspect) -> None:
    """Names that are no text can be reported, too."""
    for name in (b"caf\xe9.yaml", b"\xff\xfe"):
        with open(os.path.join(os.fsencode(copy / ENTITIES), name), "wb"):
            pass
    assert [rule for rule, _, _ in inspect(copy)[1]] == ["E110", "E115"]


@pytest.mark.parametrize(
    "path",
    [
        "data/extra.yaml",
        "data/extra/1.yaml",
        "data/entities/more/extra.yaml",
        "data/records/1.yaml",
        "data/records/lake-2001/more/1.yaml",
        "data/sources/more/extra.txt",
        "data/vocabulary/extra.yaml",
        "data/vocabulary/terms.yaml.yaml",
        "data/entities/" + "/".join(["deep"] * 60) + "/extra.yaml",
    ],
)
def test_wrong_place(path: str, copy: Path, inspect: Inspect) -> None:
    """A file in a place of no kind is reported once, where it leaves the known places."""
    (copy / path).parent.mkdir(parents=True, exist_ok=True)
    (copy / path).touch()
    ((rule, found, _),) = inspect(copy)[1]
    assert rule == "E110"
    assert path.startswith(found)


def test_case_twins(copy: Path, inspect: Inspect) -> None:
    """Of names that differ in case or in their form of Unicode, one is unfit at the most."""
    for name in ("NORTHHAVEN", "Northhaven", "northhaven\u0301", "\uff4eorthhaven"):
        (copy / ENTITIES / f"{name}.yaml").touch()
    assert {rule for rule, _, _ in inspect(copy)[1]} == {"E115"}


# --- what changes, what cannot be read ------------------------------------------------------


def swapped(action: Callable[[Path], object]) -> Callable[..., int]:
    """``os.open`` that does something to our file first."""
    real = os.open

    def opening(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith(EXTRA):
            action(Path(path))
        return real(path, *arguments, **named)

    return opening


def replaced(by: Callable[[Path], object]) -> Callable[[Path], object]:
    def action(path: Path) -> None:
        path.unlink()
        by(path)

    return action


@pytest.mark.parametrize(
    ("action", "rule", "value"),
    [
        (Path.unlink, "E101", "No such file or directory"),
        (replaced(os.mkfifo), "E101", "a special file"),
        (replaced(Path.mkdir), "E101", "a folder"),
        (replaced(lambda p: p.symlink_to("/etc/passwd")), "E101", "Too many levels of"),
        (lambda p: sparse(p, 1 << 40), "E102", f"{1 << 40} bytes"),
        (lambda p: p.write_bytes(b""), "E109", "nothing"),
    ],
    ids=["vanishes", "pipe", "folder", "link", "grows", "shrinks"],
)
def test_swapped(
    action: Spoil,
    rule: str,
    value: str,
    copy: Path,
    inspect: Inspect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the look at a file and its opening it may become anything."""
    (copy / EXTRA).write_bytes((copy / TREATY).read_bytes())
    monkeypatch.setattr(reader.os, "open", swapped(action))
    result, found = inspect(copy)
    assert found == [(rule, EXTRA, 1)]
    assert result.findings[0].values["value"].startswith(value)


def test_grows_while_it_is_read(
    copy: Path, inspect: Inspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file that grows no more is read than may be."""
    (copy / EXTRA).write_bytes((copy / TREATY).read_bytes())
    inode = (copy / EXTRA).stat().st_ino
    real = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        if status.st_ino == inode:
            sparse(copy / EXTRA, 1 << 40)
        return status

    monkeypatch.setattr(reader.os, "fstat", growing)
    result, found = inspect(copy)
    assert found == [("E102", EXTRA, 1)]
    assert result.findings[0].values["value"] == f"{MAX_BYTES + 1} bytes"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE])
def test_cannot_be_opened(
    number: int, copy: Path, inspect: Inspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the system says is in the finding."""

    def refuse(path: Path) -> None:
        raise OSError(number, os.strerror(number))

    (copy / EXTRA).touch()
    monkeypatch.setattr(reader.os, "open", swapped(refuse))
    result, found = inspect(copy)
    assert found == [("E101", EXTRA, 1)]
    assert result.findings[0].values["value"] == os.strerror(number)


@pytest.fixture
def shared_copy() -> Iterator[Path]:
    """A copy that another user may look at."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copytree(BASE, folder / "corpus")
    yield folder / "corpus"
    (folder / "corpus" / ENTITIES).chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(root: Path) -> list[tuple[str, str, str]]:
    """What somebody without rights finds."""
    validate(BASE)  # all that is imported is imported while we may
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        found = validate(root).findings
    finally:
        os.seteuid(user)
    return [(finding.rule, finding.path, finding.values["value"]) for finding in found]


def test_unreadable_file(shared_copy: Path) -> None:
    """A file without rights is a finding, and the only one."""
    (shared_copy / TREATY).chmod(0)
    assert as_nobody(shared_copy) == [("E101", TREATY, "Permission denied")]


def test_unreadable_folder(shared_copy: Path) -> None:
    """A folder without rights is a finding; what refers into it is told as well."""
    (shared_copy / ENTITIES).chmod(0)
    found = as_nobody(shared_copy)
    assert ("E101", ENTITIES, "Permission denied") in found
    assert {rule for rule, _, _ in found} <= {"E101", "E203"}


# --- too much -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "size"),
    [(EXTRA, MAX_BYTES + 1), (EXTRA, 1 << 40), (SOURCE, MAX_SOURCE_BYTES + 1), (SOURCE, 1 << 40)],
)
def test_too_large(path: str, size: int, copy: Path, inspect: Inspect) -> None:
    """A file beyond the limit is not read, however large it says it is."""
    sparse(copy / path, size)
    result, found = inspect(copy)
    assert found == [("E102", path, 1)]
    assert result.findings[0].values["value"] == f"{size} bytes"


@pytest.mark.parametrize(
    ("raw", "rule", "line"),
    [
        (b"x\n" * MAX_LINES, "E108", MAX_LINES + 1),
        (b"x\n" * 2_000_000, "E108", MAX_LINES + 1),
        (b"x\n" + b"x" * (MAX_LINE + 1), "E108", 2),
        (b"x" * 4_000_000, "E108", 1),
        ("文\n".encode("gb18030"), "E103", 1),
        ("x\n文\n".encode("utf-16"), "E103", 1),
        (b"x\nx\xff\n", "E103", 2),
    ],
    ids=["lines", "many lines", "a long line", "one line", "GB18030", "UTF-16", "a byte"],
)
def test_source(raw: bytes, rule: str, line: int, copy: Path, inspect: Inspect) -> None:
    """A source may hold any characters, but must be UTF-8 and of a size for people."""
    (copy / SOURCE).write_bytes(raw)
    assert inspect(copy)[1] == [(rule, SOURCE, line)]


def test_source_with_everything(copy: Path, inspect: Inspect) -> None:
    """A source may hold every character there is; what is said of it can be shown."""
    points = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x202E, 0x200B, 0xFEFF, 0xE000, 0xFFFF]
    (copy / SOURCE).write_text("".join(map(chr, points)), "utf-8")
    assert inspect(copy)[1] == [("E306", SOURCE, 1)]  # it has no description


@pytest.mark.parametrize("folder", ["data/records/many", ENTITIES])
def test_too_many_files(
    folder: str, copy: Path, inspect: Inspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with far too many names is one finding, and the others are checked as before."""
    monkeypatch.setattr(tree, "MAX_NAMES", 2_000)
    (copy / folder).mkdir(exist_ok=True)
    descriptor = os.open(copy / folder, os.O_RDONLY)
    try:
        for number in range(5 * tree.MAX_NAMES):
            os.close(os.open(f"n{number}.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    finally:
        os.close(descriptor)
    result, found = inspect(copy)
    assert ("E108", folder, 1) in found
    assert {rule for rule, _, _ in found} <= {"E108", "E203"}
    assert len(result.corpus.records) == 12


def test_too_many_strays(copy: Path, inspect: Inspect) -> None:
    """Of names that belong nowhere the first are told, and that there are more; what does belong
    there is checked as before."""
    shutil.copy(copy / TREATY, copy / EXTRA)
    for number in range(tree.MAX_STRAY + 500):
        (copy / ENTITIES / f"n{number:04}.md").touch()
    _, found = inspect(copy)
    assert [place for place in found if place[0] == "E108"] == [("E108", ENTITIES, 1)]
    assert sum(rule == "E110" for rule, _, _ in found) == tree.MAX_STRAY
    assert ("E205", EXTRA, 2) in found


# --- what is written ------------------------------------------------------------------------

OUTPUTS: Final = {"data/tables/x.csv": b"id\n", "data/corpus.json": b"{}\n", "top.json": b"[]\n"}


def test_pipe_in_place_of_an_output(tmp_path: Path) -> None:
    """A pipe is stale, is never opened, and is replaced."""
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data/corpus.json")
    assert stale(tmp_path, OUTPUTS) == list(OUTPUTS)
    assert replace_all(tmp_path, OUTPUTS) == list(OUTPUTS)
    assert stale(tmp_path, OUTPUTS) == []


def test_link_in_place_of_an_output(tmp_path: Path) -> None:
    """A link is replaced, even one to the right bytes; what it leads to is not touched."""
    (tmp_path / "root" / "data").mkdir(parents=True)
    (tmp_path / "outside").write_bytes(OUTPUTS["data/corpus.json"])
    (tmp_path / "root/data/corpus.json").symlink_to(tmp_path / "outside")
    assert "data/corpus.json" in replace_all(tmp_path / "root", OUTPUTS)
    assert not (tmp_path / "root/data/corpus.json").is_symlink()
    assert (tmp_path / "outside").read_bytes() == OUTPUTS["data/corpus.json"]


def test_linked_folder_of_outputs(tmp_path: Path) -> None:
    """Nothing is written through a linked folder, and nothing swept from it."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "data").mkdir(parents=True)
    outside.mkdir()
    (outside / ".x.part").touch()
    (root / "data/tables").symlink_to(outside)
    with pytest.raises(OSError, match="data/tables is a symbolic link"):
        replace_all(root, OUTPUTS)
    sweep(root, ("", "data", "data/tables"))
    assert [path.name for path in outside.iterdir()] == [".x.part"]
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_folder_in_place_of_an_output(tmp_path: Path) -> None:
    """A folder in the way is noticed before anything is written."""
    (tmp_path / "top.json").mkdir()
    with pytest.raises(OSError, match=r"top\.json is a folder"):
        replace_all(tmp_path, OUTPUTS)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nothing_of_the_tree_is_run(copy: Path, tmp_path: Path) -> None:
    """Modules that lie in the tree are not imported, wherever the command is called."""
    for folder in ("", "data", "data/records"):
        for name in ("yaml", "ruamel", "pydantic", "sitecustomize", "conftest", "json"):
            (copy / folder / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    command = Path(sys.executable).with_name("cyberspace-corpus")
    done = subprocess.run([command, "validate"], cwd=copy, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"E110" in done.stdout
    assert not (tmp_path / "run").exists()
    assert {found.rule for found in validate(copy).findings} == {"E110"}
