"""``import``: a plain-text witness becomes a first draft of a document, a source and records."""

from __future__ import annotations

import argparse
import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.new import a_slug, report, require, told, write_new
from cyberspace_corpus.cli.places import corpus_root

if TYPE_CHECKING:
    from cyberspace_corpus.annotate.names import Registry
    from cyberspace_corpus.corpus import Corpus
    from cyberspace_corpus.edit.draft import Note, Pair, Reading
    from cyberspace_corpus.edit.scaffold import Unit
    from cyberspace_corpus.model.base import Lang

MOST = 4_000_000
"""Most comparisons of a Chinese with an English paragraph: about ten seconds."""

_BOM = b"\xef\xbb\xbf"
_PARTS = {
    "foreword": ("前言", "序言", "Foreword", "Preface"),
    "introduction": ("引言", "导言", "Introduction"),
    "conclusion": ("结束语", "结语", "Conclusion", "Concluding Remarks"),
}
_KINDS = {
    "action-initiative": ("行动倡议", "action initiative"),
    "initiative": ("倡议", "initiative"),
    "white-paper": ("白皮书", "white paper"),
    "action-plan": ("计划", "plan"),
}


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="the witness: plain text in UTF-8")
    parser.add_argument("--id", metavar="DOCUMENT", help="id of the new document")
    parser.add_argument("--source", metavar="SOURCE", help="id of the new source")
    parser.add_argument(
        "--lang", choices=("zh", "en", "both"), help="its languages; default: what it shows"
    )
    parser.add_argument(
        "--into", metavar="FOLDER", help="write the draft below this folder; default: the corpus"
    )
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.epilog = (
        "What is a guess or could not be decided is printed, with the line. Nothing is "
        "overwritten. Exit code: 0 done, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    require(arguments, "import", "file", "id", "source")
    id, source = a_slug(arguments.id, "--id"), a_slug(arguments.source, "--source")
    root = corpus_root(arguments.root)
    from cyberspace_corpus.corpus import read
    from cyberspace_corpus.edit.draft import read_lines
    from cyberspace_corpus.edit.repair import findings_in
    from cyberspace_corpus.model.base import LANGS
    from cyberspace_corpus.witness.lines import split

    raw = _read(Path(arguments.file))
    corpus = read(root).corpus
    if arguments.into:  # what lies elsewhere stands beside no other document
        corpus = replace(corpus, documents={}, records={}, concordances={}, sources={}, lines={})
    for kind, taken in (("document", id), ("source", source)):
        if corpus.has(kind, taken):
            raise WrongUse(f"the {kind} {taken} is there already; nothing was written")
    langs = LANGS if arguments.lang == "both" else () if not arguments.lang else (arguments.lang,)
    reading = read_lines(split(raw.decode()), langs, corpus.script)
    if not any(reading.pieces.values()):
        raise WrongUse(f"{arguments.file} holds no text" + " in that language" * bool(langs))
    files, outline = _files(id, source, raw, reading, corpus)
    text = f"data/sources/{source}.txt"
    placed = {number for number, _ in outline.notes}
    todo = [f"{text}:{line}: {words}" for line, words in outline.notes if line]
    todo += [words for line, words in outline.notes if not line]
    found = findings_in(corpus, files)
    todo += told(f for f in found if not (f.path == text and f.line in placed))
    write_new(Path(arguments.into) if arguments.into else root, files)
    counts = Counter(unit.kind for unit in outline.units)
    report(files, todo, "correct the draft, then: cyberspace-corpus validate")
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    print(f"{len(outline.sections)} headings; records: {kinds}; {len(todo)} things to do.")
    return 0


def _read(path: Path) -> bytes:
    """The bytes of the witness, without a byte order mark, which no text here may hold."""
    from cyberspace_corpus.corpus import MAX_LINE, MAX_LINES
    from cyberspace_corpus.witness.lines import MAX_BYTES
    from cyberspace_corpus.yamlio.reader import Unreadable, read_bytes

    try:
        raw = read_bytes(path.resolve(), MAX_BYTES).removeprefix(_BOM)
        rows = raw.decode().split("\n")
    except Unreadable as problem:
        raise WrongUse(f"{path}: {problem.values['value']}") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise WrongUse(f"{path} is not UTF-8: line {line}; convert it first") from None
    if len(rows) > MAX_LINES or max(map(len, rows)) > MAX_LINE:
        raise WrongUse(f"{path} has more than {MAX_LINES} lines, or one of {MAX_LINE} characters")
    return raw


@dataclass
class Outline:
    """The headings and records that the pieces make up."""

    document: str
    source: str
    english: str
    notes: list[Note]
    sections: list[dict[str, Any]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def draw(self, pairs: Sequence[Pair]) -> None:
        """Place every pair: headings into the outline, the rest as records under them."""
        from cyberspace_corpus.edit.scaffold import Unit

        placed = self._sections(pairs)
        numbers = iter(self._numbers([(p, section) for p, section in placed if p.role == "item"]))
        chosen: list[tuple[Pair, str | None, str, str, str | None]] = []
        for index, (pair, section) in enumerate(placed):
            kind, name = self._kind(placed, index)
            if kind == "closing":
                section = None
                self.ask(pair, "taken as the closing: or is it more of the item?")
            elif kind == "paragraph" and placed[index - 1][0].role == "item":
                self.ask(pair, "a paragraph by itself: or is it more of the item?")
            number = next(numbers) if kind == "item" else None
            if pair.role not in ("heading", "box"):
                chosen.append((pair, section, kind, number or name, number))
        many, seen = Counter(name for _, _, _, name, _ in chosen), Counter[str]()
        for pair, section, kind, name, number in chosen:
            seen[name] += 1
            several = many[name] > 1 or kind == "paragraph"
            locator = f"{name}-{seen[name]}" if several else name
            labels, lines, texts = pair.labels(), pair.specs(), pair.texts()
            self.units.append(
                Unit(
                    self.document,
                    locator,
                    kind,
                    section,
                    number,
                    self.source,
                    labels,
                    lines,
                    texts,
                )
            )

    def ask(self, pair: Pair, words: str) -> None:
        """Note what a person has to decide about a line."""
        self.notes.append((pair.first.line, words))

    def _sections(self, pairs: Sequence[Pair]) -> list[tuple[Pair, str | None]]:
        """The section that each pair stands in (for a heading, its own)."""
        from cyberspace_corpus.edit.scaffold import statuses
        from cyberspace_corpus.model.base import LANGS

        ranks = [p.label.rank for p in pairs if p.role == "heading" and p.label]
        open_: list[tuple[int, str]] = []
        children, box = Counter[str | None](), None
        placed: list[tuple[Pair, str | None]] = []
        for pair in pairs:
            if pair.role in ("heading", "item"):
                box = None
            if pair.role == "heading":
                rank = pair.label.rank if pair.label else min(ranks, default=0)
                while open_ and open_[-1][0] >= rank:
                    open_.pop()
            parent = open_[-1][1] if open_ else None
            if pair.role in ("heading", "box"):
                id = self._section_id(pair, parent, children)
                texts, labels = pair.texts(), pair.labels()
                self.sections.append(
                    {
                        "id": id,
                        "parent": parent,
                        "label": {lang: labels.get(lang) for lang in LANGS},
                        "heading": {lang: texts.get(lang) or None for lang in LANGS},
                        "status": statuses(texts, self.english),
                        "witnesses": [{"source": self.source, **pair.specs()}],
                    }
                )
                if pair.role == "box":
                    box = id
                else:
                    open_.append((rank, id))
            outside = pair.role in ("title", "lead", "date", "signature")
            here = box or (open_[-1][1] if open_ else None)
            placed.append((pair, None if outside else here))
        return placed

    def _section_id(self, pair: Pair, parent: str | None, children: Counter[str | None]) -> str:
        words = set(pair.texts().values())
        for name, headings in _PARTS.items():
            if words & set(headings) and not pair.label:
                return name
        if pair.role == "box":
            return f"box-{sum(s['id'].startswith('box-') for s in self.sections) + 1}"
        children[parent] += 1
        if pair.label and pair.label.value and pair.label.value[-1] != children[parent]:
            self.ask(pair, f"the heading {pair.label.text} is number {children[parent]} here")
        return f"{parent}.{children[parent]}" if parent else str(children[parent])

    def _numbers(self, items: Sequence[tuple[Pair, str | None]]) -> list[str]:
        """The numbers of the items: as printed if they run on, else with that of the section,
        else counted through."""
        printed = [pair.label.value if pair.label else () for pair, _ in items]
        within = [
            (*map(int, section.split(".")), *value)
            if section and re.fullmatch(r"[0-9.]+", section)
            else value
            for value, (_, section) in zip(printed, items, strict=True)
        ]
        for values in (printed, within):
            if all(values) and all(_follows(a, b) for a, b in pairwise(values)):
                return [".".join(map(str, value)) for value in values]
        self.ask(items[0][0], "the items' numbers do not run on: counted through")
        return [str(number) for number in range(1, len(items) + 1)]

    @staticmethod
    def _kind(placed: Sequence[tuple[Pair, str | None]], index: int) -> tuple[str, str]:
        """The kind of a record, and its locator (of an item, its number comes instead)."""
        pair, section = placed[index]
        if pair.role != "text":
            return pair.role, pair.role
        marks = ("heading", "box", "item")
        before = [p.role for p, _ in placed[:index] if p.role in marks][-1:]
        after = [p.role for p, _ in placed[index:] if p.role in marks][:1]
        if section and section.startswith("box-"):
            return "box", section
        if not before and after:
            return "preamble", "preamble"
        if before == ["item"] and not after:
            return "closing", "closing"
        if before == ["heading"] and after == ["item"]:
            return "section-intro", f"intro-{section}"
        return "paragraph", section or "paragraph"


def _follows(before: tuple[int, ...], here: tuple[int, ...]) -> bool:
    """Whether a number is the next: of its section, or the first of the section after it."""
    if len(before) != len(here):
        return False
    if before[:-1] == here[:-1]:
        return here[-1] == before[-1] + 1
    return here[-1] == 1 and before[:-2] == here[:-2] and here[-2] == before[-2] + 1


def _files(
    id: str, source: str, raw: bytes, reading: Reading, corpus: Corpus
) -> tuple[dict[str, bytes], Outline]:
    """All files of the draft by path, and what they were made from."""
    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit.draft import aligned
    from cyberspace_corpus.edit.scaffold import new_file, record
    from cyberspace_corpus.edit.scaffold import source as describe

    registry = Context(corpus).registry
    if len(reading.pieces) > 1 and math.prod(map(len, reading.pieces.values())) > MOST:
        raise WrongUse("too long to lay two languages side by side: choose one with --lang")
    pairs = aligned(reading.pieces.get("zh", []), reading.pieces.get("en", []))
    outline = Outline(id, source, "official", list(reading.notes))
    outline.draw(pairs)
    if len(reading.pieces) > 1:
        alone = [pair for pair in pairs if len(pair.both) == 1]
        for pair in alone:
            outline.ask(pair, "has no counterpart in the other language")
        if 3 * len(alone) > len(pairs):
            words = "many lines have no counterpart: is one language no translation? see --lang"
            outline.notes.append((None, words))
    files = {f"data/sources/{source}.txt": raw}
    for unit in outline.units:
        data, note = record(unit, registry, english=outline.english)
        files[unit.path] = new_file("record", data)
        if note:
            outline.notes.append((None, f"{unit.path}: {note}"))
    omitted = [(line.number, reason) for line, reason in reading.omitted]
    outline.notes += [(number, f"left out as {reason}") for number, reason in omitted]
    data = describe(
        source,
        document=id,
        languages=list(reading.pieces),
        script=reading.script,
        sha256=hashlib.sha256(raw).hexdigest(),
        steps=reading.steps,
        omitted=omitted,
    )
    files[f"data/sources/{source}.yaml"] = new_file("source", data)
    described = _document(outline, list(reading.pieces), corpus, registry)
    files[f"data/documents/{id}.yaml"] = new_file("document", described)
    outline.notes.append((None, "describe the source: publisher, description, rights, address"))
    outline.notes.append((None, "add the topics of each record"))
    outline.notes.sort(key=lambda note: (note[0] is None, note[0] or 0))
    return files, outline


def _document(
    outline: Outline, langs: list[Lang], corpus: Corpus, registry: Registry
) -> dict[str, Any]:
    """The data of the document: what its title, signature and date say."""
    from cyberspace_corpus.edit import scaffold

    def said(kind: str) -> Mapping[Lang, str]:
        return next((unit.texts for unit in outline.units if unit.kind == kind), {})

    title = scaffold.to_write("标题", "the title") | dict(said("title"))
    for lang in ("zh", "en"):
        if lang not in said("title"):
            outline.notes.append((None, f"title.{lang}: no title was found"))
    low = " ".join(title.values()).lower()
    kind = next((k for k, words in _KINDS.items() if any(w in low for w in words)), "initiative")
    outline.notes.append((None, f"kind: {kind} by the words of the title"))
    signed = said("signature")
    issuers = [id for lang, text in signed.items() for id in registry.meanings[lang].get(text, [])]
    if not issuers:
        outline.notes.append((None, "issuer: the signature, if any, is no name in the registry"))
    dates = [d["edtf"] for d in scaffold.dates(said("date"), registry) if d["edtf"] is not None]
    if not dates:
        outline.notes.append((None, "issued: no line gives the date"))
    if "en" in langs:
        words = "the English is marked official: if nobody signs for it, write machine"
        outline.notes.append((None, words))
    return scaffold.document(
        outline.document,
        kind=kind,
        title=title,
        issuer=issuers[0] if issuers else "to-be-decided",
        issued=dates[0] if dates else "XXXX",
        languages=scaffold.statuses(langs, outline.english),
        sources=[outline.source],
        sections=outline.sections,
        records=[unit.locator for unit in outline.units],
    )
