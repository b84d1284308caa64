"""The stored options of an item: made from a thread, rewritten by an editor, put in an order that tells nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.quizzes.drafting import distractors, place
from app.quizzes.models import Item, Option
from app.quizzes.rules import OptionSource, OptionText
from app.threads import queries as threads
from app.threads.models import Resolution
from app.threads.values import Wrong


def from_thread(session: Session, resolution: Resolution) -> list[Option]:
    """The confirmed diagnosis as the key, and the wrong ones that people really argued for."""
    key = resolution.diagnosis
    argued = threads.wrong_diagnoses(session, resolution.case_id, key)
    wrong = (_wrong_option(turn, is_offered=offered) for turn, offered in distractors(argued, key))
    options = [_key_option(resolution), *wrong]
    for number, option in enumerate(options, start=1):
        option.position = number
    return options


def _key_option(resolution: Resolution) -> Option:
    return Option(
        text=resolution.diagnosis,
        is_key=True,
        rationale=resolution.explanation,
        source=OptionSource.RESOLUTION,
    )


def _wrong_option(turn: Wrong, *, is_offered: bool) -> Option:
    """Without a rationale: what people said argues for it, and learners must read what speaks against it."""
    return Option(
        text=turn.diagnosis,
        is_key=False,
        source=OptionSource.OPINION,
        argued_by=turn.count,
        is_offered=is_offered,
    )


def rewrite(session: Session, item: Item, texts: tuple[OptionText, ...]) -> None:
    """Write an editor's options over the stored ones, in their order; an empty text takes one out.

    Options keep their places, because attempts point at them; new ones come after all others.
    """
    stored = list(item.options)
    for option in stored:
        option.is_key = False
    session.flush()  # the database allows one key per item at any moment
    last = max((option.position for option in stored), default=0)
    for number, text in enumerate(texts):
        if number < len(stored):
            _change(item, stored[number], text)
        elif text.text:
            last += 1
            item.options.append(_new(last, text))
    for option in stored[len(texts) :]:
        item.options.remove(option)
    session.flush()


def _change(item: Item, option: Option, text: OptionText) -> None:
    if not text.text:
        item.options.remove(option)
        return
    if option.text != text.text:
        option.source, option.argued_by = OptionSource.EDITOR, 0  # what people argued for was another wording
    option.text, option.is_key = text.text, text.is_key
    option.rationale, option.is_offered = text.rationale, text.is_offered


def _new(position: int, text: OptionText) -> Option:
    return Option(
        position=position,
        text=text.text,
        is_key=text.is_key,
        rationale=text.rationale,
        source=OptionSource.EDITOR,
        is_offered=text.is_offered,
    )


def shuffle(session: Session, item: Item) -> None:
    """Put the options in an order that follows from their texts alone. Only while nobody has answered."""
    ordered = sorted(item.options, key=lambda option: place(item.id, option.text))
    for number, option in enumerate(ordered, start=1):
        option.position = -number  # out of the way first: places are unique at any moment
    session.flush()
    for number, option in enumerate(ordered, start=1):
        option.position = number
    session.flush()
    session.refresh(item, ["options"])
