"""``validate``: check the corpus."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from cyberspace_corpus.cli.places import corpus_root, covers, inside


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report on these files only")
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif", "junit"),
        default="text",
        help="form of the report (default: text)",
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the report")
    parser.epilog = "Exit code: 0 no errors (warnings are allowed), 1 errors, 2 wrong use."


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    chosen = inside(root, arguments.paths)
    from cyberspace_corpus.report.counts import count
    from cyberspace_corpus.rules.run import validate

    result = validate(root, _progress())
    findings = [f for f in result.findings if not chosen or covers(chosen, f.path)]
    report(findings, result.files, root, arguments.format, arguments.lang)
    return 1 if count(findings)[0] else 0


def report(findings: list[Any], files: int, root: Any, form: str, lang: Any) -> None:
    """Print findings in one of the forms."""
    if form == "text":
        from cyberspace_corpus.report.text import text

        lines = text(findings, files, root, lang=lang, colour=colour(sys.stdout))
    else:
        from cyberspace_corpus.report import machine

        lines = {
            "json": machine.to_json,
            "github": machine.to_github,
            "sarif": machine.to_sarif,
            "junit": machine.to_junit,
        }[form](findings, files, lang)
    for line in lines:
        print(line)


def colour(stream: Any) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


def _progress() -> Any:
    """A line that counts records, on a terminal, once a second has passed."""
    if not sys.stderr.isatty():
        return None
    start = time.monotonic()

    def show(done: int, total: int) -> None:
        if time.monotonic() - start > 1:
            end = "\r\033[K" if done == total else ""
            print(f"\r{done}/{total} records{end}", end="", file=sys.stderr, flush=True)

    return show
