"""XLSX for people: every table a sheet, with a heading that stays and a filter."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any, Final

from cyberspace_corpus.build.about import DESCRIPTION, LAYERS, LIMITS, TITLE, VERSION
from cyberspace_corpus.build.tables import cell
from cyberspace_corpus.published.rows import TABLES
from cyberspace_corpus.release.format import Content, Format

LIMIT: Final = 32_767
"""Most characters that a cell of a spreadsheet holds, in UTF-16 as spreadsheets count."""

CUT: Final = " … [the rest does not fit into a cell; the CSV has it]"


def write(content: Content) -> Mapping[str, bytes]:
    """One workbook. Every cell is a text, a number, a truth value or a day; a text that begins
    like a formula stays a text."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    created = datetime.datetime.fromtimestamp(content.epoch, datetime.UTC).replace(tzinfo=None)
    book.set_properties({"title": TITLE["en"], "comments": DESCRIPTION["en"], "created": created})
    head = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    about = book.add_worksheet("about")
    for position, text in enumerate(_about()):
        about.write_string(position, 0, text, wrap)
    about.set_column(0, 0, 100)
    for name, rows in content.tables.items():
        if name == "printings":
            continue  # thousands of single characters: of no use in a spreadsheet
        sheet = book.add_worksheet(name)
        columns = TABLES[name].columns()
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.name, head)
            wide = column.name.startswith(("text_", "zh", "en", "note", "definition"))
            sheet.set_column(at, at, 60 if wide else 18)
        for line, row in enumerate(rows, 1):
            for at, value in enumerate(row.values()):
                _write(sheet, line, at, value, wrap, day)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    book.close()
    return {"corpus.xlsx": buffer.getvalue()}


def _about() -> list[str]:
    """What the first sheet says: name and version, description, limits, rights by layer."""
    lines = [TITLE["zh"], TITLE["en"], VERSION]
    for lang in ("zh", "en"):
        lines += [DESCRIPTION[lang], LIMITS[lang], *(layer.says(lang) for layer in LAYERS)]
    return lines


def _write(sheet: Any, line: int, at: int, value: Any, wrap: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, at, datetime.datetime.combine(value, datetime.time()), day)
    else:
        sheet.write_string(line, at, _fitting(cell(value)), wrap)


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell holds with a word that something is cut off."""
    if len(text.encode("utf-16-le")) <= 2 * LIMIT:
        return text
    start = text.encode("utf-16-le")[: 2 * (LIMIT - len(CUT))]
    return start.decode("utf-16-le", "ignore") + CUT


FORMAT = Format(
    name="xlsx",
    title="XLSX workbook, one sheet a table",
    receivers=("openpyxl",),
    write=write,
)
