"""``release``: everything that is handed out, in one folder."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cyberspace_corpus import __version__
from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root
from cyberspace_corpus.cli.validate import report

if TYPE_CHECKING:
    from cyberspace_corpus.compare.difference import Difference

NEEDED_BY_ALL = frozenset({"pydantic", "jsonschema", "ruamel", "cyberspace_corpus"})


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument("--into", metavar="FOLDER", help="where to write; default: dist")
    parser.add_argument(
        "--against",
        metavar="EDITION",
        help="an earlier edition to weigh the version by: a checkout, a corpus.json, a wheel or "
        "zip file, or a git revision; without it only the ids of the last release are compared",
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help="write nothing, but print a draft of the entry for CHANGELOG.md (with --against)",
    )
    parser.epilog = (
        "The corpus is validated first, its generated files must be up to date, and the version "
        "must fit what has changed. The ids of a new version are kept in data/releases: commit "
        "that file. Exit code: 0 done, 1 errors, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    target = Path(arguments.into) if arguments.into else root / "dist"
    if arguments.draft and not arguments.against:
        raise WrongUse("--draft compares with an earlier edition: name it with --against")
    try:
        return _release(root, target, arguments)
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] in NEEDED_BY_ALL:
            raise
        raise WrongUse(
            f"release needs {missing.name}, which is not installed; install it with: "
            "pip install 'cyberspace-corpus[release]'"
        ) from None


def _release(root: Path, target: Path, arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.build.write import replace, stale
    from cyberspace_corpus.folder import Busy, Foreign, recover, switch
    from cyberspace_corpus.release.assemble import assemble, content
    from cyberspace_corpus.release.ids import path_of
    from cyberspace_corpus.release.provenance import PLAIN
    from cyberspace_corpus.release.versions import refusal
    from cyberspace_corpus.report.counts import count
    from cyberspace_corpus.rules.run import validate

    if not arguments.draft:
        recover(target)
    result = validate(root)
    if count(result.findings)[0]:
        report(list(result.findings), result.files, root, "text", "en")
        return _nothing("the corpus has errors", 1)
    of = content(root, result.corpus)
    ids = path_of(__version__)
    old = stale(root, {path: data for path, data in of.files.items() if path != ids})
    for path in old:
        print(f"{path}: stale; mend with: cyberspace-corpus build")
    if old:
        return _nothing("generated files are stale", 1)
    against = _against(arguments, of.files)
    if arguments.draft and against is not None:
        from cyberspace_corpus.compare.changelog import markdown

        for line in markdown(against):
            print(line)
        return 0
    if reason := refusal(__version__, result.corpus, of.files[ids], against):
        return _nothing(reason, 1)
    try:
        files = assemble(of, lambda name: print(f"writing {name}", file=sys.stderr))
        switch(files, target, PLAIN)
        if stale(root, {ids: of.files[ids]}):
            replace(root / ids, of.files[ids])
            print(f"wrote {ids}; commit it with the release")
    except Busy:
        return _nothing("another release is being written there; try again", 2)
    except Foreign as problem:
        return _nothing(f"{problem}; name another folder with --into", 2)
    except (OSError, sqlite3.Error, MemoryError) as error:
        return _nothing(getattr(error, "strerror", None) or str(error), 2)
    print(f"{len(files)} files in {target}")
    return 0


def _against(arguments: argparse.Namespace, files: Mapping[str, bytes]) -> Difference | None:
    """What differs between the edition that the user names and the one at hand."""
    if not arguments.against:
        return None
    from cyberspace_corpus.cli.diff import named
    from cyberspace_corpus.compare.difference import difference
    from cyberspace_corpus.compare.editions import NotAnEdition, edition
    from cyberspace_corpus.release.ids import PUBLISHED

    try:
        old = named(arguments.against, arguments.root)
    except NotAnEdition as problem:
        raise WrongUse(str(problem)[:500]) from None
    tables = {
        Path(path).stem: data for path, data in files.items() if path.startswith("data/tables/")
    }
    return difference(old, edition("this corpus", files[PUBLISHED], tables))


def _nothing(why: str, code: int) -> int:
    print(f"cyberspace-corpus: nothing was released: {why}", file=sys.stderr)
    return code
