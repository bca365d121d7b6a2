"""The published corpus, for commands that read it."""

from __future__ import annotations

from cyberspace_corpus import Corpus, NoData, load
from cyberspace_corpus.cli.main import WrongUse


def published() -> Corpus:
    """The corpus as last built, or a line that says why there is none."""
    try:
        return load()
    except NoData as problem:
        raise WrongUse(f"{problem}; build it with: cyberspace-corpus build") from None
