"""What authors are told to do about each reason, and what moderators read beside their decision."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.kernel.outbox import deliver_due
from app.moderation.guidance import GUIDANCE
from app.moderation.guidelines import SECTIONS, beside
from app.moderation.labels import REASONS
from app.moderation.rules import Decision, Reason, ReviewKind
from app.ops.house import House
from app.wiring import subscriptions
from tests.moderation.making import asked_to_be_verified, claim, decide, submitted
from tests.people import People

REASONS_GIVEN = (Reason.FACE, Reason.UNCERTAIN_DIAGNOSIS)


def words_of(text: str) -> str:
    return " ".join(text.replace("&#39;", "'").split())


def mail_to_author(house: House) -> str:
    deliver_due(house.database, house.clock, subscriptions(house))
    [file] = (house.settings.data / "mail").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
    return words_of(mail.get_content())


def test_every_reason_says_what_to_do() -> None:
    assert set(GUIDANCE) == set(REASONS) == set(Reason)
    assert all(len(text) > 20 for text in GUIDANCE.values())


@pytest.mark.parametrize("decision", [Decision.REQUEST_CHANGES, Decision.REJECT])
def test_the_authors_page_and_mail_say_what_to_do_for_each_reason(
    house: House, people: People, decision: Decision
) -> None:
    review = submitted(house, people)
    decide(house, people, review, decision, reasons=REASONS_GIVEN, note="The second picture.")
    page = words_of(people.client("clara").get(f"/cases/{review.subject_id}").text)
    mail = mail_to_author(house)
    for reason in Reason:
        assert (GUIDANCE[reason] in page) == (GUIDANCE[reason] in mail) == (reason in REASONS_GIVEN), reason
    assert "The second picture." in page
    assert "The second picture." not in mail


def test_a_decision_without_a_reason_gives_no_advice(house: House, people: People) -> None:
    decide(house, people, submitted(house, people), Decision.REQUEST_CHANGES, note="Shorter.")
    assert "What to do:" not in mail_to_author(house)


def test_each_kind_has_sections_and_each_section_is_in_the_guidelines(house: House) -> None:
    for kind in ReviewKind:
        for heading, html in beside(house.settings.content, kind):
            assert len(html) > 100, heading
    assert {ReviewKind.CASE, ReviewKind.VERIFICATION} <= set(SECTIONS)


def test_the_guidelines_of_the_kind_stand_beside_the_form(house: House, people: People) -> None:
    case, person = submitted(house, people), asked_to_be_verified(house, people)
    max_ = people.client("max")

    def headings(number: int) -> list[str]:
        page = max_.get(f"/moderation/{number}").text
        section = page[page.index('class="guidelines"') :]
        return re.findall(r"<summary>.*?</svg>([^<]+)<svg", section.partition("</section>")[0])

    assert headings(case.id) == list(SECTIONS[ReviewKind.CASE])
    assert headings(person.id) == ["Who is verified"]
    claim(house, people, case)
    assert headings(case.id) == list(SECTIONS[ReviewKind.CASE])
    page = max_.get(f"/moderation/{case.id}").text
    assert page.index('class="guidelines"') < page.index("data-verdict")


def test_the_form_says_which_decisions_owe_a_reason(house: House, people: People) -> None:
    review = claim(house, people, submitted(house, people))
    page = people.client("max").get(f"/moderation/{review.id}").text
    [owed] = re.findall(r'data-explain="([^"]*)"', page.partition("<dialog")[0])
    assert {"request_changes", "reject"} <= set(owed.split())
    assert "approve" not in owed
