"""Which room fills which slot of a page, and what stands in the menus."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases import panels as cases_panels
from app.consent import panels as consent_panels
from app.consent.answers import Answers
from app.curation import panels as curation_panels
from app.learning import panels as learning_panels
from app.moderation import change_panels
from app.moderation import panels as moderation_panels
from app.policy.rules import Permission
from app.quizzes import panels as quizzes_panels
from app.threads import panels as threads_panels
from app.threads.answers import answer_of
from app.web.navigation import Entry
from app.web.panels import Panel

ANSWERS = Answers(answer_of)
"""What handouts and exports are told of a case's resolution."""

PANELS: dict[str, tuple[Panel, ...]] = {
    "home.top": (
        learning_panels.waiting,
        cases_panels.own_drafts,
    ),
    "account.refusal": (moderation_panels.refusal,),
    "home.moderator": (moderation_panels.waiting,),
    "case.messages": (moderation_panels.message, change_panels.change_message),
    "author.pace": (moderation_panels.pace,),
    "comment.actions": (moderation_panels.flag_comment,),
    "case.below": (
        threads_panels.thread,
        quizzes_panels.items_of_case,
        learning_panels.take_quiz,
        curation_panels.collect,
    ),
    "case.standing": (consent_panels.standing,),
    "case.actions": (
        moderation_panels.flag_case,
        consent_panels.taking,
        consent_panels.withdrawal,
        consent_panels.signature,
    ),
    "review.subject": (quizzes_panels.alarmed_item,),
}
"""Which functions fill which slot of a page, in order."""

# Five at most: that is what fits at the thumb. What only some people do is in the account menu.
PRIMARY: tuple[Entry, ...] = (
    Entry("library.home", _l("Home"), "house", Permission.MANAGE_SELF),
    Entry("library.browse", _l("Library"), "library", Permission.BROWSE_LIBRARY),
    Entry("learning.study", _l("Study"), "brain", Permission.STUDY),
    Entry("curation.collections", _l("Collections"), "folder-open", Permission.BROWSE_LIBRARY),
    Entry("cases.new", _l("Share"), "camera", Permission.CREATE_CASE),
)
ACCOUNT: tuple[Entry, ...] = (
    Entry("accounts.account", _l("Your account"), "circle-user", Permission.MANAGE_SELF),
    Entry("cases.mine", _l("Your cases"), "folder", Permission.CREATE_CASE),
    Entry("flags.own", _l("What you flagged"), "flag", Permission.STUDY),
    Entry("moderation.queue", _l("Moderation"), "shield-check", Permission.REVIEW),
    Entry("suspended.people", _l("Suspended people"), "ban", Permission.REVIEW),
    Entry("quizzes.items", _l("Quiz items"), "list-checks", Permission.LIST_ITEMS),
)
