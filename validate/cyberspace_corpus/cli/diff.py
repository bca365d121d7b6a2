"""``diff``: what differs between two published editions, and which version step that makes."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cyberspace_corpus.cli import git
from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root
from cyberspace_corpus.yamlio.characters import printable

if TYPE_CHECKING:
    from cyberspace_corpus.compare.editions import Edition

_PREFIX = "rev:"
_CORPUS = "data/corpus.json"


def add(parser: argparse.ArgumentParser) -> None:
    about = "a checkout, a corpus.json, a wheel or zip file, or a git revision (rev:v0.1.0)"
    parser.add_argument("old", metavar="OLD", help=about)
    parser.add_argument("new", metavar="NEW", help="the same; a name that is no file is a revision")
    parser.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help="form of the report (default: text); markdown drafts an entry of CHANGELOG.md",
    )
    parser.add_argument(
        "--root", metavar="FOLDER", help="where revisions are looked up; default: the corpus here"
    )
    parser.epilog = (
        "Both are compared as they were last built. That a column changes its meaning no program "
        "can see: such a step is major too. Exit code: 0 no difference, 1 differences, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.compare.changelog import markdown
    from cyberspace_corpus.compare.difference import difference
    from cyberspace_corpus.compare.editions import NotAnEdition
    from cyberspace_corpus.compare.report import text, to_json

    try:
        old, new = (named(name, arguments.root) for name in (arguments.old, arguments.new))
    except NotAnEdition as problem:
        raise WrongUse(printable(str(problem), 500)) from None
    found = difference(old, new)
    if arguments.format == "json":
        print(to_json(found))
    else:
        for line in (text if arguments.format == "text" else markdown)(found):
            print(line)
    return 1 if found else 0


def named(name: str, root: str | None) -> Edition:
    """The edition that a user means: a folder or file, or else a revision of the checkout.

    Raises :class:`WrongUse` and :class:`~cyberspace_corpus.compare.editions.NotAnEdition`.
    """
    from cyberspace_corpus.compare.editions import NotAnEdition, edition, open_edition

    if not name.startswith(_PREFIX) and os.path.exists(name):
        return open_edition(Path(name))
    where = corpus_root(root)
    git.check_checkout(where)
    revision = name.removeprefix(_PREFIX)
    commit = git.commit_of(where, revision)
    if commit is None:
        what = "no" if name.startswith(_PREFIX) else "no folder, no file and no"
        raise WrongUse(f"{name!r} is {what} git revision here")
    files = git.files_at(where, commit, "data", _is_published)
    if _CORPUS not in files:
        raise NotAnEdition(f"{name}: no {_CORPUS} at that revision")
    tables = {Path(path).stem: content for path, content in files.items() if path != _CORPUS}
    return edition(name, files[_CORPUS], tables)


def _is_published(path: str) -> bool:
    return path == _CORPUS or (path.startswith("data/tables/") and path.endswith(".csv"))
