"""What a downstream project can do with the loaded corpus."""

from __future__ import annotations

import dataclasses

import pytest

import cyberspace_corpus as cc


@pytest.fixture(scope="module")
def corpus() -> cc.Corpus:
    return cc.load()


def test_records_by_id(corpus: cc.Corpus) -> None:
    """An id gives its record, an unknown one a KeyError."""
    assert corpus["wic-2020/7"].document == "wic-2020"
    assert "wic-2020/7" in corpus
    assert "wic-2020/99" not in corpus
    with pytest.raises(KeyError):
        corpus["wic-2020/99"]


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


def test_descent(corpus: cc.Corpus) -> None:
    """Descendants are in later documents, and each has the record among its ancestors."""
    record = corpus["wic-2020/8"]
    assert "china-africa-2021/7" in {r.id for r in record.descendants()}
    for later in record.descendants():
        assert later.document != "wic-2020"
        assert record in later.ancestors()
    with pytest.raises(KeyError):
        corpus.descendants("wic-2020/99")


@pytest.mark.parametrize(
    ("place", "ids"),
    [
        ("wic-2020/7", ["wic-2020/7"]),
        ("2020 第七条", ["wic-2020/7"]),
        ("2020年第二十条", ["wic-2020/20"]),
        ("item 7 of 2021", ["china-africa-2021/7"]),
        ("2025 1.2", ["china-africa-2025/1.2"]),
        ("第十六条", ["wic-2020/16", "china-africa-2021/16"]),
        ("2020 第九十九条", []),
        ("nothing of the sort", []),
        ("", []),
    ],
)
def test_resolve(corpus: cc.Corpus, place: str, ids: list[str]) -> None:
    """Printed numberings lead to records; nonsense leads nowhere."""
    assert [record.id for record in corpus.resolve(place)] == ids


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


@pytest.mark.parametrize("style", ["chicago", "apa", "gb7714", "bibtex"])
def test_citations_name_the_record(corpus: cc.Corpus, style: str) -> None:
    """Every style gives the id and the version, so that the citation still resolves."""
    for record in corpus:
        cited = record.cite(style)
        assert record.id in cited
        assert corpus.version in cited
    with pytest.raises(ValueError, match="chicago"):
        corpus["wic-2020/7"].cite("telepathy")


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
def test_frames(corpus: cc.Corpus, library: str) -> None:
    """Every table comes as a frame with its columns, and lists as lists."""
    module = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}[library]
    pytest.importorskip(module, reason=f"{module} is not installed")
    to_frame = getattr(corpus, f"to_{library}")
    from cyberspace_corpus.published.rows import TABLES

    for name, table in TABLES.items():
        if name == "printings":
            continue
        frame = to_frame(name)
        columns = frame.column_names if library == "arrow" else list(frame.columns)
        assert columns == [column.name for column in table.columns()]
        assert len(frame) == len(corpus.rows(name))
    with pytest.raises(KeyError, match="records"):
        corpus.rows("no-such-table")
