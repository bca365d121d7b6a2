"""Writing the reader: every page in both languages, as bytes by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cyberspace_corpus.build.about import TITLE
from cyberspace_corpus.folder import SUMS, checksums
from cyberspace_corpus.site.chronology import spoken
from cyberspace_corpus.site.links import Links
from cyberspace_corpus.site.page import LANGS, Asset, Lang, Page, everything
from cyberspace_corpus.site.words import Say, read, saying

if TYPE_CHECKING:
    from jinja2 import Environment

    from cyberspace_corpus.site.book import Book

HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "templates"
ASSETS: Final = HERE / "assets"

MARK: Final = "zh/index.html"
"""A file that only a folder of the reader has."""

HTML_LANG: Final[Mapping[Lang, str]] = {"zh": "zh-Hans", "en": "en"}
"""The languages as HTML names them (BCP 47)."""

Progress = Callable[[int, int], None]


class Collision(ValueError):
    """Two pages, or two files, want the same place."""


def build(book: Book, progress: Progress | None = None) -> dict[str, bytes]:
    """All files of the reader by their path; the same book gives the same bytes.

    ``progress`` is told how many of how many pages are written.
    """
    files: dict[str, bytes] = {}

    def put(path: str, content: bytes) -> None:
        if path in files:
            raise Collision(path)
        files[path] = content

    for file in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
        put(f"assets/{file.relative_to(ASSETS).as_posix()}", file.read_bytes())
    environment, words = templates(), read()
    made = list(everything(book))
    pages = [page for page in made if isinstance(page, Page)]
    for asset in made:
        if isinstance(asset, Asset):
            put(f"assets/{asset.path}", asset.content)
    paths = frozenset(page.path for page in pages)
    total = len(pages) * len(LANGS)
    for number, page in enumerate(pages):
        for count, lang in enumerate(LANGS, 1):
            html = render(environment, page, lang, saying(words, lang), book, paths)
            put(f"{lang}/{page.path}", html.encode())
            if progress:
                progress(number * len(LANGS) + count, total)
    front = environment.get_template("front.html.j2")
    put("index.html", front.render(title=TITLE).encode())
    put(SUMS, checksums(files))
    return files


def templates() -> Environment:
    """The templates: everything is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(
    environment: Environment,
    page: Page,
    lang: Lang,
    say: Say,
    book: Book,
    paths: frozenset[str],
) -> str:
    """A page in a language.

    Beside its own values a template has ``book``, ``page``, ``paths`` (of all pages), ``lang``,
    ``other`` (the other language of the interface), ``html_lang``, ``say`` (words of the
    interface), ``link`` (addresses) and ``pick`` (the column of a row in the language of the
    interface).
    """

    def pick(row: object, column: str) -> Any:
        # Of some columns the English is the one without a language in its name.
        both = hasattr(row, f"{column}_{lang}")
        return getattr(row, f"{column}_{lang}" if both else column)

    style = f"{page.kind}.css"
    return environment.get_template(f"{page.kind}.html.j2").render(
        page.values,
        book=book,
        page=page,
        paths=paths,
        scripts=["site.js", *page.scripts],
        styles=["site.css", *page.styles, *([style] if (ASSETS / style).is_file() else [])],
        lang=lang,
        other="en" if lang == "zh" else "zh",
        html_lang=HTML_LANG,
        say=say,
        link=Links(lang, page.path),
        pick=pick,
        spoken=spoken,
    )
