"""Cases for tests of every room: made through the services, with pictures that were decoded once."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.rules import Specialty
from app.cases import services
from app.cases.content import CaseContent
from app.cases.models import Case
from app.cases.rules import AgeBand, CaseStatus, EndReason, Modality, Sex
from app.kernel.audit import Subject, record
from app.kernel.outbox import Outbox
from app.media.cleaning import CleanImage, clean
from app.media.models import Image, Rendition
from app.media.rules import ImageState, ScanState, Sign
from app.media.storage import ImageStore
from app.ops.house import House
from app.policy.actor import Actor
from tests.people import People

TINY_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAAQElEQVR42u3SMQEAIAzAsA1xiEAJDnCCCNRhAb4dqYIczTl6VKpFsYDeQWuf"
    "CqA0NRAQEBAQEBAQEBAQEBDQTxfqQQRWg1B2wwAAAABJRU5ErkJggg=="
)
"""48 by 32 pixels."""
TEXT = CaseContent(
    title="Itch between the fingers",
    presentation="Three weeks of itch, worse at night.",
    history="Two others in the household itch as well.",
    examination="Short burrows in the finger webs.",
    investigations="None so far.",
    findings="Burrows with a dark point at one end.",
    question="Which test shows the cause at the bedside?",
    specialty=Specialty.DERMATOLOGY,
    modality=Modality.CLINICAL_PHOTO,
    age_band=AgeBand.FROM_20,
    sex=Sex.FEMALE,
    tags=("itch", "night"),
    working_diagnosis="Scabies",
)


def received_image(session: Session, store: ImageStore, author_id: int, *, at: datetime) -> Image:
    """An image as `media.receive` leaves it, without decoding again; it counts as another picture each time."""
    cleaned = tiny()
    image = Image(
        name=secrets.token_hex(16),
        author_id=author_id,
        state=ImageState.RECEIVED,
        width=cleaned.width,
        height=cleaned.height,
        pixel_hash=secrets.token_hex(32),
        content_hash=cleaned.content_hash,
        redactions=[],
        scan=ScanState.DONE,
        scanned_hash=cleaned.content_hash,
        quarantine_key=store.put_original(TINY_PNG, at=at),
        received_at=at,
        touched_at=at,
        renditions=[Rendition(**vars(file)) for file in store.put(cleaned, at=at)],
    )
    session.add(image)
    session.flush()
    record(session, author_id, "image.received", Subject.IMAGE, image.id, at=at)
    return image


@cache
def tiny() -> CleanImage:
    """A small picture."""
    return clean(TINY_PNG)


def draft_in(
    session: Session, store: ImageStore, author: Actor, *, at: datetime, pictures: int = 1, **text: Any
) -> Case:
    """A draft that lacks nothing but consent; `text` are fields of CaseContent to change."""
    case = services.start(session, author, at=at)
    services.edit(session, author, case, replace(TEXT, **text), at=at)
    for number in range(1, pictures + 1):
        image = received_image(session, store, author.account_id, at=at)
        picture = services.add_picture(
            session, author, case, image, caption=f"Picture {number}", alt_text=f"Finger web, view {number}", at=at
        )
        services.confirm_picture(
            session, author, case, picture, content_hash=image.content_hash, signs=tuple(Sign), at=at
        )
    return case


@dataclass(frozen=True)
class Making:
    """A case on its way, and the people who move it."""

    session: Session
    case: Case
    author: Actor
    moderator: Actor
    at: datetime

    @property
    def outbox(self) -> Outbox:
        """An outbox whose events are due at once."""
        return Outbox(self.session, self.at)


def submit(making: Making) -> None:
    """Send a draft to the moderators; that there is consent is noted only, not recorded."""
    services.note_consent(making.session, making.case, ends_at=None)
    seen = services.fingerprint(making.case)
    services.submit(
        making.session, making.outbox, making.author, making.case, content_hash=seen, consented=True, at=making.at
    )


def review(making: Making) -> None:
    """Take a submitted case up."""
    services.begin_review(making.session, making.moderator, making.case, at=making.at)


def publish(making: Making) -> None:
    """Publish a case that is in review."""
    seen = making.case.content_hash
    services.publish(making.session, making.outbox, making.moderator, making.case, content_hash=seen, at=making.at)


def by_moderator(service: Callable[..., None]) -> Callable[[Making], None]:
    """A step that a moderator, or anybody, takes without further details."""

    def step(making: Making) -> None:
        service(making.session, making.outbox, making.moderator, making.case, at=making.at)

    return step


def end(reason: EndReason) -> Callable[[Making], None]:
    """The end of a case."""

    def step(making: Making) -> None:
        who = making.author if reason is EndReason.AUTHOR else making.moderator
        services.end(making.session, making.outbox, who.id, making.case, reason=reason, at=making.at)

    return step


IN_REVIEW = (submit, review)
PUBLISHED = (*IN_REVIEW, publish)
WAYS: dict[CaseStatus, tuple[Callable[[Making], None], ...]] = {
    CaseStatus.DRAFT: (),
    CaseStatus.SUBMITTED: (submit,),
    CaseStatus.IN_REVIEW: IN_REVIEW,
    CaseStatus.CHANGES_REQUESTED: (*IN_REVIEW, by_moderator(services.return_for_changes)),
    CaseStatus.REJECTED: (*IN_REVIEW, by_moderator(services.reject)),
    CaseStatus.PUBLISHED: PUBLISHED,
    CaseStatus.RESOLVED: (*PUBLISHED, by_moderator(services.resolve)),
    CaseStatus.HIDDEN: (*PUBLISHED, by_moderator(services.hide)),
    CaseStatus.WITHDRAWN: (*PUBLISHED, end(EndReason.AUTHOR)),
    CaseStatus.TAKEN_DOWN: (*PUBLISHED, end(EndReason.MODERATOR)),
}
"""The shortest way to each status."""


def case_in(
    status: CaseStatus,
    house: House,
    people: People,
    *,
    author: str = "clara",
    moderator: str = "max",
    pictures: int = 1,
    **text: Any,
) -> Case:
    """A committed case of this status; `text` are fields of CaseContent to change."""
    at, writer, judge = house.clock.now(), people.actor(author), people.actor(moderator)
    with house.database.writing() as session:
        case = draft_in(session, house.store, writer, at=at, pictures=pictures, **text)
        for step in WAYS[status]:
            step(Making(session, case, writer, judge, at))
    return case


def draft_case(house: House, people: People, **details: Any) -> Case:
    """A committed draft that lacks nothing but consent."""
    return case_in(CaseStatus.DRAFT, house, people, **details)


def published_case(house: House, people: People, **details: Any) -> Case:
    """A committed case in the library; there's no consent row behind it: see tests/consent/making.py."""
    return case_in(CaseStatus.PUBLISHED, house, people, **details)
