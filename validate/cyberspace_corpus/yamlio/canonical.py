"""Reading the canonical form, and nothing else: quickly, values only.

What :mod:`~cyberspace_corpus.yamlio.writer` writes is a small language: block mappings and
lists, two spaces a level; flow collections and scalars on one line; strings plain or between
double quotation marks. :func:`values` reads a file of that language line by line and gives
the values that :func:`~cyberspace_corpus.yamlio.reader.parse` gives. It never says that a
file is wrong: whatever it does not know, YAML of another style as well as a slip, it leaves
to that reader, which knows all of the profile, places and reasons.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from cyberspace_corpus.yamlio.characters import is_common
from cyberspace_corpus.yamlio.reader import (
    INTEGER,
    KEY,
    MAX_BYTES,
    MAX_LENGTH,
    MAX_NODES,
    NULLS,
    RETYPED_KEY,
    Unreadable,
    Value,
    decode,
)

DEEPEST: Final = 5
DEEPEST_FLOW: Final = 2
"""Deepest level of a block collection and, within one, of a flow collection, from 0: together
fewer levels than the reader allows."""

_FIRST: Final = frozenset("-?:,[]{}#&*!|>'\"%@`<= ")  # what no plain scalar begins with
_HEAD = re.compile(rf"( *)(- )?({KEY.pattern})")
_STRING = re.compile(r'"[^"\\]*(?:\\["\\][^"\\]*)*"')
_ESCAPE = re.compile(r"\\(.)")
_SCALAR = re.compile(rf"""{_STRING.pattern}|[^-?:,\[\]{{}}#&*!|>'"%@`<= ][^?:,\[\]{{}}#"]*(?<! )""")
_PAIR = re.compile(rf"({KEY.pattern}): ({_SCALAR.pattern})")
_TOKEN = re.compile(rf"[\[\]{{}}]|, |{KEY.pattern}: |{_SCALAR.pattern}")

_NOT_HERE: Final = object()
"""Stands for the value of what is not of this language."""


def values(raw: bytes, integers: frozenset[str]) -> dict[str, Value] | None:
    """The values of a file in canonical form; None if it is in another one, or wrong.

    ``integers`` are the keys whose plain decimal value is a number. Flow collections may be
    shared between answers: who wants to change one copies it first.
    """
    text = _text(raw)
    return None if text is None else _root(text, integers)


def _text(raw: bytes) -> str | None:
    """The text of the bytes, if no rule on characters and sizes can object to it."""
    try:
        text = raw.decode("utf-8") if len(raw) <= MAX_BYTES else ""
    except UnicodeDecodeError:
        return None
    if not text.endswith("\n") or " #" in text or " \n" in text or "\r" in text:
        return None
    if not is_common(text):
        try:
            decode(raw)
        except Unreadable:
            return None
    if len(text) > MAX_LENGTH:
        if any(len(row) > MAX_LENGTH for row in text.split("\n")):
            return None
        # Every node is a key, a value or an item, and each of these has its sign.
        nodes = 2 * text.count(":") + text.count(", ") + text.count("- ") + text.count("[")
        if nodes >= MAX_NODES:
            return None
    return text


def _root(text: str, integers: frozenset[str]) -> dict[str, Value] | None:
    root: dict[str, Value] = {}
    levels: list[Any] = [root]  # the open collections, ...
    holder: Any = root  # ... the last of them, ...
    deepest = 0  # ... and its level
    waiting: dict[str, Value] | None = None  # the mapping whose last key has its value below
    last = ""
    for row in text.split("\n")[:-1]:
        start, colon, rest = row.partition(": ")
        head = _head(start) if colon else None
        if head is None:
            if row.startswith("#"):
                continue
            head, rest = _other(row)
            if head is None:
                return None
        level, is_item, key = head
        if waiting is not None:
            if level != deepest + 1:
                return None
            holder = waiting[last] = [] if is_item else {}
            levels.append(holder)
            deepest = level
            waiting = None
        elif level != deepest:
            if level > deepest:
                return None
            del levels[level + 1 :]
            holder = levels[level]
            deepest = level
        if is_item:
            if type(holder) is not list:
                return None
            if key is not None:
                item: dict[str, Value] = {}
                holder.append(item)
                levels.append(item)
                holder = item
                deepest = level + 1
        elif type(holder) is not dict or key in holder:
            return None
        if not rest:
            if key is None:
                return None
            waiting, last = holder, key
            holder[key] = None
            continue
        first = rest[0]
        if first not in _FIRST:
            if ": " in rest or rest[-1] == ":":
                return None
            usual = rest not in NULLS and key not in integers
            value = rest if usual else _plain(rest, key, integers)
        elif first == '"':
            value = _string(rest)
        elif first in "[{":
            value = _flow(rest, integers)
        else:
            return None
        if value is _NOT_HERE:
            return None
        if key is None:
            holder.append(value)
        else:
            holder[key] = value
    return root if root and waiting is None else None


Head = tuple[int, bool, str | None]
"""What stands before a value: how deep, whether it begins an item, and its key, if any."""


@lru_cache(maxsize=1024)
def _head(start: str) -> Head | None:
    match = _HEAD.fullmatch(start)
    if match is None or RETYPED_KEY.fullmatch(match[3]):
        return None
    return _placed(len(match[1]), match[2] is not None, match[3])


def _placed(spaces: int, is_item: bool, key: str | None) -> Head | None:
    level, odd = divmod(spaces, 2)
    return None if odd or level > DEEPEST else (level, is_item, key)


def _other(row: str) -> tuple[Head | None, str]:
    """The head and the rest of a row that is not of the form ``key: value``: a key with its
    value below (no rest), or an item that is no mapping."""
    if row.endswith(":"):
        return _head(row[:-1]), ""
    rest = row.lstrip(" ")
    if not rest.startswith("- "):
        return None, ""
    return _placed(len(row) - len(rest), True, None), rest[2:]


def _plain(written: str, key: str | None, integers: frozenset[str]) -> Value:
    if written in NULLS:
        return None
    if key in integers and INTEGER.fullmatch(written):
        return int(written)
    return written


def _string(written: str) -> Value:
    if not _STRING.fullmatch(written):
        return _NOT_HERE
    inner = written[1:-1]
    return _ESCAPE.sub(r"\1", inner) if "\\" in inner else inner


def _scalar(written: str, key: str | None, integers: frozenset[str]) -> Value:
    return _string(written) if written[0] == '"' else _plain(written, key, integers)


class _Other(Exception):
    """A flow collection that is not of this language."""


@lru_cache(maxsize=512)
def _flow(written: str, integers: frozenset[str]) -> Value:
    """What a flow collection means, or ``_NOT_HERE``. Most hold scalars alone."""
    if written[0] == "[":
        scalars = _SCALAR.findall(written)
        if "[" + ", ".join(scalars) + "]" == written:
            return [_scalar(one, None, integers) for one in scalars]
    else:
        pairs = _PAIR.findall(written)
        if "{" + ", ".join([f"{key}: {one}" for key, one in pairs]) + "}" == written:
            values = {key: _scalar(one, key, integers) for key, one in pairs}
            unusual = len(values) < len(pairs) or not all(map(_head, values))
            return _NOT_HERE if unusual else values
    return _nested(written, integers)


def _nested(written: str, integers: frozenset[str]) -> Value:
    tokens = _TOKEN.findall(written)
    if "".join(tokens) != written:
        return _NOT_HERE
    tokens.reverse()
    try:
        value = _collection(tokens, integers, 0)
    except (_Other, IndexError):
        return _NOT_HERE
    return _NOT_HERE if tokens else value


def _collection(tokens: list[str], integers: frozenset[str], depth: int) -> Value:
    """The collection that the last token opens; its tokens are taken off the list."""
    if depth > DEEPEST_FLOW:
        raise _Other
    is_list = tokens.pop() == "["
    end = "]" if is_list else "}"
    items: list[Value] = []
    pairs: dict[str, Value] = {}
    while tokens[-1] != end:
        if (items or pairs) and tokens.pop() != ", ":
            raise _Other
        key = None
        if not is_list:
            colon = tokens.pop()
            key = colon[:-2]
            if colon[-2:] != ": " or key in pairs or RETYPED_KEY.fullmatch(key):
                raise _Other
        written = tokens[-1]
        if written in ("[", "{"):
            value = _collection(tokens, integers, depth + 1)
        elif written[-1] in " ]}":  # a comma, a key or an end, where a value should be
            raise _Other
        else:
            tokens.pop()
            value = _scalar(written, key, integers)
        if key is None:
            items.append(value)
        else:
            pairs[key] = value
    tokens.pop()
    return items if is_list else pairs
