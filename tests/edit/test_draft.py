"""``import``: a plain-text witness becomes a draft that is valid but for what it lists."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.cli.main import main
from cyberspace_corpus.edit.draft import read_lines
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.witness.lines import split
from cyberspace_corpus.yamlio.reader import parse

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"

TASKS: Final = (
    "清点灯芯与灯油",
    "修补南岸栈桥",
    "给雾笛上油",
    "训练夜航舵手",
    "绘制暗礁草图",
    "养护信鸽棚舍",
    "更换缆绳",
    "登记渔网编号",
    "疏通泄水渠",
    "整理航海日志",
    "为灯塔涂漆",
    "试航浅水渡轮",
    "校准罗盘",
    "储备冬季木柴",
    "设立旅客茶亭",
    "教授孩童绳结",
    "举办湖灯夜会",
    "评选勤勉灯夫",
    "公布雾天班次",
    "每季检视本章程",
)
PARTS: Final = ("灯火", "航船", "人员", "往来")


def chinese() -> tuple[str, list[str]]:
    """An invented charter of twenty items in four parts, with half-width signs, and what the
    items must say."""
    rows = ["镜湖守灯章程", "", "湖畔公约组织于2004年3月在镜湖议定本章程,各方同意如下:", ""]
    items: list[str] = []
    for number, task in enumerate(TASKS, 1):
        if number % 5 == 1:
            rows += [f"{'一二三四'[number // 5]}、{PARTS[number // 5]}", ""]
        rows += [f"{number}.{task}。由北泊与南埠轮流负责,所需物料列入账册;违者补值一夜。", ""]
        items.append(f"{task}。由北泊与南埠轮流负责，所需物料列入账册；违者补值一夜。")
    rows += ["愿湖面长明,愿归舟有灯,愿守夜之人皆得其所。", "", "湖畔公约组织", "2004年3月9日", ""]
    rows += ["责任编辑:芦苇"]
    return "\n".join(rows) + "\n", items


def bilingual() -> str:
    """An invented notice in both languages; the Chinese items have no numbers, the English
    lines are wrapped, and one Chinese paragraph has no English."""
    return """雾天须知

雾起之时，渡轮委员会请各船留意以下各点。

靠泊

船头须挂白灯一盏。灯灭则鸣钟三响，直到岸上回钟为止。

不得在栈桥尽头抛锚。夜间尤须小心，因为石阶湿滑而且没有栏杆。

行船

遇雾先减速，再听钟。听不见钟声时原地等候，不得抢行。

见红旗即返。旗收之后方可再次离岸，由值更人逐船放行。

此段只有中文：雾散以后请把白灯交还灯房，灯房会记下船名与时刻。

湖畔公约组织

Notice for Foggy Days

When fog comes up, the Ferry Board asks all boats to mind the
following points.

Mooring

1. A white lamp shall hang at the bow. If it goes out, the bell is
rung in threes until the shore rings back.

2. No anchor shall be dropped at the head of the jetty. Take special
care at night, since the steps are wet and have no railing.

Sailing

3. In fog first slow down, then listen for the bell. Where no bell is
heard, wait on the spot and do not push ahead.

4. Turn back at the red flag. Leave the shore again only when the flag
is down and the watchman lets boats go one by one.

Lakeside Compact Organization
"""


def fresh(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with the names and vocabularies of another and no document."""
    root = tmp_path / "fresh"
    for name in ("vocabulary", "entities"):
        shutil.copytree(data / name, root / "data" / name)
    (root / "data" / "records").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return fresh(tmp_path, BASE / "data", monkeypatch)


def load(path: str) -> Any:
    return parse(Path(path).read_bytes()).data


def text(path: Path | str, lang: str = "zh") -> str:
    joined = [segment[lang] for segment in load(str(path))["text"] if lang in segment]
    return ("" if lang == "zh" else " ").join(joined)


def check_all_is_listed(root: Path, said: str) -> None:
    """Every error that validation finds stands in the printed list, by file and line."""
    for finding in validate(root).findings:
        if finding.rule.startswith("E"):
            assert f"{finding.path}:{finding.line}: " in said, finding


def test_twenty_items_in_chinese(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Title, preamble, four parts, twenty items, closing, signature and date of a text that the
    program has not seen all come out in their places, and nothing is left to mend but the
    English."""
    words, items = chinese()
    Path("copy.txt").write_text(words, "utf-8")
    assert main(["import", "copy.txt", "--id", "lamps-2004", "--source", "reed-post"]) == 0
    said = capsys.readouterr().out
    document = load("data/documents/lamps-2004.yaml")
    numbers = [str(number) for number in range(1, 21)]
    tail = ["closing", "signature", "date"]
    assert document["records"] == ["title", "preamble", *numbers, *tail]
    assert [s["heading"]["zh"] for s in document["sections"]] == list(PARTS)
    assert [s["label"]["zh"] for s in document["sections"]] == ["一、", "二、", "三、", "四、"]
    assert document["title"]["zh"] == "镜湖守灯章程"
    assert document["issuer"] == "lakeside-compact-organization"
    assert document["issued"] == "2004-03-09"
    assert document["languages"] == {"zh": "original", "en": "lacuna"}
    for number, wanted in zip(numbers, items, strict=True):
        path = f"data/records/lamps-2004/{number}.yaml"
        assert text(path) == wanted
        item = load(path)
        assert (item["kind"], item["number"]) == ("item", number)
        assert item["section"] == str((int(number) - 1) // 5 + 1)
        assert len(item["text"]) == 2
        assert item["entities"] == ["northhaven", "southquay"]
    preamble = load("data/records/lamps-2004/preamble.yaml")
    assert preamble["dates"] == [{"edtf": "2004-03", "zh": "2004年3月", "kind": "event"}]
    source = load("data/sources/reed-post.yaml")
    assert source["normalisations"] == {"zh": ["widen-punctuation", "strip-label"]}
    assert [omission["reason"] for omission in source["omitted"]] == ["source-note"]
    assert Path("data/sources/reed-post.txt").read_bytes() == words.encode()
    assert not [f for f in validate(corpus).findings if f.rule.startswith("E")]
    assert "title.en: no title was found" in said
    assert main(["fmt", "--check"]) == 0
    assert main(["fix", "--dry-run"]) == 0
    assert "0 files to repair" in capsys.readouterr().out


def test_two_languages(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chinese and English of a text in two halves find each other by order, number and length;
    the paragraph that has no English is listed with its line."""
    Path("copy.txt").write_text(bilingual(), "utf-8")
    assert main(["import", "copy.txt", "--id", "fog-2006", "--source", "reed-post"]) == 0
    said = capsys.readouterr().out
    document = load("data/documents/fog-2006.yaml")
    headings = [tuple(section["heading"].values()) for section in document["sections"]]
    assert headings == [("靠泊", "Mooring"), ("行船", "Sailing")]
    assert document["title"] == {"zh": "雾天须知", "en": "Notice for Foggy Days"}
    assert document["languages"] == {"zh": "original", "en": "official"}
    order = ["title", "preamble", "1", "2", "3", "4", "closing", "signature"]
    assert document["records"] == order
    third = load("data/records/fog-2006/3.yaml")
    assert [segment["zh"] for segment in third["text"]] == [
        "遇雾先减速，再听钟。",
        "听不见钟声时原地等候，不得抢行。",
    ]
    assert third["text"][1]["en"] == (
        "Where no bell is heard, wait on the spot and do not push ahead."
    )
    assert third["label"] == {"zh": None, "en": "3."}
    assert load("data/records/fog-2006/preamble.yaml")["entities"] == ["ferry-board"]
    closing = load("data/records/fog-2006/closing.yaml")
    assert closing["status"] == {"zh": "original", "en": "lacuna"}
    lonely = bilingual().split("\n").index(next(r for r in bilingual().split("\n") if "此段" in r))
    assert f"data/sources/reed-post.txt:{lonely + 1}: has no counterpart" in said
    check_all_is_listed(corpus, said)
    source = load("data/sources/reed-post.yaml")
    assert source["normalisations"] == {"zh": [], "en": ["join-lines", "strip-label"]} or source[
        "normalisations"
    ] == {"en": ["join-lines", "strip-label"]}


def test_the_witness_of_2020(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the real print every item is found, and each says what the hand-made record says,
    character by character."""
    root = fresh(tmp_path, REPO / "data", monkeypatch)
    witness = REPO / "data/sources/wikisource-2020.txt"
    assert main(["import", str(witness), "--id", "wic-2020", "--source", "copy-2020"]) == 0
    said = capsys.readouterr().out
    known = sorted((REPO / "data/records/wic-2020").glob("*.yaml"))
    same = [p.stem for p in known if text(f"data/records/wic-2020/{p.name}") == text(p)]
    assert len(same) == len(known) == 28
    items = [stem for stem in same if stem.isdigit()]
    assert len(items) == 20
    for stem in items:
        mine = load(f"data/records/wic-2020/{stem}.yaml")
        theirs = load(str(REPO / f"data/records/wic-2020/{stem}.yaml"))
        for key in ("section", "kind", "number", "label"):
            assert mine[key] == theirs[key], (stem, key)
        assert [s["zh"] for s in mine["text"]] == [s["zh"] for s in theirs["text"]], stem
    assert (root / "data/sources/copy-2020.txt").read_bytes() == witness.read_bytes()
    check_all_is_listed(root, said)


@pytest.mark.parametrize(
    ("source", "items", "wanted"),
    [("anquan-neican-2021", 16, "china-africa-2021"), ("netease-2025", 15, "china-africa-2025")],
)
def test_other_real_prints(
    source: str,
    items: int,
    wanted: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bilingual print whose Chinese has no numbers, and a Traditional one with pinyin in it:
    the items say what the records say, in every language that the print has."""
    root = fresh(tmp_path, REPO / "data", monkeypatch)
    witness = REPO / f"data/sources/{source}.txt"
    assert main(["import", str(witness), "--id", wanted, "--source", "copy"]) == 0
    check_all_is_listed(root, capsys.readouterr().out)
    found = 0
    for path in sorted((REPO / f"data/records/{wanted}").glob("*.yaml")):
        theirs = load(str(path))
        if theirs["kind"] == "item" and not theirs.get("variants"):
            found += 1
            mine = f"data/records/{wanted}/{path.name}"
            assert text(mine) == text(path)
            if theirs.get("status", {}).get("en") == "official":
                assert text(mine, "en") == text(path, "en")
    assert items - 6 <= found <= items
    assert len([r for r in load(f"data/documents/{wanted}.yaml")["records"] if r[0].isdigit()]) == (
        items
    )


def test_traditional_print(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Traditional print is recognized as one, and what the table lacks is listed."""
    lines = ["霧情計劃", "湖畔公約組織將每日通報霧情，並於會議當日點燈。"]
    Path("copy.txt").write_text("\n".join(lines), "utf-8")
    assert main(["import", "copy.txt", "--id", "fog-2007", "--source", "reed-post"]) == 0
    said = capsys.readouterr().out
    assert load("data/sources/reed-post.yaml")["script"] == "Hant"
    assert load("data/sources/reed-post.yaml")["normalisations"] == {"zh": ["simplify"]}
    assert "data/sources/reed-post.txt:2: 點 may be Traditional" in said
    check_all_is_listed(corpus, said)


def outline(*rows: str) -> list[tuple[str, str]]:
    """What the lines of a text seem to be."""
    reading = read_lines(split("\n".join(rows)), (), {})
    return [(p.role, p.label.text if p.label else "") for p in reading.pieces["zh"]]


def test_numbering_of_several_levels() -> None:
    """Headings are numbered lines that something stands under; the innermost are items."""
    rows = ("灯塔章程", "第一章 总则", "第一条 灯须常明。", "第二条 钟须常鸣。", "第二章 附则")
    assert outline(*rows, "第三条 本章程自公布之日起施行。") == [
        ("title", ""),
        ("heading", "第一章"),
        ("text", "第一条"),
        ("text", "第二条"),
        ("heading", "第二章"),
        ("text", "第三条"),
    ]
    rows = (
        "灯塔计划",
        "一、灯",
        "（一）油",
        "1.每日添油。",
        "2.每夜添油。",
        "（二）芯",
        "1.换芯。",
    )
    assert outline(*rows)[1:] == [
        ("heading", "一、"),
        ("heading", "（一）"),
        ("text", "1."),
        ("text", "2."),
        ("heading", "（二）"),
        ("text", "1."),
    ]


def test_short_items_are_no_headings() -> None:
    """Numbered lines under which nothing stands are items, however short they are."""
    rows = ("灯塔清单", "1.灯油", "2.灯芯", "3.灯罩", "4.火柴")
    assert [role for role, _ in outline(*rows)] == ["title", "text", "text", "text", "text"]


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        (("一、灯", "1.甲。", "2.乙。", "二、钟", "3.丙。"), ["1", "2", "3"]),
        (("一、灯", "1.甲。", "2.乙。", "二、钟", "1.丙。"), ["1.1", "1.2", "2.1"]),
        (("1.灯", "1.1甲。", "1.2乙。", "2.钟", "2.1丙。"), ["1.1", "1.2", "2.1"]),
        (("一、灯", "1.甲。", "3.乙。", "二、钟", "1.丙。"), ["1", "2", "3"]),
    ],
)
def test_numbers_of_items(
    numbers: tuple[str, ...],
    wanted: list[str],
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Items keep their numbers where they run on, take the section's where they begin anew, and
    are counted through, with a note, where they do neither."""
    Path("copy.txt").write_text("\n".join(["灯塔章程", *numbers]), "utf-8")
    assert main(["import", "copy.txt", "--id", "lamps", "--source", "copy"]) == 0
    said = capsys.readouterr().out
    assert load("data/documents/lamps.yaml")["records"] == ["title", *wanted]
    assert ("do not run on" in said) == ("3.乙。" in numbers)
    assert not [f for f in validate(corpus).findings if f.rule == "E207"]
    check_all_is_listed(corpus, said)


def test_another_witness_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the corpus a document that is there can be drafted again from another print; within
    it that is refused."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    command = ["import", "data/sources/harbor-press-2001.txt", "--id", "lake-2001"]
    assert main([*command, "--source", "second-copy"]) == 2
    assert "lake-2001 is there already" in capsys.readouterr().err
    assert main([*command, "--source", "second-copy", "--into", "draft"]) == 0
    said = capsys.readouterr().out
    assert "E408" in said
    assert "E206" not in said
    theirs = load("data/documents/lake-2001.yaml")["sections"]
    mine = load("draft/data/documents/lake-2001.yaml")["sections"]
    for one, other in zip(mine, theirs, strict=True):
        assert [one[k] for k in ("id", "parent", "label", "heading")] == [
            other[k] for k in ("id", "parent", "label", "heading")
        ]


def test_into_another_folder(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --into the corpus stays as it is."""
    Path("copy.txt").write_text(chinese()[0], "utf-8")
    before = set(Path("data").rglob("*"))
    command = ["import", "copy.txt", "--id", "lamps-2004", "--source", "reed-post"]
    assert main([*command, "--into", "draft"]) == 0
    assert set(Path("data").rglob("*")) == before
    assert Path("draft/data/documents/lamps-2004.yaml").exists()
    assert main([*command, "--into", "draft"]) == 2
    assert "there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "arguments"),
    [
        (b"", ["--id", "a", "--source", "b"]),
        (b" \n\n", ["--id", "a", "--source", "b"]),
        (b"\xff\xfe\x00", ["--id", "a", "--source", "b"]),
        ("灯。".encode("gb18030"), ["--id", "a", "--source", "b"]),
        (b"2001\n- 3 -\n", ["--id", "a", "--source", "b"]),
        ("灯。".encode(), ["--id", "a"]),
        ("灯。".encode(), ["--id", "A b", "--source", "b"]),
        ("灯。".encode(), ["--id", "a", "--source", "../b"]),
        ("灯。".encode(), ["--id", "a", "--source", "b", "--lang", "en"]),
        ("灯。".encode(), ["--id", "a", "--source", "b", "--lang", "fr"]),
        ("灯。".encode(), ["--id", "a", "--source", "b", "--into", "copy.txt"]),
        (None, ["--id", "a", "--source", "b"]),
    ],
)
def test_what_cannot_be_imported(
    raw: bytes | None,
    arguments: list[str],
    corpus: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that is no text, or a call that lacks something: one line, and nothing is written."""
    if raw is not None:
        Path("copy.txt").write_bytes(raw)
    before = set(Path().rglob("*"))
    assert main(["import", "copy.txt", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "internal fault" not in said.err
    assert set(Path().rglob("*")) == before


@pytest.mark.parametrize(
    "words",
    [
        "灯",
        "灯。",
        "一、",
        "灯\n\n\n2004年3月9日",
        "2004年3月9日\n2004年3月9日",
        "Lamp\n灯\nLamp\n灯\nLamp",
        "灯塔章程\n灯\u200b塔\n甲\t乙。\ncafe\u0301 is open.",
        "\ufeff灯塔章程\r\n一、灯\r\n1.甲。\r\n",
        "灯塔章程\n专栏1\n甲。\n专栏2 钟\n乙。",
        "甲" * 4500 + "。",
        "灯塔章程\n前言\n" + "甲乙丙。" * 20 + "\n一、灯\n1.甲。\n结束语\n" + "甲乙丙。" * 20,
        "第一条 甲。\n（一）乙。\n（二）丙。\n第二条 丁。",
    ],
)
def test_odd_texts(words: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the text is like, the command ends well, and every error of the draft is listed."""
    Path("copy.txt").write_bytes(words.encode())
    code = main(["import", "copy.txt", "--id", "odd", "--source", "copy"])
    said = capsys.readouterr()
    assert code == 0, said.err
    check_all_is_listed(corpus, said.out)
