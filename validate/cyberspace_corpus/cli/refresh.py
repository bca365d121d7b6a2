"""``refresh``: recompute what records state and a program can find."""

from __future__ import annotations

import argparse

from cyberspace_corpus.cli.places import corpus_root, covers, inside


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    parser.add_argument("--root", metavar="FOLDER", help="the corpus; default: the one around you")
    parser.add_argument(
        "--translated",
        action="store_true",
        help="the translations have been compared with the Chinese as it is now: renew the "
        "digests that no longer fit",
    )
    parser.epilog = "Exit code: 0 done, 1 a file could not be read, 2 wrong use."


def run(arguments: argparse.Namespace) -> int:
    root = corpus_root(arguments.root)
    chosen = inside(root, arguments.paths)
    from cyberspace_corpus.build.write import replace
    from cyberspace_corpus.corpus import read, read_bytes
    from cyberspace_corpus.edit.format import canonical_bytes
    from cyberspace_corpus.edit.refresh import refreshed
    from cyberspace_corpus.model.kinds import kind_of
    from cyberspace_corpus.yamlio.reader import MAX_BYTES

    reading = read(root)
    changed = 0
    for entry, data in refreshed(reading.corpus, translated=arguments.translated):
        if chosen and not covers(chosen, entry.path):
            continue
        kind = kind_of(entry.path)
        assert kind is not None  # it was read as one
        raw = read_bytes(root / entry.path, MAX_BYTES)
        replace(root / entry.path, canonical_bytes(kind, raw, data))
        print(f"{entry.path}: refreshed")
        changed += 1
    unread = [path for path in sorted(reading.corpus.broken) if not chosen or covers(chosen, path)]
    for path in unread:
        print(f"{path}: not read; see: cyberspace-corpus validate {path}")
    print(f"{changed} files refreshed.")
    return 1 if unread else 0
