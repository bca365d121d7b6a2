"""What the tests of the reports share: the findings of every fixture of a rule."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.rules.run import validate

TESTS: Final = Path(__file__).parents[1]
BASE: Final = TESTS / "fixtures" / "base"


def _fixtures() -> ModuleType:
    """The module that knows how a fixture is applied; no folder of tests is a package."""
    spec = importlib.util.spec_from_file_location("fixtures_of_rules", TESTS / "test_fixtures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Broken:
    """A copy of the small corpus with a mistake in it, and what validation finds there."""

    root: Path
    findings: tuple[Finding, ...]
    files: int


Break = Callable[[str], Broken]


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Break:
    """The corpus that the fixture of a rule makes."""
    fixtures = _fixtures()

    @cache
    def make(rule: str) -> Broken:
        root = tmp_path_factory.mktemp(rule) / "corpus"
        shutil.copytree(BASE, root)
        for edit in fixtures.load(rule)["edits"]:
            fixtures.apply(root, edit)
        result = validate(root)
        return Broken(root, result.findings, result.files)

    return make


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small corpus that a test may change."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root
