"""Names: the longest of those that stand somewhere, whole words, fused names, overrides."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyberspace_corpus.annotate.mentions import Mention, mentions
from cyberspace_corpus.annotate.names import (
    Matcher,
    Name,
    Registry,
    names_of,
    occurrences_of,
)
from cyberspace_corpus.model.annotation import MentionOverride
from cyberspace_corpus.model.base import Lang
from cyberspace_corpus.model.entity import Entity
from cyberspace_corpus.model.vocabulary import Compound


def matcher(*surfaces: str) -> Matcher:
    return Matcher(Name(surface, (surface,)) for surface in surfaces)


def found(text: str, *surfaces: str) -> list[str]:
    return [match.name.surface for match in matcher(*surfaces).find(text)]


def entity(id: str, zh: str, en: str, **values: Any) -> Entity:
    aliases = {"zh": values.pop("also_zh", []), "en": values.pop("also_en", [])}
    empty = {"part_of": None, "predecessor": None, "successor": None, "identifiers": []}
    return Entity.model_validate(
        {
            "id": id,
            "type": "place",
            "name": {"zh": zh, "en": en},
            "aliases": aliases,
            "acronyms": [],
            "not_to_be_confused_with": [],
            "description": {"zh": "虚构。", "en": "Invented."},
            "evidence": "witness",
            **empty,
            **values,
        }
    )


def compound(surface: str, *parts: tuple[str, str]) -> Compound:
    divided = [{"surface": part, "entity": id} for part, id in parts]
    return Compound.model_validate({"surface": surface, "parts": divided})


def override(surface: str, id: str | None, lang: Lang = "zh") -> MentionOverride:
    return MentionOverride(lang=lang, surface=surface, entity=id, note="Invented.")


# --- the longest match ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "surfaces", "names"),
    [
        ("湖畔公约组织", ["湖畔", "湖畔公约", "湖畔公约组织"], ["湖畔公约组织"]),
        ("湖畔公约", ["湖畔", "湖畔公约", "湖畔公约组织"], ["湖畔公约"]),
        ("湖畔公约组", ["湖畔", "湖畔公约", "湖畔公约组织"], ["湖畔公约"]),
        # leftmost first: what begins inside a match is not found, even if it is longer
        ("镜湖湖畔公约", ["镜湖湖", "湖畔公约"], ["镜湖湖"]),
        ("镜湖湖畔公约", ["镜湖", "湖畔公约"], ["镜湖", "湖畔公约"]),
        ("湖湖湖", ["湖湖"], ["湖湖"]),
        ("湖湖湖湖", ["湖湖"], ["湖湖", "湖湖"]),
        ("镜湖、镜湖", ["镜湖"], ["镜湖", "镜湖"]),
        ("镜 湖", ["镜湖"], []),
        ("", ["镜湖"], []),
        ("镜湖", [], []),
        ("Mirror Lake Lighthouse", ["Mirror Lake", "Mirror"], ["Mirror Lake"]),
        ("Mirror Lakes", ["Mirror Lake", "Mirror"], ["Mirror"]),
    ],
)
def test_longest_match(text: str, surfaces: list[str], names: list[str]) -> None:
    """Leftmost first; of the names that begin there, the longest; none overlapping."""
    assert found(text, *surfaces) == names
    assert found(text, *surfaces[::-1]) == names


def test_places_of_matches() -> None:
    """Offsets are code points, half-open."""
    matches = matcher("灯塔", "雾").find("𠀀灯塔，雾")
    assert [(match.start, match.end) for match in matches] == [(1, 3), (4, 5)]


# --- whole words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("LCO", [0]),
        ("the LCO.", [4]),
        ("(LCO)", [1]),
        ("湖畔公约组织LCO成立", [6]),
        ("LCO's", [0]),
        ("LCO-led, pro-LCO", [0, 13]),
        ("LCO LCO", [0, 4]),
        ("LCOs", []),
        ("XLCO", []),
        ("LCO2", []),
        ("2LCO", []),
        ("LCOé, éLCO", []),
        ("lco", []),
        ("LCO_", [0]),
        ("LCOLCO LCO", [7]),
    ],
)
def test_latin_names_are_whole_words(text: str, places: list[int]) -> None:
    """A Latin name has no letter or digit at either side; Chinese may stand right beside."""
    assert occurrences_of(text, "LCO") == places
    assert [match.start for match in matcher("LCO").find(text)] == places


@pytest.mark.parametrize(
    ("text", "surface", "places"),
    [
        ("镜湖石", "镜湖", [0]),
        ("大镜湖镜湖", "镜湖", [1, 3]),
        ("第2届", "2届", [1]),
        ("第12届", "2届", []),
        ("5G网络和15G网络", "5G网络", [0]),
        ("湖A", "湖A", [0]),
        ("湖AB", "湖A", []),
    ],
)
def test_only_the_latin_end_is_guarded(text: str, surface: str, places: list[int]) -> None:
    """Where a name begins or ends with an ideograph, anything may stand beside it."""
    assert occurrences_of(text, surface) == places


# --- the registry ---------------------------------------------------------------------------

LAKE: Final = entity("mirror-lake", "镜湖", "Mirror Lake", also_zh=["湖"], also_en=["the Lake"])
NORTH: Final = entity("northhaven", "北泊", "Northhaven", acronyms=["NH"])
SOUTH: Final = entity("southquay", "南埠", "Southquay")
FUSED: Final = compound("北南", ("北", "northhaven"), ("南", "southquay"))
STONE: Final = compound("镜湖石")


def said(
    text: str,
    lang: Lang = "zh",
    entities: tuple[Entity, ...] = (LAKE, NORTH, SOUTH),
    compounds: tuple[Compound, ...] = (FUSED, STONE),
    overrides: tuple[MentionOverride, ...] = (),
    listed: tuple[str, ...] = (),
) -> list[tuple[str, str | None]]:
    """What is named in the text: words and entity, with the places checked."""
    found = mentions(text, lang, Registry(entities, compounds), overrides, listed)
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface
        assert mention.lang == lang
    assert [m.start for m in found] == sorted(m.start for m in found)
    return [(mention.surface, mention.entity) for mention in found]


def test_names_of() -> None:
    """Name, aliases and acronyms name an entity; acronyms in both languages."""
    assert names_of(LAKE, "zh") == ["镜湖", "湖"]
    assert names_of(LAKE, "en") == ["Mirror Lake", "the Lake"]
    assert names_of(NORTH, "zh") == ["北泊", "NH"]
    assert names_of(NORTH, "en") == ["Northhaven", "NH"]


def test_every_name_is_found() -> None:
    """Each form of each entity, in the language it belongs to."""
    assert said("镜湖北的湖，NH和南埠") == [
        ("镜湖", "mirror-lake"),
        ("湖", "mirror-lake"),
        ("NH", "northhaven"),
        ("南埠", "southquay"),
    ]
    assert said("NH on the Lake", "en") == [("NH", "northhaven"), ("the Lake", "mirror-lake")]
    assert said("Mirror Lake") == []
    assert said("镜湖", "en") == []


# --- compounds ------------------------------------------------------------------------------


def test_compounds_are_divided() -> None:
    """The parts of a fused name are mentions of their own, at their own places."""
    registry = Registry((LAKE, NORTH, SOUTH), (FUSED,))
    assert mentions("去北南航线", "zh", registry, (), ()) == [
        Mention("zh", 1, 2, "北", "northhaven"),
        Mention("zh", 2, 3, "南", "southquay"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("镜湖石", []),
        ("镜湖的石", [("镜湖", "mirror-lake")]),
        ("镜湖石，镜湖", [("镜湖", "mirror-lake")]),
        ("北泊和南埠", [("北泊", "northhaven"), ("南埠", "southquay")]),
        ("南北", []),
    ],
)
def test_what_only_looks_like_a_name(text: str, names: list[tuple[str, str | None]]) -> None:
    """A compound without parts is no mention and hides the names within it."""
    assert said(text) == names


@pytest.mark.parametrize(
    ("surface", "parts", "places"),
    [
        ("北与南", ["北", "南"], [0, 2]),
        ("北北", ["北", "北"], [0, 1]),
        ("南北南", ["北", "南"], [1, 2]),
        ("北南", ["南"], [1]),
    ],
)
def test_places_of_parts(surface: str, parts: list[str], places: list[int]) -> None:
    """Each part is found behind the one before it."""
    fused = compound(surface, *((part, f"e{index}") for index, part in enumerate(parts)))
    found = mentions(f"去{surface}", "zh", Registry((), (fused,)), (), ())
    assert [mention.start - 1 for mention in found] == places
    assert [mention.surface for mention in found] == parts
    assert [mention.entity for mention in found] == [f"e{i}" for i in range(len(parts))]


def test_a_compound_goes_before_a_name_of_the_same_form() -> None:
    """Where a fused name is also registered, the list of compounds decides."""
    route = entity("route", "北南", "Route")
    assert said("北南", entities=(route, NORTH)) == [("北", "northhaven"), ("南", "southquay")]
    assert said("北南", entities=(route, NORTH), compounds=()) == [("北南", "route")]


# --- overrides ------------------------------------------------------------------------------


def test_an_override_gives_a_short_form_its_meaning() -> None:
    """Words that are registered nowhere mean an entity in this record only."""
    assert said("该湾与镜湖") == [("镜湖", "mirror-lake")]
    wanted = [("该湾", "northhaven"), ("镜湖", "mirror-lake")]
    assert said("该湾与镜湖", overrides=(override("该湾", "northhaven"),)) == wanted


def test_an_override_takes_a_mention_away() -> None:
    """A registered name that is no mention here."""
    assert said("湖边的镜湖", overrides=(override("湖", None),)) == [("镜湖", "mirror-lake")]
    assert said("湖", overrides=(override("湖", None),)) == []


def test_an_override_goes_before_the_registry() -> None:
    """For its own words an override decides, against names and compounds of the same length;
    a longer registered name is still found."""
    assert said("镜湖", overrides=(override("镜湖", "southquay"),)) == [("镜湖", "southquay")]
    assert said("北南", overrides=(override("北南", "mirror-lake"),)) == [("北南", "mirror-lake")]
    shorter = (override("镜", "southquay"),)
    assert said("镜湖，镜", overrides=shorter) == [("镜湖", "mirror-lake"), ("镜", "southquay")]
    longer = (override("镜湖石头", "southquay"),)
    assert said("镜湖石头", overrides=longer) == [("镜湖石头", "southquay")]


def test_an_override_is_of_one_language() -> None:
    """An override on the English says nothing about the Chinese."""
    overrides = (override("NH", None, "en"),)
    assert said("NH", "zh", overrides=overrides) == [("NH", "northhaven")]
    assert said("NH", "en", overrides=overrides) == []


def test_an_override_is_a_whole_word_too() -> None:
    """LK is not found in LKX."""
    overrides = (override("LK", "mirror-lake", "en"),)
    assert said("LKX and LK", "en", overrides=overrides) == [("LK", "mirror-lake")]


# --- ambiguity ------------------------------------------------------------------------------

TWIN: Final = entity("other-lake", "别湖", "Other Lake", also_zh=["湖"])


def test_an_ambiguous_name_means_what_is_listed() -> None:
    """Of several entities with one name, the one that the record lists is meant."""
    both = (LAKE, TWIN)
    assert said("湖", entities=both, listed=("other-lake",)) == [("湖", "other-lake")]
    assert said("湖", entities=both, listed=("mirror-lake", "x")) == [("湖", "mirror-lake")]
    assert said("镜湖", entities=both) == [("镜湖", "mirror-lake")]


@pytest.mark.parametrize("listed", [(), ("x",), ("mirror-lake", "other-lake")])
def test_an_undecided_name(listed: tuple[str, ...]) -> None:
    """If the record lists none of them or several, the candidates are told, sorted."""
    registry = Registry((TWIN, LAKE), ())
    assert registry.meanings["zh"]["湖"] == ["other-lake", "mirror-lake"]
    assert mentions("湖", "zh", registry, (), listed) == [
        Mention("zh", 0, 1, "湖", None, ("mirror-lake", "other-lake"))
    ]


def test_an_override_decides() -> None:
    """An override settles which of them is meant."""
    assert said("湖", entities=(LAKE, TWIN), overrides=(override("湖", "other-lake"),)) == [
        ("湖", "other-lake")
    ]


def test_one_entity_is_not_ambiguous_with_itself() -> None:
    """A name that an entity has twice (as alias and acronym) has one meaning."""
    twice = entity("lco", "湖畔公约", "LCO", also_en=["LCO"], acronyms=["LCO"])
    assert Registry((twice,), ()).meanings["en"] == {"LCO": ["lco"]}
    assert said("LCO", "en", entities=(twice,)) == [("LCO", "lco")]


# --- in general -----------------------------------------------------------------------------


@settings(max_examples=400, deadline=None, database=None, derandomize=True)
@given(
    st.text("湖畔镜AB 2", max_size=15),
    st.lists(st.text("湖畔镜AB2", min_size=1, max_size=4), unique=True, max_size=6),
)
def test_against_a_slow_search(text: str, surfaces: list[str]) -> None:
    """The matcher finds what trying every name at every place finds."""

    def latin(at: int) -> bool:
        return 0 <= at < len(text) and text[at] in "AB2"

    def stands(at: int, surface: str) -> bool:
        end = at + len(surface)
        return (
            text[at:end] == surface
            and not (latin(at) and latin(at - 1))
            and not (latin(end - 1) and latin(end))
        )

    wanted: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        here = max((s for s in surfaces if stands(at, s)), key=len, default="")
        if here:
            wanted.append((at, here))
        at += len(here) or 1
    matches = matcher(*surfaces).find(text)
    assert [(match.start, match.name.surface) for match in matches] == wanted
    for surface in surfaces:
        every = [at for at in range(len(text)) if stands(at, surface)]
        assert set(occurrences_of(text, surface)) <= set(every)
        assert bool(every) == bool(occurrences_of(text, surface))
