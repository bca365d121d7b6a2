"""The concordance: which record of one document answers to which of another."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cyberspace_corpus.model.base import Authored, Locator, RecordId, Slug, Text

Relation = Literal[
    "verbatim",
    "abridged",
    "expanded",
    "adapted",
    "clause-reuse",
    "quotation",
    "reference",
    "topical",
]


class Pair(Authored):
    """A record of the later document that answers to one of the earlier."""

    source: Locator = Field(
        title="Source", description="Locator in the earlier document.", examples=["7"]
    )
    target: Locator = Field(
        title="Target", description="Locator in the later document.", examples=["6"]
    )
    relation: Relation = Field(
        title="Relation",
        description="How the later text relates to the earlier, as judged by a reader.",
        examples=["adapted"],
    )
    added: list[Text] = Field(
        default_factory=list,
        title="Added",
        description="Chinese words that the later text adds.",
        examples=[["重要"]],
    )
    cut: list[Text] = Field(
        default_factory=list,
        title="Cut",
        description="Chinese words of the earlier text that the later leaves out.",
        examples=[["全球、"]],
    )
    note: Text | None = Field(
        default=None, title="Note", description="The reason, if needed.", examples=["Merged."]
    )


class Unmatched(Authored):
    """A record that answers to none of the other document."""

    record: RecordId = Field(
        title="Record", description="Id of the record.", examples=["wic-2020/9"]
    )
    relation: Literal["dropped", "new"] = Field(
        title="Relation",
        description="dropped: the later document has nothing like it; new: the earlier had not.",
        examples=["dropped"],
    )
    note: Text | None = Field(
        default=None, title="Note", description="The reason, if needed.", examples=["Not taken up."]
    )


class Concordance(Authored):
    """All pairs between two documents. The file is named ``<source>--<target>``."""

    source: Slug = Field(title="Source", description="The earlier document.", examples=["wic-2020"])
    target: Slug = Field(
        title="Target", description="The later document.", examples=["china-africa-2021"]
    )
    pairs: list[Pair] = Field(title="Pairs", description="The pairs.", examples=[[]])
    unmatched: list[Unmatched] = Field(
        title="Unmatched", description="Records without a counterpart.", examples=[[]]
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence, if it needs one.",
        examples=["Titles and signatures are not compared."],
    )
