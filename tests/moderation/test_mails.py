"""Mails about decisions: to the author, with the way to the page, and without a word of the case."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.accounts.models import Account
from app.cases import queries as cases
from app.cases.models import Case
from app.kernel.outbox import Outbox, deliver_due
from app.moderation import services
from app.moderation.models import Review
from app.moderation.rules import Decision, Reason
from app.ops.house import House
from app.wiring import subscriptions
from tests.consent.making import published_case
from tests.moderation.doubting import flag_picture, shown_case
from tests.moderation.making import asked_to_be_verified, decide, flagged, submitted
from tests.people import People
from tests.threads.making import comment_of

SAID = "Cover the band in the second picture."


def mails(house: House, to: str = "clara") -> list[EmailMessage]:
    deliver_due(house.database, house.clock, subscriptions(house))
    files = sorted((house.settings.data / "mail").glob("*.eml"))
    sent = [message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default) for file in files]
    return [mail for mail in sent if mail["To"] == f"{to}@example.org"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision.APPROVE, "approved your case"),
        (Decision.REQUEST_CHANGES, "asks you to change something"),
        (Decision.REJECT, "has not accepted"),
    ],
)
def test_the_author_is_told_about_a_decision(house: House, people: People, decision: Decision, words: str) -> None:
    review = submitted(house, people)
    decide(house, people, review, decision, note=SAID)
    [mail] = mails(house)
    text = " ".join(mail.get_content().split())
    assert mail["To"] == "clara@example.org"
    assert words in text
    assert f"/cases/{review.subject_id}" in text
    for secret in (SAID, "Itch", "Scabies", "Max"):
        assert secret not in mail.as_string()


def test_the_author_hears_of_a_flag_and_of_what_came_of_it(house: House, people: People) -> None:
    case = published_case(house, people).case
    review = flagged(house, people, case, note="In the mirror.")
    [first] = mails(house)
    assert "hidden" in first["Subject"]
    decide(house, people, review, Decision.REMOVE, "mona", reasons=(Reason.FACE,), note=SAID)
    [second] = [mail for mail in mails(house) if mail["Subject"] != first["Subject"]]
    assert "has removed your case" in second.get_content()
    assert f"/cases/{case.id}" not in second.get_content()
    for mail in (first, second):
        assert mail["To"] == "clara@example.org"
        for secret in ("mirror", SAID, "Omar", "Itch"):
            assert secret not in mail.as_string()


def test_the_author_of_a_removed_comment_is_told_but_not_that_of_a_restored_one(house: House, people: People) -> None:
    case = published_case(house, people).case
    for decision in (Decision.RESTORE, Decision.REMOVE):
        posted = comment_of(house, people, case, "clara", f"A thought to {decision}")
        decide(house, people, flagged(house, people, posted), decision, "mona", reasons=(Reason.DEROGATORY,))
    published, removed = "approved your case", "has removed a comment of yours"
    texts = [" ".join(mail.get_content().split()) for mail in mails(house)]
    assert [text for text in texts if published not in text] == [text for text in texts if removed in text]
    assert len([text for text in texts if removed in text]) == 1


def test_a_person_hears_once_about_their_verification(house: House, people: People) -> None:
    decide(house, people, asked_to_be_verified(house, people), Decision.APPROVE)
    assert len(mails(house, "omar")) == 1
    assert mails(house, "max") == []


def test_a_suspended_person_hears_why_and_not_who(house: House, people: People) -> None:
    sam, clara = people.actor("sam"), people.account("clara").id
    with house.database.writing() as session:
        account = session.get_one(Account, clara)
        review = services.flag_person(session, sam, account, reason=Reason.ABUSIVE, note=SAID, at=house.clock.now())
    decide(house, people, review, Decision.SUSPEND, reasons=(Reason.IMPERSONATION,), note=SAID)
    [mail] = mails(house)
    assert "Isn't who they say they are" in mail.get_content()
    for secret in (SAID, "Sam", "Max", "Insults"):
        assert secret not in mail.as_string()


def test_whoever_flagged_hears_that_it_is_decided_and_nobody_else_does(house: House, people: People) -> None:
    case = published_case(house, people).case
    flagged(house, people, published_case(house, people).case, "faye")
    decide(house, people, flagged(house, people, case, "sam", note="In the mirror."), Decision.RESTORE, note=SAID)
    [mail] = mails(house, "sam")
    assert "/account/flags" in mail.get_content()
    for secret in ("mirror", SAID, "Clara", "Max", "Itch"):
        assert secret not in mail.as_string()
    assert mails(house, "faye") == []


def test_an_author_is_not_told_that_it_is_shown_while_something_else_hides_it(house: House, people: People) -> None:
    case = shown_case(house, people)
    first, _second = flag_picture(house, people, case, 0), also_doubted(house, case)
    decide(house, people, first, Decision.RESTORE)
    assert "in the library again" not in " ".join(mail.get_content() for mail in mails(house))


def also_doubted(house: House, case: Case) -> Review:
    """Detectors find something in the other picture."""
    at = house.clock.now()
    with house.database.writing() as session:
        placed = cases.placed_image(session, case.pictures[1].image_id)
        assert placed is not None
        return services.doubt(session, Outbox(session, at), placed, at=at)
