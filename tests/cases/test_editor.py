"""The editor: what is sent is drawn, and comes back as it was; what is wrong is said, and stays."""

from __future__ import annotations

import json

import pytest

from app.media.rules import Answer, Dismissal, ScanState
from app.media.scanning.findings import FindingKind
from app.ops.house import House
from tests.cases.desk import box, chosen, desk, found, pixel, size, stack_desk
from tests.people import People

TEXT, FACE, CODE = FindingKind.TEXT, FindingKind.FACE, FindingKind.CODE


def test_a_crop_cuts_the_picture_and_comes_back_to_the_editor(house: House, people: People) -> None:
    at = desk(house, people)
    kept = box(8, 4, 24, 20)
    assert at.send(box(8, 4, 10, 10), crop=kept).location == f"{at.here}/preview"
    image = at.image()
    assert (image.crop, image.width, image.height) == (kept, 48, 32)
    shown = at.client.get(f"/images/{image.name}/960.jpg")
    assert size(shown) == (24, 20)
    assert max(pixel(shown, 4, 4)) < 60
    page = at.client.get(at.here).text
    assert "&#34;x&#34;: 8, &#34;y&#34;: 4, &#34;width&#34;: 24" in page
    assert size(at.client.get(f"{at.here}/original")) == (48, 32)
    at.send(box(8, 4, 10, 10))
    assert at.image().crop is None


@pytest.mark.parametrize(
    "crop",
    [
        *("no json", "[]", "3", '"x"', '{"x": 1}', "[" * 50_000),
        '{"x": 0, "y": 0, "width": 15, "height": 20}',
        '{"x": 30, "y": 0, "width": 24, "height": 20}',
        '{"x": 0, "y": 0, "width": 20.5, "height": 20}',
    ],
)
def test_a_part_to_keep_that_cannot_be_kept_is_said_and_what_was_drawn_stays(
    house: House, people: People, crop: str
) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4))
    drawn = json.dumps([box(11, 12, 13, 14)])
    page = at.client.post(at.here, data={"rectangles": drawn, "crop": crop, **at.answer(1, "tells_nothing")})
    assert page.status_code == 422
    assert "field-error" in page.text
    assert "&#34;x&#34;: 11, &#34;y&#34;: 12" in page.text
    assert chosen(page, next(iter(at.answer(1, "")))) == "tells_nothing"
    assert (at.image().redactions, at.findings()[0].answer) == ([], None)


def test_a_turn_keeps_what_was_drawn_where_it_was_in_the_picture(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 0, 0, 10, 4))
    answer = at.send(box(0, 0, 12, 6), crop=box(0, 0, 40, 20), do="right")
    assert answer.location == at.here
    image = at.image()
    assert (image.turn, image.width, image.height) == (1, 32, 48)
    assert image.redactions == [box(26, 0, 6, 12)]
    assert image.crop == box(12, 0, 20, 40)
    assert at.findings()[0].box == box(28, 0, 4, 10)
    assert at.findings()[0].answer is Answer.COVERED
    assert size(at.client.get(f"{at.here}/original")) == (32, 48)
    assert max(pixel(at.client.get(f"/images/{image.name}/960.jpg"), 16, 4)) < 60
    back = json.dumps(image.redactions), json.dumps(image.crop)
    at.client.post(at.here, data={"rectangles": back[0], "crop": back[1], "turn": 1, "do": "left"})
    assert (at.image().turn, at.image().redactions, at.image().crop) == (0, [box(0, 0, 12, 6)], box(0, 0, 40, 20))


def test_what_was_drawn_in_another_tab_before_the_turn_is_turned_too(house: House, people: People) -> None:
    at = desk(house, people)
    at.send(do="right")
    at.send(box(0, 0, 12, 6), turn=0)
    image = at.image()
    assert (image.turn, image.redactions) == (1, [box(26, 0, 6, 12)])


@pytest.mark.parametrize("turn", ["4", "-1", "x", "", "99999999999999"])
def test_a_turn_that_does_not_exist_is_refused(house: House, people: People, turn: str) -> None:
    at = desk(house, people)
    assert at.send(box(0, 0, 9, 9), turn=turn).status_code == 422
    assert at.image().redactions == []


def test_all_proposals_are_covered_by_one_button(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4), found(FACE, 20, 10, 8, 9), found(CODE, 40, 20, 6, 6))
    at.send(also=at.answer(2, "not_that"))
    answer = at.send(box(1, 1, 12, 6), do="cover_all")
    assert answer.location == at.here
    assert at.image().redactions == [box(1, 1, 12, 6), box(40, 20, 6, 6)]
    assert [finding.answer for finding in at.findings()] == [Answer.COVERED, Answer.DISMISSED, Answer.COVERED]


def test_without_script_a_proposal_is_covered_from_the_list(house: House, people: People) -> None:
    at = desk(house, people, found(TEXT, 2, 2, 10, 4), found(FACE, 20, 10, 8, 9))
    page = at.client.get(at.here)
    assert page.text.count('class="seen-mark"') == 2
    at.send(also=at.answer(1, "cover"))
    assert at.image().redactions == [box(2, 2, 10, 4)]
    assert [finding.answer for finding in at.findings()] == [Answer.COVERED, None]
    assert chosen(at.client.get(at.here), next(iter(at.answer(1, "")))) == "cover"
    at.send(also=at.answer(1, ""))
    assert (at.image().redactions, at.findings()[0].answer) == ([], None)


def test_a_reason_is_kept_and_can_be_taken_back(house: House, people: People) -> None:
    at = desk(house, people, found(FACE, 20, 10, 8, 9))
    at.send(also=at.answer(1, "staff_agreed"))
    assert (at.findings()[0].answer, at.findings()[0].reason) == (Answer.DISMISSED, Dismissal.STAFF_AGREED)
    before = at.image().content_hash
    at.send(also=at.answer(1, "cover"))
    assert (at.findings()[0].answer, at.findings()[0].reason) == (Answer.COVERED, None)
    assert at.image().content_hash != before
    at.send(also=at.answer(1, ""))
    assert at.findings()[0].answer is None


@pytest.mark.parametrize("answer", ["because", "COVER", "covered"])
def test_an_unknown_answer_changes_nothing(house: House, people: People, answer: str) -> None:
    at = desk(house, people, found(FACE, 20, 10, 8, 9))
    page = at.send(box(1, 2, 3, 4), also=at.answer(1, answer))
    assert page.status_code == 422
    assert "&#34;x&#34;: 1, &#34;y&#34;: 2" in page.text
    assert (at.image().redactions, at.findings()[0].answer) == ([], None)


def test_an_answer_to_a_finding_of_another_picture_is_passed_over(house: House, people: People) -> None:
    other = desk(house, people, found(FACE, 20, 10, 8, 9))
    at = desk(house, people)
    assert at.send(also=other.answer(1, "not_that")).status_code == 302
    assert other.findings()[0].answer is None


def test_sending_what_stands_already_draws_nothing_anew(house: House, people: People) -> None:
    at = desk(house, people)
    at.send(box(0, 0, 9, 9))
    files = {file.key for file in at.image().renditions}
    assert at.send(box(0, 0, 9, 9)).location == f"{at.here}/preview"
    assert {file.key for file in at.image().renditions} == files


def test_a_window_is_chosen_by_its_name_and_unknown_ones_are_refused(house: House, people: People) -> None:
    at = stack_desk(house, people)
    dark = pixel(at.client.get(f"{at.here}/original"), 5, 5)
    page = at.client.get(at.here)
    assert all(label in page.text for label in ("Automatic", "Lung", "As in the file, 1"))
    assert at.send(window="lung", do="window").location == at.here
    assert at.image().window == "lung"
    assert pixel(at.client.get(f"{at.here}/original"), 5, 5) > dark
    assert chosen(at.client.get(at.here), "window") == "lung"
    at.send(box(0, 0, 9, 9))
    assert at.image().window == "lung"
    assert at.send(window="x-ray eyes").status_code == 422
    assert at.image().window == "lung"


def test_a_stack_is_covered_on_all_its_frames(house: House, people: People) -> None:
    at = stack_desk(house, people, found(TEXT, 0, 0, 20, 10, frame=2))
    page = at.client.get(at.here).text
    assert "What you cover or crop goes from all 3 frames." in page
    assert "frame 3" in page
    at.send(also=at.answer(1, "cover"))
    name = at.image().name
    for address in (f"/images/{name}/2048.jpg", f"/images/{name}/1/2048.jpg", f"/images/{name}/2/2048.webp"):
        shown = at.client.get(address)
        assert (shown.status_code, size(shown)) == (200, (64, 40))
        assert max(pixel(shown, 5, 5)) < 60
    assert at.client.get(f"/images/{name}/3/2048.jpg").status_code == 404
    assert at.client.get(f"/images/{name}/1/320.jpg").status_code == 404


def test_each_frame_of_an_original_can_be_looked_at_alone(house: House, people: People) -> None:
    at = stack_desk(house, people)
    bare = [pixel(at.client.get(f"{at.here}/original?frame={number}"), 5, 5)[0] for number in range(3)]
    at.send(box(0, 0, 20, 10))
    covered = [pixel(at.client.get(f"{at.here}/original?frame={number}"), 5, 5)[0] for number in range(3)]
    assert bare == sorted(set(bare))
    assert covered == pytest.approx(bare, abs=3)
    for wrong in ("3", "-1"):
        assert at.client.get(f"{at.here}/original?frame={wrong}").status_code == 404


def test_without_script_another_frame_is_shown_and_nothing_is_lost_or_saved(house: House, people: People) -> None:
    at = stack_desk(house, people)
    page = at.send(box(3, 4, 5, 6), frame=2, do="show")
    assert page.status_code == 200
    assert f"{at.here}/original?frame=1" in page.text
    assert "&#34;x&#34;: 3, &#34;y&#34;: 4" in page.text
    assert at.image().redactions == []
    for wrong in ("0", "4", "x"):
        assert at.send(frame=wrong, do="show").status_code == 422


SAYS = {
    ScanState.WAITING: "Looking for faces and text",
    ScanState.DONE: "None was found",
    ScanState.FAILED: "Not scanned for text and faces: look yourself",
    ScanState.OFF: "Not scanned for text and faces: look yourself",
}


@pytest.mark.parametrize("state", ScanState)
def test_each_state_of_the_scan_is_said_and_only_a_waiting_one_asks_again(
    house: House, people: People, state: ScanState
) -> None:
    at = desk(house, people)
    at.set_scan(state)
    page = at.client.get(at.here).text
    assert SAYS[state] in page
    assert ("hx-trigger" in page) is (state is ScanState.WAITING)


def test_while_nothing_is_new_the_page_hears_nothing_then_all_of_it(house: House, people: People) -> None:
    at = stack_desk(house, people, found(CODE, 40, 20, 6, 6))
    at.set_scan(ScanState.WAITING)
    assert at.client.get(f"{at.here}/scan?of=editor&done=0").status_code == 204
    at.set_scan(ScanState.WAITING, frames=2)
    further = at.client.get(f"{at.here}/scan?of=editor&done=0")
    assert 'value="2"' in further.text
    assert "done=2" in further.text
    at.set_scan(ScanState.DONE, found(FACE, 20, 10, 8, 9, frame=1), frames=3)
    last = at.client.get(f"{at.here}/scan?of=editor&done=2").text
    assert "2 places were found" in last
    assert 'data-box="20 10 8 9"' in last
    assert "hx-trigger" not in last
    assert "<html" not in last


def test_the_editor_and_all_that_belongs_to_it_is_its_authors_alone(house: House, people: People) -> None:
    at = stack_desk(house, people, found(CODE, 40, 20, 6, 6))
    name = at.image().name
    for who in ("omar", "max", "sam", "nobody"):
        client = people.client(who)
        for address in (at.here, f"{at.here}/scan", f"{at.here}/preview", f"{at.here}/original?frame=1"):
            assert client.get(address).status_code == 404, (who, address)
        assert client.get(f"/images/{name}/1/2048.jpg").status_code == 404
        for address in (at.here, f"{at.here}/confirm"):
            assert client.post(address, data={"do": "cover_all"}).status_code == 404, (who, address)
    assert at.image().redactions == []


def test_a_confirmed_picture_leads_to_its_result_and_an_erased_one_to_the_others(house: House, people: People) -> None:
    at = desk(house, people)
    at.confirm()
    assert at.client.get(at.here).location == f"{at.here}/preview"
    assert at.send(box(0, 0, 9, 9)).location == f"{at.here}/preview"
    assert at.image().redactions == []
    at.client.post(f"{at.here}/remove")
    assert at.client.get(f"{at.here}/scan").status_code == 404


def test_the_list_says_what_was_found_in_each_picture_and_how_many_frames_it_has(house: House, people: People) -> None:
    at = stack_desk(house, people, found(CODE, 40, 20, 6, 6), found(TEXT, 1, 2, 6, 6))
    page = at.client.get(f"/cases/{at.case_id}/pictures").text
    assert "2 places were found" in page
    assert "A stack of 3 frames" in page
    at.set_scan(ScanState.WAITING)
    assert "Looking for faces and text" not in at.client.get(f"/cases/{at.case_id}/edit").text
