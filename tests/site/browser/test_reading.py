"""Reading a document in a real browser: jumping, cards, copying, languages, themes, paper."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

import cyberspace_corpus as cc

PAPER: Final = "documents/white-paper-2022.html"
INITIATIVE: Final = "documents/china-africa-2021.html"

corpus = cc.load()


def box(page: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(selector).first.bounding_box()
    return found


def sentences(record: str) -> tuple[str, str]:
    """The selectors of the first sentence of a record in both languages."""
    place = f'[id="{record}"]'
    return f'{place} p[lang="zh-Hans"]', f'{place} p[lang="en"]:not(.note)'


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages_side_by_side(reader: Any, lang: str) -> None:
    """On a desk the sentences stand beside each other, on a phone one above the other; in the
    words of the corpus."""
    page = reader.open(f"{lang}/{INITIATIVE}#7", viewport={"width": 1440, "height": 900})
    chinese, english = sentences("7")
    record = corpus["china-africa-2021/7"]
    assert record.segments[0].en in page.locator(english).first.text_content()
    assert record.segments[0].zh in page.locator(chinese).first.text_content()
    left, right = box(page, chinese), box(page, english)
    assert abs(left["y"] - right["y"]) < 12
    assert left["x"] + left["width"] <= right["x"]
    page.set_viewport_size({"width": 360, "height": 740})
    above, below = box(page, chinese), box(page, english)
    assert above["y"] + above["height"] <= below["y"] + 1
    assert abs(above["x"] - below["x"]) < 30


def test_jumping(reader: Any) -> None:
    """The outline leads to a section and follows the reading; an address leads to a record."""
    page = reader.open(f"en/{PAPER}", viewport={"width": 1440, "height": 900})
    outline = page.locator("[data-outline]")
    assert outline.locator("[aria-current]").count() == 0
    outline.locator('a[href="#section-4"]').click()
    heading = page.locator('[id="section-4"]')
    assert 0 <= heading.bounding_box()["y"] < 300
    current = outline.locator('[aria-current="location"]')
    current.wait_for()
    assert current.count() == 1
    assert current.get_attribute("href").startswith(("#section-4", "#4"))
    page.locator('[id="3.1.1-2"]').scroll_into_view_if_needed()
    outline.locator('[href^="#section-3.1"][aria-current="location"]').wait_for()
    assert current.count() == 1
    page.goto(reader.address(f"zh/{PAPER}#4.7-1"))
    assert page.locator(":target").get_attribute("id") == "4.7-1"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card(reader: Any, lang: str) -> None:
    """A name opens its card beside it, from the keyboard too; Escape gives the place back."""
    page = reader.open(f"{lang}/{INITIATIVE}", viewport={"width": 1440, "height": 900})
    mark = page.locator('article a[href^="#entity-"]').first
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card:popover-open")
    card.wait_for()
    assert card.get_attribute("id") == mark.get_attribute("href").removeprefix("#")
    at, words = card.bounding_box(), mark.bounding_box()
    gap = max(at["y"] - words["y"] - words["height"], words["y"] - at["y"] - at["height"])
    assert -2 * words["height"] < gap < 40
    assert at["x"] >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".card:popover-open").count() == 0
    assert mark.evaluate("(mark) => mark === document.activeElement")
    mark.click()
    card.locator("a").first.click()
    page.wait_for_url("**/entities/*.html")


def test_a_card_on_a_phone(reader: Any) -> None:
    """It stays within the window."""
    page = reader.open(f"zh/{INITIATIVE}", viewport={"width": 360, "height": 740})
    page.locator('article a[href^="#entity-"]').last.click()
    at = page.locator(".card:popover-open").bounding_box()
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= 360
    assert at["y"] >= 0
    page.locator("h1").first.click(force=True, position={"x": 1, "y": 1})
    assert page.locator(".card:popover-open").count() == 0


def test_copying(reader: Any) -> None:
    """The address of a record and its citation reach the clipboard, and the page says so."""
    page = reader.open(f"en/{INITIATIVE}", permissions=["clipboard-read", "clipboard-write"])
    held = "navigator.clipboard.readText()"
    page.locator('[id="7"] [data-copy-link]').click()
    page.locator('[role="status"]:not(:empty)').wait_for(state="attached")
    assert page.evaluate(held) == reader.address(f"en/{INITIATIVE}#7")
    page.goto(reader.address("en/records/china-africa-2021/7.html"))
    record = corpus["china-africa-2021/7"]
    for style in ("chicago", "apa", "gb7714", "bibtex"):
        page.locator(f'[data-copy="#cite-{style}"]').click()
        page.wait_for_timeout(50)
        assert page.evaluate(held) == record.cite(style).strip()


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_other_language(reader: Any, lang: str, other: str) -> None:
    """It is the same place in the other interface, with one click or one key."""
    page = reader.open(f"{lang}/{INITIATIVE}#9")
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[lang]
    page.locator("a.language").click()
    page.wait_for_url(f"**/{other}/{INITIATIVE}#9")
    page.keyboard.press("l")
    page.wait_for_url(f"**/{lang}/{INITIATIVE}#9")


def test_the_theme(reader: Any) -> None:
    """As the system has it, until the reader says otherwise; that is kept from page to page."""
    page = reader.open("en/index.html", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    button = page.locator("[data-theme-switch]")
    assert button.get_attribute("aria-pressed") == "true"
    dark = page.evaluate(paper)
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    light = page.evaluate(paper)
    assert sum(_shades(dark)) < 200 < 600 < sum(_shades(light))
    page.goto(reader.address(f"zh/{INITIATIVE}"))
    assert page.evaluate(paper) == light
    page.keyboard.press("t")
    assert page.evaluate(paper) == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == dark


def _shades(colour: str) -> list[int]:
    return [int(shade) for shade in re.findall("[0-9]+", colour)[:3]]


def test_keys(reader: Any) -> None:
    """j and k go from record to record, / asks; they can be turned off, and stay off."""
    page = reader.open(f"en/{INITIATIVE}")
    records = page.locator("article.record").evaluate_all("(all) => all.map(({id}) => id)")
    for _ in range(3):
        page.keyboard.press("j")
    third = page.evaluate("document.activeElement.id")
    page.keyboard.press("k")
    assert records.index(third) - records.index(page.evaluate("document.activeElement.id")) == 1
    page.locator("[data-shortcuts] input").uncheck()
    page.keyboard.press("t")
    page.keyboard.press("/")
    page.reload()
    page.keyboard.press("/")
    assert page.url.endswith(INITIATIVE)
    assert not page.locator("[data-shortcuts] input").is_checked()


def test_comparing(reader: Any) -> None:
    """From a document to its comparison: what was added and cut stands in the words."""
    page = reader.open(f"en/{INITIATIVE}")
    page.locator('a[href*="compare/wic-2020--china-africa-2021"]').first.click()
    page.wait_for_url("**/compare/wic-2020--china-africa-2021.html")
    added, cut = page.locator("main ins"), page.locator("main del")
    assert added.count() > 20
    assert cut.count() > 10
    later = [c for c in corpus.concordance if c.target_record.startswith("china-africa-2021/")]
    pair = next(c for c in later if c.added)
    assert pair.added[0] in "".join(added.all_text_contents())
    assert "underline" in added.first.evaluate("(ins) => getComputedStyle(ins).textDecorationLine")
    assert "line-through" in cut.first.evaluate("(del) => getComputedStyle(del).textDecorationLine")


def test_the_source_is_one_click_away(reader: Any) -> None:
    page = reader.open(f"zh/{INITIATIVE}")
    page.locator('[id="7"] a[href*="sources/"]').first.click()
    page.wait_for_url("**/sources/anquan-neican-2021.html#line-*")
    line = next(p.line_start for p in corpus["china-africa-2021/7"].provenance if p.lang == "zh")
    assert page.url.endswith(f"#line-{line}")
    assert page.locator(":target").is_visible()


def test_on_paper(reader: Any) -> None:
    """Printed, a document is its two texts, and neither menus nor buttons."""
    page = reader.open(f"en/{INITIATIVE}")
    page.emulate_media(media="print")
    for gone in ("nav.menu", "[data-outline]", "[data-theme-switch]", ".outline-button", ".cards"):
        assert not page.locator(gone).first.is_visible(), gone
    for stays in ("h1", *sentences("7")):
        assert page.locator(stays).first.is_visible(), stays
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_scripts(reader: Any) -> None:
    """A document can be read, its cards open, its languages change; nothing useless is shown."""
    page = reader.open(f"zh/{INITIATIVE}", java_script_enabled=False)
    assert not page.locator("[data-theme-switch]").is_visible()
    assert not page.locator("[data-shortcuts]").is_visible()
    mark = page.locator('article a[href^="#entity-"]').first
    card = page.locator(f'[id="{mark.get_attribute("href").removeprefix("#")}"]')
    assert not card.is_visible()
    mark.click()
    assert card.is_visible()
    page.locator("a.language").click()
    page.wait_for_url(f"**/en/{INITIATIVE}*")
    for name in ("search", "quote"):
        page = reader.open(f"en/{name}.html", java_script_enabled=False)
        assert page.locator("noscript, .notice").first.is_visible()
        assert not page.locator("form").first.is_visible()
