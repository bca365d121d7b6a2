"""What an editor makes of the JSON Schemas: the language server that VS Code, Neovim and others
use for YAML marks the wrong line and offers the right words."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from cyberspace_corpus.model.record import RecordKind

HERE: Final = Path(__file__).resolve().parent
REPO: Final = HERE.parents[1]
LOCK: Final = HERE / "package-lock.json"
RECORD: Final = "data/records/china-africa-2021/7.yaml"
INSTALL_LIMIT: Final = 180
LIMIT: Final = 60
"""Seconds for an answer of the server; it takes about one."""


def test_lock_names_no_registry() -> None:
    """The lock pins every package by version and digest, and fetches it from whatever registry
    the machine has."""
    lock = json.loads(LOCK.read_bytes())
    package = json.loads((HERE / "package.json").read_bytes())
    assert lock["packages"][""]["devDependencies"] == package["devDependencies"]
    (version,) = package["devDependencies"].values()
    assert version[0].isdigit()
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(installed) > 10
    for entry in installed.values():
        assert "resolved" not in entry
        assert entry["integrity"].startswith("sha512-")
        assert entry["version"]


@pytest.fixture(scope="module")
def server_program() -> Path:
    """The language server, installed once for each lock into the system's temporary folder."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs node and npm")
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    place = Path(tempfile.gettempdir()) / f"cyberspace-corpus-editor-{os.getuid()}-{digest}"
    program = place / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if program.is_file():
        return program
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=f"{place.name}-") as fresh:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, fresh)
        try:
            done = subprocess.run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=fresh,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=INSTALL_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm ci took more than {INSTALL_LIMIT} seconds")
        if done.returncode != 0:
            pytest.skip(f"npm ci failed: {done.stderr.strip()[-300:]}")
        place.mkdir(exist_ok=True)
        shutil.rmtree(place / "node_modules", ignore_errors=True)
        (Path(fresh) / "node_modules").rename(place / "node_modules")
    return program


class Server:
    """A running language server, spoken to over its standard input and output."""

    def __init__(self, program: Path, tree: Path) -> None:
        self.number = 0
        self.came: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.notes: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            ["node", str(program), "--stdio"],
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while head := stream.readline():
            length = 0
            while head.strip():
                name, _, value = head.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                head = stream.readline()
            self.came.put(json.loads(stream.read(length)))
        self.came.put(None)

    def _send(self, message: dict[str, Any]) -> None:
        stream = self.process.stdin
        assert stream is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is wanted; what the server asks in between is answered."""
        until = time.monotonic() + LIMIT
        for note in self.notes:
            if wanted(note):
                self.notes.remove(note)
                return note
        while (left := until - time.monotonic()) > 0:
            try:
                message = self.came.get(timeout=left)
            except queue.Empty:
                break
            assert message is not None, "the language server has ended"
            if "method" in message and "id" in message:
                self._answer(message)
            elif wanted(message):
                return message
            else:
                self.notes.append(message)
        pytest.fail(f"the language server did not answer within {LIMIT} seconds")

    def _answer(self, message: dict[str, Any]) -> None:
        result: Any = None
        if message["method"] == "workspace/configuration":
            settings = {"yaml": SETTINGS}
            items = message["params"]["items"]
            result = [settings.get(item.get("section", "")) for item in items]
        self._send({"id": message["id"], "result": result})

    def ask(self, method: str, params: Any) -> Any:
        """A request; its result."""
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, params: Any) -> None:
        """A notification."""
        self._send({"method": method, "params": params})

    def open(self, file: Path) -> list[dict[str, Any]]:
        """Open a file as an editor does; what the server objects to in it."""
        document = {
            "uri": file.as_uri(),
            "languageId": "yaml",
            "version": 1,
            "text": file.read_text("utf-8"),
        }
        self.tell("textDocument/didOpen", {"textDocument": document})
        note = self._wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == file.as_uri()
            )
        )
        found: list[dict[str, Any]] = note["params"]["diagnostics"]
        return found

    def complete(self, file: Path, line: int, character: int) -> set[str]:
        """What is offered at a place, which counts from 0."""
        params = {
            "textDocument": {"uri": file.as_uri()},
            "position": {"line": line, "character": character},
        }
        result = self.ask("textDocument/completion", params)
        items = result["items"] if isinstance(result, dict) else result or []
        return {item["label"] for item in items}

    def end(self) -> None:
        """End the process, whatever state it is in."""
        self.process.kill()
        self.process.wait(LIMIT)
        self.reader.join(LIMIT)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


SETTINGS: Final = {
    "validate": True,
    "completion": True,
    "hover": True,
    "schemaStore": {"enable": False},  # nothing is fetched: the modeline names the schema
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A real record and the schemas, lying to each other as in the repository."""
    shutil.copytree(REPO / "schema", tmp_path / "schema")
    (tmp_path / RECORD).parent.mkdir(parents=True)
    shutil.copy(REPO / RECORD, tmp_path / RECORD)
    return tmp_path


@pytest.fixture
def server(server_program: Path, tree: Path) -> Iterator[Server]:
    """A language server that has been greeted as an editor greets it."""
    running = Server(server_program, tree)
    try:
        running.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": tree.as_uri(),
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "publishDiagnostics": {},
                        "completion": {"completionItem": {"snippetSupport": False}},
                    },
                },
                "workspaceFolders": [{"uri": tree.as_uri(), "name": "corpus"}],
            },
        )
        running.tell("initialized", {})
        running.tell("workspace/didChangeConfiguration", {"settings": {"yaml": SETTINGS}})
        yield running
    finally:
        running.end()


def spoilt(tree: Path, old: str, new: str) -> tuple[Path, list[str]]:
    """The record with one change, beside the sound one; its lines."""
    text = (tree / RECORD).read_text("utf-8")
    assert text.count(old) == 1
    file = tree / Path(RECORD).with_name("8.yaml")
    file.write_text(text.replace(old, new), "utf-8")
    return file, file.read_text("utf-8").split("\n")


def test_sound_record(server: Server, tree: Path) -> None:
    """A real record, by the modeline in its first line: nothing to object to. That the schema
    was read at all is seen by a broken copy, opened in the same session."""
    assert server.open(tree / RECORD) == []
    file, _ = spoilt(tree, "kind: item\n", "kind: itme\n")
    assert server.open(file) != []


def test_unknown_key_and_wrong_kind(server: Server, tree: Path) -> None:
    """An unknown key and a wrong kind are marked, each on its own line and nowhere else."""
    file, lines = spoilt(tree, "kind: item\n", "kind: itme\nremark: no such key\n")
    found = server.open(file)
    by_line = {item["range"]["start"]["line"]: item["message"] for item in found}
    assert set(by_line) == {lines.index("kind: itme"), lines.index("remark: no such key")}
    assert '"item"' in by_line[lines.index("kind: itme")]
    assert "remark" in by_line[lines.index("remark: no such key")]


def test_missing_key(server: Server, tree: Path) -> None:
    """A required key that is missing is named."""
    file, _ = spoilt(tree, "kind: item\n", "")
    (item,) = server.open(file)
    assert '"kind"' in item["message"]


def test_completion(server: Server, tree: Path) -> None:
    """The editor offers the kinds of records, and the keys that a record may have."""
    file, lines = spoilt(tree, "kind: item\n", "kind: \n")
    server.open(file)
    offered = server.complete(file, lines.index("kind: "), len("kind: "))
    assert set(get_args(RecordKind)) <= offered
    text = file.read_text("utf-8") + "\n"
    other = file.with_name("9.yaml")
    other.write_text(text, "utf-8")
    server.open(other)
    keys = server.complete(other, text.count("\n") - 1, 0)
    assert {"dates", "quantities", "note", "review"} <= keys
    assert "document" not in keys  # it is there already
