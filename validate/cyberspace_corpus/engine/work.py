"""What an engine has to do: pure functions of a job, which may run anywhere and in any order.

Every rule but a few is about one document: its file, its sources, its records. So a document is
what is judged at a time, and what a process holds beside the entities and the vocabularies. What
the few other rules need of it is small and comes back in its :class:`Part`; parts add up in any
order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

from cyberspace_corpus import __version__
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry, File, read_shared
