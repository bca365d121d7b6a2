"""The small closed lists: topics, terms, entity types, fused names, the script table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cyberspace_corpus.model.base import Authored, Bilingual, Slug, Text


class Topic(Authored):
    """A subject that records are about."""

    id: Slug = Field(title="Id", description="Id of the topic.", examples=["data-security"])
    label: Bilingual = Field(
        title="Label",
        description="The topic's name in both languages.",
        examples=[{"zh": "数据安全", "en": "Data security"}],
    )
    definition: Bilingual = Field(
        title="Definition",
        description="What a record must be about to carry the topic.",
        examples=[{"zh": "……", "en": "Protection of data against ..."}],
    )
    broader: Slug | None = Field(
        title="Broader", description="The wider topic, or null.", examples=["cybersecurity"]
    )


class Topics(Authored):
    """data/vocabulary/topics.yaml: the scheme of topics."""

    topics: Annotated[list[Topic], Field(min_length=1)] = Field(
        title="Topics",
        description="All topics.",
        examples=[
            [
                {
                    "id": "data-security",
                    "label": {"zh": "数据安全", "en": "Data security"},
                    "definition": {"zh": "……", "en": "..."},
                    "broader": None,
                }
            ]
        ],
    )


class Term(Authored):
    """A term of the field and its renderings."""

    id: Slug = Field(
        title="Id", description="Id of the term.", examples=["sovereignty-in-cyberspace"]
    )
    zh: Text = Field(title="Chinese", description="The Chinese term.", examples=["网络主权"])
    en: Text = Field(
        title="Preferred English",
        description="The rendering that translations of this project use.",
        examples=["sovereignty in cyberspace"],
    )
    also: list[Text] = Field(
        title="Also",
        description="Other renderings that are acceptable or occur in a witness.",
        examples=[["cyber sovereignty"]],
    )
    attested: Literal["official", "machine", "project"] = Field(
        title="Attested",
        description="Where the preferred rendering comes from.",
        examples=["official"],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence, if it needs one.",
        examples=["The machine translation varies."],
    )


class Terms(Authored):
    """data/vocabulary/terms.yaml: the bilingual term list."""

    terms: Annotated[list[Term], Field(min_length=1)] = Field(
        title="Terms",
        description="All terms, sorted by id.",
        examples=[
            [
                {
                    "id": "sovereignty-in-cyberspace",
                    "zh": "网络主权",
                    "en": "sovereignty in cyberspace",
                    "also": [],
                    "attested": "official",
                }
            ]
        ],
    )


class EntityType(Authored):
    """A type of entity."""

    id: Slug = Field(title="Id", description="Id of the type.", examples=["organisation"])
    label: Bilingual = Field(
        title="Label",
        description="The type's name in both languages.",
        examples=[{"zh": "组织", "en": "Organisation"}],
    )
    definition: Bilingual = Field(
        title="Definition",
        description="What belongs to the type.",
        examples=[{"zh": "……", "en": "A body with members of its own."}],
    )


class EntityTypes(Authored):
    """data/vocabulary/entity-types.yaml: the types of entities."""

    types: Annotated[list[EntityType], Field(min_length=1)] = Field(
        title="Types",
        description="All types.",
        examples=[
            [
                {
                    "id": "organisation",
                    "label": {"zh": "组织", "en": "Organisation"},
                    "definition": {"zh": "……", "en": "..."},
                }
            ]
        ],
    )


class Part(Authored):
    """One name within a fused name."""

    surface: Text = Field(title="Surface", description="The characters.", examples=["中"])
    entity: Slug = Field(title="Entity", description="What they mean.", examples=["china"])


class Compound(Authored):
    """A string in which several names are fused, or that only looks like a name."""

    surface: Text = Field(title="Surface", description="The whole string.", examples=["中非"])
    parts: list[Part] = Field(
        title="Parts",
        description="The names in it, in order; empty: it holds none, though it looks so.",
        examples=[[{"surface": "中", "entity": "china"}, {"surface": "非", "entity": "africa"}]],
    )


class Compounds(Authored):
    """data/vocabulary/compounds.yaml: fused names."""

    compounds: list[Compound] = Field(
        title="Compounds", description="All fused names.", examples=[[]]
    )


class Script(Authored):
    """data/vocabulary/script.yaml: the frozen table behind the step ``simplify``."""

    characters: list[Annotated[str, StringConstraints(min_length=2, max_length=2)]] = Field(
        title="Characters",
        description="Pairs of characters: Traditional, then Simplified; by code point.",
        examples=[["網网", "聯联"]],
    )
