"""What a release promises: its ids resolve forever, its version is right, its origin is told."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus.build.outputs import outputs
from cyberspace_corpus.cli.main import main
from cyberspace_corpus.compare.difference import difference
from cyberspace_corpus.compare.editions import Edition, edition
from cyberspace_corpus.corpus import read
from cyberspace_corpus.published.redirection import Redirected
from cyberspace_corpus.release.assemble import content as make_content
from cyberspace_corpus.release.format import Content, formats
from cyberspace_corpus.release.ids import ids_file, path_of
from cyberspace_corpus.release.provenance import LIBRARIES, commit, provenance
from cyberspace_corpus.release.sbom import LOCK, pins, sbom
from cyberspace_corpus.release.versions import refusal
from cyberspace_corpus.rules.run import validate

REPO: Final = Path(__file__).resolve().parents[2]
BASE: Final = REPO / "tests" / "fixtures" / "base"
FIRST: Final = "data/releases/0.1.0.txt"
TERM: Final = "foghorn"
REDIRECTS: Final = """\
redirects:
  - {id: lake-2001/8, kind: moved, to: [lake-2001/3], date: "2003-02-01", reason: Merged.}
  - id: lake-2001/9
    kind: split
    to: [lake-2001/1, lake-2001/2]
    date: "2003-02-01"
    reason: Two items.
  - {id: lake-2001/10, kind: withdrawn, to: [], date: "2003-02-01", reason: Never printed.}
  - id: "entity:pier"
    kind: moved
    to: ["entity:mirror-lake"]
    date: "2003-02-01"
    reason: A slip.
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small corpus, built."""
    root = tmp_path / "corpus"
    shutil.copytree(BASE, root)
    assert main(["build", "--root", str(root)]) == 0
    return root


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    write(root, path, text.replace(old, new))


def ids_of(root: Path) -> bytes:
    """The ids file of the corpus as it is."""
    corpus = read(root).corpus
    return ids_file(corpus, outputs(corpus))


# --- ids ------------------------------------------------------------------------------------


def test_ids_of_a_release(copy: Path) -> None:
    """Every record, section, entity, term and topic, one a line, sorted, once."""
    head, *lines = ids_of(copy).decode().splitlines()
    assert re.fullmatch(r"# data/corpus\.json sha256:[0-9a-f]{64}", head)
    assert head.endswith(hashlib.sha256((copy / "data/corpus.json").read_bytes()).hexdigest())
    assert lines == sorted(set(lines))
    corpus = cc.load(copy / "data" / "corpus.json")
    assert set(lines) == {
        *(record.id for record in corpus.records),
        *(f"section:{section.id}" for section in corpus.sections),
        *(f"entity:{entity.id}" for entity in corpus.entities),
        *(f"term:{term.id}" for term in corpus.terms),
        *(f"topic:{topic.id}" for topic in corpus.topics),
    }


def test_a_released_id_that_goes_is_found(copy: Path) -> None:
    """After a release, another id for a term breaks the promise, until a redirect keeps it."""
    write(copy, FIRST, ids_of(copy).decode())
    assert validate(copy).findings == ()
    edit(copy, "data/vocabulary/terms.yaml", f"id: {TERM}\n", f"id: {TERM}-2\n")
    (found,) = validate(copy).findings
    assert (found.rule, found.path, found.values["value"]) == ("E806", FIRST, f"term:{TERM}")
    lines = (copy / FIRST).read_text("utf-8").splitlines()
    assert lines[found.line - 1] == f"term:{TERM}"
    moved = f'{{id: "term:{TERM}", kind: moved, to: ["term:{TERM}-2"], reason: R.'
    write(copy, "data/redirects.yaml", f'redirects:\n  - {moved}, date: "2003-02-01"}}\n')
    assert validate(copy).findings == ()


def test_nothing_else_lies_with_the_releases(copy: Path) -> None:
    """Only files that are called by a version."""
    for name in ("latest.txt", "0.1.txt", "01.1.0.txt", "0.1.0.yaml"):
        write(copy, f"data/releases/{name}", "lake-2001/3\n")
    found = validate(copy).findings
    assert {finding.rule for finding in found} == {"E110"}
    assert len(found) == 4


# --- redirects ------------------------------------------------------------------------------


@pytest.fixture
def redirected(copy: Path) -> cc.Corpus:
    """The small corpus with ids that are gone, as published."""
    write(copy, "data/redirects.yaml", REDIRECTS)
    assert main(["build", "--root", str(copy)]) == 0
    return cc.load(copy / "data" / "corpus.json")


def test_redirects_are_followed(redirected: cc.Corpus) -> None:
    """An id that moved gives what it moved to; otherwise the error says where to, or why."""
    assert redirected["lake-2001/8"] is redirected["lake-2001/3"]
    assert redirected.entity("pier").id == "mirror-lake"
    assert "lake-2001/8" in redirected
    for id, error, words in (
        ("lake-2001/9", cc.Moved, "split into lake-2001/1 and lake-2001/2 on 2003-02-01: Two"),
        ("lake-2001/10", cc.Withdrawn, "withdrawn on 2003-02-01: Never printed."),
    ):
        assert id not in redirected
        with pytest.raises(error, match=words) as raised:
            redirected[id]
        assert isinstance(raised.value, KeyError)
        assert isinstance(raised.value, Redirected)
    with pytest.raises(KeyError) as unknown:
        redirected["lake-2001/99"]
    assert not isinstance(unknown.value, Redirected)
    assert 3 not in redirected
    assert redirected.descendants("lake-2001/8") == redirected.descendants("lake-2001/3")


def test_table_of_redirects(redirected: cc.Corpus, copy: Path) -> None:
    """The table has a row a redirect, with its targets as a list and its day as a day."""
    row = redirected.redirects[1]
    assert row.targets == ("lake-2001/1", "lake-2001/2")
    assert row.date == datetime.date(2003, 2, 1)
    assert redirected.rows("redirects") == redirected.redirects
    lines = (copy / "data/tables/redirects.csv").read_text("utf-8").splitlines()
    assert lines[0] == "id,kind,targets,date,reason"
    assert lines[1] == 'lake-2001/8,moved,"[""lake-2001/3""]",2003-02-01,Merged.'


@pytest.mark.parametrize(
    ("id", "said", "code"),
    [
        ("lake-2001/8", ["lake-2001/8 moved to lake-2001/3 on", "lake-2001/3  (item)"], 0),
        ("lake-2001/9", ["was split into", "lake-2001/1  (", "lake-2001/2  ("], 0),
        ("lake-2001/10", ["lake-2001/10 was withdrawn on 2003-02-01: Never printed."], 1),
    ],
)
def test_show_says_that_it_moved(
    redirected: cc.Corpus,
    id: str,
    said: list[str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("cyberspace_corpus.cli.published.load", lambda: redirected)
    capsys.readouterr()
    assert main(["show", id]) == code
    out = capsys.readouterr().out
    for words in said:
        assert words in out


# --- versions -------------------------------------------------------------------------------


def refused(root: Path, version: str, against: Edition | None = None) -> str | None:
    corpus = read(root).corpus
    files = outputs(corpus)
    found = difference(against, this(root)) if against else None
    return refusal(version, corpus, ids_file(corpus, files), found)


def this(root: Path) -> Edition:
    files = outputs(read(root).corpus)
    tables = {Path(path).stem: data for path, data in files.items() if "tables/" in path}
    return edition("this", files["data/corpus.json"], tables)


def test_first_release(copy: Path) -> None:
    """Where nothing was released any version will do, if it is one."""
    assert refused(copy, "0.0.1") is None
    assert "not of the form" in str(refused(copy, "0.1"))
    assert "not of the form" in str(refused(copy, "1.0.0-rc1"))


def test_versions_by_ids(copy: Path) -> None:
    """Unchanged: the same again. Corrected: patch. A new id: minor. One gone: major."""
    write(copy, FIRST, ids_of(copy).decode())
    assert refused(copy, "0.1.0") is None
    assert refused(copy, "0.1.1") is None
    assert "the least is 0.1.1" in str(refused(copy, "0.0.9"))
    edit(copy, "data/vocabulary/topics.yaml", "The movement of vessels.", "Vessels moving.")
    assert refused(copy, "0.1.0") == (
        "version 0.1.0 is too low: 0.1.0 is released already, and the corpus is not as it was "
        "then; the least is 0.1.1"
    )
    assert refused(copy, "0.1.1") is None
    write(copy, FIRST, ids_of(copy).decode().replace("topic:lighthouses\n", ""))
    assert "new ids since 0.1.0 (topic:lighthouses); the least is 0.2.0" in str(
        refused(copy, "0.1.9")
    )
    assert refused(copy, "0.2.0") is None
    write(copy, FIRST, ids_of(copy).decode() + "lake-2001/8\nlake-2001/9\n")
    assert refused(copy, "0.9.0") == (
        "version 0.9.0 is too low: ids of 0.1.0 are gone (lake-2001/8, lake-2001/9); "
        "the least is 1.0.0"
    )
    assert refused(copy, "1.0.0") is None


def test_the_kind_of_redirect_decides_the_step(copy: Path) -> None:
    """An id that moved still resolves, one that was split or withdrawn does not."""
    write(copy, FIRST, ids_of(copy).decode() + "lake-2001/8\n")
    write(copy, "data/redirects.yaml", REDIRECTS)
    assert "ids of 0.1.0 have moved (lake-2001/8); the least is 0.2.0" in str(
        refused(copy, "0.1.1")
    )
    write(copy, FIRST, ids_of(copy).decode() + "lake-2001/8\nlake-2001/9\n")
    assert "gone (lake-2001/9); the least is 1.0.0" in str(refused(copy, "0.2.0"))


def test_the_last_release_is_the_highest(copy: Path) -> None:
    """0.10.0 is later than 0.9.0, whatever the alphabet says."""
    for version in ("0.9.0", "0.10.0"):
        write(copy, f"data/releases/{version}.txt", ids_of(copy).decode())
    assert refused(copy, "0.10.0") is None
    assert "the least is 0.10.1" in str(refused(copy, "0.9.1"))


def test_versions_against_an_edition(copy: Path) -> None:
    """With an earlier edition at hand, columns and corrections are weighed too."""
    before = this(copy)
    version = before.version
    assert refused(copy, version, before) is None
    edit(copy, "data/vocabulary/topics.yaml", "The movement of vessels.", "Vessels moving.")
    assert "corrected in topics: 1; the least is" in str(refused(copy, version, before))
    header = {**before.headers, "topics": (*before.headers["topics"], "colour")}
    fewer = Edition(before.name, version, before.meta, before.rows, header, before.fields)
    least = f"{int(version.split('.')[0]) + 1}.0.0"
    assert f"the column topics.colour is gone; the least is {least}" in str(
        refused(copy, version, fewer)
    )
    assert refused(copy, least, fewer) is None


def test_moved_ids_are_no_major_step(copy: Path) -> None:
    """``diff`` and ``release`` say the same of an id that moved."""
    files = outputs(read(copy).corpus)
    data = json.loads(files["data/corpus.json"])
    records = data["documents"][0]["records"]
    records.append({**records[0], "id": "lake-2001/8"})
    before = edition("before", json.dumps(data).encode(), {})
    version = before.version
    assert "lake-2001/8 (records) no longer resolves" in str(refused(copy, version, before))
    write(copy, "data/redirects.yaml", REDIRECTS)
    said = str(refused(copy, version, before))
    assert "no longer resolves" not in said
    assert "too low" in said


# --- provenance -----------------------------------------------------------------------------


def git(root: Path, *words: str) -> str:
    names = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(root), *names, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_commit(copy: Path) -> None:
    """The commit, and whether anything differs from it but the ids of this very release."""
    assert commit(copy / "data") == ("unknown", None)
    git(copy, "init", "--quiet")
    assert commit(copy) == ("unknown", None)
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "x")
    head = git(copy, "rev-parse", "HEAD")
    assert commit(copy) == (head, False)
    write(copy, path_of(cc.__version__), "lake-2001/3\n")
    assert commit(copy) == (head, False)
    write(copy, "data/redirects.yaml", "redirects: []\n")
    assert commit(copy) == (head, True)


def test_provenance_is_true(content: Content) -> None:
    """Digests are those of the witnesses; no name of this machine is told."""
    made = provenance(content, {"a.txt": b"a", "b/c.txt": b"c"})
    plain = json.loads(made["provenance.json"])
    assert plain["version"] == cc.__version__
    for witness in plain["witnesses"]:
        data = (content.root / witness["path"]).read_bytes()
        assert witness["sha256"] == hashlib.sha256(data).hexdigest()
    assert len(plain["witnesses"]) == len(content.corpus.sources)
    assert all(re.fullmatch(r"[0-9][\w.]*", number) for number in plain["libraries"].values())
    for private in (str(content.root), str(Path.home()) + "/", "hostname", Path.cwd().as_posix()):
        assert private not in made["provenance.intoto.json"].decode()


def test_libraries_are_those_that_write() -> None:
    """Every library that a format imports is named in the provenance."""
    package = Path(formats.__code__.co_filename).parent / "formats"
    code = "\n".join(path.read_text("utf-8") for path in package.glob("*.py"))
    used = set(re.findall(r"^ +(?:from|import) (\w+)", code, re.MULTILINE))
    ours = {"cyberspace_corpus", "collections", "datetime", "json", "io", "re"}
    assert used - ours <= set(LIBRARIES), used - ours
    assert {"pyarrow", "lxml", "opencc", "xlsxwriter", "hatchling"} <= used


def statement(content: Content) -> Any:
    files = {"a.txt": b"a", "b/c.txt": b"c"}
    return json.loads(provenance(content, files)["provenance.intoto.json"])


def test_statement(content: Content) -> None:
    """The subjects are the files; the witnesses and libraries are the dependencies."""
    said = statement(content)
    assert said["subject"][0] == {
        "name": "a.txt",
        "digest": {"sha256": hashlib.sha256(b"a").hexdigest()},
    }
    definition = said["predicate"]["buildDefinition"]
    names = {dependency["name"] for dependency in definition["resolvedDependencies"]}
    assert {source.path for source in content.corpus.sources} <= names
    assert set(LIBRARIES) <= names


@pytest.mark.receiver("provenance", "in-toto-attestation", "statement and predicate, key by key")
def test_statement_by_in_toto(content: Content) -> None:
    """in-toto's own messages take the statement and the predicate, key by key."""
    pytest.importorskip("in_toto_attestation", reason="in-toto-attestation is not installed")
    from google.protobuf import json_format
    from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement

    said = statement(content)
    message = json_format.ParseDict(said, statement_pb2.Statement())
    Statement.copy_from_pb(message).validate()
    json_format.ParseDict(said["predicate"], provenance_pb2.Provenance())
    said["predicate"]["hostname"] = "x"
    with pytest.raises(json_format.ParseError):
        json_format.ParseDict(said["predicate"], provenance_pb2.Provenance())


def bill(content: Content, wheel: bytes) -> bytes:
    return sbom(content, {"cyberspace_corpus-0.1.0-py3-none-any.whl": wheel})["sbom.cdx.json"]


def test_sbom(content: Content) -> None:
    """Every package of the lock is a component with its digests; the number is derived."""
    made = json.loads(bill(content, b"wheel"))
    lock = (REPO / LOCK).read_text("utf-8")
    pinned = re.findall(r"^([\w.-]+)==([^ ]+)", lock, re.MULTILINE)
    assert [(c["name"], c["version"]) for c in made["components"]] == pinned
    hashes = [h for c in made["components"] for r in c["externalReferences"] for h in r["hashes"]]
    assert len(hashes) == lock.count("--hash=sha256:")
    assert made["serialNumber"] == json.loads(bill(content, b"wheel"))["serialNumber"]
    assert made["serialNumber"] != json.loads(bill(content, b"other"))["serialNumber"]
    refs = {made["metadata"]["component"]["bom-ref"], *(c["bom-ref"] for c in made["components"])}
    reached: set[str] = set()
    for dependency in made["dependencies"]:
        assert dependency["ref"] in refs
        reached |= set(dependency["dependsOn"])
    assert reached == refs - {made["metadata"]["component"]["bom-ref"]}


STRICTLY: Final = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read()))
"""


@pytest.mark.receiver(
    "sbom",
    "cyclonedx-python-lib[json-validation]==11.12.0",
    "valid by the strict schema of CycloneDX 1.6; a fault found",
)
def test_sbom_by_cyclonedx(
    receiver: str, content: Content, environment: Callable[[str], Path]
) -> None:
    """CycloneDX's own validator takes the bill, in its strict form. It has an environment of its
    own, for what it needs makes every import of jsonschema slow."""
    python = environment(receiver) / "python"

    def objection(text: str) -> str:
        command = [str(python), "-c", STRICTLY]
        done = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout.strip()

    text = bill(content, b"wheel").decode()
    assert objection(text) == "None"
    assert "SHA-257" in objection(text.replace('"SHA-256"', '"SHA-257"'))


def test_no_bill_without_a_wheel(content: Content, copy: Path) -> None:
    assert sbom(content, {}) == {}
    small = content_of(copy)
    assert sbom(small, {"x.whl": b""}) == {}


def content_of(root: Path) -> Content:
    return make_content(root, read(root).corpus)


def test_pins() -> None:
    """Markers and several askers are read; a comment of the lock's own is no package."""
    lock = (
        "# made by hand\n"
        "a-b==1.0 ; os_name == 'nt' \\\n    --hash=sha256:" + "0" * 64 + "\n    # via c\n"
        "c==2 \\\n    --hash=sha256:" + "1" * 64 + "\n    # via\n"
        "    #   cyberspace-corpus (pyproject.toml)\n    #   d.e\n"
    )
    one, other = pins(lock)
    assert (one.name, one.version, one.marker, one.via) == ("a-b", "1.0", "os_name == 'nt'", ("c",))
    assert (other.marker, other.via) == (None, ("cyberspace-corpus", "d.e"))
    assert other.hashes == ("1" * 64,)


def test_notes(content: Content) -> None:
    """The notes name every format and every table, and what the changelog says."""
    from cyberspace_corpus.release.formats.notes import write as notes

    files: Mapping[str, bytes] = notes(content)
    page = files["NOTES.md"].decode()
    for format in formats():
        assert f"| {format.name} |" in page
    for name, rows in content.tables.items():
        assert f"| {name} | {len(rows)} |" in page
    assert cc.__version__ in page
