"""What is published beside the corpus itself: the descriptor and its tables, the README, the
changelog, the statement of rights. A corpus may lack any of them; what is not there is not
shown."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

PACKAGE: Final = "package"
"""The folder below ``assets/`` that holds the data package, so that a reader who has the pages
has the data."""


class Example(NamedTuple):
    """A piece of code in a language, as the README shows it."""

    language: str
    code: str


def descriptor(root: Path) -> Mapping[str, Any] | None:
    """``datapackage.json``, or None where it is not built."""
    file = root / "datapackage.json"
    return json.loads(file.read_bytes()) if file.is_file() else None


def package(root: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the data package by their paths in it: the descriptor, what it describes,
    and ``data/corpus.json``."""
    described = descriptor(root)
    tables = [resource["path"] for resource in described["resources"]] if described else []
    for path in ("datapackage.json", "data/corpus.json", *tables):
        file = root / path
        if file.is_file():
            yield path, file.read_bytes()


def text(root: Path, name: str) -> str | None:
    """A text file of the repository's root, or None where there is none."""
    file = root / name
    return file.read_text("utf-8") if file.is_file() else None


def examples(readme: str, heading: str) -> list[Example]:
    """The code below a heading of a Markdown text."""
    from markdown_it import MarkdownIt

    found: list[Example] = []
    below = False
    tokens = MarkdownIt("commonmark").parse(readme)
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag in ("h1", "h2"):
            below = token.content == heading
        elif below and token.type == "fence":
            found.append(Example(token.info, token.content.strip("\n")))
    return found


def html(markdown: str) -> str:
    """A Markdown text as HTML without its title; HTML in it is shown, not passed on."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False})
    tokens = parser.parse(markdown)
    if tokens and tokens[0].tag == "h1":
        tokens = tokens[3:]
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered


@cache
def chinese() -> Mapping[str, Mapping[str, str]]:
    """The data dictionary in Chinese: by table, what it holds (``about``) and what its columns
    mean."""
    return tomllib.loads(Path(__file__).with_name("dictionary.zh.toml").read_text("utf-8"))
