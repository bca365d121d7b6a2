"""The site as a whole: every link leads somewhere, nothing runs that is not ours, all is small."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

LARGEST: Final = 500_000
"""Most bytes of a page of HTML."""

SCRIPTS: Final = 12_000
"""Most bytes of the scripts that every page runs, ..."""

STYLES: Final = 40_000
"""... and of the style sheets that a page waits for."""

ELEMENTS: Final = 9_000
"""Most elements of a page: what a slow phone lays out within a second, with some to spare."""

LIST: Final = "SHA256SUMS"
"""The list of the files, which is for programs."""

ADDRESSES: Final = frozenset({"href", "src", "action", "data", "poster", "srcset", "formaction"})
FOREIGN: Final = frozenset({"a"})
"""Elements whose address may lead to another host: they load nothing by themselves."""


@dataclass
class Found:
    """What a page is made of."""

    elements: int = 0
    ids: Counter[str] = field(default_factory=Counter)
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    tags: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    langs: set[str] = field(default_factory=set)


class Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        found = self.found
        found.elements += 1
        self._inside = tag
        if id := values.get("id"):
            found.ids[id] += 1
        if lang := values.get("lang"):
            found.langs.add(lang)
        found.addresses += ((tag, name, values[name]) for name in ADDRESSES & values.keys())
        if tag in ("script", "style", "meta", "link", "iframe", "object", "embed", "base") or any(
            name == "style" or name.startswith("on") for name in values
        ):
            found.tags.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self.found.written.append(data)


def read(text: str) -> Found:
    reading = Reading()
    reading.feed(text)
    reading.close()
    return reading.found


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Found]:
    """Every page by its path."""
    return {
        file.relative_to(site).as_posix(): read(file.read_text("utf-8"))
        for file in sorted(site.rglob("*.html"))
    }


def targets(path: str, found: Found) -> Iterator[tuple[str, str]]:
    """The files and places that a page points to in this folder."""
    for _, _, address in found.addresses:
        if urlsplit(address).scheme:
            continue
        way, place = urldefrag(address)
        way = unquote(way.partition("?")[0])
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), way)) if way else path
        yield target, unquote(place)


def test_there_is_every_kind_in_both_languages(pages: Mapping[str, Found]) -> None:
    """Every page stands in both languages of the interface."""
    by_lang = {
        lang: {path.removeprefix(f"{lang}/") for path in pages if path.startswith(f"{lang}/")}
        for lang in ("zh", "en")
    }
    assert by_lang["zh"] == by_lang["en"]
    assert len(pages) == 2 * len(by_lang["zh"]) + 1


def test_every_link_leads_somewhere(site: Path, pages: Mapping[str, Found]) -> None:
    """No link to a file that is not there, or to a place that a page has not; none out of the
    folder."""
    broken: Counter[str] = Counter()
    for path, found in pages.items():
        for target, place in targets(path, found):
            if target.startswith(("..", "/")) or not (site / target).is_file():
                broken[f"{path}: no file {target}"] += 1
            elif place and place != "_" and not pages[target].ids[place]:
                broken[f"{path}: no place {target}#{place}"] += 1
    assert not broken


def test_everything_is_linked(site: Path, pages: Mapping[str, Found]) -> None:
    """From the first page every other can be reached, and every file is used by some page."""
    reached: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        if path in pages:
            waiting += (target for target, _ in targets(path, pages[path]))
    sheets = [site / path for path in reached if path.endswith(".css")]
    reached |= {
        f"assets/{name}"
        for sheet in sheets
        for name in re.findall('@import "(.+?)"', sheet.read_text("utf-8"))
    }
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert files - reached <= {LIST}


def test_ids_are_unique(pages: Mapping[str, Found]) -> None:
    for path, found in pages.items():
        assert [id for id, n in found.ids.items() if n > 1] == [], path


def test_nothing_is_loaded_from_another_host(site: Path, pages: Mapping[str, Found]) -> None:
    """Only links that a reader clicks leave the folder; no style sheet and no script does."""
    for path, found in pages.items():
        for tag, name, address in found.addresses:
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            assert tag in FOREIGN or not (parts.scheme or parts.netloc), f"{path}: {tag} {address}"
            assert parts.scheme in ("", "https", "http"), f"{path}: {name} {address}"
    for file in [*site.rglob("*.css"), *site.rglob("*.js")]:
        text = re.sub(r"(?s)/\*.*?\*/", "", file.read_text("utf-8"))
        assert "://" not in text.replace("http://www.w3.org/", ""), file


def test_only_our_scripts_and_styles(pages: Mapping[str, Found]) -> None:
    """Every page forbids what is not ours before anything else; there is no script, style or
    handler in the pages themselves."""
    for path, found in pages.items():
        policies = [
            values["content"]
            for tag, values in found.tags
            if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        rules = {rule.split()[0]: rule.split()[1:] for rule in policies[0].split(";")}
        assert rules["default-src"] == rules["base-uri"] == ["'none'"], path
        sources = {source for allowed in rules.values() for source in allowed}
        assert sources <= {"'none'", "'self'", "data:"}, path
        assert "data:" not in rules.get("script-src", []), path
        first = next(at for at, (tag, _) in enumerate(found.tags) if tag in ("script", "link"))
        policy_at = next(
            at for at, (_, values) in enumerate(found.tags) if values.get("content") == policies[0]
        )
        assert policy_at < first, path
        assert not "".join(found.written).strip(), path
        for tag, values in found.tags:
            assert tag not in ("style", "iframe", "object", "embed", "base"), f"{path}: {tag}"
            assert "style" not in values, f"{path}: {tag} {values['style']}"
            assert not any(name.startswith("on") for name in values), f"{path}: {tag} {values}"


def test_no_script_blocks_the_first_paint(site: Path, pages: Mapping[str, Found]) -> None:
    """Scripts wait for the page (or run beside it), and they and the style sheets are small."""
    for path, found in pages.items():
        scripts = [values for tag, values in found.tags if tag == "script"]
        assert all("defer" in values or "async" in values for values in scripts), path
        sheets = [v for tag, v in found.tags if tag == "link" and v.get("rel") == "stylesheet"]
        size = sum(_size(site, path, sheet["href"]) for sheet in sheets)
        assert 0 < size < STYLES, path
        if not path.endswith(("search.html", "quote.html")):
            assert sum(_size(site, path, one["src"]) for one in scripts) < SCRIPTS, path


def _size(site: Path, path: str, address: str) -> int:
    return (site / posixpath.dirname(path) / unquote(address)).stat().st_size


def test_pages_are_small(site: Path, pages: Mapping[str, Found]) -> None:
    """No page is too long to be sent or laid out on a slow phone."""
    for path, found in pages.items():
        assert (site / path).stat().st_size < LARGEST, path
        assert found.elements < ELEMENTS, path


def test_languages_are_named(pages: Mapping[str, Found]) -> None:
    """Every page says its language, and no stretch is in a language that is not spoken here."""
    for path, found in pages.items():
        assert found.langs <= {"zh-Hans", "zh-Hant", "en"}, path
        assert found.langs, path
