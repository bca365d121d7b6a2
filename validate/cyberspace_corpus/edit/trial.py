"""The corpus as it would be with some files in their places, before anything is written, and what
validation would say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Corpus, Entry
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import judge
from cyberspace_corpus.model.kinds import Kind, integer_keys, kind_of
from cyberspace_corpus.rules.check import CORPUS_CHECKS, RECORD_CHECKS
from cyberspace_corpus.rules.run import FAMILIES
from cyberspace_corpus.witness.lines import split
from cyberspace_corpus.yamlio.reader import Unreadable, parse

assert FAMILIES  # importing it registers every check


def with_files(corpus: Corpus, files: Mapping[str, bytes]) -> tuple[Corpus, list[Finding]]:
    """The corpus as it would be with ``files`` (path to content) in their places, and what is
    wrong with the shape of those that could not be taken in."""
    changed: dict[str, Any] = {name: dict(getattr(corpus, name)) for name in ("lines", "records")}
    changed["broken"] = set(corpus.broken) - set(files)
    findings: list[Finding] = []
    for path, raw in files.items():
        if path.endswith(".txt"):
            changed["lines"][Path(path).stem] = split(raw.decode())
            continue
        kind = kind_of(path)
        assert kind is not None  # only authored files are drafted or mended
        try:
            parsed = parse(raw, integer_keys())
        except Unreadable as bad:
            findings.append(Finding(bad.rule, path, bad.line, bad.column, None, bad.values))
            changed["broken"].add(path)
            continue
        model, problems = judge(kind, parsed)
        if model is None:
            findings += [
                Finding(p.rule, path, *parsed.place(p.path, key=p.at_key), None, p.values)
                for p in problems
            ]
            changed["broken"].add(path)
            continue
        parts = path.removesuffix(".yaml").split("/")
        id = "/".join(parts[-2:]) if kind.name == "record" else parts[-1]
        entry: Entry[Any] = Entry(path, id, model, raw)
        name = _field(kind)
        if "*" in kind.pattern:
            changed.setdefault(name, dict(getattr(corpus, name)))[id] = entry
        else:
            changed[name] = entry
    changed["broken"] = frozenset(changed["broken"])
    return replace(corpus, **changed), findings


def _field(kind: Kind) -> str:
    """Where the corpus holds the files of a kind."""
    if kind.name in ("entity", "script"):
        return {"entity": "entities", "script": "script_table"}[kind.name]
    return kind.name.replace("-", "_") + ("s" if "*" in kind.pattern else "")


def findings_in(corpus: Corpus, files: Mapping[str, bytes]) -> list[Finding]:
    """What validation would find in ``files``, or about what they hold, in their places."""
    after, found = with_files(corpus, files)
    context = Context(after)
    checks: list[Callable[[], Iterator[Finding]]] = [
        partial(check, entry, context)
        for entry in after.records.values()
        if entry.path in files
        for check in RECORD_CHECKS
    ]
    checks += [partial(check, context) for check in CORPUS_CHECKS]
    ids = {entry.id for entry in after.records.values() if entry.path in files}
    for check in checks:
        found += [f for f in check() if f.path in files or ids & set(f.values.values())]
    unique = {finding.key: finding for finding in found}
    return [unique[key] for key in sorted(unique)]
