"""Names that lead nowhere: each is a finding, and the first of many tell what may be meant."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.findings import MAX_SUGGESTIONS
from cyberspace_corpus.rules.run import validate

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
TREATY: Final = "data/entities/old-pier-treaty.yaml"
RECORD: Final = "data/records/lake-2001/3.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root


def hints(root: Path, path: str, rule: str) -> list[str]:
    """What the findings of a rule in a file say may be meant, in order."""
    found = validate(root).findings
    return [one.values["nearest"] for one in found if (one.path, one.rule) == (path, rule)]


@pytest.mark.parametrize("number", [1, MAX_SUGGESTIONS, MAX_SUGGESTIONS + 30])
def test_many_names(number: int, root: Path) -> None:
    """Of many names below one key the first have suggestions, and the name below another key
    has its own."""
    names = ", ".join(f"mirror-lak{n}" for n in range(number))
    path = root / TREATY
    text = path.read_text("utf-8").replace("with: []", f"with: [{names}]")
    text = text.replace("successor: lighthouse-initiative", "successor: lighthouse-initiatiwe")
    path.write_text(text, "utf-8")
    first, *others = hints(root, TREATY, "E203")
    assert first.startswith("lighthouse-initiative")
    shown = min(number, MAX_SUGGESTIONS)
    assert all(hint.startswith("mirror-lake") for hint in others[:shown])
    assert others[shown:] == [""] * (number - shown)


def test_many_keys(root: Path) -> None:
    """The same is true of keys that are not known."""
    path = root / RECORD
    added = "".join(f"topics{n}: x\n" for n in range(MAX_SUGGESTIONS + 30))
    path.write_text(path.read_text("utf-8") + added, "utf-8")
    assert sorted(hints(root, RECORD, "E201")) == [""] * 30 + ["topics"] * MAX_SUGGESTIONS
