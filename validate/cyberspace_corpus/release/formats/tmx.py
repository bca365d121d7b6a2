"""TMX 1.4: the aligned segments, for translation memories."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from cyberspace_corpus.build.about import NAME, VERSION
from cyberspace_corpus.release.format import Content, Format


def write(content: Content) -> Mapping[str, bytes]:
    """A translation unit for every segment that has both languages.

    ``tuid`` is ``<record>#<position>``; the properties say the status of each language, whether
    the translation is reviewed, and the topics of the record.
    """
    from lxml import etree

    stamp = datetime.datetime.fromtimestamp(content.epoch, datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": NAME,
            "creationtoolversion": VERSION,
            "segtype": "sentence",
            "o-tmf": NAME,
            "adminlang": "en",
            "srclang": "zh-CN",
            "datatype": "plaintext",
            "creationdate": stamp,
        },
    )
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
            for lang, text in (("zh-CN", segment.zh), ("en", segment.en)):
                variant = etree.SubElement(unit, "tuv")
                variant.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
                etree.SubElement(variant, "seg").text = text
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
