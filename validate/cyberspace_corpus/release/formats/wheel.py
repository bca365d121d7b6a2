"""The Python package: a wheel that carries the data, and a source distribution."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cyberspace_corpus.release.format import Content, Format

PROJECT: Final = "pyproject.toml"
NOT_COPIED: Final = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", "node_modules", "dist")


def write(content: Content) -> Mapping[str, bytes]:
    """Both archives, made from a copy of the checkout with the generated files as released;
    nothing where the corpus has no package around it."""
    if not (content.root / PROJECT).is_file():
        return {}
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as folder, _epoch(content.epoch):
        tree, out = Path(folder) / "tree", Path(folder) / "out"
        _copy(content, tree)
        for builder in (WheelBuilder(str(tree)), SdistBuilder(str(tree))):
            list(builder.build(directory=str(out), versions=["standard"]))
        return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def _copy(content: Content, tree: Path) -> None:
    """What the project file says belongs to the source distribution, and that file."""
    project = tomllib.loads((content.root / PROJECT).read_text("utf-8"))
    included: list[str] = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    tree.mkdir()
    for name in [PROJECT, ".gitignore", *(path.strip("/") for path in included)]:
        source = content.root / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=NOT_COPIED, copy_function=shutil.copyfile)
        elif source.is_file():
            shutil.copyfile(source, tree / name)
    for path, data in content.files.items():
        file = tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


@contextlib.contextmanager
def _epoch(seconds: int) -> Iterator[None]:
    """hatchling takes the time of all members from the environment, and from there alone."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


FORMAT = Format(
    name="wheel",
    title="Python package: wheel with the data, and source distribution",
    receivers=("pip", "zipfile"),
    write=write,
)
