"""``validate --watch``: validate again whenever a file is saved."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cyberspace_corpus.names import is_generated

if TYPE_CHECKING:
    from cyberspace_corpus.rules.run import Result

INTERVAL: Final = 0.2
"""Seconds between two looks at the files."""

INTERRUPTED: Final = 130


def watch(root: Path, progress: Any, show: Callable[[Result], object]) -> int:
    """Show the result now and after every save, until Ctrl-C; the exit code."""
    from cyberspace_corpus.rules.run import validate

    try:
        # Looked at before it is read: a save in between is seen by the next look.
        seen = _stamps(root)
        result = validate(root, progress)
        while True:
            _clear()
            show(result)
            print("watching ... (Ctrl-C ends)", flush=True)
            while (now := _stamps(root)) == seen:
                time.sleep(INTERVAL)
            seen = now
            result = validate(root, before=result.memory)
    except KeyboardInterrupt:
        print(flush=True)
        return INTERRUPTED


def _stamps(root: Path) -> dict[str, Any]:
    """The stamp of everything below ``data/`` that is not generated."""
    from cyberspace_corpus.corpus import stamp_of

    found: dict[str, Any] = {}
    for folder, folders, files in os.walk(root / "data"):
        here = Path(folder)
        if here == root / "data":
            folders[:] = [name for name in folders if not is_generated(f"data/{name}")]
            files = [name for name in files if not is_generated(f"data/{name}")]
        found |= {os.path.join(folder, name): stamp_of(here / name) for name in files}
        found |= dict.fromkeys(os.path.join(folder, name) for name in folders)
    return found


def _clear() -> None:
    """An empty screen, on a terminal that can be cleared."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print("\033[2J\033[H", end="")
