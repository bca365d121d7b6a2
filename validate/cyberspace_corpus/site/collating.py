"""The order of names in a list: as a reader looks them up."""

from __future__ import annotations

from cyberspace_corpus.site.page import Lang


def key(name: str, lang: Lang) -> tuple[bytes, str]:
    """The key to sort a name by.

    Chinese by its bytes in GBK, where the common characters stand in the order of their
    pronunciation (pinyin); a character that GBK lacks comes last. English by its letters.
    """
    if lang == "zh":
        return name.encode("gbk", errors="xmlcharrefreplace"), name
    return name.casefold().encode(), name
