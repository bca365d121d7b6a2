"""What a downstream project can do with the loaded corpus."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.published.nested import written
from cyberspace_corpus.published.redirection import KINDS
from cyberspace_corpus.published.rows import TABLES


@pytest.fixture(scope="module")
def corpus() -> cc.Corpus:
    return cc.load()


def test_records_by_id(corpus: cc.Corpus) -> None:
    """An id gives its record, an unknown one a KeyError."""
    assert corpus["wic-2020/7"].document == "wic-2020"
    assert "wic-2020/7" in corpus
    assert "wic-2020/99" not in corpus
    with pytest.raises(KeyError, match="no record 'wic-2020/77'; did you mean wic-2020/7 or "):
        corpus["wic-2020/77"]


@pytest.mark.parametrize(
    "table", ["documents", "sections", "sources", "entities", "topics", "terms"]
)
def test_rows_by_id(corpus: cc.Corpus, table: str) -> None:
    """Every row of a table that has ids is found by its own; one slip is told with the nearest."""
    name = {"entities": "entity"}.get(table, table.removesuffix("s"))
    ask = getattr(corpus, name)
    rows = getattr(corpus, table)
    assert rows
    assert [ask(row.id) for row in rows] == list(rows)
    with pytest.raises(cc.Missing) as missing:
        ask(rows[0].id + "x")
    (line,) = str(missing.value).splitlines()
    assert line.startswith(f"no {name} '{rows[0].id}x'; did you mean ")
    assert rows[0].id in missing.value.near
    assert str(pickle.loads(pickle.dumps(missing.value))) == line
    with pytest.raises(cc.Missing):
        ask(None)


@pytest.mark.parametrize("table", KINDS)
def test_an_id_that_moved(corpus: cc.Corpus, table: str) -> None:
    """In every table whose ids are for ever, an id that moved gives what it moved to, one that was
    split or withdrawn says so, and one of another table gives nothing."""
    kind, day, copy = KINDS[table], datetime.date(2027, 6, 30), pickle.loads(pickle.dumps(corpus))
    here = getattr(copy, table)[0]
    changed = dataclasses.replace(
        copy,
        redirects=(
            cc.Redirect(f"{kind}old", "moved", (f"{kind}{here.id}",), day, "Misspelt."),
            cc.Redirect(f"{kind}both", "split", (f"{kind}a", f"{kind}b"), day, "Two things."),
            cc.Redirect(f"{kind}gone", "withdrawn", (), day, "No such thing."),
        ),
    )
    name = {"entities": "entity", "records": "__getitem__"}.get(table, table.removesuffix("s"))
    ask = getattr(changed, name)
    assert ask("old") is here
    with pytest.raises(
        cc.Moved, match=r"both was split into .*a and .*b on 2027-06-30: Two things"
    ):
        ask("both")
    with pytest.raises(cc.Withdrawn, match="gone was withdrawn on 2027-06-30: No such thing"):
        ask("gone")
    other = changed.document if table != "documents" else changed.source
    with pytest.raises(cc.Missing):
        other("old")
    if table in ("entities", "topics"):
        argument = {"entities": "entity", "topics": "topic"}[table]
        assert changed.find(**{argument: "old"}) == changed.find(**{argument: here.id}) != ()


def test_shown_in_one_line(corpus: cc.Corpus) -> None:
    """A console shows what the corpus is, and not all of it."""
    counted = f"{len(corpus.documents)} documents, {len(corpus)} records"
    assert repr(corpus) == f"<Corpus: cyberspace-corpus {cc.__version__}, {counted}>"


def test_sent_to_another_process(corpus: cc.Corpus) -> None:
    """A pickled corpus is equal, and its records belong to the copy."""
    copy = pickle.loads(pickle.dumps(corpus))
    assert copy == corpus
    assert copy["wic-2020/7"].corpus is copy
    assert copy["wic-2020/8"].descendants() == corpus["wic-2020/8"].descendants()


def test_everything_is_immutable(corpus: cc.Corpus) -> None:
    """Neither a row nor a list of it can be changed."""
    record = corpus["wic-2020/7"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.text_zh = ""  # type: ignore[misc]
    assert isinstance(record.entities, tuple)
    assert isinstance(record.segments, tuple)


def test_find_limits(corpus: cc.Corpus) -> None:
    """Words are found in both languages, whatever their case, and within limits."""
    assert corpus.find("DATA SECURITY") == corpus.find("data security")
    found = corpus.find("数据安全", document="china-africa-2021")
    assert {segment.record.split("/")[0] for segment in found} == {"china-africa-2021"}
    assert 0 < len(found) < len(corpus.find("数据安全"))
    by_entity = corpus.find(entity="united-nations")
    assert {s.record for s in by_entity} == {r.id for r in corpus if "united-nations" in r.entities}
    assert corpus.find("no such words anywhere") == ()


@pytest.mark.parametrize(
    ("limit", "near"),
    [
        ({"document": "wic-202"}, "wic-2020"),
        ({"topic": "data security"}, "data-security"),
        ({"entity": "united-nation"}, "united-nations"),
        ({"status_en": "offical"}, "official"),
    ],
)
def test_find_within_what_does_not_exist(
    corpus: cc.Corpus, limit: dict[str, str], near: str
) -> None:
    """A slip in a limit is told, and does not look like an empty answer."""
    with pytest.raises(cc.Missing, match=f"did you mean {near}"):
        corpus.find("数据安全", **limit)  # type: ignore[arg-type]


def test_descent(corpus: cc.Corpus) -> None:
    """Descendants are in later documents, and each has the record among its ancestors."""
    record = corpus["wic-2020/8"]
    assert "china-africa-2021/7" in {r.id for r in record.descendants()}
    for later in record.descendants():
        assert later.document != "wic-2020"
        assert record in later.ancestors()
    with pytest.raises(KeyError):
        corpus.descendants("wic-2020/99")


ITEM: Final = {
    "wic-2020/7": (
        *("wic-2020/7", " wic-2020/7.", "cyberspace-corpus 0.1.0, wic-2020/7", "WIC-2020, 7"),
        *(
            "wic 2020/7",
            "2020/7",
            "2020-7",
            "2020 7",
            "2020 第七条",
            "2020年第7条",
            "２０２０ 第７条",
        ),
        *(
            "二〇二〇年第七条",
            "二零二零年倡议第七条",
            "2020 第七條",
            "2020 第VII条",
            "2020 art. vii",
        ),
        *("2020 #7", "2020 no. 7", "2020 seventh item", "the 7th item of 2020", "item seven, 2020"),
        *(
            "行动倡议第七条",
            "携手构建网络空间命运共同体行动倡议 7",
            "《携手构建网络空间命运共同体行动倡议》第七条",
        ),
        *("2020 二、第七条", "2020 section 2, item 7", "item 7 of section II of 2020"),
        "Initiative on Jointly Building a Community with a Shared Future in Cyberspace, item 7",
        "Organizing Committee of the World Internet Conference, article 7",
        *("2020-11-18 item 7", "Initiative of November 18, 2020, 7", "2020年11月18日倡议第七条"),
    ),
    "china-africa-2021/7": (
        *("item 7 of 2021", "art. 7 (2021)", "Article 7 of the 2021 Initiative", "2021 §7"),
        *("Initiative of August 2021, 7", "25 August 2021, item 7", "2021年8月倡议第七条"),
        *("中非倡议第7条", "中非第七条", "China-Africa Initiative 7", "2021年倡议第七项"),
    ),
    "china-africa-2025/1.2": (
        *("2025 1.2", "2025 行动一第二条", "2025 一（二）", "2025 Action 1, item 2", "2025 1（2）"),
        *("行动计划（2025-2026）1.2", "plan of actions, 1.2", "2025 action plan I.2"),
    ),
    "white-paper-2022/4.10-1": (
        *(
            "2022年11月白皮书四（十）",
            "White Paper of 7 November 2022, IV.10",
            "国新办白皮书 四（十）",
        ),
        *("2022 白皮书 四（十）", "White Paper IV (10)", "白皮书第四部分（十）", "2022 4.10"),
        *("2022 4.10-1", "2022 4.10 para. 1", "白皮书 四（十）第一段", "paragraph 1 of 2022 IV.10"),
        "State Council Information Office, Jointly Build a Community with a Shared Future in "
        "Cyberspace, part 4, section 10",
    ),
    "white-paper-2022/box-4": ("专栏4", "專欄四", "Box 4", "2022 box IV", "White Paper, box 4"),
    "china-africa-2021/preamble": ("2021 preamble", "2021 序言", "中非倡议 前言"),
    "white-paper-2022/foreword-2": (
        "2022 foreword 2",
        "白皮书前言第二段",
        "para 2 of the 2022 foreword",
    ),
    "white-paper-2022/conclusion-1": ("2022 结束语 1", "White Paper, conclusion, paragraph 1"),
}
"""References as people write them, and the record that each means."""


@pytest.mark.parametrize(
    ("place", "id"), [(place, id) for id, places in ITEM.items() for place in places]
)
def test_resolve(corpus: cc.Corpus, place: str, id: str) -> None:
    """Whatever the numerals, and whatever the document is called."""
    assert [record.id for record in corpus.resolve(place)] == [id]


@pytest.mark.parametrize(
    ("place", "ids"),
    [
        ("第十六条", ["wic-2020/16", "china-africa-2021/16"]),
        ("item 16", ["wic-2020/16", "china-africa-2021/16"]),
        ("Initiative, 16", ["wic-2020/16", "china-africa-2021/16"]),
        ("2020 preamble", ["wic-2020/preamble-1", "wic-2020/preamble-2"]),
        ("2025 action 1", [f"china-africa-2025/1.{n}" for n in (1, 2, 3)]),
        ("2025行动计划（一）", [f"china-africa-2025/1.{n}" for n in (1, 2, 3)]),
        ("2020 第二部分", ["wic-2020/intro-2", *(f"wic-2020/{n}" for n in range(6, 11))]),
    ],
)
def test_resolve_to_several(corpus: cc.Corpus, place: str, ids: list[str]) -> None:
    """A reference that leaves the document open, or means a whole part."""
    assert [record.id for record in corpus.resolve(place)] == ids


@pytest.mark.parametrize(
    "place",
    [
        *("2020 第九十九条", "2019 第七条", "item 7 of section 3 of 2020", "2025 行动三第七条"),
        *("nothing of the sort", "2020", "白皮书", "", " ", "。", "2020 7b", "2021 白皮书 7"),
        *(
            "2020 7-9",
            "the fish 7",
            "中日倡议第七条",
            "9" * 9999,
            "x" * 9999,
            "十" * 999,
            "第" * 9999,
        ),
    ],
)
def test_resolve_to_nothing(corpus: cc.Corpus, place: str) -> None:
    """What means no place in these documents, or more than one at a time."""
    assert corpus.resolve(place) == ()


@pytest.mark.parametrize(
    "place", ["2022 三（一）3", "2022 3.(1).3", "2022 III (1) 3", "2022 3.1.3"]
)
def test_resolve_a_section(corpus: cc.Corpus, place: str) -> None:
    """A section stands for all its records, and the boxes in it do not hide them."""
    found = corpus.resolve(place)
    assert len(found) == 7
    assert {record.section for record in found} == {"white-paper-2022/3.1.3"}


def test_every_number_resolves(corpus: cc.Corpus) -> None:
    """The year and number of every item lead to it alone."""
    for record in corpus:
        if record.number is not None:
            year = next(d.issued[:4] for d in corpus.documents if d.id == record.document)
            assert corpus.resolve(f"{year} {record.number}") == (record,)


def test_quotes(corpus: cc.Corpus) -> None:
    """A quotation is exact, altered (and where), or not ours."""
    exact = corpus.check_quote("“互联网是人类共同的家园”")
    assert exact.verdict == "exact"
    assert exact.record is not None
    assert exact.segments[0].en
    assert "white-paper-2022/conclusion-1" in {record.id for record in exact.elsewhere}
    altered = corpus.check_quote("加强数据安全管理和个人信息的保护")
    assert altered.verdict == "altered"
    assert altered.record is corpus["china-africa-2021/7"]
    assert altered.changes == (("insert", "", "的"),)
    english = corpus.check_quote("the Internet is a shared house for mankind")
    assert english.verdict == "altered"
    assert ("replace", "home", "house") in english.changes
    for text in ("今天天气很好，我们去公园散步。", "It was the best of times.", "", "网"):
        assert corpus.check_quote(text).verdict == "absent"


def test_every_sentence_is_exact(corpus: cc.Corpus) -> None:
    """Every segment of the corpus, quoted, is found in its own words and pair."""
    for segment in corpus.segments:
        for words in filter(None, (segment.zh, segment.en)):
            if len(words) >= 8:
                quote = corpus.check_quote(words)
                assert quote.verdict == "exact", words
                assert any(words in ((s.zh or "") + (s.en or "")) for s in quote.segments)


CITED: Final = {
    "chicago": "Organizing Committee of the World Internet Conference. “Initiative on Jointly "
    "Building a Community with a Shared Future in Cyberspace.” November 18, 2020. In Community "
    "with a Shared Future in Cyberspace: a bilingual corpus (cyberspace-corpus {}, wic-2020/7).",
    "apa": "Organizing Committee of the World Internet Conference. (2020). Initiative on Jointly "
    "Building a Community with a Shared Future in Cyberspace [Data set record]. Community with a "
    "Shared Future in Cyberspace: a bilingual corpus (cyberspace-corpus {}, wic-2020/7).",
    "gb7714": "世界互联网大会组委会. 携手构建网络空间命运共同体行动倡议[DS]. 2020-11-18. "
    "cyberspace-corpus {}, wic-2020/7.",
    "bibtex": """@misc{{wic-2020:7,
  author = {{{{Organizing Committee of the World Internet Conference}}}},
  title = {{{{Initiative on Jointly Building a Community with a Shared Future in Cyberspace}}}},
  year = {{2020}},
  version = {{{0}}},
  note = {{cyberspace-corpus {0}, wic-2020/7}},
}}""",
}


@pytest.mark.parametrize("style", CITED)
def test_citations_name_the_record(corpus: cc.Corpus, style: str) -> None:
    """Every style gives the id and the version, so that the citation still resolves."""
    for record in corpus:
        cited = record.cite(style)
        assert record.id in cited
        assert corpus.version in cited
    assert corpus["wic-2020/7"].cite(style) == CITED[style].format(corpus.version)
    with pytest.raises(ValueError, match="chicago"):
        corpus["wic-2020/7"].cite("telepathy")


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
def test_frames(corpus: cc.Corpus, library: str) -> None:
    """Every table comes as a frame with its columns and every value: lists as lists, days as days,
    what is lacking as missing."""
    module = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}[library]
    pytest.importorskip(module, reason=f"{module} is not installed")
    to_frame = getattr(corpus, f"to_{library}")
    for name, table in TABLES.items():
        if name == "printings":
            continue
        frame = to_frame(name)
        columns = [column.name for column in table.columns()]
        assert (frame.column_names if library == "arrow" else list(frame.columns)) == columns
        rows = {"pandas": lambda f: f.to_dict("records"), "polars": lambda f: f.to_dicts()}.get(
            library, lambda f: f.to_pylist()
        )(frame)
        found = [[None if v is None or v != v else v for v in row.values()] for row in rows]
        wanted = [
            [list(v) if isinstance(v, tuple) else v for v in r.values()] for r in corpus.rows(name)
        ]
        assert found == wanted, name
    assert len(to_frame()) == len(corpus)
    with pytest.raises(cc.Missing, match="did you mean records"):
        to_frame("record")


def broken(data: bytes) -> Iterator[bytes]:
    """Files that are no corpus.json, each in its own way."""
    yield from (b"", b"{}", b"[]", b"null", b"7", b'"text"', b"\xff\xfe", b"[" * 100_000)
    whole = json.loads(data)
    for key in whole:
        yield json.dumps({k: v for k, v in whole.items() if k != key}).encode()
        for value in (None, 7, "text", [7], ["text"], [None], [[]], [{}], {"a": {}}):
            yield json.dumps(whole | {key: value}).encode()
    for change in ({"corpus": []}, {"new_column": 1}, {"issued_earliest": 7}, {"sources": None}):
        document = whole["documents"][0] | change
        yield json.dumps(whole | {"documents": [document]}).encode()


def test_what_is_no_corpus(corpus: cc.Corpus, tmp_path: Path) -> None:
    """A missing or a broken file is told in one line that names it."""
    file = tmp_path / "corpus.json"
    data = json.dumps(
        {
            "meta": {"version": "1", "title": {"en": "x"}},
            "documents": [json.loads(written(corpus.documents[3], 0))],
            **{name: [] for name in ("sources", "entities", "entity_types", "concordance")},
            **{name: [] for name in ("unmatched", "terms", "topics", "redirects")},
        }
    ).encode()
    file.write_bytes(data)
    assert cc.load(file).documents == corpus.documents[3:]
    bad = 0
    for content in broken(data):
        file.write_bytes(content)
        with pytest.raises(cc.NoData) as raised:
            cc.load(file)
        assert str(raised.value) == f"{file}: not a corpus.json of this version"
        bad += 1
    assert bad > 90
    for other in (tmp_path, tmp_path / "lacking.json"):
        with pytest.raises(cc.NoData, match=re.escape(str(other))):
            cc.load(other)
