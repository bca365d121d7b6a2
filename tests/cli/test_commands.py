"""The commands as a person calls them: exit codes, what they print, what they leave alone."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import cyberspace_corpus
from cyberspace_corpus.cli.main import COMMANDS
from cyberspace_corpus.rules.catalogue import catalogue

if TYPE_CHECKING:
    from conftest import Call, Ran

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
INSTALLED: Final = str(Path(sysconfig.get_path("scripts")) / "cyberspace-corpus")
MODULE: Final = (sys.executable, "-m", "cyberspace_corpus")
FILES: Final = sum(1 for path in BASE.rglob("*") if path.is_file())
LIMIT: Final = 120
"""Seconds after which a subprocess counts as hanging; the slowest needs about five."""

LAKE: Final = "data/entities/mirror-lake.yaml"
ITEM: Final = "data/records/lake-2001/1.yaml"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small corpus that a test may change; it is also the current folder."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def contents(root: Path) -> dict[str, str]:
    """Path to digest of every regular file below ``root``, authored and generated."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


# --- the command itself ---------------------------------------------------------------------


@pytest.mark.parametrize("command", [(INSTALLED,), MODULE], ids=["installed", "module"])
def test_processes(command: tuple[str, ...], copy: Path, spawn: Call) -> None:
    """The installed command and ``python -m`` are the same program, with its exit codes."""
    clean = spawn(*command, "validate", cwd=copy)
    assert clean == (0, f"{FILES} files checked: no findings.\n", "")
    edit(copy / LAKE, "type: place", "type: puddle")
    broken = spawn(*command, "validate", cwd=copy / "data" / "records")
    assert broken.code == 1
    assert f"{LAKE}:3:7: error E203" in broken.out
    assert broken.err == ""
    spawn(*command, "valdate", cwd=copy).check_wrong_use()
    assert spawn(*command, "--version", cwd=copy).out.endswith(f"{cyberspace_corpus.__version__}\n")


def test_version(call: Call) -> None:
    """--version names the program and the version of the package."""
    assert call("--version") == (0, f"cyberspace-corpus {cyberspace_corpus.__version__}\n", "")


def test_help_lists_every_command(call: Call) -> None:
    """--help, and no argument at all, list the commands; both are right use."""
    ran = call("--help")
    assert ran.code == 0
    assert ran == call()
    for name, about in COMMANDS.items():
        assert re.search(rf"^    {name} +{re.escape(about[:30])}", ran.out, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command explains itself and tells its exit codes."""
    monkeypatch.setenv("COLUMNS", "100")
    ran = call(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: cyberspace-corpus {name}")
    assert COMMANDS[name][1:] in ran.out
    words = " ".join(ran.out.split())
    assert "Exit code: 0 " in words
    assert re.search(r"\b2 (wrong use|no such rule)", words)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["valdate"], "'valdate'"),
        (["--bogus"], "--bogus"),
        (["validate", "--bogus"], "--bogus"),
        (["validate", "--format", "xml"], "'xml'"),
        (["validate", "--format"], "--format"),
        (["validate", "--lang", "de"], "'de'"),
        (["validate", "/etc"], "/etc"),
        (["validate", ".."], ".."),
        (["validate", "data/nothing.yaml"], "data/nothing.yaml"),
        (["validate", "--root", "/etc"], "/etc"),
        (["validate", "--root", "data/records"], "data/records"),
        (["validate", "--root", "nowhere"], "nowhere"),
        (["validate", "--root"], "--root"),
        (["build", "data"], "data"),
        (["build", "--root", "nowhere"], "nowhere"),
        (["fmt", "/etc"], "/etc"),
        (["fmt", "nothing"], "nothing"),
        (["fmt", "--root", "/etc"], "/etc"),
        (["refresh", "/etc"], "/etc"),
        (["refresh", "nothing"], "nothing"),
        (["refresh", "--root", "/etc"], "/etc"),
        (["show"], "ID"),
        (["search"], "WORDS"),
        (["search", ""], "words"),
        (["search", "  "], "words"),
        (["search", "lamp", "post"], "post"),
        (["search", "lamp", "--document", "lake-1999"], "'lake-1999'"),
        (["explain", "E999"], "'E999'"),
        (["explain", "--lang", "de"], "'de'"),
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str], named: str, call: Call, copy: Path) -> None:
    """Whatever cannot be carried out is told in one line that names it, with exit code 2."""
    ran = call(*arguments)
    ran.check_wrong_use()
    assert named in ran.err


@pytest.mark.parametrize("arguments", [["--a\nb"], ["validate", "a\nb"], ["fmt", "a\x1b[31mb"]])
def test_wrong_use_with_odd_characters(arguments: list[str], call: Call, copy: Path) -> None:
    """An argument with a line break or a control character does not break the one line."""
    ran = call(*arguments)
    ran.check_wrong_use()
    assert "\x1b" not in ran.err


def test_outside_a_corpus(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a corpus around it a command says how to name one."""
    monkeypatch.chdir(tmp_path)
    for name in ("validate", "build", "fmt", "refresh"):
        ran = call(name)
        ran.check_wrong_use()
        assert "--root FOLDER" in ran.err


def test_messages_name_only_commands_that_exist() -> None:
    """No rule sends its reader to a command that is not there."""
    named = {
        command
        for rule in catalogue().values()
        for texts in rule.texts.values()
        for text in (texts.what, texts.why, texts.says, texts.expected, texts.next_step)
        for command in re.findall(r"cyberspace-corpus ([a-z]+)", text)
    }
    assert named
    assert named <= set(COMMANDS)


# --- validate -------------------------------------------------------------------------------


def test_validate_clean(call: Call, copy: Path) -> None:
    """A clean corpus: how many files were looked at, exit code 0."""
    assert call("validate") == (0, f"{FILES} files checked: no findings.\n", "")
    assert call("validate", "--root", str(copy)).code == 0
    assert call("validate", "--lang", "zh").out == f"已检查 {FILES} 个文件：没有问题。\n"


def test_validate_finding(call: Call, copy: Path) -> None:
    """A finding: place, rule, the line with a caret under the value, expectation, next step."""
    edit(copy / LAKE, "type: place", "type: plaace")
    ran = call("validate")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert (
        lines[0]
        == f'{LAKE}:3:7: error E203 entity type "plaace" does not exist; did you mean "place"?'
    )
    assert lines[1] == "    3 | type: plaace"
    assert lines[2] == "      |       ^"
    assert lines[1].index("plaace") == lines[2].index("^")
    assert lines[3].startswith("    expected: ")
    assert lines[4].startswith("    next: ")
    assert f"{FILES} files checked: 1 errors, 0 warnings." in lines
    assert "More on a rule: cyberspace-corpus explain E203" in lines


def test_validate_finding_in_chinese(call: Call, copy: Path) -> None:
    """The same finding in Chinese, at the same place."""
    edit(copy / LAKE, "type: place", "type: plaace")
    ran = call("validate", "--lang", "zh")
    assert ran.code == 1
    assert f"{LAKE}:3:7: 错误 E203 " in ran.out
    assert "是否指“place”" in ran.out
    assert f"已检查 {FILES} 个文件：错误 1 处，警告 0 处。" in ran.out
    assert "error" not in ran.out
    assert "expected:" not in ran.out


def test_validate_warning(call: Call, copy: Path) -> None:
    """A warning is shown and counted, but the exit code stays 0."""
    edit(
        copy / "data/vocabulary/topics.yaml",
        "topics:\n",
        "topics:\n  - id: buoys\n    label: {zh: 浮标, en: Buoys}\n"
        "    definition: {zh: 浮标的设置。, en: The laying of buoys.}\n    broader: navigation\n",
    )
    ran = call("validate")
    assert ran.code == 0
    assert "data/vocabulary/topics.yaml:3:9: warning W209" in ran.out
    assert f"{FILES} files checked: 0 errors, 1 warnings." in ran.out


def test_validate_path_limits_the_report(
    call: Call, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PATH limits what is reported and counted, and with it the exit code; all is checked."""
    edit(copy / LAKE, "type: place", "type: puddle")
    edit(copy / ITEM, "topics: [lighthouses]", "topics: [lighthouse]")
    both = call("validate")
    assert both.code == 1
    assert f"{LAKE}:3:7" in both.out
    assert f"{ITEM}:24:10" in both.out
    one = call("validate", ITEM)
    assert one.code == 1
    assert f"{ITEM}:24:10" in one.out
    assert LAKE not in one.out
    assert "1 errors" in one.out
    folder = call("validate", "data/entities/")
    assert folder.code == 1
    assert LAKE in folder.out
    assert ITEM not in folder.out
    clean = call("validate", "data/records/lake-2003", "data/documents/lake-2001.yaml")
    assert clean == (0, f"{FILES} files checked: no findings.\n", "")
    assert call("validate", ".", str(copy / "data")).out == both.out
    monkeypatch.chdir(copy / "data" / "records")
    assert call("validate", "lake-2001/1.yaml").out == one.out
    assert call("validate", "lake-2001/2.yaml").code == 0


def test_validate_json(call: Call, copy: Path) -> None:
    """--format json: one object with every part of every finding."""
    clean = json.loads(call("validate", "--format", "json").out)
    assert clean == {
        "version": cyberspace_corpus.__version__,
        "files": FILES,
        "errors": 0,
        "warnings": 0,
        "findings": [],
    }
    edit(copy / ITEM, "topics: [lighthouses]", "topics: [lighthouse]")
    ran = call("validate", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    report = json.loads(ran.out)
    assert (report["errors"], report["warnings"]) == (1, 0)
    (finding,) = report["findings"]
    assert finding["rule"] == "E203"
    assert finding["severity"] == "error"
    assert (finding["path"], finding["line"], finding["column"]) == (ITEM, 24, 10)
    assert finding["record"] == "lake-2001/1"
    assert finding["value"] == "lighthouse"
    assert finding["message"].endswith('did you mean "lighthouses"?')
    assert finding["expected"]
    assert finding["next_step"]
    chinese = json.loads(call("validate", "--format", "json", "--lang", "zh").out)
    assert chinese["findings"][0]["message"].endswith("“lighthouses”？")


def test_validate_github(call: Call, copy: Path) -> None:
    """--format github: one workflow command a finding, on one line; nothing where all is well."""
    assert call("validate", "--format", "github") == (0, "", "")
    edit(copy / ITEM, "topics: [lighthouses]", "topics: [lighthouse]")
    ran = call("validate", "--format", "github")
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    head, _, body = ran.out.rstrip("\n").removeprefix("::").partition("::")
    kind, _, properties = head.partition(" ")
    assert kind == "error"
    fields = dict(item.split("=", 1) for item in properties.split(","))
    assert fields == {
        "file": ITEM,
        "line": "24",
        "col": "10",
        "title": "E203 dangling-reference",
    }
    assert body.split("%0A")[0].startswith('topic "lighthouse" does not exist')
    assert len(body.split("%0A")) == 3


def test_validate_sarif_and_junit(call: Call, copy: Path) -> None:
    """--format sarif and junit name the same place, and end with the same exit code."""
    edit(copy / ITEM, "topics: [lighthouses]", "topics: [lighthouse]")
    sarif = call("validate", "--format", "sarif")
    assert sarif.code == 1
    (result,) = json.loads(sarif.out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == ITEM
    assert place["region"] == {"startLine": 24, "startColumn": 10}
    junit = call("validate", "--format", "junit")
    assert junit.code == 1
    suites = ElementTree.fromstring(junit.out.encode())
    assert suites.get("tests") == str(FILES)
    assert suites.get("failures") == "1"
    assert [case.get("name") for case in suites.iter("testcase") if len(case)] == [ITEM]


def on_a_terminal(copy: Path, env: Mapping[str, str]) -> str:
    """What ``validate`` prints when its standard output is a terminal."""
    master, slave = pty.openpty()
    try:
        with subprocess.Popen(
            [INSTALLED, "validate"],
            cwd=copy,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=subprocess.DEVNULL,
        ) as process:
            os.close(slave)
            slave = -1
            said = b""
            while True:
                try:
                    part = os.read(master, 65536)
                except OSError:  # the other end is closed
                    break
                if not part:
                    break
                said += part
            assert process.wait(LIMIT) == 1
        return said.decode()
    finally:
        os.close(master)
        if slave >= 0:
            os.close(slave)


def test_colour(copy: Path, spawn: Call) -> None:
    """Colour on a terminal; none with NO_COLOR (unless it is empty), and none when piped."""
    edit(copy / LAKE, "type: place", "type: puddle")
    coloured = on_a_terminal(copy, {"NO_COLOR": ""})
    assert "\x1b[31;1merror\x1b[0m E203" in coloured
    plain = on_a_terminal(copy, {"NO_COLOR": "1"})
    assert "\x1b" not in plain
    assert f"{LAKE}:3:7: error E203" in plain
    piped = spawn(INSTALLED, "validate", cwd=copy)
    assert piped.code == 1
    assert "\x1b" not in piped.out
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured).replace("\r\n", "\n") == piped.out


# --- fmt ------------------------------------------------------------------------------------


def uncanonical(path: Path) -> bytes:
    """Write the file otherwise, with the same values; its canonical bytes."""
    canonical = path.read_bytes()
    lines = canonical.decode().split("\n")
    assert lines[1].startswith("document: ")
    lines[1], lines[2] = lines[2], lines[1]  # another order of keys
    lines[3] = lines[3].replace("kind: item", "kind:   'item'")
    path.write_bytes("\n".join(lines).encode())
    assert path.read_bytes() != canonical
    return canonical


def test_fmt_check(call: Call, copy: Path) -> None:
    """fmt --check names the file and the command that mends it, and writes nothing."""
    yaml = sum(1 for path in copy.rglob("*.yaml"))
    assert call("fmt", "--check") == (0, f"{yaml} files, 0 not canonical.\n", "")
    uncanonical(copy / ITEM)
    before = contents(copy)
    ran = call("fmt", "--check")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        f"{ITEM}: is not canonical",
        "mend with: cyberspace-corpus fmt",
        f"{yaml} files, 1 not canonical.",
    ]
    assert contents(copy) == before


def test_fmt(call: Call, copy: Path) -> None:
    """fmt restores the canonical bytes, once; the second time there is nothing to do."""
    canonical = uncanonical(copy / ITEM)
    ran = call("fmt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"{ITEM}: rewritten"
    assert (copy / ITEM).read_bytes() == canonical
    assert contents(copy) == contents(BASE)
    assert call("fmt").out.endswith(" 0 rewritten.\n")


def test_fmt_keeps_comments(call: Call, copy: Path) -> None:
    """Comments stay with what they stand before or behind."""
    uncanonical(copy / ITEM)
    edit(copy / ITEM, "label: {", "# Printed in the margin.\nlabel: {")
    edit(copy / ITEM, "unit: lighthouse\n", "unit: lighthouse  # not towers\n")
    assert call("fmt").code == 0
    lines = (copy / ITEM).read_text("utf-8").split("\n")
    assert lines[lines.index("# Printed in the margin.") + 1].startswith("label: {")
    assert "    unit: lighthouse  # not towers" in lines
    assert call("fmt", "--check").code == 0
    assert call("validate").code == 0


def test_fmt_path(call: Call, copy: Path) -> None:
    """PATH limits what is looked at and rewritten."""
    uncanonical(copy / ITEM)
    assert call("fmt", "--check", "data/entities").code == 0
    assert call("fmt", "data/records/lake-2003", "data/records/lake-2001/2.yaml").code == 0
    assert (copy / ITEM).read_bytes() != (BASE / ITEM).read_bytes()
    assert call("fmt", ITEM).out == f"{ITEM}: rewritten\n1 files, 1 rewritten.\n"
    assert contents(copy) == contents(BASE)


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_fmt_unreadable(check: list[str], call: Call, copy: Path) -> None:
    """A file that cannot be read is told with its line and left alone; the others are done."""
    edit(copy / LAKE, "type: place", "type: place: lake")
    broken = (copy / LAKE).read_bytes()
    uncanonical(copy / ITEM)
    ran = call("fmt", *check)
    assert (ran.code, ran.err) == (1, "")
    assert re.search(rf"^{re.escape(LAKE)}:3:\d+: E105 ", ran.out, re.MULTILINE)
    assert f"{ITEM}: " in ran.out
    assert (copy / LAKE).read_bytes() == broken
    assert ((copy / ITEM).read_bytes() == (BASE / ITEM).read_bytes()) is (not check)


@pytest.mark.parametrize("command", ["fmt", "refresh"])
@pytest.mark.parametrize("value", ["lamp", "[lamp]", "{zh: lamp}", "null", "[[lamp]]"])
def test_editing_wrong_types(command: str, value: str, call: Call, copy: Path) -> None:
    """A list of the wrong type is no internal fault of the commands that rewrite files."""
    path = copy / "data/records/lake-2003/1.1.yaml"
    text = re.sub(r"text:\n(  .*\n)+", f"text: {value}\n", path.read_text("utf-8"))
    assert f"\ntext: {value}\n" in text
    path.write_text(text, "utf-8")
    ran = call(command)
    assert ran.code in (0, 1)
    assert ran.err == ""
    assert call("validate").code == 1


# --- refresh --------------------------------------------------------------------------------


def test_refresh_nothing(call: Call, copy: Path) -> None:
    """What is as it should be is not touched."""
    assert call("refresh") == (0, "0 files refreshed.\n", "")
    assert call("refresh", "--translated") == (0, "0 files refreshed.\n", "")
    assert contents(copy) == contents(BASE)


def test_refresh_fills(call: Call, copy: Path) -> None:
    """Entities and missing digests (of a segment, of a heading) are filled in: the very bytes."""
    edit(copy / ITEM, "[ferry-board, northhaven, southquay]", "[southquay, mirror-lake]")
    item = "data/records/lake-2003/1.3.yaml"
    edit(copy / item, "    made_from: d5cff0bb49014bd0\n", "")
    document = "data/documents/lake-2003.yaml"
    edit(copy / document, "    made_from: 8ba324396e0d946a\n", "")
    assert call("validate").code == 1
    ran = call("refresh")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.out.splitlines()) == {
        f"{ITEM}: refreshed",
        f"{item}: refreshed",
        f"{document}: refreshed",
        "3 files refreshed.",
    }
    assert contents(copy) == contents(BASE)
    assert call("validate").code == 0


def test_refresh_stale_digest(call: Call, copy: Path) -> None:
    """A digest that no longer fits stays, as the sign of a stale translation, until
    --translated says that the translation was looked at."""
    path = "data/records/lake-2003/1.1.yaml"
    edit(copy / path, "a40334021e72cd46", "bcb42375d53a9c31")
    stale = contents(copy)
    assert call("refresh") == (0, "0 files refreshed.\n", "")
    assert contents(copy) == stale
    ran = call("validate")
    assert ran.code == 1
    assert f"{path}:12:16: error E506" in ran.out
    assert call("refresh", "--translated", "data/records/lake-2001").code == 0
    assert contents(copy) == stale
    assert call("refresh", "--translated").out == f"{path}: refreshed\n1 files refreshed.\n"
    assert contents(copy) == contents(BASE)


def test_refresh_path_and_broken_file(call: Call, copy: Path) -> None:
    """PATH limits what is written; a file that cannot be read is named, with exit code 1."""
    edit(copy / ITEM, "[ferry-board, northhaven, southquay]", "[]")
    edit(copy / LAKE, "type: place", "type: [place")
    assert call("refresh", "data/records/lake-2003") == (0, "0 files refreshed.\n", "")
    ran = call("refresh")
    assert ran.code == 1
    assert f"{LAKE}: not read; see: cyberspace-corpus validate {LAKE}" in ran.out
    assert f"{ITEM}: refreshed" in ran.out


# --- build ----------------------------------------------------------------------------------


def test_build(call: Call, copy: Path) -> None:
    """The first build writes every output, the second none; both leave what is authored."""
    first = call("build")
    assert (first.code, first.err) == (0, "")
    lines = first.out.splitlines()
    written = [line.removeprefix("wrote ") for line in lines[:-1]]
    assert lines[-1] == (
        f"{len(written)} generated files are up to date, {len(written)} were written."
    )
    made = contents(copy)
    assert set(made) - set(contents(BASE)) == set(written)
    assert {"data/corpus.json", "datapackage.json", "CITATION.cff"} < set(written)
    assert {path: made[path] for path in contents(BASE)} == contents(BASE)
    second = call("build")
    assert second.code == 0
    assert second.out == f"{len(written)} generated files are up to date, 0 were written.\n"
    assert contents(copy) == made
    assert call("validate").out == f"{FILES} files checked: no findings.\n"


def test_build_check(call: Call, copy: Path) -> None:
    """build --check names every stale or missing output with the command that mends it, and
    writes nothing."""
    assert call("build").code == 0
    built = contents(copy)
    assert call("build", "--check").out == f"{len(built) - FILES} generated files are up to date.\n"
    (copy / "data/tables/records.csv").write_bytes(b"id\n")
    (copy / "schema/record.schema.json").unlink()
    changed = contents(copy)
    ran = call("build", "--check")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        f"{path}: stale; mend with: cyberspace-corpus build"
        for path in ("data/tables/records.csv", "schema/record.schema.json")
    ]
    assert contents(copy) == changed
    assert call("build").out.splitlines()[:-1] == [
        "wrote data/tables/records.csv",
        "wrote schema/record.schema.json",
    ]
    assert contents(copy) == built


def test_build_of_what_was_edited(call: Call, copy: Path) -> None:
    """A change of an authored file makes exactly the outputs that hold it stale."""
    assert call("build").code == 0
    edit(copy / LAKE, "An invented lake.", "An invented, quiet lake.")
    stale = [line.split(": ")[0] for line in call("build", "--check").out.splitlines()]
    assert stale == ["data/tables/entities.csv", "data/corpus.json", "datapackage.json"]


# --- show, search, explain: on the published corpus -----------------------------------------


def test_show(call: Call) -> None:
    """A record: both languages whole, what each is, its entities and where it is printed."""
    record = cyberspace_corpus.load()["china-africa-2021/7"]
    ran = call("show", record.id)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("china-africa-2021/7  (item)\n")
    squeezed = re.sub(r"\s+", "", ran.out)
    for segment in record.segments:
        for text in (segment.zh, segment.en):
            assert text is not None
            assert re.sub(r"\s+", "", text) in squeezed
    assert "zh: original; en: official translation" in ran.out
    assert "data/sources/anquan-neican-2021.txt, line 23" in ran.out


def test_show_printed_number(call: Call) -> None:
    """A place as one would cite it: the record, or each record that it may mean."""
    assert call("show", "2020 第七条") == call("show", "wic-2020/7")
    both = call("show", "第十六条")
    assert both == call("show", "wic-2020/16", "china-africa-2021/16")
    assert both.code == 0


def test_show_unknown(call: Call) -> None:
    """An id that is not there: exit code 1, with the ids it may have meant; the rest is shown."""
    ran = call("show", "china-africa-2021/77")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("cyberspace-corpus: no record 'china-africa-2021/77'; did you mean ")
    assert "china-africa-2021/7" in ran.err.split("did you mean")[1]
    assert ran.err.count("\n") == 1
    both = call("show", "zzz", "wic-2020/7")
    assert both.code == 1
    assert both.err == "cyberspace-corpus: no record 'zzz'\n"
    assert both.out.startswith("wic-2020/7 ")


@pytest.mark.parametrize("words", ["数据安全", "data security", "DATA Security", "  数据安全 "])
def test_search(words: str, call: Call) -> None:
    """Words in either language, whatever their case: the records that hold them, counted."""
    found = cyberspace_corpus.load().find(words.strip())
    assert found
    ran = call("search", words)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    records = {segment.record for segment in found}
    assert lines[-1] == f"{len(found)} segments in {len(records)} records"
    heads = [line for line in lines[:-1] if line and not line.startswith(" ")]
    assert heads == [f"{segment.record} ({segment.position})" for segment in found]
    assert "china-africa-2021/7 (1)" in heads
    for segment in found:
        assert words.strip().casefold() in f"{segment.zh}\n{segment.en}".casefold()


def test_search_one_document(call: Call) -> None:
    """--document leaves out what other documents hold."""
    ran = call("search", "数据安全", "--document", "wic-2020")
    assert ran.code in (0, 1)
    everything = cyberspace_corpus.load().find("数据安全")
    wanted = [s for s in everything if s.record.startswith("wic-2020/")]
    heads = [line for line in ran.out.splitlines() if re.match(r"\S+ \(\d+\)$", line)]
    assert heads == [f"{segment.record} ({segment.position})" for segment in wanted]
    assert 0 < len(heads) < len(everything)


def test_search_nothing(call: Call) -> None:
    """Nothing found is told, with exit code 1."""
    assert call("search", "灯塔守望者") == (1, "nothing found for '灯塔守望者'\n", "")


def test_explain(call: Call) -> None:
    """One rule, in either case and either language; all of them without an argument."""
    rule = catalogue()["E304"]
    ran = call("explain", "e304")
    assert (ran.code, ran.err) == (0, "")
    for part in (f"E304 {rule.name} (error)", rule.texts["en"].what, rule.texts["en"].why):
        assert part in ran.out
    assert not re.search(r"\{\w+\}", ran.out)
    assert rule.texts["zh"].why in call("explain", "E304", "--lang", "zh").out
    two = call("explain", "E304", "W209").out
    assert two.startswith(ran.out)
    assert "W209 " in two
    lines = call("explain").out.splitlines()
    assert [line.split("  ")[0] for line in lines] == list(catalogue())


def test_explain_suggests(call: Call) -> None:
    """A misspelt rule brings the rules that are like it."""
    ran = call("explain", "E3044")
    ran.check_wrong_use()
    assert "E304" in ran.err.split("did you mean")[1]


# --- bad input ------------------------------------------------------------------------------


Place = tuple[str, str, int]


def findings(ran: Ran) -> list[Place]:
    """The rule, file and line of every finding in a JSON report."""
    report: dict[str, Any] = json.loads(ran.out)
    return [(f["rule"], f["path"], f["line"]) for f in report["findings"]]


NESTED: Final = "[" * 1000 + "]" * 1000
SECOND: Final[Place] = ("E203", LAKE, 3)
"""What the second fault, in another file, must bring all the same."""


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: edit(root / path, old, new)


def written(path: str, content: bytes) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    return write


def linked(path: str, target: str) -> Callable[[Path], None]:
    return lambda root: (root / path).symlink_to(target)


RECORD: Final = "data/records/lake-2001/4.yaml"
SOURCE: Final = "data/sources/lantern-daily-2001.txt"
ENTITY: Final = "data/entities/pier.yaml"

BAD: Final[dict[str, tuple[Callable[[Path], None], Sequence[Place]]]] = {
    "syntax error": (
        replaced(ITEM, "entities: [ferry-board", "entities: [[ferry-board"),
        [("E105", ITEM, 15)],
    ),
    "wrong type": (replaced(ITEM, "kind: item", "kind: [item]"), [("E204", ITEM, 4)]),
    "wrong value": (replaced(ITEM, "kind: item", "kind: itme"), [("E204", ITEM, 4)]),
    "unknown key": (
        replaced(ITEM, "topics: ", "topcis: "),
        [("E201", ITEM, 24), ("E202", ITEM, 2)],
    ),
    "missing key": (replaced(ITEM, "kind: item\n", ""), [("E202", ITEM, 2)]),
    "duplicate key": (
        replaced(ITEM, "kind: item\n", "kind: item\nkind: box\n"),
        [("E106", ITEM, 5)],
    ),
    "dangling entity": (
        replaced(ITEM, "[ferry-board, ", "[ferry-boat, "),
        [("E203", ITEM, 14), ("E402", ITEM, 12)],
    ),
    "changed character": (replaced(ITEM, "每年检查灯塔", "每年检察灯塔"), [("E304", ITEM, 12)]),
    "missing witness line": (
        replaced(ITEM, 'en: "21"', 'en: "210"'),
        [("E301", "data/sources/harbor-press-2001.txt", 21), ("E303", ITEM, 8)],
    ),
    "not UTF-8": (
        written(ENTITY, "id: pier\nnote: 码头\n".encode("gb18030")),
        [("E103", ENTITY, 2)],
    ),
    "source not UTF-8": (written(SOURCE, b"a\nb\n\xff\n"), [("E103", SOURCE, 3)]),
    "empty file": (written(ENTITY, b""), [("E109", ENTITY, 1)]),
    "blank file": (written(ENTITY, b"\n \n"), [("E109", ENTITY, 1)]),
    "NUL": (written(ENTITY, b"id: pier\nnote: a\0b\n"), [("E104", ENTITY, 2)]),
    "UTF-16": (written(ENTITY, "id: pier\n".encode("utf-16")), [("E103", ENTITY, 1)]),
    "folder": (lambda root: (root / RECORD).mkdir(), [("E101", RECORD, 1)]),
    "symbolic link": (linked(RECORD, "1.yaml"), [("E101", RECORD, 1)]),
    "link to nothing": (linked(RECORD, "nothing.yaml"), [("E101", RECORD, 1)]),
    "link to itself": (linked(RECORD, "4.yaml"), [("E101", RECORD, 1)]),
    "linked folder": (
        linked("data/records/lake-2005", "lake-2003"),
        [("E101", "data/records/lake-2005", 1)],
    ),
    "pipe": (
        lambda root: os.mkfifo(root / "data/records/lake-2001/x.yaml"),
        [("E101", "data/records/lake-2001/x.yaml", 1)],
    ),
    "10 MB": (written(RECORD, b"# " + b"lamp " * 2_000_000), [("E102", RECORD, 1)]),
    "10 MB of source": (written(SOURCE, b"lamp\n" * 2_000_000), [("E102", SOURCE, 1)]),
    "1000 brackets": (
        written(RECORD, f"id: x\ndocument: {NESTED}\n".encode()),
        [("E108", RECORD, 2)],
    ),
    "1000 levels": (
        written(RECORD, "".join(f"{' ' * n}a:\n" for n in range(400)).encode()),
        [("E108", RECORD, 13)],
    ),
    "capitals": (
        written("data/entities/Pier.yaml", b"id: pier\n"),
        [("E115", "data/entities/Pier.yaml", 1)],
    ),
    "capital ending": (
        written("data/entities/pier.YAML", b"id: pier\n"),
        [("E110", "data/entities/pier.YAML", 1)],
    ),
    "Chinese name": (
        written("data/entities/码头.yaml", b"id: pier\n"),
        [("E115", "data/entities/码头.yaml", 1)],
    ),
    "space": (
        written("data/entities/old pier.yaml", b"id: pier\n"),
        [("E115", "data/entities/old pier.yaml", 1)],
    ),
    "line break": (
        written("data/entities/old\npier.yaml", b"id: pier\n"),
        [("E115", "data/entities/old⏎pier.yaml", 1)],
    ),
    "dash first": (
        written("data/entities/-pier.yaml", b"id: pier\n"),
        [("E115", "data/entities/-pier.yaml", 1)],
    ),
    "device": (
        written("data/entities/con.yaml", b"id: con\n"),
        [("E115", "data/entities/con.yaml", 1)],
    ),
    "only an ending": (
        written("data/entities/.yaml", b"id: pier\n"),
        [("E110", "data/entities/.yaml", 1)],
    ),
    "stray file": (written("data/notes.md", b"# Notes\n"), [("E110", "data/notes.md", 1)]),
    "stray folder": (written("data/lamps/a.yaml", b"id: a\n"), [("E110", "data/lamps", 1)]),
    "stray beside the outputs": (
        written("data/corpus.json.bak", b"{}\n"),
        [("E110", "data/corpus.json.bak", 1)],
    ),
}


def outputs_of(root: Path) -> dict[str, str]:
    """Digests of the generated files below ``root``."""
    return {
        path: digest
        for path, digest in contents(root).items()
        if not path.startswith("data/") or path.startswith(("data/tables/", "data/corpus.json"))
    }


@pytest.mark.parametrize("case", BAD)
def test_bad_input(case: str, call: Call, copy: Path) -> None:
    """Bad input is a finding at its file and line; the rest is still checked; nothing is built."""
    assert call("build").code == 0
    before = {path: contents(copy)[path] for path in outputs_of(copy)}
    spoil, wanted = BAD[case]
    spoil(copy)
    edit(copy / LAKE, "type: place", "type: puddle")
    ran = call("validate", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    found = findings(ran)
    assert sorted({*found}) == sorted({*wanted, SECOND})
    if case == "pipe":  # the report for people: see test_pipe_in_the_report
        return
    ran = call("build")
    assert ran.code == 1
    assert ran.err == "cyberspace-corpus: nothing was built\n"
    assert f"{LAKE}:3:7: error E203" in ran.out
    assert {path: contents(copy)[path] for path in before} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
@pytest.mark.parametrize("path", [LAKE, SOURCE, "data/entities"])
def test_not_permitted(path: str, call: Call, copy: Path) -> None:
    """A file or folder that may not be read is a finding there."""
    (copy / path).chmod(0)
    try:
        ran = call("validate", "--format", "json")
    finally:
        (copy / path).chmod(0o755)
    assert ran.code == 1
    assert ("E101", path, 1) in findings(ran)


def test_name_that_is_no_text(copy: Path, spawn: Call) -> None:
    """A file name that is not UTF-8 is a finding, in every form of the report."""
    try:
        (copy / "data/entities" / os.fsdecode(b"pi\xe9r.yaml")).write_bytes(b"id: pier\n")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    for form in ("text", "json", "github", "sarif", "junit"):
        ran = spawn(INSTALLED, "validate", "--format", form, cwd=copy)
        assert (ran.code, ran.err) == (1, "")
        assert "E115" in ran.out
    ran = spawn(INSTALLED, "build", cwd=copy)
    assert (ran.code, ran.err) == (1, "cyberspace-corpus: nothing was built\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate"], ":1:1: error E101 "),
        (["validate", "--format", "github"], "::error file=data/records/lake-2001/x.yaml,line=1,"),
        (["build"], ":1:1: error E101 "),
        (["fmt"], ":1:1: E101 "),
        (["refresh"], "data/records/lake-2001/x.yaml: not read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_pipe_does_not_hang(arguments: list[str], said: str, copy: Path, spawn: Call) -> None:
    """A named pipe that nobody writes to is reported and not waited for."""
    os.mkfifo(copy / "data/records/lake-2001/x.yaml")
    ran = spawn(INSTALLED, *arguments, cwd=copy)
    assert ran.code == 1
    assert said in ran.out


def test_link_to_an_endless_file(copy: Path, spawn: Call) -> None:
    """A symbolic link is not followed, neither by the reader nor by the report."""
    (copy / RECORD).symlink_to("/dev/zero")
    ran = spawn(
        "/bin/sh", "-c", 'ulimit -v 2000000; exec "$0" validate', INSTALLED, cwd=copy, timeout=60
    )
    assert (ran.code, ran.err) == (1, "")
    assert f"{RECORD}:1:1: error E101 " in ran.out
    assert " 1 errors" in ran.out


def test_no_records(call: Call, copy: Path) -> None:
    """Without data/records every listed record is a finding, and nothing is built."""
    assert call("build").code == 0
    shutil.rmtree(copy / "data/records")
    before = contents(copy)
    ran = call("validate", "--root", ".", "--format", "json")
    assert ran.code == 1
    found = findings(ran)
    for place in (
        ("E203", "data/documents/lake-2001.yaml", 41),
        ("E203", "data/documents/lake-2003.yaml", 21),
        ("E203", "data/concordance/lake-2001--lake-2003.yaml", 5),
    ):
        assert place in found
    assert call("build", "--root", ".").code == 1
    assert contents(copy) == before
    call("validate").check_wrong_use()


@pytest.mark.parametrize("keep", [[], ["records", "entities"]], ids=["empty", "empty folders"])
def test_no_data(keep: list[str], call: Call, copy: Path) -> None:
    """An empty data/ is not a clean corpus: it is a finding, and the outputs stay as they are."""
    assert call("build").code == 0
    before = outputs_of(copy)
    for path in (copy / "data").iterdir():
        if path.name not in ("tables", "corpus.json"):
            shutil.rmtree(path)
    for name in keep:
        (copy / "data" / name).mkdir()
    validated = call("validate", "--root", ".")
    built = call("build", "--root", ".")
    assert outputs_of(copy) == before
    assert validated.code == built.code == 1
    assert "data" in validated.out


@pytest.mark.parametrize("name", ["topics", "terms", "entity-types", "compounds", "script"])
def test_no_vocabulary(name: str, call: Call, copy: Path) -> None:
    """A vocabulary that is not there is a finding: what refers to it leads nowhere."""
    (copy / f"data/vocabulary/{name}.yaml").unlink()
    ran = call("validate")
    assert ran.code == 1
    assert f"data/vocabulary/{name}.yaml" in ran.out


# --- streams and signals --------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["explain"], ["explain", "E304"], ["show", "wic-2020/7"]],
    ids=" ".join,
)
def test_nobody_reads(arguments: list[str]) -> None:
    """Standard output that nobody reads any more brings no traceback and no word."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [INSTALLED, *arguments],
            cwd=REPO,
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=LIMIT,
            check=False,
        )
    finally:
        os.close(write)
    assert done.stderr == b""
    assert done.returncode in (0, 2)


def test_head(spawn: Call) -> None:
    """``| head -1`` of a long answer: its first line, no traceback."""
    shell = f'"{INSTALLED}" search 的 | head -n 1'
    ran = spawn("/bin/sh", "-c", shell, cwd=REPO)
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"\S+/\S+ \(\d+\)\n", ran.out)


def test_closed_output(copy: Path, spawn: Call) -> None:
    """Started without a standard output, a command says nothing of an internal fault."""
    ran = spawn("/bin/sh", "-c", f'"{INSTALLED}" validate >&-', cwd=copy)
    assert "Traceback" not in ran.err
    assert "internal fault" not in ran.err


def test_full_disk(copy: Path, spawn: Call) -> None:
    """A report that cannot be written is told in one line, not as a fault of this program."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    ran = spawn("/bin/sh", "-c", f'"{INSTALLED}" validate >/dev/full', cwd=copy)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "internal fault" not in ran.err


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc to see it at work")
def test_interrupted() -> None:
    """SIGINT in the midst of the work: one line, exit code 130, no traceback."""
    with subprocess.Popen(
        [INSTALLED, "validate"],
        cwd=REPO,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        try:
            maps = Path(f"/proc/{process.pid}/maps")
            until = time.monotonic() + LIMIT
            while "pydantic_core" not in maps.read_text() and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.5)  # the modules are loaded by now; reading takes some seconds
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=LIMIT)
        finally:
            process.kill()
    assert process.returncode == 130
    assert (out, err) == (b"", b"cyberspace-corpus: interrupted\n")
