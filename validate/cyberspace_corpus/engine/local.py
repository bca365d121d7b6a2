"""What an engine is, and those of one machine."""

from __future__ import annotations

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


def one(function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
    """Everything in this process, a job at a time."""
    return map(function, jobs)


def several(processes: int) -> Engine:
    """So many processes of this machine."""

    def engine(function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        with ProcessPoolExecutor(processes) as pool:
            try:
                yield from pool.map(function, jobs)
            except BrokenProcessPool:
                raise Lost("a process was killed, perhaps for want of memory") from None

    return engine
