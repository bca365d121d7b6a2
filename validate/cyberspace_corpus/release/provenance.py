"""Where a release comes from: the commit, the witnesses, the libraries; for people and machines.

The statement follows in-toto Statement v1 and SLSA Provenance v1. It names no machine: the same
content, made anywhere with the same libraries, gives the same statement. It is not signed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import subprocess
import zlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.build.about import NAME, RELEASED, SCHEMA_VERSION, VERSION
from cyberspace_corpus.release.format import Content
from cyberspace_corpus.release.ids import path_of

LIBRARIES: Final = (
    "hatchling",
    "jsonschema",
    "lxml",
    "opencc",
    "pyarrow",
    "pydantic",
    "ruamel.yaml",
    "xlsxwriter",
)
"""The libraries that checked the corpus and wrote the formats."""

PLAIN: Final = "provenance.json"
UNKNOWN: Final = "unknown"


def provenance(content: Content, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The provenance as plain JSON, and the statement on the files so far."""
    plain = _plain(content)
    return {
        PLAIN: _json(plain),
        "provenance.intoto.json": _json(_statement(content, files, plain)),
    }


def commit(root: Path) -> tuple[str, bool | None]:
    """The commit of the checkout, and whether anything in it is not as committed; ("unknown",
    None) outside a checkout. The ids file that the release itself writes does not count."""
    head = _git(root, "rev-parse", "--verify", "HEAD")
    own = f":(exclude){path_of(VERSION)}"
    changed = _git(root, "status", "--porcelain", "--untracked-files=all", "--", ".", own)
    if head is None or changed is None:
        return UNKNOWN, None
    return head.strip(), bool(changed)


def _git(root: Path, *words: str) -> str | None:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _plain(content: Content) -> dict[str, Any]:
    head, dirty = commit(content.root)
    return {
        "name": NAME,
        "version": VERSION,
        "released": RELEASED,
        "schema_version": SCHEMA_VERSION,
        "commit": head,
        "uncommitted_changes": dirty,
        "source_date_epoch": content.epoch,
        "witnesses": [
            {"id": source.id, "path": source.path, "sha256": _digest(content.root / source.path)}
            for source in content.corpus.sources
        ],
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES}
        | {"sqlite": sqlite3.sqlite_version, "zlib": zlib.ZLIB_RUNTIME_VERSION},
    }


def _statement(
    content: Content, files: Mapping[str, bytes], plain: Mapping[str, Any]
) -> dict[str, Any]:
    builder = f"pkg:pypi/{NAME}@{VERSION}"
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": path, "digest": {"sha256": hashlib.sha256(files[path]).hexdigest()}}
            for path in sorted(files)
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": f"{builder}#release",
                "externalParameters": {"command": ["cyberspace-corpus", "release"]},
                "internalParameters": {"SOURCE_DATE_EPOCH": str(content.epoch)},
                "resolvedDependencies": _dependencies(plain),
            },
            "runDetails": {"builder": {"id": builder, "version": {NAME: VERSION}}},
        },
    }


def _dependencies(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if plain["commit"] != UNKNOWN:
        dirty = {"uncommittedChanges": plain["uncommitted_changes"]}
        found.append(
            {"name": "checkout", "digest": {"gitCommit": plain["commit"]}, "annotations": dirty}
        )
    found += [
        {"name": witness["path"], "digest": {"sha256": witness["sha256"]}}
        for witness in plain["witnesses"]
    ]
    found.append({"name": "python", "uri": f"pkg:generic/python@{plain['python']}"})
    for name, number in plain["libraries"].items():
        kind = "pypi" if name in LIBRARIES else "generic"
        found.append({"name": name, "uri": f"pkg:{kind}/{name.replace('.', '-')}@{number}"})
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
