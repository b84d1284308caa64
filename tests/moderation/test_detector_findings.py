"""Newer detectors look again at what is shown: what nobody has answered hides the case at once, and is asked once."""

from __future__ import annotations

from io import BytesIO

import pytest
from click.testing import CliRunner
from PIL import Image as Picture
from PIL.Image import Transpose
from sqlalchemy import func, select

from app import cli, wiring
from app.cases import queries as cases
from app.cases.models import Case
from app.cases.rules import CaseStatus
from app.cases.services import NotReady
from app.consent import services as consents
from app.kernel.errors import Refusal, WrongStep
from app.kernel.outbox import Outbox
from app.media import looking_again
from app.media import services as media
from app.media.models import Finding, Image, Rectangle
from app.media.originals import Original, prepare
from app.media.queries import largest
from app.media.redaction import Plan
from app.media.rules import SCAN_ATTEMPTS, Answer, Dismissal, ImageState, ScanState, Sign
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import FindingKind, Seen
from app.media.stacks import stack_of
from app.moderation import jobs
from app.moderation import services as moderation
from app.moderation.models import Review, ReviewEntry
from app.moderation.rules import Decision, Reason, ReviewKind, ReviewStatus
from app.ops.house import House
from tests.cases.making import draft_in
from tests.media.pictures import encoded, photo
from tests.moderation.doubting import all_files_of, answers, shown_case
from tests.moderation.making import decide, review_of
from tests.people import People
from tests.photo import phone_photo

FACE = Seen(FindingKind.FACE, 10, 6, 12, 14, 0.9)
"""In the 48 by 32 pixels of the cases' little picture."""


class Newer(Scanner):
    """Detectors of another version, which see what they are told, look after look, and then nothing."""

    def __init__(self, *looks: list[Seen] | ScanFailed, version: str = "2") -> None:
        super().__init__(enabled=False)
        self.is_available, self.version = True, version
        self.looks, self.count = list(looks), 0

    def scan(self, picture: bytes) -> list[Seen]:
        assert picture.startswith(b"\xff\xd8")
        self.count += 1
        look = self.looks.pop(0) if self.looks else []
        if isinstance(look, ScanFailed):
            raise look
        return look


def look(house: House, scanner: Scanner) -> int:
    """Let the worker look until there is nothing left to look at; return how often it looked."""
    turns = 0
    while jobs.look_again(house.database, house.store, house.clock, scanner):
        turns += 1
        assert turns < 50, "it never ends"
    return turns


def image_of(house: House, case: Case, number: int = 0) -> Image:
    with house.database.reading() as session:
        image = session.get_one(Image, case.pictures[number].image_id)
        assert image.findings is not None
        return image


def status_of(house: House, case: Case) -> CaseStatus:
    with house.database.reading() as session:
        return session.get_one(Case, case.id).status


def finding_review(house: House, case: Case) -> Review:
    return review_of(house, ReviewKind.DETECTOR_FINDING, case.pictures[0].image_id)


def reviews(house: House) -> int:
    with house.database.reading() as session:
        wanted = select(func.count()).select_from(Review).where(Review.kind == ReviewKind.DETECTOR_FINDING)
        return session.scalar(wanted) or 0


@pytest.fixture
def case(house: House, people: People) -> Case:
    """Clara's case in the library, of one picture."""
    return shown_case(house, people, pictures=1)


def test_what_shows_nothing_new_stays_shown_and_is_looked_at_once_by_each_version(
    house: House, people: People, case: Case
) -> None:
    shown_case(house, people, author="omar")
    newer = Newer()
    assert look(house, newer) == 3
    assert look(house, newer) == 0
    assert image_of(house, case).looked_with == "2"
    assert answers(people.client("sam"), all_files_of(case)) == {200}
    assert look(house, Newer(version="3")) == 3
    assert reviews(house) == 0


def test_a_picture_that_was_never_scanned_is_looked_at_when_detectors_appear(house: House, case: Case) -> None:
    with house.database.writing() as session:
        image = session.get_one(Image, case.pictures[0].image_id)
        image.scan, image.scanned_hash = ScanState.OFF, ""
    look(house, Newer())
    assert image_of(house, case).scan is ScanState.DONE
    with house.database.reading() as session:
        assert cases.unscanned(session.get_one(Case, case.id)) == []


def test_without_detectors_nothing_is_looked_at(house: House, case: Case) -> None:
    off = Scanner(enabled=False)
    assert not jobs.look_again(house.database, house.store, house.clock, off)


def test_i1_a_new_finding_hides_the_case_with_every_file_and_shows_moderators_where(
    house: House, people: People, case: Case
) -> None:
    sam = people.client("sam")
    assert answers(sam, all_files_of(case)) == {200}
    look(house, Newer([FACE]))
    assert answers(sam, [*all_files_of(case), f"/cases/{case.id}"]) == {404}
    assert f'href="/cases/{case.id}"' not in sam.get("/library").text
    page = people.client("max").get(f"/moderation/{finding_review(house, case).id}").text
    assert '<rect x="10" y="6" width="12" height="14"/>' in page
    assert case.pictures[0].image.name in page
    page = people.client("clara").get(f"/cases/{case.id}").text
    assert "Newer detectors have found something in a picture of this case" in page


def test_what_may_stay_is_shown_again_and_never_asked_about_again(house: House, people: People, case: Case) -> None:
    look(house, Newer([FACE]))
    review = finding_review(house, case)
    for reasons in ((), (Reason.FACE,), (Reason.FALSE_ALARM, Reason.TELLS_NOTHING)):
        with pytest.raises(Refusal, match="why it may stay"):
            decide(house, people, review, Decision.RESTORE, reasons=reasons)
    decide(house, people, review, Decision.RESTORE, reasons=(Reason.TELLS_NOTHING,))
    assert answers(people.client("sam"), all_files_of(case)) == {404}, "a face is left in sight by two, not by one"
    decide(house, people, review, Decision.RESTORE, "mona", reasons=(Reason.TELLS_NOTHING,))
    assert answers(people.client("sam"), all_files_of(case)) == {200}
    finding = image_of(house, case).findings[0]
    assert (finding.answer, finding.reason) == (Answer.DISMISSED, Dismissal.TELLS_NOTHING)
    assert not image_of(house, case).doubted
    look(house, Newer([FACE], version="3"))
    assert status_of(house, case) is CaseStatus.PUBLISHED
    assert finding_review(house, case).status is ReviewStatus.DECIDED


def test_something_else_in_the_same_picture_is_asked_about(house: House, people: People, case: Case) -> None:
    look(house, Newer([FACE]))
    for name in ("max", "mona"):
        decide(house, people, finding_review(house, case), Decision.RESTORE, name, reasons=(Reason.FALSE_ALARM,))
    look(house, Newer([FACE, Seen(FindingKind.TEXT, 30, 20, 14, 8, 0.8)], version="3"))
    assert finding_review(house, case).status is ReviewStatus.OPEN
    assert status_of(house, case) is CaseStatus.HIDDEN


def returned(house: House, people: People, case: Case) -> None:
    look(house, Newer([FACE]))
    decide(house, people, finding_review(house, case), Decision.REQUEST_CHANGES, reasons=(Reason.FACE,))


def submit(house: House, people: People, case: Case) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        found = session.get_one(Case, case.id)
        consents.submit_case(session, Outbox(session, at), clara, found, content_hash=found.content_hash, at=at)
    jobs.open_case_review(house.database, house.clock, case.id)


def test_the_author_covers_it_in_what_everybody_has_seen_and_the_case_comes_back(
    house: House, people: People, case: Case
) -> None:
    returned(house, people, case)
    with pytest.raises(NotReady):
        submit(house, people, case)
    clara = people.client("clara")
    address = f"/cases/{case.id}/pictures/{case.pictures[0].id}"
    assert "Something was found in this picture since you confirmed it" in clara.get(f"{address}/preview").text
    assert clara.post(f"{address}/reopen").location == address
    page = clara.get(address).text
    finding = image_of(house, case).findings[0]
    assert f'data-box="{finding.x} {finding.y} {finding.width} {finding.height}"' in page
    assert answers(people.client("max"), all_files_of(case)) == {404}  # its author's alone until it's confirmed
    form = {"rectangles": "[]", "crop": "", "frame": "1", "do": "cover_all", f"finding-{finding.id}-answer": "cover"}
    assert clara.post(address, data=form).status_code == 302
    covered = image_of(house, case)
    assert covered.redactions
    assert covered.findings[0].answer is Answer.COVERED
    with house.database.writing() as session:  # the detectors look at the result, as after every change
        image = session.get_one(Image, covered.id)
        media.note_scan(session, image, [], content_hash=image.content_hash, frames=1, at=house.clock.now())
    sent = {"content_hash": covered.content_hash, "signs": [sign.value for sign in Sign]}
    assert clara.post(f"{address}/confirm", data=sent).status_code == 302
    assert image_of(house, case).state is ImageState.CONFIRMED
    assert image_of(house, case).quarantine_key is None
    submit(house, people, case)
    decide(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)
    with house.database.reading() as session:
        assert answers(people.client("sam"), all_files_of(session.get_one(Case, case.id))) == {200}


def test_an_author_who_says_why_it_may_stay_changes_no_pixel(house: House, people: People, case: Case) -> None:
    returned(house, people, case)
    clara, at = people.actor("clara"), house.clock.now()
    before = image_of(house, case).content_hash
    with house.database.writing() as session:
        image = session.get_one(Image, case.pictures[0].image_id)
        media.reopen(session, house.store, image, at=at)
        media.answer_findings(session, image, {image.findings[0].id: Dismissal.NOT_A_PERSON}, at=at)
        media.confirm(session, image, content_hash=before, signs=tuple(Sign), at=at)
    submit(house, people, case)
    assert status_of(house, case) is CaseStatus.SUBMITTED
    assert clara.id == image_of(house, case).author_id


def test_only_the_author_reopens_and_only_what_is_back_with_them(house: House, people: People, case: Case) -> None:
    address = f"/cases/{case.id}/pictures/{case.pictures[0].id}/reopen"
    assert people.client("clara").post(address).status_code == 409  # it's in the library
    returned(house, people, case)
    for name in ("omar", "sam", "max", "nobody"):
        assert people.client(name).post(address).status_code == 404
    assert people.client("clara").post(address).status_code == 302
    assert people.client("clara").post(address).status_code == 409


def test_a_box_in_the_stored_file_is_a_box_in_the_full_picture(house: House, people: People) -> None:
    """A crop of 600 by 400 pixels that was scaled down for the file, whose lower right corner holds a face."""
    clara, at = people.actor("clara"), house.clock.now()
    crop: Rectangle = {"x": 100, "y": 50, "width": 2400, "height": 1600}
    with house.database.writing() as session:
        original = prepare(encoded(photo(3000, 2000), "JPEG"))
        image = media.receive(session, house.store, author_id=clara.account_id, original=original, at=at)
        media.redact(session, house.store, image, Plan((), crop), at=at)
        file = max((file for file in image.renditions if file.format == "jpeg"), key=lambda file: file.width)
        assert (file.width, file.height) == (2048, 1365)
    sights = looking(house, image, Seen(FindingKind.FACE, 1948, 1265, 100, 100, 0.9))
    assert sights == [(2382, 1532, 118, 118)]


def looking(house: House, image: Image, *seen: Seen) -> list[tuple[int, int, int, int]]:
    sight = looking_again.look(house.store, Newer(list(seen)), image)
    assert sight is not None
    return [(one.x, one.y, one.width, one.height) for _frame, one in sight.seen]


def test_reopening_moves_what_was_dismissed_and_drops_what_is_covered(house: House, people: People) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    crop: Rectangle = {"x": 200, "y": 0, "width": 400, "height": 400}
    with house.database.writing() as session:
        original = prepare(encoded(photo(600, 400), "JPEG"))
        image = media.receive(session, house.store, author_id=clara.account_id, original=original, at=at)
        media.redact(session, house.store, image, Plan((), crop), at=at)
        box = {"kind": FindingKind.TEXT, "score": 0.9, "image_id": image.id}
        stays = Finding(x=220, y=40, width=80, height=20, answer=Answer.DISMISSED, reason=Dismissal.NOT_THAT, **box)
        image.findings = [stays, Finding(x=10, y=10, width=50, height=50, answer=Answer.COVERED, **box)]
        session.flush()
        media.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=at)
        before = image.content_hash
        media.reopen(session, house.store, image, at=at)
        assert (image.width, image.height, image.crop, image.content_hash) == (400, 400, None, before)
        assert [(one.x, one.y, one.width, one.height) for one in image.findings] == [(20, 40, 80, 20)]
        media.redact(session, house.store, image, Plan(({"x": 0, "y": 0, "width": 90, "height": 90},)), at=at)
        assert image.content_hash != before


def test_i19_killed_between_looking_and_hiding_it_looks_again_and_nothing_is_left_half_done(
    house: House, people: People, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_all: object, **_named: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(moderation, "doubt", die)
        with pytest.raises(RuntimeError):
            jobs.look_again(house.database, house.store, house.clock, Newer([FACE]))
    assert image_of(house, case).findings == []
    assert image_of(house, case).looked_with == ""
    look(house, Newer([FACE]))
    assert status_of(house, case) is CaseStatus.HIDDEN
    assert reviews(house) == 1


def test_looking_twice_at_the_same_time_is_one_finding_and_one_review(house: House, case: Case) -> None:
    """Two workers have looked at the picture before either wrote down what it saw."""
    for _worker in range(2):
        with house.database.writing() as session:
            jobs.heed(
                session,
                image_of(house, case),
                looking_again.Sight([(0, FACE)], 1),
                version="2",
                at=house.clock.now(),
            )
    assert len(image_of(house, case).findings) == 1
    with house.database.reading() as session:
        opened = select(func.count()).select_from(ReviewEntry).where(ReviewEntry.action == "opened")
        assert session.scalar(opened.where(ReviewEntry.review_id == finding_review(house, case).id)) == 1


def test_detectors_that_fail_are_given_up_for_this_version_and_the_picture_stays(
    house: House, people: People, case: Case
) -> None:
    shown_case(house, people, author="omar", pictures=1)
    failing = Newer(*[ScanFailed()] * SCAN_ATTEMPTS * 2)
    assert look(house, failing) == SCAN_ATTEMPTS * 2
    assert answers(people.client("sam"), all_files_of(case)) == {200}
    assert image_of(house, case).scan is ScanState.DONE  # what older ones have seen still holds
    look(house, Newer([FACE], version="3"))
    assert status_of(house, case) is CaseStatus.HIDDEN


def test_drafts_are_left_to_their_authors_and_drawn_pictures_alone(house: House, people: People) -> None:
    with house.database.writing() as session:
        draft_in(session, house.store, people.actor("clara"), at=house.clock.now())
    drawn = shown_case(house, people, pictures=1)
    with house.database.writing() as session:
        session.get_one(Case, drawn.id).is_synthetic = True
    assert look(house, Newer([FACE])) == 0


def test_what_waits_for_moderators_is_looked_at_and_not_published_before_it_is_decided(
    house: House, people: People, case: Case
) -> None:
    returned(house, people, case)
    with house.database.writing() as session:
        image = session.get_one(Image, case.pictures[0].image_id)
        media.dismiss_open(session, image, Dismissal.NOT_THAT, actor_id=1, at=house.clock.now())
    submit(house, people, case)
    look(house, Newer([Seen(FindingKind.TEXT, 30, 20, 14, 8, 0.8)], version="3"))
    assert finding_review(house, case).status is ReviewStatus.OPEN
    assert status_of(house, case) is CaseStatus.SUBMITTED
    with pytest.raises(Refusal, match="flagged and not decided"):
        decide(house, people, review_of(house, ReviewKind.CASE, case.id), Decision.APPROVE)


def test_an_operator_has_everything_looked_at_again(house: House, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    look(house, Newer())
    monkeypatch.setattr(wiring, "build", lambda _settings: house)
    refused = CliRunner().invoke(cli.casebook, ["rescan"])
    assert isinstance(refused.exception, Refusal)
    monkeypatch.setattr(house.scanner, "version", "2")
    assert "1 confirmed picture" in CliRunner().invoke(cli.casebook, ["rescan"]).output
    assert look(house, Newer([FACE])) == 1
    assert status_of(house, case) is CaseStatus.HIDDEN


def test_a_case_that_ended_meanwhile_is_passed_over(house: House, people: People, case: Case) -> None:
    seen = image_of(house, case)
    clara, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        consents.withdraw(session, Outbox(session, at), clara, session.get_one(Case, case.id), at=at)
    with house.database.writing() as session:
        jobs.heed(session, seen, looking_again.Sight([(0, FACE)], 1), version="2", at=at)
    assert reviews(house) == 0
    assert image_of(house, case).findings == []


def test_reopening_what_nobody_has_confirmed_is_a_wrong_step(house: House, people: People) -> None:
    at = house.clock.now()
    with house.database.writing() as session:
        case = draft_in(session, house.store, people.actor("clara"), at=at)
        image = case.pictures[0].image
        media.reopen(session, house.store, image, at=at)
        with pytest.raises(WrongStep):
            media.reopen(session, house.store, image, at=at)


def test_a_stack_is_worked_on_again_frame_by_frame(house: House, people: People) -> None:
    clara, at = people.actor("clara"), house.clock.now()
    frames = [encoded(photo(), "PNG"), encoded(photo().transpose(Transpose.ROTATE_180), "PNG")]
    with house.database.writing() as session:
        original = Original(stack_of(frames), frames=2)
        image = media.receive(session, house.store, author_id=clara.account_id, original=original, at=at)
        media.confirm(session, image, content_hash=image.content_hash, signs=tuple(Sign), at=at)
        media.reopen(session, house.store, image, at=at)
        media.redact(session, house.store, image, Plan(({"x": 0, "y": 0, "width": 60, "height": 40},)), at=at)
        shown = [Picture.open(BytesIO(house.store.get(largest(image, number).key))) for number in range(2)]
    for picture in shown:  # the upper left is covered in both, the lower right is as it was
        assert max(picture.getpixel((20, 20))) < 60  # type: ignore[arg-type]
    assert shown[0].getpixel((110, 70))[2] > 180  # type: ignore[index]
    assert shown[1].getpixel((110, 70))[0] > 180  # type: ignore[index]


def test_what_an_author_took_out_meanwhile_can_still_be_decided(house: House, people: People) -> None:
    """Two pictures are doubted; the case goes back for one of them, and its author takes the other out."""
    case = shown_case(house, people)
    look(house, Newer([FACE], [FACE]))
    decide(house, people, finding_review(house, case), Decision.REQUEST_CHANGES, reasons=(Reason.FACE,))
    address = f"/cases/{case.id}/pictures/{case.pictures[1].id}/remove"
    assert people.client("clara").post(address).status_code == 302
    review = review_of(house, ReviewKind.DETECTOR_FINDING, case.pictures[1].image_id)
    page = people.client("max").get(f"/moderation/{review.id}")
    assert "This picture is not part of the case any more." in page.text
    decide(house, people, review, Decision.RESTORE)
    assert status_of(house, case) is CaseStatus.CHANGES_REQUESTED


@pytest.mark.skipif(not Scanner().is_available, reason="the [vision] extra isn't installed")
def test_the_real_detectors_find_a_name_in_a_stored_file_and_hide_its_case(house: House, people: People) -> None:
    """A photo with a written name that was shown when nothing could look, with its lower left corner kept."""
    clara, at = people.actor("clara"), house.clock.now()
    case = shown_case(house, people, pictures=1)
    with house.database.writing() as session, Scanner() as scanner:
        received = media.receive(
            session, house.store, author_id=clara.account_id, original=prepare(phone_photo()), at=at
        )
        media.confirm(session, received, content_hash=received.content_hash, signs=tuple(Sign), at=at)
        sight = looking_again.look(house.store, scanner, received)
        assert sight is not None
        session.get_one(Case, case.id).pictures[0].image_id = received.id
        session.flush()
        jobs.heed(session, received, sight, version=scanner.version, at=at)
        assert [finding.kind for finding in received.findings] == [FindingKind.TEXT]
        assert received.looked_with == scanner.version != ""
    assert status_of(house, case) is CaseStatus.HIDDEN
