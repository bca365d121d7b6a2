"""A folder that is written as a whole: switched in by renames, or left as it was."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

SUMS: Final = "SHA256SUMS"


class Busy(Exception):
    """Another process is writing there."""


class Foreign(Exception):
    """The folder holds files that were not written as it is: it must not be replaced."""


def checksums(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum`` writes and checks them."""
    return b"".join(
        f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n".encode() for path in sorted(files)
    )


def switch(files: Mapping[str, bytes], target: Path, mark: str) -> None:
    """Make ``target`` hold exactly the files: written beside it, then switched by renames.

    The files include ``SUMS``, the list of all others. ``mark`` is the path of one that no
    other kind of folder has: a folder there is only replaced if its own list has it, and it
    holds nothing beside what that list and this one have.

    An interruption leaves the last folder whole, there or in ``<target>.old``, from where the
    next run puts it back. Raises :class:`Foreign` rather than delete what is not ours,
    :class:`Busy` while another run switches, :class:`OSError` if the files cannot be written;
    then the last folder is as it was.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    old = _old(target)
    with held(target.parent):
        _recover(target)
        if foreign := next(_foreign(files, target, mark), None):
            raise Foreign(f"{target} holds what was not written by this command: {foreign}")
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            _write(files, stage)
            if target.exists():
                os.rename(target, old)
            os.rename(stage, target)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            _recover(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what an interrupted run left: the last folder comes back, half ones go. Nothing is
    done while another run switches."""
    target = target.resolve()
    if target.parent.is_dir():
        with contextlib.suppress(Busy), held(target.parent):
            _recover(target)


def _recover(target: Path) -> None:
    old = _old(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)
    for left in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(target.name + ".old")


def _write(files: Mapping[str, bytes], stage: Path) -> None:
    for path, data in files.items():
        file = stage / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        file.chmod(0o644)
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def _foreign(files: Mapping[str, bytes], target: Path, mark: str) -> Iterator[str]:
    """What lies in the folder and neither the last run wrote nor this one writes."""
    if not target.exists():
        return
    if not target.is_dir():
        yield target.name
        return
    sums = target / SUMS
    listed = sums.read_text("utf-8", "replace").splitlines() if sums.is_file() else []
    known = {line[66:] for line in listed}
    # Lists of checksums are common: ours is one that has the mark.
    known = known | {SUMS, *files} if mark in known else {*files}
    for file in sorted(target.rglob("*")):
        path = file.relative_to(target).as_posix()
        if path not in known and (file.is_symlink() or not file.is_dir()):
            yield path


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer; :class:`Busy` if somebody else holds it."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield
    finally:
        os.close(descriptor)
