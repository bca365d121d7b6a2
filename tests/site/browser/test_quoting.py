"""Checking a quotation on its page: the same verdicts as the package gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest

import cyberspace_corpus as cc

opencc = pytest.importorskip("opencc", reason="no OpenCC: the site extra is not installed")

corpus = cc.load()

FOREIGN: Final = (
    "All happy families are alike; each unhappy family is unhappy in its own way.",
    "今天天气很好，我们一起去公园散步，看看春天的花。",
    "网络空间是人类共同的家园。",
    "数据",
    "ab",
    "𝄞𝄢𝄞𝄢𝄞",
)
"""Texts from elsewhere, texts that are too short, and characters that JavaScript counts twice."""

CHINESE: Final = 240
ENGLISH: Final = 36
"""How many quotations are made: the package needs far more time for English ones."""


def quotations() -> Iterator[str]:
    """Sentences of the corpus as people quote them, always the same ones."""
    chance = random.Random(2022)
    segments = {
        "zh": [s.zh for s in corpus.segments if s.zh and len(s.zh) > 12],
        "en": [s.en for s in corpus.segments if s.en and len(s.en) > 40],
    }
    for number in range(CHINESE + ENGLISH):
        lang = "zh" if number < CHINESE else "en"
        size = 60 if lang == "zh" else 70
        words = chance.choice(segments[lang])[:size]
        at = chance.randrange(1, len(words) - 1)
        yield (
            words,
            words[:at] + chance.choice("之与新xq") + words[at + 1 :],
            words[:at] + words[at + 1 :],
            words[:at] + chance.choice(["的", " really"]) + words[at:],
            words[at // 2 : at // 2 + 20],
            words.replace("，", ",").replace("。", ".").replace("’", "'"),
            f"  “{words}”\n",
            words.replace(" ", "  \n"),
            words[:24] + chance.choice(segments[lang])[:24],
            words[24:] + words[:24],
        )[number % 10]
    yield from FOREIGN


def test_the_page_and_the_package_never_differ(reader: Any) -> None:
    """Hundreds of quotations, exact, altered in every way, and foreign: one verdict each, with
    the same record, the same sentences and the same changes."""
    asked = list(quotations())
    page = reader.open("en/quote.html")
    answers = page.evaluate("(asked) => asked.map(checkQuotation)", asked)
    verdicts: Counter[str] = Counter()
    for text, there in zip(asked, answers, strict=True):
        here = corpus.check_quote(text)
        verdicts[here.verdict] += 1
        assert there["verdict"] == here.verdict, text
        if here.record is None:
            continue
        assert there["record"]["id"] == here.record.id, text
        assert there["lang"] == here.lang, text
        assert there["likeness"] == pytest.approx(here.likeness, abs=0.00006), text
        assert [at + 1 for at in there["segments"]] == [s.position for s in here.segments], text
        changes = [
            (step["kind"], step["stands"], step["quoted"])
            for step in there["steps"]
            if step["kind"] != "equal"
        ]
        assert changes == list(here.changes), text
        assert [one["id"] for one in there["elsewhere"]] == [r.id for r in here.elsewhere], text
    assert min(verdicts[one] for one in ("exact", "altered", "absent")) >= 5


def test_traditional_quotations(reader: Any) -> None:
    """A quotation in Traditional characters of the mainland's, Taiwan's or Hong Kong's standard
    is read as the Simplified one; what OpenCC turns back, the page turns back."""
    page = reader.open("zh/quote.html")
    texts = [s.zh for s in corpus.segments if s.zh and len(s.zh) > 12]
    lost = 0
    for name in ("s2t", "s2tw", "s2hk"):
        typed = opencc.OpenCC(name).convert("\n".join(texts)).split("\n")
        assert typed != texts
        read = page.evaluate("(typed) => typed.map(simplified)", typed)
        lost += sum(one != other for one, other in zip(read, texts, strict=True))
    assert lost <= 3, "only 覆, which the texts themselves have, is not read as 复"
    verdict = page.evaluate("(text) => checkQuotation(simplified(text)).verdict", typed[0])
    assert verdict == "exact"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_exact_quotation(reader: Any, lang: str) -> None:
    """Paste, press the button: the verdict, the record, and the other language."""
    page = reader.open(f"{lang}/quote.html")
    page.locator("#q").fill("加强数据安全管理和个人信息保护")
    page.locator("#quote button").click()
    verdict = page.locator("#verdict")
    assert verdict.get_attribute("data-verdict") == "exact"
    said = page.locator("main [role=status]").text_content()
    assert said.startswith(verdict.locator("h2").text_content())
    assert "china-africa-2021/7" in page.locator("#stands a").all_text_contents()
    assert page.locator("#stands mark").first.text_content() == "加强数据安全管理和个人信息保护"
    english = page.locator("#stands .en p").first.text_content()
    assert english.startswith("Improving data security management")
    assert page.locator("#changes").is_hidden()
    shared = reader.open(page.url.removeprefix(reader.address("")))
    assert shared.locator("#verdict h2").text_content() == verdict.locator("h2").text_content()


def test_an_altered_quotation(reader: Any) -> None:
    """What was changed is shown in the words themselves, and said."""
    page = reader.open("en/quote.html")
    page.locator("#q").fill("加強數據安全治理和個人信息保護")
    page.locator("#quote button").click()
    assert page.locator("#verdict").get_attribute("data-verdict") == "altered"
    assert "治" in page.locator("#changes del").text_content()
    assert "管" in page.locator("#changes ins").text_content()
    assert page.locator("#changes .unseen").count() == 4
    assert page.locator("#read-as").is_visible()


def test_a_foreign_quotation(reader: Any) -> None:
    """It is not in the corpus, and nothing of a former answer is left."""
    page = reader.open("en/quote.html?q=%E5%8A%A0%E5%BC%BA%E6%95%B0%E6%8D%AE%E5%AE%89%E5%85%A8")
    assert page.locator("#stands a").count() > 0
    for text in FOREIGN[:2]:
        page.locator("#q").fill(text)
        page.locator("#quote button").click()
        assert page.locator("#verdict").get_attribute("data-verdict") == "absent"
        assert page.locator("#stands > *").count() == 0
        assert page.locator("#elsewhere").is_hidden()


def test_a_quotation_is_never_markup(reader: Any) -> None:
    page = reader.open("en/quote.html")
    hostile = "<img src=x onerror=alert(1)>加强数据安全管理和个人信息保护，<script>x</script>"
    page.locator("#q").fill(hostile)
    page.locator("#quote button").click()
    assert page.locator("#verdict img, #verdict script").count() == 0
