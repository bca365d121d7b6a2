"""Validating a document at a time: in one process or several, anew or from what is kept, the
findings are always those of a validation that keeps everything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from cyberspace_corpus import cache as cache_module
from cyberspace_corpus.cache import Cache, Outcome, survey
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import Entry
from cyberspace_corpus.engine import kept as kept_module
from cyberspace_corpus.engine import local, reading, run, work
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.rules.run import validate

REPO: Final = Path(__file__).parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
TODAY: Final = date(2026, 1, 1)
COMMAND: Final = [sys.executable, "-m", "cyberspace_corpus", "validate"]

SIREN: Final = "data/records/lake-2003/1.3.yaml"
ITEM: Final = "data/records/lake-2001/1.yaml"
THIRD: Final = "data/records/lake-2001/3.yaml"
LAKE: Final = "data/entities/mirror-lake.yaml"

Edit = Callable[[Path], object]


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), "utf-8")

    return edit


def written(path: str, text: str) -> Edit:
    return lambda root: (root / path).write_text(text, "utf-8")


def removed(path: str) -> Edit:
    return lambda root: (root / path).unlink()


EXCEPTION: Final = "exceptions:\n  - {{rule: W508, path: {}, reason: Known., expires: '{}'}}\n"

EDITS: Final[list[Edit]] = [
    replaced(SIREN, "set of foghorns", "set of sirens"),
    replaced(LAKE, "zh: 镜湖", "zh: 明湖"),
    replaced(LAKE, "An invented lake.", "A lake."),
    replaced("data/vocabulary/terms.yaml", "雾笛", "雾号"),
    replaced(ITEM, "12座，每座", "13座，每座"),
    replaced(ITEM, "zh: 6-7", "zh: 6-8"),
    replaced(THIRD, "topics: [ferries]", "topics: [ferries"),
    written("data/vocabulary/compounds.yaml", "compounds: ["),
    written("data/vocabulary/compounds.yaml", "compounds: []\n"),
    replaced("data/documents/lake-2003.yaml", "en: project", "en: machine"),
    replaced("data/sources/ferry-post-2003.txt", "當前", "目前"),
    removed("data/entities/ferry-board.yaml"),
    written("data/exceptions.yaml", EXCEPTION.format(SIREN, "2025-12-31")),
    written("data/exceptions.yaml", EXCEPTION.format(SIREN, "2026-12-31")),
    replaced("data/vocabulary/topics.yaml", "id: fog", "id: mist"),
    written("data/records/lake-2003/9.yaml", "document: lake-2003\n"),
    removed("data/records/lake-2003/1.1.yaml"),
    written("data/notes.yaml", "a: b\n"),
    removed("data/notes.yaml"),
    removed("data/exceptions.yaml"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    return root


@pytest.fixture
def kept(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """A cache of its own, for the copy."""
    monkeypatch.setenv("CYBERSPACE_CORPUS_CACHE", str(tmp_path / "kept"))
    return Cache(str(copy))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the records that were judged, and not known."""
    seen: list[str] = []
    real = work.check_record

    def counted(entry: Entry[Any], context: Context) -> tuple[Finding, ...]:
        seen.append(entry.path)
        return real(entry, context)

    monkeypatch.setattr(work, "check_record", counted)
    return seen


def by_documents(root: Path, engine: local.Engine = local.one, **more: Any) -> Outcome:
    return run.validate(root, engine, **{"today": TODAY} | more)


def again(root: Path, cache: Cache, today: date = TODAY) -> Outcome:
    """A validation as the command does it."""
    known = survey(str(root))
    if known and (found := cache.verdict(known, today.isoformat())):
        return found
    return by_documents(root, today=today, cache=cache, known=known)


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is a job by itself, and two are worth a second process."""
    monkeypatch.setattr(run, "JOB", 1)
    monkeypatch.setattr(local, "WORTH", 2)


def test_the_real_corpus() -> None:
    """The corpus itself: the same findings and the same number of files."""
    result = validate(REPO, today=TODAY)
    assert by_documents(REPO) == Outcome(result.findings, result.files)


@pytest.mark.usefixtures("small_jobs")
def test_processes(copy: Path) -> None:
    """Two processes find what one finds."""
    for edit in EDITS[:5]:
        edit(copy)
    one, two = by_documents(copy), by_documents(copy, local.several(2))
    assert len(one.findings) > 5
    assert one == two


@pytest.mark.usefixtures("small_jobs")
def test_a_process_is_killed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a process is killed in the middle, nothing is lost."""
    parent = os.getpid()
    here: list[str] = []
    real = work.check_record

    def dies(entry: Entry[Any], context: Context) -> tuple[Finding, ...]:
        if os.getpid() != parent:
            os._exit(9)
        here.append(entry.path)
        return real(entry, context)

    replaced(SIREN, "set of foghorns", "set of sirens")(copy)
    monkeypatch.setattr(work, "check_record", dies)
    found = by_documents(copy, local.several(2))
    assert len(here) == 12
    assert found.findings == validate(copy, today=TODAY).findings


SOURCE: Final = "data/sources/ferry-post-2003.txt"


@pytest.mark.parametrize("change", [removed, lambda path: replaced(path, "當前", "目前")])
def test_a_file_that_changes_meanwhile_is_told(
    change: Callable[[str], Edit], copy: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read a second time and is not the same is one finding at that file; the verdict is
    not kept, and the next validation is right."""
    real = work.judged

    def changes(shared: reading.Shared, document: reading.Reading) -> work.Part:
        part = real(shared, document)
        if document.document == "lake-2003":
            change(SOURCE)(copy)
        return part

    monkeypatch.setattr(work, "judged", changes)
    monkeypatch.setattr(work, "AT_HAND", 0)  # as if there were many records,
    monkeypatch.setattr("cyberspace_corpus.shelf.KEPT", 1)  # and many sources
    found = again(copy, kept).findings
    assert ("E101", SOURCE) in {(one.rule, one.path) for one in found}
    assert not [one for one in found if one.rule.startswith("E9")]
    monkeypatch.undo()
    assert again(copy, kept).findings == validate(copy, today=TODAY).findings


# --- what is kept ---------------------------------------------------------------------------


def test_the_same_as_from_scratch(copy: Path, kept: Cache) -> None:
    """After any edit, the findings are those of a fresh validation, three times: when something
    is new, when nothing is, and when the edit is undone."""
    before = again(copy, kept)
    assert not before.findings
    for edit in EDITS:
        edit(copy)
        fresh = by_documents(copy)
        assert fresh.findings == validate(copy, today=TODAY).findings
        assert again(copy, kept) == fresh
        assert again(copy, kept) == fresh
    shutil.rmtree(copy)
    shutil.copytree(BASE, copy)
    assert again(copy, kept) == before


def test_only_what_changed_is_judged(copy: Path, kept: Cache, judged: list[str]) -> None:
    """Nothing changed, nothing is judged; one record, those of its document; an entity, all."""
    again(copy, kept)
    total = len(judged)
    assert total == 12
    again(copy, kept)
    assert len(judged) == total
    replaced(SIREN, "set of foghorns", "set of sirens")(copy)
    assert len(again(copy, kept).findings) == 1
    assert SIREN in judged[total:]
    assert {path.split("/")[2] for path in judged[total:]} == {"lake-2003"}
    judged.clear()
    again(copy, kept)
    assert judged == []
    removed(THIRD)(copy)
    again(copy, kept)
    assert {path.split("/")[2] for path in judged} == {"lake-2001"}
    judged.clear()
    replaced(LAKE, "An invented lake.", "A lake.")(copy)
    again(copy, kept)
    assert len(judged) == total - 1


def test_exceptions_expire(copy: Path, kept: Cache) -> None:
    """A verdict that rests on the day holds for that day."""
    EDITS[0](copy)
    written("data/exceptions.yaml", EXCEPTION.format(SIREN, "2026-01-01"))(copy)
    assert again(copy, kept).findings == ()
    found = again(copy, kept, date(2026, 1, 2)).findings
    assert [finding.rule for finding in found] == ["E802"]
    assert again(copy, kept).findings == ()


def test_times_mean_nothing(copy: Path, kept: Cache, judged: list[str]) -> None:
    """A clock that jumps, or a file that is changed and keeps its times, changes nothing."""
    again(copy, kept)
    judged.clear()
    for path in copy.rglob("*.yaml"):
        os.utime(path, (0, 0))
    again(copy, kept)
    assert judged == []
    status = (copy / SIREN).stat()
    replaced(SIREN, "set of foghorns", "set of mistbells")(copy)
    os.utime(copy / SIREN, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [finding.rule for finding in again(copy, kept).findings] == ["W508"]


def files_of(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "kept").rglob("*") if path.is_file())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    path.unlink()


def turned_into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def foreign(path: Path) -> None:
    """A whole file of findings, for something else."""
    path.write_bytes(b"0" * 32 + b" " + b"0" * 32 + b'\n{"files": 1, "findings": []}')


@pytest.mark.parametrize("damage", [cut, flipped, emptied, deleted, turned_into_a_folder, foreign])
def test_damage(damage: Callable[[Path], None], copy: Path, kept: Cache, tmp_path: Path) -> None:
    """Whatever becomes of the files that are kept, the findings are the same."""
    EDITS[0](copy)
    wanted = again(copy, kept)
    assert wanted.findings
    assert len(files_of(tmp_path)) == 3  # two documents, and the verdict on all
    for path in files_of(tmp_path):
        damage(path)
    assert again(copy, kept) == wanted
    assert again(copy, kept) == wanted


def test_another_version(
    copy: Path, kept: Cache, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the program kept is not used."""
    again(copy, kept)
    judged.clear()
    monkeypatch.setattr(cache_module, "version", lambda: "another")
    monkeypatch.setattr(kept_module, "version", lambda: "another")
    again(copy, kept)
    assert len(judged) == 12


def test_version_tells_changes_of_the_program(tmp_path: Path) -> None:
    """Any change of the package's own source is another version."""
    shutil.copytree(Path(cache_module.__file__).parent, tmp_path / "cyberspace_corpus")
    code = "from cyberspace_corpus.cache import version; print(version())"

    def said() -> str:
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return run.stdout

    before = said()
    assert said() == before
    with (tmp_path / "cyberspace_corpus" / "rules" / "keys.py").open("a") as file:
        file.write("#")
    assert said() != before


def test_nowhere_to_keep(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, nothing is kept, and nothing fails."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CYBERSPACE_CORPUS_CACHE", str(tmp_path / "file" / "kept"))
    cache = Cache(str(copy))
    assert again(copy, cache).findings == ()
    assert again(copy, cache).findings == ()


def test_faults_are_not_kept(
    copy: Path, kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that failed may succeed the next time."""

    def fails(entry: object, context: object) -> list[Finding]:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("cyberspace_corpus.rules.run.RECORD_CHECKS", [fails])
        assert {finding.rule for finding in again(copy, kept).findings} == {"E901"}
    assert not files_of(tmp_path)
    assert again(copy, kept).findings == ()


def test_odd_files_are_not_kept(copy: Path, kept: Cache, tmp_path: Path) -> None:
    """What lies there and is no plain file is looked at every time."""
    (copy / "data/entities/link.yaml").symlink_to("mirror-lake.yaml")
    assert [finding.rule for finding in again(copy, kept).findings] == ["E101"]
    assert not files_of(tmp_path)


# --- the command ----------------------------------------------------------------------------


def started(root: Path, cache: Path, *options: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CYBERSPACE_CORPUS_CACHE": str(cache)}
    return subprocess.Popen(
        [*COMMAND, "--root", str(root), *options], stdout=subprocess.PIPE, env=environment
    )


def said(process: subprocess.Popen[bytes]) -> tuple[bytes, int]:
    out, _ = process.communicate(timeout=300)
    return out, process.returncode


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_same_bytes(form: str, copy: Path, tmp_path: Path) -> None:
    """One process or two, cold or warm, with or without a cache: the same bytes."""
    for edit in EDITS[:5]:
        edit(copy)
    cache, options = tmp_path / "kept", ("--format", form)
    cold, code = said(started(copy, cache, *options, "-j", "1"))
    assert code == 1
    assert b"E502" in cold
    assert cache.is_dir()
    assert said(started(copy, cache, *options)) == (cold, 1)
    assert said(started(copy, tmp_path / "none", *options, "-j", "2", "--no-cache")) == (cold, 1)
    assert not (tmp_path / "none").exists()


def test_two_runs_at_once(copy: Path, tmp_path: Path) -> None:
    """Two runs share a cache without harm."""
    EDITS[0](copy)
    cache = tmp_path / "kept"
    runs = [started(copy, cache), started(copy, cache)]
    answers = {said(process) for process in runs}
    assert len(answers) == 1
    assert {said(started(copy, cache))} == answers
    assert not list(cache.rglob("*.part"))


def test_nothing_new_imports_next_to_nothing(copy: Path, tmp_path: Path) -> None:
    """Where everything is known, no library of the validator is loaded, and neither are its
    rules; the repository is left as it is."""
    assert said(started(copy, tmp_path / "kept"))[1] == 0
    before = sorted(copy.rglob("*"))
    code = (
        "import sys; from cyberspace_corpus.cli.main import main; "
        f"assert main(['validate', '--root', {str(copy)!r}]) == 0; print(*sys.modules)"
    )
    environment = {**os.environ, "CYBERSPACE_CORPUS_CACHE": str(tmp_path / "kept")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split("\n")[1].split())
    assert "cyberspace_corpus.cache" in modules
    assert not modules & {"pydantic", "jsonschema", "ruamel.yaml", "difflib", "tomllib"}
    assert not modules & {"cyberspace_corpus.corpus", "cyberspace_corpus.published.rows"}
    assert sorted(copy.rglob("*")) == before


def test_asking_for_the_version_imports_next_to_nothing() -> None:
    """``--version`` waits neither for the validator nor for the published data."""
    code = "import sys; from cyberspace_corpus.cli.main import main\n"
    code += "try: main(['--version'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {name for name in done.stdout.split() if name.startswith("cyberspace_corpus")}
    assert ours == {"cyberspace_corpus", "cyberspace_corpus.cli", "cyberspace_corpus.cli.main"}
