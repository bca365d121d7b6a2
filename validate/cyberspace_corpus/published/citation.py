"""How to cite a record, in the styles that the readers of these texts use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.rows import Record

STYLES: Final = ("chicago", "apa", "gb7714", "bibtex")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
"""Python's own names of the months change with the locale."""


def cite(corpus: Corpus, record: Record, style: str) -> str:
    """The citation of a record in a style; :class:`ValueError` for another style."""
    item = csl(corpus, record)
    issuer, year = item["author"][0]["literal"], str(item["issued"]["date-parts"][0][0])
    note = f"cyberspace-corpus {corpus.version}, {record.id}"
    document = corpus.document(record.document)
    if style == "chicago":
        when = day(document.issued)
        return f"{issuer}. “{document.title_en}.” {when}. In {corpus.title} ({note})."
    if style == "apa":
        return (
            f"{issuer}. ({year}). {document.title_en} [Data set record]. {corpus.title} ({note})."
        )
    if style == "gb7714":
        name = corpus.entity(document.issuer).name_zh
        return f"{name}. {document.title_zh}[DS]. {document.issued}. {note}."
    if style == "bibtex":
        key = record.id.replace("/", ":")
        fields = {
            "author": "{" + _tex(issuer) + "}",
            "title": "{" + _tex(document.title_en) + "}",
            "year": year,
            "version": corpus.version,
            "note": _tex(note),
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{key},\n{body}}}"
    raise ValueError(f"no style {style!r}; there are: {', '.join(STYLES)}")


def csl(corpus: Corpus, record: Record) -> dict[str, Any]:
    """The record as a CSL-JSON item (Citation Style Language 1.0.2)."""
    document = corpus.document(record.document)
    issued = [int(part) for part in document.issued.split("/")[0].split("-")]
    return {
        "id": record.id,
        "type": "dataset",
        "title": document.title_en,
        "original-title": document.title_zh,
        "author": [{"literal": corpus.entity(document.issuer).name_en}],
        "issued": {"date-parts": [issued]},
        "container-title": corpus.title,
        "version": corpus.version,
        "number": record.id,
        "language": "zh" if record.text_zh else "en",
    }


def day(edtf: str) -> str:
    """The first date of an EDTF value in English: ``November 18, 2020``, ``November 2022``."""
    year, *rest = edtf.split("/")[0].split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{month} {int(rest[1])}, {year}" if rest[1:] else f"{month} {year}"


_TEX: Final[dict[int, str]] = {ord(c): "\\" + c for c in "&%$#_"} | {
    ord("\\"): r"\textbackslash{}",
    ord("{"): r"\lbrace{}",  # BibTeX counts braces, even those behind a backslash
    ord("}"): r"\rbrace{}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\^{}",
}


def _tex(text: str) -> str:
    """The text with what TeX takes for a command or a dash made plain, on one line."""
    return re.sub("-(?=-)", "-{}", " ".join(text.split()).translate(_TEX))
