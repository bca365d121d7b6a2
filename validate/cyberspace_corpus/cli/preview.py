"""``site --serve``: the pages on this machine, written again whenever something is saved."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.cli.main import WrongUse

HOST: Final = "127.0.0.1"
INTERVAL: Final = 0.3
"""Seconds between two looks at the files."""

WATCHED: Final = ("data/corpus.json", "data/tables", "data/sources", "datapackage.json")
"""What the pages are made from, below the root of the corpus, ..."""

SHOWN: Final = ("templates", "words", "assets")
"""... and below the package of the pages."""


def preview(root: Path, target: Path, port: int, write: Callable[[], int]) -> int:
    """Write the pages, show them until Ctrl-C, and write them again after every change; 0, or
    what ``write`` gives if it fails at first."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, directory=str(target), **named)

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")  # the next page may be another edition
            super().end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing: the terminal is for what goes wrong with the pages."""

    try:
        server = ThreadingHTTPServer((HOST, port), Handler)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "no such port"
        raise WrongUse(f"port {port}: {reason}; name another with --port, or 0") from None
    with server:
        # Looked at before they are read: a save in between is seen by the next look.
        seen = stamps(root)
        if code := write():
            return code
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://{HOST}:{server.server_address[1]}/ (Ctrl-C ends it)", flush=True)
        try:
            while True:
                time.sleep(INTERVAL)
                if (now := stamps(root)) != seen:
                    seen = now
                    write()
        except KeyboardInterrupt:
            print(flush=True)
        finally:
            server.shutdown()
    return 0


def stamps(root: Path) -> dict[Path, tuple[int, int]]:
    """Time and size of every file that the pages depend on: of the corpus, and of the templates,
    words and assets."""
    found: dict[Path, tuple[int, int]] = {}
    for file in _files(root):
        try:
            stat = file.stat()
        except OSError:  # it went while we looked
            continue
        found[file] = (stat.st_mtime_ns, stat.st_size)
    return found


def _files(root: Path) -> Iterator[Path]:
    from cyberspace_corpus.site.build import HERE

    for place in (*(root / path for path in WATCHED), *(HERE / name for name in SHOWN)):
        yield from place.rglob("*") if place.is_dir() else [place]
