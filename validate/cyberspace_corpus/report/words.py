"""A finding in words, in the language of the report, safe to print anywhere.

Every form of report takes its words from here. Whatever a hostile file put into a finding, the
result is bounded in length and holds no line break, control or invisible character.
"""

from __future__ import annotations

from typing import Final

from cyberspace_corpus.findings import Finding
from cyberspace_corpus.report.chinese import in_chinese
from cyberspace_corpus.report.labels import LABELS
from cyberspace_corpus.rules.catalogue import Message, MessageLang, message
from cyberspace_corpus.yamlio.characters import printable

MAX_PATH: Final = 400
"""Most characters shown of a path: more than the longest that the corpus allows."""
"""What the reports say besides the messages."""


def in_words(finding: Finding, lang: MessageLang) -> Message:
    """What was found, what is expected, what to do next."""
    return message(in_chinese(finding) if lang == "zh" else finding, lang)


def path_of(finding: Finding) -> str:
    """The path of the finding's file as a report may show it."""
    return printable(finding.path, MAX_PATH)


def place_of(finding: Finding) -> str:
    """``path:line:column``, which terminals and editors make a link of."""
    return f"{path_of(finding)}:{finding.line}:{finding.column}"


def parts(finding: Finding, lang: MessageLang) -> tuple[str, str, str]:
    """The message, the expectation and the next step, the last two with their labels."""
    said, labels = in_words(finding, lang), LABELS[lang]
    return said.says, labels["expected"] + said.expected, labels["next"] + said.next_step
