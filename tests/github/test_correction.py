"""The correction form: what it says is done, and whatever else is in the issue is refused."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.corpus import read

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
FORM: Final = REPO / ".github" / "ISSUE_TEMPLATE" / "correction.yml"
RECORD: Final = "data/records/lake-2001/1.yaml"


def load() -> ModuleType:
    path = REPO / ".github" / "correction.py"
    spec = importlib.util.spec_from_file_location("correction_form", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


correction: Any = load()

GOOD: Final = {
    "record": "lake-2001/1",
    "language": "en (English)",
    "stands": "```text\neach lit every night\n```",
    "should_stand": "```text\neach of them lit every night\n```",
    "evidence": "harbor-press-2001, line 21.\n\n### As it says\n\n> lit",
}


def body(**changed: str) -> str:
    """The issue as GitHub writes it from the form."""
    fields = GOOD | changed
    return "\n\n".join(f"### {correction.FIELDS[name]}\n\n{fields[name]}" for name in GOOD)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "corpus")
    return tmp_path / "corpus"


def state(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refusal(root: Path, text: str) -> str:
    """Why the issue is refused; and nothing at all has been written."""
    before = state(root.parent)
    with pytest.raises(correction.Refused) as caught:
        correction.make(root, correction.read_form(text))
    assert state(root.parent) == before
    return str(caught.value)


def test_the_change_is_the_whole_difference(root: Path) -> None:
    before = (root / RECORD).read_text("utf-8")
    assert correction.make(root, correction.read_form(body())) == RECORD
    after = (root / RECORD).read_text("utf-8")
    assert after == before.replace("each lit every night", "each of them lit every night")
    assert after != before
    assert main(["fmt", "--check", "--root", str(root)]) == 0


@pytest.mark.parametrize(
    "text",
    [
        body(stands="each lit every night", should_stand="each lit at night"),
        body(stands="```text\n  each lit every night \n\n```"),
        body().replace("\n", "\r\n"),
        body() + "\n",
    ],
    ids=["no fence", "space around", "CRLF", "line at the end"],
)
def test_forms_of_the_form(root: Path, text: str) -> None:
    assert correction.make(root, correction.read_form(text)) == RECORD


def test_chinese(root: Path) -> None:
    text = body(language="zh (Chinese)", stands="每年检查灯塔", should_stand="每年检查全部灯塔")
    correction.make(root, correction.read_form(text))
    segment = read(root).corpus.records["lake-2001/1"].model.text[1]
    assert segment.zh == "渡轮委员会每年检查全部灯塔。"


@pytest.mark.parametrize(
    "words",
    [
        "a: b # c",
        "null",
        "- {x: y}",
        'quote " and \\ backslash',
        "$(touch x) `id` ${{ github.token }} %0A::add-mask::x",
        "*alias &anchor !tag",
    ],
)
def test_words_stay_words(root: Path, words: str) -> None:
    before = read(root).corpus.records["lake-2001/1"].model
    correction.make(root, correction.read_form(body(should_stand=words)))
    after = read(root).corpus.records["lake-2001/1"].model
    assert str(after.text[0].en) == str(before.text[0].en).replace("each lit every night", words)
    assert after.model_copy(update={"text": before.text}) == before


@pytest.mark.parametrize(
    "id",
    [
        "../../etc/passwd",
        "lake-2001/../lake-2003/1.1",
        "/etc/passwd",
        "lake-2001/1.yaml",
        "data/records/lake-2001/1.yaml",
        "lake-2001/..",
        "lake-2001\\1",
        "lake-2001/1\x00",
        "Lake-2001/1",
        "lake-2001/1/2",
        "lake-2001",
        "ｌake-2001/1",
        "lake-2001/１",
        "lake-2001/nowhere",
        "--root/1",
        "x" * 60 + "/" + "y" * 60,
        "con/1",
        "lake-2001/1; rm -rf /",
        "$(id)/1",
    ],
)
def test_ids_that_lead_elsewhere(root: Path, id: str) -> None:
    assert "record" in refusal(root, body(record=id)).lower()


def test_a_link_in_the_place_of_a_record(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    shutil.move(root / RECORD, outside)
    (root / RECORD).symlink_to(outside)
    assert "not the id" in refusal(root, body())


def test_a_record_that_cannot_be_read(root: Path) -> None:
    (root / RECORD).write_bytes(b"text: &a [")
    assert "cannot be read" in refusal(root, body())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"stands": "e"}, "more than one place"),
        ({"stands": "ferry"}, "does not stand"),
        ({"language": "zh (Chinese)"}, "does not stand"),
        ({"language": "fr (French)"}, "none of"),
        ({"language": "en (English), zh (Chinese)"}, "none of"),
        ({"should_stand": GOOD["stands"]}, "the same"),
        ({"should_stand": "_No response_"}, "empty"),
        ({"stands": "```text\n\n```"}, "empty"),
        ({"stands": ""}, "empty"),
        ({"evidence": "_No response_"}, "Evidence is empty"),
        ({"evidence": " \n "}, "Evidence is empty"),
        ({"should_stand": "two\nlines"}, "one line"),
        ({"should_stand": "```text\ntwo\nlines\n```"}, "one line"),
        ({"should_stand": "```yaml\nx\n```"}, "one line"),
        ({"should_stand": "```"}, "one line"),
        ({"should_stand": "a\u200bb"}, "cannot be seen"),
        ({"should_stand": "a\u202eb"}, "cannot be seen"),
        ({"should_stand": "a\tb"}, "cannot be seen"),
        ({"should_stand": "a\x1b[31mb"}, "cannot be seen"),
        ({"should_stand": "a\ud800b"}, "cannot be seen"),
        ({"should_stand": "cafe\u0301"}, "NFC"),
        ({"should_stand": "\u0301x"}, "NFC"),
        ({"should_stand": "x" * 4001}, "longer than 4000"),
        ({"should_stand": "x" * 4000}, "longer than 4000"),
        ({"evidence": "fine\n\n### What should stand\n\nsomething else"}, "headings"),
        ({"evidence": "x" * 1_000_000}, "longer than 65536"),
    ],
)
def test_what_could_be_meant_otherwise(root: Path, changed: dict[str, str], why: str) -> None:
    if changed == {"should_stand": "\u0301x"}:  # it would combine with the letter before it
        changed["stands"] = "ach lit every night"
        text = body(**changed)
        correction_text = correction.read_form(text)
        with pytest.raises(correction.Refused, match=why):
            correction.make(root, correction_text)
        return
    assert why in refusal(root, body(**changed))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello, item 1 is wrong.",
        body().replace("### Language", "### Tongue"),
        body().replace("### Record", "## Record"),
        "A word before.\n\n" + body(),
        body() + "\n\n" + body(),
        "\n\n".join(reversed(body().split("\n\n"))),
        "### Record\n" * 100_000,
    ],
    ids=["nothing", "prose", "other", "level", "before", "twice", "reversed", "1 MB"],
)
def test_what_is_not_the_form(root: Path, text: str) -> None:
    refusal(root, text)


def test_overlapping_places_are_two(root: Path) -> None:
    path = root / RECORD
    path.write_text(path.read_text("utf-8").replace("Northhaven-", "aaa-"), "utf-8")
    assert "more than one place" in refusal(root, body(stands="aa"))


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=60), max_size=5),
    st.text(max_size=40),
)
def test_whatever_is_written(changed: dict[str, str], tail: str) -> None:
    """The form is read or refused: nothing else is raised, and an id is always an id."""
    try:
        form = correction.read_form(body(**changed) + tail)
    except correction.Refused:
        return
    assert form.record.count("/") == 1
    assert ".." not in form.record
    assert form.language in ("zh", "en")
    assert "\n" not in form.stands + form.should_stand


def test_the_command(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output, summary = tmp_path / "output", tmp_path / "summary"
    words = ["--root", str(root), "--output", str(output), "--summary", str(summary)]
    monkeypatch.setenv("ISSUE_BODY", body())
    assert correction.main(words) == 0
    assert output.read_text() == f"path={RECORD}\nrecord=lake-2001/1\nlanguage=en\n"
    assert summary.read_text() == "Changed the en of lake-2001/1.\n"
    output.unlink()
    secret = "::set-output name=path::/etc/passwd"
    monkeypatch.setenv("ISSUE_BODY", body(stands=secret))
    assert correction.main(words) == 1
    assert not output.exists()
    printed = capsys.readouterr()
    assert secret not in printed.out + printed.err + summary.read_text()
    assert "No change was made" in printed.err
    monkeypatch.delenv("ISSUE_BODY")
    with pytest.raises(SystemExit) as stop:
        correction.main(words)
    assert stop.value.code == 2
    assert "ISSUE_BODY" not in os.environ


def test_the_form_and_the_reader_agree() -> None:
    items = [item for item in YAML(typ="safe").load(FORM)["body"] if item["type"] != "markdown"]
    assert {item["id"]: item["attributes"]["label"] for item in items} == correction.FIELDS
    assert [item["id"] for item in items] == list(correction.FIELDS)
    assert all(item["validations"] == {"required": True} for item in items)
    language = next(item for item in items if item["id"] == "language")
    assert language["attributes"]["options"] == list(correction.LANGUAGES)
