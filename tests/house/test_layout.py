"""The house stays liveable: sizes of files and functions, names, one migration chain, no stray imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
VAGUE = {"utils", "helpers", "common", "misc"}
TOP_LEVEL = {"app", "content", "search_index", "migrations", "tests", "wsgi.py", "setup.cfg"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_the_top_level_is_what_was_agreed() -> None:
    assert {entry.name for entry in ROOT.iterdir()} >= TOP_LEVEL


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_over_400_lines_and_no_function_over_60(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert [node.name for node in functions(path) if length(node) > 60] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in SOURCES
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_every_package_says_what_it_is_for() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_the_median_file_and_function_are_short() -> None:
    lines = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)
    bodies = sorted(length(node) for path in SOURCES for node in functions(path))
    assert lines[len(lines) // 2] <= 100
    assert bodies[len(bodies) // 2] <= 10
