"""Which names files may have: the same file on every system, and no surprises in a path."""

from __future__ import annotations

import re
from typing import Final

_STEM = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_MAX = 140

RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}
)
"""Names that Windows keeps for devices: a checkout there would fail."""


def file_name_fault(path: str) -> str | None:
    """The part of the path that no file of the corpus may be called, or None."""
    for part in path.split("/"):
        stem = part.rsplit(".", 1)[0] if part.endswith((".yaml", ".txt")) else part
        if not _STEM.fullmatch(stem) or len(part) > _MAX or stem.split(".")[0] in RESERVED:
            return part[:80]
    return None
