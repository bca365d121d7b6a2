"""A Hugging Face dataset card: ``parquet/README.md``.

After the Hub's documentation of dataset cards and of ``configs``. The card lies in the folder of
the Parquet tables because its paths may not lead out of its own folder: the folder is a whole
dataset repository, and ``load_dataset("./parquet", "records")`` reads it in place. All
configurations have one file format, for ``datasets`` reads no two from one folder; a table without
rows is none of them, for ``datasets`` 5.2 fails on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cyberspace_corpus.build.about import (
    CITATION,
    DESCRIPTION,
    KEYWORDS,
    LAYERS,
    LICENCES,
    LIMITS,
    TABLE_TITLES,
    TITLE,
    VERSION,
    both,
)
from cyberspace_corpus.published.rows import LANGUAGES, TABLES
from cyberspace_corpus.release.format import Content, Format
from cyberspace_corpus.yamlio.writer import scalar

DEFAULT: Final = "segments"
"""The table that is read if none is named: sentence pairs, as most come for."""

_SIZES: Final = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"))
_HEADINGS: Final = {
    "tables": {"en": "Tables", "zh": "数据表"},
    "rights": {"en": "Rights", "zh": "权利说明"},
    "sources": {"en": "Sources", "zh": "来源"},
    "citation": {"en": "Citation", "zh": "引用"},
}


def write(content: Content) -> Mapping[str, bytes]:
    """Front matter for programs, then the card, English first."""
    lines = ["---", *_front(content), "---", "", f"# {both(TITLE, ' · ')}", ""]
    for language in ("en", "zh"):
        lines += [DESCRIPTION[language], "", LIMITS[language], ""]
    lines += _usage()
    lines += [_heading("tables"), "", "| config | | | rows |", "|---|---|---|---|"]
    for name, rows in content.tables.items():
        title = TABLE_TITLES[name]
        lines.append(f"| `{name}` | {title['zh']} | {escaped(TABLES[name].ABOUT)} | {len(rows)} |")
    lines += ["", *_rights(), *_sources(content)]
    lines += [_heading("citation"), "", CITATION["en"], "", CITATION["zh"]]
    return {"parquet/README.md": ("\n".join(lines) + "\n").encode()}


def _front(content: Content) -> Iterator[str]:
    yield f"pretty_name: {scalar(both(TITLE, ' · '), flow=False)}"
    yield "language:"
    yield from (f"  - {language}" for language in LANGUAGES)
    yield "license:"
    yield from ("  - cc-by-4.0", "  - other")
    details = "; ".join(f"{layer.name['en']}: {_licence(layer.licence)}" for layer in LAYERS)
    yield f"license_details: {scalar(details, flow=False)}"
    yield "multilinguality:"
    yield "  - translation"
    yield "task_categories:"
    yield "  - translation"
    yield "size_categories:"
    yield f"  - {_size(len(content.tables[DEFAULT]))}"
    yield "tags:"
    yield from (f"  - {scalar(word, flow=False)}" for word in KEYWORDS)
    yield f"version: {scalar(VERSION, flow=False)}"
    yield "configs:"
    for name in filter(content.tables.get, content.tables):
        yield f"  - config_name: {name}"
        yield f"    data_files: {name}.parquet"
        if name == DEFAULT:
            yield "    default: true"


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), "100K<n<1M")


def _licence(name: str | None) -> str:
    return LICENCES[name][0] if name else "none"


def _usage() -> list[str]:
    return [
        "```python",
        "from datasets import load_dataset",
        f'segments = load_dataset("./parquet", "{DEFAULT}", split="train")',
        "```",
        "",
        "The folder of this card is a whole dataset repository. “train” is only the name that",
        "`datasets` gives to data without splits: the corpus has none.",
        "",
        "此卡所在的文件夹即为完整的数据集仓库。“train”只是 `datasets` 对未划分数据的称呼，"
        "本语料库不作划分。",
        "",
    ]


def _rights() -> Iterator[str]:
    yield from (_heading("rights"), "", "| | | |", "|---|---|---|")
    for layer in LAYERS:
        path = LICENCES[layer.licence][1] if layer.licence else None
        licence = f"[{_licence(layer.licence)}]({path})" if path else _licence(layer.licence)
        yield f"| {both(layer.name, '<br>')} | {licence} | {both(layer.note, '<br>')} |"
    yield ""


def _sources(content: Content) -> Iterator[str]:
    """Every witness, and why its text may be reproduced."""
    yield from (_heading("sources"), "", "| | | |", "|---|---|---|")
    for source in content.corpus.sources:
        publisher = f"{escaped(source.publisher)}<br>{escaped(source.publisher_zh)}"
        rights = f"{escaped(source.rights)}<br>{escaped(source.rights_zh)}"
        yield f"| `{escaped(source.id)}` | {publisher} | {rights} |"
    yield ""


def _heading(name: str) -> str:
    return f"## {both(_HEADINGS[name], ' · ')}"


def escaped(text: str) -> str:
    """A text as it stands in a cell of a Markdown table: on one line, and only itself."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~#$])", r"\\\1", line)


FORMAT = Format(
    name="huggingface",
    title="Hugging Face dataset card",
    receivers=("datasets", "huggingface-hub", "markdown-it-py"),
    write=write,
)
