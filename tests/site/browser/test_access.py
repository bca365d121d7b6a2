"""Every kind of page, for everybody: axe, three widths, the keyboard, and no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

OPTIONS: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch style sheets, which the pages forbid
}

WIDTHS: Final = (320, 820)
"""A narrow phone (WCAG 1.4.10), and a tablet."""


@pytest.fixture(scope="module")
def typical(plain: Path) -> Sequence[str]:
    """The longest page of every kind of the invented corpus, ..."""
    return longest_of(plain)


@pytest.fixture(scope="module")
def longest(site: Path) -> Sequence[str]:
    """... and of the real one."""
    return longest_of(site)


def longest_of(folder: Path) -> list[str]:
    """The longest page of every kind, without the language."""
    found: dict[str, tuple[int, str]] = {}
    for file in sorted((folder / "en").rglob("*.html")):
        kind = re.search('<body class="page-([a-z-]+)"', file.read_text("utf-8"))
        assert kind, file
        path = file.relative_to(folder / "en").as_posix()
        found[kind[1]] = max(found.get(kind[1], (0, "")), (file.stat().st_size, path))
    assert len(found) > 15
    return [path for _, path in found.values()]


def objections(page: Any, path: str, only: str | None = None) -> list[str]:
    """What axe has to say against a page: WCAG 2.2 AA, and its own good practice; or by one of
    its rules only."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe").Axe()
    rules = {"runOnly": {"type": "rule", "values": [only]}} if only else {}
    violations = axe.run(page, options=OPTIONS | rules).response["violations"]
    return [
        f"{path}: {violation['id']}: {[node['html'][:120] for node in violation['nodes']]}"
        for violation in violations
    ]


@pytest.mark.parametrize(
    ("lang", "theme", "only"), [("zh", "light", None), ("en", "dark", "color-contrast")]
)
def test_axe_finds_nothing(
    reader_of: Any, plain: Path, typical: Sequence[str], lang: str, theme: str, only: str | None
) -> None:
    """On every kind of page; in the other theme, whose difference are its colours, in those."""
    reader = reader_of(plain)
    page = reader.open(f"{lang}/index.html", color_scheme=theme)
    found: list[str] = []
    for path in ("index.html", *(f"{lang}/{path}" for path in typical)):
        page.goto(reader.address(path))
        found += objections(page, path, only)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", ["answered", "card", "altered", "record"])
def test_axe_finds_nothing_in_the_real_corpus(reader: Any, state: str) -> None:
    """Nor in a document and an open card, search results, a verdict, a record."""
    path = {
        "answered": "zh/search.html?q=數據&topic=data-security",
        "altered": "en/quote.html?q=加強數據安全治理和個人信息保護",
        "card": "en/documents/china-africa-2021.html",
        "record": "zh/records/white-paper-2022/2.1-1.html",
    }[state]
    page = reader.open(path, color_scheme="dark")
    if state == "card":
        page.locator('article a[href^="#entity-"]').first.click()
    assert objections(page, path) == []


def test_nothing_is_wider_than_the_window(reader: Any, longest: Sequence[str]) -> None:
    """No page scrolls sideways; what must be wide scrolls by itself. English, whose words are
    long, shows it."""
    page = reader.open("index.html")
    wide: list[str] = []
    for path in longest:
        page.goto(reader.address(f"en/{path}"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wide.append(f"{path} at {width} px: {over} px too wide")
    assert not wide, "\n".join(wide)


def test_every_kind_can_be_read_without_scripts(
    reader_of: Any, plain: Path, typical: Sequence[str]
) -> None:
    """The same words stand there with and without; only buttons and forms are added."""
    reader = reader_of(plain)
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
