"""``show``: a record in both languages, as it reads."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cyberspace_corpus.yamlio.characters import columns

if TYPE_CHECKING:
    from cyberspace_corpus import Corpus, Record

_STATUS = {
    "original": "original",
    "official": "official translation",
    "machine": "machine translation printed in the witness",
    "project": "translation of this project, not reviewed",
    "lacuna": "lacking: no witness has it",
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids",
        nargs="+",
        metavar="ID",
        help='a record (wic-2020/7), or a place as one would cite it ("2020 第七条", '
        '"White Paper IV (10)")',
    )
    parser.epilog = (
        "Shows the corpus as last built. Exit code: 0 shown, 1 no such record, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.cli.published import published
    from cyberspace_corpus.published.redirection import in_words

    corpus = published()
    missing = 0
    known = {r.id: r for r in corpus.redirects if ":" not in r.id}  # records alone
    for given in arguments.ids:
        redirect = known.get(given)
        if redirect is not None:
            print(in_words(redirect))
            missing += redirect.kind == "withdrawn"
        for id in redirect.targets if redirect is not None else [given]:
            missing += not _show(corpus, id)
    return 1 if missing else 0


def _show(corpus: Corpus, id: str) -> bool:
    """Print the record, or the records that a printed reference means; False if there is none."""
    from cyberspace_corpus.published.missing import Missing

    try:
        records = () if id in corpus else corpus.resolve(id)
        records = records or (corpus[id],)
    except Missing as missing:
        print(f"cyberspace-corpus: {missing}", file=sys.stderr)
        return False
    for record in records:
        for line in _lines(corpus, record):
            print(line)
    return True


def _lines(corpus: Corpus, record: Record) -> Iterator[str]:
    width = min(shutil.get_terminal_size((96, 24)).columns, 110)
    document = next(d for d in corpus.documents if d.id == record.document)
    yield f"{record.id}  ({record.kind})"
    yield f"{document.title_zh}"
    yield f"{document.title_en}"
    section = next((s for s in document.sections if s.id == record.section), None)
    if section is not None:
        yield " / ".join(filter(None, (section.heading_zh, section.heading_en)))
    status_en = _STATUS[record.status_en]
    if record.status_en == "project" and record.reviewed:
        status_en = "translation of this project, reviewed"
    yield f"zh: {_STATUS[record.status_zh]}; en: {status_en}"
    yield ""
    for segment in record.segments:
        for words in (segment.zh, segment.en):
            if words:
                yield from wrap(words, width, "  ")
        yield ""
    for variant in record.variants:
        reading = variant.reading or "(lacks it)"
        if variant.type == "sic":
            meant = f"; perhaps {variant.conjecture}" if variant.conjecture else ""
            yield from wrap(f"{variant.lemma}] sic{meant}", width, "  ")
        else:
            yield from wrap(
                f"{variant.lemma}] {variant.source}: {reading} ({variant.type})", width, "  "
            )
    if record.variants:
        yield ""
    names = [corpus.entity(id) for id in record.entities]
    if names:
        yield from wrap(
            "Entities: " + "; ".join(f"{e.name_zh} {e.name_en}" for e in names), width, ""
        )
    if record.topics:
        yield from wrap("Topics: " + ", ".join(record.topics), width, "")
    for place in record.provenance:
        lines = f"{place.line_start}" + (
            f"-{place.line_end}" if place.line_end != place.line_start else ""
        )
        yield f"Source ({place.lang}): data/sources/{place.source}.txt, line {lines}"
    if record.note:
        yield from wrap(f"Note: {record.note}", width, "")


def wrap(text: str, width: int, indent: str) -> list[str]:
    """The text in lines of at most ``width`` columns: English at spaces, Chinese between
    characters, but never with a closing mark at the head of a line."""
    if columns(text) == len(text):
        return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
    lines: list[str] = []
    line, used = indent, len(indent)
    # A Latin word stays whole; an ideograph and the marks behind it are one piece.
    for piece in re.findall(r"[!-~’]+|.[，。；：、？！）》”’]*", text):
        size = columns(piece)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = indent, len(indent)
            piece = piece.lstrip()
            size = columns(piece)
        line += piece
        used += size
    return [*lines, line.rstrip()]
