"""Records in one large file: the verdict and the tables are those of files of their own, on
whichever engine."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.engine import local, reading
from cyberspace_corpus.engine.build import build
from cyberspace_corpus.engine.join import Written
from cyberspace_corpus.engine.line import entry_of_line
from cyberspace_corpus.engine.reading import Changed
from cyberspace_corpus.engine.records import Lines, Raw, Unusable, records_of
from cyberspace_corpus.engine.run import validate_lines
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import judge
from cyberspace_corpus.model.kinds import KIND, integer_keys
from cyberspace_corpus.rules.run import validate as validate_files
from cyberspace_corpus.yamlio.reader import Unreadable, parse

TESTS: Final = Path(__file__).parents[1]
BASE: Final = TESTS / "fixtures" / "base"
REAL: Final = TESTS.parent
CALLED: Final = "records.jsonl"

OF_NAMES: Final = "E110"
"""Of names of files: records in one file have none."""

RULES: Final = [p.stem for p in sorted((TESTS / "fixtures").glob("*.yaml")) if p.stem != OF_NAMES]


def gathered(root: Path) -> Path:
    """Put the records below ``root`` into one file, and take their own away."""
    folder, file = root / "data" / "records", root / CALLED
    with open(file, "w", encoding="utf-8") as lines:
        for path in sorted(folder.glob("*/*.yaml")):
            id = path.relative_to(folder).with_suffix("").as_posix()
            data: dict[str, Any] = parse(path.read_bytes(), integer_keys()).data
            lines.write(json.dumps({"id": id} | data, ensure_ascii=False) + "\n")
    shutil.rmtree(folder)
    return file


def judged(
    root: Path, file: Path, engine: local.Engine = local.one, progress: Any = None
) -> tuple[Finding, ...]:
    """All findings about the corpus with the records of the file."""
    return validate_lines(root, file, engine, progress, called=CALLED).findings


def as_files(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Rule, path and values of findings, as if each record had a file of its own."""
    named = [
        replace(found, path=f"data/records/{found.record}.yaml") if found.path == CALLED else found
        for found in findings
    ]
    return sorted((found.rule, found.path, str(sorted(found.values.items()))) for found in named)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented corpus of three documents with its records in one file; read only."""
    root = tmp_path_factory.mktemp("generated") / "corpus"
    program = TESTS / "benchmarks" / "generate.py"
    subprocess.run([sys.executable, program, root, "260", "--lines"], check=True)
    return root


@pytest.fixture(scope="module")
def spoilt(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same records with a slip in every tenth, and one that stands twice."""
    slips = (
        ('"text": [{"zh": "', '"text": [{"zh": "错'),
        ('"kind": "', '"kind": "a'),
        ('"en": "', '"en": "灯'),
        ("topics", "topix"),
    )
    lines = (generated / CALLED).read_text("utf-8").splitlines(keepends=True)
    for number in range(5, len(lines), 10):
        right, wrong = slips[number // 10 % len(slips)]
        assert right in lines[number]
        lines[number] = lines[number].replace(right, wrong, 1)
    lines.insert(40, lines[20])
    file = tmp_path_factory.mktemp("spoilt") / CALLED
    file.write_text("".join(lines), "utf-8")
    return file


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is a job by itself, and few of them are worth a process."""
    monkeypatch.setattr(Lines, "job", 1)
    monkeypatch.setattr(local, "WORTH", 2)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_holds_for_lines(rule: str, tmp_path: Path) -> None:
    """What the example of a rule brings in files, it brings in lines: same rules, same values."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    example = YAML(typ="safe").load((TESTS / "fixtures" / f"{rule}.yaml").read_text("utf-8"))
    for edit in example["edits"]:
        path = root / edit["file"]
        if "replace" in edit:
            text = path.read_bytes().decode()
            path.write_bytes(text.replace(edit["replace"], edit["by"]).encode())
        elif "text" in edit:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(edit["text"], "utf-8")
        elif "bytes" in edit:
            path.write_bytes(bytes.fromhex(edit["bytes"]))
        elif "repeat" in edit:
            path.write_text(edit["repeat"]["text"] * edit["repeat"]["times"], "utf-8")
        elif "link" in edit:
            path.symlink_to(edit["link"])
        else:
            path.unlink()
    found = validate_files(root).findings
    assert as_files(judged(root, gathered(root))) == as_files(found)
    assert found


def test_generated_records_are_valid(generated: Path) -> None:
    """What the benchmark generates keeps every rule."""
    verdict = validate_lines(generated, generated / CALLED, local.one, called=CALLED)
    assert verdict.findings == ()
    assert verdict.files == 260 + sum(1 for path in generated.glob("data/*/*") if path.is_file())


def test_places(generated: Path, spoilt: Path) -> None:
    """A finding names the line of the record and the column of the value in it."""
    lines = spoilt.read_text("utf-8").split("\n")
    found = [finding for finding in judged(generated, spoilt) if finding.path == CALLED]
    kinds = [finding for finding in found if finding.rule == "E204"]
    assert len(kinds) == 7
    for finding in kinds:
        line, value = lines[finding.line - 1], finding.values["value"]
        assert line[finding.column - 1 :].startswith(f'"{value}"')
        assert f'"id": "{finding.record}"' in line
    (twice,) = (finding for finding in found if finding.rule == "E206")
    assert (twice.line, twice.values["value"]) == (41, twice.record)


@pytest.mark.usefixtures("small_jobs")
def test_several_processes(generated: Path, spoilt: Path) -> None:
    """Two processes find what one finds, in the same order."""
    assert judged(generated, spoilt, local.several(2)) == judged(generated, spoilt)


@pytest.mark.usefixtures("small_jobs")
def test_a_killed_process_loses_nothing() -> None:
    """What a killed process was doing is done by the one that waits for it."""
    assert list(local.several(2)(partial(_suicide, os.getpid()), range(20))) == list(range(20))


def _suicide(parent: int, job: int) -> int:
    if job == 2 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.filterwarnings("ignore")
def test_dask_loses_nothing_with_a_worker(generated: Path, spoilt: Path, tmp_path: Path) -> None:
    """Dask finds what one process finds, in the same order, though a worker is killed on the
    way."""
    distributed = pytest.importorskip("distributed", reason="no Dask")
    from cyberspace_corpus.engine.dask import Dask

    marker = tmp_path / "killed"

    def fatal_once(job: int) -> int:
        if job == 3 and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        engine = Dask(cluster.scheduler_address)
        assert list(engine(fatal_once, range(40))) == list(range(40))
        assert marker.exists()

        def progress(done: int, total: int) -> None:
            if not killed:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        found = judged(generated, spoilt, engine, progress)
    assert killed
    assert found == judged(generated, spoilt)


def test_no_scheduler() -> None:
    """An address that nobody answers at is told."""
    pytest.importorskip("distributed", reason="no Dask")
    from cyberspace_corpus.engine.dask import Dask

    with pytest.raises(local.Lost, match="no scheduler answers at nonsense"):
        next(Dask("nonsense://")(str, [1]))


def test_order_of_the_lines(generated: Path, spoilt: Path, tmp_path: Path) -> None:
    """Records may stand in any order; only the lines that findings name are others."""
    lines = spoilt.read_text("utf-8").splitlines(keepends=True)
    twice = lines.pop(40)
    random.Random(1).shuffle(lines)
    file = tmp_path / CALLED
    file.write_text("".join([*lines, "\n", twice]), "utf-8")
    assert as_files(judged(generated, file)) == as_files(judged(generated, spoilt))


def test_parquet(generated: Path, spoilt: Path, tmp_path: Path) -> None:
    """Parquet is judged as JSON Lines are; only the columns that findings name are others."""
    pa = pytest.importorskip("pyarrow", reason="no pyarrow")
    pq = pytest.importorskip("pyarrow.parquet", reason="no pyarrow")
    rows: dict[str, list[str]] = {"id": [], "record": []}
    for line in spoilt.read_text("utf-8").splitlines():
        head, _, rest = line.partition(", ")
        rows["id"].append(head.split('"')[3])
        rows["record"].append("{" + rest)
    file = tmp_path / "records.parquet"
    pq.write_table(pa.table(rows), file, row_group_size=50)
    found, wanted = (judged(generated, path) for path in (file, spoilt))
    places = [[(f.rule, f.path, f.line, f.values) for f in some] for some in (found, wanted)]
    key: Callable[[Any], str] = repr
    assert sorted(places[0], key=key) == sorted(places[1], key=key)


@pytest.mark.parametrize("root", [BASE, REAL], ids=["base", "real"])
def test_tables(root: Path, tmp_path: Path) -> None:
    """A build from one file writes, byte for byte, what a build from files writes."""
    result = validate_files(root)
    wanted = outputs(result.corpus)
    copy = tmp_path / "corpus"
    shutil.copytree(root / "data", copy / "data")
    verdict = build(copy, gathered(copy), tmp_path / "new", local.one, called=CALLED)
    assert verdict.findings == result.findings
    written = {p.relative_to(tmp_path / "new").as_posix(): p for p in _files(tmp_path / "new")}
    assert set(written) == {path for path in wanted if path.startswith("data/")}
    for path, file in written.items():
        assert file.read_bytes() == wanted[path], path
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "new"}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_nothing_is_built_of_what_is_wrong(generated: Path, spoilt: Path, tmp_path: Path) -> None:
    """Errors leave no folder behind, neither the new one nor a part of it."""
    found = build(generated, spoilt, tmp_path / "new", local.one, called=CALLED).findings
    assert found == judged(generated, spoilt)
    assert list(tmp_path.iterdir()) == []


def damaged(line: str, chance: random.Random) -> str:
    """The line with one thing in it that is likely to be wrong."""
    at = chance.randrange(len(line))
    return chance.choice(
        (
            line[:at] + line[at + 1 :],
            line[:at] + chance.choice('"{}[],:\\ \t\u200b漢é7') + line[at:],
            line.replace("en", chance.choice(("zh", "e\\u006e", "on")), 1),
            line.replace('": "', '": "\\u' + chance.choice(("4e2d", "0007", "d83d", "0301")), 1),
            line.replace('"', "'", 2),
            line.replace("null", chance.choice(("7", "true", "1.5", "[]", "NaN", '"null"')), 1),
            line.replace('"number"', chance.choice(('"section"', '"id"', '"1a"')), 1),
            line.replace(": ", ":"),
        )
    )


def slowly(raw: bytes) -> tuple[Any, list[str]]:
    """What the reader and both judges say of a record: the model, or the rules it breaks."""
    try:
        model, problems = judge(KIND["record"], parse(raw, integer_keys()))
    except Unreadable as problem:
        return None, [problem.rule]
    return None if problems else model, [problem.rule for problem in problems]


def test_the_quick_way_accepts_nothing_else(generated: Path) -> None:
    """What is accepted quickly is what the reader and both judges accept, with the same values."""
    chance = random.Random(7)
    lines = (generated / CALLED).read_text("utf-8").splitlines()
    accepted = 0
    for number in range(300):
        text = damaged(chance.choice(lines).partition(", ")[2], chance)
        raw = Raw(number, "lake-00001/1", ("{" + text).encode("utf-8", "surrogatepass"))
        quick, findings = entry_of_line(raw)
        model, rules = slowly(raw.json)
        assert (quick.model if quick else None, [finding.rule for finding in findings]) == (
            model,
            rules,
        ), text
        accepted += quick is not None
    assert 50 < accepted < 250


def test_characters_of_two_escapes(tmp_path: Path) -> None:
    """A character beyond the first 65,536, spelled in two escapes, is that character."""
    file = tmp_path / CALLED
    file.write_text('{"id": "a/1", "x": "\\\\ud840 \\ud840\\udc00", "n": 1}\n', "ascii")
    (raw,) = Lines(file).read(Lines(file).index(lambda id: None)["a"])
    assert json.loads(raw.json) == {"x": "\\ud840 𠀀", "n": 1}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{}", "E202"),
        ('{"document": "lake-2001", "id": "lake-2001/1"}', "E202"),
        ('{"id": "Lake/1", "kind": "item"}', "E202"),
        ('{"id": "../x/1", "kind": "item"}', "E202"),
        ("not JSON", "E202"),
        ('{"id": "lake-2001/1", "kind": "item"', "E105"),
        ('{"id": "lake-2001/1", "kind": "item", "kind": "item"}', "E106"),
        ('{"id": "lake-2001/1", "kind": "' + "x" * 300_000 + '"}', "E102"),
    ],
)
def test_lines_that_are_no_records(line: str, rule: str, tmp_path: Path) -> None:
    """A line that is none is a finding at its number; the other lines are judged."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    file = gathered(root)
    first = file.read_text("utf-8").split("\n", 1)[1]  # without that of lake-2001/1
    file.write_text(f"{first}{line}\n", "utf-8")
    found = [finding for finding in judged(root, file) if finding.rule == rule]
    assert [(finding.path, finding.line) for finding in found] == [(CALLED, 12)]
    assert found[0].values.get("first", "12") == "12"


@pytest.mark.usefixtures("small_jobs")
@pytest.mark.parametrize("path", [CALLED, "data/entities/lapu.yaml"])
def test_a_change_on_the_way_is_told(
    path: str, generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no verdict on files of which some were read before a change, some after it."""
    root = tmp_path / "corpus"
    shutil.copytree(generated, root)

    def changing(function: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        with open(root / path, "ab") as file:
            file.write(b"# \n")
        monkeypatch.setattr(reading, "_shared", {})  # as of a worker that has just been started
        return map(function, jobs)

    with pytest.raises(Changed):
        judged(root, root / CALLED, changing)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("records.csv", b"", "neither JSON Lines"),
        ("records.parquet", b"{}", "is no Parquet file"),
    ],
)
def test_files_that_hold_no_records(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    """A file of another kind is refused with one line."""
    pytest.importorskip("pyarrow", reason="no pyarrow")
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Unusable, match=says):
        records_of(file).index(lambda id: None)


def test_ids_are_joined_on_the_disk(tmp_path: Path) -> None:
    """Of the ids that are asked for, those that were added are found."""
    pytest.importorskip("duckdb", reason="no DuckDB")
    with Written(tmp_path) as ids:
        for number in range(1000):
            ids.add(f"a/{number}")
        assert ids.among(["a/7", "a/1000", "section:a/7", "a/999", "a/7"]) == {"a/7", "a/999"}
        assert ids.among([]) == set()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--records", "none.jsonl"], "no file none.jsonl"),
        (["--engine", "dask"], "--records FILE"),
        (["--scheduler", "tcp://a:1"], "--scheduler is for --engine dask"),
        (["--records", CALLED, "--changed"], "--changed looks at files"),
        (["--records", CALLED, "--watch"], "--watch looks at files"),
    ],
)
def test_wrong_use(
    words: list[str], says: str, generated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Options that cannot be meant end with code 2 and one line."""
    assert main(["validate", "--root", str(generated), *words]) == 2
    assert says in capsys.readouterr().err


def test_command(generated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``validate`` and ``build`` take the records of one file; a folder that is there stays."""
    words = ["--root", str(generated), "--records", str(generated / CALLED)]
    assert main(["validate", *words]) == 0
    assert "no findings" in capsys.readouterr().out
    assert main(["build", *words]) == 2
    assert main(["build", *words, "--into", str(tmp_path)]) == 2
    assert main(["build", "--root", str(generated), "--into", str(tmp_path / "new")]) == 2
    assert main(["build", *words, "--into", str(tmp_path / "new")]) == 0
    rows = (tmp_path / "new/data/tables/records.csv").read_text("utf-8").count("\n")
    assert rows == 261
