"""What earlier validations found, kept outside the repository, so that nothing is judged twice.

Everything is kept by content: a verdict holds for exactly the bytes of the corpus, of this
package and of the libraries that it was reached with (and for the day, where exceptions expire).
Times of files are never asked. What is not as it was written, is from another version or cannot
be read counts as not there; what cannot be written is not kept. So the cache may be deleted at
any time, and it changes how long a validation takes, never what it finds.

This module is all that a validation with nothing new to judge needs, so it imports next to
nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Final, NamedTuple

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.names import is_generated

VERDICT: Final = "verdict"
"""The name that the verdict on the whole corpus is kept under."""

SHARDS: Final = 64
"""Into how many files the verdicts on documents are divided: one changed record rewrites one."""

MAX_BYTES: Final = 8_388_608
"""Largest file of a corpus that is still digested: twice the largest that may be read."""

LIBRARIES: Final = ("jsonschema", "pydantic", "pydantic_core", "ruamel")
"""Whose versions a verdict may depend on."""

_DIGEST: Final = 32  # digits of SHA-256; no one gains by a collision in a cache of his own
_PIECE: Final = 16_384  # bytes; nearly every file is smaller


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST]


def combined(parts: Iterable[str]) -> str:
    """One digest of many words, none of which holds a NUL."""
    return digest("\0".join(parts).encode("utf-8", "surrogateescape"))


@cache
def version() -> str:
    """The digest of all that judges: the package's own source, Python, the libraries."""
    here = os.path.dirname(__file__)
    said = [sys.version]
    for folder, folders, files in os.walk(here):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "data"))
        for name in sorted(files):
            if name.endswith((".py", ".toml")):
                path = os.path.join(folder, name)
                with open(path, "rb", buffering=0) as file:
                    said += [os.path.relpath(path, here), digest(file.read())]
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except OSError:
            continue
        said += sorted(n for n in names if n.endswith(".dist-info") and n.startswith(LIBRARIES))
    return combined(said)


def survey(root: str) -> dict[str, str] | None:
    """The digest of every file below ``data/`` that no build writes, by its path from the root;
    None if anything there is no plain file or folder, or cannot be read."""
    found: dict[str, str] = {}
    folders = ["data"]
    try:
        while folders:
            folder = folders.pop()
            with os.scandir(os.path.join(root, folder)) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}"
                    if folder == "data" and is_generated(path):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        found[path] = digest(_content(entry.path))
                    else:
                        return None
    except OSError:
        return None
    return found


def _content(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        content = piece = os.read(descriptor, _PIECE)
        while len(piece) == _PIECE:
            piece = os.read(descriptor, _PIECE)
            content += piece
            if len(content) > MAX_BYTES:
                raise OSError("too large")
        return content
    finally:
        os.close(descriptor)


def corpus_key(version: str, digests: Mapping[str, str], today: str) -> str:
    """What the verdict on a whole corpus is kept by."""
    day = today if "data/exceptions.yaml" in digests else ""
    return combined([version, day, *(part for item in sorted(digests.items()) for part in item)])


class Outcome(NamedTuple):
    """What a validation came to: all findings in order, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int


class Cache:
    """The folder in which the verdicts on one corpus are kept."""

    def __init__(self, root: str) -> None:
        environment = os.environ
        base = environment.get("CYBERSPACE_CORPUS_CACHE") or os.path.join(
            environment.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"),
            "cyberspace-corpus",
        )
        # The place of a corpus only tells where to look; whether it fits is told by content.
        name = combined([os.path.realpath(root)])
        self._folder = os.path.join(base, name)

    @property
    def is_new(self) -> bool:
        """Whether nothing has been kept here yet."""
        return not os.path.isdir(self._folder)

    def verdict(self, digests: Mapping[str, str], today: str) -> Outcome | None:
        """What was found in a corpus of these files, if that is known."""
        kept = self.load(VERDICT, corpus_key(version(), digests, today))
        return kept and Outcome(tuple(map(finding_of, kept["findings"])), kept["files"])

    def keep_verdict(self, digests: Mapping[str, str], today: str, outcome: Outcome) -> None:
        kept = {"files": outcome.files, "findings": list(map(row_of, outcome.findings))}
        self.keep(VERDICT, corpus_key(version(), digests, today), kept)

    def load(self, name: str, key: str) -> Any:
        """What was kept under the name, if it was kept for the key and is whole; else None."""
        try:
            with open(os.path.join(self._folder, name), "rb") as file:
                head, _, content = file.read().partition(b"\n")
        except OSError:
            return None
        if head.decode("ascii", "replace") != f"{key} {digest(content)}":
            return None
        return json.loads(content)

    def keep(self, name: str, key: str, what: Any) -> None:
        """Keep something under a name, in place of what was there; at once or not at all."""
        content = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode()
        part = os.path.join(self._folder, f".{name}.{os.getpid()}.part")
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            with open(part, "wb") as file:
                file.write(f"{key} {digest(content)}\n".encode() + content)
            os.replace(part, os.path.join(self._folder, name))
        except OSError:
            with suppress(OSError):
                os.unlink(part)


Row = list[Any]


def row_of(finding: Finding) -> Row:
    """A finding as JSON keeps it."""
    place = finding.line, finding.column
    return [finding.rule, finding.path, *place, finding.record, dict(finding.values)]


def finding_of(row: Row) -> Finding:
    return Finding(*row)


def shard_of(document: str) -> str:
    """The name of the shard that keeps the verdict on a document."""
    return f"documents-{int(digest(document.encode())[:2], 16) % SHARDS:02}"
