"""Mails about decisions: to the author, with the way to the page, and without a word of the case."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.kernel.outbox import deliver_due
from app.moderation.rules import Decision, Reason
from app.ops.house import House
from app.wiring import subscriptions
from tests.consent.making import published_case
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
