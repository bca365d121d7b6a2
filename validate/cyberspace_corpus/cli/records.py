"""``--records``: the records of one large file in place of those below ``data/records``, judged
or built here or on many machines."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.cli.progress import progress


def add(parser: argparse.ArgumentParser) -> None:
    """The options that belong together."""
    group = parser.add_argument_group("records in one large file")
    group.add_argument(
        "--records",
        metavar="FILE",
        help="take the records of FILE (JSON Lines, .jsonl, or Parquet, .parquet) in place of "
        "those below data/records",
    )
    group.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="who does the work: this machine (local, the default) or Dask",
    )
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the scheduler of the Dask cluster; left out: a cluster on this machine",
    )


def check_use(arguments: argparse.Namespace, *others: str) -> None:
    """:class:`WrongUse` for options that do not go together: ``others`` are about files."""
    if arguments.scheduler is not None and arguments.engine != "dask":
        raise WrongUse("--scheduler is for --engine dask")
    if arguments.records is None:
        if arguments.engine != "local":
            raise WrongUse("--engine is for the records of one file: name it with --records FILE")
        return
    for option in others:
        if getattr(arguments, option):
            raise WrongUse(f"--{option} looks at files below data/; leave out --records")


def validate(arguments: argparse.Namespace, root: Path) -> Any:
    """What a validation of the file came to; :class:`WrongUse` if it cannot be done."""
    from cyberspace_corpus.engine.run import validate_lines

    return _done(arguments, root, validate_lines, arguments.jobs)


def build(arguments: argparse.Namespace, root: Path) -> Any:
    """What a build from the file came to."""
    from cyberspace_corpus.engine.build import build

    if arguments.into is None:
        raise WrongUse("--records needs a new folder to build into: name it with --into FOLDER")
    target = Path(arguments.into)
    if target.exists() or target.is_symlink():
        raise WrongUse(f"{arguments.into} is there already; name a folder that is not")
    if not target.absolute().parent.is_dir():
        raise WrongUse(f"no folder {target.parent} to make {target.name} in")
    return _done(arguments, root, partial(build, target=target.absolute()))


def _done(
    arguments: argparse.Namespace, root: Path, work: Callable[..., Any], jobs: int | None = None
) -> Any:
    from cyberspace_corpus.engine import local
    from cyberspace_corpus.engine.reading import Changed
    from cyberspace_corpus.engine.records import Unusable

    path = Path(arguments.records)
    if not path.is_file():
        raise WrongUse(f"no file {arguments.records}")
    called = os.path.relpath(path, root)
    if called.startswith(".."):
        called = arguments.records
    engine: local.Engine = local.several(jobs or local.processors())
    if arguments.engine == "dask":
        from cyberspace_corpus.engine.dask import Dask

        engine = Dask(arguments.scheduler)
    shown = progress("documents")
    try:
        return work(root.resolve(), path.resolve(), engine=engine, progress=shown, called=called)
    except (Unusable, local.Lost) as problem:
        raise WrongUse(str(problem)) from None
    except Changed:
        raise WrongUse("files below data/ changed while they were read; try again") from None
