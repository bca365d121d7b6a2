"""What an engine is, and those of one machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

J = TypeVar("J")
R = TypeVar("R")


class Lost(Exception):
    """Whoever was doing the work has gone, and nobody takes it over; the message says who."""


class Engine(Protocol):
    """Applies a pure function of this package to every job, in any order and anywhere, and
    gives the answers in the order of the jobs."""

    def __call__(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]: ...


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one(function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
    """Everything in this process, a job at a time."""
    return map(function, jobs)


def several(processes: int) -> Engine:
    """So many processes of this machine, where there are jobs enough to pay for their start.
    Should one be killed, this one does the rest."""

    def engine(function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        jobs = list(jobs)
        if processes < 2 or len(jobs) < WORTH:
            yield from one(function, jobs)
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_all_start_methods, get_context

        # Who is forked off has what all jobs share, and need not read it.
        way = "fork" if "fork" in get_all_start_methods() else None
        pool = ProcessPoolExecutor(processes, get_context(way), _ignore_interrupts)
        done = 0
        try:
            for answer in pool.map(function, jobs):
                yield answer
                done += 1
        except BrokenProcessPool:
            yield from one(function, jobs[done:])
        finally:
            pool.shutdown(cancel_futures=True)

    return engine


WORTH = 8
"""Jobs from which on a second process pays for its start: some tenths of a second each."""


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its processes itself
