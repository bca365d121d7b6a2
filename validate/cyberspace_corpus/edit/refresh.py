"""What a record states and a program can compute: its entities, its digests."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.document import Document
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.bilingual import digest


def refreshed(corpus: Corpus, *, translated: bool) -> Iterator[tuple[Entry[Any], Any]]:
    """Every file whose computed parts are not as they should be, with its new data.

    The list of entities becomes what the registry finds in the text. A missing digest is
    filled in; one that no longer fits is left alone, because it says that a translation is
    stale, unless ``translated`` says that the translations have been looked at.
    """
    context = Context(corpus)
    for entry in corpus.records.values():
        data = copy.deepcopy(entry.parsed.data)
        data["entities"] = _entities(entry, context)
        statuses = context.status(entry)
        project = statuses is not None and statuses.en == "project"
        for segment in data["text"]:
            _digest(segment, segment, project, translated)
        if data != entry.parsed.data:
            yield entry, data
    for document in corpus.documents.values():
        data = copy.deepcopy(document.parsed.data)
        _headings(document, data, translated)
        if data != document.parsed.data:
            yield document, data


def _entities(entry: Entry[Record], context: Context) -> list[str]:
    """What the text names; of an ambiguous name, what the record lists already."""
    found = {
        mention.entity
        for lang in LANGS
        for mention in context.mentions(entry, lang)
        if mention.entity is not None
    }
    return sorted(found)


def _headings(document: Entry[Document], data: Any, translated: bool) -> None:
    for section, model in zip(data["sections"], document.model.sections, strict=True):
        statuses = model.status or document.model.languages
        _digest(section, section["heading"], statuses.en == "project", translated)


def _digest(holder: Any, texts: Any, project: bool, translated: bool) -> None:
    zh, en = texts.get("zh"), texts.get("en")
    if not project or zh is None or en is None:
        holder.pop("made_from", None)
    elif "made_from" not in holder or translated:
        holder["made_from"] = digest(zh)
