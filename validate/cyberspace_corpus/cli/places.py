"""Where the corpus is, and which of its files the user means."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cyberspace_corpus.cli.main import WrongUse


def corpus_root(given: str | None) -> Path:
    """The folder that holds ``data/``: the one named, or the nearest one from here upwards."""
    if given is not None:
        root = Path(given)
        if not (root / "data").is_dir():
            raise WrongUse(f"no folder data/ in {given}")
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "records").is_dir():
            return folder
    raise WrongUse("no corpus here: run it inside a checkout, or name one with --root FOLDER")


def inside(root: Path, paths: Iterable[str]) -> list[str]:
    """The paths as the corpus names them: from its root, with ``/``."""
    found: list[str] = []
    for path in paths:
        whole = Path(os.path.abspath(path))
        try:
            found.append(whole.relative_to(Path(os.path.abspath(root))).as_posix())
        except ValueError:
            raise WrongUse(f"{path} is not inside the corpus") from None
        if not whole.exists():
            raise WrongUse(f"{path} does not exist")
    return found


def covers(chosen: Iterable[str], path: str) -> bool:
    """Whether one of the chosen files or folders is or holds ``path``."""
    return any(path == one or one == "." or path.startswith(f"{one}/") for one in chosen)
