"""Which files lie below ``data/``, and which of them do not belong there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.model.kinds import KINDS, kind_of
from cyberspace_corpus.names import RELEASES, file_name_fault, is_generated, is_release, listing
from cyberspace_corpus.yamlio.characters import printable

MAX_NAMES: Final = 2_000_000
"""Most names below ``data/``: a million records, and as much again. They are kept in memory,
some hundred bytes each."""

MAX_STRAY: Final = 200
"""Most names below `data/` that belong to no file of the corpus and are told one by one: with
more, something else was put there."""


def walk(root: Path, findings: list[Finding], broken: set[str]) -> Iterator[str]:
    """Paths of all authored files, witness texts and ids of releases below ``data/``, sorted.

    Whatever lies there and is neither, nor generated, is a finding: a record must not be
    passed over because of its name. A folder that cannot be looked into is in ``broken`` with
    a slash behind it. No link is followed.
    """
    folders = ["data"]
    found: list[str] = []
    seen = stray = 0
    while folders:
        folder = folders.pop()
        try:
            names = listing(root / folder, MAX_NAMES + 1 - seen)
        except OSError as error:
            values = {"value": error.strerror or "not readable"}
            findings.append(Finding("E101", folder, 1, 1, None, values))
            broken.add(f"{folder}/")
            continue
        if seen + len(names) > MAX_NAMES:
            values = {"value": "names", "limit": str(MAX_NAMES)}
            findings.append(Finding("E108", folder, 1, 1, None, values))
            broken.add(f"{folder}/")
            continue
        seen += len(names)
        for name in names:
            path = f"{folder}/{name}"
            if is_generated(path):
                continue
            is_text = is_release(path) or (
                path.startswith("data/sources/") and name.endswith(".txt")
            )
            if is_text or kind_of(path) is not None:
                if fault := file_name_fault(path):
                    values = {"value": printable(fault)}
                    findings.append(Finding("E115", printable(path), 1, 1, None, values))
                    broken.add(path)
                else:
                    found.append(path)
            elif _is_room(path) and (os.path.islink(root / path) or os.path.isdir(root / path)):
                folders.append(path)
            elif (stray := stray + 1) <= MAX_STRAY:
                values = {"value": printable(name, 80)}
                findings.append(Finding("E110", printable(path), 1, 1, None, values))
            elif stray == MAX_STRAY + 1:
                values = {"value": "names that belong nowhere", "limit": str(MAX_STRAY)}
                findings.append(Finding("E108", folder, 1, 1, None, values))
    yield from sorted(found)


def _is_room(path: str) -> bool:
    """Whether a folder may lie at ``path``: one that some pattern runs through."""
    if path == RELEASES:
        return True
    depth = path.count("/")
    for kind in KINDS:
        parts = kind.pattern.split("/")[: depth + 1]
        if len(kind.pattern.split("/")) <= depth + 1:
            continue
        if all(want in ("*", part) for want, part in zip(parts, path.split("/"), strict=True)):
            return True
    return False
