"""The entity: one named thing, whatever the texts call it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cyberspace_corpus.model.base import Authored, Bilingual, Slug, Text


class Names(Authored):
    """Other names of an entity, by language."""

    zh: list[Text] = Field(
        title="Chinese",
        description="Other Chinese names, as they stand in texts.",
        examples=[["开放式工作组"]],
    )
    en: list[Text] = Field(
        title="English",
        description="Other English names, as they stand in texts.",
        examples=[["Open-ended Working Group"]],
    )


class Identifier(Authored):
    """An identifier in a public registry."""

    scheme: Literal["iso3166-1", "wikidata", "ror"] = Field(
        title="Scheme", description="The registry.", examples=["wikidata"]
    )
    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{2,20}$")] = Field(
        title="Value", description="The identifier in that registry.", examples=["Q1065"]
    )


class Entity(Authored):
    """One named thing. Its id is the name of its file."""

    id: Slug = Field(title="Id", description="Id of the entity.", examples=["oewg"])
    type: Slug = Field(
        title="Type",
        description="Id of one of the types in data/vocabulary/entity-types.yaml.",
        examples=["organisation"],
    )
    name: Bilingual = Field(
        title="Name",
        description="The proper name in both languages.",
        examples=[{"zh": "联合国", "en": "United Nations"}],
    )
    aliases: Names = Field(
        title="Aliases",
        description="Every other form that the texts use, as complete strings.",
        examples=[{"zh": [], "en": ["UN"]}],
    )
    acronyms: list[Text] = Field(
        title="Acronyms", description="Acronyms, used in both languages.", examples=[["OEWG"]]
    )
    part_of: Slug | None = Field(
        title="Part of",
        description="Entity that it is a part, an edition or an organ of; or null.",
        examples=["united-nations"],
    )
    predecessor: Slug | None = Field(
        title="Predecessor", description="Entity that it followed; or null.", examples=["gge"]
    )
    successor: Slug | None = Field(
        title="Successor", description="Entity that followed it; or null.", examples=["oewg"]
    )
    not_to_be_confused_with: list[Slug] = Field(
        title="Not to be confused with",
        description="Entities that look alike and are not the same; stated on both sides.",
        examples=[["gge"]],
    )
    identifiers: list[Identifier] = Field(
        title="Identifiers",
        description="Identifiers that were seen in a public registry; none is guessed.",
        examples=[[{"scheme": "wikidata", "value": "Q1065"}]],
    )
    description: Bilingual = Field(
        title="Description",
        description="One neutral sentence.",
        examples=[{"zh": "……", "en": "A working group of the UN General Assembly."}],
    )
    evidence: Literal["witness", "external"] = Field(
        title="Evidence",
        description="witness: named in a text of the corpus; external: needed, but not named.",
        examples=["witness"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence, if it needs one.",
        examples=["Founded in July 2022."],
    )
