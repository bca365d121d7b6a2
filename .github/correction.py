"""Makes the change of a record that a correction form asks for.

It reads the body of an issue from the environment variable ``ISSUE_BODY``, as GitHub writes it
from ``ISSUE_TEMPLATE/correction.yml``, and replaces the words in the one place where they
stand. The body may be anything: what is not exactly the form, and what could be meant in two
ways, is refused, and no word of it is printed. Exit codes: 0 changed, 1 refused, 2 wrong use.
"""

from __future__ import annotations

import argparse
import copy
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cyberspace_corpus.build.write import replace
from cyberspace_corpus.corpus import path_of, read_bytes
from cyberspace_corpus.edit.format import canonical_bytes
from cyberspace_corpus.model.kinds import KIND, integer_keys, kind_of
from cyberspace_corpus.names import file_name_fault
from cyberspace_corpus.yamlio.characters import FORBIDDEN
from cyberspace_corpus.yamlio.reader import MAX_BYTES, Unreadable, parse

FIELDS: Final = {
    "record": "Record",
    "language": "Language",
    "stands": "What stands",
    "should_stand": "What should stand",
    "evidence": "Evidence",
}
"""Ids and labels of the form's fields, in its order."""

LANGUAGES: Final = {"zh (Chinese)": "zh", "en (English)": "en"}
"""The form's choices, and the keys of a segment that they are."""

MAX_BODY: Final = 65_536
"""Most characters of an issue, which is also GitHub's limit."""

MAX_TEXT: Final = 4000
"""Most characters of a text in a record."""

_HEADINGS: Final = {f"### {label}": name for name, label in FIELDS.items()}
_NOTHING: Final = ("", "_No response_")
_FENCE: Final = "```"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:[.-][a-z0-9]+)*")
_MAX_ID: Final = 97


class Refused(Exception):
    """The change is not made; the message says why, and quotes nothing of the form."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the form says, checked as far as the form alone can be."""

    record: str
    language: str
    stands: str
    should_stand: str
    evidence: str


def read_form(body: str) -> Correction:
    """The fields of the form. Raises :class:`Refused`."""
    if len(body) > MAX_BODY:
        raise Refused(f"the issue is longer than {MAX_BODY} characters")
    fields = _fields(body.replace("\r\n", "\n").split("\n"))
    record = _one_line("record", fields)
    if len(record) > _MAX_ID or not _ID.fullmatch(record):
        raise Refused("Record is not the id of a record, such as wic-2020/7")
    language = LANGUAGES.get(_one_line("language", fields))
    if language is None:
        raise Refused(f"Language is none of: {', '.join(LANGUAGES)}")
    stands, should_stand = _one_line("stands", fields), _one_line("should_stand", fields)
    if stands == should_stand:
        raise Refused("What stands and What should stand are the same")
    evidence = "\n".join(fields["evidence"]).strip()
    if evidence in _NOTHING:
        raise Refused("Evidence is empty")
    return Correction(record, language, stands, should_stand, evidence)


def _fields(rows: list[str]) -> dict[str, list[str]]:
    """The rows of every field; the headings must be those of the form, each once, in order."""
    starts = [(at, _HEADINGS[row.rstrip()]) for at, row in enumerate(rows) if _is_heading(row)]
    if [name for _, name in starts] != list(FIELDS) or any(r.strip() for r in rows[: starts[0][0]]):
        raise Refused("the issue is not the form: its headings must stand there once, in order")
    ends = [at for at, _ in starts[1:]] + [len(rows)]
    return {name: rows[start + 1 : end] for (start, name), end in zip(starts, ends, strict=True)}


def _is_heading(row: str) -> bool:
    return row.rstrip() in _HEADINGS


def _one_line(name: str, fields: dict[str, list[str]]) -> str:
    """The one line of a field, out of the fence that GitHub puts around a text."""
    label = FIELDS[name]
    rows = [row.strip(" ") for row in fields[name]]
    while rows and not rows[0]:
        del rows[0]
    while rows and not rows[-1]:
        del rows[-1]
    if len(rows) >= 2 and rows[0] == f"{_FENCE}text" and rows[-1] == _FENCE:
        rows = [row for row in rows[1:-1] if row]
    if not rows or rows[0] in _NOTHING:
        raise Refused(f"{label} is empty")
    if len(rows) > 1 or rows[0].startswith(_FENCE):
        raise Refused(f"{label} must be one line")
    text = rows[0]
    if len(text) > MAX_TEXT:
        raise Refused(f"{label} is longer than {MAX_TEXT} characters")
    if FORBIDDEN.search(text):
        raise Refused(f"{label} holds a character that cannot be seen")
    if not unicodedata.is_normalized("NFC", text):
        raise Refused(f"{label} is not in the normal form NFC")
    return text


def make(root: Path, correction: Correction) -> str:
    """Write the change into the record; the path of its file. Raises :class:`Refused`."""
    path = path_of("record", correction.record)
    kind = KIND["record"]
    whole = root / path
    if kind_of(path) is not kind or file_name_fault(path) or _leads_away(root, path):
        raise Refused("Record is not the id of a record, such as wic-2020/7")
    if not whole.is_file():
        raise Refused("there is no record of that id")
    try:
        raw = read_bytes(whole, MAX_BYTES)
        data = copy.deepcopy(parse(raw, integer_keys()).data)
    except Unreadable:
        raise Refused("the file of that record cannot be read as it is now") from None
    _replace(data, correction)
    replace(whole, canonical_bytes(kind, raw, data))
    return path


def _leads_away(root: Path, path: str) -> bool:
    return (root / path).resolve() != root.resolve() / path


def _replace(data: Any, correction: Correction) -> None:
    """Put the new words into the one segment, at the one place, where the old ones stand."""
    key, words = correction.language, correction.stands
    found = [
        (segment, at) for segment in data["text"] for at in _places(segment.get(key) or "", words)
    ]
    if not found:
        raise Refused("What stands does not stand in that record, in that language")
    if len(found) > 1:
        raise Refused("What stands is found in more than one place: quote more words around it")
    segment, at = found[0]
    text = segment[key]
    text = text[:at] + correction.should_stand + text[at + len(words) :]
    if len(text) > MAX_TEXT:
        raise Refused(f"the text would be longer than {MAX_TEXT} characters")
    if not unicodedata.is_normalized("NFC", text):
        raise Refused("the text would not be in the normal form NFC")
    segment[key] = text


def _places(text: str, words: str) -> Iterator[int]:
    """Where the words stand, overlapping places too."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make the change that a correction form asks for.")
    parser.add_argument("--root", type=Path, default=Path(), help="the corpus; default: here")
    parser.add_argument("--output", type=Path, help="file for path, record and language")
    parser.add_argument("--summary", type=Path, help="file for a sentence on what came of it")
    options = parser.parse_args(arguments)
    body = os.environ.get("ISSUE_BODY")
    if body is None:
        parser.error("the environment variable ISSUE_BODY is not set")
    code = 0
    try:
        correction = read_form(body)
        path = make(options.root, correction)
    except Refused as reason:
        code, said = 1, f"No change was made: {reason}."
    else:
        said = f"Changed the {correction.language} of {correction.record}."
        if options.output:
            with options.output.open("a", encoding="utf-8") as file:
                file.write(f"path={path}\nrecord={correction.record}\n")
                file.write(f"language={correction.language}\n")
    print(said, file=sys.stderr if code else sys.stdout)
    if options.summary:
        with options.summary.open("a", encoding="utf-8") as file:
            file.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
