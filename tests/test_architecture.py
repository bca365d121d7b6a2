"""The shape of the package: imports point downwards, and reading the data needs only Python."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

import cyberspace_corpus

NAME: Final = "cyberspace_corpus"
PACKAGE: Final = Path(cyberspace_corpus.__file__).parent
ROOT: Final = Path(__file__).parents[1]

LAYERS: Final[tuple[tuple[str, ...], ...]] = (
    ("findings", "folder", "names", "published", "shelf", "witness.normalise", "yamlio.characters"),
    ("", "cache", "compare", "witness.lines", "yamlio.reader"),  # "" is the package itself
    ("build.about", "model.base", "yamlio.canonical", "yamlio.writer"),
    ("model",),
    ("annotate", "witness.apparatus"),
    ("judge", "tree"),
    ("corpus",),
    ("facts",),
    ("collation", "context"),
    ("rules",),
    ("build",),
    ("edit", "engine", "release", "report", "site"),
    ("cli",),
    ("__main__",),
)
"""From the bottom. A module imports only from layers below its own, or from its own group
(``rules.witness`` from ``rules.check``); groups of one layer know nothing of each other.
Imports for type checkers alone are not counted: nothing runs them."""

SMALL: Final = 400
"""Most lines of a module, ..."""

LONG: Final = frozenset({"published.rows"})
"""... but for these, which are nothing but tables."""

NOT_FOR_READING: Final = ("pydantic", "jsonschema", "ruamel", "frictionless")

OPTIONAL: Final = {"published.frames": {"pandas", "polars", "pyarrow"}}
"""Libraries that a user of the published corpus may ask for, imported only then."""


def name_of(path: Path) -> str:
    """The module of a file, without the name of the package: ``rules.check``, ``""``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES: Final = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def walk(node: ast.AST, *, deferred: bool) -> Iterator[ast.AST]:
    """Every node below, without those for type checkers alone; those inside functions, which
    run only when they are called, if ``deferred``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(child, ast.FunctionDef) and not deferred:
            continue
        yield child
        yield from walk(child, deferred=deferred)


@cache
def imported(module: str, *, deferred: bool = True) -> frozenset[tuple[str, str]]:
    """Every import of a module: (module, name or "")."""
    found: set[tuple[str, str]] = set()
    for node in walk(tree(module), deferred=deferred):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            found |= {(str(node.module), alias.name) for alias in node.names}
    return frozenset(found)


@cache
def inner(module: str) -> frozenset[str]:
    """The modules of the package that a module imports."""
    found: set[str] = set()
    for base, name in imported(module):
        if base != NAME and not base.startswith(f"{NAME}."):
            continue
        short = base.removeprefix(NAME).removeprefix(".")
        below = f"{short}.{name}".strip(".")
        found.add(below if below in MODULES else short)
    return frozenset(found)


def place(module: str) -> tuple[int, str]:
    """The layer of a module and its group: the longest entry of LAYERS that fits."""
    fits = [
        (level, group)
        for level, groups in enumerate(LAYERS)
        for group in groups
        if module == group or (group and module.startswith(f"{group}."))
    ]
    assert fits, f"{module} is in no layer"
    return max(fits, key=lambda pair: len(pair[1]))


def is_empty(module: str) -> bool:
    """A package's own file that holds nothing but its docstring."""
    return MODULES[module].name == "__init__.py" and not imported(module)


@pytest.mark.parametrize("module", [m for m in MODULES if not is_empty(m)])
def test_imports_point_downwards(module: str) -> None:
    """A module imports only what lies below it or belongs to its own group."""
    level, group = place(module)
    for other in inner(module):
        below, other_group = place(other)
        assert below < level or other_group == group, f"{module} imports {other}"


def test_layers_name_what_there_is() -> None:
    """No layer speaks of a module that is gone, and none stands twice."""
    groups = [group for layer in LAYERS for group in layer]
    assert len(groups) == len(set(groups))
    for group in groups:
        assert any(m == group or m.startswith(f"{group}.") for m in MODULES), group


def test_packages_hold_no_code() -> None:
    """Only the package itself exports names; the others are empty, so importing one module of
    them imports no other."""
    packages = {m for m, path in MODULES.items() if path.name == "__init__.py"}
    assert {m for m in packages if not is_empty(m)} == {""}
    for module in packages - {""}:
        assert len(tree(module).body) == 1, module


def test_no_cycles() -> None:
    """No module reaches itself by its imports, not even through imports inside functions."""
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in sorted(inner(module)):
                visit(other, (*way, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())
    assert done == set(MODULES)


@pytest.mark.parametrize("module", sorted(m for m in MODULES if m.split(".")[0] == "published"))
def test_published_needs_only_python(module: str) -> None:
    """What downstream projects import is the standard library and itself; a library of data
    frames only within the function that is asked for one."""
    for deferred in (False, True):
        optional = OPTIONAL.get(module, set()) if deferred else set()
        for base, _ in imported(module, deferred=deferred):
            top = base.split(".")[0]
            own = base == f"{NAME}.published" or base.startswith(f"{NAME}.published.")
            known = own or top in sys.stdlib_module_names or top in optional
            assert known, f"{module} imports {base}"


@pytest.mark.parametrize("statement", [f"import {NAME} as c", f"import {NAME} as c; c.load()"])
def test_reading_the_data_needs_only_python(statement: str) -> None:
    """Importing the package and loading the corpus imports no library of the validator."""
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert NAME in loaded
    assert not loaded & set(NOT_FOR_READING)


@pytest.mark.parametrize(
    ("library", "group"),
    [
        ("pydantic", {"corpus", "judge", "model"}),
        ("jsonschema", {"judge"}),
        ("ruamel", {"yamlio.reader"}),
        ("frictionless", set()),
    ],
)
def test_who_knows_a_library(library: str, group: set[str]) -> None:
    """A library of the validator is imported where it is at work, and nowhere else."""
    users = {m for m in MODULES for base, _ in imported(m) if base.split(".")[0] == library}
    groups = {user if user in group else user.split(".")[0] for user in users}
    assert groups == group


def test_validate_is_no_package() -> None:
    """``validate/`` is a source root: it must not be importable itself."""
    assert PACKAGE.parent == ROOT / "validate"
    assert not (ROOT / "validate" / "__init__.py").exists()


def test_one_name() -> None:
    """Nothing imports the package by way of ``validate``, as a second copy of itself."""
    second_name = re.compile(rf"\bvalidate[./]{NAME}\b(?!/)|\bfrom\s+validate\s+import")
    assert second_name.search("import " + f"validate.{NAME}.corpus")
    for path in [*MODULES.values(), *sorted((ROOT / "tests").rglob("*.py"))]:
        if path == Path(__file__) or "node_modules" in path.parts:
            continue
        found = second_name.search(path.read_text("utf-8"))
        assert found is None, f"{path}: {found and found[0]}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_is_long(module: str) -> None:
    """A module can be read in one go; the exceptions are still exceptions."""
    lines = len(MODULES[module].read_text("utf-8").splitlines())
    assert (lines > SMALL) == (module in LONG), f"{module} has {lines} lines"


def test_test_modules_have_unique_names() -> None:
    """No two test modules share a name, and no folder of tests is a package."""
    names = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if path.name != "conftest.py" and "node_modules" not in path.parts
    ]
    assert len(names) == len(set(names))
    assert "__init__.py" not in names
