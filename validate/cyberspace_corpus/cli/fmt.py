"""``fmt``: the canonical form of authored files."""

from __future__ import annotations

import argparse

from cyberspace_corpus.cli.places import corpus_root, covers, inside


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is not canonical"
    )
    parser.epilog = (
        "Values and comments are kept. Exit code: 0 canonical (now), 1 not, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    chosen = inside(root, arguments.paths)
    from cyberspace_corpus.edit.format import format_file
    from cyberspace_corpus.findings import Finding
    from cyberspace_corpus.model.kinds import kind_of
    from cyberspace_corpus.rules.catalogue import message
    from cyberspace_corpus.tree import walk
    from cyberspace_corpus.yamlio.reader import Unreadable

    changed = unread = total = 0
    for path in walk(root, [], set()):
        kind = kind_of(path)
        if kind is None or (chosen and not covers(chosen, path)):
            continue
        total += 1
        try:
            if format_file(root, path, kind, write=not arguments.check):
                changed += 1
                print(f"{path}: {'is not canonical' if arguments.check else 'rewritten'}")
        except Unreadable as problem:
            unread += 1
            finding = Finding(
                problem.rule, path, problem.line, problem.column, None, problem.values
            )
            print(f"{path}:{problem.line}:{problem.column}: {problem.rule} {message(finding).says}")
    if arguments.check and changed:
        print("mend with: cyberspace-corpus fmt")
    print(f"{total} files, {changed} {'not canonical' if arguments.check else 'rewritten'}.")
    return 1 if unread or (arguments.check and changed) else 0
