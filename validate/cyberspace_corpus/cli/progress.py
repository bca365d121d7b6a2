"""A line that counts, for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def progress(things: str) -> Progress | None:
    """A line that counts things, on a terminal, once a second has passed."""
    if not sys.stderr.isatty():
        return None
    start = time.monotonic()

    def show(done: int, total: int) -> None:
        if time.monotonic() - start > 1:
            end = "\r\033[K" if done == total else ""
            print(f"\r{done}/{total} {things}{end}", end="", file=sys.stderr, flush=True)

    return show
