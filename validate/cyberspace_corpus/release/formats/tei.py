"""TEI P5: one file a document, with alignment, apparatus, entities and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import AUTHOR, NAME, RIGHTS, VERSION
from cyberspace_corpus.published.rows import Document, Record, Section
from cyberspace_corpus.release.format import Content, Format

TEI: Final = "http://www.tei-c.org/ns/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
LANGS: Final = {"zh": "zh-Hans", "en": "en"}


def write(content: Content) -> Mapping[str, bytes]:
    """``tei/<document>.xml``: a ``div`` for each section and record in both languages, a ``seg``
    for each segment, names and dates marked by offset in a ``standOff``, readings in ``app``."""
    from lxml import etree

    files: dict[str, bytes] = {}
    for document in content.corpus.documents:
        root = _document(content, document)
        files[f"tei/{document.id}.xml"] = etree.tostring(
            root, encoding="UTF-8", xml_declaration=True, pretty_print=True
        )
    return files


def _id(text: str) -> str:
    """An id as XML allows it: a letter first, no slash."""
    return "r." + re.sub(r"[^A-Za-z0-9.-]", ".", text)


def _add(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, f"{{{TEI}}}{tag}")
    for name, value in attributes.items():
        if name in ("id", "lang"):
            child.set(f"{{{XML}}}{name}", value)
        else:
            child.set(name.rstrip("_"), value)
    child.text = text
    return child


def _document(content: Content, document: Document) -> Any:
    from lxml import etree

    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    _header(_add(root, "teiHeader"), content, document)
    _stand_off(_add(root, "standOff"), content, document)
    text = _add(root, "text")
    body = _add(text, "body")
    sections = {section.id: section for section in document.sections}
    open_: dict[str | None, Any] = {None: body}
    for record in document.records:
        _record(_place(record.section, sections, open_), record)
    return root


def _place(id: str | None, sections: Mapping[str, Section], open_: dict[str | None, Any]) -> Any:
    """The ``div`` of a section, made with its heading when its first record comes."""
    if id not in open_:
        section = sections[str(id)]
        div = _add(
            _place(section.parent, sections, open_), "div", type="section", id=_id(section.id)
        )
        for lang in LANGS:
            heading = getattr(section, f"heading_{lang}")
            if heading is not None:
                head = _add(div, "head", lang=LANGS[lang])
                label = getattr(section, f"label_{lang}")
                if label:
                    _add(head, "label", label).tail = heading
                else:
                    head.text = heading
        open_[id] = div
    return open_[id]


def _record(parent: Any, record: Record) -> None:
    div = _add(parent, "div", type=record.kind, id=_id(record.id))
    if record.number:
        div.set("n", record.number)
    for lang in LANGS:
        if getattr(record, f"text_{lang}") is None:
            continue
        block = _add(div, "ab", lang=LANGS[lang], type=getattr(record, f"status_{lang}"))
        label = getattr(record, f"label_{lang}")
        if label:
            _add(block, "label", label)
        for segment in record.segments:
            words = getattr(segment, lang)
            if words is None:
                continue
            other = "en" if lang == "zh" else "zh"
            seg = _add(block, "seg", words, id=f"{_id(record.id)}.{segment.position}.{lang}")
            if getattr(segment, other) is not None:
                seg.set("corresp", f"#{_id(record.id)}.{segment.position}.{other}")


def _header(header: Any, content: Content, document: Document) -> None:
    description = _add(header, "fileDesc")
    titles = _add(description, "titleStmt")
    _add(titles, "title", document.title_zh, lang="zh-Hans")
    _add(titles, "title", document.title_en, lang="en")
    _add(titles, "author", content.corpus.entity(document.issuer).name_en)
    publication = _add(description, "publicationStmt")
    _add(publication, "publisher", AUTHOR)
    _add(publication, "idno", f"{NAME} {VERSION} {document.id}")
    rights = _add(publication, "availability")
    for layer, licence, note in RIGHTS:
        _add(rights, "licence", f"{layer} ({licence}): {note}")
    sources = _add(description, "sourceDesc")
    witnesses = _add(sources, "listWit")
    for source in content.corpus.sources:
        if source.document == document.id:
            _add(witnesses, "witness", source.description_en, id=_id(source.id))


def _stand_off(stand_off: Any, content: Content, document: Document) -> None:
    """Entities that are named, and where: offsets are code points in the record's text."""
    listed = _add(stand_off, "list", type="entities")
    used = dict.fromkeys(id for record in document.records for id in record.entities)
    for id in sorted(used):
        entity = content.corpus.entity(id)
        item = _add(listed, "item", id=_id(f"entity.{id}"))
        _add(item, "name", entity.name_zh, lang="zh-Hans", type=entity.type)
        _add(item, "name", entity.name_en, lang="en", type=entity.type)
    mentions = _add(stand_off, "listAnnotation", type="mentions")
    dates = _add(stand_off, "listAnnotation", type="dates")
    apparatus = _add(stand_off, "listApp")
    for record in document.records:
        for mention in record.mentions:
            note = _annotation(mentions, record, mention.lang, mention.start, mention.end)
            _add(note, "name", mention.surface, ref=f"#{_id(f'entity.{mention.entity}')}")
        for date in record.dates:
            note = _annotation(dates, record, date.lang, date.start, date.end)
            value = _add(note, "date", date.surface, type=date.kind)
            if date.earliest:
                value.set("notBefore", date.earliest.isoformat())
            if date.latest:
                value.set("notAfter", date.latest.isoformat())
        for variant in record.variants:
            place = f"#{_id(record.id)} {variant.lang} {variant.start}-{variant.end}"
            app = _add(apparatus, "app", type=variant.type, loc=place)
            _add(app, "lem", variant.lemma)
            if variant.type != "sic":
                _add(app, "rdg", variant.reading or None, wit=f"#{_id(variant.source)}")
            if variant.note:
                _add(app, "note", variant.note)


def _annotation(parent: Any, record: Record, lang: str, start: int, end: int) -> Any:
    return _add(parent, "annotation", target=f"#{_id(record.id)}", n=f"{lang} {start}-{end}")


FORMAT = Format(
    name="tei",
    title="TEI P5, one file a document",
    receivers=("RELAX NG",),
    write=write,
)
