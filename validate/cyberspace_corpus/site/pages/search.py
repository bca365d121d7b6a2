"""Finding words, and checking a quotation: both in the page, by scripts that have all texts."""

from __future__ import annotations

from collections.abc import Iterator

from cyberspace_corpus.published.rows import STATUSES
from cyberspace_corpus.site import findable
from cyberspace_corpus.site.book import Book
from cyberspace_corpus.site.page import Asset, Page, both


def pages(book: Book) -> Iterator[Page | Asset]:
    """The two pages, and the texts that their scripts search in."""
    yield Asset(findable.PATH, findable.script(book))
    records = book.corpus.records
    used = {r.status_zh for r in records} | {r.status_en for r in records}
    yield Page(
        "search.html",
        "search",
        both("检索", "Search"),
        both(
            "在中文和英文文本中检索字词和短语。",
            "Find words and phrases in the Chinese and the English texts.",
        ),
        place="search",
        scripts=(findable.PATH, "porter.js", "find.js", "passage.js", "search.js"),
        values={
            "statuses": [status for status in STATUSES if status in used],
            "topics": [topic for topic in book.corpus.topics if topic.id in book.on_topic],
            "entities": [entity for entity in book.corpus.entities if entity.id in book.naming],
        },
    )
    yield Page(
        "quote.html",
        "quote",
        both("引文核对", "Check a quotation"),
        both(
            "核对一段引文与文本是否一致，并查看另一语言的文本。",
            "Learn whether a quotation is exact, altered or not from these texts.",
        ),
        place="quote",
        scripts=(findable.PATH, "find.js", "quotation.js", "passage.js", "quote.js"),
    )
