"""Identifiers in a case's text: counted with each change, replaced or kept, and gone with the case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases import identifiers, queries, services
from app.cases.content import PictureWords
from app.cases.identifiers import kept_by_key, look_through_case
from app.cases.models import Case, KeptIdentifier
from app.cases.rules import Blocker, EndReason
from app.deid.answering import Answer, Kept, LookedThrough, Question, Replaced
from app.deid.rules import Label
from app.kernel.audit import AuditEntry
from app.kernel.errors import NotAllowed, Refusal, WrongStep
from app.kernel.outbox import Outbox
from app.ops.house import House
from app.policy.actor import Actor
from tests.cases.making import TEXT, draft_case, draft_in, published_case
from tests.people import People

HISTORY = "Mrs Berg wrote from anna.berg@example.org."


@pytest.fixture
def clara(people: People) -> Actor:
    """The author."""
    return people.actor("clara")


@pytest.fixture
def case(session: Session, house: House, clara: Actor) -> Case:
    """Clara's draft, with a name in the text, a tag and a caption; another one of hers keeps the same name."""
    at = house.clock.now()
    other = draft_in(session, house.store, clara, at=at, history="Mrs Berg itches.")
    keep(session, clara, other, "Berg", house=house, reason="noise")
    made = draft_in(session, house.store, clara, at=at, history=HISTORY, tags=("berg", "itch"))
    words = {made.pictures[0].id: PictureWords("Hand of Berg", "A hand")}
    services.edit(session, clara, made, replace(TEXT, history=HISTORY, tags=("berg", "itch")), words=words, at=at)
    return made


def asked(case: Case, wording: str) -> Question:
    return next(question for question in look_through_case(case).questions if question.wording == wording)


def answer(session: Session, actor: Actor, case: Case, house: House, **answers: Answer) -> None:
    """Answer the questions about the name, the address of its mail, or both."""
    wordings = {"name": "Berg", "email": "anna.berg@example.org"}
    by_key = {asked(case, wordings[which]).key: said for which, said in answers.items()}
    services.answer_identifiers(session, actor, case, by_key, at=house.clock.now())


def keep(session: Session, actor: Actor, case: Case, wording: str, *, house: House, reason: str) -> None:
    key = asked(case, wording).key
    services.answer_identifiers(session, actor, case, {key: Kept(reason)}, at=house.clock.now())


def kept(session: Session, case: Case) -> list[tuple[Label, str, str]]:
    rows = select(KeptIdentifier).where(KeptIdentifier.case_id == case.id).order_by(KeptIdentifier.id)
    return [(row.label, row.wording, row.reason) for row in session.scalars(rows)]


def test_each_wording_of_all_the_text_counts_once_and_blocks(case: Case) -> None:
    assert case.open_identifiers == 2
    assert Blocker.IDENTIFIERS in queries.blockers(case)


def test_a_picture_described_with_a_name_counts_too(session: Session, house: House, clara: Actor) -> None:
    at = house.clock.now()
    case = draft_in(session, house.store, clara, at=at)
    assert case.open_identifiers == 0
    services.describe_picture(session, clara, case, case.pictures[0], caption="Mr Okafor", alt_text="Hand", at=at)
    assert case.open_identifiers == 1
    services.remove_picture(session, clara, case, case.pictures[0], at=at)
    assert case.open_identifiers == 0


def test_what_is_replaced_is_replaced_in_text_and_words_and_taken_out_of_tags(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    before = case.content_hash
    answer(session, clara, case, house, name=Replaced("[name]"), email=Replaced("afar"))
    assert case.history == "Mrs [name] wrote from afar."
    assert case.pictures[0].caption == "Hand of [name]"
    assert [tag.name for tag in case.tags] == ["itch"]
    assert case.open_identifiers == 0
    assert case.removed_identifiers == 2
    assert case.content_hash == services.fingerprint(case) != before
    assert kept(session, case) == []


def test_what_is_kept_is_a_row_with_its_reason_and_does_not_block(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    before = case.content_hash
    answer(session, clara, case, house, name=Kept(" a surgeon, long dead "), email=Kept("made up"))
    assert kept(session, case) == [
        (Label.NAME, "berg", "a surgeon, long dead"),
        (Label.EMAIL, "anna.berg@example.org", "made up"),
    ]
    assert (case.open_identifiers, case.history, case.content_hash) == (0, HISTORY, before)
    assert Blocker.IDENTIFIERS not in queries.blockers(case)


def test_a_kept_wording_can_be_given_another_reason_and_be_replaced_after_all(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    answer(session, clara, case, house, name=Kept("one"))
    answer(session, clara, case, house, name=Kept("two"))
    assert kept(session, case) == [(Label.NAME, "berg", "two")]
    answer(session, clara, case, house, name=Replaced("[name]"))
    assert kept(session, case) == []
    assert "Berg" not in case.history
    assert case.open_identifiers == 1


def test_replacing_a_wording_by_itself_leaves_it_open(session: Session, house: House, clara: Actor, case: Case) -> None:
    answer(session, clara, case, house, name=Kept("one"))
    answer(session, clara, case, house, name=Replaced("Berg"))
    assert kept(session, case) == []
    assert case.open_identifiers == 2


def test_what_is_written_instead_is_looked_through_itself(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    answer(session, clara, case, house, name=Replaced("[name]"), email=Replaced("Dr Okafor"))
    assert case.open_identifiers == 1
    assert [question.wording for question in look_through_case(case).questions] == ["Okafor"]


def test_editing_keeps_answers_about_what_is_still_there_and_forgets_the_others(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    answer(session, clara, case, house, name=Kept("one"), email=Kept("two"))
    text = replace(TEXT, history="Mrs BERG, and Dr Okafor.", tags=())
    services.edit(session, clara, case, text, at=house.clock.now())
    assert kept(session, case) == [(Label.NAME, "berg", "one")]
    assert case.open_identifiers == 1
    services.edit(session, clara, case, TEXT, words={case.pictures[0].id: PictureWords()}, at=house.clock.now())
    assert kept(session, case) == []
    assert case.open_identifiers == 0


def test_other_cases_keep_their_answers(session: Session, house: House, clara: Actor, case: Case) -> None:
    answer(session, clara, case, house, name=Replaced("[name]"), email=Replaced(""))
    reasons = session.scalars(select(KeptIdentifier.reason)).all()
    assert reasons == ["noise"]


def test_answers_about_what_is_not_there_count_for_nothing(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    version = case.version
    services.answer_identifiers(session, clara, case, {"0" * 16: Kept("x"), "y": Replaced("z")}, at=house.clock.now())
    assert (case.version, case.open_identifiers, kept(session, case)) == (version, 2, [])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_nothing_is_kept_without_a_reason_of_sensible_length(
    session: Session, house: House, clara: Actor, case: Case, reason: str
) -> None:
    with pytest.raises(Refusal):
        answer(session, clara, case, house, name=Kept(reason))


def test_replacements_that_make_a_title_or_caption_too_long_change_nothing(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    services.edit(session, clara, case, replace(TEXT, title=f"Mrs Berg {'x' * 140}"), at=house.clock.now())
    title = case.title
    with pytest.raises(Refusal, match="at most 160"):
        answer(session, clara, case, house, name=Replaced("y" * 40))
    assert case.title == title
    words = {case.pictures[0].id: PictureWords("x" * 301, "")}
    with pytest.raises(Refusal, match="at most 300"):
        services.edit(session, clara, case, TEXT, words=words, at=house.clock.now())


def test_a_submission_counts_anew_and_is_refused_while_something_is_open(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    services.note_consent(session, case, ends_at=None)
    case.open_identifiers = 0  # as counted by an engine that knew less
    with pytest.raises(services.NotReady) as refused:
        services.submit(
            session,
            Outbox(session, house.clock.now()),
            clara,
            case,
            content_hash=case.content_hash,
            consented=True,
            at=house.clock.now(),
        )
    assert refused.value.blockers == (Blocker.IDENTIFIERS,)


def test_only_the_author_answers_and_only_before_the_case_is_submitted(house: House, people: People) -> None:
    draft, shown = draft_case(house, people, history=HISTORY), published_case(house, people)
    omar, clara, at = people.actor("omar"), people.actor("clara"), house.clock.now()
    with pytest.raises(NotAllowed), house.database.writing() as session:
        services.answer_identifiers(session, omar, session.get_one(Case, draft.id), {}, at=at)
    with pytest.raises(WrongStep), house.database.writing() as session:
        services.answer_identifiers(session, clara, session.get_one(Case, shown.id), {}, at=at)


def test_i15_and_i16_the_log_tells_how_many_are_kept_and_no_word_of_them(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    wanted = select(AuditEntry).where(AuditEntry.subject_id == case.id, AuditEntry.action == "case.identifiers_kept")
    answer(session, clara, case, house, name=Kept("my aunt"))
    answer(session, clara, case, house, name=Kept("my aunt"))
    [row] = session.scalars(wanted)
    assert row.detail == {"kept": 1}


def test_the_end_of_a_case_takes_what_was_kept_with_it(
    session: Session, house: House, clara: Actor, case: Case
) -> None:
    answer(session, clara, case, house, name=Kept("my aunt"))
    at = house.clock.now()
    services.end(session, Outbox(session, at), clara.id, case, reason=EndReason.AUTHOR, at=at)
    session.flush()
    assert kept(session, case) == []
    assert case.open_identifiers == 0
    assert session.scalar(select(func.count()).select_from(KeptIdentifier)) == 1


def test_a_save_looks_through_the_text_once(
    session: Session, house: House, clara: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Case] = []

    def look(case: Case) -> LookedThrough:
        looks.append(case)
        return look_through_case(case)

    monkeypatch.setattr(identifiers, "look_through_case", look)
    words = {picture.id: PictureWords("One", "Two") for picture in case.pictures}
    services.edit(session, clara, case, TEXT, words=words, at=house.clock.now())
    assert looks == [case]


def test_lists_use_the_stored_count(house: House, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_case(house, people, history=HISTORY)
    client = people.client("clara")
    monkeypatch.setattr("app.deid.answering.proposals", lambda _texts: pytest.fail("a page view scans"))
    assert "Decide about what could tell who it is" in client.get("/my-cases").text


def test_kept_rows_are_read_with_their_keys(session: Session, house: House, clara: Actor, case: Case) -> None:
    question = asked(case, "Berg")
    answer(session, clara, case, house, name=Kept("one"))
    assert list(kept_by_key(case)) == [question.key]
