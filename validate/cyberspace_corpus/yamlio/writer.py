"""Writing YAML in the one canonical form: so that a change of a fact is the whole diff.

Keys stand in the order of the model, every scalar on one line (Chinese is never wrapped), a
string is quoted when any version of YAML could take it for something else, and a collection
of scalars is written in one line when it fits. Comments stay with what they stand before or
behind. Writing what was written gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cyberspace_corpus.yamlio.characters import columns
from cyberspace_corpus.yamlio.reader import Node, Parsed, Value, parse

WIDTH: Final = 100
"""Columns (an ideograph takes two) up to which a collection is written in one line."""

# What some version of YAML resolves to a null, boolean, number, date or time.
_RETYPED = re.compile(
    r"""(?ix) ~ | null | true | false | yes | no | on | off | y | n | <<? | =
    | [-+] [0-9_.]+ | [-+]? ( [0-9][0-9_,]* ( :[0-5]?[0-9] )* ( \.[0-9_]* )? ( e[-+]?[0-9]+ )?
            | \.[0-9_]+ ( e[-+]?[0-9]+ )? | 0x[0-9a-f_]+ | 0o?[0-7_]+ | 0b[01_]+ | \.inf )
    | \.nan | [0-9.]+ | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} ( [Tt\ ].* )? """
)
_INDICATOR_FIRST = re.compile(r"""[-?:,\[\]{}#&*!|>'"%@`<=]""")
_UNSAFE = re.compile(r": |:$| #|^\s|\s$")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}:#?]")


def scalar(value: str | int | None, *, flow: bool) -> str:
    """The canonical form of one scalar."""
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    plain = (
        value != ""
        and not _RETYPED.fullmatch(value)
        and not _INDICATOR_FIRST.match(value)
        and not _UNSAFE.search(value)
        and not (flow and _UNSAFE_IN_FLOW.search(value))
    )
    return value if plain else json.dumps(value, ensure_ascii=False)


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key}: {_flow(item)}" for key, item in value.items())
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return scalar(value, flow=True)


def _fits(value: Value, indent: int, lead: int) -> bool:
    """Whether a collection is written in one line: empty, or scalars within the width."""
    if not value:
        return True
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return False
    return indent + lead + columns(_flow(value)) <= WIDTH


class _Emitter:
    def __init__(self, blocks: frozenset[str], comments: _Comments | None) -> None:
        self.blocks = blocks
        self.comments = comments
        self.lines: list[str] = []

    def entry(self, head: str, value: Value, node: Node | None, indent: int, path: str) -> None:
        """One ``key: value`` or ``- value``; ``head`` is ``key:`` or ``-``."""
        pad = " " * indent
        before, behind = self.comments.of(node) if self.comments and node else ([], "")
        self.lines += [pad + comment for comment in before]
        tail = f"  {behind}" if behind else ""
        if isinstance(value, dict | list):
            if self._flows(value, indent, columns(head) + 1, path):
                self._inner_comments(node, pad)
                self.lines.append(f"{pad}{head} {_flow(value)}{tail}")
            elif head == "-" and isinstance(value, dict):
                start = len(self.lines)
                self.mapping(value, node, indent + 2, path)
                while self.lines[start].lstrip().startswith("#"):
                    self.lines[start] = pad + self.lines[start].lstrip()
                    start += 1
                self.lines[start] = f"{pad}- {self.lines[start][indent + 2 :]}{tail}"
            else:
                self.lines.append(f"{pad}{head}{tail}")
                self.children(value, node, indent + 2, path)
        else:
            self.lines.append(f"{pad}{head} {scalar(value, flow=False)}{tail}")

    def _flows(self, value: Value, indent: int, lead: int, path: str) -> bool:
        return (not value or path not in self.blocks) and _fits(value, indent, lead)

    def children(self, value: Value, node: Node | None, indent: int, path: str) -> None:
        if isinstance(value, dict):
            self.mapping(value, node, indent, path)
            return
        for index, item in enumerate(value):
            child = node.children.get(index) if node else None
            self.entry("-", item, child, indent, f"{path}[]")

    def mapping(
        self, value: Mapping[str, Value], node: Node | None, indent: int, path: str
    ) -> None:
        for key, item in value.items():
            child = node.children.get(key) if node else None
            if child is not None and node is not None and self.comments:
                self.comments.share(node.keys[key], child)
            self.entry(f"{key}:", item, child, indent, f"{path}.{key}" if path else key)

    def _inner_comments(self, node: Node | None, pad: str) -> None:
        """Comments inside a collection that becomes one line move in front of it."""
        if self.comments and node:
            self.lines += [pad + comment for comment in self.comments.within(node)]


class _Comments:
    """The comments of a file, and which node each belongs to."""

    def __init__(self, parsed: Parsed) -> None:
        spans: dict[int, list[tuple[int, int]]] = {}
        stack = [parsed.root]
        while stack:
            node = stack.pop()
            for key in node.keys.values():
                spans.setdefault(key.line, []).append((key.column, key.end_column))
            if not isinstance(node.value, dict | list):
                spans.setdefault(node.line, []).append((node.column, node.end_column))
            stack += node.children.values()
        self.before: dict[int, list[str]] = {}
        self.behind: dict[int, str] = {}
        waiting: list[str] = []
        for number, row in enumerate(parsed.text.split("\n"), 1):
            at = _comment_start(row, spans.get(number, []))
            if at is None:
                if row.strip() and waiting:
                    self.before[number], waiting = waiting, []
                continue
            if row[:at].strip():
                if waiting:
                    self.before[number], waiting = waiting, []
                self.behind[number] = row[at:].rstrip()
            else:
                waiting.append(row[at:].rstrip())
        self.last = waiting
        self._lines: dict[int, int] = {}

    def share(self, key: Node, child: Node) -> None:
        """The comments before a key are those of its value."""
        self._lines[id(child)] = key.line

    def of(self, node: Node) -> tuple[list[str], str]:
        line = self._lines.get(id(node), node.line)
        behind = self.behind.pop(line, "")
        if not behind and not isinstance(node.value, dict | list):
            behind = self.behind.pop(node.line, "")
        return self.before.pop(line, []), behind

    def within(self, node: Node) -> list[str]:
        found: list[str] = []
        for line in range(node.line, node.end_line + 1):
            found += self.before.pop(line, [])
            if line in self.behind:
                found.append(self.behind.pop(line))
        return found

    def rest(self) -> list[str]:
        kept = [c for line in sorted(self.before) for c in self.before[line]]
        kept += [self.behind[line] for line in sorted(self.behind)]
        return kept + self.last


def _comment_start(row: str, spans: Sequence[tuple[int, int]]) -> int | None:
    for match in re.finditer(r"(?:^|(?<=\s))#", row):
        column = match.start() + 1
        if not any(start <= column < end for start, end in spans):
            return match.start()
    return None


def write(data: Mapping[str, Any], *, modeline: str, blocks: frozenset[str]) -> bytes:
    """The canonical bytes of new data. ``blocks`` are the paths (``text[]``) that are written
    one key a line even where they would fit in one."""
    emitter = _Emitter(blocks, None)
    emitter.mapping(data, None, 0, "")
    return ("\n".join([modeline, *emitter.lines]) + "\n").encode()


def rewrite(
    parsed: Parsed, data: Mapping[str, Any], *, modeline: str, blocks: frozenset[str]
) -> bytes:
    """The canonical bytes of ``data`` with the comments of the file it came from.

    ``data`` may be ``parsed.data`` with its keys in another order, or with other values.
    """
    comments = _Comments(parsed)
    emitter = _Emitter(blocks, comments)
    _first_comments(comments, parsed, emitter)
    emitter.mapping(data, parsed.root, 0, "")
    emitter.lines += comments.rest()
    lines = [line for line in emitter.lines if line.strip() != modeline]
    lines = [line for line in lines if not line.startswith("# yaml-language-server:")]
    return ("\n".join([modeline, *lines]) + "\n").encode()


def _first_comments(comments: _Comments, parsed: Parsed, emitter: _Emitter) -> None:
    """Comments at the head of the file stay there, whichever key comes first."""
    first = min((key.line for key in parsed.root.keys.values()), default=1)
    emitter.lines += comments.before.pop(first, [])


def same_values(one: bytes, other: bytes, integers: frozenset[str]) -> bool:
    """Whether both files hold the same data: the guard of every rewriting."""
    return bool(parse(one, integers).data == parse(other, integers).data)
