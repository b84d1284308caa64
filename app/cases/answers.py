"""An author's answers to what the detectors found, and the redrawing of a picture that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.cases import services
from app.cases.forms import AnswerForm
from app.cases.queries import Placed
from app.media.geometry import is_hidden
from app.media.models import Finding, Image, Rectangle
from app.media.queries import plan_of
from app.media.redaction import Plan
from app.media.rules import Answer, Dismissal
from app.media.storage import ImageStore
from app.web.identity import actor
from app.web.provided import provided
from app.web.unit import now, session


@dataclass(frozen=True)
class Answered:
    """A finding with the form for what is to become of it; `number` names it in the picture and in the list."""

    number: int
    finding: Finding
    form: AnswerForm


Answers = list[Answered]


def answer_forms(image: Image) -> Answers:
    """A form for each finding, in the order in which they were found, so that their numbers stay."""
    found = sorted(image.findings, key=lambda finding: finding.id)
    return [Answered(number, finding, AnswerForm.of(finding)) for number, finding in enumerate(found, 1)]


def are_valid(answers: Answers) -> bool:
    """Ask every form, so that all mistakes are named at once."""
    return not [each for each in answers if not each.form.validate()]


def to_cover(answers: Answers, boxes: Iterable[Rectangle], crop: Rectangle | None) -> list[Rectangle]:
    """The boxes of the findings that are to be covered and aren't yet by these boxes and this crop.

    What was found on the result, although most of it was covered, gets its box in any case.
    """
    covered = list(boxes)
    wanted = [each.finding for each in answers if each.form.covers]
    return [found.box for found in wanted if _is_left(found, covered) or not is_hidden(found.box, covered, crop)]


def cover_the_rest(answers: Answers) -> None:
    """Whatever has no answer yet is to be covered."""
    for each in answers:
        if not each.form.answer.data:
            each.form.cover()


def apply(placed: Placed, plan: Plan, answers: Answers) -> None:
    """Note the answers and redraw the picture by the plan, unless it's drawn so already.

    Raises BadRectangle or BadCrop for a plan that can't be drawn.
    """
    taken_back = any(_is_taken_back(each) for each in answers)
    note(placed, answers)
    if taken_back or plan != plan_of(placed.picture.image):
        services.redact_picture(
            session(), provided(ImageStore), actor(), placed.case, placed.picture, plan=plan, at=now()
        )


def note(placed: Placed, answers: Answers) -> None:
    """Keep the reasons why findings may stay; those taken back are open again."""
    changed: dict[int, Dismissal | None] = {
        each.finding.id: each.form.dismissal for each in answers if each.form.dismissal != each.finding.reason
    }
    if changed:
        services.answer_findings(session(), actor(), placed.case, placed.picture, changed, at=now())


def _is_taken_back(each: Answered) -> bool:
    return each.finding.answer is Answer.DISMISSED and each.form.dismissal is None


def _is_left(finding: Finding, covered: list[Rectangle]) -> bool:
    return finding.on_result and finding.answer is None and finding.box not in covered
