"""What a page of the reader is, and which kinds there are."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from cyberspace_corpus.site.book import Book

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
Both = Mapping[Lang, str]
"""A text in both languages."""


def both(zh: str, en: str) -> Both:
    """A text in both languages."""
    return {"zh": zh, "en": en}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, written once in each language of the interface.

    ``path`` is its place below ``zh/`` and ``en/`` (``documents/wic-2020.html``), ``kind`` what
    it is (``document``): the template is ``<kind>.html.j2``, the style sheets are ``site.css``,
    ``styles`` and, where there is one, ``<kind>.css``. ``title`` and ``about`` (one sentence for
    a search engine) are by language; ``place`` is the entry of the menu that it belongs to.
    ``scripts`` are paths below ``assets/`` that the page runs beside ``site.js``; ``values`` is
    what the template is given.
    """

    path: str
    kind: str
    title: Both
    about: Both
    place: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is made, for both languages: its ``path`` below ``assets/``."""

    path: str
    content: bytes


def everything(book: Book) -> Iterator[Page | Asset]:
    """The pages and made files of every module in ``site.pages``, by the name of the module."""
    package = import_module("cyberspace_corpus.site.pages")
    for name in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        yield from import_module(f"{package.__name__}.{name}").pages(book)
