"""``search``: the records that hold some words."""

from __future__ import annotations

import argparse
import shutil
import sys

from cyberspace_corpus.cli.show import wrap
from cyberspace_corpus.cli.validate import colour


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORDS", help="Chinese or English words, as one argument")
    parser.add_argument("--document", metavar="ID", help="search this document only")
    parser.epilog = (
        "Searches the corpus as last built; case does not matter. "
        "Exit code: 0 found, 1 nothing found, 2 wrong use."
    )


def run(arguments: argparse.Namespace) -> int:
    from cyberspace_corpus.cli.main import WrongUse
    from cyberspace_corpus.cli.published import published

    words = arguments.words.strip()
    if not words:
        raise WrongUse("search wants words")
    corpus = published()
    if arguments.document and arguments.document not in {d.id for d in corpus.documents}:
        known = ", ".join(d.id for d in corpus.documents)
        raise WrongUse(f"no document {arguments.document!r}; there are: {known}")
    width = min(shutil.get_terminal_size((96, 24)).columns, 110)
    records: set[str] = set()
    found = 0
    for segment in corpus.find(words):
        if arguments.document and not segment.record.startswith(f"{arguments.document}/"):
            continue
        found += 1
        records.add(segment.record)
        print(f"{segment.record} ({segment.position})")
        for text in (segment.zh, segment.en):
            if text:
                for line in wrap(text, width, "  "):
                    print(_marked(line, words) if colour(sys.stdout) else line)
        print()
    if not found:
        print(f"nothing found for {words!r}")
        return 1
    print(f"{found} segments in {len(records)} records")
    return 0


def _marked(line: str, words: str) -> str:
    at = line.casefold().find(words.casefold())
    if at < 0:
        return line
    end = at + len(words)
    return f"{line[:at]}\033[1;33m{line[at:end]}\033[0m{line[end:]}"
