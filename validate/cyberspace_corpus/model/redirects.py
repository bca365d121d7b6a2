"""Redirects: where the ids went that no longer exist."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cyberspace_corpus.model.base import Authored, Text
from cyberspace_corpus.model.exceptions import Day

Reference = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:(?:section|entity|term|topic):)?[a-z0-9]+(?:[./-][a-z0-9]+)*$",
        max_length=140,
    ),
]
"""An id that can be cited: of a record as it is, of anything else with its kind before it."""


class Redirect(Authored):
    """What became of an id that was released and no longer exists."""

    id: Reference = Field(
        title="Id",
        description=(
            "The id that no longer exists: of a record as it is, of a section, an entity, a term "
            "or a topic with section:, entity:, term: or topic: before it."
        ),
        examples=["wic-2020/7", "entity:united-nations"],
    )
    kind: Literal["moved", "split", "withdrawn"] = Field(
        title="Kind",
        description="Moved to one other id, split into several, or withdrawn without successor.",
        examples=["moved"],
    )
    to: list[Reference] = Field(
        title="To",
        description="The ids that stand in its place: one if moved, several if split, else none.",
        examples=[["wic-2020/8"]],
    )
    date: Day = Field(
        title="Date",
        description="The day on which the id ceased to exist.",
        examples=["2027-06-30"],
    )
    reason: Text = Field(
        title="Reason",
        description="Why the id no longer exists.",
        examples=["Two items of the print had been taken for one."],
    )


class Redirects(Authored):
    """data/redirects.yaml: what became of the ids that no longer exist; the file may be absent.

    An id that was in a release is never used for anything else, and always leads somewhere: to
    what it names, or by a redirect to what stands in its place or to the reason why nothing does.
    """

    redirects: list[Redirect] = Field(
        title="Redirects", description="All redirects.", examples=[[]]
    )
