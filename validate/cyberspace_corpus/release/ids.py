"""The ids of a release, kept in the repository so that they resolve forever.

``data/releases/<version>.txt`` has one id a line, sorted; its first line is the digest of
``data/corpus.json``, by which a release is told from a later state of the same version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.names import RELEASES
from cyberspace_corpus.rules.identity import identifiers

PUBLISHED = "data/corpus.json"


def path_of(version: str) -> str:
    return f"{RELEASES}/{version}.txt"


def ids_file(corpus: Corpus, files: Mapping[str, bytes]) -> bytes:
    """The ids file of a release whose generated files are ``files``."""
    digest = hashlib.sha256(files[PUBLISHED]).hexdigest()
    lines = [f"# {PUBLISHED} sha256:{digest}", *sorted(identifiers(corpus))]
    return ("\n".join(lines) + "\n").encode()


def kept(corpus: Corpus, version: str) -> bytes:
    """The ids file of a release as it stands in the repository."""
    return "\n".join(line.text for line in corpus.releases[version]).encode()
