"""However a corpus is damaged, judging it a document at a time finds what judging it as a whole
does, anew and from what is kept: random damage, several steps of it, and mending in between."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from cyberspace_corpus.cache import Cache, survey
from cyberspace_corpus.engine import local, run
from cyberspace_corpus.rules.run import validate

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
TODAY: Final = date(2026, 1, 1)
STEPS: Final = 8

IDS: Final = (
    *("lake-2001", "lake-2003", "ghost", "ferry-post-2003", "harbor-press-2001", "1", "1.2"),
    *("lantern-daily-2001", "mirror-lake", "northhaven", "preamble", "lake-2003/1.3", "fog"),
)
"""Words that name something in the base, or nothing."""

Move = Callable[[Path, Path, random.Random], object]
"""Does something to a file below a root, by chance."""


def replaced(file: Path, pattern: str, by: str, chance: random.Random) -> None:
    """Put something in place of one of the places that the pattern fits."""
    text = file.read_bytes().decode("utf-8", "replace")
    if places := list(re.finditer(pattern, text)):
        start, end = chance.choice(places).span()
        file.write_text(text[:start] + by + text[end:], "utf-8")


def other_id(root: Path, file: Path, chance: random.Random) -> None:
    replaced(file, "|".join(map(re.escape, IDS)), chance.choice(IDS), chance)


def other_character(root: Path, file: Path, chance: random.Random) -> None:
    replaced(file, "[一-鿿]", chance.choice("湖渡灯雾"), chance)


def other_number(root: Path, file: Path, chance: random.Random) -> None:
    replaced(file, "[0-9]", chance.choice("123456789"), chance)


def another_witness(root: Path, file: Path, chance: random.Random) -> None:
    source = chance.choice(("ferry-post-2003", "lantern-daily-2001"))
    lines = chance.randint(1, 6)
    added = f'witnesses:\n  - {{source: {source}, zh: "{lines}"}}\n'
    replaced(file, "witnesses:\n", added, chance)


def line_twice_or_gone(root: Path, file: Path, chance: random.Random) -> None:
    rows = file.read_bytes().split(b"\n")
    at = chance.randrange(len(rows))
    rows[at : at + 1] = chance.choice(([], [rows[at]] * 2))
    file.write_bytes(b"\n".join(rows))


def broken(root: Path, file: Path, chance: random.Random) -> None:
    file.write_bytes(b"x: [\xff")


def gone(root: Path, file: Path, chance: random.Random) -> None:
    file.unlink()


def over_another(root: Path, file: Path, chance: random.Random) -> None:
    other = chance.choice(files_of(root))
    if other != file:
        shutil.copy(file, other)


def renamed(root: Path, file: Path, chance: random.Random) -> None:
    name = chance.choice(("zz", "lake-2004", "9", "1.2", "Bad_Name"))
    file.rename(file.with_name(name + file.suffix))


def folder_renamed(root: Path, file: Path, chance: random.Random) -> None:
    folder = root / "data" / "records" / chance.choice(("lake-2001", "lake-2003", "ghost"))
    target = folder.with_name(chance.choice(("lake-2001", "lake-2003", "ghost")))
    if folder.is_dir() and not target.exists():
        folder.rename(target)


def released(root: Path, file: Path, chance: random.Random) -> None:
    folder = root / "data" / "releases"
    folder.mkdir(exist_ok=True)
    (folder / "1.0.0.txt").write_text("lake-2003/1.1\nlake-2001/7\nsection:lake-2003/1\n")


def redirected(root: Path, file: Path, chance: random.Random) -> None:
    id, to = chance.choice(("1.1", "8")), chance.choice(("lake-2003/1.2", "lake-2003/77"))
    line = f"  - {{id: lake-2003/{id}, kind: moved, to: [{to}], date: '2020-01-01'}}\n"
    (root / "data" / "redirects.yaml").write_text(f"redirects:\n{line}")


def mended(root: Path, file: Path, chance: random.Random) -> None:
    """Put right one of the files that are not as in the base."""
    originals = [path.relative_to(BASE) for path in files_of(BASE)]
    wrong = [
        path
        for path in originals
        if not (root / path).is_file() or (root / path).read_bytes() != (BASE / path).read_bytes()
    ]
    if wrong:
        path = chance.choice(wrong)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BASE / path, root / path)


MOVES: Final[tuple[Move, ...]] = (
    *(other_id,) * 8,
    *(another_witness,) * 5,
    *(other_character,) * 3,
    *(mended,) * 6,
    *(broken, broken, gone, gone, renamed, renamed, folder_renamed, other_number),
    *(over_another, line_twice_or_gone, released, redirected),
)


def files_of(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", range(24))
def test_damage(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same findings in the same order, after every step."""
    monkeypatch.setenv("CYBERSPACE_CORPUS_CACHE", str(tmp_path / "kept"))
    root, chance = tmp_path / "corpus", random.Random(seed)
    shutil.copytree(BASE, root)
    cache, done = Cache(str(root)), []
    for _ in range(STEPS):
        for move in chance.choices(MOVES, k=chance.randint(1, 3)):
            file = chance.choice(files_of(root))
            move(root, file, chance)
            done.append((move.__name__, file.relative_to(root).as_posix()))
        wanted = validate(root, today=TODAY).findings
        assert run.validate(root, local.one, today=TODAY).findings == wanted, done
        known = survey(str(root))
        kept = run.validate(root, local.one, today=TODAY, cache=cache, known=known)
        assert kept.findings == wanted, done
        assert not [finding for finding in wanted if finding.rule == "E901"], done
