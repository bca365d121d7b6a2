"""What a row of a published table is: columns with a meaning, and parts.

A field made by :func:`column` is a column; the first ``KEY`` columns are the primary key. A
field made by :func:`part` holds the rows of another table that belong to the row.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import Field, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final

Text = str | None
Texts = tuple[str, ...]
Number = int | None
Day = datetime.date | None


def column(
    title: str,
    description: str,
    example: object,
    *,
    to: str | None = None,
    among: tuple[str, ...] | None = None,
) -> Any:
    """A column: its title, its meaning, an example; ``to`` is the table (or
    ``table.column``) that it refers to, ``among`` the only values it takes."""
    return field(
        metadata={
            "title": title,
            "description": description,
            "example": example,
            "to": to,
            "among": among,
        }
    )


def part(table: str) -> Any:
    """Not a column: the rows of another table that belong to this row."""
    return field(default=(), repr=False, metadata={"table": table})


class Row:
    """A row of a published table. ``TABLE`` is its name, ``KEY`` the number of key columns."""

    __slots__ = ()
    TABLE: ClassVar[str]
    KEY: ClassVar[int] = 1
    ABOUT: ClassVar[str]

    @classmethod
    @cache
    def columns(cls) -> tuple[Field[Any], ...]:
        """The columns, in their order."""
        return tuple(f for f in fields(cls) if "title" in f.metadata)  # type: ignore[arg-type]

    @classmethod
    @cache
    def names(cls) -> tuple[str, ...]:
        """The names of the columns, in their order; no table has but one."""
        return tuple(column.name for column in cls.columns())

    @classmethod
    @cache
    def _values(cls) -> Callable[[Row], tuple[Any, ...]]:
        return attrgetter(*cls.names())

    @classmethod
    def parts(cls) -> dict[str, type[Row]]:
        """The fields that hold rows of other tables which belong to this row."""
        found = fields(cls)  # type: ignore[arg-type]
        return {f.name: TABLES[f.metadata["table"]] for f in found if "table" in f.metadata}

    def values(self) -> tuple[Any, ...]:
        """The values of the row, in the order of the columns."""
        return self._values()(self)


def table(cls: type[Row]) -> type[Row]:
    """Register a row class as a published table."""
    TABLES[cls.TABLE] = cls
    return cls


TABLES: Final[dict[str, type[Row]]] = {}
"""All published tables by name, in the order of the descriptor."""
