"""The engine of many machines: Dask."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar

from cyberspace_corpus.engine.local import Lost

J = TypeVar("J")
R = TypeVar("R")

AHEAD: Final = 4
"""How many jobs a thread has before it, or done before their turn: so many answers are held."""


class Dask:
    """The workers of the scheduler at an address, or, without one, some on this machine.

    The jobs of a worker that dies are given to others; one that outlives no worker in four
    ends the run. All workers must see the corpus and the records at the same paths.
    """

    def __init__(self, address: str | None) -> None:
        self._address = address

    def __call__(self, function: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
        from distributed import Client, KilledWorker

        rest, under_way = iter(jobs), deque[Any]()
        with self._client(Client) as client:
            room = AHEAD * max(1, sum(client.nthreads().values()))
            while True:
                for job in islice(rest, room - len(under_way)):
                    under_way.append(client.submit(function, job, pure=False))
                if not under_way:
                    return
                try:
                    yield under_way.popleft().result()
                except KilledWorker:
                    raise Lost("a job has killed every worker that tried it") from None

    def _client(self, client: Any) -> Any:
        if self._address is None:
            return client(processes=True, threads_per_worker=1, dashboard_address=None)
        try:
            return client(self._address, timeout=10, set_as_default=False)
        except (OSError, ValueError):
            raise Lost(f"no scheduler answers at {self._address}") from None
