"""Every rule by example: a small corpus that breaks none, and for each rule what breaks it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

import pytest
from pydantic import field_validator
from ruamel.yaml import YAML

from cyberspace_corpus import corpus as corpus_module
from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.engine import local
from cyberspace_corpus.engine.run import validate as by_documents
from cyberspace_corpus.findings import Finding, Severity
from cyberspace_corpus.judge import judge
from cyberspace_corpus.model import kinds
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.kinds import KINDS, Kind
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules import catalogue as catalogue_module
from cyberspace_corpus.rules.catalogue import Message, MessageLang, catalogue, message
from cyberspace_corpus.rules.check import CORPUS_CHECKS, RECORD_CHECKS, REPORTS, Context
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.characters import printable
from cyberspace_corpus.yamlio.reader import parse

FIXTURES: Final = Path(__file__).parent / "fixtures"
BASE: Final = FIXTURES / "base"
PACKAGE: Final = Path(catalogue_module.__file__).parent.parent
OURS: Final = frozenset({"E901", "E902"})
"""Rules about faults of this program: no data breaks them."""

RULES: Final = sorted(path.stem for path in FIXTURES.glob("*.yaml"))
LANGUAGES: Final[tuple[MessageLang, ...]] = ("en", "zh")
MAY_BE_EMPTY: Final = frozenset({"meant", "nearest"})


def load(rule: str) -> dict[str, Any]:
    """The fixture of a rule, read by another parser than the package's own."""
    data: dict[str, Any] = YAML(typ="safe").load((FIXTURES / f"{rule}.yaml").read_text("utf-8"))
    return data


def apply(root: Path, edit: dict[str, Any]) -> None:
    """Apply one edit of a fixture to the copy of the base below ``root``."""
    path = root / edit["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in edit:
        text = path.read_bytes().decode()
        assert text.count(edit["replace"]) == 1, f"must occur once: {edit['replace']!r}"
        path.write_bytes(text.replace(edit["replace"], edit["by"]).encode())
    elif "text" in edit:
        path.write_bytes(edit["text"].encode())
    elif "bytes" in edit:
        path.write_bytes(bytes.fromhex(edit["bytes"]))
    elif "repeat" in edit:
        path.write_bytes((edit["repeat"]["text"] * edit["repeat"]["times"]).encode())
    elif "link" in edit:
        path.symlink_to(edit["link"])
    elif edit.get("folder"):
        path.mkdir()
    elif edit.get("delete"):
        path.unlink()
    else:
        pytest.fail(f"an edit that does nothing: {edit}")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the base that a test may change."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root


Broken = Callable[[str], tuple[Finding, ...]]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Broken:
    """What validation finds once the fixture of a rule is applied to the base."""

    @cache
    def find(rule: str) -> tuple[Finding, ...]:
        root = tmp_path_factory.mktemp(rule) / "corpus"
        shutil.copytree(BASE, root)
        for edit in load(rule)["edits"]:
            apply(root, edit)
        found = validate(root).findings
        assert by_documents(root, local.one).findings == found  # a document at a time
        return found

    return find


def placeholders(template: str) -> set[str]:
    """Names of the values that a text of the catalogue shows."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def check_message(finding: Finding, lang: MessageLang) -> None:
    """The finding in words is whole: nothing left empty, each part on one line."""
    texts = catalogue()[finding.rule].texts[lang]
    used = placeholders(texts.says) | placeholders(texts.expected) | placeholders(texts.next_step)
    for name in used - MAY_BE_EMPTY:
        assert finding.values.get(name), f"{finding.rule} {lang}: nothing for {{{name}}}"
    words: Message = message(finding, lang)
    for part in (words.says, words.expected, words.next_step):
        assert part, f"{finding.rule} {lang}: an empty part"
        assert len(part.splitlines()) == 1
        assert not {"{", "}"} & set(part)
    assert printable(finding.values["value"]) in words.says


def test_base_is_clean() -> None:
    """The small corpus keeps every rule."""
    result = validate(BASE)
    assert result.findings == ()
    assert result.files == sum(1 for path in BASE.rglob("*") if path.is_file())


@pytest.mark.parametrize("rule", RULES, ids=RULES)
def test_rule(rule: str, broken: Broken) -> None:
    """The fixture of a rule brings exactly the findings that it says."""
    found = broken(rule)
    wanted = load(rule)["expect"]
    assert any(want["rule"] == rule for want in wanted)
    places = [(want["rule"], want["file"], want["line"]) for want in wanted]
    assert [(finding.rule, finding.path, finding.line) for finding in found] == places
    for finding, want in zip(found, wanted, strict=True):
        if "value" in want:
            assert finding.values["value"] == want["value"]


@pytest.mark.parametrize("rule", RULES, ids=RULES)
def test_message(rule: str, broken: Broken) -> None:
    """Both languages put every finding into words, with every value filled in."""
    for finding in broken(rule):
        for lang in LANGUAGES:
            check_message(finding, lang)


def test_every_rule_has_a_fixture() -> None:
    """No rule of the catalogue is without an example, and no example without a rule."""
    assert set(RULES) == set(catalogue()) - OURS


def test_catalogue_holds_the_rules_of_the_code() -> None:
    """What the code can report is in the catalogue, and nothing else is, in order."""
    source = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    reported = set(re.findall(r'"([EW]\d{3})"', source))
    assert reported == set(catalogue())
    assert set(REPORTS) <= set(catalogue())
    assert list(catalogue()) == sorted(catalogue(), key=lambda id: id[1:])


@pytest.mark.parametrize("id", list(catalogue()))
def test_texts_are_there(id: str) -> None:
    """Every rule has all its texts in both languages, and an example of a breach."""
    rule = catalogue()[id]
    assert rule.severity is (Severity.WARNING if id[0] == "W" else Severity.ERROR)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.name)
    assert rule.bad.strip()
    assert rule.good.strip()
    assert rule.bad != rule.good
    assert set(rule.texts) == set(LANGUAGES)
    for lang in LANGUAGES:
        texts = rule.texts[lang]
        for text in (texts.what, texts.why, texts.says, texts.expected, texts.next_step):
            assert text.strip() == text != ""
        assert not placeholders(texts.what) | placeholders(texts.why)
        assert "value" in placeholders(texts.says)
        assert texts.says[-1] not in ".。"
    shown = {lang: rule.texts[lang] for lang in LANGUAGES}
    assert placeholders(shown["en"].says) == placeholders(shown["zh"].says)


def test_names_are_unique() -> None:
    """A rule can be asked for by its name."""
    names = [rule.name for rule in catalogue().values()]
    assert len(names) == len(set(names))


def test_dangling_reference_offers_the_nearest() -> None:
    """The sentence that a reader sees for a misspelt id, in both languages."""
    values = {"value": "oewgg", "kind": "entity", "nearest": "oewg"}
    finding = Finding("E203", "data/records/a/1.yaml", 1, 1, "a/1", values)
    assert message(finding).says == 'entity "oewgg" does not exist; did you mean "oewg"?'
    chinese = message(finding, "zh").says
    assert "“oewgg”不存在；是否指" in chinese
    assert chinese.endswith("“oewg”？")


@pytest.fixture
def restored() -> Iterator[None]:
    """The registered checks, as they were before the test."""
    records, corpora, reports = list(RECORD_CHECKS), list(CORPUS_CHECKS), dict(REPORTS)
    yield
    RECORD_CHECKS[:], CORPUS_CHECKS[:] = records, corpora
    REPORTS.clear()
    REPORTS.update(reports)


@pytest.mark.usefixtures("restored")
def test_a_failing_check_is_a_finding() -> None:
    """E901: a check that raises is reported for what it looked at, and stops nothing else."""

    def of_a_record(entry: Entry[Record], context: Context) -> Iterator[Finding]:
        if entry.id == "lake-2001/3":
            raise ZeroDivisionError("a fault of ours")
        yield from ()

    def of_the_corpus(context: Context) -> Iterator[Finding]:
        yield Finding("W209", "data/entities/mirror-lake.yaml", 2, 5, None, {"value": "x"})
        raise KeyError("a fault of ours")

    RECORD_CHECKS.insert(0, of_a_record)
    CORPUS_CHECKS.insert(0, of_the_corpus)
    found = validate(BASE).findings
    assert [(finding.rule, finding.path) for finding in found] == [
        ("E901", "data"),
        ("W209", "data/entities/mirror-lake.yaml"),
        ("E901", "data/records/lake-2001/3.yaml"),
    ]
    assert dict(found[0].values) == {"value": "KeyError", "check": "of_the_corpus"}
    for finding in (found[0], found[2]):
        for lang in LANGUAGES:
            check_message(finding, lang)


class Looser(Entity, extra="ignore"):
    """An entity whose model takes keys that its schema refuses."""


class Stricter(Entity):
    """An entity whose model refuses what its schema takes."""

    @field_validator("id")
    @classmethod
    def _no_lake(cls, value: str) -> str:
        if "lake" in value:
            raise ValueError("not here")
        return value


@pytest.mark.parametrize(
    ("model", "line", "verdict"),
    [
        (Looser, "depth: 'shallow'\n", "model: yes, schema: no"),
        (Stricter, "", "model: no, schema: yes"),
    ],
)
def test_disagreeing_judges_are_a_finding(
    model: type[Entity], line: str, verdict: str, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E902: where model and schema differ, the file is not read and the reason is told."""
    altered = tuple(
        Kind(kind.name, model, kind.pattern) if kind.name == "entity" else kind for kind in KINDS
    )
    monkeypatch.setattr(kinds, "KINDS", altered)
    monkeypatch.setattr(kinds, "_kinds_in", kinds._kinds_in.__wrapped__)  # keeps nothing
    monkeypatch.setattr(corpus_module, "KINDS", altered)
    path = copy / "data/entities/mirror-lake.yaml"
    path.write_bytes(path.read_bytes() + line.encode())
    for other in (copy / "data/entities").glob("lake*.yaml"):
        if model is Stricter:  # only one file is to be refused
            other.write_bytes(other.read_bytes().replace(b"\nid: lake", b"\nid: pond"))
    found = [finding for finding in validate(copy).findings if finding.rule == "E902"]
    assert [(finding.path, finding.line) for finding in found] == [
        ("data/entities/mirror-lake.yaml", 2)
    ]
    assert found[0].values["value"] == verdict
    for lang in LANGUAGES:
        check_message(found[0], lang)
    kind = next(kind for kind in altered if kind.name == "entity")
    refused, problems = judge(kind, parse(path.read_bytes()))
    assert refused is None
    assert [problem.rule for problem in problems] == ["E902"]
