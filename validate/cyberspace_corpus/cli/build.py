"""``build``: write what is generated, or tell what is stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cyberspace_corpus.cli import records
from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root
from cyberspace_corpus.cli.validate import report


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if anything generated is stale"
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of findings")
    parser.add_argument(
        "--into", metavar="FOLDER", help="with --records: the new folder to write the tables into"
    )
    records.add(parser)
    parser.epilog = (
        "The corpus is validated first; if it has errors nothing is written. "
        "Exit code: 0 done (or up to date), 1 errors or stale files, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    records.check_use(arguments, "check")
    root = corpus_root(arguments.root)
    if arguments.records is None and arguments.into is not None:
        raise WrongUse("--into is for --records; a build of files writes beside them")
    if arguments.records is not None:
        return _from_records(arguments, root)
    from cyberspace_corpus.build.outputs import FOLDERS, outputs
    from cyberspace_corpus.build.write import replace_all, stale, sweep
    from cyberspace_corpus.folder import Busy
    from cyberspace_corpus.report.counts import count
    from cyberspace_corpus.rules.run import validate

    result = validate(root)
    if count(result.findings)[0]:
        report(list(result.findings), result.files, root, "text", arguments.lang)
        print("cyberspace-corpus: nothing was built", file=sys.stderr)
        return 1
    files = outputs(result.corpus)
    if arguments.check:
        old = stale(root, files)
        for path in old:
            print(f"{path}: stale; mend with: cyberspace-corpus build")
        if not old:
            print(f"{len(files)} generated files are up to date.")
        return 1 if old else 0
    try:
        sweep(root, FOLDERS)
        changed = replace_all(root, files)
    except Busy:
        print("cyberspace-corpus: another build is running; try again", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cyberspace-corpus: nothing was built: {error.strerror}", file=sys.stderr)
        return 2
    for path in changed:
        print(f"wrote {path}")
    print(f"{len(files)} generated files are up to date, {len(changed)} were written.")
    return 0


def _from_records(arguments: argparse.Namespace, root: Path) -> int:
    from cyberspace_corpus.report.counts import count

    verdict = records.build(arguments, root)
    if count(verdict.findings)[0]:
        report(list(verdict.findings), verdict.files, root, "text", arguments.lang)
        print("cyberspace-corpus: nothing was built", file=sys.stderr)
        return 1
    print(f"wrote {arguments.into}")
    return 0
