"""``cyberspace-corpus`` with the core of its rules alone: the form of the YAML, both judges of
the shape (which every file passes before any rule), ids that are unique and lead somewhere, and
names that stand in the text. Nobody needs it but the benchmark, to compare like with like."""

from __future__ import annotations

import sys
from typing import Any, Final

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.rules import run  # noqa: F401  (registers every check)
from cyberspace_corpus.rules.check import CORPUS_CHECKS, RECORD_CHECKS

CORE: Final = {"references", "identities", "listings", "entities"}

registered: tuple[list[Any], ...] = (RECORD_CHECKS, CORPUS_CHECKS)
for checks in registered:
    checks[:] = [check for check in checks if check.__name__ in CORE]
assert sum(map(len, registered)) == len(CORE)
sys.exit(main(sys.argv[1:]))
