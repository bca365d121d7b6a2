"""A reader at a real Chromium, and what goes wrong while it reads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The program in a container, and without what it asks of its maker by itself."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it: one is never downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium: none of " + ", ".join(NAMES) + " is installed")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=list(QUIET))
        yield running
        running.close()


class Reader:
    """Opens pages from a folder, and keeps what is wrong: a message of the console, an error of
    a script, a request that leaves the folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._contexts: list[Any] = []
        self.problems: list[str] = []

    def address(self, path: str) -> str:
        return f"{self._folder.as_uri()}/{path}"

    def open(self, path: str, **settings: Any) -> Page:
        """A page in a fresh profile; ``settings`` are those of a Playwright context."""
        context = self._browser.new_context(reduced_motion="reduce", **settings)
        self._contexts.append(context)
        context.set_default_timeout(60_000)  # a slow computer is no fault
        page = context.new_page()
        page.on("console", lambda said: self.problems.append(f"{path}: {said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"{path}: {error}"))
        context.on("request", lambda request: self._asked(path, request.url))
        page.goto(self.address(path))
        return page

    def _asked(self, path: str, url: str) -> None:
        if not url.startswith((self.address(""), "data:")):
            self.problems.append(f"{path}: asks for {url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def reader_of(browser: Browser) -> Iterator[Callable[[Path], Reader]]:
    """Somebody who reads the pages in a folder; nothing may go wrong meanwhile."""
    readers: list[Reader] = []

    def make(folder: Path) -> Reader:
        readers.append(Reader(browser, folder))
        return readers[-1]

    yield make
    for one in readers:
        one.close()
        assert not one.problems


@pytest.fixture
def reader(reader_of: Callable[[Path], Reader], site: Path) -> Reader:
    """Somebody who reads the pages of the real corpus."""
    return reader_of(site)
