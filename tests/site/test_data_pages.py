"""The pages on the data: the files are the published ones, and everything is explained."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.rules.catalogue import catalogue
from cyberspace_corpus.site.page import LANGS
from cyberspace_corpus.site.pages.data import READ
from cyberspace_corpus.site.shipped import PACKAGE, chinese, descriptor, examples, html, package

REPO: Final = Path(__file__).resolve().parents[2]


def tree(file: Path) -> Any:
    parser = pytest.importorskip("lxml.html", reason="no lxml")
    return parser.parse(file).getroot()


def test_the_package_is_whole(site: Path) -> None:
    """Beside the pages lies a data package: what its descriptor describes is there, byte for
    byte."""
    folder = site / "assets" / PACKAGE
    described = json.loads((folder / "datapackage.json").read_bytes())
    assert described["resources"]
    for resource in described["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)
    assert (folder / "data/corpus.json").read_bytes() == (REPO / "data/corpus.json").read_bytes()


@pytest.mark.parametrize("lang", LANGS)
def test_every_file_can_be_downloaded(site: Path, lang: str) -> None:
    page = tree(site / lang / "data/index.html")
    links = page.xpath("//table//a/@href")
    assert len(links) == len(dict(package(REPO)))
    assert all((site / lang / "data" / link).is_file() for link in links)


def test_the_code_is_that_of_the_readme(site: Path) -> None:
    readme = (REPO / "README.md").read_text("utf-8")
    found = examples(readme, READ)
    assert {example.language for example in found} >= {"python", "r", "js", "sh"}
    page = tree(site / "zh" / "data/index.html")
    shown = [code.text_content() for code in page.xpath("//pre/code")]
    assert shown == [example.code for example in found]
    assert all(code in readme for code in shown)


def test_the_dictionary_in_chinese_is_complete() -> None:
    """Every table and column that is published, and no other."""
    assert {name: set(words) for name, words in chinese().items()} == {
        name: {"about", *(column.name for column in table.columns())}
        for name, table in TABLES.items()
    }


@pytest.mark.parametrize("lang", LANGS)
def test_the_dictionary_has_every_column(site: Path, lang: str) -> None:
    page = tree(site / lang / "data/dictionary.html")
    described = descriptor(REPO)
    assert described is not None
    shown = page.xpath("//section")
    assert [section.xpath("./h2/@id") for section in shown] == [
        [resource["name"]] for resource in described["resources"]
    ]
    for section, resource in zip(shown, described["resources"], strict=True):
        names = section.xpath(".//tbody//th/code/text()")
        assert names == [field["name"] for field in resource["schema"]["fields"]]
        meanings = section.xpath(".//tbody/tr/td[2]")
        for meaning, field in zip(meanings, resource["schema"]["fields"], strict=True):
            words = {"en": field["description"], "zh": chinese()[resource["name"]][field["name"]]}
            assert meaning.text_content().startswith(words[lang])


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_is_there(site: Path, lang: str) -> None:
    page = tree(site / lang / "data/checks.html")
    shown = {rule.get("id"): rule.text_content() for rule in page.xpath("//article")}
    assert list(shown) == list(catalogue())
    for id, rule in catalogue().items():
        words = rule.texts["zh" if lang == "zh" else "en"]
        for text in (words.what, words.why, words.mend, words.bad, words.good):
            assert text in shown[id], id


def test_the_release_notes(site: Path) -> None:
    page = tree(site / "zh" / "data/changes.html")
    notes = (REPO / "CHANGELOG.md").read_text("utf-8")
    headings = [line.strip("# []") for line in notes.splitlines() if line.startswith("## ")]
    assert [h.text_content().strip("[]") for h in page.xpath('//div[@lang="en"]/h2')] == headings


def test_markdown_brings_no_html() -> None:
    """HTML in a Markdown file is shown; a link to a script is none."""
    shown = html("# Title\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) `<b>`\n")
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "href" not in shown
    assert "Title" not in shown


def test_what_is_not_there_is_not_shown(tmp_path: Path) -> None:
    """A corpus without descriptor, or without anything."""
    assert descriptor(tmp_path) is None
    assert list(package(tmp_path)) == []
    assert examples("# A\n\n```py\n1\n```\n", "B") == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_rights_in_every_source(book: Any, site: Path, lang: str) -> None:
    page = tree(site / lang / "data/rights.html").text_content()
    for source in book.corpus.sources:
        assert (source.rights_zh if lang == "zh" else source.rights) in page
    assert (REPO / "LICENSE-DATA").read_text("utf-8").strip() in page
