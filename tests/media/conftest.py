"""The store of the house, and clinician Clara, who uploads."""

from __future__ import annotations

import pytest

from app.media.storage import ImageStore
from app.ops.house import House
from tests.people import People


@pytest.fixture
def store(house: House) -> ImageStore:
    """The house's renditions and quarantine."""
    return house.store


@pytest.fixture
def clara(people: People) -> int:
    """The id of clinician Clara's account."""
    return people.account("clara").id
