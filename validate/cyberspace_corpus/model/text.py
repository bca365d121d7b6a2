"""Segments, witness references, the apparatus, and what differs between the languages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cyberspace_corpus.model.base import Authored, Digest, LineSpec, Slug, Text


class Segment(Authored):
    """A pair of sentences that say the same, one in each language."""

    zh: Text | None = Field(
        default=None,
        title="Chinese",
        description="The Chinese of the segment; the key is left out where no witness has it.",
        examples=["深化同东盟数字经济合作。"],
    )
    en: Text | None = Field(
        default=None,
        title="English",
        description="The English of the segment; the key is left out where there is none.",
        examples=["Deepening digital economy cooperation with ASEAN."],
    )
    made_from: Digest | None = Field(
        default=None,
        title="Digest of the translated text",
        description=(
            "For a translation of this project: the first 16 hexadecimal digits of the SHA-256 of "
            "the Chinese it was made from. When the Chinese changes, the digest no longer fits and "
            "the translation is stale."
        ),
        examples=["5f2b0c7d9e1a3468"],
    )


class Witnessing(Authored):
    """Where a witness carries a unit: which of its lines, in which language."""

    source: Slug = Field(
        title="Source",
        description="Id of the source; the first witness named is the base.",
        examples=["xinhua-2022"],
    )
    zh: LineSpec | None = Field(
        default=None,
        title="Chinese lines",
        description="Lines of the source that carry the Chinese, from 1.",
        examples=["46,48"],
    )
    en: LineSpec | None = Field(
        default=None,
        title="English lines",
        description="Lines of the source that carry the English, from 1.",
        examples=["119-127"],
    )


VariantType = Literal[
    "substantive",
    "orthographic",
    "punctuation",
    "omission",
    "addition",
    "lacuna",
    "numbering",
    "sic",
    "emendation",
]


class Variant(Authored):
    """An entry of the apparatus: a lemma of our text, and what else is read there."""

    zh: Text | None = Field(
        default=None,
        title="Chinese lemma",
        description="The stretch of our Chinese text that the entry is about.",
        examples=["共战疫"],
    )
    en: Text | None = Field(
        default=None,
        title="English lemma",
        description="The stretch of our English text that the entry is about.",
        examples=["providing,disclosing"],
    )
    occurrence: Annotated[int, Field(ge=1, le=99)] | None = Field(
        default=None,
        title="Occurrence",
        description="Which occurrence of the lemma is meant, from 1, where it stands repeatedly.",
        examples=[2],
    )
    readings: dict[Slug, Annotated[str, Field(max_length=4000)]] = Field(
        title="Readings",
        description=(
            "Source id to what that source prints instead of the lemma, normalised (an emendation: "
            "exactly as printed). Empty for type sic."
        ),
        examples=[{"peoples-daily-2022": "共筑数"}],
        json_schema_extra={"additionalProperties": False},
    )
    type: VariantType = Field(
        title="Type",
        description=(
            "substantive, orthographic, punctuation, omission (the reading has fewer words), "
            "addition (it has more), lacuna (the witness lacks the stretch), numbering, sic (the "
            "base looks wrong and is kept), emendation (a damaged token is repaired)."
        ),
        examples=["substantive"],
    )
    conjecture: Text | None = Field(
        default=None,
        title="Conjecture",
        description="For type sic: what was probably meant.",
        examples=["现代社会文明"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="The reason: why a reading is doubted, or what proves an emendation.",
        examples=["The theme of the year is quoted in full in the base."],
    )


DifferenceKind = Literal["omission", "addition", "shift", "term", "modality", "number", "order"]


class Difference(Authored):
    """A place where the two languages of a segment do not say the same thing."""

    segment: Annotated[int, Field(ge=1, le=999)] = Field(
        title="Segment", description="Position of the segment in the record, from 1.", examples=[2]
    )
    kind: DifferenceKind = Field(
        title="Kind",
        description=(
            "Seen from the Chinese: omission (the English leaves something out), addition (it says "
            "more), shift (another meaning), term, modality (will, should), number, order."
        ),
        examples=["omission"],
    )
    zh: Text | None = Field(
        default=None,
        title="Chinese words",
        description="The Chinese words concerned, as they stand in the segment.",
        examples=["数字"],
    )
    en: Text | None = Field(
        default=None,
        title="English words",
        description="The English words concerned, as they stand in the segment.",
        examples=["on global development and governance of the Internet"],
    )
    only_zh: list[Text] = Field(
        default_factory=list,
        title="Named in Chinese only",
        description="Entity ids, numbers or EDTF dates that only the Chinese names.",
        examples=[["china"]],
    )
    only_en: list[Text] = Field(
        default_factory=list,
        title="Named in English only",
        description="Entity ids, numbers or EDTF dates that only the English names.",
        examples=[["africa"]],
    )
    note: Text = Field(
        title="Note",
        description="What differs, in one neutral sentence.",
        examples=["The Chinese says digital poverty reduction, the English poverty reduction."],
    )
