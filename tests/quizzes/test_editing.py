"""Editors: who they are, what they may write, and when learners get it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.ops.house import House
from app.quizzes import queries
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus, OptionSource
from tests.people import People
from tests.quizzes.making import drafted_item, live_item


def fresh(house: House, item: Item) -> Item:
    """The item as it is stored now."""
    with house.database.reading() as session:
        return session.get_one(Item, item.id)


def typed(item: Item, **changes: object) -> dict[str, object]:
    """What the form would post for the item as it stands, with changes."""
    data: dict[str, object] = {
        "stem": item.stem,
        "lead_in": item.lead_in,
        "teaching_point": item.teaching_point,
        "version": item.version,
    }
    for number, option in enumerate(item.options):
        data[f"options-{number}-text"] = option.text
        data[f"options-{number}-rationale"] = option.rationale
        if option.is_offered:
            data[f"options-{number}-is_offered"] = "y"
        if option.is_key:
            data["key"] = number
    return {name: value for name, value in (data | changes).items() if value is not None}


def wrong_row(item: Item) -> int:
    return next(number for number, option in enumerate(item.options) if not option.is_key)


def key_row(item: Item) -> int:
    return next(number for number, option in enumerate(item.options) if option.is_key)


@pytest.mark.parametrize("name", ["nobody", "sam", "omar", "max"])
def test_only_the_author_and_faculty_edit(house: House, people: People, name: str) -> None:
    item = drafted_item(house, people)
    client = people.client(name)
    assert client.get(f"/items/{item.id}").status_code == 404
    assert client.post(f"/items/{item.id}", data=typed(item, stem="Mine")).status_code == 404
    assert fresh(house, item).stem == item.stem


@pytest.mark.parametrize("name", ["clara", "faye"])
def test_author_and_faculty_see_everything(house: House, people: People, name: str) -> None:
    item = drafted_item(house, people)
    page = people.client(name).get(f"/items/{item.id}").text
    assert all(option.text in page for option in item.options)
    assert "Omar thought of it." in page
    assert "Eczema has no explanation" in page


def test_the_list_holds_own_items_for_authors_and_all_for_faculty(house: House, people: People) -> None:
    drafted_item(house, people, title="Itching at night")
    live_item(
        house, people, author="priya", title="Spots on the trunk", opinions={"sam": ("Rubella", "Acne", "Roseola")}
    )
    own, all_of_them = people.client("clara").get("/items").text, people.client("faye").get("/items").text
    assert "Itching at night" in own
    assert "Spots on the trunk" not in own
    assert all_of_them.index("Itching at night") < all_of_them.index("Spots on the trunk"), "drafts come first"


def test_students_and_strangers_get_no_list(people: People) -> None:
    assert people.client("sam").get("/items").status_code == 403
    assert people.client("nobody").get("/items").status_code == 403


def test_the_list_takes_as_many_statements_for_many_items_as_for_one(house: House, people: People) -> None:
    drafted_item(house, people)
    few = count_statements(house, people.client("faye"), "/items")
    for _more in range(3):
        drafted_item(house, people, pictures=2)
    assert count_statements(house, people.client("faye"), "/items") == few


def count_statements(house: House, client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def listen(*call: object) -> None:
        seen.append(str(call[2]))

    event.listen(house.database.engine, "before_cursor_execute", listen)
    assert client.get(address).status_code == 200
    event.remove(house.database.engine, "before_cursor_execute", listen)
    return len(seen)


def test_an_edit_is_stored(house: House, people: People) -> None:
    item = drafted_item(house, people)
    row = wrong_row(item)
    changes = {
        "stem": "A new story.",
        f"options-{row}-text": "Impetigo",
        f"options-{row}-rationale": "No crusts.",
        "options-4-text": "Tinea",
        "options-4-is_offered": "y",
    }
    answer = people.client("clara").post(f"/items/{item.id}", data=typed(item, **changes))
    assert answer.status_code == 302
    stored = fresh(house, item)
    assert stored.stem == "A new story."
    changed = stored.options[row]
    assert (changed.text, changed.rationale, changed.source, changed.argued_by) == (
        "Impetigo",
        "No crusts.",
        OptionSource.EDITOR,
        0,
    )
    assert [(option.position, option.text) for option in stored.options][-1] == (5, "Tinea")


def test_an_emptied_option_is_taken_out_and_the_others_keep_their_places(house: House, people: People) -> None:
    item = drafted_item(house, people)
    row = wrong_row(item)
    people.client("clara").post(f"/items/{item.id}", data=typed(item, **{f"options-{row}-text": ""}))
    kept = {option.text: option.position for option in item.options if option is not item.options[row]}
    assert {option.text: option.position for option in fresh(house, item).options} == kept


def test_the_key_can_be_moved_to_another_option(house: House, people: People) -> None:
    item = drafted_item(house, people)
    for row in (*range(4), 0):
        item = fresh(house, item)
        assert people.client("faye").post(f"/items/{item.id}", data=typed(item, key=row)).status_code == 302
        assert key_row(fresh(house, item)) == row


def test_editing_a_live_item_takes_it_from_learners(house: House, people: People) -> None:
    item = live_item(house, people)
    people.client("clara").post(f"/items/{item.id}", data=typed(item, stem="Another story."))
    stored = fresh(house, item)
    assert (stored.status, stored.accepted_by) == (ItemStatus.DRAFT, None)
    with house.database.reading() as session:
        assert queries.live_by_id(session, people.actor("sam"), item.id) is None


def test_saving_and_accepting_gives_it_to_learners(house: House, people: People) -> None:
    item = drafted_item(house, people)
    answer = people.client("clara").post(f"/items/{item.id}", data=typed(item, accept="1"))
    assert answer.status_code == 302
    stored = fresh(house, item)
    assert (stored.status, stored.accepted_by) == (ItemStatus.LIVE, people.account("clara").id)
    with house.database.reading() as session:
        assert queries.live_by_id(session, people.actor("sam"), item.id) is not None


def test_an_item_with_flaws_is_not_accepted_and_what_was_typed_stays(house: House, people: People) -> None:
    item = drafted_item(house, people)
    changes = typed(item, stem="It was scabies all along.", accept="1")
    answer = people.client("clara").post(f"/items/{item.id}", data=changes)
    assert answer.status_code == 422
    assert "It was scabies all along." in answer.text
    assert answer.text.count("names the right answer") == 2, "above the form and among the findings"
    assert fresh(house, item).stem == item.stem
    assert fresh(house, item).status is ItemStatus.DRAFT


def test_a_form_without_a_story_comes_back_with_the_rest(house: House, people: People) -> None:
    item = drafted_item(house, people)
    answer = people.client("clara").post(f"/items/{item.id}", data=typed(item, stem=" ", lead_in="Which mite?"))
    assert answer.status_code == 422
    assert "Which mite?" in answer.text
    assert fresh(house, item).lead_in == item.lead_in


@pytest.mark.parametrize("changes", [{"key": "99"}, {"key": "x"}, {"version": ""}, {"options-0-text": "x" * 201}])
def test_nonsense_is_refused(house: House, people: People, changes: dict[str, object]) -> None:
    item = drafted_item(house, people)
    assert people.client("clara").post(f"/items/{item.id}", data=typed(item, **changes)).status_code == 422


def test_two_editors_conflict_instead_of_overwriting_each_other(house: House, people: People) -> None:
    item = drafted_item(house, people)
    first = typed(item, **{"options-0-rationale": "Clara's words."})
    second = typed(item, **{"options-0-rationale": "Faye's words."})
    assert people.client("clara").post(f"/items/{item.id}", data=first).status_code == 302
    late = people.client("faye").post(f"/items/{item.id}", data=second)
    assert late.status_code == 409
    assert "Faye&#39;s words." in late.text
    assert fresh(house, item).options[0].rationale == "Clara's words."


def test_the_case_page_leads_its_editors_to_the_item_and_nobody_else(house: House, people: People) -> None:
    item = drafted_item(house, people)
    assert f"/items/{item.id}" in people.client("clara").get(f"/cases/{item.case_id}").text
    assert f"/items/{item.id}" not in people.client("omar").get(f"/cases/{item.case_id}").text


def test_a_retired_item_has_no_page(house: House, people: People, session: Session) -> None:
    item = session.get_one(Item, drafted_item(house, people).id)
    item.status, item.stem, item.lead_in, item.teaching_point = ItemStatus.RETIRED, "", "", ""
    session.commit()
    assert people.client("clara").get(f"/items/{item.id}").status_code == 404
