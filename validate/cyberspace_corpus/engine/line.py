"""From the JSON of a record to its entry: the same verdict as if it stood in a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cyberspace_corpus.corpus import Entry, File, _excess, entry_of, path_of
from cyberspace_corpus.engine.reading import Found, Plan, Read, Stretch
from cyberspace_corpus.engine.records import NOWHERE, Raw, records_of
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import accepted
from cyberspace_corpus.model.kinds import KIND
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.yamlio.characters import fault, is_common
from cyberspace_corpus.yamlio.reader import (
    KEY,
    MAX_BYTES,
    MAX_LENGTH,
    MAX_NODES,
    Unreadable,
    decode,
)


def in_lines(plan: Plan, stretches: Sequence[Stretch]) -> Iterator[Found]:
    """The records of a document in the file of records."""
    assert plan.records is not None
    seen: set[str] = set()
    for raw in records_of(Path(plan.records)).read(stretches):
        path, place = path_of("record", raw.id), (plan.called, raw.number, 1)
        if raw.id == NOWHERE:
            values = {"value": "id", "hint": "Id of the record", "example": "id: wic-2020/7"}
            file = File(None, None, (Finding("E202", *place, None, values),))
        elif raw.id in seen:
            path = f"{path}:{raw.number}"  # so that it is not taken for the first
            file = File(None, None, (Finding("E206", *place, raw.id, {"value": raw.id}),))
        else:
            seen.add(raw.id)
            file = File(None, *entry_of_line(raw))
        yield Found(path, Read(None, file), raw.number)


def entry_of_line(raw: Raw) -> tuple[Entry[Record] | None, tuple[Finding, ...]]:
    """The record, or None and why; its path is that of the file it would have, its line 1.

    JSON is YAML, so the project's own reader judges whatever is not plainly right, and knows
    the places: the bytes of the entry are the JSON.
    """
    path, kind = path_of("record", raw.id), KIND["record"]
    data = _values(raw.json)
    model = None if data is None else accepted(kind, data)
    if isinstance(model, Record) and not any(_excess(model, raw.json)):
        return Entry(path, raw.id, model, raw.json), ()
    findings: list[Finding] = []
    try:
        entry = entry_of(path, kind, raw.json, findings)
    except Unreadable as problem:
        place = problem.line, problem.column
        return None, (Finding(problem.rule, path, *place, raw.id, problem.values),)
    return entry, tuple(findings)


def _values(raw: bytes) -> dict[str, Any] | None:
    """What the JSON says, if the reader would say the same of it; else None."""
    if len(raw) > MAX_BYTES:
        return None
    try:
        text = decode(raw) if b"\\" in raw else raw.decode()
        if not is_common(text):
            text = decode(raw)
        data = json.loads(text, object_pairs_hook=_mapping)
    except (Unreadable, ValueError, RecursionError):
        return None
    nodes = 2 * text.count(":") + text.count(",") + text.count("[")
    if len(text) > MAX_LENGTH and nodes >= MAX_NODES:
        return None
    escaped = "\\" in text or len(text) > MAX_LENGTH
    if escaped and not all(map(_is_plain, _strings(data))):
        return None
    return data if isinstance(data, dict) else None


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; :class:`ValueError` if a key stands twice, or could not be one in YAML."""
    found = dict(pairs)
    if len(found) < len(pairs) or not all(map(KEY.fullmatch, found)):
        raise ValueError
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _is_plain(text: str) -> bool:
    """Whether no rule on characters and lengths objects to what escapes have spelled."""
    if len(text) > MAX_LENGTH or "\n" in text or fault(text) is not None:
        return False
    try:
        decode(text.encode())
    except (Unreadable, UnicodeEncodeError):
        return False
    return True
