"""Every address within the reader is made here.

An address is relative to the page that it stands on, so that the pages work in any folder and
on any host. In a template ``link`` is the :class:`Links` of the page at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from cyberspace_corpus.published.rows import Record
from cyberspace_corpus.site.page import Lang


def document(id: str) -> str:
    """The page of a document."""
    return f"documents/{id}.html"


def record(id: str) -> str:
    """The page of a record: ``wic-2020/7``."""
    return f"records/{id}.html"


def entity(id: str) -> str:
    """The page of an entity."""
    return f"entities/{id}.html"


def topic(id: str) -> str:
    """The page of a topic."""
    return f"topics/{id}.html"


def term(id: str) -> str:
    """The page of a term."""
    return f"terms/{id}.html"


def source(id: str) -> str:
    """The page of a witness."""
    return f"sources/{id}.html"


def comparison(earlier: str, later: str) -> str:
    """The page that compares two documents."""
    return f"compare/{earlier}--{later}.html"


def locator(id: str) -> str:
    """What stands behind the document in the id of a record or section: ``7``, ``3.1.3``."""
    return id.partition("/")[2]


def section_anchor(id: str) -> str:
    """The anchor of a section on the page of its document."""
    return f"section-{locator(id)}"


def date_anchor(edtf: str) -> str:
    """The anchor of a date on the page of all dates: ``d-2021-08-24``, ``d-2014--open``."""
    return "d-" + edtf.replace("/..", "--open").replace("../", "open--").replace("/", "--")


def correction(repository: str, record: str) -> str:
    """The form for a correction of a record, filled in as far as it can be."""
    asked = {"template": "correction.yml", "title": f"Correction: {record}", "record": record}
    return f"{repository.rstrip('/')}/issues/new?{urlencode(asked)}"


RECORD: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:[.-][a-z0-9]+)*")
"""What the id of a record looks like within a note."""


class Links:
    """The addresses, as seen from a page in a language."""

    def __init__(self, lang: Lang, path: str) -> None:
        self._path = path
        self._lang = lang
        self._up = "../" * path.count("/")

    def _to(self, path: str, anchor: str = "") -> str:
        """A path below the folder of the language."""
        return f"{self._up}{quote(path)}" + (f"#{quote(anchor)}" if anchor else "")

    def page(self, path: str, anchor: str = "") -> str:
        """A page of the same language by its path, and a place on it."""
        return f"#{quote(anchor)}" if anchor and path == self._path else self._to(path, anchor)

    def asset(self, path: str) -> str:
        """A file below ``assets/``."""
        return self._to(f"../assets/{path}")

    def other(self, lang: Lang) -> str:
        """The same page in a language of the interface."""
        return self._to(f"../{lang}/{self._path}")

    def document(self, id: str) -> str:
        """The page of a document."""
        return self.page(document(id))

    def reading(self, record: Record) -> str:
        """A record in its place on the page of its document."""
        return self.page(document(record.document), locator(record.id))

    def section(self, id: str) -> str:
        """A section on the page of its document."""
        return self.page(document(id.partition("/")[0]), section_anchor(id))

    def record(self, id: str, anchor: str = "") -> str:
        """The page of a record."""
        return self.page(record(id), anchor)

    def entity(self, id: str) -> str:
        """The page of an entity."""
        return self.page(entity(id))

    def topic(self, id: str) -> str:
        """The page of a topic."""
        return self.page(topic(id))

    def term(self, id: str) -> str:
        """The page of a term."""
        return self.page(term(id))

    def date(self, edtf: str) -> str:
        """A date on the page of all dates."""
        return self.page("dates/index.html", date_anchor(edtf))

    def source(self, id: str, line: int | None = None) -> str:
        """The page of a witness, or a line on it."""
        return self.page(source(id), f"line-{line}" if line is not None else "")

    def comparison(self, earlier: str, later: str) -> str:
        """The comparison of two documents."""
        return self.page(comparison(earlier, later))

    def within(self, note: str, records: Mapping[str, Record]) -> Markup:
        """A note, escaped, in which the ids of records are links."""

        def linked(match: re.Match[str]) -> str:
            id = match[0]
            if id not in records:
                return id
            return Markup('<a href="{}">{}</a>').format(self.reading(records[id]), id)

        return Markup(RECORD.sub(linked, str(escape(note))))
