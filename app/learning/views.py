"""Pages of learners: what waits, the question, the feedback. A page that asks holds a Question, never the item."""

from __future__ import annotations

import uuid
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.labels import SPECIALTIES
from app.cases import queries as cases
from app.cases.addresses import MIDDLE
from app.cases.sending import send_picture
from app.kernel.errors import NotFound
from app.learning import queries, services
from app.learning.forms import AnswerForm
from app.media.models import Image
from app.policy.rules import Permission
from app.quizzes import queries as quizzes
from app.quizzes.labels import SURENESSES
from app.quizzes.question import Question, ask
from app.web.gate import open_to
from app.web.identity import actor
from app.web.unit import now, session

bp = Blueprint("learning", __name__, template_folder="templates")


@bp.get("/study")
@open_to(Permission.STUDY)
def study() -> ResponseReturnValue:
    """What is due and new, what will come, how it went."""
    return render_template(
        "learning/study.html",
        counts=queries.counts(session(), actor()),
        forecast=queries.forecast(session(), actor()),
        results=queries.recent(session(), actor()),
        accuracy=queries.accuracy(session(), actor()),
        specialties=SPECIALTIES,
    )


@bp.get("/study/next")
@open_to(Permission.STUDY)
def next_question() -> ResponseReturnValue:
    """Go to what is due, else to what is new, else back."""
    item_id = queries.next_item_id(session(), actor())
    if item_id is None:
        flash(_("That was all for now."), "success")
        return redirect(url_for(".study"))
    return redirect(url_for(".question", item_id=item_id))


@bp.get("/study/<int:item_id>")
@open_to(Permission.STUDY)
def question(item_id: int) -> ResponseReturnValue:
    """One question, to answer before anything is told about it."""
    asked = quizzes.question_for(session(), actor(), item_id)
    if asked is None:
        raise NotFound()
    return _question_page(asked, AnswerForm(asked))


@bp.post("/study/<int:item_id>")
@open_to(Permission.STUDY)
def answer(item_id: int) -> ResponseReturnValue:
    """Store the answer; the feedback is the next page."""
    item = quizzes.live_by_id(session(), actor(), item_id)
    if item is None:
        raise NotFound()
    asked = ask(item)
    form = AnswerForm(asked)
    if not form.validate():
        return _question_page(asked, form), 422
    outcome = services.answer(
        session(),
        actor(),
        item,
        option_position=form.option.data,
        sitting=form.sitting.data,
        certainty=form.certainty.data,
        at=now(),
    )
    return redirect(url_for(".result", item_id=item_id, sitting=outcome.attempt.sitting), 303)


@bp.get("/study/<int:item_id>/result")
@open_to(Permission.STUDY)
def result(item_id: int) -> ResponseReturnValue:
    """What is told after an answer of one's own; there's nothing here before it."""
    outcome = queries.outcome_of(session(), actor(), item_id, request.args.get("sitting", ""))
    if outcome is None:
        raise NotFound()
    return render_template(
        "learning/result.html",
        outcome=outcome,
        picture_url=partial(_picture_url, item_id),
        counts=queries.counts(session(), actor()),
    )


@bp.get("/study/<int:item_id>/images/<name>/<int:nominal>.<extension>")
@bp.get("/study/<int:item_id>/images/<name>/<int:frame>/<int:nominal>.<extension>")
@open_to(Permission.STUDY)
def image(item_id: int, name: str, nominal: int, extension: str, frame: int = 0) -> ResponseReturnValue:
    """One file of a question's picture, for who may be asked it; the case itself may be out of the library."""
    file = cases.file_of(session(), name, nominal, extension, frame)
    placed = quizzes.part_of_question(session(), actor(), item_id, file) if file else None
    if placed is None:
        raise NotFound()
    return send_picture(placed.file)


def _picture_url(item_id: int, image: Image, nominal: int = MIDDLE, extension: str = "jpg", frame: int = 0) -> str:
    return url_for(
        ".image",
        item_id=item_id,
        name=image.name,
        frame=frame or None,
        nominal=nominal,
        extension=extension,
        v=image.content_hash[:8],
    )


def _question_page(asked: Question, form: AnswerForm) -> str:
    if not form.sitting.data or form.sitting.errors:
        form.sitting.data = str(uuid.uuid4())  # the server names the sitting; a page sent twice is one answer
    return render_template(
        "learning/question.html",
        question=asked,
        form=form,
        picture_url=partial(_picture_url, asked.item_id),
        surenesses=[(level.value, label) for level, label in SURENESSES.items()],
        counts=queries.counts(session(), actor()),
    )
