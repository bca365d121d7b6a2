"""``serve``: the released database in a browser, on this machine only."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sqlite3
import sys
from pathlib import Path
from typing import Any

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root

HOST = "127.0.0.1"
DATABASE = "corpus.sqlite"
SETTINGS = {"default_allow_sql": False, "allow_download": True, "suggest_facets": False}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=8001, metavar="N", help="default: 8001; 0: any that is free"
    )
    parser.add_argument(
        "--db", metavar="FILE", help=f"a released {DATABASE}; default: dist/{DATABASE} here"
    )
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.epilog = (
        f"If dist/{DATABASE} is not there, it is made first. Nothing can be changed by way of the "
        "browser, and no other machine is answered. Ctrl-C ends it. Exit code: 0 ended, 1 errors "
        "in the corpus, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    try:
        import datasette.app  # noqa: F401
        import uvicorn
    except ModuleNotFoundError as missing:
        raise WrongUse(
            f"serve needs {missing.name}, which is not installed; install it with: "
            "pip install 'cyberspace-corpus[serve]'"
        ) from None
    listening = _listen(arguments.port)
    with listening:
        if arguments.db is not None:
            path = Path(arguments.db)
        else:
            path = corpus_root(arguments.root) / "dist" / DATABASE
            if not path.exists() and not _make(corpus_root(arguments.root), path):
                return 1
        _check(path)
        application = _application(path)
        print(f"http://{HOST}:{listening.getsockname()[1]}/ (Ctrl-C ends it)", flush=True)
        config = uvicorn.Config(application, log_level="warning", lifespan="on")
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # who comes before the site is ready waits
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or "no such port"
        raise WrongUse(f"port {port}: {reason}; name another with --port, or 0") from None
    return listening


def _make(root: Path, path: Path) -> bool:
    """Write the database of the corpus as it is now; False if the corpus has errors."""
    from cyberspace_corpus.build.write import replace
    from cyberspace_corpus.cli.validate import report
    from cyberspace_corpus.release.assemble import content
    from cyberspace_corpus.release.formats.sqlite import write
    from cyberspace_corpus.report.counts import count
    from cyberspace_corpus.rules.run import validate

    print(f"{path} is not there; making it ...", file=sys.stderr)
    result = validate(root)
    if count(result.findings)[0]:
        report(list(result.findings), result.files, root, "text", "en")
        return False
    try:
        replace(path, write(content(root, result.corpus))[DATABASE])
    except ModuleNotFoundError as missing:
        raise WrongUse(
            f"making {DATABASE} needs {missing.name}, which is not installed; install it with: "
            "pip install 'cyberspace-corpus[release]'"
        ) from None
    except (OSError, sqlite3.Error) as error:
        raise WrongUse(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    return True


def _check(path: Path) -> None:
    try:
        # The path as SQLite's URIs want it: a question mark in it must not begin the query.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True)
        try:
            database.execute("select zh, hant, en from search limit 1")
        finally:
            database.close()
    except sqlite3.Error as error:
        raise WrongUse(f"{path} is no released database ({error})") from None


def _application(path: Path) -> Any:
    from datasette import hookimpl
    from datasette.app import Datasette
    from datasette.plugins import pm

    from cyberspace_corpus.release.browse import FUNCTION, metadata, typed

    def prepare_connection(conn: sqlite3.Connection) -> None:
        conn.create_function(FUNCTION, 1, typed, deterministic=True)

    # A plugin is any named object that has marked functions: a module, or as here a class.
    plugin = type("Plugin", (), {"prepare_connection": staticmethod(hookimpl(prepare_connection))})
    pm.register(plugin, name="cyberspace-corpus")
    site = Datasette(immutables=[str(path)], metadata=metadata(path.stem), settings=SETTINGS)
    return site.app()
