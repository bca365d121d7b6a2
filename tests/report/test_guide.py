"""What validate/README.md shows is what happens: messages, options, JSON, limits."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus
from cyberspace_corpus.report import machine
from cyberspace_corpus.rules.exceptions import FIRM

PACKAGE: Final = Path(cyberspace_corpus.__file__).parent
GUIDE: Final = PACKAGE.parent / "README.md"
PAGE: Final = GUIDE.read_text(encoding="utf-8")
COMMAND: Final = str(Path(sysconfig.get_path("scripts")) / "cyberspace-corpus")


@dataclass(frozen=True)
class Mistake:
    """A mistake of a contributor: in which file, what stood there, what was typed."""

    title: str
    path: str
    old: str
    new: str


MISTAKES: Final = [
    Mistake(
        "A colon in a text without quotation marks",
        "data/records/lake-2001/2.yaml",
        "note: The English leaves Southquay out.",
        "note: Southquay: the English leaves it out.",
    ),
    Mistake(
        "A misspelt key",
        "data/records/lake-2001/1.yaml",
        "quantities:",
        "quantites:",
    ),
    Mistake(
        "A missing key",
        "data/records/lake-2001/title.yaml",
        "topics: []\n",
        "",
    ),
    Mistake(
        "A kind that does not exist",
        "data/records/lake-2001/box-1.yaml",
        "kind: box",
        "kind: boxx",
    ),
    Mistake(
        "A misspelt entity",
        "data/records/lake-2001/preamble.yaml",
        "lakeside-forum, mirror-lake]",
        "lakeside-forum, miror-lake]",
    ),
    Mistake(
        "A changed character in a text",
        "data/records/lake-2001/1.yaml",
        "渡轮委员会每年检查灯塔。",
        "渡轮委员会每年检察灯塔。",
    ),
    Mistake(
        "A forgotten line of a witness",
        "data/records/lake-2001/1.yaml",
        'zh: 6-7, en: "21"',
        'zh: "6", en: "21"',
    ),
    Mistake(
        "A half-width comma in the Chinese",
        "data/records/lake-2003/1.3.yaml",
        "当前，雾笛尚未配齐。",
        "当前,雾笛尚未配齐。",
    ),
    Mistake(
        "A translation of an earlier Chinese text",
        "data/records/lake-2003/1.1.yaml",
        "a40334021e72cd46",
        "bcb42375d53a9c31",
    ),
    Mistake(
        "A date that is none",
        "data/records/lake-2001/date.yaml",
        'edtf: "2001-05-20"',
        'edtf: "2001-05-32"',
    ),
]
"""The ten commonest, in the order of the page."""


def run(root: Path, *arguments: str) -> str:
    environment = os.environ | {"COLUMNS": "100"}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def session(root: Path, number: int, mistake: Mistake) -> str:
    """The section of a mistake: its name, the change, and all that validate says of it."""
    path = root / mistake.path
    before = path.read_text(encoding="utf-8")
    assert before.count(mistake.old) == 1
    after = before.replace(mistake.old, mistake.new)
    path.write_text(after, encoding="utf-8")
    old, new = before.split("\n"), after.split("\n")
    changed = [f"-{line}" for line in old if line not in new]
    changed += [f"+{line}" for line in new if line not in old]
    said = run(root, "validate").rstrip("\n")
    findings, _, _ = said.partition("\n\nE") if number > 1 else (said, "", "")
    return "\n".join(
        (
            f"### {number}. {mistake.title}",
            "",
            "```console",
            f"$ git diff --unified=0 {mistake.path} | tail -n +6",
            *changed,
            "$ cyberspace-corpus validate",
            findings,
            "```",
            "",
        )
    )


@pytest.mark.parametrize(
    ("number", "mistake"),
    list(enumerate(MISTAKES, 1)),
    ids=lambda part: getattr(part, "title", part),
)
def test_mistakes(number: int, mistake: Mistake, small: Path) -> None:
    """The page shows each mistake with the whole real answer."""
    wanted = session(small, number, mistake)
    assert wanted in PAGE, f"put this into {GUIDE}:\n\n{wanted}"


def test_all_mistakes() -> None:
    """The page shows no mistake that is not checked."""
    titles = re.findall(r"^### \d+\. (.*)$", PAGE, re.MULTILINE)
    assert titles == [mistake.title for mistake in MISTAKES]
    assert len(titles) == 10


def test_options() -> None:
    """Every option of validate and explain stands on the page, and none that is gone."""
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", re.sub(r"```.*?```", "", PAGE, flags=re.S)))
    helps = {name: run(PACKAGE, name, "--help") for name in ("validate", "explain", "refresh")}
    known = {name: set(re.findall(r"--[a-z][a-z-]*", page)) for name, page in helps.items()}
    assert known["validate"] - {"--help"} <= shown
    assert shown <= set().union(*known.values())
    formats = re.search(r"--format \{(.*?)\}", helps["validate"])
    assert formats is not None
    for form in formats[1].split(","):
        assert f"`{form}`" in PAGE


def test_exit_codes() -> None:
    """The page tells the exit codes as the help does."""
    words = " ".join(run(PACKAGE, "validate", "--help").split())
    told = re.search(r"Exit code: (.*?)\.(?: |$)", words)
    assert told is not None
    for code in re.findall(r"\b([0-9]+) [a-z]", told[1]):
        assert f"| {code} |" in PAGE


def json_table() -> str:
    """The keys of the JSON report as the page lists them, from its schema."""
    schema = json.loads((Path(machine.__file__).parent / "report.schema.json").read_text("utf-8"))
    lines = ["| key | type | meaning |", "|---|---|---|"]
    parts = (("", schema), ("findings[].", schema["$defs"]["finding"]))
    for prefix, part in parts:
        for name, field in part["properties"].items():
            kind = field.get("type", "string")
            shown = " or ".join(kind) if isinstance(kind, list) else kind
            lines.append(f"| `{prefix}{name}` | {shown} | {field['description']} |")
    return "\n".join(lines) + "\n"


def test_json() -> None:
    """The page describes every key of the JSON report as its schema does."""
    wanted = json_table()
    assert wanted in PAGE, f"put this into {GUIDE}:\n\n{wanted}"


def limits() -> str:
    """Every limit of the package with its value and its reason, from the code. One reason may
    stand below several limits."""
    lines = ["| limit | value | reason |", "|---|---|---|"]
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        found: list[str] = []
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                name = node.target.id
                if name.startswith("MAX_") and isinstance(node.value, ast.Constant):
                    found.append(f"| `{module}.{name}` | {node.value.value} |")
                continue
            text = node.value if isinstance(node, ast.Expr) else None
            if isinstance(text, ast.Constant):
                reason = " ".join(str(text.value).replace("``", "`").split())
                lines += [f"{row} {reason} |" for row in found]
                found = []
            assert not found, f"these limits have no docstring that says why: {found}"
    return "\n".join(lines) + "\n"


def test_limits() -> None:
    """The page lists every limit with the value and the reason that the code has."""
    wanted = limits()
    assert wanted in PAGE, f"put this into {GUIDE}:\n\n{wanted}"


def test_exceptions() -> None:
    """The page names the rules that know no exceptions."""
    (told,) = re.findall(r"know no exceptions:\s+(.*?)\.", PAGE, re.DOTALL)
    assert tuple(re.findall(r"`([EW]\d+)", told)) == FIRM
