"""``explain``: what a rule is, why, a breach and its opposite, and how to mend it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.findings import nearest

if TYPE_CHECKING:
    from cyberspace_corpus.rules.catalogue import Rule

_TITLES: Final = {
    "en": {
        "error": "error",
        "warning": "warning",
        "why": "Why: ",
        "bad": "Breaks it:",
        "good": "Keeps it:",
        "mend": "To mend it: ",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "why": "理由：",
        "bad": "违反：",
        "good": "符合：",
        "mend": "如何修正：",
    },
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rules", nargs="*", metavar="RULE", help="an id or a name, for example E304; none: list all"
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language")
    parser.epilog = "Exit code: 0 explained, 2 no such rule."


def run(arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.rules.catalogue import catalogue

    rules = catalogue()
    if not arguments.rules:
        colon = ": " if arguments.lang == "en" else "："
        for rule in rules.values():
            print(f"{rule.id}  {rule.name}{colon}{rule.texts[arguments.lang].what}")
        return 0
    chosen = [_find(rules, word) for word in arguments.rules]
    for number, rule in enumerate(chosen):
        if number:
            print()
        _print(rule, arguments.lang)
    return 0


def _find(rules: Mapping[str, Rule], word: str) -> Rule:
    """The rule of that id or name, in capitals or not."""
    by_word = {rule.id.casefold(): rule for rule in rules.values()}
    by_word |= {rule.name: rule for rule in rules.values()}
    if found := by_word.get(word.casefold()):
        return found
    near = nearest(word.upper(), rules) or nearest(word.casefold(), by_word)
    raise WrongUse(f"no rule {word!r}" + (f"; did you mean {near}?" if near else ""))


def _print(rule: Rule, lang: str) -> None:
    texts, titles = rule.texts[lang], _TITLES[lang]
    opening, closing = ("(", ")") if lang == "en" else ("（", "）")
    space = " " if lang == "en" else ""
    severity = titles[rule.severity.value]
    print(f"{rule.id} {rule.name}{space}{opening}{severity}{closing}\n")
    print(f"{texts.what}\n{titles['why']}{texts.why}\n")
    for title, example in ((titles["bad"], texts.bad), (titles["good"], texts.good)):
        print(title)
        for line in example.split("\n"):
            print(f"  {line}")
        print()
    print(titles["mend"] + texts.mend)
