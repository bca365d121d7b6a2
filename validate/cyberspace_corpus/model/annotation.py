"""What a record says about dates, figures and names in its text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cyberspace_corpus.model.base import Authored, Edtf, Lang, Slug, Text

DateKind = Literal["event", "as-of", "period", "in-name", "vague"]


class DateExpression(Authored):
    """A date that the text names, with its value."""

    edtf: Edtf | None = Field(
        title="Value",
        description="The date in EDTF (ISO 8601-2); null if the expression is vague.",
        examples=["2016/.."],
    )
    zh: Text | None = Field(
        default=None,
        title="Chinese words",
        description="The expression as it stands in the Chinese; left out if it does not.",
        examples=["2016年以来"],
    )
    en: Text | None = Field(
        default=None,
        title="English words",
        description="The expression as it stands in the English; left out if it does not.",
        examples=["Since 2016"],
    )
    kind: DateKind = Field(
        title="Kind",
        description=(
            "event; as-of (a figure's date); period; in-name (part of a title or name); vague (no "
            "calendar value, such as “in recent years”)."
        ),
        examples=["period"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="Where the value comes from, if not from the words alone.",
        examples=["The year is that of the document."],
    )


Decimal = Annotated[str, StringConstraints(pattern=r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$")]


class Quantity(Authored):
    """A figure with a unit."""

    zh: Text | None = Field(
        default=None,
        title="Chinese words",
        description="The figure as it stands in the Chinese; left out if it does not.",
        examples=["45.5万亿元"],
    )
    en: Text | None = Field(
        default=None,
        title="English words",
        description="The figure as it stands in the English; left out if it does not.",
        examples=["45.5 trillion yuan"],
    )
    comparator: Literal["=", "<", "<=", ">", ">=", "~"] = Field(
        title="Comparator",
        description="What the text says of the figure: exactly, under, over, about.",
        examples=["="],
    )
    value: Decimal = Field(
        title="Value",
        description="The printed figure, decimal, without its scale.",
        examples=["45.5"],
    )
    scale: Annotated[str, StringConstraints(pattern=r"^1(?:0{1,15})?$")] = Field(
        title="Scale",
        description="What the value is multiplied by: 1, 1000, 10000 (万), 100000000 (亿) ...",
        examples=["1000000000000"],
    )
    unit: Text = Field(
        title="Unit", description="What is counted, in English, singular.", examples=["yuan"]
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, title="Currency", description="ISO 4217 code, for money.", examples=["CNY"]
    )
    as_of: Edtf | None = Field(
        default=None,
        title="As of",
        description="EDTF date or period that the figure is stated for; null if the text has none.",
        examples=["2021"],
    )
    measures: Text = Field(
        title="Measures",
        description="What the figure measures, in English.",
        examples=["scale of China's digital economy"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="A doubt about the figure.",
        examples=["Cumulative."],
    )


class MentionOverride(Authored):
    """A mention that the registry of names alone cannot decide.

    Either a short form that means an entity only here (“the Conference”), or a registered
    name that is no mention here (entity null, with the reason).
    """

    lang: Lang = Field(title="Language", description="zh or en.", examples=["zh"])
    surface: Text = Field(
        title="Surface", description="The words, as they stand in the text.", examples=["大会"]
    )
    entity: Slug | None = Field(
        title="Entity",
        description="The entity that the words mean here; null: they are not a mention.",
        examples=["world-internet-conference"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="The reason; required where the entity is null.",
        examples=["Short for the conference named in the sentence before."],
    )
