"""A corpus whose texts try to be scripts, in a real browser: none runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

KINDS = ("documents", "records", "entities", "topics", "terms", "sources", "compare", "plots")


def test_nothing_runs(reader_of: Any, hostile: Path) -> None:
    """Every kind of page shows the hostile words, and its scripts are ours alone."""
    page = reader_of(hostile).open("en/index.html")
    shown = 0
    for kind in KINDS:
        for file in sorted((hostile / "en" / kind).rglob("*.html"))[:2]:
            page.goto(file.as_uri())
            assert page.evaluate("window.broken === undefined"), file
            assert page.locator("main script, main img, svg[onload]").count() == 0, file
            shown += "<script>window.broken=1</script>" in page.locator("body").inner_text()
    assert shown > len(KINDS) / 2


def test_nothing_runs_in_what_is_found(reader_of: Any, hostile: Path) -> None:
    """Neither in the results of a search, nor in the verdict on a quotation."""
    victim = reader_of(hostile)
    page = victim.open("en/search.html?q=broken")
    assert page.locator("#hits li").count() > 3
    assert "<script>" in page.locator("#hits").inner_text()
    page = victim.open("en/quote.html")
    page.locator("#q").fill("<script>window.broken=1</script><img src=x")
    page.locator("#quote button").click()
    assert page.locator("#verdict").get_attribute("data-verdict") == "exact"
    assert page.locator("main script, main img").count() == 0
    assert page.evaluate("window.broken === undefined")
