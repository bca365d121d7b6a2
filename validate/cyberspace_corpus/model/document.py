"""The document: titles, issuer, dates, and the outline its records hang on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cyberspace_corpus.model.base import (
    Authored,
    Bilingual,
    Digest,
    Edtf,
    Locator,
    Partial,
    Slug,
    Statuses,
    Text,
)
from cyberspace_corpus.model.text import Variant, Witnessing

DocumentKind = Literal["action-initiative", "initiative", "white-paper", "action-plan"]


class Fact(Authored):
    """A statement of the document file that its own witnesses do not make."""

    field: Text = Field(
        title="Field", description="The key that the statement stands under.", examples=["title.en"]
    )
    evidence: Text = Field(
        title="Evidence",
        description="external, or the id of the record of another document that says it.",
        examples=["white-paper-2022/box-6"],
    )
    note: Text = Field(
        title="Note", description="What is known and from where.", examples=["Used by the press."]
    )


class Section(Authored):
    """A heading of a document, and its place in the outline."""

    id: Locator = Field(
        title="Id", description="Id of the section within its document.", examples=["3.1.3"]
    )
    parent: Locator | None = Field(
        title="Parent", description="Id of the section it lies in, or null.", examples=["3.1"]
    )
    label: Partial = Field(
        title="Label",
        description="What is printed in front of the heading in each language.",
        examples=[{"zh": "（一）", "en": "(1)"}],
    )
    heading: Partial = Field(
        title="Heading",
        description="The heading in each language; null where there is none.",
        examples=[{"zh": "发展共同推进", "en": "Achieving shared development"}],
    )
    status: Statuses | None = Field(
        default=None,
        title="Status",
        description="What each language of the heading is; left out: as the document says.",
        examples=[{"zh": "original", "en": "project"}],
    )
    witnesses: Annotated[list[Witnessing], Field(min_length=1)] = Field(
        title="Witnesses",
        description="The sources that print the heading, with their lines; the first is the base.",
        examples=[[{"source": "xinhua-2022", "zh": "443", "en": "43"}]],
    )
    variants: list[Variant] = Field(
        default_factory=list,
        title="Variants",
        description="The apparatus of the heading.",
        examples=[[{"zh": "的", "readings": {"peoples-daily-2022": ""}, "type": "omission"}]],
    )
    made_from: Digest | None = Field(
        default=None,
        title="Digest of the translated heading",
        description="As in a segment: for a heading translated by this project.",
        examples=["5f2b0c7d9e1a3468"],
    )


class Document(Authored):
    """One policy document. Its id is the name of its file."""

    id: Slug = Field(title="Id", description="Id of the document.", examples=["wic-2020"])
    kind: DocumentKind = Field(
        title="Kind", description="What kind of document it is.", examples=["white-paper"]
    )
    title: Bilingual = Field(
        title="Title",
        description="The title in both languages. A title is no key: several documents share one.",
        examples=[{"zh": "倡议", "en": "Initiative"}],
    )
    issuer: Slug = Field(
        title="Issuer",
        description="Entity that issued the document.",
        examples=["state-council-information-office"],
    )
    issued: Edtf = Field(
        title="Issued", description="Date the document bears, EDTF.", examples=["2022-11"]
    )
    released: Edtf | None = Field(
        default=None,
        title="Released",
        description="Date it was made public, EDTF, if that is another one.",
        examples=["2022-11-07"],
    )
    languages: Statuses = Field(
        title="Languages",
        description="What each language mostly is; a record may say otherwise.",
        examples=[{"zh": "original", "en": "machine"}],
    )
    sources: Annotated[list[Slug], Field(min_length=1)] = Field(
        title="Sources",
        description="Ids of the witnesses of the document.",
        examples=[["xinhua-2022", "peoples-daily-2022"]],
    )
    facts: list[Fact] = Field(
        title="Facts",
        description="What this file states and the document's witnesses do not.",
        examples=[[{"field": "title.en", "evidence": "external", "note": "Used by the press."}]],
    )
    sections: list[Section] = Field(
        title="Sections", description="The outline, in reading order.", examples=[[]]
    )
    records: Annotated[list[Locator], Field(min_length=1)] = Field(
        title="Records",
        description="Locators of all records of the document, in reading order.",
        examples=[["title", "preamble", "1", "2"]],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence on the document, if it needs one.",
        examples=["A 2019 concept document bears nearly the same title."],
    )
