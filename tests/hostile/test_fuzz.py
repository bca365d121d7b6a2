"""Records that are cut, flipped, spliced and made up: nothing but a refusal ever comes of them.

``CORPUS_FUZZ=20`` in the environment makes it twenty times as many.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from clock import bound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyberspace_corpus import corpus as corpus_module
from cyberspace_corpus.context import Context
from cyberspace_corpus.corpus import read
from cyberspace_corpus.findings import Finding
from cyberspace_corpus.judge import judge as judge_of
from cyberspace_corpus.model.kinds import KIND
from cyberspace_corpus.model.record import Record
from cyberspace_corpus.rules.catalogue import message
from cyberspace_corpus.rules.check import RECORD_CHECKS
from cyberspace_corpus.rules.run import validate
from cyberspace_corpus.yamlio.characters import FORBIDDEN
from cyberspace_corpus.yamlio.reader import Unreadable

BASE: Final = Path(__file__).parents[1] / "fixtures" / "base"
RECORD: Final = "data/records/lake-2001/3.yaml"
TIMES: Final = int(os.environ.get("CORPUS_FUZZ", "1"))
SEED: Final = 20_211_121

RECORDS: Final = [path.read_bytes() for path in sorted((BASE / "data/records").rglob("*.yaml"))]
CUT: Final = [
    (BASE / f"data/records/{id}.yaml").read_bytes()
    for id in ("lake-2001/1", "lake-2001/3", "lake-2003/1.1")
]

RICH: Final = settings(
    max_examples=500 * TIMES,
    deadline=None,
    database=None,
    derandomize=TIMES == 1,
    suppress_health_check=[HealthCheck.too_slow],
)


class Judge:
    """Looks at records as a validation of the small corpus would, and counts what came of it."""

    def __init__(self) -> None:
        validate(BASE)  # so that all checks are there, and everything is imported
        self.context = Context(read(BASE).corpus)
        self.cases = self.refused = self.misshapen = self.checked = 0

    def look(self, raw: bytes) -> None:
        """One case: a refusal or findings, all of which can be shown; anything else fails."""
        start = time.process_time()
        found: list[Finding] = []
        self.cases += 1
        try:
            entry = corpus_module.entry_of(RECORD, KIND["record"], raw, found)
        except Unreadable as problem:
            place = problem.line, problem.column
            found = [Finding(problem.rule, RECORD, *place, None, problem.values)]
            self.refused += 1
        else:
            if entry is None:
                assert found
                self.misshapen += 1
            else:
                self.checked += 1
                # Read quickly or not, nothing that the full way knows may be against it.
                parsed = entry.parsed
                assert judge_of(KIND["record"], parsed)[1] == []
                assert entry.model == Record.model_validate(parsed.data)
                for check in RECORD_CHECKS:
                    found += check(entry, self.context)
        for finding in found:
            assert finding.rule[:2] != "E9"
            assert 1 <= finding.line <= raw.count(b"\n") + 2
            assert 1 <= finding.column <= len(raw) + 1
            assert not FORBIDDEN.search(message(finding).says)
        seconds = time.process_time() - start
        assert seconds < bound(seconds)

    def look_at_all(self, cases: Iterable[bytes]) -> None:
        for raw in cases:
            try:
                self.look(raw)
            except BaseException as fault:
                fault.add_note(f"the case: {raw!r}")
                raise


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.fixture
def counted(judge: Judge) -> Judge:
    """The judge, counting anew."""
    judge.cases = judge.refused = judge.misshapen = judge.checked = 0
    return judge


def test_cut(counted: Judge) -> None:
    """Three records, cut off behind every byte and before every byte."""
    for raw in CUT:
        counted.look_at_all(raw[:length] for length in range(len(raw) + 1))
        counted.look_at_all(raw[length:] for length in range(len(raw) + 1))
    assert counted.cases == 2 * sum(len(raw) + 1 for raw in CUT) > 3_000
    assert min(counted.refused, counted.misshapen, counted.checked) > 10


@pytest.mark.parametrize("pattern", [0x01, 0x08, 0x20, 0x80, 0xFF])
def test_flipped(pattern: int, counted: Judge) -> None:
    """A record of which one byte has some bits turned over, for every byte."""
    raw = (BASE / RECORD).read_bytes()
    counted.look_at_all(
        raw[:at] + bytes([raw[at] ^ pattern]) + raw[at + 1 :] for at in range(len(raw))
    )
    assert counted.cases == len(raw) > 400
    assert counted.refused > 100


@pytest.mark.parametrize("byte", [0x00, 0x09, 0x0A, 0x20, 0x22, 0x23, 0x3A])
def test_replaced(byte: int, counted: Judge) -> None:
    """A record of which one byte is another one, for every byte."""
    raw = (BASE / RECORD).read_bytes()
    counted.look_at_all(raw[:at] + bytes([byte]) + raw[at + 1 :] for at in range(len(raw)))
    assert counted.cases == len(raw)


PIECES: Final = [
    *(b"\n", b"\n  ", b"  ", b"- ", b": ", b"? ", b"[", b"]", b"{", b"}", b",", b'"', b"'", b"#"),
    *(
        b" #",
        b"&a ",
        b"*a",
        b"!!str ",
        b"|",
        b">-",
        b"---\n",
        b"...\n",
        b"%YAML 1.1\n",
        b"<<: ",
        b"~",
    ),
    *(
        b"null",
        b"0",
        b"-1",
        b"99",
        b"1-999999",
        b"9-1",
        b"\xff",
        b"\xe4\xb8",
        b"\x00",
        b"\r",
        b"\t",
    ),
    *("中".encode(), "\u200b".encode(), "e\u0301".encode(), "\ufeff".encode(), "𠀀".encode()),
    *(
        "北泊".encode(),
        b"Northhaven",
        b"2001",
        "12座".encode(),
        b"LCO",
        b"in recent years",
        b"0000",
    ),
    *(b"zh: ", b"en: ", b"text:\n", b"dates:\n", b"variants: []\n", b"\\", b"\\u0000", b"\\n"),
    b"dates: [{edtf: 2001-02-30, zh: x, kind: event}]\n",
    b"variants: [{zh: x, readings: {harbor-press-2001: y}, type: emendation, note: z}]\n",
    b"mentions: [{lang: en, surface: x, entity: null}]\n",
    b"differences: [{segment: 9, kind: term, note: x, only_zh: [china]}]\n",
    b"status: {zh: lacuna, en: project}\n",
]


def spliced(chance: random.Random, number: int) -> Iterator[bytes]:
    """The head of one record and the tail of another, at any byte or at the ends of lines."""
    for _ in range(number):
        one, other = chance.choice(RECORDS), chance.choice(RECORDS)
        if chance.random() < 0.5:
            head, tail = one.splitlines(True), other.splitlines(True)
            lines = head[: chance.randint(0, len(head))] + tail[chance.randint(0, len(tail)) :]
            yield b"".join(lines)
        else:
            yield one[: chance.randint(0, len(one))] + other[chance.randint(0, len(other)) :]


def mutated(chance: random.Random, number: int) -> Iterator[bytes]:
    """A record with up to four pieces put in, left out, doubled or exchanged."""
    for _ in range(number):
        raw = chance.choice(RECORDS)
        for _ in range(chance.randint(1, 4)):
            at, end = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
            end = min(end, at + chance.choice([1, 3, 10, 60]))
            action = chance.randrange(4)
            if action == 0:
                raw = raw[:at] + chance.choice(PIECES) + raw[at:]
            elif action == 1:
                raw = raw[:at] + raw[end:]
            elif action == 2:
                raw = raw[:end] + raw[at:]
            else:
                raw = raw[:at] + chance.choice(PIECES) + raw[end:]
        yield raw


def with_values(chance: random.Random, number: int) -> Iterator[bytes]:
    """A record with other values where values stand, which mostly still is one."""
    values = [piece for piece in PIECES if b"\n" not in piece]
    for _ in range(number):
        lines = chance.choice(RECORDS).splitlines(True)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(lines))
            head, colon, rest = lines[at].partition(b": ")
            if not colon:
                continue
            kept = rest.rstrip(b"\n")
            place = chance.randint(0, len(kept))
            lines[at] = head + colon + kept[:place] + chance.choice(values) + kept[place:] + b"\n"
        yield b"".join(lines)


def test_spliced(counted: Judge) -> None:
    """Two records in one."""
    counted.look_at_all(spliced(random.Random(SEED), 6_000 * TIMES))
    assert counted.cases == 6_000 * TIMES
    assert min(counted.refused, counted.misshapen, counted.checked) > 100


def test_mutated(counted: Judge) -> None:
    """Records with pieces put in and left out."""
    counted.look_at_all(mutated(random.Random(SEED + 1), 6_000 * TIMES))
    assert counted.cases == 6_000 * TIMES
    assert min(counted.refused, counted.misshapen, counted.checked) > 100


def test_with_other_values(counted: Judge) -> None:
    """Records with other values: most of them reach the checks."""
    counted.look_at_all(with_values(random.Random(SEED + 2), 4_000 * TIMES))
    assert counted.cases == 4_000 * TIMES
    assert counted.checked > 600


@RICH
@given(raw=st.binary(max_size=600))
def test_any_bytes(raw: bytes, judge: Judge) -> None:
    """Bytes of any kind."""
    judge.look(raw)


@RICH
@given(text=st.text(max_size=200))
def test_any_text(text: str, judge: Judge) -> None:
    """Characters of any kind, as a file and as a value in quotation marks."""
    raw = text.encode("utf-8", "surrogatepass")
    judge.look(raw)
    judge.look(RECORDS[0].replace(b"\ntext:", b'\nnote: "' + raw + b'"\ntext:'))


@RICH
@given(
    zh=st.text("北泊南埠镜湖12座年月日2001，。（）一二三、十百", max_size=40),
    en=st.text("Northave Sui 12,.-0'", max_size=40),
)
def test_any_segment(zh: str, en: str, judge: Judge) -> None:
    """Segments of the characters that the checks look for."""
    record = (BASE / RECORD).read_text("utf-8").split("variants:")[0].split("  - zh:")[0]
    segment = f'  - {{zh: "{zh}", en: "{en}"}}\n'
    judge.look(f"{record}{segment}entities: []\ntopics: [ferries]\n".encode())
