"""The page of the Python interface is what the docstrings say, and what they show happens.

``python tests/published/test_api.py`` writes the page anew.
"""

from __future__ import annotations

import ast
import doctest
import functools
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

import cyberspace_corpus as cc
from cyberspace_corpus import published
from cyberspace_corpus.published.row import Row

PAGE: Final = Path(__file__).resolve().parents[2] / "validate" / "API.md"
HEAD: Final = """\
# The Python interface

<!-- Written by `python tests/published/test_api.py` from the docstrings; do not edit. -->

`pip install` the wheel, or a checkout; the data comes with it, and reading it needs nothing but
Python 3.11 or later. Everything below is a name of `cyberspace_corpus`, is typed (`py.typed`) and
immutable; nothing else is public. The tests run every example on the corpus, after

```python
import cyberspace_corpus as cc
corpus = cc.load()
```
"""
ROWS: Final = """\
## Rows

A row of a table is an object of its own class. Its attributes are the columns of the table, as in
[the data dictionary](../schema/README.md), and the rows of other tables that belong to it.
`None` is what an empty cell says; offsets count Unicode code points from 0 in `text_zh` or
`text_en` of the record, and the end is behind the last character.
"""
TYPES: Final = {
    "Text": "str or None",
    "Texts": "tuple of str",
    "Number": "int or None",
    "Day": "date or None",
    "float | None": "float or None",
}


# --- the page -------------------------------------------------------------------------------


def page() -> str:
    """The whole page: functions, the corpus, what its methods give and raise, then the rows."""
    public = {name: getattr(cc, name) for name in cc.__all__ if not name.startswith("_")}
    rows = {n: o for n, o in public.items() if isinstance(o, type) and issubclass(o, Row)}
    errors = {n: o for n, o in public.items() if isinstance(o, type) and issubclass(o, Exception)}
    others = {n: o for n, o in public.items() if n not in rows | errors}
    lines = [HEAD]
    for name in sorted(others, key=lambda name: (name != "load", name)):
        lines += [f"## {name}", "", *described(others[name])]
    lines += ["## Errors", ""]
    for name, error in errors.items():
        base = next(c.__name__ for c in error.__mro__[1:] if c.__module__ == "builtins")
        lines += [f"### {name}", "", f"A kind of `{base}`.", "", *prose(error)]
    lines += [ROWS]
    for name, row in rows.items():
        lines += [f"### {name}", "", *prose(row), *columns(row), *methods(row)]
    return "\n".join(lines).rstrip("\n") + "\n"


def described(thing: Any) -> Iterator[str]:
    """A function with its signature, or a class with its attributes and methods."""
    if inspect.isclass(thing):
        yield from prose(thing)
        yield from attributes(thing)
        yield from methods(thing)
    else:
        yield from signature(thing)
        yield from prose(thing)


def methods(of: type) -> Iterator[str]:
    """The public methods of a class, in their order."""
    for name, thing in public_methods(of):
        shown = f"{of.__name__}[id]" if name == "__getitem__" else f"{of.__name__}.{name}"
        yield from (f"#### {shown}", "", *signature(thing), *prose(thing))


def public_methods(of: type) -> Iterator[tuple[str, Any]]:
    for name, thing in vars(of).items():
        if inspect.isfunction(thing) and (name == "__getitem__" or not name.startswith("_")):
            yield name, thing


def signature(function: Any) -> Iterator[str]:
    """How it is called: on one line, or an argument a line."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    assert tree.returns is not None
    of = tree.args
    if of.args and of.args[0].arg == "self":
        of.args.pop(0)
    given, returns = ast.unparse(of), ast.unparse(tree.returns)
    line = f"{tree.name}({given}) -> {returns}"
    if len(line) > 100:
        line = f"{tree.name}(\n    {given.replace(', ', f',{chr(10)}    ')},\n) -> {returns}"
    yield from ("```python", line, "```", "")


def attributes(of: type) -> Iterator[str]:
    """The fields of a class with the docstrings that stand behind them, then what is made of
    them."""
    (tree,) = ast.parse(inspect.getsource(of)).body
    assert isinstance(tree, ast.ClassDef)
    found = []
    for node, behind in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign):
            assert isinstance(behind, ast.Expr), f"nothing is said of {ast.unparse(node.target)}"
            said = ast.literal_eval(behind.value)
            found.append((ast.unparse(node.target), ast.unparse(node.annotation), said))
    for name, thing in vars(of).items():
        if isinstance(thing, functools.cached_property) and not name.startswith("_"):
            returns = inspect.signature(thing.func).return_annotation
            found.append((name, returns, inspect.getdoc(thing)))
    yield from ("| attribute | type | |", "|---|---|---|")
    for name, type_, said in found:
        type_ = type_.replace("|", "or")
        yield f"| `{name}` | {type_} | {' '.join(markdown(said).split())} |"
    yield ""


def columns(row: type[Row]) -> Iterator[str]:
    """The columns of a row's table as attributes, then what else belongs to the row."""
    yield from (f"Table `{row.TABLE}`.", "", "| attribute | type | |", "|---|---|---|")
    for column in row.columns():
        type_ = TYPES.get(str(column.type), str(column.type))
        said = column.metadata["description"].replace(", as a JSON array", "")
        yield f"| `{column.name}` | {type_} | {said} |"
    for name, part in row.parts().items():
        yield f"| `{name}` | tuple of {part.__name__} | Its rows of the table `{part.TABLE}`. |"
    yield ""


def prose(thing: Any) -> Iterator[str]:
    """A docstring as Markdown: its examples fenced, its roles plain code."""
    code = False
    for line in (inspect.getdoc(thing) or "").splitlines():
        begins = line.startswith(">>>")
        if begins and not code:
            yield "```python"
        elif code and not line:
            yield "```"
        code = begins or (code and bool(line))
        yield line if code else markdown(line)
    yield from ("```", "") if code else ("",)


def markdown(text: str) -> str:
    """Sphinx's roles and literals as Markdown's code."""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text)
    return text.replace("``", "`")


# --- the tests ------------------------------------------------------------------------------


def test_the_page_is_what_the_docstrings_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "mend it with: python tests/published/test_api.py"


def modules() -> list[ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(published.__path__)]
    return [cc, *(importlib.import_module(f"{published.__name__}.{name}") for name in names)]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__.split(".")[-1])
def test_examples(module: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Every example of a docstring gives what it shows."""
    if "to_pandas" in inspect.getsource(module):
        for library in ("pandas", "polars", "pyarrow"):
            pytest.importorskip(library, reason=f"{library} is not installed")
    result = doctest.testmod(module, extraglobs={"cc": cc, "corpus": cc.load()})
    assert result.failed == 0, capsys.readouterr().out


PUBLIC: Final = [
    ("load", cc.load),
    *((f"{of.__name__}.{n}", m) for of in (cc.Corpus, cc.Record) for n, m in public_methods(of)),
]


@pytest.mark.parametrize(("name", "function"), PUBLIC)
def test_everything_public_has_an_example(name: str, function: Any) -> None:
    assert ">>> " in (inspect.getdoc(function) or ""), name


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.exit(0)
