"""What every rule says: severity, reason, message and remedy, in both languages.

The texts stand in ``catalogue.toml`` beside this module and are read only when something is
to be explained; a clean run never opens it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from cyberspace_corpus.findings import Finding, Severity
from cyberspace_corpus.yamlio.characters import printable

MessageLang = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Texts:
    """A rule in one language.

    ``what`` is the rule, ``why`` its reason, ``mend`` how to mend a breach in general.
    ``says``, ``expected`` and ``next_step`` are the three parts of a finding's message, with
    ``{value}`` and the like for the finding's values and ``PATH`` for its file. ``bad`` and
    ``good`` are examples of a breach and of its opposite.
    """

    what: str
    why: str
    says: str
    expected: str
    next_step: str
    mend: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, its name, how grave a breach is, its texts, and an example."""

    id: str
    name: str
    severity: Severity
    texts: Mapping[str, Texts]
    bad: str
    good: str

    @property
    def scope(self) -> str:
        """What a check of the rule looks at: ``file`` (reading it, and its shape), ``record``
        (one record by itself) or ``corpus`` (everything at once)."""
        from cyberspace_corpus.rules import run
        from cyberspace_corpus.rules.check import REPORTS

        assert run.FAMILIES  # importing it has registered every check
        return REPORTS.get(self.id, "file")


@dataclass(frozen=True, slots=True)
class Message:
    """A finding in words."""

    severity: Severity
    says: str
    expected: str
    next_step: str


@cache
def catalogue() -> Mapping[str, Rule]:
    """All rules by id, in the order of the catalogue."""
    text = files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {id: _rule(id, entry) for id, entry in tomllib.loads(text).items()}


def _rule(id: str, entry: Mapping[str, Any]) -> Rule:
    # A language has examples of its own only where the common ones hold English prose.
    shared = {"bad": entry["bad"], "good": entry["good"]}
    texts = {
        lang: Texts(**{key: text.strip("\n") for key, text in (shared | entry[lang]).items()})
        for lang in ("en", "zh")
    }
    return Rule(
        id=id,
        name=entry["name"],
        severity=Severity.WARNING if id.startswith("W") else Severity.ERROR,
        texts=texts,
        bad=texts["en"].bad,
        good=texts["en"].good,
    )


LISTING: Final = 600
"""Most characters shown of a value that lists what is allowed; a value that was found is
shown up to the limit of :func:`~cyberspace_corpus.yamlio.characters.printable`."""


def message(finding: Finding, lang: MessageLang = "en") -> Message:
    """The finding in words: what was found, what is expected, what to do next.

    The values are shown as they are; :func:`cyberspace_corpus.report.words.in_words` also puts
    those that are English phrases into Chinese.
    """
    rule = catalogue()[finding.rule]
    texts = rule.texts[lang]
    values = {
        key: printable(value) if key == "value" else printable(value, LISTING)
        for key, value in finding.values.items()
    }
    values["PATH"] = printable(finding.path)
    if "nearest" in values:
        values["meant"] = _did_you_mean(values["nearest"], lang)

    def fill(template: str) -> str:
        return template.replace("PATH", "{PATH}").format_map(_Lenient(values)).strip()

    return Message(rule.severity, fill(texts.says), fill(texts.expected), fill(texts.next_step))


def _did_you_mean(nearest: str, lang: MessageLang) -> str:
    """The clause that offers the nearest valid values; empty where there are none."""
    if not nearest:
        return ""
    if lang == "zh":
        return "；是否指" + "、".join(f"“{name}”" for name in nearest.split(", ")) + "？"
    return "; did you mean " + " or ".join(f'"{name}"' for name in nearest.split(", ")) + "?"


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
