"""What is said of the dataset as a whole: said here, once, for every format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from cyberspace_corpus import __version__

NAME: Final = "cyberspace-corpus"
VERSION: Final = __version__
SCHEMA_VERSION: Final = "1"
"""Version of the shape of the authored files; it changes when a file that was valid no longer
is."""

RELEASED: Final = "2026-11-21"
"""Day of the version, ISO 8601: written once here, so that two builds are the same."""

TITLE: Final = {
    "en": "Community with a Shared Future in Cyberspace: a bilingual corpus",
    "zh": "网络空间命运共同体文献双语语料库",
}
DESCRIPTION: Final = {
    "en": (
        "Four Chinese policy documents (2020, 2021, 2022, 2025) on a community with a shared "
        "future in cyberspace, curated by hand as records in Chinese and English: aligned "
        "sentences, outline, printed labels, the readings of every witness, entities, dates, "
        "quantities, topics, and which record answers to which across the documents."
    ),
    "zh": (
        "四份关于“网络空间命运共同体”的中国政策文献（2020、2021、2022、2025年），人工整理为中英双语"
        "记录：句对齐、篇章结构、印刷编号、各版本异文、实体、日期、数量、主题，以及各文献之间的条目对应。"
    ),
}
KEYWORDS_BY_LANGUAGE: Final = {
    "en": ("cyberspace", "Internet governance", "China", "Africa", "policy", "parallel corpus"),
    "zh": ("网络空间命运共同体", "互联网治理"),
}
KEYWORDS: Final = KEYWORDS_BY_LANGUAGE["en"] + KEYWORDS_BY_LANGUAGE["zh"]
AUTHOR: Final = "The cyberspace-corpus contributors"
AUTHOR_ZH: Final = "cyberspace-corpus 贡献者"
CITATION: Final = {
    "en": f"{AUTHOR}: {TITLE['en']}. Version {VERSION}, {RELEASED}.",
    "zh": f"{AUTHOR_ZH}：《{TITLE['zh']}》，{VERSION} 版，{RELEASED}。",
}
"""How to cite the version; no address and no DOI, for none is known."""

LIMITS: Final = {
    "en": (
        "The corpus describes and does not endorse. status_zh and status_en of every record say "
        "what its text is: English marked “machine” is an unnamed machine translation that one "
        "source prints, English marked “project” was made here and is not reviewed unless the "
        "record says so. Chinese that no source has is left out and never made up."
    ),
    "zh": (
        "本语料库只作描述，不代表赞同。每条记录的 status_zh 与 status_en 说明其文本性质：标为"
        "“machine”的英文是某一来源所载、未署名的机器译文；标为“project”的英文为本项目所译，除记录另有说明外未经"
        "审校。各来源均缺的中文一律留空，绝不补造。"
    ),
}
"""What a reader must know before relying on the texts."""


class Layer(NamedTuple):
    """A layer of the dataset with rights of its own; names and notes by language."""

    name: Mapping[str, str]
    licence: str | None
    note: Mapping[str, str]

    def says(self, lang: str) -> str:
        """What it covers, why or with what reservation, and the licence, in one line."""
        licence = f" ({LICENCES[self.licence][0]})" if self.licence else ""
        return f"{self.name[lang]}: {self.note[lang]}{licence}"


LAYERS: Final = (
    Layer(
        {"en": "source texts", "zh": "来源文本"},
        "other-pd",
        {
            "en": "The Chinese texts are official documents; Article 5 of the Copyright Law of the "
            "People's Republic of China excludes documents of a legislative, administrative or "
            "judicial nature and their official translations. Each source states its own "
            "reservations.",
            "zh": "中文文本为官方文件；《中华人民共和国著作权法》第五条规定，具有立法、行政、司法"
            "性质的文件及其官方正式译文不适用该法。各来源另有各自的保留说明。",
        },
    ),
    Layer(
        {"en": "machine translations as printed", "zh": "来源所载机器译文"},
        None,
        {
            "en": "English marked “machine” is printed in a source without a name; whether anyone "
            "has rights in it is not known, and none is claimed here.",
            "zh": "标为“machine”的英文载于来源而未署名；是否有人对其享有权利"
            "不详，本项目不主张任何权利。",
        },
    ),
    Layer(
        {"en": "translations made here", "zh": "本项目译文"},
        "CC-BY-4.0",
        {
            "en": "English marked “project” is this project's, not reviewed unless a record says "
            "so.",
            "zh": "标为“project”的英文为本项目所译，除记录另有说明外未经审校。",
        },
    ),
    Layer(
        {"en": "annotation and metadata", "zh": "标注与元数据"},
        "CC-BY-4.0",
        {"en": "Everything that describes the texts.", "zh": "描述文本的一切内容。"},
    ),
    Layer(
        {"en": "code", "zh": "代码"},
        "MIT",
        {
            "en": "The package cyberspace_corpus and its tests.",
            "zh": "程序包 cyberspace_corpus 及其测试。",
        },
    ),
)
"""Rights by layer: what it covers, the licence's id (none where no right is claimed and none is
known), and the reason or reservation. ``LICENSE-DATA`` says the same at length."""

RIGHTS: Final = tuple(
    (layer.name["en"], layer.licence, layer.note["en"]) for layer in LAYERS if layer.licence
)
"""The layers that have a licence: what it covers, the licence's id, the note, in English."""

LICENCES: Final = {
    "other-pd": ("Other (public domain)", None),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "MIT": ("MIT License", "https://opensource.org/license/mit"),
}
"""Title and address of each licence."""

TABLE_TITLES: Final = {
    "documents": {"en": "Documents", "zh": "文献"},
    "sources": {"en": "Sources", "zh": "来源"},
    "sections": {"en": "Sections", "zh": "篇章结构"},
    "records": {"en": "Records", "zh": "记录"},
    "segments": {"en": "Aligned segments", "zh": "对齐句段"},
    "provenance": {"en": "Provenance", "zh": "出处"},
    "variants": {"en": "Variants", "zh": "异文"},
    "entities": {"en": "Entities", "zh": "实体"},
    "mentions": {"en": "Mentions", "zh": "实体提及"},
    "dates": {"en": "Dates", "zh": "日期"},
    "concordance": {"en": "Concordance", "zh": "条目对应"},
    "unmatched": {"en": "Records without counterpart", "zh": "无对应条目"},
    "quantities": {"en": "Quantities", "zh": "数量"},
    "differences": {"en": "Differences", "zh": "中英差异"},
    "terms": {"en": "Terms", "zh": "术语"},
    "topics": {"en": "Topics", "zh": "主题"},
    "record_topics": {"en": "Topics of records", "zh": "记录主题"},
    "entity_types": {"en": "Types of entities", "zh": "实体类型"},
    "printings": {"en": "Printings", "zh": "原貌"},
    "redirects": {"en": "Redirects", "zh": "编号变更"},
}
"""The name of every table."""


def both(text: Mapping[str, str], between: str = "\n\n") -> str:
    """A text in both languages, for a place that takes only one."""
    return f"{text['en']}{between}{text['zh']}"
