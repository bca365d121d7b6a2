"""Putting a release together: every format, checksums, provenance; then one switch."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from cyberspace_corpus.build.about import RELEASED
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.build.publish import printings, publish
from cyberspace_corpus.build.tables import rows_of
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.release.format import Content, formats

SUMS = "SHA256SUMS"


def epoch() -> int:
    """The time of the release: ``SOURCE_DATE_EPOCH``, or midnight UTC of its day."""
    import datetime

    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    day = datetime.date.fromisoformat(RELEASED)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def content(root: Path, corpus: Corpus) -> Content:
    """What the formats draw on, for a corpus that has passed its checks."""
    published = publish(corpus)
    return Content(
        root=root,
        corpus=published,
        tables=rows_of(published, list(printings(corpus))),
        files=outputs(corpus),
        epoch=epoch(),
    )


def assemble(of: Content, progress: Callable[[str], None]) -> dict[str, bytes]:
    """All files of the release by path; ``progress`` is told each format's name."""
    files: dict[str, bytes] = {}
    for format in formats():
        progress(format.name)
        for path, data in format.write(of).items():
            if path in files:
                raise ValueError(f"{format.name} and another format both write {path}")
            files[path] = data
    files[SUMS] = checksums(files)
    return files


def checksums(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum`` writes and checks them."""
    return b"".join(
        f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n".encode() for path in sorted(files)
    )


def switch(files: Mapping[str, bytes], target: Path) -> None:
    """Make ``target`` hold exactly the files: written beside it, then switched by renames.

    An interruption leaves the last release whole, there or in ``<target>.old``, from where the
    next run puts it back.
    """
    old = target.with_name(target.name + ".old")
    recover(target)
    stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        for path, data in files.items():
            file = stage / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        os.chmod(stage, 0o755)
        if target.exists():
            os.rename(target, old)
        os.rename(stage, target)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        recover(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what an interrupted run left: the last release comes back, half ones go."""
    old = target.with_name(target.name + ".old")
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)
    for left in target.parent.glob(f".{target.name}.*.part"):
        with contextlib.suppress(OSError):
            shutil.rmtree(left)
