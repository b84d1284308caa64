"""A case in the library beside another one that must never turn up."""

from __future__ import annotations

import pytest

from app.cases.models import Case
from app.ops.house import House
from tests.cases.making import published_case
from tests.people import People
from tests.threads.making import comment_of, opinion_of, proposed

NOISE = "Noise of another thread"


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case; a second one of hers has a thread of its own."""
    other = published_case(house, people, title="Another case")
    opinion_of(house, people, other, "omar", NOISE)
    comment_of(house, people, other, "omar", NOISE)
    proposed(house, people, other)
    return published_case(house, people)
