"""A hand-curated bilingual corpus of policy documents on a community with a shared future in
cyberspace.

    >>> import cyberspace_corpus as cc
    >>> corpus = cc.load()
    >>> record = corpus["china-africa-2021/16"]
    >>> record.status_zh, record.status_en
    ('original', 'official')
"""

from __future__ import annotations

__version__ = "0.1.0"

from cyberspace_corpus.published.corpus import Corpus, NoData, load
from cyberspace_corpus.published.redirection import Moved, Withdrawn
from cyberspace_corpus.published.rows import (
    Concordance,
    Date,
    Document,
    Entity,
    Mention,
    Quantity,
    Record,
    Redirect,
    Section,
    Segment,
    Source,
    Term,
    Topic,
    Variant,
)

__all__ = [
    "Concordance",
    "Corpus",
    "Date",
    "Document",
    "Entity",
    "Mention",
    "Moved",
    "NoData",
    "Quantity",
    "Record",
    "Redirect",
    "Section",
    "Segment",
    "Source",
    "Term",
    "Topic",
    "Variant",
    "Withdrawn",
    "__version__",
    "load",
]
