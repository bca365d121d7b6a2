"""Names of files: which there may be (the same on every system, no surprises in a path), and
which there are in a folder."""

from __future__ import annotations

import errno
import os
import re
import stat
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

_STEM = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_MAX = 140
_GENERATED = re.compile(r"data/(?:tables|corpus\.json|\.corpus\.json\.[^/]*\.part)")

RELEASES: Final = "data/releases"
"""Where the ids of every release are kept, in a file called by its version."""

_RELEASE = re.compile(RELEASES + r"/(?:(?:0|[1-9][0-9]{0,8})\.){2}(?:0|[1-9][0-9]{0,8})\.txt")

RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
)
"""Names that Windows keeps for devices: a checkout there would fail."""


def file_name_fault(path: str) -> str | None:
    """The part of the path that no file of the corpus may be called, or None."""
    return next((part[:80] for part in path.split("/") if _is_faulty(part)), None)


@lru_cache(maxsize=1024)
def _is_faulty(part: str) -> bool:
    stem = part.rsplit(".", 1)[0] if part.endswith((".yaml", ".txt")) else part
    return not _STEM.fullmatch(stem) or len(part) > _MAX or stem.split(".")[0] in RESERVED


def is_generated(path: str) -> bool:
    """Whether a build writes what lies at ``path``, or left it behind when it was killed."""
    return _GENERATED.fullmatch(path) is not None


def is_release(path: str) -> bool:
    """Whether ``path`` is where the ids of a release are kept."""
    return _RELEASE.fullmatch(path) is not None


def version_key(version: str) -> tuple[int, ...]:
    """What versions are ordered by; :class:`ValueError` if it is not of the form 1.2.3."""
    if not is_release(f"{RELEASES}/{version}.txt"):
        raise ValueError(f"{version!r} is not of the form 1.2.3")
    return tuple(map(int, version.split(".")))


def listing(folder: Path, limit: int) -> list[str]:
    """The names in a folder, sorted; no more than ``limit``, in whichever order they come.

    Raises :class:`OSError` for what is no folder, a link to one too.
    """
    mode = folder.lstat().st_mode
    if not stat.S_ISDIR(mode):
        raise OSError(errno.ENOTDIR, type_of(mode))
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in islice(entries, limit))


def type_of(mode: int) -> str:
    """What kind of thing has the mode, in words."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "a file" if stat.S_ISREG(mode) else "a special file"
