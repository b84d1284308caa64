"""What detectors saw: proposals, answers, another look at the result, and what confirming asks for."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound, Refusal
from app.media import jobs, queries, services
from app.media.models import Finding, Image, Rectangle
from app.media.originals import prepare
from app.media.redaction import Plan
from app.media.rules import SCAN_ATTEMPTS, Answer, Dismissal, ScanState, Sign
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import FindingKind, Seen
from app.media.services import Unanswered
from app.ops.house import House
from tests.clock import HeldClock
from tests.media.pictures import encoded, photo
from tests.people import People

FACE = Seen(FindingKind.FACE, 40, 30, 20, 24, 0.9)
LINE = Seen(FindingKind.TEXT, 100, 10, 60, 12, 0.8)
OVER_FACE: Rectangle = {"x": 38, "y": 28, "width": 24, "height": 28}


class Told(Scanner):
    """A scanner that sees what it is told, look after look."""

    def __init__(self, *looks: list[Seen] | ScanFailed) -> None:
        super().__init__(enabled=False)
        self.is_available = True
        self.looks = list(looks)

    def scan(self, picture: bytes) -> list[Seen]:
        assert picture.startswith(b"\xff\xd8")
        look = self.looks.pop(0)
        if isinstance(look, ScanFailed):
            raise look
        return look


@pytest.fixture
def clara(house: House, people: People) -> int:
    with house.database.writing() as session:
        return people.account_in(session, "clara").id


@pytest.fixture
def image(house: House, clara: int, clock: HeldClock) -> int:
    with house.database.writing() as session:
        for size in ((90, 90), (200, 120)):
            original = prepare(encoded(photo(*size), "PNG"))
            received = services.receive(
                session, house.store, author_id=clara, original=original, at=clock.now(), scans=size == (200, 120)
            )
    return received.id


def look(house: House, clock: HeldClock, *looks: list[Seen] | ScanFailed) -> None:
    scanner = Told(*looks)
    while scanner.looks:
        assert jobs.scan_next(house.database, house.store, clock, scanner)


def change(house: House, image: int, clock: HeldClock, plan: Plan) -> None:
    with house.database.writing() as session:
        services.redact(session, house.store, session.get_one(Image, image), plan, at=clock.now())


def found(session: Session, image: int) -> list[Finding]:
    return list(session.get_one(Image, image).findings)


def answer(house: House, image: int, clock: HeldClock, answers: dict[int, Dismissal | None]) -> None:
    with house.database.writing() as session:
        services.answer_findings(session, session.get_one(Image, image), answers, at=clock.now())


def confirm(house: House, image: int, clock: HeldClock, signs: tuple[Sign, ...] = tuple(Sign)) -> None:
    with house.database.writing() as session:
        row = session.get_one(Image, image)
        services.confirm(session, row, content_hash=row.content_hash, signs=signs, at=clock.now())


def test_a_picture_that_waits_for_its_scan_cannot_be_confirmed(house: House, image: int, clock: HeldClock) -> None:
    with pytest.raises(Unanswered, match="looked through"):
        confirm(house, image, clock)
    look(house, clock, [])
    confirm(house, image, clock)


def test_what_was_found_must_be_answered_before_the_picture_is_confirmed(
    house: House, image: int, clock: HeldClock
) -> None:
    look(house, clock, [FACE, LINE])
    with pytest.raises(Unanswered, match="Decide about everything"):
        confirm(house, image, clock)
    change(house, image, clock, Plan((OVER_FACE,)))
    look(house, clock, [LINE])
    with house.database.reading() as session:
        face, line = found(session, image)
        assert (face.answer, line.answer) == (Answer.COVERED, None)
        assert queries.open_findings(session.get_one(Image, image)) == [line]
    with pytest.raises(Unanswered):
        confirm(house, image, clock)
    answer(house, image, clock, {line.id: Dismissal.TELLS_NOTHING})
    confirm(house, image, clock)


def test_an_answer_can_be_taken_back(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [LINE])
    with house.database.reading() as session:
        (line,) = found(session, image)
    answer(house, image, clock, {line.id: Dismissal.NOT_THAT})
    answer(house, image, clock, {line.id: None})
    with pytest.raises(Unanswered):
        confirm(house, image, clock)


def test_a_finding_of_another_picture_is_not_answered(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [LINE])
    with pytest.raises(NotFound):
        answer(house, image, clock, {10_000: Dismissal.NOT_THAT})


def test_every_sign_must_have_been_looked_for(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [])
    with pytest.raises(Refusal, match="each thing on the list"):
        confirm(house, image, clock, tuple(Sign)[1:])
    confirm(house, image, clock)
    with house.database.reading() as session:
        assert set(session.get_one(Image, image).signs) == {sign.value for sign in Sign}


def test_what_is_still_seen_through_a_cover_is_open_again(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [FACE])
    change(house, image, clock, Plan((OVER_FACE,)))
    look(house, clock, [FACE])
    with house.database.reading() as session:
        (face,) = found(session, image)
        assert (face.answer, face.on_result) == (None, True)


def test_what_only_the_result_shows_is_marked_so(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [FACE])
    change(house, image, clock, Plan((OVER_FACE,)))
    look(house, clock, [LINE])
    with house.database.reading() as session:
        assert [(one.kind, one.on_result) for one in found(session, image)] == [
            (FindingKind.FACE, False),
            (FindingKind.TEXT, True),
        ]


def test_a_dismissed_finding_stays_dismissed_when_it_is_seen_again(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [FACE, LINE])
    with house.database.reading() as session:
        line = found(session, image)[1]
    answer(house, image, clock, {line.id: Dismissal.TELLS_NOTHING})
    change(house, image, clock, Plan((OVER_FACE,)))
    look(house, clock, [Seen(FindingKind.TEXT, 102, 11, 30, 10, 0.7)])
    confirm(house, image, clock)


def test_what_a_crop_cuts_off_counts_as_covered_and_boxes_of_the_result_are_moved(
    house: House, image: int, clock: HeldClock
) -> None:
    look(house, clock, [FACE])
    change(house, image, clock, Plan(crop={"x": 90, "y": 0, "width": 100, "height": 100}))
    look(house, clock, [Seen(FindingKind.TEXT, 10, 10, 60, 12, 0.8)])
    with house.database.reading() as session:
        face, line = found(session, image)
        assert face.answer is Answer.COVERED
        assert line.box == {"x": 100, "y": 10, "width": 60, "height": 12}


def test_findings_turn_with_the_picture(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [FACE])
    change(house, image, clock, Plan(turn=1))
    with house.database.reading() as session:
        row = session.get_one(Image, image)
        assert (row.width, row.height) == (120, 200)
        assert row.findings[0].box == {"x": 120 - 30 - 24, "y": 40, "width": 24, "height": 20}


def test_a_scan_of_a_picture_that_has_changed_meanwhile_is_passed_over(
    house: House, image: int, clock: HeldClock
) -> None:
    with house.database.reading() as session:
        before = session.get_one(Image, image).content_hash
    change(house, image, clock, Plan((OVER_FACE,)))
    with house.database.writing() as session:
        row = session.get_one(Image, image)
        services.note_scan(session, row, [(0, LINE)], content_hash=before, frames=1, at=clock.now())
        assert (row.scan, row.findings) == (ScanState.WAITING, [])


def test_a_scan_that_keeps_failing_leaves_the_looking_to_people(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, *[ScanFailed() for _ in range(SCAN_ATTEMPTS)])
    with house.database.reading() as session:
        assert session.get_one(Image, image).scan is ScanState.FAILED
    confirm(house, image, clock)


def test_a_stack_that_has_been_begun_lets_a_photo_go_first(
    house: House, image: int, clara: int, clock: HeldClock
) -> None:
    with house.database.writing() as session:
        stack = session.get_one(Image, image)
        stack.frames, stack.scanned_frames = 40, 12
        original = prepare(encoded(photo(150, 150), "PNG"))
        photo_id = services.receive(
            session, house.store, author_id=clara, original=original, at=clock.now(), scans=True
        ).id
    with house.database.reading() as session:
        chosen = queries.next_to_scan(session)
    assert chosen is not None
    assert chosen.id == photo_id


def test_without_vision_nothing_waits(house: House, image: int, clock: HeldClock) -> None:
    assert not jobs.scan_next(house.database, house.store, clock, Scanner(enabled=False))


def test_an_erased_picture_keeps_no_finding(house: House, image: int, clock: HeldClock) -> None:
    look(house, clock, [FACE])
    with house.database.writing() as session:
        services.erase(session, session.get_one(Image, image), at=clock.now())
    with house.database.reading() as session:
        assert session.query(Finding).count() == 0
