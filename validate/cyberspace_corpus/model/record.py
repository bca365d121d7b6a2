"""The record: one unit of a document, in one file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cyberspace_corpus.model.annotation import DateExpression, MentionOverride, Quantity
from cyberspace_corpus.model.base import Authored, Locator, Partial, Slug, Statuses, Text
from cyberspace_corpus.model.text import Difference, Segment, Variant, Witnessing

RecordKind = Literal[
    "title",
    "lead",
    "preamble",
    "section-intro",
    "item",
    "paragraph",
    "box",
    "closing",
    "signature",
    "date",
    "dateline",
]


class Review(Authored):
    """Who reviewed the project's translation, and when."""

    by: Text = Field(title="Reviewer", description="Name of the reviewer.", examples=["A. Reader"])
    date: Text = Field(title="Date", description="Day of the review.", examples=["2026-11-21"])


class Record(Authored):
    """One unit of a document (an item, a paragraph, a title ...), in both languages.

    Its id is ``<document>/<locator>``, where the locator is the name of its file.
    """

    document: Slug = Field(
        title="Document",
        description="Id of the document; also the name of the folder the file lies in.",
        examples=["white-paper-2022"],
    )
    section: Locator | None = Field(
        title="Section",
        description="Id of the section in the document's outline; null outside the outline.",
        examples=["3.1.3"],
    )
    kind: RecordKind = Field(
        title="Kind", description="What kind of unit it is.", examples=["paragraph"]
    )
    number: Locator | None = Field(
        title="Number",
        description="Editorial number of an item, always a string; null for other units.",
        examples=["3.2"],
    )
    label: Partial = Field(
        title="Label",
        description="What is printed in front of the unit in each language; never in the text.",
        examples=[{"zh": None, "en": "7."}],
    )
    status: Statuses | None = Field(
        default=None,
        title="Status",
        description="What each language of this record is; left out: as the document says.",
        examples=[{"zh": "original", "en": "project"}],
    )
    witnesses: Annotated[list[Witnessing], Field(min_length=1)] = Field(
        title="Witnesses",
        description="The sources that carry the unit, with their lines; the first is the base.",
        examples=[[{"source": "xinhua-2022", "zh": "477"}]],
    )
    text: Annotated[list[Segment], Field(min_length=1)] = Field(
        title="Text",
        description="The aligned segments: one pair of sentences an entry.",
        examples=[[{"zh": "深化合作。", "en": "Deepening cooperation."}]],
    )
    variants: list[Variant] = Field(
        default_factory=list,
        title="Variants",
        description="The apparatus: every difference between witnesses, and every doubt.",
        examples=[[{"zh": "在", "readings": {"peoples-daily-2022": ""}, "type": "omission"}]],
    )
    entities: list[Slug] = Field(
        title="Entities",
        description="Ids of all entities that the text names, in either language; sorted.",
        examples=[["asean", "china"]],
    )
    mentions: list[MentionOverride] = Field(
        default_factory=list,
        title="Mentions",
        description="Mentions that the registry of names alone cannot decide.",
        examples=[[{"lang": "zh", "surface": "大会", "entity": "world-internet-conference"}]],
    )
    dates: list[DateExpression] = Field(
        default_factory=list,
        title="Dates",
        description="All date expressions of the text.",
        examples=[[{"edtf": "2020", "zh": "2020年", "en": "2020", "kind": "event"}]],
    )
    quantities: list[Quantity] = Field(
        default_factory=list,
        title="Quantities",
        description="The figures with a unit.",
        examples=[
            [
                {
                    "zh": "33个",
                    "en": "33",
                    "comparator": "=",
                    "value": "33",
                    "scale": "1",
                    "unit": "organization",
                    "measures": "partners",
                }
            ]
        ],
    )
    differences: list[Difference] = Field(
        default_factory=list,
        title="Differences",
        description="Where the two languages do not say the same thing.",
        examples=[[{"segment": 1, "kind": "omission", "zh": "数字", "note": "Left out."}]],
    )
    topics: list[Slug] = Field(
        title="Topics",
        description="Ids of the topics that the record is about.",
        examples=[["digital-economy"]],
    )
    review: Review | None = Field(
        default=None,
        title="Review",
        description="Review of the project's translation; left out: nobody has reviewed it.",
        examples=[{"by": "A. Reader", "date": "2026-11-21"}],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence on the record, if it needs one.",
        examples=["Printed as a running title."],
    )
