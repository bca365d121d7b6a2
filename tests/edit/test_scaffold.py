"""``new``: drafts that are valid, or as near to it as can be without inventing anything."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.edit.scaffold import edtf_of, label_of, segments, sentences
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.reader import parse

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
FERRY: Final = "ferry-post-2003"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small corpus, which is also the current folder."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    return root


def rules(root: Path) -> set[tuple[str, str]]:
    return {(finding.rule, finding.path) for finding in validate(root).findings}


def add_lines(root: Path, source: str, *lines: str) -> int:
    """Print more lines at the end of a source, and renew its digest; the first one's number."""
    text = root / f"data/sources/{source}.txt"
    raw = text.read_bytes()
    known = hashlib.sha256(raw).hexdigest()
    first = raw.count(b"\n") + (not raw.endswith(b"\n")) + 1
    raw = raw.removesuffix(b"\n") + "".join(f"\n{line}" for line in lines).encode() + b"\n"
    text.write_bytes(raw)
    described = root / f"data/sources/{source}.yaml"
    words = described.read_text("utf-8")
    described.write_text(words.replace(known, hashlib.sha256(raw).hexdigest()), "utf-8")
    return first


def contents(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# --- sentences, dates, labels ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("zh", "灯已点亮。雾散了！船呢？", 3),
        ("zh", "他说：“灯已点亮。”船开了。", 2),
        ("zh", "灯已点亮。 船开了。", 1),
        ("zh", "灯已点亮，船开了", 1),
        ("en", "The lamp is lit. Fog lifts! Where is the ferry?", 3),
        ("en", "He said “the lamp is lit.” The ferry left.", 2),
        ("en", "Dr. Lamp and J. Quay of the U.N. Office left. They came.", 2),
        ("en", "It cost 1.5 crowns.  Two spaces.", 1),
    ],
)
def test_sentences_put_together_are_the_text(lang: str, text: str, count: int) -> None:
    """A text is cut only where joining its sentences gives it back."""
    found = sentences(text, lang)  # type: ignore[arg-type]
    assert len(found) == count
    assert ("" if lang == "zh" else " ").join(found) == text


def test_segments_pair_only_equal_counts() -> None:
    """Sentences are paired if there are as many; otherwise all stays in one segment."""
    paired, note = segments({"zh": "灯亮。雾散。", "en": "Light. Fog lifts."})
    assert paired == [
        {"zh": "灯亮。", "en": "Light."},
        {"zh": "雾散。", "en": "Fog lifts."},
    ]
    assert note is None
    whole, note = segments({"zh": "灯亮。雾散。", "en": "Light. Fog lifts. All is well."})
    assert whole == [{"zh": "灯亮。雾散。", "en": "Light. Fog lifts. All is well."}]
    assert note is not None


@pytest.mark.parametrize(
    ("words", "lang", "value"),
    [
        ("2001年", "zh", "2001"),
        ("2001年5月", "zh", "2001-05"),
        ("2001年5月20日", "zh", "2001-05-20"),
        ("May 20, 2001", "en", "2001-05-20"),
        ("May 2001", "en", "2001-05"),
        ("5月20日", "zh", None),
        ("May 20", "en", None),
        ("2001年13月", "zh", None),
        ("近年来", "zh", None),
    ],
)
def test_dates_by_the_words_alone(words: str, lang: str, value: str | None) -> None:
    """An expression gets a value only if its own words give one."""
    assert edtf_of(words, lang) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("一、灯塔", "一、", (1,)),
        ("（十二）渡轮", "（十二）", (12,)),
        ("第三条 雾情", "第三条", (3,)),
        ("第二章 总则", "第二章", (2,)),
        ("7.雾笛", "7.", (7,)),
        ("1.2渡轮", "1.2", (1, 2)),
        ("1.2.3 渡轮", "1.2.3", (1, 2, 3)),
        ("（3）渡轮", "（3）", (3,)),
        ("(1) Construction", "(1)", (1,)),
        ("IV. Ferries", "IV.", ()),
        ("Article 5 Fog", "Article 5", (5,)),
    ],
)
def test_labels(text: str, label: str, value: tuple[int, ...]) -> None:
    """The usual ways of numbering are told apart from the text."""
    found = label_of(text)
    assert found is not None
    assert (found.text, found.value) == (label, value)


@pytest.mark.parametrize(
    "text", ["3.5万亿元", "2001年", "In 2001", "一切船只", "I am here", "1.5% more"]
)
def test_no_labels(text: str) -> None:
    """A figure or a word at the head of a text is no label."""
    assert label_of(text) is None


# --- entity ----------------------------------------------------------------------------------


def test_new_entity_is_valid_at_once(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entity needs only its type and names; its description says what to write."""
    name = ["--zh", "雾笛队", "--en", "Foghorn Corps"]
    assert main(["new", "entity", "foghorn-corps", "--type", "body", *name]) == 0
    assert rules(corpus) == set()
    said = capsys.readouterr().out
    assert "wrote data/entities/foghorn-corps.yaml" in said
    assert "write the description" in said
    text = (corpus / "data/entities/foghorn-corps.yaml").read_text("utf-8")
    assert "To be written" in text
    assert main(["fmt", "--check"]) == 0


def test_new_entity_with_descriptions(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Given descriptions are taken; a name that texts have is told, and refresh lists it."""
    name = ["--zh", "雾笛", "--en", "foghorns", "--about-zh", "信号。", "--about-en", "Signals."]
    assert main(["new", "entity", "foghorns", "--type", "body", *name]) == 0
    said = capsys.readouterr().out
    assert "to do" not in said
    assert "lake-2003/1.3" in said
    assert main(["refresh"]) == 0
    assert rules(corpus) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["entity"],
        ["entity", "fog"],
        ["entity", "fog", "--type", "body", "--zh", "雾"],
        ["entity", "Fog Board", "--type", "body", "--zh", "雾", "--en", "Fog"],
        ["entity", "../fog", "--type", "body", "--zh", "雾", "--en", "Fog"],
        ["entity", "con", "--type", "body", "--zh", "雾", "--en", "Fog"],
        ["entity", "fog", "--type", "puddle", "--zh", "雾", "--en", "Fog"],
        ["entity", "fog", "--type", "body", "--zh", "镜湖", "--en", "Fog"],
        ["entity", "fog", "--type", "body", "--zh", "雾\u200b", "--en", "Fog"],
        ["entity", "mirror-lake", "--type", "body", "--zh", "雾", "--en", "Fog"],
        ["document"],
        ["document", "lake-2009", "--title-zh", "计划"],
        ["record", "lake-2003/1.4"],
        ["record", "lake-2003/1.4", "--kind", "item", "--after", "1.3", "--source", FERRY],
        ["puddle"],
    ],
)
def test_wrong_use_writes_nothing(
    arguments: list[str], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is lacking or impossible is one line, exit code 2, and nothing is written."""
    before = contents(corpus)
    assert main(["new", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "internal fault" not in said.err
    assert contents(corpus) == before


def test_missing_arguments_are_named_together(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line lists everything that is wanted."""
    assert main(["new", "record"]) == 2
    line = capsys.readouterr().err
    for wanted in ("ID", "--kind", "--section", "--after", "--source", "--zh"):
        assert wanted in line


# --- record ----------------------------------------------------------------------------------


def test_new_record_takes_its_text_from_the_source(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Traditional print with pinyin and half-width signs becomes the canonical text; label,
    entities and dates are filled in, and the record stands in the reading order."""
    line = add_lines(corpus, FERRY, "1.4 2004年5月,湖畔公約組織將修復(fù)燈塔。近年來,雾情減少!")
    record = ["new", "record", "lake-2003/1.4", "--kind", "item", "--section", "1"]
    assert main([*record, "--after", "1.3", "--source", FERRY, "--zh", str(line)]) == 0
    said = capsys.readouterr().out
    assert "wrote data/records/lake-2003/1.4.yaml" in said
    data = parse((corpus / "data/records/lake-2003/1.4.yaml").read_bytes()).data
    assert [segment["zh"] for segment in data["text"]] == [
        "2004年5月，湖畔公约组织将修复灯塔。",
        "近年來，雾情減少！",
    ]
    assert data["label"] == {"zh": "1.4", "en": None}
    assert data["number"] == "1.4"
    assert data["status"] == {"zh": "original", "en": "lacuna"}
    assert data["entities"] == ["lakeside-compact-organization"]
    assert data["dates"] == [{"edtf": "2004-05", "zh": "2004年5月", "kind": "event"}]
    order = parse((corpus / "data/documents/lake-2003.yaml").read_bytes()).data["records"]
    assert order == ["preamble", "1.1", "1.2", "1.3", "1.4"]
    # The concordance is what a person has to write now; the draft says so.
    assert {rule for rule, _ in rules(corpus)} == {"E602"}
    assert "E602" in said
    assert main(["fmt", "--check"]) == 0


def test_new_record_in_both_languages(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of both languages are paired sentence by sentence, dates by their value; what the
    words alone do not give is printed, not written."""
    line = add_lines(
        corpus,
        "harbor-press-2001",
        "自2001年5月以来,镜湖有雾。8月3日雾散。",
        "Since May 2001, Mirror Lake has seen fog. On August 3 it lifted.",
    )
    record = ["new", "record", "lake-2001/closing", "--kind", "closing", "--after", "box-1"]
    words = ["--source", "harbor-press-2001", "--zh", str(line), "--en", str(line + 1)]
    assert main([*record, *words]) == 0
    said = capsys.readouterr().out
    data = parse((corpus / "data/records/lake-2001/closing.yaml").read_bytes()).data
    assert len(data["text"]) == 2
    assert data["entities"] == ["mirror-lake"]
    assert data["dates"] == [
        {"edtf": "2001-05/..", "zh": "2001年5月以来", "en": "Since May 2001", "kind": "period"}
    ]
    assert data["status"] == {"zh": "original", "en": "official"}
    assert "8月3日" in said
    found = {rule for rule, path in rules(corpus) if path.endswith("closing.yaml")}
    assert found == {"E405", "E408", "E502"}


def test_new_record_with_unequal_sentences(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the sentences do not pair, all is one segment and the contributor is told."""
    line = add_lines(corpus, "harbor-press-2001", "灯亮。雾散。", "Light. Fog lifts. All is well.")
    record = ["new", "record", "lake-2001/lead", "--kind", "lead", "--after", "-"]
    words = ["--source", "harbor-press-2001", "--zh", str(line), "--en", str(line + 1)]
    assert main([*record, *words]) == 0
    assert "2 Chinese sentences and 3 English" in capsys.readouterr().out
    data = parse((corpus / "data/records/lake-2001/lead.yaml").read_bytes()).data
    assert data["text"] == [{"zh": "灯亮。雾散。", "en": "Light. Fog lifts. All is well."}]
    order = parse((corpus / "data/documents/lake-2001.yaml").read_bytes()).data["records"]
    assert order[:2] == ["lead", "title"]
    assert not [path for _, path in rules(corpus) if path.endswith("lead.yaml")]


@pytest.mark.parametrize(
    "change",
    [
        {"--zh": "5"},  # claimed by 1.3
        {"--zh": "99"},
        {"--zh": "seven"},
        {"--after": "9.9"},
        {"--section": "9"},
        {"--kind": "poem"},
        {"--source": "harbor-press-2001"},
        {"id": "lake-2003/1.3"},
        {"id": "lake-2003/../x"},
        {"id": "lake-2003"},
        {"id": "pond-1999/1"},
    ],
)
def test_impossible_records(
    change: dict[str, str], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record that could not be right is refused in one line, and nothing is written."""
    line = add_lines(corpus, FERRY, "1.4雾笛。")
    options = {"--kind": "item", "--section": "1", "--after": "1.3", "--source": FERRY}
    options |= {"--zh": str(line)} | change
    id = options.pop("id", "lake-2003/1.4")
    before = contents(corpus)
    assert main(["new", "record", id, *(word for pair in options.items() for word in pair)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert contents(corpus) == before


# --- document --------------------------------------------------------------------------------


def test_new_document(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document whose source prints its title is valid but for the lines nobody claims yet."""
    source = (corpus / "data/sources/ferry-post-2003.yaml").read_text("utf-8")
    raw = "湖畔雾情计划\n一、雾情\n1.每日通报。\n".encode()
    (corpus / "data/sources/fog-post-2005.txt").write_bytes(raw)
    old = hashlib.sha256((corpus / f"data/sources/{FERRY}.txt").read_bytes()).hexdigest()
    source = source.replace(FERRY, "fog-post-2005").replace("lake-2003", "lake-2005")
    source = source.replace(old, hashlib.sha256(raw).hexdigest())
    start, end = source.index("omitted:"), source.index("gaps:")
    source = source[:start] + "omitted: []\n" + source[end:]
    (corpus / "data/sources/fog-post-2005.yaml").write_text(source, "utf-8")
    command = ["new", "document", "lake-2005", "--title-zh", "湖畔雾情计划"]
    command += ["--title-en", "Lakeside Fog Plan", "--kind", "action-plan", "--issued", "2005-03"]
    command += ["--issuer", "lakeside-compact-organization", "--source", "fog-post-2005"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "next: cyberspace-corpus new record lake-2005/LOCATOR" in said
    assert rules(corpus) == {("E301", "data/sources/fog-post-2005.txt")}
    assert main(["fmt", "--check"]) == 0
    before = contents(corpus)
    assert main(command) == 2
    assert contents(corpus) == before
