"""``import``: a plain-text witness becomes a first draft of a document, a source and records."""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.new import a_slug, report, require, told, write_new
from cyberspace_corpus.cli.places import corpus_root

if TYPE_CHECKING:
    from cyberspace_corpus.annotate.names import Registry
    from cyberspace_corpus.corpus import Corpus
    from cyberspace_corpus.edit.draft import Reading
    from cyberspace_corpus.edit.outline import Outline
    from cyberspace_corpus.model.base import Lang

MOST = 4_000_000
"""Most comparisons of a Chinese with an English paragraph: about ten seconds."""

_BOM = b"\xef\xbb\xbf"
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
    from cyberspace_corpus.edit.trial import findings_in
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


def _files(
    id: str, source: str, raw: bytes, reading: Reading, corpus: Corpus
) -> tuple[dict[str, bytes], Outline]:
    """All files of the draft by path, and what they were made from."""
    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit.draft import aligned
    from cyberspace_corpus.edit.outline import Outline
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
