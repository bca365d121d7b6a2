"""Texts that do not say what their witnesses print."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.engine import local
from cyberspace_corpus.engine.run import validate as by_documents
from cyberspace_corpus.rules.run import validate

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
RECORD: Final = "data/records/lake-2001/1.yaml"


def changed(root: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """The E304 of a record with changes in its text: the character in the file at each place,
    what is said of ours, and of the witness."""
    shutil.copytree(BASE, root)
    path = root / RECORD
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    rows = text.split("\n")
    return [
        (rows[one.line - 1][one.column - 1], one.values["value"], one.values["source_line"])
        for one in validate(root).findings
        if one.rule == "E304"
    ]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([("检查灯塔", "检察灯塔")], [("察", "7")]),
        ([("北南航线", "北南舫线"), ("检查灯塔", "检察灯塔")], [("舫", "6"), ("察", "7")]),
        ([("北南航线", "北航线"), ("检查灯塔", "检查查灯塔")], [("航", "6"), ("查", "7")]),
    ],
    ids=["one", "two far apart", "one lost and one added"],
)
def test_every_change(
    changes: list[tuple[str, str]], wanted: list[tuple[str, str]], tmp_path: Path
) -> None:
    """Each changed place is told, with the line of the source that it differs from."""
    found = changed(tmp_path / "corpus", *changes)
    assert [(character, line) for character, _, line in found] == wanted
    assert all(character in value for character, value, _ in found)


@pytest.mark.parametrize("damage", ["broken", "gone"])
def test_without_its_document(damage: str, tmp_path: Path) -> None:
    """A document that cannot be read hides nothing of what its records say."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    document = root / "data" / "documents" / "lake-2001.yaml"
    if damage == "broken":
        document.write_text("id: [", "utf-8")
    else:
        document.unlink()
    record = root / RECORD
    text = record.read_text("utf-8").replace("检查灯塔", "检察灯塔")
    lost = 'witnesses:\n  - {source: lantern-2001, zh: "2"}\n'
    record.write_text(text.replace("witnesses:\n", lost), "utf-8")
    for found in (validate(root).findings, by_documents(root, local.one).findings):
        of_record = [finding.rule for finding in found if finding.path == RECORD]
        assert of_record.count("E304") == 1
        told = {finding.values["value"] for finding in found if finding.rule == "E203"}
        assert "lantern-2001" in told
