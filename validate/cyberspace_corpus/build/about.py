"""What is said of the dataset as a whole: said here, once, for every format."""

from __future__ import annotations

from typing import Final

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
KEYWORDS: Final = (
    "cyberspace",
    "Internet governance",
    "China",
    "Africa",
    "policy",
    "parallel corpus",
    "网络空间命运共同体",
    "互联网治理",
)
AUTHOR: Final = "The cyberspace-corpus contributors"

RIGHTS: Final = (
    (
        "source texts",
        "other-pd",
        "The Chinese texts are official documents; Article 5 of the Copyright Law of the People's "
        "Republic of China excludes documents of a legislative, administrative or judicial nature "
        "and their official translations. Each source states its own reservations.",
    ),
    (
        "translations made here",
        "CC-BY-4.0",
        "English marked “project” is this project's, not reviewed unless a record says so.",
    ),
    ("annotation and metadata", "CC-BY-4.0", "Everything that describes the texts."),
    ("code", "MIT", "The package cyberspace_corpus and its tests."),
)
"""Rights by layer: what it covers, the licence's id, and the reason or reservation."""

LICENCES: Final = {
    "other-pd": ("Other (public domain)", None),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "MIT": ("MIT License", "https://opensource.org/license/mit"),
}
"""Title and address of each licence."""
