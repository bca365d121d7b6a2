"""The pictures of the README: ``make screenshots`` takes them anew."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from conftest import NAMES, QUIET

ROOT: Final = Path(__file__).resolve().parents[3]
PICTURES: Final = ROOT / ".github/screenshots"

DESK: Final = {"viewport": {"width": 1280, "height": 800}}
PHONE: Final = {"viewport": {"width": 640, "height": 800}}

SHOTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "document-light": ("en/documents/china-africa-2021.html#7", DESK | {"color_scheme": "light"}),
    "document-dark": ("en/documents/china-africa-2021.html#7", DESK | {"color_scheme": "dark"}),
    "compare": ("en/compare/wic-2020--china-africa-2021.html#6", DESK),
    "plots": ("en/plots/index.html#reuse", DESK),
    "quotation": ("en/quote.html?q=加强数据安全管理和个人信息的保护", DESK),
    "phone": ("zh/documents/white-paper-2022.html#4.1-1", PHONE),
}
"""By name of the picture: the page, and how it is looked at."""


def main(site: Path) -> None:
    """Take every picture of the pages in a folder."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(QUIET))
        for name, (page, settings) in SHOTS.items():
            context = browser.new_context(reduced_motion="reduce", **settings)
            opened = context.new_page()
            opened.goto(f"{site.resolve().as_uri()}/{page}")
            opened.wait_for_load_state("load")
            opened.wait_for_timeout(500)  # the scripts of the page have their say
            opened.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
