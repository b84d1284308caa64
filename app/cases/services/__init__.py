"""Use cases of cases: making a draft, the steps of its life, and its end."""

from __future__ import annotations

from app.cases.content import CaseContent, fingerprint
from app.cases.services.change_decisions import approve_change, check_approvable, reject_change, return_change
from app.cases.services.change_ends import forget_change
from app.cases.services.change_pictures import plan_picture, remove_planned
from app.cases.services.change_steps import Statement, drop_change, submit_change, take_back_change
from app.cases.services.changing import answer_change_identifiers, write_change
from app.cases.services.drafting import (
    Duplicate,
    add_picture,
    admit,
    answer_findings,
    check_editable,
    check_picture,
    confirm_picture,
    describe_picture,
    edit,
    redact_picture,
    remove_picture,
    start,
)
from app.cases.services.ending import end
from app.cases.services.identifiers import answer_identifiers
from app.cases.services.moving import (
    NotReady,
    begin_review,
    begin_showing,
    check_publishable,
    check_seen,
    check_showable,
    hide,
    note_consent,
    note_delicate,
    publish,
    reject,
    release,
    reopen,
    resolve,
    return_for_changes,
    show_again,
    submit,
)
from app.cases.services.planned import check_changeable, is_changeable
from app.cases.services.remedying import remedy
from app.cases.services.reworking import destroy_picture, reopen_picture

__all__ = [
    "CaseContent",
    "Duplicate",
    "NotReady",
    "Statement",
    "add_picture",
    "admit",
    "answer_change_identifiers",
    "answer_findings",
    "answer_identifiers",
    "approve_change",
    "begin_review",
    "begin_showing",
    "check_approvable",
    "check_changeable",
    "check_editable",
    "check_picture",
    "check_publishable",
    "check_seen",
    "check_showable",
    "confirm_picture",
    "describe_picture",
    "destroy_picture",
    "drop_change",
    "edit",
    "end",
    "fingerprint",
    "forget_change",
    "hide",
    "is_changeable",
    "note_consent",
    "note_delicate",
    "plan_picture",
    "publish",
    "redact_picture",
    "reject",
    "reject_change",
    "release",
    "remedy",
    "remove_picture",
    "remove_planned",
    "reopen",
    "reopen_picture",
    "resolve",
    "return_change",
    "return_for_changes",
    "show_again",
    "start",
    "submit",
    "submit_change",
    "take_back_change",
    "write_change",
]
