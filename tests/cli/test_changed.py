"""``validate --changed``: what a checkout brings in against a revision, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cyberspace_corpus.rules.run import validate

if TYPE_CHECKING:
    from conftest import Call, Ran

BASE: Final = Path(__file__).resolve().parents[1] / "fixtures" / "base"
LAKE: Final = "data/entities/mirror-lake.yaml"
COUNCIL: Final = "data/entities/ferry-council.yaml"
BOARD: Final = "data/entities/ferry-board.yaml"
ITEM: Final = "data/records/lake-2001/1.yaml"
SIREN: Final = "data/records/lake-2003/1.3.yaml"
PAIRS: Final = "data/concordance/lake-2001--lake-2003.yaml"


@pytest.fixture
def call(call: Call) -> Call:
    """Call ``validate`` in this process."""
    return partial(call, "validate")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "x")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the small corpus, with one finding (W508) that is there already."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    edit(root / SIREN, "set of foghorns", "set of sirens")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    monkeypatch.chdir(root)
    return root


def places(ran: Ran) -> list[tuple[str, str]]:
    """(rule, file) of each finding of a JSON report."""
    return [(f["rule"], f["path"]) for f in json.loads(ran.out)["findings"]]


def changed(call: Call, *arguments: str) -> list[tuple[str, str]]:
    return places(call("--format", "json", "--changed", *arguments))


def test_nothing_changed(call: Call, copy: Path) -> None:
    """What was there before is not reported."""
    assert places(call("--format", "json")) == [("W508", SIREN)]
    ran = call("--changed")
    assert (ran.code, ran.err) == (0, "")
    assert "no findings" in ran.out
    assert ran.out.endswith("(merge base with main): 0 changed files.\n")


def test_in_changed_files(call: Call, copy: Path) -> None:
    """All findings of a changed file are reported, old ones too, committed or not."""
    edit(copy / LAKE, "type: place", "type: puddle")
    assert changed(call) == [("E203", LAKE)]
    edit(copy / SIREN, "not yet complete", "not complete")
    assert ("W508", SIREN) in changed(call)
    git(copy, "add", "--all")
    assert ("W508", SIREN) in changed(call)
    commit(copy)
    assert changed(call, "HEAD") == []
    assert ("E203", LAKE) in changed(call, "HEAD~1")
    assert call("--changed=HEAD~1").code == 1


def test_untracked(call: Call, copy: Path) -> None:
    """A file that git does not know, or is told to ignore, is a change."""
    (copy / ".gitignore").write_text("*.txt\n")
    (copy / "data" / "notes.txt").write_text("invented\n")
    (copy / "data" / "entities" / "pond.yaml").write_text("id: pond\n")
    assert {path for _, path in changed(call)} == {"data/notes.txt", "data/entities/pond.yaml"}


def test_deleted_entity(call: Call, copy: Path) -> None:
    """Files that name what was deleted are reported, though they did not change."""
    (copy / BOARD).unlink()
    found = changed(call)
    assert ("E203", ITEM) in found
    assert ("W508", SIREN) not in found
    everything = places(call("--format", "json"))
    assert [place for place in everything if place != ("W508", SIREN)] == found


def test_concordance_of_a_changed_record(call: Call, copy: Path) -> None:
    """A pair whose words are no longer in a record is reported where the pair stands."""
    edit(copy / "data/records/lake-2001/1.yaml", "北南航线上", "北南水路上")
    found = changed(call)
    assert ("E304", ITEM) in found
    assert ("E603", PAIRS) in found


def test_branch(call: Call, copy: Path) -> None:
    """Without a revision, the whole branch counts: it is compared with where it began."""
    git(copy, "switch", "--quiet", "--create", "work")
    edit(copy / LAKE, "type: place", "type: puddle")
    commit(copy)
    git(copy, "switch", "--quiet", "main")
    edit(copy / COUNCIL, "evidence: witness", "evidence: external")
    commit(copy)
    git(copy, "switch", "--quiet", "work")
    assert changed(call) == [("E203", LAKE)]
    ran = call("--lang", "zh", "--changed")
    assert ran.out.endswith("（merge base with main）相比：改动 1 个文件。\n")
    git(copy, "branch", "--quiet", "--delete", "--force", "main")
    assert changed(call) == []
    assert "(HEAD): 0 changed" in call("--changed").out


def test_paths_and_place(call: Call, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report may be limited further, and the corpus may lie within the repository."""
    edit(copy / LAKE, "type: place", "type: puddle")
    edit(copy / COUNCIL, "type: body", "type: puddle")
    assert changed(call, "HEAD", LAKE) == [("E203", LAKE)]
    shutil.move(copy / ".git", copy.parent / ".git")
    commit(copy.parent)
    edit(copy / BOARD, "type: body", "type: puddle")
    assert changed(call, "HEAD") == [("E203", BOARD)]


def test_generated_files_are_no_changes(call: Call, copy: Path) -> None:
    """Building changes no authored file."""
    (copy / "data" / "corpus.json").write_text("{}")
    (copy / "data" / "tables").mkdir()
    (copy / "data" / "tables" / "records.csv").write_text("id\n")
    assert call("--changed").out.endswith(": 0 changed files.\n")


def test_nothing_is_written(call: Call, copy: Path) -> None:
    """Git's index and the work tree stay as they are."""
    (copy / LAKE).touch()
    before = (copy / ".git" / "index").read_bytes()
    assert changed(call) == []
    assert (copy / ".git" / "index").read_bytes() == before


def test_all_without_a_past(call: Call, copy: Path) -> None:
    """Against a commit without data everything is new."""
    git(copy, "switch", "--quiet", "--orphan", "empty")
    git(copy, "commit", "--quiet", "--allow-empty", "--message", "x")
    git(copy, "checkout", "--quiet", "main")
    assert changed(call, "empty") == [("W508", SIREN)]


def test_files_in_odd_forms(call: Call, copy: Path) -> None:
    """Names and contents that git quotes or changes elsewhere are read as they are."""
    (copy / "data" / "入江 “x”.yaml").write_text("id: x\n")
    (copy / "data" / "entities" / "link.yaml").symlink_to("mirror-lake.yaml")
    found = [("E101", "data/entities/link.yaml"), ("E110", "data/入江 “x”.yaml")]
    assert changed(call) == found
    commit(copy)
    assert changed(call) == []
    assert changed(call, "HEAD~1") == found


def test_the_same_as_a_checkout_of_its_own(copy: Path, tmp_path: Path) -> None:
    """What is used again from the work tree gives the same findings for the revision."""
    from cyberspace_corpus.cli.changed import since

    edit(copy / COUNCIL, "evidence: witness", "evidence: external")
    edit(copy / BOARD, "渡轮委员会", "渡船委员会")
    old = tmp_path / "old"
    git(copy, "worktree", "add", "--quiet", str(old), "HEAD")
    reported = validate(old).findings
    result = validate(copy)
    here = since(copy, None).brought_in(result)
    there = [f for f in result.findings if f.key in {g.key for g in reported}]
    assert here
    assert len(here) + len(there) == len(result.findings)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--changed", "nowhere"], "'nowhere'"),
        (["--changed", ""], "''"),
        (["--changed=--output=x"], "'--output=x'"),
        (["--changed=HEAD:data"], "'HEAD:data'"),
        (["--changed", "data/entities"], "before --changed"),
    ],
    ids=str,
)
def test_wrong_revision(arguments: list[str], named: str, call: Call, copy: Path) -> None:
    """An unknown revision is told in one line, before anything is checked."""
    ran = call(*arguments)
    ran.check_wrong_use()
    assert named in ran.err


def test_no_checkout(
    call: Call, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git, a checkout or a commit there is nothing to compare with."""
    shutil.rmtree(copy / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    ran = call("--changed")
    ran.check_wrong_use()
    assert "git checkout" in ran.err
    git(copy, "init", "--quiet")
    ran = call("--changed")
    ran.check_wrong_use()
    assert "no commit" in ran.err
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = call("--changed")
    ran.check_wrong_use()
    assert "git is not installed" in ran.err
