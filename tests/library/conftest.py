"""What several tests of the library start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.rules import Specialty
from app.cases.models import Case
from app.cases.rules import Modality
from app.library import jobs
from app.ops.house import House
from tests.cases.making import published_case
from tests.people import People

Make = Callable[..., Case]


@pytest.fixture
def make(house: House, people: People) -> Make:
    """Publishes cases and indexes them, beside one that nobody asks for."""

    def publish(**text: Any) -> Case:
        case = published_case(house, people, **text)
        jobs.refresh_case(house.database, house.index, house.clock, case.id)
        return case

    noise: dict[str, Any] = dict.fromkeys(("examination", "history", "findings", "investigations", "question"), "")
    noise |= {"tags": (), "specialty": Specialty.ORTHOPAEDICS, "modality": Modality.XRAY}
    publish(title="Swollen ankle after a fall", presentation="Fell.", **noise)
    return publish
