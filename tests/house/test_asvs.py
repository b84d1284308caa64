"""The page about OWASP ASVS lists each requirement of levels 1 and 2 once, and names only what exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d., ]+) \| (.+) \|$", PAGE, re.MULTILINE)
LISTED = Counter(number for numbers, _ in ROWS for number in numbers.split(", "))
# How many requirements each section of 5.0.0 has at levels 1 and 2; counted in the standard's own table.
OF_BOTH_LEVELS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3":
    4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2,
    "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3":
    2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2,
    "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4":
    4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4":
    3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


def test_no_requirement_is_listed_twice() -> None:
    assert [number for number, times in LISTED.items() if times > 1] == []


def test_every_section_lists_as_many_as_there_are() -> None:
    counted = Counter(number.rpartition(".")[0] for number in LISTED)
    assert {section: counted[section] for section in OF_BOTH_LEVELS} == OF_BOTH_LEVELS
    assert set(counted) == set(OF_BOTH_LEVELS)


def test_every_file_it_names_exists() -> None:
    named = [name for name in re.findall(r"`([\w./*-]+/[\w./*-]+)`", PAGE) if not name.startswith("/")]
    linked = [f"docs/{name}" for name in re.findall(r"\]\((\w+\.md)\)", PAGE)]
    assert len(named) > 30
    assert [name for name in named + linked if not any(ROOT.glob(name))] == []
