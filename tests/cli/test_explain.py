"""``explain``: a rule as a person asks for it, in both languages."""

from __future__ import annotations

import re

import pytest

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.rules.catalogue import catalogue

TITLES = {
    "en": ("Why: ", "Breaks it:", "Keeps it:", "To mend it: "),
    "zh": ("理由：", "违反：", "符合：", "如何修正："),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("id", list(catalogue()))
def test_every_part(id: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What, why, a breach, its opposite, how to mend it, in this order; nothing left open."""
    assert main(["explain", id, "--lang", lang]) == 0
    said = capsys.readouterr().out
    rule = catalogue()[id]
    texts = rule.texts[lang]
    why, bad, good, mend = TITLES[lang]
    parts = (
        f"{id} {rule.name}",
        texts.what,
        why + texts.why,
        bad,
        texts.bad.split("\n")[0],
        good,
        texts.good.split("\n")[-1],
        mend + texts.mend,
    )
    at = 0
    for part in parts:
        at = said.index(part, at)
    assert not re.search(r"\{\w+\}", texts.what + texts.why + texts.mend)
    assert set(re.findall(r"\b[A-Z]{4,}\b", texts.mend)) <= {"YAML", "EDTF", "README"}


@pytest.mark.parametrize("id", list(catalogue()))
def test_how_to_mend_is_short(id: str) -> None:
    """One to three whole sentences, without what only a finding knows."""
    for lang, stop in (("en", r"[.](?: |$)"), ("zh", "。")):
        mend = catalogue()[id].texts[lang].mend
        assert 1 <= len(re.findall(stop, mend)) <= 3, mend
        assert re.search(f"{stop}$", mend)
        assert len(mend) < 320


@pytest.mark.parametrize(
    "word", ["e304", "E304", "text-differs-from-source", "Text-Differs-From-Source"]
)
def test_by_id_or_name(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is found by its id or its name, in capitals or not."""
    assert main(["explain", word]) == 0
    assert capsys.readouterr().out.startswith("E304 text-differs-from-source (error)\n")


@pytest.mark.parametrize(
    ("word", "near"), [("E3044", "E304"), ("danglin-reference", "dangling-reference")]
)
def test_the_nearest_is_offered(word: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt id or name brings those that are like it."""
    assert main(["explain", word]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert near in said.err.partition("did you mean")[2]


def test_nothing_is_explained_before_all_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """One rule that does not exist among several: the line that says so is all there is."""
    assert main(["explain", "E304", "nothing-like-it"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_all_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a rule all are listed, in the language asked for."""
    assert main(["explain", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(catalogue())
    for line, rule in zip(lines, catalogue().values(), strict=True):
        assert line == f"{rule.id}  {rule.name}：{rule.texts['zh'].what}"
