"""``validate``: check the corpus."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from cyberspace_corpus.cache import Cache, survey
from cyberspace_corpus.cli import records
from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root, covers, inside
from cyberspace_corpus.cli.progress import progress
from cyberspace_corpus.report.counts import count
from cyberspace_corpus.report.labels import LABELS


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
    parser.add_argument(
        "--changed",
        nargs="?",
        const=True,
        metavar="REV",
        help="report only what the work tree brings in against a git revision (default: the merge "
        "base with the default branch, else HEAD): findings in files that differ from it, saved "
        "but not committed and untracked ones too, and findings elsewhere that its own files do "
        "not give; every file is still checked",
    )
    parser.add_argument(
        "--watch", action="store_true", help="check again whenever a file is saved; Ctrl-C ends it"
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=int,
        metavar="N",
        help="judge in N processes at the same time where the work is worth it (default: one for "
        "each processor)",
    )
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="judge everything anew; otherwise what was judged before is known by its content, "
        "from a folder outside the repository ($CYBERSPACE_CORPUS_CACHE)",
    )
    records.add(parser)
    parser.epilog = (
        "Findings that data/exceptions.yaml lists (rule, path, value, reason, expires) are not "
        "reported; see: cyberspace-corpus explain E801. Exit code: 0 no errors (warnings are "
        "allowed), 1 errors, 2 wrong use, 130 --watch was ended."
    )


def run(arguments: argparse.Namespace) -> int:
    records.check_use(arguments, "changed", "watch")
    root = corpus_root(arguments.root)
    chosen = inside(root, arguments.paths)
    if arguments.watch and arguments.format != "text":
        raise WrongUse("--watch prints text; leave out --format")
    if arguments.jobs is not None and arguments.jobs < 1:
        raise WrongUse("--jobs needs a number from 1 upwards")
    changes: Any = None
    if arguments.changed is not None:
        from cyberspace_corpus.cli.changed import since

        changes = since(root, None if arguments.changed is True else arguments.changed)

    def show(result: Any) -> int:
        """Report what was asked for; how many errors that is."""
        findings = list(result.findings) if changes is None else changes.brought_in(result)
        findings = [f for f in findings if not chosen or covers(chosen, f.path)]
        report(findings, result.files, root, arguments.format, arguments.lang)
        if changes is not None and arguments.format == "text":
            print(changes.summary(arguments.lang))
        return count(findings)[0]

    if arguments.records is not None:
        return 1 if show(records.validate(arguments, root)) else 0
    if arguments.watch:
        from cyberspace_corpus.cli.watch import watch

        return watch(root, progress("records"), show)
    if changes is not None:
        from cyberspace_corpus.rules.run import validate

        return 1 if show(validate(root, progress("records"))) else 0
    return 1 if show(_verdict(root, arguments)) else 0


def _verdict(root: Path, arguments: argparse.Namespace) -> Any:
    """What is found below ``root``, from the cache if it is known there."""
    cache = None if arguments.no_cache else Cache(str(root))
    known: dict[str, str] | None = None
    if cache and not cache.is_new:
        known = survey(str(root))
        if known and (found := cache.verdict(known, date.today().isoformat())):
            return found
    from cyberspace_corpus.engine.local import processors, several
    from cyberspace_corpus.engine.run import validate

    engine = several(arguments.jobs or processors())
    return validate(root, engine, progress("documents"), cache=cache, known=known)


def report(findings: list[Any], files: int, root: Any, form: str, lang: Any) -> None:
    """Print findings in one of the forms."""
    if form == "text" and not findings:
        lines: Iterable[str] = [LABELS[lang]["clean"].format(files=files)]
    elif form == "text":
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
