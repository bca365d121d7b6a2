"""What the tests of the reader share: the pages of the real corpus, written once a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock

from cyberspace_corpus.site.book import open_book
from cyberspace_corpus.site.build import build

REPO: Final = Path(__file__).resolve().parents[2]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker: str | None) -> Path:
    """The folder with the pages; tests read it and leave it as it is. The workers of a run in
    parallel share it: whoever comes first writes it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if worker else base) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            write(folder, build(open_book(REPO)))
    return folder


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str | None:
    """Which worker of a run in parallel this is, if it is one."""
    return getattr(request.config, "workerinput", {}).get("workerid")
