"""The release of the real corpus, put together once for all tests of formats."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.release.assemble import content as content_of
from cyberspace_corpus.release.format import Content, formats
from cyberspace_corpus.rules.run import validate

REPO: Final = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def content() -> Content:
    """What the formats draw on: the corpus of this repository."""
    return content_of(REPO, validate(REPO).corpus)


@pytest.fixture(scope="session")
def release(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of every format; tests read it and leave it as it is.

    A format that needs a library which is not installed is left out.
    """
    folder = tmp_path_factory.mktemp("release")
    for format in formats():
        try:
            files = format.write(content)
        except ModuleNotFoundError as error:
            if str(error.name).startswith("cyberspace_corpus"):
                raise
            continue
        for path, data in files.items():
            file = folder / path
            assert not file.exists(), f"{format.name} and another format both write {path}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return folder
