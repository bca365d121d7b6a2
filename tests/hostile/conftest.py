"""What the hostile tests share: a small corpus to spoil, and one way to look at the outcome."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.report.text import text
from cyberspace_corpus.rules.catalogue import MessageLang
from cyberspace_corpus.rules.run import Memory, Result, validate
from cyberspace_corpus.yamlio.characters import FORBIDDEN

sys.path.insert(0, str(Path(__file__).parent))

from clock import bound

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
LANGUAGES: Final[tuple[MessageLang, ...]] = ("en", "zh")

REPORT: Final = 65_536
"""Most characters of a report on one spoilt file."""

COMMAND: Final = re.compile(r"^\s*::")

Places = list[tuple[str, str, int]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small corpus that a test may spoil."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory, remembered: dict[Path, Memory]) -> Path:
    """One copy for many tests, each of which spoils the same file anew."""
    root = tmp_path_factory.mktemp("tree") / "corpus"
    shutil.copytree(BASE, root)
    remembered[root] = validate(root).memory
    return root


def check_report(result: Result, root: Path) -> None:
    """The report in both languages is bounded, and holds nothing but what can be seen."""
    for lang in LANGUAGES:
        lines = list(text(result.findings, result.files, root, lang=lang, colour=False))
        assert sum(map(len, lines)) < REPORT
        for line in lines:
            assert not FORBIDDEN.search(line)
            assert "\n" not in line
            assert not COMMAND.match(line)


@pytest.fixture(scope="module")
def remembered() -> dict[Path, Memory]:
    """What is known of a tree before it is spoilt: its other files need not be read again."""
    return {}


@pytest.fixture
def inspect(remembered: dict[Path, Memory]) -> Callable[[Path], tuple[Result, Places]]:
    """Validate a corpus: the result, and rule, file and line of all findings. Fails where it
    takes too long or where the report is not fit to be shown."""

    def run(root: Path) -> tuple[Result, Places]:
        start = time.process_time()
        result = validate(root, before=remembered.get(root))
        check_report(result, root)
        seconds = time.process_time() - start
        assert seconds < bound(seconds)
        assert not [finding for finding in result.findings if finding.rule.startswith("E9")]
        return result, [(found.rule, found.path, found.line) for found in result.findings]

    return run
