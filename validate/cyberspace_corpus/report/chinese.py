"""The values of findings in Chinese.

Findings carry some values as short English phrases ("a symbolic link", "no witness carries
it"). The English phrase is also the name of what is meant: ``chinese.toml`` beside this module
has the Chinese for it. Ids, keys and words of a text are in no table and stay as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cyberspace_corpus.findings import Finding

Table = Mapping[str, str]


def in_chinese(finding: Finding) -> Finding:
    """The finding with every phrase among its values put into Chinese."""
    values = {key: _value(finding.rule, key, text) for key, text in finding.values.items()}
    return replace(finding, values=values)


def phrase(table: Table, text: str) -> str | None:
    """The Chinese of a phrase: the entry of the table for it, or for what it is a case of."""
    if text in table:
        return table[text]
    for english, chinese in table.items():
        head, star, tail = english.partition("*")
        if star and text.startswith(head) and text.endswith(tail):
            held = text[len(head) : len(text) - len(tail)]
            return chinese.replace("*", held)
    return None


def expectation(text: str) -> str | None:
    """The Chinese of what a schema expects: "a text or null, for example 7."."""
    table = tables()["E204.expected"]
    choices, given, example = text.partition(", for example ")
    options = [phrase(table, option) for option in choices.split(" or ")]
    said = [option for option in options if option is not None]
    if len(said) < len(options):
        return None
    return "或".join(said) + (f"，例如 {example}" if given else "")


@cache
def tables() -> Mapping[str, Table]:
    """The tables of the phrase book by key (``kind``) or rule and key (``E101.value``)."""
    text = files(__package__).joinpath("chinese.toml").read_text(encoding="utf-8")
    found: dict[str, Table] = {}
    for name, table in tomllib.loads(text).items():
        if any(isinstance(entry, dict) for entry in table.values()):
            found |= {f"{name}.{key}": entry for key, entry in table.items()}
        else:
            found[name] = table
    return found


def _value(rule: str, key: str, text: str) -> str:
    if (rule, key) == ("E204", "expected"):
        return expectation(text) or text
    table = tables().get(f"{rule}.{key}") or tables().get(key, {})
    return phrase(table, text) or text
