"""The table of permissions. A row is a list of ways; a way is a list of conditions that must all hold."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from app.policy.actor import Ability, Actor, Role, Standing
from app.policy.subjects import Authored, Ended, Joint, Shown

Predicate = Callable[[Actor, object], bool]


class Permission(StrEnum):
    """Everything that can be asked for."""

    VISIT = "visit"
    MANAGE_SELF = "manage_self"
    MANAGE_OWN = "manage_own"
    BROWSE_LIBRARY = "browse_library"
    READ_CASE = "read_case"
    CREATE_CASE = "create_case"
    EDIT_CASE = "edit_case"
    SEE_ORIGINAL = "see_original"
    WITHDRAW_CASE = "withdraw_case"
    OPEN_CONSENT = "open_consent"
    MAKE_HANDOUT = "make_handout"
    EXPORT_CASE = "export_case"
    SEE_EXPORTS = "see_exports"
    FLAG = "flag"
    REVIEW = "review"
    DECIDE_REVIEW = "decide_review"
    VERIFY_PERSON = "verify_person"
    SUSPEND_PERSON = "suspend_person"
    GIVE_OPINION = "give_opinion"
    COMMENT = "comment"
    PROPOSE_RESOLUTION = "propose_resolution"
    CONFIRM_RESOLUTION = "confirm_resolution"
    LIST_ITEMS = "list_items"
    EDIT_ITEM = "edit_item"
    STUDY = "study"
    KEEP_COLLECTIONS = "keep_collections"
    EDIT_COLLECTION = "edit_collection"
    READ_COLLECTION = "read_collection"
    OPERATE = "operate"
    VOUCH = "vouch"
    INVITE = "invite"
    SEE_NAMES = "see_names"


def anybody(_actor: Actor, _subject: object) -> bool:
    return True


def signed_in(actor: Actor, _subject: object) -> bool:
    return actor.id is not None


def reader(actor: Actor, _subject: object) -> bool:
    return actor.reads_library


def verified(actor: Actor, _subject: object) -> bool:
    return actor.is_verified


def clinician(actor: Actor, _subject: object) -> bool:
    return actor.standing is Standing.CLINICIAN


def role(wanted: Role) -> Predicate:
    """A condition that holds for people entrusted with the role."""

    def has_role(actor: Actor, _subject: object) -> bool:
        return wanted in actor.roles

    return has_role


def able(wanted: Ability) -> Predicate:
    """A condition that holds for people whose occupation may do this in their country."""

    def has_ability(actor: Actor, _subject: object) -> bool:
        return wanted in actor.abilities

    return has_ability


def is_author(actor: Actor, subject: object) -> bool:
    return actor.id is not None and isinstance(subject, Authored) and subject.author_id == actor.id


def is_not_author(actor: Actor, subject: object) -> bool:
    is_another = actor.id is not None and isinstance(subject, Authored) and subject.author_id != actor.id
    return is_another and not (isinstance(subject, Joint) and actor.id in subject.co_author_ids)


def shown(actor: Actor, subject: object) -> bool:
    return isinstance(subject, Shown) and subject.is_shown_at(actor.at)


def not_gone(_actor: Actor, subject: object) -> bool:
    return isinstance(subject, Ended) and not subject.is_gone


moderator, faculty, operator = role(Role.MODERATOR), role(Role.FACULTY), role(Role.OPERATOR)
shares, confirms, comments = able(Ability.SHARE), able(Ability.CONFIRM), able(Ability.COMMENT)

RULES: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.VISIT: ((anybody,),),
    Permission.MANAGE_SELF: ((signed_in,),),
    Permission.MANAGE_OWN: ((is_author,),),
    Permission.BROWSE_LIBRARY: ((reader,),),
    Permission.READ_CASE: ((shown, reader), (is_author, not_gone), (moderator, not_gone)),
    Permission.CREATE_CASE: ((shares,),),
    Permission.EDIT_CASE: ((is_author, shares, not_gone),),
    Permission.SEE_ORIGINAL: ((is_author,),),
    Permission.WITHDRAW_CASE: ((is_author, not_gone), (moderator, not_gone)),
    Permission.OPEN_CONSENT: ((moderator, is_not_author, not_gone),),
    Permission.MAKE_HANDOUT: ((verified, reader, shown),),
    Permission.EXPORT_CASE: ((clinician, reader, shown), (faculty, reader, shown)),
    Permission.SEE_EXPORTS: ((is_author,), (moderator,)),
    Permission.FLAG: ((verified, shown),),
    Permission.REVIEW: ((moderator,),),
    Permission.DECIDE_REVIEW: ((moderator, is_not_author),),
    Permission.VERIFY_PERSON: ((moderator, is_not_author),),
    Permission.SUSPEND_PERSON: ((moderator, is_not_author),),
    Permission.GIVE_OPINION: ((comments, is_not_author, shown),),
    Permission.COMMENT: ((comments, shown),),
    Permission.PROPOSE_RESOLUTION: ((is_author, shares, shown),),
    Permission.CONFIRM_RESOLUTION: ((confirms, is_not_author, shown),),
    Permission.LIST_ITEMS: ((clinician,), (faculty,)),
    Permission.EDIT_ITEM: ((is_author, clinician, shown), (faculty, shown)),
    Permission.STUDY: ((verified,),),
    Permission.KEEP_COLLECTIONS: ((faculty,),),
    Permission.EDIT_COLLECTION: ((is_author, faculty),),
    Permission.READ_COLLECTION: ((shown, reader), (is_author,)),
    Permission.OPERATE: ((operator,),),
    Permission.VOUCH: ((clinician,),),
    Permission.INVITE: ((clinician,), (moderator,), (operator,)),
    Permission.SEE_NAMES: ((moderator,),),
}


def may(actor: Actor, permission: Permission, subject: object = None) -> bool:
    """Whether the actor may do this to the subject; whatever no row allows is denied."""
    ways = RULES.get(permission, ())
    return any(all(condition(actor, subject) for condition in way) for way in ways)
