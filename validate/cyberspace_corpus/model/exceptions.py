"""Known exceptions: findings that people have looked at and let stand for a time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from cyberspace_corpus.model.base import Authored, Text

Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""A day, ISO 8601. Whether the calendar knows it is judged by a rule."""


class KnownException(Authored):
    """One finding, or all findings of a rule in one file, that need no repair for now."""

    rule: Annotated[str, StringConstraints(pattern=r"^[EW][0-9]{3}$")] = Field(
        title="Rule", description="Id of the rule that is broken.", examples=["W508"]
    )
    path: Text = Field(
        title="Path",
        description="The file of the finding, from the repository's root.",
        examples=["data/records/wic-2020/7.yaml"],
    )
    value: Text | None = Field(
        default=None,
        title="Value",
        description=(
            "The value of the finding, as the JSON report has it; left out: every finding of the "
            "rule in the file."
        ),
        examples=["网络主权"],
    )
    reason: Text = Field(
        title="Reason",
        description="Why the finding may stand.",
        examples=["The witness itself renders the term otherwise here."],
    )
    expires: Day = Field(
        title="Expires",
        description="The last day on which the exception holds.",
        examples=["2027-06-30"],
    )


class Exceptions(Authored):
    """data/exceptions.yaml: findings that are known and not reported; the file may be absent.

    An exception that answers to no finding, or whose last day is over, is a finding itself.
    Rules that reading and building rest on (E1xx to E3xx, E406, E407) know no exceptions.
    """

    exceptions: list[KnownException] = Field(
        title="Exceptions", description="All known exceptions.", examples=[[]]
    )
