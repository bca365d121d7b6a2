"""Files of one kind that are read when they are asked for, and hardly kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, Generic, TypeVar

KEPT: Final = 8
"""How many files are kept for who asks next."""

T = TypeVar("T")


class Shelf(Mapping[str, T], Generic[T]):
    """What files hold, by id. One that cannot be read is there without a value: ``in`` finds
    it, ``get`` gives None."""

    def __init__(self, ids: Collection[str], load: Callable[[str], T | None]) -> None:
        self._ids = ids
        self._load = load
        self._held: OrderedDict[str, T | None] = OrderedDict()

    def __getitem__(self, id: str) -> T:
        if id not in self._ids:
            raise KeyError(id)
        if id not in self._held:
            self._held[id] = self._load(id)
            if len(self._held) > KEPT:
                self._held.popitem(last=False)
        held = self._held[id]
        if held is None:
            raise KeyError(id)
        return held

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
