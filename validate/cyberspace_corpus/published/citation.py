"""How to cite a record, in the styles that the readers of these texts use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus
    from cyberspace_corpus.published.rows import Record

STYLES = ("chicago", "apa", "gb7714", "bibtex")


def cite(corpus: Corpus, record: Record, style: str) -> str:
    """The citation of a record in a style; :class:`ValueError` for another style."""
    item = csl(corpus, record)
    issuer, year = item["author"][0]["literal"], str(item["issued"]["date-parts"][0][0])
    note = f"cyberspace-corpus {corpus.version}, {record.id}"
    document = next(d for d in corpus.documents if d.id == record.document)
    if style == "chicago":
        day = _date(document.issued)
        return f"{issuer}. “{document.title_en}.” {day}. In {corpus.title} ({note})."
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
    document = next(d for d in corpus.documents if d.id == record.document)
    day = [int(part) for part in document.issued.split("/")[0].split("-")]
    return {
        "id": record.id,
        "type": "dataset",
        "title": document.title_en,
        "original-title": document.title_zh,
        "author": [{"literal": corpus.entity(document.issuer).name_en}],
        "issued": {"date-parts": [day]},
        "container-title": corpus.title,
        "version": corpus.version,
        "number": record.id,
        "language": "zh" if record.text_zh else "en",
    }


def _date(edtf: str) -> str:
    import calendar

    parts = edtf.split("/")[0].split("-")
    if len(parts) == 1:
        return parts[0]
    month = calendar.month_name[int(parts[1])]
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


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
