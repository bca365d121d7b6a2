"""Let a real CKAN take the released package: start one on this machine, run its test, stop it.

    .venv/bin/python tests/release/run_ckan.py

Slow (minutes, for CKAN is installed first), so no part of the test suite. Wants PostgreSQL and
Redis (Debian: ``postgresql redis-server``). Solr, which no package index has, is stood in for by a
server that knows CKAN's schema and takes every document: packages are made and shown, search finds
nothing. Everything lies in a temporary folder and listens on this machine only; other options go
to pytest.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

CKAN: Final = ("ckan[requirements]==2.12.0", "setuptools<81")
LIMIT: Final = 120
"""Seconds for a server to answer."""

TEST: Final = Path(__file__).parent / "test_portals.py"


def port() -> int:
    """A port that is free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
    return number


def run(*words: str | Path, cwd: Path | None = None, user: str | None = None) -> str:
    """What a command prints; its whole output, and an end, if it fails."""
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, user=user, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def running(*words: str | Path, log: Path, user: str | None = None) -> Iterator[None]:
    """A server for as long as it is wanted."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in words],
            stdout=out,
            stderr=out,
            cwd=log.parent,
            user=user,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(LIMIT)


def wait(url: str, log: Path) -> None:
    """Until the server answers."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=LIMIT):
            return
        time.sleep(0.5)
    sys.exit(f"{url} does not answer:\n{log.read_text('utf-8', 'replace')[-3000:]}")


@contextlib.contextmanager
def database(place: Path) -> Iterator[str]:
    """A PostgreSQL of our own; its address. It refuses to be run by root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        sys.exit("PostgreSQL is not installed")
    bin, number = programs[-1], port()
    user = "postgres" if os.getuid() == 0 else None
    folder = place / "postgres"
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    run(bin / "initdb", "--auth=trust", "--username=ckan", "--encoding=UTF8", folder, user=user)
    where = ("-h", "127.0.0.1", "-p", str(number))
    options = (*where, "-D", folder, "-k", "")
    with running(bin / "postgres", *options, log=place / "postgres.log", user=user):
        until = time.monotonic() + LIMIT
        while subprocess.run([bin / "pg_isready", *where], stdout=subprocess.DEVNULL).returncode:
            if time.monotonic() > until:
                sys.exit((place / "postgres.log").read_text("utf-8"))
            time.sleep(0.2)
        run(bin / "createdb", *where, "-U", "ckan", "ckan")
        yield f"postgresql://ckan@127.0.0.1:{number}/ckan"


@contextlib.contextmanager
def search(schema: bytes) -> Iterator[str]:
    """What stands in for Solr; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = {"responseHeader": {"status": 0}, "response": {"numFound": 0, "docs": []}}
            body = schema if "schema" in self.path else json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/solr/ckan"
        server.shutdown()


def main() -> int:
    if shutil.which("redis-server") is None:
        sys.exit("Redis is not installed")
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ckan-")))
        place.chmod(0o755)
        print("installing CKAN ...", flush=True)
        run(sys.executable, "-m", "venv", place / "venv")
        run(place / "venv/bin/python", "-m", "pip", "install", "--quiet", *CKAN)
        ckan = place / "venv/bin/ckan"
        (schema,) = place.glob("venv/lib/*/site-packages/ckan/config/solr/schema.xml")

        print("starting it ...", flush=True)
        redis, number = port(), port()
        url = f"http://127.0.0.1:{number}"
        postgres = stack.enter_context(database(place))
        solr = stack.enter_context(search(schema.read_bytes()))
        options = ("--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", place)
        stack.enter_context(running("redis-server", *options, log=place / "redis.log"))
        ini = place / "ckan.ini"
        run(ckan, "generate", "config", ini)
        (place / "files").mkdir()
        settings = (
            f"sqlalchemy.url={postgres}",
            f"ckan.site_url={url}",
            f"ckan.redis.url=redis://127.0.0.1:{redis}/0",
            f"solr_url={solr}",
            f"ckan.storage_path={place / 'files'}",
            "ckan.auth.create_unowned_dataset=true",
        )
        run(ckan, "config-tool", ini, *settings)
        command = (ckan, "-c", ini)
        run(*command, "db", "init")
        run(*command, "user", "add", "tester", "email=tester@example.org", "password=tester-1234")
        run(*command, "sysadmin", "add", "tester")
        key = run(*command, "user", "token", "add", "tester", "test", "--quiet").split()[-1]
        server = (*command, "run", "--host", "127.0.0.1", "--port", str(number))
        stack.enter_context(running(*server, "--disable-reloader", log=place / "ckan.log"))
        wait(f"{url}/api/3/action/status_show", place / "ckan.log")

        words = [sys.executable, "-m", "pytest", "-k", "takes_it", TEST, *sys.argv[1:]]
        environment = {**os.environ, "CKAN_URL": url, "CKAN_KEY": key}
        return subprocess.run(words, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
