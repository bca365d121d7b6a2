"""What an engine is, and those of one machine."""

from __future__ import annotations

import os
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
    """So many processes of this machine; this one alone for a single job."""

    def engine(function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        jobs = list(jobs)
        if min(processes, len(jobs)) < 2:
            yield from one(function, jobs)
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        with ProcessPoolExecutor(processes) as pool:
            try:
                yield from pool.map(function, jobs)
            except BrokenProcessPool:
                raise Lost("a process was killed, perhaps for want of memory") from None

    return engine
