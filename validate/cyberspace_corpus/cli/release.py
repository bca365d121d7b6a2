"""``release``: everything that is handed out, in one folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cyberspace_corpus.cli.places import corpus_root
from cyberspace_corpus.cli.validate import report


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument("--into", metavar="FOLDER", help="where to write; default: dist")
    parser.epilog = (
        "The corpus is validated first, its generated files must be up to date, and the version "
        "must fit what has changed. Exit code: 0 done, 1 errors, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    target = Path(arguments.into) if arguments.into else root / "dist"
    from cyberspace_corpus.build.write import stale
    from cyberspace_corpus.release.assemble import assemble, content, switch
    from cyberspace_corpus.report.counts import count
    from cyberspace_corpus.rules.run import validate

    result = validate(root)
    if count(result.findings)[0]:
        report(list(result.findings), result.files, root, "text", "en")
        print("cyberspace-corpus: nothing was released", file=sys.stderr)
        return 1
    of = content(root, result.corpus)
    old = stale(root, of.files)
    for path in old:
        print(f"{path}: stale; mend with: cyberspace-corpus build")
    if old:
        return 1
    files = assemble(of, lambda name: print(f"writing {name}", file=sys.stderr))
    try:
        switch(files, target)
    except OSError as error:
        print(f"cyberspace-corpus: nothing was released: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{len(files)} files in {target}")
    return 0
