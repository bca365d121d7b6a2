"""Arguments and exit codes: 0 clean, 1 findings (or nothing found), 2 wrong use or our fault.

Every command is a module of this package with ``add(parser)`` and ``run(arguments)``; it is
imported only when it is called.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from cyberspace_corpus import __version__

TYPE_CHECKING = False  # typing itself takes a while to load
if TYPE_CHECKING:
    from typing import Final, NoReturn

COMMANDS: Final = {
    "validate": "check the corpus and say what is wrong, where, and what to do",
    "build": "write the tables, the schemas and the descriptor from the corpus",
    "fmt": "write YAML files in their canonical form",
    "refresh": "recompute what can be computed in records: entities and digests",
    "new": "start a document, a record or an entity as a valid draft",
    "import": "turn a plain-text witness into a first draft of a document",
    "fix": "make the repairs that are safe to make without reading",
    "diff": "compare two corpora record by record, and propose the version step",
    "release": "write everything that is handed out into one folder",
    "serve": "open the released database in a browser, on this machine only",
    "site": "write the corpus as pages to read, for a browser",
    "show": "print a record in both languages",
    "search": "find words in the corpus, in either language",
    "explain": "explain a rule",
}

EXTRAS: Final = {
    "pydantic": "validate",
    "jsonschema": "validate",
    "ruamel": "validate",
    "pyarrow": "release",
    "lxml": "release",
    "xlsxwriter": "release",
    "opencc": "release",
    "hatchling": "release",
    "datasette": "serve",
    "dask": "dask",
    "distributed": "dask",
    "duckdb": "dask",
    "jinja2": "site",
    "markupsafe": "site",
    "altair": "site",
    "vl_convert": "site",
    "markdown_it": "site",
}
"""Which extra of the package brings a module that a command may lack. A command with an extra of
its own name finds all that it needs there."""


class WrongUse(Exception):
    """The command was called in a way that cannot be carried out; one line says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUse(f"{message} (see: {self.prog} --help)")


def _module(command: str) -> str:
    """The module of a command; a command that is a word of Python's has ``_`` behind it."""
    return f"cyberspace_corpus.cli.{command}{'_' * iskeyword(command)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _Parser(
        prog="cyberspace-corpus",
        description="A bilingual corpus of policy documents, its validator and its builder.",
        epilog="cyberspace-corpus COMMAND --help tells more about a command.",
    )
    parser.add_argument("--version", action="version", version=f"cyberspace-corpus {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    called = next((word for word in words if not word.startswith("-")), None)
    for name, about in COMMANDS.items():
        sub = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        if name == called:
            import_module(_module(name)).add(sub)
    try:
        if called is not None and called not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(called, COMMANDS, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise WrongUse(f"no command {called!r}{hint} (commands: {', '.join(COMMANDS)})")
        parsed = parser.parse_args(words)
        if parsed.command is None:
            parser.print_help()
            return 0
        code = import_module(_module(parsed.command)).run(parsed)
        sys.stdout.flush()
        return int(code)
    except WrongUse as problem:
        from cyberspace_corpus.yamlio.characters import printable

        print(f"cyberspace-corpus: {printable(str(problem), 600)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, say) has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("cyberspace-corpus: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            return _fault(error)
        print(f"cyberspace-corpus: cannot write the answer: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except ModuleNotFoundError as missing:
        extra = EXTRAS.get((missing.name or "").split(".")[0])
        if extra is None:
            return _fault(missing)
        extra = called if called in EXTRAS.values() else extra
        print(
            f"cyberspace-corpus: {called} needs {missing.name}, which is not installed; install it "
            f"with: pip install 'cyberspace-corpus[{extra}]'",
            file=sys.stderr,
        )
        return 2
    except Exception as fault:
        return _fault(fault)


def _fault(fault: Exception) -> int:
    kind = type(fault).__name__
    print(
        f"cyberspace-corpus: internal fault ({kind}: {str(fault)[:200]!r}). This is ours, not "
        "yours: please report it with the command you typed.",
        file=sys.stderr,
    )
    return 2


def entry_point() -> NoReturn:
    """What the installed command runs."""
    if sys.stdout is None:  # started with it closed
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
