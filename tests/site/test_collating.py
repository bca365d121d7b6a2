"""Names in the order in which a reader looks them up."""

from __future__ import annotations

from cyberspace_corpus.site.collating import key


def test_chinese_by_pronunciation() -> None:
    names = ["中国", "阿拉伯国家联盟", "联合国", "北京", "世界贸易组织"]
    ordered = ["阿拉伯国家联盟", "北京", "联合国", "世界贸易组织", "中国"]
    assert sorted(names, key=lambda name: key(name, "zh")) == ordered


def test_a_character_beyond_gbk() -> None:
    """It is no error, whatever its place."""
    assert key("𠮷", "zh") == key("𠮷", "zh")
    assert key("𠮷", "zh") != key("𠮶", "zh")


def test_english_by_letters() -> None:
    names = ["BRICS", "asean", "China", "africa"]
    assert sorted(names, key=lambda name: key(name, "en")) == ["africa", "asean", "BRICS", "China"]
