"""Use cases of cases: making a draft, the steps of its life, and its end."""

from __future__ import annotations

from app.cases.content import CaseContent, fingerprint
from app.cases.services.drafting import (
    Duplicate,
    add_picture,
    admit,
    answer_findings,
    check_editable,
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
from app.cases.services.remedying import remedy
from app.cases.services.reworking import destroy_picture, reopen_picture

__all__ = [
    "CaseContent",
    "Duplicate",
    "NotReady",
    "add_picture",
    "admit",
    "answer_findings",
    "answer_identifiers",
    "begin_review",
    "begin_showing",
    "check_editable",
    "check_publishable",
    "check_seen",
    "check_showable",
    "confirm_picture",
    "describe_picture",
    "destroy_picture",
    "edit",
    "end",
    "fingerprint",
    "hide",
    "note_consent",
    "note_delicate",
    "publish",
    "redact_picture",
    "reject",
    "release",
    "remedy",
    "remove_picture",
    "reopen",
    "reopen_picture",
    "resolve",
    "return_for_changes",
    "show_again",
    "start",
    "submit",
]
