"""TMX 1.4: the aligned segments, for translation memories."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from cyberspace_corpus.build.about import LAYERS, LIMITS, NAME, VERSION
from cyberspace_corpus.published.rows import LANGUAGES
from cyberspace_corpus.release.format import Content, Format

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
CODES: Final = {"zh": "zh-CN", "en": "en"}


def write(content: Content) -> Mapping[str, bytes]:
    """A translation unit for every segment that has both languages; the rights in the header.

    ``tuid`` is ``<record>#<position>``; the properties say the status of each language, whether
    the translation is reviewed, and the topics of the record.
    """
    from lxml import etree

    stamp = datetime.datetime.fromtimestamp(content.epoch, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    root = etree.Element("tmx", version="1.4")
    header = etree.SubElement(
        root,
        "header",
        {
            "creationtool": NAME,
            "creationtoolversion": VERSION,
            "segtype": "sentence",
            "o-tmf": NAME,
            "adminlang": "en",
            "srclang": CODES["zh"],
            "datatype": "plaintext",
            "creationdate": stamp,
        },
    )
    for says in (LIMITS.__getitem__, *(layer.says for layer in LAYERS)):
        for lang in LANGUAGES:
            note = etree.SubElement(header, "note")
            note.set(LANG, CODES[lang])
            note.text = says(lang)
    body = etree.SubElement(root, "body")
    for record in content.corpus.records:
        for segment in record.segments:
            if segment.zh is None or segment.en is None:
                continue
            unit = etree.SubElement(body, "tu", tuid=f"{record.id}#{segment.position}")
            for kind, text in (
                ("status_zh", record.status_zh),
                ("status_en", record.status_en),
                ("reviewed", "true" if record.reviewed else "false"),
                ("topics", " ".join(record.topics)),
            ):
                etree.SubElement(unit, "prop", type=f"x-{kind}").text = text
            for lang in LANGUAGES:
                variant = etree.SubElement(unit, "tuv")
                variant.set(LANG, CODES[lang])
                etree.SubElement(variant, "seg").text = getattr(segment, lang)
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    data = etree.tostring(
        root, encoding="UTF-8", xml_declaration=True, pretty_print=True, doctype=doctype
    )
    return {"corpus.tmx": data}


FORMAT = Format(
    name="tmx",
    title="TMX 1.4 translation memory",
    receivers=("translate-toolkit",),
    write=write,
)
