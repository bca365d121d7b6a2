"""What is said when something is asked for by a name that nothing has."""

from __future__ import annotations

from collections.abc import Iterable


class Missing(KeyError):
    """Nothing has this name. Its text is one line that says so and names the nearest.

    ``what`` says what was asked for (``record``, ``table`` ...), ``near`` are the names that come
    nearest, at most three, or all of a few.
    """

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        super().__init__(name)
        self.what = what
        self.near = _near(str(name), sorted(set(known)))

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        return f"no {self.what} {self.args[0]!r}{hint}"

    def __reduce__(self) -> tuple[type[Missing], tuple[str, object, tuple[str, ...]]]:
        return type(self), (self.what, self.args[0], self.near)


def _near(name: str, known: list[str]) -> tuple[str, ...]:
    """The names most like it, at most three; all of them where there are only a few."""
    from difflib import get_close_matches

    return tuple(
        get_close_matches(name, known, n=3, cutoff=0.6) or (known if len(known) < 6 else ())
    )
