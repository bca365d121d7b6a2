"""``new``: a document, a record or an entity as a draft."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.places import corpus_root

if TYPE_CHECKING:
    from cyberspace_corpus.corpus import Corpus
    from cyberspace_corpus.findings import Finding
    from cyberspace_corpus.model.base import Lang
    from cyberspace_corpus.model.source import Source

OUTSIDE = ("title", "lead", "preamble", "closing", "signature", "date", "dateline")
"""Kinds of records that may stand outside the outline."""

_BY_PLACE = {"import file", "new document id", "new record id", "new entity id"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCATOR = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_RANGE = "[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?"
_LINES = re.compile(f"{_RANGE}(?:,{_RANGE})*")


def add(parser: argparse.ArgumentParser) -> None:
    epilog = "Nothing is overwritten. Exit code: 0 done, 2 wrong use."
    parser.epilog = epilog
    subs = parser.add_subparsers(dest="what", metavar="document|record|entity")

    def sub(name: str, about: str, options: Mapping[str, str]) -> None:
        one = subs.add_parser(name, help=about, description=about + ".", epilog=epilog)
        one.add_argument("id", nargs="?", metavar="ID", help=options["ID"])
        for option, text in options.items():
            if option != "ID":
                one.add_argument(f"--{option}", metavar=option.upper(), help=text)
        one.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")

    sub(
        "document",
        "a document, with its title as the first record where the source prints it",
        {
            "ID": "for example ferry-plan-2024",
            "title-zh": "the Chinese title",
            "title-en": "the English title",
            "kind": "for example action-plan",
            "issuer": "id of the entity that issued it",
            "issued": "the date it bears, in EDTF: 2024, 2024-05, 2024-05-20",
            "source": "id of its first witness, which is in data/sources",
        },
    )
    sub(
        "record",
        "a record, with its text taken from the lines of a source",
        {
            "ID": "DOCUMENT/LOCATOR, for example wic-2020/7",
            "kind": "for example item",
            "section": "id of the section it stands in; - for none",
            "after": "locator of the record before it; - for the first of the document",
            "source": "id of the source that prints it",
            "zh": "lines of the source with the Chinese, for example 46,48-49",
            "en": "lines of the source with the English",
        },
    )
    sub(
        "entity",
        "an entity",
        {
            "ID": "for example ferry-board",
            "type": "id of its type, for example body",
            "zh": "its Chinese name",
            "en": "its English name",
            "about-zh": "one neutral sentence in Chinese on what it is",
            "about-en": "the same in English",
        },
    )


def run(arguments: argparse.Namespace) -> int:
    makers = {"document": _document, "record": _record, "entity": _entity}
    if arguments.what is None:
        raise WrongUse("new wants one of: document, record, entity")
    root = corpus_root(arguments.root)
    from cyberspace_corpus.corpus import read

    return makers[arguments.what](arguments, root, read(root).corpus)


def require(arguments: argparse.Namespace, command: str, *names: str) -> None:
    """Refuse a call that lacks something, naming all of it; compose (NFC) what is given."""
    lacking = [
        name.upper() if f"{command} {name}" in _BY_PLACE else f"--{name.replace('_', '-')}"
        for name in names
        if not getattr(arguments, name)
    ]
    if lacking:
        raise WrongUse(f"{command} also wants {', '.join(lacking)} (see: {command} --help)")
    from cyberspace_corpus.yamlio.characters import FORBIDDEN, name_of

    for name, value in vars(arguments).items():
        if isinstance(value, str) and name not in ("root", "file", "into"):
            if found := FORBIDDEN.search(value):
                raise WrongUse(f"{name.replace('_', '-')} holds {name_of(found[0])}")
            setattr(arguments, name, unicodedata.normalize("NFC", value))


def a_slug(value: str, what: str) -> str:
    """The value if it can be an id: lower-case words and hyphens."""
    if not _SLUG.fullmatch(value) or len(value) > 64:
        raise WrongUse(f"{what} {value!r} is no id: lower-case words joined by hyphens, at most 64")
    return value


def one_of(value: str, known: Iterable[str], what: str) -> str:
    """The value if it is known; otherwise a line that offers the nearest."""
    from cyberspace_corpus.findings import nearest

    choices = list(known)
    if value not in choices:
        near = nearest(value, choices)
        few = ", ".join(sorted(choices)) if len(choices) <= 24 else ""
        hint = f"; did you mean {near}?" if near else f"; there are: {few}" if few else ""
        raise WrongUse(f"no {what} {value!r}{hint}")
    return value


def write_new(root: Path, files: Mapping[str, bytes], *, over: Iterable[str] = ()) -> None:
    """Write new files, and those ``over`` old ones last; all, or (but for a fault while the
    last are written) none. Nothing else is overwritten."""
    from cyberspace_corpus.build.write import replace
    from cyberspace_corpus.names import file_name_fault

    last = list(over)
    new = [path for path in files if path not in last]
    for path in new:
        if fault := file_name_fault(path):
            raise WrongUse(f"no file may be called {fault!r}")
        if (root / path).exists() or (root / path).is_symlink():
            raise WrongUse(f"{path} is there already; nothing was written")
    written: list[Path] = []
    try:
        for path in [*new, *last]:
            replace(root / path, files[path])
            if path in new:
                written.append(root / path)
    except OSError as error:
        for done in written:
            done.unlink(missing_ok=True)
        raise WrongUse(f"nothing was written: {error.strerror}") from None


def still_wrong(corpus: Corpus, files: Mapping[str, bytes]) -> list[str]:
    """What validation would say of the files; a file that could not be read is refused."""
    from cyberspace_corpus.edit.trial import findings_in

    found = findings_in(corpus, files)
    for finding, line in zip(found, told(found), strict=True):
        if finding.rule.startswith(("E1", "E204")):
            raise WrongUse(f"nothing was written: {line}")
    return told(found)


def told(findings: Iterable[Finding]) -> list[str]:
    """Findings as lines of a list of what is to be done."""
    from cyberspace_corpus.rules.catalogue import message

    return [f"{f.path}:{f.line}: {f.rule} {message(f).says}" for f in findings]


def report(files: Iterable[str], todo: list[str], next_step: str) -> None:
    """Print what was written, what is left to do, and what comes next."""
    for path in files:
        print(f"wrote {path}")
    for line in ["to do:", *(f"  {line}" for line in todo)] if todo else []:
        print(line)
    print(f"next: {next_step}")


def _entity(arguments: argparse.Namespace, root: Path, corpus: Corpus) -> int:
    require(arguments, "new entity", "id", "type", "zh", "en")
    from cyberspace_corpus.annotate.names import occurrences_of
    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit.scaffold import entity, new_file
    from cyberspace_corpus.model.base import LANGS

    id = a_slug(arguments.id, "ID")
    if corpus.entity_types is not None:
        types = [type.id for type in corpus.entity_types.model.types]
        one_of(arguments.type, types, "entity type")
    context = Context(corpus)
    for lang in LANGS:
        for other in context.registry.meanings[lang].get(getattr(arguments, lang), []):
            raise WrongUse(f"{getattr(arguments, lang)!r} is already a name of {other}")
    naming = [
        record.id
        for record in corpus.records.values()
        if any(
            occurrences_of(context.text(record, lang), getattr(arguments, lang)) for lang in LANGS
        )
    ]
    path = f"data/entities/{id}.yaml"
    about = {"zh": arguments.about_zh, "en": arguments.about_en}
    name = {"zh": arguments.zh, "en": arguments.en}
    files = {path: new_file("entity", entity(id, arguments.type, name, about, named=bool(naming)))}
    todo = still_wrong(corpus, files)
    write_new(root, files)
    if not all(about.values()):
        todo.append(f"{path}: write the description")
    where = f"{len(naming)} records name it, {naming[0]} first" if naming else "no text names it"
    step = "refresh" if naming else "validate"
    report(files, todo, f"cyberspace-corpus {step}  ({where})")
    return 0


def _document(arguments: argparse.Namespace, root: Path, corpus: Corpus) -> int:
    wanted = ("id", "title_zh", "title_en", "kind", "issuer", "issued", "source")
    require(arguments, "new document", *wanted)
    from typing import get_args

    from cyberspace_corpus.annotate.dates import NotEdtf, bounds
    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit import scaffold
    from cyberspace_corpus.model.document import DocumentKind

    id = a_slug(arguments.id, "ID")
    one_of(arguments.kind, get_args(DocumentKind), "kind of document")
    one_of(arguments.issuer, corpus.entities, "entity")
    source = corpus.sources[one_of(arguments.source, corpus.sources, "source")].model
    if source.document != id:
        raise WrongUse(f"{source.id} is a witness of {source.document}, not of {id}")
    try:
        bounds(arguments.issued)
    except NotEdtf:
        raise WrongUse(f"{arguments.issued!r} is no date like 2024, 2024-05, 2024-05-20") from None
    titles: dict[Lang, str] = {"zh": arguments.title_zh, "en": arguments.title_en}
    lines: dict[Lang, str] = {}
    for lang in source.languages:
        for line in corpus.lines.get(source.id, ()):
            if lang not in lines and (
                scaffold.printed([line], source, lang, corpus.script)[0] == titles[lang]
            ):
                lines[lang] = str(line.number)
    data = scaffold.document(
        id,
        kind=arguments.kind,
        title=titles,
        issuer=arguments.issuer,
        issued=arguments.issued,
        languages=scaffold.statuses(source.languages, "official"),
        sources=[source.id],
        records=["title"],
    )
    path = f"data/documents/{id}.yaml"
    files = {path: scaffold.new_file("document", data)}
    if lines:
        texts = {lang: titles[lang] for lang in lines}
        unit = scaffold.Unit(id, "title", "title", None, None, source.id, {}, lines, texts)
        title, _ = scaffold.record(unit, Context(corpus).registry, english="official")
        files[unit.path] = scaffold.new_file("record", title)
    todo = still_wrong(corpus, files)
    if not lines:
        todo.append(f"no line of {source.id} is the title: put the first record in its place")
    if "en" in source.languages:
        todo.append("the English is marked official: if nobody signs for it, write machine")
    write_new(root, files)
    report(files, todo, f"cyberspace-corpus new record {id}/LOCATOR ...")
    return 0


def _record(arguments: argparse.Namespace, root: Path, corpus: Corpus) -> int:
    inside = () if arguments.kind in OUTSIDE else ("section",)
    words = () if arguments.zh or arguments.en else ("zh",)
    require(arguments, "new record", "id", "kind", *inside, "after", "source", *words)
    from typing import get_args

    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit import scaffold
    from cyberspace_corpus.model.record import RecordKind

    id, _, locator = arguments.id.partition("/")
    document = corpus.documents[one_of(id, corpus.documents, "document")].model
    if not _LOCATOR.fullmatch(locator) or len(locator) > 32:
        raise WrongUse(f"{arguments.id!r} is no id of a record, such as {id}/7")
    one_of(arguments.kind, get_args(RecordKind), "kind of record")
    section = None if arguments.section == "-" else arguments.section
    if section:
        one_of(section, [known.id for known in document.sections], "section")
    carried = [source for source in document.sources if source in corpus.sources]
    source = corpus.sources[one_of(arguments.source, carried, "source of the document")]
    texts, labels, lines = _words(arguments, corpus, source.model)
    number = locator if arguments.kind == "item" and re.fullmatch(r"[0-9.]+", locator) else None
    unit = scaffold.Unit(
        id, locator, arguments.kind, section, number, source.id, labels, lines, texts
    )
    english = document.languages.en if document.languages.en == "machine" else "official"
    data, note = scaffold.record(unit, Context(corpus).registry, english=english)
    path = f"data/documents/{id}.yaml"
    files = {unit.path: scaffold.new_file("record", data)}
    if locator not in document.records:
        first = arguments.after == "-"
        after = None if first else one_of(arguments.after, document.records, "record")
        files[path] = scaffold.in_order((root / path).read_bytes(), locator, after)
    todo = still_wrong(corpus, files) + ([f"{unit.path}: {note}"] if note else [])
    todo.append(f"{unit.path}: add the topics")
    if "en" not in texts:
        todo.append(f"{unit.path}: translate, and set the status of the English to project")
    write_new(root, files, over=[path] if path in files else [])
    report(files, todo, f"cyberspace-corpus validate {unit.path}")
    return 0


def _words(
    arguments: argparse.Namespace, corpus: Corpus, source: Source
) -> tuple[dict[Lang, str], dict[Lang, str], dict[Lang, str]]:
    """The texts, labels and lines of a record, by language, from the lines that are named."""
    from cyberspace_corpus.collation import claims
    from cyberspace_corpus.context import Context
    from cyberspace_corpus.edit.scaffold import printed
    from cyberspace_corpus.model.base import LANGS
    from cyberspace_corpus.witness.lines import last_line, pick

    texts: dict[Lang, str] = {}
    labels: dict[Lang, str] = {}
    lines: dict[Lang, str] = {}
    owners = {
        line.number: claim.path
        for claim in dict(claims(corpus, Context(corpus).facts))[source.id]
        for line in pick(corpus.lines.get(source.id, ()), claim.lines)
    }
    for lang in LANGS:
        spec = getattr(arguments, lang)
        if not spec:
            continue
        all_lines = corpus.lines.get(source.id, ())
        if not _LINES.fullmatch(spec):
            raise WrongUse(f"--{lang} {spec!r} names no lines: write them as 46,48-49")
        chosen = pick(all_lines, spec)
        if not chosen or last_line(spec) > len(all_lines):
            raise WrongUse(f"{source.id} has {len(all_lines)} lines, and no text in line {spec}")
        for line in chosen:
            if line.number in owners:
                raise WrongUse(f"line {line.number} of {source.id} is in {owners[line.number]}")
        text, label = printed(chosen, source, lang, corpus.script)
        if label is not None:
            labels[lang] = label
        if "\n" in text:
            raise WrongUse(f"{source.id} does not declare join-lines: --{lang} must be one line")
        texts[lang], lines[lang] = text, spec
    return texts, labels, lines
