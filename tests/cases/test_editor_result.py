"""The result: what still shows must be decided, and what no machine finds must be looked for, before it's confirmed."""

from __future__ import annotations

import pytest

from app.media.rules import Answer, Dismissal, ImageState, ScanState, Sign
from app.media.scanning.findings import FindingKind
from app.ops.house import House
from tests.cases.desk import ALL_SIGNS, box, chosen, desk, found, stack_desk
from tests.people import People

TEXT, FACE = FindingKind.TEXT, FindingKind.FACE


def test_once_everything_is_ticked_the_picture_is_confirmed_and_its_original_destroyed(
    house: House, people: People
) -> None:
    at = desk(house, people)
    page = at.result().text
    for word in ("Tattoos", "Scars", "Jewellery", "Name bands", "Reflections", "Handwriting", "Clocks"):
        assert word in page
    assert at.confirm().status_code == 302
    assert at.image().state is ImageState.CONFIRMED
    assert sorted(at.image().signs) == sorted(ALL_SIGNS)
    assert at.client.get(f"{at.here}/original").status_code == 409
    assert "Confirmed" in at.result().text


@pytest.mark.parametrize("missing", [*Sign, None])
def test_a_sign_that_was_not_looked_for_is_asked_for_and_the_ticks_stay(
    house: House, people: People, missing: Sign | None
) -> None:
    at = desk(house, people, found(FACE, 20, 10, 8, 9))
    signs = [sign for sign in ALL_SIGNS if missing is not None and sign != missing]
    page = at.confirm(signs=signs, also=at.answer(1, "not_a_person"))
    assert page.status_code == 422
    assert "Look for each thing on the list" in page.text
    assert page.text.count(" checked") == len(signs)
    assert chosen(page, next(iter(at.answer(1, "")))) == "not_a_person"
    assert (at.image().state, at.findings()[0].answer) == (ImageState.RECEIVED, None)


def test_what_is_not_decided_keeps_the_picture_from_being_confirmed(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4), found(FACE, 20, 10, 8, 9))
    page = at.confirm(also=at.answer(1, "tells_nothing"))
    assert page.status_code == 422
    assert "Decide about everything that was found" in page.text
    assert page.text.count(" checked") == len(ALL_SIGNS)
    assert at.image().state is ImageState.RECEIVED
    assert at.confirm(also={**at.answer(1, "tells_nothing"), **at.answer(2, "not_that")}).status_code == 302
    assert [finding.reason for finding in at.findings()] == [Dismissal.TELLS_NOTHING, Dismissal.NOT_THAT]


def test_while_the_detectors_look_nothing_is_confirmed_and_the_ticks_stay(house: House, people: People) -> None:
    at = desk(house, people)
    at.set_scan(ScanState.WAITING)
    assert "hx-trigger" in at.result().text
    page = at.confirm()
    assert page.status_code == 422
    assert "still being looked through" in page.text
    assert page.text.count(" checked") == len(ALL_SIGNS)
    at.set_scan(ScanState.DONE)
    assert at.confirm().status_code == 302


@pytest.mark.parametrize("state", [ScanState.OFF, ScanState.FAILED])
def test_where_no_detector_looked_the_author_is_told_to_and_can_confirm(
    house: House, people: People, state: ScanState
) -> None:
    at = desk(house, people)
    at.set_scan(state)
    assert "Not scanned for text and faces: look yourself" in at.result().text
    assert at.confirm().status_code == 302


def test_what_still_shows_is_covered_from_the_result_and_looked_at_again(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4), found(FACE, 20, 10, 8, 9))
    at.send(box(30, 20, 5, 5))
    answer = at.confirm(also={**at.answer(1, "cover"), **at.answer(2, "not_a_person")})
    assert answer.location == f"{at.here}/preview"
    assert at.image().state is ImageState.RECEIVED
    assert at.image().redactions == [box(30, 20, 5, 5), box(2, 2, 10, 4)]
    assert [finding.answer for finding in at.findings()] == [Answer.COVERED, Answer.DISMISSED]
    page = at.result().text
    assert "1 place was found" in page


def test_what_is_seen_beside_its_cover_is_covered_whole(house: House, people: People) -> None:
    at = desk(house, people)
    at.send(box(2, 2, 9, 4))
    left = found(TEXT, 2, 2, 10, 4)
    left.on_result = True
    at.set_scan(ScanState.DONE, left)
    assert "data-left" in at.client.get(at.here).text
    at.confirm(also=at.answer(1, "cover"))
    assert at.image().redactions == [box(2, 2, 9, 4), box(2, 2, 10, 4)]
    assert at.findings()[0].answer is Answer.COVERED


def test_going_back_to_cover_more_keeps_the_reasons(house: House, people: People) -> None:
    at = desk(house, people, found(FACE, 20, 10, 8, 9))
    answer = at.confirm(signs=[], do="edit", also=at.answer(1, "staff_agreed"))
    assert answer.location == at.here
    assert (at.image().state, at.findings()[0].reason) == (ImageState.RECEIVED, Dismissal.STAFF_AGREED)


def test_what_is_covered_is_not_asked_about_again(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4), found(FACE, 20, 10, 8, 9))
    at.send(box(0, 0, 14, 8))
    page = at.result().text
    ids = [finding.id for finding in at.findings()]
    assert f'id="finding-{ids[1]}"' in page
    assert f'id="finding-{ids[0]}"' not in page
    assert page.count('class="seen-mark"') == 1


def test_the_news_of_the_scan_bring_the_boxes_over_the_picture_along(house: House, people: People) -> None:
    at = stack_desk(house, people)
    at.send(crop=box(4, 4, 40, 30))
    at.set_scan(ScanState.DONE, found(FACE, 20, 10, 8, 9, frame=1), frames=3)
    part = at.client.get(f"{at.here}/scan?of=result&done=0").text
    assert part.count('hx-swap-oob="true"') == 3
    assert part.count('viewBox="4 4 40 30"') == 3
    assert '<rect x="20" y="10" width="8" height="9"/>' in part
    assert "cover_all" not in part


def test_all_frames_of_a_stack_are_there_to_be_leafed_through(house: House, people: People) -> None:
    at = stack_desk(house, people)
    page = at.result().text
    assert "Frame 3 of 3" in page
    assert f"/images/{at.image().name}/2/2048.jpg" in page


def test_signs_that_do_not_exist_are_refused(house: House, people: People) -> None:
    at = desk(house, people)
    assert at.confirm(signs=[*ALL_SIGNS, "aura"]).status_code == 422
    assert at.image().state is ImageState.RECEIVED


def test_a_picture_is_confirmed_once(house: House, people: People) -> None:
    at = desk(house, people)
    at.confirm()
    assert at.confirm().status_code == 302
    assert at.image().state is ImageState.CONFIRMED
