"""Every entity: its names, what it belongs to, and where the texts name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cyberspace_corpus.published.rows import Entity
from cyberspace_corpus.site import links
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.collating import key
from cyberspace_corpus.site.context import chapters, naming
from cyberspace_corpus.site.page import LANGS, Lang, Page, both


def pages(book: Book) -> Iterator[Page]:
    """The list of all entities by type, and a page for each."""
    yield Page(
        "entities/index.html",
        "entities",
        both("实体", "Entities"),
        both("文献提到的全部实体，按类型排列。", "Everything that the texts name, by type."),
        place="entities",
        styles=("lists.css",),
        values={"types": {lang: _by_type(book, lang) for lang in LANGS}},
    )
    parts: dict[str, list[Entity]] = {}
    for entity in book.corpus.entities:
        if entity.part_of:
            parts.setdefault(entity.part_of, []).append(entity)
    types = {kind.id: kind for kind in book.corpus.entity_types}
    for entity in book.corpus.entities:
        records = book.naming.get(entity.id, ())
        yield Page(
            links.entity(entity.id),
            "entity",
            both(entity.name_zh, entity.name_en),
            both(entity.description_zh, entity.description_en),
            place="entities",
            styles=("lists.css",),
            values={
                "entity": entity,
                "type": types[entity.type],
                "parts": parts.get(entity.id, ()),
                "chapters": chapters(book, naming(records, entity.id)),
            },
        )


def _by_type(book: Book, lang: Lang) -> Mapping[str, Sequence[Entity]]:
    """The entities by the id of their type, in the order of a reader of the language."""
    by_name = sorted(
        book.corpus.entities, key=lambda entity: key(getattr(entity, f"name_{lang}"), lang)
    )
    found = {
        kind.id: [entity for entity in by_name if entity.type == kind.id]
        for kind in book.corpus.entity_types
    }
    return {kind: entities for kind, entities in found.items() if entities}
