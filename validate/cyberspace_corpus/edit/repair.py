"""Repairs that a program may make without reading."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Entry, read
from cyberspace_corpus.edit.format import canonical_bytes
from cyberspace_corpus.edit.trial import with_files
from cyberspace_corpus.model.base import LANGS
from cyberspace_corpus.model.kinds import integer_keys, kind_of
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.bilingual import digest
from cyberspace_corpus.tree import walk
from cyberspace_corpus.yamlio.reader import MAX_BYTES, Unreadable, parse, read_bytes

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Repair:
    """A file that can be repaired: its new content, and what was done, one line each."""

    path: str
    content: bytes
    done: tuple[str, ...]


def repairs(
    root: Path, wanted: Callable[[str], bool]
) -> tuple[list[Repair], list[tuple[str, Unreadable]]]:
    """The repairs of the authored files whose path is ``wanted``, and the files that cannot be
    read even then.

    No text, no translation and no reading changes: what is put right is how a file is written
    and what follows from the texts by rule (the entities that they name, missing digests).
    """
    corpus = read(root).corpus
    tidy: dict[str, tuple[bytes, list[str]]] = {}
    unread: list[tuple[str, Unreadable]] = []
    for path in walk(root, [], set()):
        if kind_of(path) is None or not wanted(path):
            continue
        try:
            tidy[path] = tidied(read_bytes(root / path, MAX_BYTES))
        except Unreadable as problem:
            unread.append((path, problem))
    changed = {path: content for path, (content, done) in tidy.items() if done}
    context = Context(with_files(corpus, changed)[0])
    computed = dict(_computed(context))
    found: list[Repair] = []
    for path, (content, done) in tidy.items():
        kind = kind_of(path)
        assert kind is not None
        data, said = computed.get(path, (None, []))
        try:
            parsed = parse(content, integer_keys()).data
            plain = canonical_bytes(kind, content)
            final = plain if data is None else canonical_bytes(kind, content, data)
        except Unreadable as problem:
            unread.append((path, problem))
            continue
        if kind.name == "record" and data is not None:
            assert _fixed(data) == _fixed(parsed)
        done = [*done, *(["written in canonical form"] if plain != content else []), *said]
        if done:
            found.append(Repair(path, final, tuple(done)))
    return found, unread


def _fixed(data: Any) -> Any:
    """What no repair of a record may change."""
    kept = {key: value for key, value in data.items() if key not in ("entities", "text")}
    return kept, [{**segment, "made_from": None} for segment in data["text"]]


def tidied(raw: bytes) -> tuple[bytes, list[str]]:
    """The bytes without what editors leave behind, and what was done to them."""
    done: list[str] = []
    content = raw
    if content.startswith(_BOM):
        content = content.removeprefix(_BOM)
        done.append("byte order mark taken out")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content, done
    for what, mended in (
        ("line ends made LF", lambda text: text.replace("\r\n", "\n")),
        ("spaces at line ends taken out", lambda text: re.sub(r"(?m)[ \t]+$", "", text)),
        ("characters composed (NFC)", lambda text: unicodedata.normalize("NFC", text)),
    ):
        if (after := mended(text)) != text:
            text = after
            done.append(what)
    return text.encode(), done


def _computed(context: Context) -> Iterator[tuple[str, tuple[Any, list[str]]]]:
    """The path of each file whose computed parts are not as they should be, with its new data
    and what was done."""
    for entry in context.corpus.records.values():
        data = copy.deepcopy(entry.parsed.data)
        done: list[str] = []
        if context.names_complete:  # a longer name that could not be read may be missing
            data["entities"] = _entities(entry, context)
            done += _told(entry.model.entities, data["entities"])
        statuses = context.status(entry)
        if statuses is not None and statuses.en == "project":
            for number, segment in enumerate(data["text"], 1):
                done += _digested(segment, segment, f"segment {number}")
        if done:
            yield entry.path, (data, done)
    for document in context.corpus.documents.values():
        data = copy.deepcopy(document.parsed.data)
        done = []
        for section, model in zip(data["sections"], document.model.sections, strict=True):
            if (model.status or document.model.languages).en == "project":
                done += _digested(section, section["heading"], f"heading {model.id}")
        if done:
            yield document.path, (data, done)


def _entities(entry: Entry[Record], context: Context) -> list[str]:
    """What the text names. A listed id stays where the text leaves open which entity it
    means, and where no such entity is known: both are for a person to settle."""
    named: set[str] = set()
    open_names: set[str] = set()
    for lang in LANGS:
        for mention in context.mentions(entry, lang):
            named |= {mention.entity} if mention.entity is not None else set()
            open_names |= set(mention.candidates)
    listed = set(entry.model.entities)
    unknown = {id for id in listed if not context.corpus.has("entity", id)}
    return sorted(named | unknown | listed & open_names)


def _told(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for id in sorted(set(after) - set(before)):
        yield f"entity {id} listed: the text names it"
    for id in sorted(set(before) - set(after)):
        yield f"entity {id} taken off the list: the text does not name it"
    if set(before) == set(after) and list(before) != list(after):
        yield "entities sorted"


def _digested(holder: Any, texts: Any, what: str) -> Iterator[str]:
    zh, en = texts.get("zh"), texts.get("en")
    if zh is not None and en is not None and "made_from" not in holder:
        holder["made_from"] = digest(zh)
        yield f"digest of {what} added"
