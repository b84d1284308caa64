"""A case that has gone the whole way, with a word of its own in every text that anybody writes about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.cases import queries
from app.cases import services as cases
from app.cases.content import PictureWords, content_of
from app.cases.models import Case, CasePicture, KeptIdentifier
from app.cases.rules import ChangeConsent, ChangeReason
from app.consent import receipts
from app.consent.models import Consent
from app.deid.rules import Label
from app.kernel.outbox import Outbox
from app.media.rules import Sign
from app.moderation import services as moderation
from app.moderation.models import Review
from app.moderation.rules import Reason
from app.ops.demo_case import Stage, play
from app.ops.house import House
from app.quizzes.models import Item
from app.threads.models import Comment, Resolution
from tests.cases.making import received_image
from tests.curation.making import collection_of
from tests.people import People

CODE = receipts.new_code()
CAST = ("clara", "omar", "priya", "max", "faye", "sam", "opal", "nobody")
WORDS = [f"zq{number:02}plant" for number in range(47)]
"""Words that stand nowhere else: each is planted in one field of the case or of what others wrote about it."""
LONG_AGO = timedelta(days=2)
"""The play takes its time, and what it tells others must be due before the test goes on."""
WRONG = ("eczema", "psoriasis", "tinea")


@dataclass(frozen=True)
class Told:
    """The case, and every id that an address could name."""

    case_id: int
    ids: dict[str, list[object]]


def planted(data: bytes) -> set[str]:
    """Which of the words stand in these bytes, in any case."""
    lower = data.lower()
    return {word for word in WORDS if word.encode() in lower}


def tell(house: House, people: People) -> Told:
    """Play the case from upload to accepted item, have it flagged about a comment, and put it into a collection."""
    word = iter(WORDS)
    with house.database.writing() as session:
        cast = {name: people.account_in(session, name) for name in CAST}
        case = play(Stage(house, session, cast, house.clock.now() - LONG_AGO), "planted", script(word))
        _plant_aside(session, house, people, case, word)
    house.jobs.enqueue("after_commit")
    collection = collection_of(house, people, [case], note=f"See {next(word)}.")
    assert next(word, None) is None
    return Told(case.id, _ids(house, case.id, collection.id))


def _plant_aside(session: Session, house: House, people: People, case: Case, word: Iterator[str]) -> None:
    """What no demo case has: a note to oneself, where the consent is kept, words of moderators and of a flag."""
    case.working_diagnosis = f"Perhaps {next(word)}"
    known = {"receipt_hash": receipts.digest(CODE), "reference": f"Binder {next(word)}"}
    session.execute(update(Consent).where(Consent.case_id == case.id).values(**known))
    session.execute(update(Review).values(note=f"Good {next(word)}."))
    comment = session.scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert comment is not None
    at, faye = house.clock.now(), people.account_in(session, "faye")
    actor = Stage(house, session, {"faye": faye}, at).actor("faye")
    _plant_reasons(session, house, case, comment, word)
    _plant_change(session, house, people, case, word)
    reason, note = Reason.IDENTIFIER_IN_TEXT, f"Look at {next(word)}."
    moderation.flag(session, Outbox(session, at), actor, comment, reason=reason, note=note, at=at)


def _plant_reasons(session: Session, house: House, case: Case, comment: Comment, word: Iterator[str]) -> None:
    """Why words that look like an identifier were kept, and such a word."""
    row = KeptIdentifier(label=Label.NAME, wording=next(word), reason=f"An eponym {next(word)}", at=house.clock.now())
    case.kept_identifiers.append(row)
    comment.kept_reason = f"A drug {next(word)}"
    session.execute(update(Resolution).values(kept_reason=f"A place {next(word)}"))


def _plant_change(session: Session, house: House, people: People, case: Case, word: Iterator[str]) -> None:
    """A change that moderators have sent back once and that waits again, with a picture that it would add."""
    at = house.clock.now() - LONG_AGO
    cast = Stage(house, session, {name: people.account_in(session, name) for name in ("clara", "max")}, at)
    clara, outbox = cast.actor("clara"), Outbox(session, at)
    asked = cases.Statement(ChangeReason.MORE_KNOWN, ChangeConsent.ASKED_AGAIN, f"Look at {next(word)}.")
    image = received_image(session, house.store, clara.account_id, at=at)
    added = cases.plan_picture(session, clara, case, image, at=at)
    seen, signs = image.content_hash, tuple(Sign)
    cases.confirm_picture(session, clara, case, added, content_hash=seen, signs=signs, at=at)
    order = [*(picture.id for picture in case.pictures), added.id]
    for submission in (1, 2):
        change = cases.write_change(
            session,
            clara,
            case,
            replace(content_of(case), history=f"Text {next(word)}.", tags=(next(word),)),
            words={added.id: PictureWords(f"View {next(word)}", f"Thumb {submission}")},
            order=order,
            version=queries.open_change(session, case.id).version,  # type: ignore[union-attr]
            at=at,
        )
        cases.submit_change(session, outbox, clara, case, asked, content_hash=change.content_hash, at=at)
        if submission == 1:
            cases.return_change(session, cast.actor("max"), case, at=at)
    change.kept = [{"label": "NAME", "wording": next(word), "reason": "An eponym", "at": at.isoformat()}]
    session.flush()


def script(word: Iterator[str]) -> dict[str, Any]:
    """The case for `play`, with the next word in every text."""
    wrong = [f"{next(word)} {diagnosis}" for diagnosis in WRONG]
    key = f"{next(word)} scabies"
    return {
        "author": "clara",
        "moderator": "max",
        "title": f"Itch {next(word)}",
        "specialty": "dermatology",
        "modality": "clinical_photo",
        "age_band": "20-29",
        "sex": "female",
        "tags": [next(word)],
        **{name: f"Text {next(word)}." for name in ("presentation", "history", "examination", "investigations")},
        "findings": f"Burrows {next(word)}.",
        "question": f"What is {next(word)}?",
        "images": [
            {"drawing": "skin", "seed": seed, "caption": f"View {next(word)}", "alt": f"Finger web {next(word)}"}
            for seed in (501, 502)
        ],
        "opinions": [
            {"by": name, "diagnoses": [{"name": diagnosis, "reason": f"It itches {next(word)}."}]}
            for name, diagnosis in zip(("omar", "priya", "faye"), wrong, strict=True)
        ],
        "comments": [{"by": name, "body": f"What of {next(word)}?"} for name in ("priya", "omar")],
        "resolution": {
            "diagnosis": key,
            "basis": "microbiology_genetics",
            "certainty": "certain",
            "explanation": f"Mites {next(word)}.",
            "teaching_points": [f"Look {next(word)}."],
            "confirmed_by": "omar",
        },
        "item": {
            "stem": f"Somebody itches {next(word)}.",
            "lead_in": f"What is {next(word)}?",
            "teaching_point": f"Always {next(word)}.",
            "options": [
                {"text": key, "key": True, "rationale": f"Right {next(word)}."},
                *({"text": diagnosis, "rationale": f"No burrows {next(word)}."} for diagnosis in wrong),
            ],
        },
    }


def _ids(house: House, case_id: int, collection_id: int) -> dict[str, list[object]]:
    with house.database.reading() as session:
        case = session.get_one(Case, case_id)
        parts = session.scalars(select(CasePicture).where(CasePicture.case_id == case_id)).all()
        names, pictures = [picture.image.name for picture in parts], [picture.id for picture in parts]
        assert len(parts) == len(case.pictures) + 1
        items = session.scalars(select(Item.id).where(Item.case_id == case_id)).all()
        others = {
            table: list(session.scalars(text(f"SELECT id FROM {table}")))  # noqa: S608 -- names from below
            for table in ("review", "comment", "resolution", "consent")
        }
    return {
        "case_id": [case_id],
        "picture_id": list(pictures),
        "item_id": list(items),
        "review_id": others["review"],
        "comment_id": others["comment"],
        "resolution_id": others["resolution"],
        "consent_id": others["consent"],
        "collection_id": [collection_id],
        "name": list(names),
        "nominal": [320, 960, 2048],
        "extension": ["webp", "jpg"],
        "frame": [0, 1],
        "token": ["x"],
    }
