"""``NOTES.md``: what a release is, what changed, what is in it, how to check it; for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cyberspace_corpus.build.about import CITATION, LIMITS, RELEASED, TITLE, VERSION, both
from cyberspace_corpus.release.format import Content, Format, formats


def write(content: Content) -> Mapping[str, bytes]:
    """One page, both languages where it speaks of the corpus."""
    return {"NOTES.md": ("\n".join(_lines(content)) + "\n").encode()}


def _lines(content: Content) -> Iterator[str]:
    yield f"# {both(TITLE, ' · ')}"
    yield ""
    yield f"Version {VERSION}, {RELEASED}."
    for language in ("zh", "en"):
        yield from ("", LIMITS[language])
    if changes := entry(content.root / "CHANGELOG.md"):
        yield from ("", "## 变更 · What changed", "", changes)
    yield from ("", "## 数量 · How much", "", "| | |", "|---|---|")
    for name, rows in content.tables.items():
        yield f"| {name} | {len(rows)} |"
    yield from ("", "## 格式 · Formats", "", "| | | |", "|---|---|---|")
    for format in formats():
        yield f"| {format.name} | {format.title} | {', '.join(format.receivers)} |"
    yield from ("", "## 核对 · Check it", "", "```sh", "sha256sum --check SHA256SUMS", "```", "")
    yield "`provenance.json` says which commit, witnesses and libraries it was made from;"
    yield "`provenance.intoto.json` says it to programs; `sbom.cdx.json` lists what the package"
    yield "may need."
    for language in ("zh", "en"):
        yield from ("", CITATION[language])


def entry(changelog: Path) -> str:
    """What the changelog says of the version, or else of what is not yet released; empty if it
    says nothing."""
    if not changelog.is_file():
        return ""
    text = changelog.read_text("utf-8")
    for name in (VERSION, "Unreleased"):
        found = re.search(rf"^## \[{re.escape(name)}\][^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        if found and found[1].strip():
            return found[1].strip()
    return ""


FORMAT = Format(
    name="notes",
    title="Notes of the release",
    receivers=("people",),
    write=write,
)
