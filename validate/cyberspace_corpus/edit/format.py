"""The canonical form of a file: the same values and comments, always written alike."""

from __future__ import annotations

from pathlib import Path

from cyberspace_corpus.build.write import replace
from cyberspace_corpus.corpus import read_bytes
from cyberspace_corpus.model.kinds import Kind, integer_keys
from cyberspace_corpus.model.order import blocks, ordered
from cyberspace_corpus.yamlio.reader import MAX_BYTES, Value, parse
from cyberspace_corpus.yamlio.writer import rewrite


class WouldChange(Exception):
    """The canonical form would not hold the same values: a fault of the writer."""


def canonical_bytes(kind: Kind, raw: bytes, data: Value = None) -> bytes:
    """The canonical form of a file, or of new ``data`` with that file's comments.

    Raises :class:`~cyberspace_corpus.yamlio.reader.Unreadable` if the file cannot be read.
    """
    parsed = parse(raw, integer_keys())
    wanted = parsed.data if data is None else data
    written = rewrite(parsed, ordered(kind, wanted), modeline=kind.modeline, blocks=blocks(kind))
    if parse(written, integer_keys()).data != wanted:
        raise WouldChange
    return written


def format_file(root: Path, path: str, kind: Kind, *, write: bool) -> bool:
    """Whether the file was not in canonical form; it is rewritten if ``write``."""
    raw = read_bytes(root / path, MAX_BYTES)
    wanted = canonical_bytes(kind, raw)
    if wanted == raw:
        return False
    if write:
        replace(root / path, wanted)
    return True
