"""A hand-curated bilingual corpus of policy documents on a community with a shared future in
cyberspace.

>>> import cyberspace_corpus as cc
>>> corpus = cc.load()
>>> record = corpus["china-africa-2021/16"]
>>> record.status_zh, record.status_en
('original', 'official')
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing itself takes a while to load

__version__ = "0.1.0"

if TYPE_CHECKING:
    from typing import Any

    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.missing import Missing
    from cyberspace_corpus.published.nested import NoData, load
    from cyberspace_corpus.published.quotation import Quote
    from cyberspace_corpus.published.redirection import Moved, Withdrawn
    from cyberspace_corpus.published.rows import (
        Concordance,
        Date,
        Difference,
        Document,
        Entity,
        EntityType,
        Mention,
        Provenance,
        Quantity,
        Record,
        RecordTopic,
        Redirect,
        Section,
        Segment,
        Source,
        Term,
        Topic,
        Unmatched,
        Variant,
    )

__all__ = [
    "Concordance",
    "Corpus",
    "Date",
    "Difference",
    "Document",
    "Entity",
    "EntityType",
    "Mention",
    "Missing",
    "Moved",
    "NoData",
    "Provenance",
    "Quantity",
    "Quote",
    "Record",
    "RecordTopic",
    "Redirect",
    "Section",
    "Segment",
    "Source",
    "Term",
    "Topic",
    "Unmatched",
    "Variant",
    "Withdrawn",
    "__version__",
    "load",
]

_MODULES = {
    "Corpus": "corpus",
    "Missing": "missing",
    "NoData": "nested",
    "load": "nested",
    "Quote": "quotation",
    "Moved": "redirection",
    "Withdrawn": "redirection",
}
"""The modules of the names that are no rows of tables."""


def __getattr__(name: str) -> Any:
    """A name of the package, imported when it is first asked for: a command that reads no
    published data does not wait for what does."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.published.{_MODULES.get(name, 'rows')}")
    globals()[name] = found = getattr(module, name)
    return found
