"""What all authored things share: strictness, and the small typed strings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Authored(BaseModel):
    """A thing that a person writes in a YAML file.

    Frozen, strict (a string is never taken for a number or a date) and closed (an unknown
    key is an error, because a misspelt key would otherwise be lost in silence).
    """

    # Most things are parts of others and never validated by themselves: what that would need is
    # built when it is asked for.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")

Status = Literal["original", "official", "machine", "project", "lacuna"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=64)]
"""Lower-case ASCII words joined by hyphens: the id of a document, source, entity or topic."""

Locator = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=32)]
"""The last part of a record's id, and the id of a section: ``7``, ``3.1.3-5``, ``foreword``."""

RecordId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=97
    ),
]
"""``<document>/<locator>``."""

LineSpec = Annotated[
    str,
    StringConstraints(
        pattern=r"^[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?(?:,[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?)*$",
        max_length=200,
    ),
]
"""Lines of a source, from 1: ``477``, ``46,48``, ``119-127``."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
"""A stretch of text on one line."""

Edtf = Annotated[
    str, StringConstraints(pattern=r"^[0-9X~?%./\[\]{}-][0-9X~?%./\[\]{},-]*$", max_length=40)
]
"""A date in EDTF, level 0 and 1 (ISO 8601-2). Whether it is a real date is judged by a rule."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Bilingual(Authored):
    """A short text in both languages; both are required."""

    zh: Text = Field(title="Chinese", description="The Chinese text.", examples=["数据安全"])
    en: Text = Field(title="English", description="The English text.", examples=["Data security"])


class Partial(Authored):
    """A short text that may be lacking in either language (null)."""

    zh: Text | None = Field(
        title="Chinese", description="The Chinese text, or null.", examples=["（一）"]
    )
    en: Text | None = Field(
        title="English", description="The English text, or null.", examples=["1."]
    )


class Statuses(Authored):
    """What each language of a text is."""

    zh: Status = Field(
        title="Status of the Chinese",
        description="What the Chinese is: original, or lacuna where no witness has it.",
        examples=["original"],
    )
    en: Status = Field(
        title="Status of the English",
        description="What the English is: official, machine, or project (translated here).",
        examples=["official"],
    )
