"""Reading a YAML file: strictly, with the line and column of every node.

One parser (ruamel.yaml, pure Python, its events only) and one profile of YAML for the whole
project: mappings, lists and one-line scalars. A scalar stays the string that was written
(``no``, ``012``, ``2016-11-07``, ``1.10``); only ``null`` (or nothing) is None, and a decimal
number under a key that the model declares as a number is an int. Everything else that YAML
can say (anchors, aliases, tags, merge keys, directives, several documents) is refused,
because two programs would read it differently or a reader would not see what it does.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as File
from typing import Any, Final

from cyberspace_corpus.names import type_of
from cyberspace_corpus.yamlio.characters import fault, name_of, printable

MAX_BYTES: Final = 131_072
"""Largest YAML file, in bytes: four times the largest file of the corpus, and still parsed in
half a second."""

MAX_DEPTH: Final = 12
"""Deepest nesting: twice what the deepest model needs."""

MAX_NODES: Final = 8_000
"""Most nodes in one file: three times as many as the largest file has. The parser needs half a
second for these, and a finding may be made of each."""

MAX_LENGTH: Final = 5_000
"""Most characters of one value: more than the longest text that the model takes, so that it can
say so itself, and few enough for every pattern that a value is held against."""

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
RETYPED_KEY = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
_LOST = re.compile(r" +#[^ #]| #")
INTEGER = re.compile(r"0|[1-9][0-9]{0,8}")
NULLS: Final = frozenset({"", "null", "Null", "NULL", "~"})

Path = tuple[str | int, ...]
Value = Any
"""What a file holds: dict, list, str, int or None, nested."""


class Unreadable(Exception):
    """The bytes are not a YAML file of this project.

    ``rule`` is the id of the rule that they break; ``line`` and ``column`` count from 1;
    ``values`` fill the rule's message.
    """

    def __init__(self, rule: str, line: int, column: int, **values: str) -> None:
        super().__init__(f"{rule} at {line}:{column}")
        self.rule = rule
        self.line = line
        self.column = column
        self.values = values


@dataclass(slots=True)
class Node:
    """One node of the file: its value, where it stands, and its children."""

    value: Value
    line: int
    column: int
    end_line: int
    end_column: int
    style: str | None = None
    keys: dict[str, Node] = field(default_factory=dict)
    children: dict[str | int, Node] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """A file that was read: its data, its nodes, its text."""

    data: Value
    root: Node
    text: str

    @cached_property
    def rows(self) -> list[str]:
        """The lines of the text: one file may have a thousand findings."""
        return self.text.split("\n")

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value (or of its key) at ``path``.

        Where the path leads nowhere, the place of the last node on the way to it.
        """
        node = self.root
        for step in path[:-1]:
            if step not in node.children:
                return node.line, node.column
            node = node.children[step]
        if path:
            last = path[-1]
            if key and last in node.keys:
                node = node.keys[str(last)]
            elif last in node.children:
                node = node.children[last]
        return node.line, node.column


def read_bytes(path: File | str, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes.

    A folder, a link, a pipe or a file that cannot be opened is :class:`Unreadable`, and so is
    a larger file, before it is read. Hard links are files like any other: nothing tells them
    apart, and no repository holds any.
    """
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISREG(mode):  # some devices are better not opened at all
            raise Unreadable("E101", 1, 1, value=type_of(mode))
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            status = os.fstat(descriptor)  # of what was opened, which may be another thing by now
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("E101", 1, 1, value=type_of(status.st_mode))
            raw = _read(descriptor, status.st_size, limit) if status.st_size <= limit else b""
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Unreadable("E101", 1, 1, value=error.strerror or "not readable") from None
    if (size := max(len(raw), status.st_size)) > limit:
        raise Unreadable("E102", 1, 1, value=f"{size} bytes", limit=str(limit))
    return raw


def _read(descriptor: int, size: int, limit: int) -> bytes:
    """The bytes of a file that had ``size`` of them: one more than ``limit``, if it grew so far."""
    raw = os.read(descriptor, size + 1)
    if len(raw) == size:
        return raw  # one more was asked for, and there is none
    while len(raw) <= limit and (piece := os.read(descriptor, limit + 1 - len(raw))):
        raw += piece
    return raw


def decode(raw: bytes) -> str:
    """The text of the bytes: strict UTF-8 in NFC, without what a reader cannot see."""
    if len(raw) > MAX_BYTES:
        raise Unreadable("E102", 1, 1, value=f"{len(raw)} bytes", limit=str(MAX_BYTES))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        shown = raw[error.start : error.start + 1].hex().upper()
        raise Unreadable("E103", line, column, value=f"byte 0x{shown}") from None
    text = text.replace("\r\n", "\n")
    if (at := fault(text)) is not None:
        line, column = _place(text, at)
        raise Unreadable("E104", line, column, value=name_of(text[at]))
    if not unicodedata.is_normalized("NFC", text):
        for number, row in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", row):
                composed = unicodedata.normalize("NFC", row)
                at = next(
                    (i for i, (a, b) in enumerate(zip(row, composed, strict=False)) if a != b), 0
                )
                raise Unreadable(
                    "E111", number, at + 1, value=name_of(row[at]), expected=name_of(composed[at])
                )
    return text


def parse(raw: bytes, integers: frozenset[str] = frozenset()) -> Parsed:
    """Read the bytes of one file.

    ``integers`` are the keys whose plain decimal value is a number. Raises
    :class:`Unreadable` at the first thing that cannot be read.
    """
    text = decode(raw)
    if not text.strip():
        raise Unreadable("E109", 1, 1, value="nothing")
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith("%"):
            raise Unreadable("E107", number, 1, value="%", feature="directive")
    root = _compose(text, integers)
    if not isinstance(root.value, dict):
        shown = "a list" if isinstance(root.value, list) else "a single value"
        raise Unreadable("E109", root.line, root.column, value=shown)
    return Parsed(root.value, root, text)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    # A fresh instance for every file: a directive in one must not change the next.
    yaml = YAML(typ="safe", pure=True)
    _, parser = yaml.get_constructor_parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    except MarkedYAMLError as error:
        # A key without a colon is noticed only further down.
        late = error.context == "while scanning a simple key"
        mark = (not late and error.problem_mark) or error.context_mark or yaml.reader
        line, column = mark.line + 1, mark.column + 1
        raise Unreadable("E105", line, column, value=_line(text, line)) from None
    except Exception:
        # Besides its own errors the parser lets out many of Python's (ValueError, IndexError,
        # OverflowError ...), which know no place; but its reader knows how far it came.
        line, column = yaml.reader.line + 1, yaml.reader.column + 1
        raise Unreadable("E105", line, column, value=_line(text, line)) from None


def _line(text: str, number: int) -> str:
    rows = text.split("\n")[:number]
    return next((printable(row.strip(), 80) for row in reversed(rows) if row.strip()), "")


def _compose(text: str, integers: frozenset[str]) -> Node:
    """Build the tree of nodes from the parser's events, without recursion."""
    from ruamel.yaml.events import (
        AliasEvent,
        CollectionEndEvent,
        CollectionStartEvent,
        DocumentStartEvent,
        MappingStartEvent,
        NodeEvent,
        ScalarEvent,
    )

    rows = text.split("\n")
    root: Node | None = None
    stack: list[Node] = []
    pending: list[Node | None] = []  # the key that waits for its value, one for each level
    nodes = documents = 0
    for event in _events(text):
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Unreadable("E107", line, column, value="---", feature="second document")
            continue
        if isinstance(event, CollectionEndEvent):
            done = stack.pop()
            done.end_line, done.end_column = event.end_mark.line + 1, event.end_mark.column + 1
            pending.pop()
            continue
        if not isinstance(event, NodeEvent):
            continue
        nodes += 1
        if nodes > MAX_NODES:
            raise Unreadable("E108", line, column, value="nodes", limit=str(MAX_NODES))
        if isinstance(event, AliasEvent):
            shown = printable(f"*{event.anchor}", 40)
            raise Unreadable("E107", line, column, value=shown, feature="alias")
        if event.anchor:
            shown = printable(f"&{event.anchor}", 40)
            raise Unreadable("E107", line, column, value=shown, feature="anchor")
        # Shown as it is written: the parser needs the square of its length to spell it out.
        if getattr(event, "ctag", None) is not None:
            written = rows[line - 1][column - 1 :].split(" ", 1)[0]
            raise Unreadable("E107", line, column, value=printable(written, 40), feature="tag")
        end_line, end_column = event.end_mark.line + 1, event.end_mark.column + 1
        waiting = pending[-1] if pending else None
        in_mapping = bool(stack) and isinstance(stack[-1].value, dict)
        if isinstance(event, ScalarEvent):
            if waiting is not None and line > waiting.line and mark == event.end_mark:
                # Nothing at all: the parser found it where the next thing begins.
                line = end_line = waiting.end_line
                column = end_column = waiting.end_column
            if end_line != line or event.style in ("|", ">"):
                raise Unreadable("E112", line, column, value=_line(text, line))
            if len(event.value) > MAX_LENGTH:
                limit = str(MAX_LENGTH)
                raise Unreadable("E108", line, column, value="characters in a value", limit=limit)
            value = _scalar(event, waiting if in_mapping else None, integers, rows, line, column)
            node = Node(value, line, column, end_line, end_column, event.style or "")
        elif isinstance(event, CollectionStartEvent):
            if len(stack) >= MAX_DEPTH:
                raise Unreadable("E108", line, column, value="levels", limit=str(MAX_DEPTH))
            empty: Value = {} if isinstance(event, MappingStartEvent) else []
            node = Node(empty, line, column, end_line, end_column)
        else:  # pragma: no cover - every node event is one of the above
            continue
        if not stack:
            root = node
        elif in_mapping and waiting is None:
            pending[-1] = _key(node, stack[-1], event)
        elif in_mapping and waiting is not None:
            key = str(waiting.value)
            stack[-1].value[key] = node.value
            stack[-1].keys[key] = waiting
            stack[-1].children[key] = node
            pending[-1] = None
        else:
            stack[-1].children[len(stack[-1].value)] = node
            stack[-1].value.append(node.value)
        if isinstance(event, CollectionStartEvent):
            stack.append(node)
            pending.append(None)
    if root is None:
        raise Unreadable("E109", 1, 1, value="nothing")
    return root


def _key(node: Node, mapping: Node, event: Any) -> Node:
    key = node.value if isinstance(node.value, str) else event.value if node.value is None else None
    if key == "<<":
        raise Unreadable("E107", node.line, node.column, value="<<", feature="merge key")
    retyped = not node.style and isinstance(key, str) and RETYPED_KEY.fullmatch(key)
    if not isinstance(key, str) or not KEY.fullmatch(key) or retyped:
        shown = printable(key, 60) or "nothing" if isinstance(key, str) else "a collection"
        raise Unreadable("E113", node.line, node.column, value=shown)
    if key in mapping.value:
        first = mapping.keys[key].line
        raise Unreadable("E106", node.line, node.column, value=key, first=str(first))
    node.value = key
    return node


def _scalar(
    event: Any,
    key: Node | None,
    integers: frozenset[str],
    rows: list[str],
    line: int,
    column: int,
) -> str | int | None:
    value = str(event.value)
    if event.style in ("'", '"'):
        at = value.find("\n") if "\n" in value else fault(value)
        if at is not None:
            raise Unreadable("E104", line, column, value=name_of(value[at]))
        if not unicodedata.is_normalized("NFC", value):
            raise Unreadable("E111", line, column, value="\\u escape", expected="NFC")
        return value
    rest = rows[line - 1][event.end_mark.column :]
    lost = _LOST.match(rest)
    if lost and (len(lost[0]) > 2 or " " in value or not value.isascii()):
        raise Unreadable("E114", line, column + len(value) + 1, value=printable(rest.strip(), 60))
    if value in NULLS:
        return None
    if key is not None and key.value in integers and INTEGER.fullmatch(value):
        return int(value)
    return value
