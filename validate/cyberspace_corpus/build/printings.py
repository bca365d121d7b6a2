"""Every stretch of a source in order: what it prints, and what of our text it gives.

With the canonical texts and these stretches the bytes of each source can be put together
again (:func:`rebuild`), which proves that nothing of it was lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from cyberspace_corpus.collation import Unit, lemmas, printed, units
from cyberspace_corpus.corpus import Corpus
from cyberspace_corpus.model.base import LANGS, Lang
from cyberspace_corpus.model.text import Witnessing
from cyberspace_corpus.published.rows import Printing
from cyberspace_corpus.witness.apparatus import Reading, canonical, reading_of
from cyberspace_corpus.witness.lines import pick
from cyberspace_corpus.witness.normalise import Printed


def unit_id(unit: Unit) -> str:
    """Id of the record, or of the section whose heading the unit is."""
    if unit.is_heading:
        section = unit.entry.model.sections[unit.at[1]]
        return f"{unit.entry.id}/{section.id}"
    return unit.entry.id


def printings(corpus: Corpus) -> Iterator[Printing]:
    """The rows of the table ``printings``: every stretch of every source."""
    return chain.from_iterable(rows for _, rows in printings_by_source(corpus))


def printings_by_source(corpus: Corpus) -> Iterator[tuple[str, Iterator[Printing]]]:
    """Every source and its stretches."""
    carried: dict[str, list[tuple[Unit, Witnessing]]] = {id: [] for id in corpus.sources}
    for unit in units(corpus):
        for witness in unit.witnesses:
            carried[witness.source].append((unit, witness))
    return ((id, _of_source(corpus, id, carried[id])) for id in corpus.sources)


def _of_source(
    corpus: Corpus, source: str, carried: Iterable[tuple[Unit, Witnessing]]
) -> Iterator[Printing]:
    """The stretches of a source, in order and without gaps; ``carried`` are the units that it
    is a witness of."""
    raw = "\n".join(line.text for line in corpus.lines[source])
    found: list[Printing] = []
    for unit, witness in carried:
        for lang in LANGS:
            found += _of_unit(corpus, unit, witness, lang, raw)
    for omission in corpus.sources[source].model.omitted:
        for line in pick(corpus.lines[source], omission.lines):
            end = line.offset + len(line.text)
            found.append(_row(source, line.offset, end, "omitted", printed=line.text))
    found.sort(key=lambda row: row.char_start)
    at = 0
    for row in found:
        if row.char_start > at:
            yield _row(source, at, row.char_start, "layout", printed=raw[at : row.char_start])
        yield row
        at = row.char_end
    if at < len(raw):
        yield _row(source, at, len(raw), "layout", printed=raw[at:])


def _row(source: str, start: int, end: int, role: str, *, printed: str) -> Printing:
    return Printing(source, start, end, role, None, None, None, None, printed)


def _of_unit(
    corpus: Corpus, unit: Unit, witness: Witnessing, lang: Lang, raw: str
) -> Iterable[Printing]:
    """The stretches that carry one unit in one language: the label, then the text, cut
    wherever print and text stop being the same characters."""
    given = printed(corpus, unit, witness, lang, Printed)
    if given is None:
        return
    text = canonical(unit.segments, lang)
    found, _ = lemmas(unit, lang)
    reading = reading_of(text, found, witness.source)
    id, role = unit_id(unit), "heading" if unit.is_heading else "text"
    label_role = "heading-label" if unit.is_heading else "label"
    first = pick(corpus.lines[witness.source], getattr(witness, lang))[0]
    label_end = given.origin[0][0] if given.origin else first.offset
    if getattr(unit.label, lang) and raw[first.offset : label_end].strip():
        label = raw[first.offset : label_end]
        yield Printing(
            witness.source, first.offset, label_end, label_role, id, lang, None, None, label
        )
    for start, end, text_start, text_end, same in _stretches(given, reading, raw, text):
        shown = None if same else raw[start:end]
        yield Printing(witness.source, start, end, role, id, lang, text_start, text_end, shown)


def _stretches(
    given: Printed, reading: Reading, raw: str, text: str
) -> Iterator[tuple[int, int, int, int, bool]]:
    """Where the print and the text go together: from where to where in the source and in the
    text, and whether the characters are the same."""
    begin = end = text_begin = text_end = -1
    same = True
    text += "\n"  # a reading may stand behind the last character; no line holds this one
    for (at, behind), offset in zip(given.origin, reading.origin, strict=True):
        exact = behind == at + 1 and raw[at] == text[offset]
        if exact and same and at == end and offset == text_end:
            end = behind
            text_end += 1
        elif at == behind:
            continue  # a joining space, printed nowhere
        elif not exact and begin <= at and behind <= end:
            # several characters from one printed stretch
            text_end = max(text_end, offset + 1)
        elif not exact and not same and at == end and offset <= text_end:
            end, text_end = behind, max(text_end, offset + 1)
        else:
            if end >= 0:
                yield begin, end, text_begin, text_end, same
            begin, end, text_begin, text_end, same = at, behind, offset, offset + 1, exact
    if end >= 0:
        yield begin, end, text_begin, text_end, same


def rebuild(rows: Iterable[Printing], texts: Mapping[tuple[str, str, str], str]) -> str:
    """A source put together from its stretches and the canonical texts alone.

    ``texts`` gives the text of each (role, unit id, language), role being ``text`` or
    ``heading``: a section may have the id of a record.
    """
    parts: list[str] = []
    for row in rows:
        if row.printed is not None:
            parts.append(row.printed)
        elif row.unit is not None and row.lang is not None:
            parts.append(texts[row.role, row.unit, row.lang][row.start : row.end])
    return "".join(parts)
