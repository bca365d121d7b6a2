"""``site``: the corpus as pages to read, for a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root
from cyberspace_corpus.cli.progress import progress


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument("--into", metavar="FOLDER", help="where to write; default: site")
    parser.add_argument(
        "--repository",
        metavar="URL",
        help="the corpus on GitHub, https://github.com/OWNER/NAME: every record then has a link "
        "to the form for corrections, filled in",
    )
    parser.add_argument(
        "--serve",
        action="store_true",
        help="open the pages to a browser on this machine, and write them again whenever the "
        "corpus or a template is saved; Ctrl-C ends it",
    )
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="for --serve; default: 8000; 0: any"
    )
    parser.epilog = (
        "Shows the corpus as last built. The folder is replaced as a whole; one that holds "
        "anything else is left alone. Exit code: 0 written (or --serve was ended), 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    target = Path(arguments.into) if arguments.into else root / "site"
    repository = arguments.repository
    if repository is not None and not repository.startswith("https://"):
        raise WrongUse("--repository wants an address such as https://github.com/OWNER/NAME")
    if arguments.serve:
        from cyberspace_corpus.cli.preview import preview

        return preview(root, target, arguments.port, lambda: write(root, target, repository))
    return write(root, target, repository)


def write(root: Path, target: Path, repository: str | None) -> int:
    """Write the pages into the folder; 0, or 2 with a line that says why nothing was written."""
    from cyberspace_corpus import NoData
    from cyberspace_corpus.folder import Busy, Foreign, recover, switch
    from cyberspace_corpus.site.book import open_book
    from cyberspace_corpus.site.build import MARK, build

    try:
        recover(target)
        files = build(open_book(root, repository), progress("pages"))
        switch(files, target, MARK)
    except NoData as problem:
        return _nothing(f"{problem}; build the corpus with: cyberspace-corpus build")
    except Busy:
        return _nothing("another run is writing there; try again")
    except Foreign as problem:
        return _nothing(f"{problem}; name another folder with --into")
    except OSError as error:
        return _nothing(error.strerror or str(error))
    print(f"{len(files)} files in {target}; open {target / 'index.html'}", flush=True)
    return 0


def _nothing(why: str) -> int:
    print(f"cyberspace-corpus: nothing was written: {why}", file=sys.stderr)
    return 2
