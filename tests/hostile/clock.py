"""How long a hostile file may take: two seconds of the processor, on any computer.

The bound is on work, not on a computer's speed. A slow or loaded one takes longer for everything,
so whoever goes beyond the bound is measured against a fixed piece of work that is done right
there and then: if that is slower too, the bound is longer by as much. A change that makes the
program dearer makes nothing else slower, and fails. On a faster computer the bound stays what it
is. What is measured is the time of the processor that this process had, so what others do at the
same time counts only as far as they slow the processor itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

SECONDS: Final = 2.0
"""Most time of the processor for one validation and its report. The dearest hostile file needs
half of it, and a file without faults a tenth."""

USUAL: Final = 0.23
"""Seconds that :func:`work` takes on the computer that the bound was set on: a virtual machine
with two processors (Intel Xeon), CPython 3.11, with nothing else to do."""


def work() -> int:
    """What the program mostly does, without a line of it: Python that looks at characters, cuts
    and joins them, and fills tables and objects that are let go again."""
    words = [f"{number:x}-{number * 7919:x}" for number in range(500)]
    total = 0
    for turn in range(200):
        counts: dict[str, list[tuple[int, str]]] = {}
        for number, word in enumerate(words):
            for at, character in enumerate(word):
                if character.isdigit() and at > turn % 3:
                    total += 1
            counts.setdefault(word[:2], []).append((number, word.replace("-", "").upper()))
        total += len(",".join(sorted(word for found in counts.values() for _, word in found)))
    return total


def taken(action: Callable[[], object]) -> float:
    """Seconds of the processor that something takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def bound(seconds: float) -> float:
    """The bound for what took ``seconds`` just now: asked right behind it, it is
    :data:`SECONDS`, or more if it was passed and this computer is slow at the moment."""
    if seconds < SECONDS:
        return SECONDS
    return SECONDS * max(1.0, taken(work) / USUAL)
