"""``explain``: what a rule is, why, and how to mend a breach."""

from __future__ import annotations

import argparse
import re
from typing import Any

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.findings import nearest


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rules", nargs="*", metavar="RULE", help="for example E304; none: list all")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language")
    parser.epilog = "Exit code: 0 explained, 2 no such rule."


def run(arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.rules.catalogue import catalogue

    rules = catalogue()
    if not arguments.rules:
        for rule in rules.values():
            print(f"{rule.id}  {rule.name}: {rule.texts[arguments.lang].what}")
        return 0
    for id in arguments.rules:
        if id.upper() not in rules:
            hint = nearest(id.upper(), rules)
            raise WrongUse(f"no rule {id!r}" + (f"; did you mean {hint}?" if hint else ""))
        _print(rules[id.upper()], arguments.lang)
    return 0


def _print(rule: Any, lang: str) -> None:
    texts = rule.texts[lang]
    bad, good = ("Breaks it:", "Keeps it:") if lang == "en" else ("违反：", "符合：")
    mend = "To mend it: " if lang == "en" else "如何修正："
    print(f"{rule.id} {rule.name} ({rule.severity.value})\n")
    print(f"{texts.what}\n{texts.why}\n")
    for title, example in ((bad, rule.bad), (good, rule.good)):
        print(title)
        for line in example.split("\n"):
            print(f"  {line}")
        print()
    # A placeholder stands for what a finding would name.
    print(mend + re.sub(r"\{(\w+)\}", lambda m: m[1].upper(), texts.next_step))
