"""Changes of a published case: readers see what two people have confirmed, before, meanwhile and afterwards."""

from __future__ import annotations

from app.cases.content import as_json
from app.ops.house import House
from tests.cases.changing import changed, open_change, stored, submit, write
from tests.cases.making import published_case
from tests.people import People


def test_readers_see_the_change_once_it_is_approved_and_not_before(house: House, people: People) -> None:
    published_case(house, people, author="omar", title="Noise")
    case = published_case(house, people, pictures=2)
    before = as_json(case)
    first, second = (picture.id for picture in case.pictures)
    write(house, people, case, title="Itch at night", order=[second, first], captions={first: "Left hand"})
    assert as_json(stored(house, case)) == before
    submit(house, people, case)
    assert as_json(stored(house, case)) == before
    assert open_change(house, case).author_confirmed == open_change(house, case).content_hash
    after = changed(house, people, published_case(house, people, pictures=2), title="Itch at night")
    assert after.title == "Itch at night"
    assert after.content_hash == after.author_confirmed == after.moderator_confirmed
