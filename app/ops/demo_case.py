"""Plays one demo case from upload to accepted quiz item, each step by the person whose step it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Account
from app.accounts.queries import actor_of
from app.accounts.rules import Specialty
from app.cases import services as cases
from app.cases.content import CaseContent
from app.cases.models import Case
from app.cases.rules import TEXT_FIELDS, AgeBand, Modality, Sex
from app.consent import forms_folder
from app.consent import services as consents
from app.consent.rules import Assent, Giver, Method, Scope
from app.consent.services import Terms
from app.kernel.outbox import Outbox
from app.media import services as media
from app.media.drawings.registry import draw
from app.media.originals import prepare
from app.media.rules import Sign
from app.moderation import services as moderation
from app.moderation.models import Review
from app.moderation.rules import Decision, ReviewKind, ReviewStatus
from app.moderation.services import Verdict
from app.ops.house import House
from app.policy.actor import Actor, Role
from app.quizzes import services as quizzes
from app.quizzes.models import Item
from app.quizzes.rules import ItemText, OptionText
from app.threads import services as threads
from app.threads.models import Resolution
from app.threads.rules import KEYWORTHY, Basis, Certainty
from app.threads.values import Guess, Proposal

PAUSE = timedelta(minutes=17)
CHILDREN = {
    AgeBand.NEONATE: Assent.TOO_YOUNG,
    AgeBand.INFANT: Assent.TOO_YOUNG,
    AgeBand.FROM_1: Assent.TOO_YOUNG,
    AgeBand.FROM_5: Assent.GIVEN,
    AgeBand.FROM_10: Assent.GIVEN,
}
"""Whose parents consent, and whether the child was asked."""


@dataclass
class Stage:
    """Who plays, where, and what time it is in the play."""

    house: House
    session: Session
    cast: dict[str, Account]
    clock: datetime
    comments: list[int] = field(default_factory=list)

    def next(self) -> datetime:
        """A while later."""
        self.clock += PAUSE
        return self.clock

    def actor(self, name: str) -> Actor:
        """Somebody of the cast, as verified now: the play's past must not depend on when they were verified."""
        return actor_of(self.cast[name], self.house.clock.now())

    def other_moderators(self, case: Case, name: str) -> list[str]:
        """Everybody else of the cast who may decide about the case."""
        moderators = [key for key, account in self.cast.items() if Role.MODERATOR in account.roles]
        return [key for key in moderators if key != name and self.cast[key].id != case.author_id]

    def outbox(self) -> Outbox:
        """An outbox whose events are due at once."""
        return Outbox(self.session, self.clock)


def play(stage: Stage, slug: str, content: dict[str, Any]) -> Case:
    """Play the whole script; raises Refusal where a script breaks a rule."""
    case = _write(stage, slug, content)
    _consent_and_submit(stage, case, content["author"])
    _approve(stage, case, content["moderator"])
    _discuss(stage, case, content)
    if "resolution" in content:
        _resolve(stage, case, content)
    return case


def _write(stage: Stage, slug: str, content: dict[str, Any]) -> Case:
    author = stage.actor(content["author"])
    case = cases.start(stage.session, author, at=stage.next(), source_reference=slug, is_synthetic=True)
    for picture in content["images"]:
        drawn = draw(picture["drawing"], seed=picture["seed"], **picture.get("options", {}))
        image = media.receive(
            stage.session, stage.house.store, author_id=author.account_id, original=prepare(drawn), at=stage.next()
        )
        cases.add_picture(
            stage.session, author, case, image, caption=picture["caption"], alt_text=picture["alt"], at=stage.next()
        )
    texts = {name: content.get(name, "").strip() for name in TEXT_FIELDS}
    facts = CaseContent(
        **texts,
        specialty=Specialty(content["specialty"]),
        modality=Modality(content["modality"]),
        age_band=AgeBand(content["age_band"]),
        sex=Sex(content["sex"]),
        tags=tuple(content["tags"]),
    )
    cases.edit(stage.session, author, case, facts, at=stage.next())
    for shown in case.pictures:
        at = stage.next()
        seen = shown.image.content_hash
        cases.confirm_picture(stage.session, author, case, shown, content_hash=seen, signs=tuple(Sign), at=at)
    return case


def _consent_and_submit(stage: Stage, case: Case, author_name: str) -> None:
    author = stage.actor(author_name)
    is_child = case.age_band in CHILDREN
    terms = Terms(
        giver=Giver.PARENT if is_child else Giver.PATIENT,
        assent=CHILDREN.get(case.age_band, Assent.NOT_APPLICABLE),
        jurisdiction="generic",
        language="en",
        form_version=forms_folder.newest(stage.house.settings.content, "generic", "en"),
        method=Method.SYNTHETIC,
        reference="synthetic case, no patient",
        given_on=stage.clock.date(),
        scopes=frozenset(Scope),
        expires_at=None,
    )
    consents.record(stage.session, stage.outbox(), author, case, terms, at=stage.next())
    consents.submit_case(stage.session, stage.outbox(), author, case, content_hash=case.content_hash, at=stage.next())


def _approve(stage: Stage, case: Case, moderator_name: str) -> None:
    """The script's moderator approves; where that's one of two, another moderator does too."""
    review = moderation.open_review(stage.session, ReviewKind.CASE, case.id, case.author_id, at=stage.next())
    for name in (moderator_name, *stage.other_moderators(case, moderator_name)):
        if review.status is ReviewStatus.OPEN:
            _say_yes(stage, case, review, stage.actor(name))


def _say_yes(stage: Stage, case: Case, review: Review, moderator: Actor) -> None:
    moderation.claim(stage.session, moderator, review, at=stage.next())
    verdict = Verdict(decision=Decision.APPROVE, content_hash=case.content_hash, version=review.version)
    moderation.decide(stage.session, stage.outbox(), moderator, review, verdict, at=stage.next())


def _discuss(stage: Stage, case: Case, content: dict[str, Any]) -> None:
    for opinion in content["opinions"]:
        guesses = [Guess(entry["name"], entry.get("reason", "")) for entry in opinion["diagnoses"]]
        threads.give_opinion(
            stage.session, stage.outbox(), stage.actor(opinion["by"]), case, guesses, certainty=None, at=stage.next()
        )
    for comment in content["comments"]:
        reply_to = stage.comments[comment["reply_to"]] if "reply_to" in comment else None
        posted = threads.comment(
            stage.session,
            stage.outbox(),
            stage.actor(comment["by"]),
            case,
            body=comment["body"].strip(),
            reply_to=reply_to,
            at=stage.next(),
        )
        stage.comments.append(posted.id)


def _resolve(stage: Stage, case: Case, content: dict[str, Any]) -> None:
    facts = content["resolution"]
    proposal = Proposal(
        diagnosis=facts["diagnosis"],
        basis=Basis(facts["basis"]),
        certainty=Certainty(facts["certainty"]),
        explanation=facts["explanation"].strip(),
        teaching_points=tuple(facts["teaching_points"]),
    )
    author, colleague = stage.actor(content["author"]), stage.actor(facts["confirmed_by"])
    resolution = threads.propose(stage.session, stage.outbox(), author, case, proposal, at=stage.next())
    threads.confirm(stage.session, stage.outbox(), colleague, resolution, at=stage.next())
    if "item" in content and resolution.certainty in KEYWORTHY:
        _make_item(stage, resolution, content["item"], author)


def _make_item(stage: Stage, resolution: Resolution, facts: dict[str, Any], editor: Actor) -> None:
    item = quizzes.draft(stage.session, stage.outbox(), resolution, at=stage.next())
    if item is None:
        return
    text = ItemText(
        stem=facts["stem"].strip(),
        lead_in=facts["lead_in"],
        teaching_point=facts["teaching_point"],
        options=_options(item, facts["options"]),
    )
    quizzes.edit(stage.session, editor, item, text, version=item.version, at=stage.next())
    quizzes.accept(stage.session, stage.outbox(), editor, item, version=item.version, at=stage.next())


def _options(item: Item, written: list[dict[str, Any]]) -> tuple[OptionText, ...]:
    """The script's options: those that the thread has argued keep their place and count, the others come behind."""
    by_text = {option["text"].casefold(): option for option in written}
    stored = [_option(by_text.pop(option.text.casefold(), None), option.text) for option in item.options]
    return (*stored, *(_option(option, option["text"]) for option in by_text.values()))


def _option(written: dict[str, Any] | None, text: str) -> OptionText:
    if written is None:
        return OptionText(text, is_key=False, is_offered=False)
    return OptionText(text, is_key=written.get("key", False), rationale=written["rationale"])
