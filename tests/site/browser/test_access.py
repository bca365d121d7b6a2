"""Every kind of page, for everybody: axe, three widths, the keyboard, and no script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

OPTIONS: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets, which the pages forbid
}

WIDTHS: Final = (320, 820, 1440)
"""A narrow phone (WCAG 1.4.10), a tablet, a desk."""


MUCH: Final = 60_000
"""Bytes of a page from which axe needs many seconds."""


@pytest.fixture(scope="module")
def kinds(site: Path) -> Mapping[str, Sequence[str]]:
    """The pages of every kind from the shortest to the longest, without the language."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for file in sorted((site / "en").rglob("*.html")):
        kind = re.search('<body class="page-([a-z-]+)"', file.read_text("utf-8"))
        assert kind, file
        path = file.relative_to(site / "en").as_posix()
        found[kind[1]].append((file.stat().st_size, path))
    assert len(found) > 15
    return {kind: [path for _, path in sorted(pages)] for kind, pages in found.items()}


@pytest.fixture(scope="module")
def typical(site: Path, kinds: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """A page of every kind: the longest one that axe is done with in a few seconds, ..."""
    short = {
        kind: [path for path in pages if (site / "en" / path).stat().st_size < MUCH]
        for kind, pages in kinds.items()
    }
    return [short[kind][-1] if short[kind] else pages[0] for kind, pages in kinds.items()]


@pytest.fixture(scope="module")
def longest(kinds: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """... and the longest one."""
    return [pages[-1] for pages in kinds.values()]


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing(reader: Any, typical: Sequence[str], lang: str, theme: str) -> None:
    """WCAG 2.2 AA and axe's good practice, on every kind of page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe").Axe()
    page = reader.open(f"{lang}/index.html", color_scheme=theme)
    found: list[str] = []
    for path in ("index.html", *(f"{lang}/{path}" for path in typical)):
        page.goto(reader.address(path))
        result = axe.run(page, options=OPTIONS)
        for violation in result.response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"]]
            found.append(f"{path}: {violation['id']}: {len(places)} times: {places[:3]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", ["answered", "card", "altered"])
def test_axe_finds_nothing_in_what_scripts_make(reader: Any, state: str) -> None:
    """Nor in search results, an open card, or a verdict on a quotation."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe").Axe()
    path = {
        "answered": "zh/search.html?q=數據&topic=data-security",
        "altered": "en/quote.html?q=加強數據安全治理和個人信息保護",
        "card": "en/documents/china-africa-2021.html",
    }[state]
    page = reader.open(path, color_scheme="dark")
    if state == "card":
        page.locator('article a[href^="#entity-"]').first.click()
    result = axe.run(page, options=OPTIONS)
    assert [(v["id"], v["nodes"][0]["html"]) for v in result.response["violations"]] == []


def test_nothing_is_wider_than_the_window(reader: Any, longest: Sequence[str]) -> None:
    """No page scrolls sideways; what must be wide scrolls by itself."""
    page = reader.open("index.html")
    wide: list[str] = []
    for path in longest:
        for lang in ("zh", "en"):
            page.goto(reader.address(f"{lang}/{path}"))
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    wide.append(f"{lang}/{path} at {width} px: {over} px too wide")
    assert not wide, "\n".join(wide)


def test_every_kind_can_be_read_without_scripts(reader: Any, typical: Sequence[str]) -> None:
    """The same words stand there with and without; only buttons and forms are added."""
    plain = reader.open("index.html", java_script_enabled=False)
    full = reader.open("index.html")
    for path in typical:
        if path in ("search.html", "quote.html"):
            continue
        texts = []
        for page in (plain, full):
            page.goto(reader.address(f"en/{path}"))
            texts.append(page.locator("main").inner_text())
        without, with_scripts = texts
        assert len(without) > 100, path
        assert set(without.split()) <= set(with_scripts.split()) | {"✕", "×"}, path


def test_the_keyboard_reaches_everything(reader: Any) -> None:
    """The first stop leads past the menu; every stop can be seen, and shows that it has focus."""
    page = reader.open("en/documents/china-africa-2021.html")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    for _ in range(25):
        seen = page.evaluate(
            "() => { const at = document.activeElement, style = getComputedStyle(at),"
            " box = at.getBoundingClientRect(); return box.width > 0 && box.bottom > 0 &&"
            " box.top < innerHeight && style.outlineStyle !== 'none' }"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        page.keyboard.press("Tab")
