"""Putting a release together: every format, checksums, provenance; then one switch."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from cyberspace_corpus.build.about import RELEASED, VERSION
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.build.publish import printings, publish
from cyberspace_corpus.build.tables import rows_of
from cyberspace_corpus.build.write import Busy
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.release.format import Content, formats
from cyberspace_corpus.release.ids import ids_file, path_of
from cyberspace_corpus.release.provenance import PLAIN, provenance
from cyberspace_corpus.release.sbom import sbom

SUMS: Final = "SHA256SUMS"


class NotARelease(Exception):
    """The folder holds files that no release wrote: it must not be replaced."""


def epoch() -> int:
    """The time of the release: ``SOURCE_DATE_EPOCH``, or midnight UTC of its day."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    day = datetime.date.fromisoformat(RELEASED)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def content(root: Path, corpus: Corpus) -> Content:
    """What the formats draw on, for a corpus that has passed its checks."""
    published = publish(corpus)
    files = outputs(corpus)
    return Content(
        root=root,
        corpus=published,
        tables=rows_of(published, list(printings(corpus))),
        files=files | {path_of(VERSION): ids_file(corpus, files)},
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
    progress("provenance")
    files |= sbom(of, files)
    files |= provenance(of, files)
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
    next run puts it back. Raises :class:`NotARelease` rather than delete what is no release,
    :class:`~cyberspace_corpus.build.write.Busy` while another run switches, :class:`OSError`
    if the files cannot be written; then the last release is as it was.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    old = _old(target)
    with _lock(target.parent):
        _recover(target)
        if foreign := next(_foreign(files, target), None):
            raise NotARelease(f"{target} holds what is no release: {foreign}")
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
        try:
            _write(files, stage)
            if target.exists():
                os.rename(target, old)
            os.rename(stage, target)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            _recover(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Undo what an interrupted run left: the last release comes back, half ones go. Nothing is
    done while another run switches."""
    target = target.resolve()
    if target.parent.is_dir():
        with contextlib.suppress(Busy), _lock(target.parent):
            _recover(target)


def _recover(target: Path) -> None:
    old = _old(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            os.rename(old, target)
    for left in target.parent.glob(f".{target.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(target.name + ".old")


def _write(files: Mapping[str, bytes], stage: Path) -> None:
    for path, data in files.items():
        file = stage / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        file.chmod(0o644)
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def _foreign(files: Mapping[str, bytes], target: Path) -> Iterator[str]:
    """What lies in the folder and neither the last release wrote nor this one writes."""
    if not target.exists():
        return
    if not target.is_dir():
        yield target.name
        return
    sums = target / SUMS
    listed = sums.read_text("utf-8", "replace").splitlines() if sums.is_file() else []
    known = {line[66:] for line in listed}
    # Lists of checksums are common: ours is one of a release, with its provenance.
    known = known | {SUMS, *files} if PLAIN in known else {*files}
    for file in sorted(target.rglob("*")):
        path = file.relative_to(target).as_posix()
        if path not in known and (file.is_symlink() or not file.is_dir()):
            yield path


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder for one release; :class:`Busy` if somebody else holds it."""
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Busy from None
    finally:
        os.close(descriptor)
