"""docs/invariants.md and tests/invariants belong together: every sentence has its test, every test its sentence."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from app.ops.invariants import CHECKS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")
NUMBERS = range(1, 21)
PARTS = {int(part.split(" ", 1)[0]): part for part in PAGE.split("\n## I")[1:]}


def named_after_one() -> dict[str, int]:
    """The tests of tests/invariants that are called after an invariant, with its number."""
    found: dict[str, int] = {}
    for path in (ROOT / "tests" / "invariants").glob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (name := re.match(r"test_i(\d\d)_", node.name)):
                found[node.name] = int(name[1])
    return found


def test_every_invariant_stands_on_the_page_with_where_it_is_enforced_tested_and_checked() -> None:
    assert list(PARTS) == list(NUMBERS)
    for number, part in PARTS.items():
        assert all(f"- {what}: " in part for what in ("Enforced", "Test", "Checked")), number


def test_every_invariant_names_its_tests_and_every_test_is_named() -> None:
    named = {name: number for number, part in PARTS.items() for name in re.findall(r"`(test_i\d\d_\w+)`", part)}
    assert named == named_after_one()
    assert set(named.values()) == set(NUMBERS)


def test_every_test_of_the_folder_is_called_after_an_invariant() -> None:
    for path in (ROOT / "tests" / "invariants").glob("test_*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        names = {node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
        assert names <= named_after_one().keys(), path.name


def test_what_the_page_says_is_checked_is_what_the_command_checks() -> None:
    unchecked = {number for number, part in PARTS.items() if "- Checked: nothing" in part}
    assert CHECKS.keys() == set(NUMBERS) - unchecked


def test_every_constraint_and_trigger_that_the_page_names_exists() -> None:
    made = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("models.py"))
    made += (ROOT / "app" / "kernel" / "audit.py").read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"\*constraints?\*[^;\n]*", PAGE)))
    assert len(named) >= 15
    assert [name for name in named if f'"{name}"' not in made] == []
