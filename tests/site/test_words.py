"""The words of the interface: in both languages, none missing, none too many."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, get_args

import pytest

from cyberspace_corpus.model.annotation import DateKind
from cyberspace_corpus.model.base import Status
from cyberspace_corpus.model.concordance import Relation
from cyberspace_corpus.model.document import DocumentKind
from cyberspace_corpus.model.record import RecordKind
from cyberspace_corpus.model.text import DifferenceKind, VariantType
from cyberspace_corpus.site import words
from cyberspace_corpus.site.words import NoWords, read, saying

SITE: Final = Path(words.__file__).parent
FILES: Final = [*SITE.rglob("*.py"), *SITE.rglob("*.j2")]
SAID: Final = re.compile(r"""\bsay\(\s*f?["']([a-z0-9_.{}-]+)["']""")
CHOSEN: Final = re.compile(r"""["']([a-z]+\.[a-z0-9_.-]+)["']""")
BRACES: Final = re.compile(r"{(\w+)}")
WORDS: Final = read()


def test_none_is_missing() -> None:
    """Whatever a template or a module says is there; what it says in part begins something."""
    for file in FILES:
        for name in SAID.findall(file.read_text("utf-8")):
            whole = name in WORDS
            begun = name[-1] in "._{}" or "{" in name
            start = name.partition("{")[0]
            assert whole or (begun and any(n.startswith(start) for n in WORDS)), f"{file}: {name}"


def test_none_is_unused() -> None:
    """Every entry is said: by its name, or by a beginning of it that is put together with a
    value."""
    texts = "\n".join(file.read_text("utf-8") for file in FILES)
    named = set(CHOSEN.findall(texts))
    begun = {n.partition("{")[0] for n in SAID.findall(texts) if n[-1] in "._{}" or "{" in n}
    unused = [n for n in WORDS if n not in named and not any(n.startswith(b) for b in begun)]
    assert unused == []


def test_the_same_is_filled_in() -> None:
    """Both languages name the same values, and nothing else."""

    def filled(text: object) -> set[str]:
        forms = text.values() if isinstance(text, dict) else [text]
        return {name for form in forms for name in BRACES.findall(str(form))}

    for name, entry in WORDS.items():
        zh, en = filled(entry["zh"]), filled(entry["en"])
        counted = {"n"} if isinstance(entry["en"], dict) else set()
        assert zh | counted == en | counted, name


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("kinds.document", get_args(DocumentKind)),
        ("kinds.record", get_args(RecordKind)),
        ("kinds.variant", get_args(VariantType)),
        ("kinds.difference", get_args(DifferenceKind)),
        ("kinds.date", get_args(DateKind)),
        ("status", get_args(Status)),
        ("compare.relation", (*get_args(Relation), "dropped", "new")),
    ],
)
def test_every_value_has_a_name(group: str, values: tuple[str, ...]) -> None:
    """The closed lists of the model, whether or not the corpus has an example."""
    assert values
    assert {f"{group}.{value}" for value in values} <= WORDS.keys()


def test_saying() -> None:
    say = saying(
        {"a.b": {"zh": "{n} 条", "en": {"one": "{n} record", "other": "{n} records"}}}, "en"
    )
    assert [say("a.b", n=n) for n in (0, 1, 2)] == ["0 records", "1 record", "2 records"]
    with pytest.raises(NoWords, match="a\\.c"):
        say("a.c")
