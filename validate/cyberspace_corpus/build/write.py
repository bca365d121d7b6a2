"""Writing files of the corpus: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from cyberspace_corpus.corpus import read_bytes
from cyberspace_corpus.folder import held
from cyberspace_corpus.yamlio.reader import Unreadable


def replace(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` by one rename: a reader sees the old file or the new.

    Raises :class:`OSError`; then the old file is untouched and nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def stale(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Paths of the outputs that are missing, or hold something else, or are no ordinary files."""
    found: list[str] = []
    for path, content in files.items():
        try:
            same = read_bytes(root / path, len(content)) == content
        except Unreadable:
            same = False
        if not same:
            found.append(path)
    return found


def replace_all(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the outputs that are not what they should be, and tell which.

    Everything is written beside its place first, so that a full disk or a folder that may not
    be written changes no output; then each file is renamed into place. A run cut short between
    two renames leaves whole files, some old and some new, which the next build makes one set.
    """
    with held(root):
        changed = stale(root, files)
        targets = {path: _target(root, path) for path in changed}
        staged: list[tuple[str, Path]] = []
        try:
            for path, target in targets.items():
                descriptor, name = tempfile.mkstemp(
                    prefix=f".{target.name}.", suffix=".part", dir=target.parent
                )
                staged.append((name, target))
                with open(descriptor, "wb") as file:
                    file.write(files[path])
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(name, 0o644)
            for name, target in staged:
                os.replace(name, target)
        finally:
            for name, _ in staged:
                with contextlib.suppress(OSError):
                    os.unlink(name)
    return changed


def _target(root: Path, path: str) -> Path:
    """Where an output is to be put, in a folder that is there and lies below ``root``.

    Raises :class:`OSError` where a link would lead elsewhere, or a folder stands in the way.
    """
    folder = root
    *parents, name = PurePosixPath(path).parts
    for part in parents:
        folder /= part
        if folder.is_symlink():
            shown = folder.relative_to(root).as_posix()
            raise OSError(errno.ELOOP, f"{shown} is a symbolic link")
        folder.mkdir(exist_ok=True)
    target = folder / name
    if target.is_dir() and not target.is_symlink():
        raise OSError(errno.EISDIR, f"{path} is a folder")
    return target


def sweep(root: Path, folders: tuple[str, ...]) -> None:
    """Remove what a killed run left beside its outputs;
    :class:`~cyberspace_corpus.folder.Busy` if a run is under way."""
    with held(root):
        for folder in folders:
            if folder and (root / folder).is_symlink():
                continue
            for left in (root / folder).glob(".*.part"):
                with contextlib.suppress(OSError):
                    left.unlink()
