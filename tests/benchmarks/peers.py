"""What the times are held against: the floor, and other people's validators, installed as anyone
would into a folder of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from measure import Failed

HERE: Final = Path(__file__).parent
PYTHON: Final = {"check-jsonschema": "0.39.0"}
NODE: Final = {
    "ajv-cli": "5.0.0",
    "ajv": "8.20.0",
    "ajv-formats": "3.0.1",
    "@sourcemeta/jsonschema": "16.11.0",
}
VERSIONS: Final = PYTHON | NODE

LIBYAML: Final = "libyaml's events in C"
PYYAML: Final = "the events of PyYAML's C parser in one Python process, for want of a C compiler"


class Peers:
    """The yardsticks below a folder; each is made when it is first asked for.

    All raise :class:`~measure.Failed` where this machine cannot have one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.floor_is = LIBYAML

    def floor(self) -> list[str | Path]:
        """The command that parses all YAML below the folder named behind it, and no more."""
        program = self.folder / "floor"
        compiler = shutil.which("cc") or shutil.which("gcc")
        self.folder.mkdir(parents=True, exist_ok=True)
        if compiler is not None:
            words: list[str | Path] = [compiler, "-O2", "-o", program, HERE / "floor.c", "-lyaml"]
            made = subprocess.run(words, capture_output=True, check=False)
            if made.returncode == 0:
                return [program]
        self.floor_is = PYYAML
        return [self._python("pyyaml", "PyYAML==6.0.3") / "python", HERE / "events.py"]

    def check_jsonschema(self) -> Path:
        """check-jsonschema, with what pip brings along and no more."""
        name, version = next(iter(PYTHON.items()))
        return self._python(name, f"{name}=={version}") / name

    def ajv(self) -> Path:
        """The command line of ajv."""
        return self._node() / ".bin" / "ajv"

    def sourcemeta(self) -> Path:
        """Sourcemeta's program itself, without the Node script that starts it."""
        built = self._node() / "@sourcemeta" / "jsonschema" / "build" / "github-releases"
        system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform, "")
        machine = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=True)
        kind = {"aarch64": "arm64"}.get(machine.stdout.strip(), machine.stdout.strip())
        program = built / f"jsonschema-{system}-{kind}"
        if not program.exists():
            raise Failed(f"no program of Sourcemeta's for {sys.platform} on {kind}")
        program.chmod(0o755)
        return program

    def _python(self, name: str, requirement: str) -> Path:
        folder = self.folder / name
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=True)
            _run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", requirement])
            (folder / "ready").touch()
        return folder / "bin"

    def _node(self) -> Path:
        npm, folder = shutil.which("npm"), self.folder / "node"
        if npm is None:
            raise Failed("no npm")
        wanted = json.dumps(NODE)
        ready = folder / "ready"
        if not ready.exists() or ready.read_text("utf-8") != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            packages = [f"{name}@{version}" for name, version in NODE.items()]
            quiet = ["--no-audit", "--no-fund", "--silent"]
            _run([npm, "install", "--prefix", folder, *quiet, *packages])
            ready.write_text(wanted, "utf-8")
        return folder / "node_modules"


def _run(words: Sequence[str | Path]) -> None:
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    if made.returncode:
        last = (made.stderr.strip() or made.stdout.strip()).split("\n")[-1][:200]
        raise Failed(f"{Path(words[0]).name} could not install it: {last}")
