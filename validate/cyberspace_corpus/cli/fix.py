"""``fix``: the repairs that need no reading."""

from __future__ import annotations

import argparse

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root, covers, inside


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing, only tell what would be done"
    )
    parser.epilog = (
        "Mends how files are written (canonical form, line ends, byte order marks, NFC) and what "
        "follows from the texts (lists of entities, missing digests). No text, translation or "
        "reading is changed. Exit code: 0 done, 1 a file could not be read, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    chosen = inside(root, arguments.paths)
    from cyberspace_corpus.build.write import replace
    from cyberspace_corpus.edit.repair import repairs
    from cyberspace_corpus.findings import Finding
    from cyberspace_corpus.rules.catalogue import message

    found, unread = repairs(root, lambda path: not chosen or covers(chosen, path))
    for repair in found:
        if not arguments.dry_run:
            try:
                replace(root / repair.path, repair.content)
            except OSError as error:
                raise WrongUse(f"{repair.path} could not be written: {error.strerror}") from None
        for what in repair.done:
            print(f"{repair.path}: {what}")
    for path, problem in unread:
        finding = Finding(problem.rule, path, problem.line, problem.column, None, problem.values)
        print(f"{path}:{problem.line}:{problem.column}: {problem.rule} {message(finding).says}")
    print(f"{len(found)} files {'to repair' if arguments.dry_run else 'repaired'}.")
    return 1 if unread else 0
