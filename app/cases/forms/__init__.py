"""Forms of cases: shapes of input, no rules."""

from __future__ import annotations

from app.cases.forms.changing import ChangeForm, PlannedPictureForm, SubmitChangeForm
from app.cases.forms.pictures import AnswerForm, ConfirmationForm, RedactionForm, UploadForm
from app.cases.forms.writing import CaseForm, PictureForm

__all__ = [
    "AnswerForm",
    "CaseForm",
    "ChangeForm",
    "ConfirmationForm",
    "PictureForm",
    "PlannedPictureForm",
    "RedactionForm",
    "SubmitChangeForm",
    "UploadForm",
]
