"""The invented words of the benchmark's corpus: names, sentences, vocabularies.

The names are made of ideographs and syllables that the sentences do not use, so a name stands
in a text only where it was put.
"""

from __future__ import annotations

from typing import Any, Final

STEMS: Final = tuple(
    zip(
        "澜浦屿岚汀湄渚泽溪潭滩涧渊沂漓湘沅泷沣洛",
        (
            *("la", "pu", "yo", "ka", "ti", "me", "zu", "ze", "xi", "ta"),
            *("ro", "ja", "yu", "vi", "li", "sha", "ga", "lo", "fe", "wu"),
        ),
        strict=True,
    )
)
"""Two of these make a stem: 澜浦, Lapu."""

ENTITIES: Final = 300
"""How many entities there are: a place (some of them states), an organisation and a forum of
each stem."""

STATES: Final = 20
"""How many of the places are states, with the codes that ISO 3166-1 leaves to its users."""

COMPOUND: Final = ("桥堤", ("桥", 0), ("堤", 3))
"""A fused name: the surface, and its parts with the positions of the places they mean."""

SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    (
        "{date}，{one}在{two}召开渡轮会议，与会各方一致同意共同养护沿线灯塔并按时通报雾情。",
        "{Date}, {one} held a ferry meeting in {two}, at which all parties agreed to look after "
        "the lighthouses along the route together and to report fog in good time.",
    ),
    (
        "{one}已修复{figure}，夜间行船更加安全，沿岸居民往来更为便利。",
        "{one} has repaired {figure}, so that vessels sail more safely at night and the people on "
        "the shore travel more easily.",
    ),
    (
        "应加强同{one}和{two}的协作，完善航道标识，推广统一的雾笛信号。",
        "Cooperation with {one} and {two} should be strengthened, the marking of the fairway "
        "improved and a uniform foghorn signal brought into use.",
    ),
    (
        "截至{date}，{one}登记在册的设施包括{figure}，由{two}负责日常检查。",
        "As of {date}, the facilities registered with {one} include {figure}, which {two} "
        "inspects day by day.",
    ),
    (
        "鼓励船员学习观测水位，掌握浓雾中的行船要领，不断提高应对险情的能力。",
        "Crews are encouraged to learn to read the water level, to master the essentials of "
        "sailing in dense fog and to become ever better at meeting danger.",
    ),
    (
        "{one}呼吁各方本着互助精神，及时更换损坏的浮标，不得任意改动航道。",
        "{one} calls on all parties to replace damaged buoys promptly in a spirit of mutual help, "
        "and not to alter the fairway at will.",
    ),
    (
        "{vague}，两岸渡轮往来日益频繁，{one}为此增设了夜航班次和候船设施。",
        "{Vague}, ferry traffic between the two shores has grown steadily, and {one} has for that "
        "reason added night services and places to wait.",
    ),
    (
        "桥堤航线沿途的灯塔由{one}统一管理，每晚点灯，遇雾加密。",
        "The lighthouses along the {bridge}–{dam} route are under the single management of "
        "{one}; they are lit every night, and at shorter intervals in fog.",
    ),
    (
        "支持{one}编写面向青年船员的手册，介绍{two}养护堤岸的做法，供各方参考。",
        "Support is given to {one} in writing a handbook for young crews that tells how {two} "
        "looks after its embankments, for all parties to consult.",
    ),
    (
        "{date}起，{one}每季公布雾情记录，并邀请邻近港口派员参加核对。",
        "Since {date}, {one} has published the fog records each quarter and has invited the "
        "neighbouring ports to send people to check them.",
    ),
    (
        "探索建立共同的水位观测制度，将{figure}纳入其中，做到标准一致、数据共享。",
        "A common system for reading the water level is to be explored that takes in {figure}, "
        "with one standard and with shared data.",
    ),
    (
        "{one}、{two}以及其他参与方应定期交换船期，避免渡轮在狭窄水面相遇。",
        "{one}, {two} and the other participants should exchange their timetables regularly, so "
        "that ferries do not meet in narrow waters.",
    ),
    (
        "坚持谁受益、谁养护的原则，逐步把老旧雾笛换成低噪声的新式设备。",
        "On the principle that those who benefit also maintain, old foghorns are to be replaced "
        "step by step by new equipment that makes less noise.",
    ),
    (
        "论坛期间，{forum}听取了各方对浮标布设的意见，并商定下一次会晤的议题。",
        "During the Forum, {forum} heard the views of all parties on the placing of buoys, and "
        "agreed on the subjects of the next meeting.",
    ),
)
"""Pairs of sentences. ``one`` and ``two`` are any entities, ``forum`` is a forum; the two
languages name the same entities, dates and figures."""

ONE_SIDED: Final = (
    "有关详情另见{one}的公告。",
    "Further particulars stand in the announcement.",
)
"""A pair whose English does not name what the Chinese names; the record says so."""

UNITS: Final = (
    ("座灯塔", "lighthouses", "lighthouse"),
    ("艘渡轮", "ferries", "ferry"),
    ("个浮标", "buoys", "buoy"),
    ("处水位站", "gauges for the water level", "gauge"),
)
"""What is counted: behind the figure in Chinese, in English, and one of it."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

HANT: Final = {
    "灯": "燈",
    "轮": "輪",
    "雾": "霧",
    "应": "應",
    "会": "會",
    "协": "協",
    "统": "統",
    "设": "設",
    "标": "標",
    "测": "測",
    "观": "觀",
    "养": "養",
    "护": "護",
    "换": "換",
    "议": "議",
    "纳": "納",
    "参": "參",
    "与": "與",
    "员": "員",
}
"""Simplified to Traditional, for the copies that print so."""

TERMS: Final = (
    ("buoy", "浮标", "buoy", ()),
    ("embankment", "堤岸", "embankment", ()),
    ("fairway", "航道", "fairway", ()),
    ("ferry", "渡轮", "ferry", ("ferries",)),
    ("foghorn", "雾笛", "foghorn", ()),
    ("lighthouse", "灯塔", "lighthouse", ()),
    ("water-level", "水位", "water level", ()),
)
"""Id, Chinese, English, and other renderings."""

TOPICS: Final = (
    ("navigation", "航行", "Navigation"),
    ("lighthouses", "灯塔", "Lighthouses"),
    ("ferries", "渡轮", "Ferries"),
    ("fog", "雾情", "Fog"),
    ("buoys", "浮标", "Buoys"),
    ("water-levels", "水位", "Water levels"),
    ("training", "培训", "Training"),
    ("upkeep", "养护", "Upkeep"),
)
"""Id and label; the first is the broader topic of all others."""

TYPES: Final = (
    ("organisation", "组织", "Organisation"),
    ("state", "国家", "State"),
    ("place", "地点", "Place"),
    ("forum", "论坛", "Forum"),
)

HEADINGS: Final = (
    ("灯塔", "Lighthouses"),
    ("渡轮", "Ferries"),
    ("雾情", "Fog"),
    ("浮标与航道", "Buoys and fairways"),
    ("水位", "Water levels"),
    ("船员", "Crews"),
    ("堤岸", "Embankments"),
    ("会晤", "Meetings"),
    ("夜航", "Night services"),
    ("船期", "Timetables"),
    ("公告", "Announcements"),
)
"""The headings of a document's sections, in order, and what is printed before them:"""

LABELS: Final = tuple(
    (f"{zh}、", f"{en}.")
    for zh, en in zip(
        ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"),
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"),
        strict=True,
    )
)

INVENTED: Final[dict[str, Any]] = {
    "statement": {
        "zh": "虚构文本，为测量本项目的速度而写。",
        "en": "An invented text, written to measure the speed of this project.",
    },
    "basis": "Written by this project",
}
"""The rights in every source."""
