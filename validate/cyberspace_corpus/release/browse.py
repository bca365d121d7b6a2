"""What a reader of the released database sees in Datasette: titles, rights, ready questions."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from cyberspace_corpus.build.about import (
    CITATION,
    DESCRIPTION,
    LAYERS,
    LICENCES,
    LIMITS,
    TABLE_TITLES,
    TITLE,
    both,
)
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.formats.sqlite import spaced

FUNCTION: Final = "typed"
"""The SQL function that makes a query of the search index from words as people type them."""

_WORDS: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W\u3400-\u4dbf\u4e00-\u9fff]+")

QUERIES: Final = {
    "search": (
        {"en": "Search", "zh": "检索"},
        {
            "en": "Type Chinese words without spaces (Simplified or Traditional), English words, "
            "or both; all must occur in the sentence.",
            "zh": "直接输入中文词语（简体或繁体皆可，不加空格）或英文单词，须在同一句中全部出现。",
        },
        """
select segments.record, segments.position, segments.zh, segments.en
from search join segments
  on segments.record = search.record and segments.position = search.position
where search match typed(:words)
order by rank, segments.record, segments.position
""",
    ),
    "entities_by_document": (
        {"en": "Entities by document", "zh": "各文献中的实体"},
        {
            "en": "How often each document names which entity; leave the field empty for all.",
            "zh": "各文献提及各实体的次数；留空则列出全部文献。",
        },
        """
select records.document, entities.id as entity, name_zh, name_en, type,
  sum(lang = 'zh') as in_chinese, sum(lang = 'en') as in_english
from mentions
  join records on records.id = mentions.record
  join entities on entities.id = mentions.entity
where :document in ('', records.document)
group by records.document, entities.id
order by records.document, in_chinese + in_english desc, entities.id
""",
    ),
    "descent": (
        {"en": "Descent of an item", "zh": "条目源流"},
        {
            "en": "The records of earlier (steps below 0) and later documents that answer to a "
            "record, for example wic-2020/8.",
            "zh": "与某一记录对应的较早文献（步数为负）和较晚文献的记录，例如 wic-2020/8。",
        },
        """
with recursive
  later (id, other, relation, steps) as (
    select target_record, source_record, relation, 1 from concordance
    where source_record = :record
    union
    select target_record, source_record, concordance.relation, steps + 1
    from concordance join later on source_record = later.id where steps < 9),
  earlier (id, other, relation, steps) as (
    select source_record, target_record, relation, -1 from concordance
    where target_record = :record
    union
    select source_record, target_record, concordance.relation, steps - 1
    from concordance join earlier on target_record = earlier.id where steps > -9)
select steps, records.id as record, relation, other as answers_to, text_zh, text_en
from (
  select * from earlier union all select :record, null, null, 0 union all select * from later
) as line join records on records.id = line.id
order by steps, records.id, other
""",
    ),
    "timeline": (
        {"en": "Timeline", "zh": "时间线"},
        {
            "en": "The dates in the texts, by day; a year limits them to those that touch it.",
            "zh": "文中日期，按先后排列；填写年份则只列与该年相涉者。",
        },
        """
select earliest, latest, edtf, dates.kind, lang, surface, record, document
from dates join records on records.id = dates.record
where edtf is not null and (:year = '' or (
  coalesce(substr(earliest, 1, 4), '0000') <= :year
  and coalesce(substr(latest, 1, 4), '9999') >= :year))
order by coalesce(earliest, latest), latest, record, lang
""",
    ),
    "renderings": (
        {"en": "Renderings of a term", "zh": "术语译法"},
        {
            "en": "How a term (Chinese, English or id) is put into English, and in how many "
            "sentences; the empty rendering counts those where none of the list stands.",
            "zh": "某一术语（中文、英文或编号）的各种英译及其句数；空白一行为未见所列译法的句子。",
        },
        """
with
  wanted as (
    select * from terms where :term in (id, zh) or en = trim(:term) collate nocase),
  forms as (
    select id, zh, en as rendering, 'preferred' as place from wanted
    union select wanted.id, zh, value, 'also' from wanted, json_each(also)),
  uses as (
    select wanted.id, wanted.zh, segments.record, segments.position, segments.en
    from wanted join segments on instr(segments.zh, wanted.zh) and segments.en is not null)
select forms.zh, rendering, place, count(uses.record) as sentences
from forms left join uses on uses.id = forms.id and instr(lower(uses.en), lower(rendering))
group by forms.id, rendering, place
union all
select zh, null, 'none of these', count(*) from uses
where not exists (
  select 1 from forms where forms.id = uses.id and instr(lower(uses.en), lower(rendering)))
group by id
order by 1, 4 desc
""",
    ),
    "topics_by_document": (
        {"en": "Topics, plotted", "zh": "主题图示"},
        {
            "en": "How many records of each document are about each topic, as bars.",
            "zh": "各文献涉及各主题的记录数，以条形表示。",
        },
        """
select topics.label_zh, topics.label_en, document, count(*) as records,
  replace(hex(zeroblob(count(*))), '00', '█') as bar
from record_topics
  join records on records.id = record_topics.record
  join topics on topics.id = record_topics.topic
where :document in ('', document)
group by topics.id, document
order by topics.id, document
""",
    ),
}
"""Every ready question: title, what it does, its SQL with the reader's words as parameters."""


def typed(words: str | None) -> str:
    """A query of the search index: each run of ideographs a phrase, each other word a word."""
    phrases = [f'"{spaced(word)}"' for word in _WORDS.findall(words or "")]
    return " ".join(phrases) or '""'


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata for a database of that name."""
    rights = "".join(f"<li>{_layer(layer)}</li>" for layer in LAYERS)
    said = "".join(
        f"<p>{html.escape(text[lang])}</p>"
        for text in (DESCRIPTION, LIMITS)
        for lang in ("zh", "en")
    )
    return {
        "title": both(TITLE, " · "),
        "description_html": f"{said}<ul>{rights}</ul>",
        "source": CITATION["en"],
        "databases": {
            database: {
                "title": both(TITLE, " · "),
                "queries": {
                    name: {"title": both(title, " · "), "description": both(about), "sql": sql}
                    for name, (title, about, sql) in QUERIES.items()
                },
                "tables": {name: _table(name) for name in TABLES} | {"search_help": _HIDDEN},
            }
        },
    }


_HIDDEN: Final = {"hidden": True}


def _table(name: str) -> dict[str, Any]:
    return {
        "title": both(TABLE_TITLES[name], " · "),
        "description": TABLES[name].ABOUT,
        "columns": {c.name: c.metadata["description"] for c in TABLES[name].columns()},
    }


def _layer(layer: Any) -> str:
    licence = LICENCES[layer.licence][0] if layer.licence else ""
    words = [both(layer.name, " · "), licence, layer.note["zh"], layer.note["en"]]
    return html.escape(": ".join(word for word in words if word))
