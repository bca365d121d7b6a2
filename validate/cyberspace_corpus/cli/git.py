"""What git knows of the checkout around a corpus: revisions, their files, what has changed.

Git is only asked, never told to write. Paths are those of the corpus: from its root.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.yamlio.characters import printable

DEFAULT_BRANCHES: Final = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
"""Where the default branch may be found, best first."""

REGULAR: Final = ("100644", "100755")
"""Modes of regular files in a tree."""


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), "-c", "diff.autoRefreshIndex=false", *arguments],
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise WrongUse("git is not installed") from None


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line that git said on what went wrong, as a message may show it."""
    return printable(done.stderr.decode("utf-8", "replace").strip().split("\n")[0])


def _asked(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git answers; :class:`WrongUse` with its reason if it does not."""
    done = _git(root, *arguments, given=given)
    if done.returncode:
        said = _reason(done)
        raise WrongUse(f"git {arguments[0]} failed: {said or done.returncode}")
    return done.stdout


def check_checkout(root: Path) -> None:
    """Raise :class:`WrongUse` unless ``root`` lies in the work tree of a repository."""
    done = _git(root, "rev-parse", "--is-inside-work-tree")
    if done.returncode or done.stdout.strip() != b"true":
        said = _reason(done)
        raise WrongUse(f"{root} is not in a git checkout" + (f" ({said})" if said else ""))


def commit_of(root: Path, revision: str) -> str | None:
    """The commit that a revision names; None if there is no such revision."""
    if not revision or revision.startswith("-") or "\0" in revision:
        return None
    done = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return done.stdout.decode().strip() if done.returncode == 0 else None


def merge_base(root: Path) -> tuple[str, str] | None:
    """The last commit that HEAD shares with the default branch, and that branch's name; None
    if no default branch is known."""
    for branch in DEFAULT_BRANCHES:
        if commit_of(root, branch) is None:
            continue
        done = _git(root, "merge-base", "HEAD", branch)
        if done.returncode == 0 and done.stdout:
            return done.stdout.decode().split()[0], branch.split("/", 2)[2]
    return None


def changed_files(root: Path, commit: str, folder: str) -> frozenset[str]:
    """The files below ``folder`` that the work tree has changed, added or lost against the
    commit: what is not committed counts, and what git does not track or ignores."""
    options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative")
    changed = _asked(root, "diff", *options, commit, "--", folder)
    untracked = _asked(root, "ls-files", "--others", "-z", "--", folder)
    return frozenset(os.fsdecode(name) for name in (changed + untracked).split(b"\0") if name)


def files_at(
    root: Path, commit: str, folder: str, wanted: Callable[[str], bool]
) -> dict[str, bytes]:
    """The regular files below ``folder`` in a commit, byte for byte, by path."""
    ids: dict[str, str] = {}
    for row in _asked(root, "ls-tree", "-r", "-z", commit, "--", folder).split(b"\0"):
        about, _, name = row.partition(b"\t")
        path = os.fsdecode(name)
        if row and about.decode().split()[0] in REGULAR and wanted(path):
            ids[path] = about.decode().split()[2]
    given = "".join(f"{id}\n" for id in ids.values()).encode()
    answer = _asked(root, "cat-file", "--batch", given=given)
    found: dict[str, bytes] = {}
    at = 0
    for path in ids:
        end = answer.index(b"\n", at)
        header = answer[at:end].split()
        if len(header) != 3:  # "<id> missing": a partial clone
            raise WrongUse(f"git does not have {path} of {commit[:10]}")
        start, size = end + 1, int(header[2])
        found[path] = answer[start : start + size]
        at = start + size + 1
    return found
