"""Cases that have ended: not a word, picture or item of them is left, and the list outside backups knows them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.cases.models import Case, CasePicture, Tombstone
from app.cases.rules import GONE
from app.curation.models import CollectionEntry
from app.media.models import Image, Rendition
from app.moderation.models import Flag, Review
from app.moderation.rules import ReviewKind
from app.ops import tombstones
from app.ops.invariants.breach import Found, Look, portions
from app.ops.invariants.remains import tables_with_words
from app.quizzes.models import Item
from app.quizzes.rules import ItemStatus
from app.threads.models import Comment

ABOUT_CASES = (ReviewKind.CASE, ReviewKind.FLAGGED_CASE)


def remaining_words(look: Look) -> Iterator[Found]:
    """I7: a column of whatever table hangs on the case still holds something."""
    for table in tables_with_words():
        for (case_id,) in look.rows(table.still_holding(look.settled)):
            yield Found("case", case_id, f"has ended, and {table.name} still holds words of it")


def remaining_notes(look: Look) -> Iterator[Found]:
    """I7: what moderators and readers wrote about the case or its comments; no foreign key leads there."""
    noted = select(Tombstone.case_id).where(Tombstone.at <= look.settled)
    of_comments = select(Comment.id).where(Comment.case_id.in_(noted))
    about = Review.kind.in_(ABOUT_CASES) & Review.subject_id.in_(noted)
    about |= (Review.kind == ReviewKind.FLAGGED_COMMENT) & Review.subject_id.in_(of_comments)
    says = "still holds words about a case that has ended"
    yield from look.each("review", says, select(Review.id).where(about, Review.note != ""))
    yield from look.each(
        "flag", says, select(Flag.id).join(Review, Review.id == Flag.review_id).where(about, Flag.note != "")
    )


def remaining_things(look: Look) -> Iterator[Found]:
    """I7: pictures, quiz items and places in collections of a case that has ended."""
    pictured = select(CasePicture.case_id).join(Rendition, Rendition.image_id == CasePicture.image_id)
    pictured = pictured.join(Case, Case.id == CasePicture.case_id).where(Case.status.in_(GONE)).distinct()
    yield from look.each("case", "has ended, and files of its pictures are kept", pictured)
    ended = select(Tombstone.case_id).where(Tombstone.at <= look.settled)
    asked = select(Item.id).where(Item.case_id.in_(ended), Item.status != ItemStatus.RETIRED)
    yield from look.each("item", "is not retired, and its case has ended", asked)
    placed = select(CollectionEntry.case_id).where(CollectionEntry.case_id.in_(ended)).distinct()
    yield from look.each("case", "has ended, and stands in a collection", placed)


def likenesses_kept(look: Look) -> Iterator[Found]:
    """I7: an erased image that keeps what its pixels looked like."""
    kept = (Image.pixel_hash != "") | (Image.perceptual_hash != "") | (Image.shown_hash != "")
    erased = select(Image.id).where(Image.erased_at.is_not(None), kept)
    return look.each("image", "is erased, and keeps a likeness", erased)


def revived(look: Look) -> Iterator[Found]:
    """I8: a case that the list of ended cases names, and that has not ended here."""
    for ids in portions(_listed(look)):
        alive = select(Case.id).where(Case.id.in_(ids), Case.status.not_in(GONE))
        yield from look.each("case", "is on the list of ended cases, and has not ended here", alive)


def unlisted(look: Look) -> Iterator[Found]:
    """I8: an ended case that a restore would bring back, since the list doesn't name it."""
    stones = look.rows(select(Tombstone.case_id).where(Tombstone.at <= look.settled))
    for ids in portions(row[0] for row in stones):
        yield from _not_on_the_list(look, ids)


def _not_on_the_list(look: Look, ids: Sequence[int]) -> Iterator[Found]:
    missing = set(ids)
    for case_id in _listed(look):
        missing.discard(case_id)
    for case_id in sorted(missing):
        yield Found("case", case_id, "has ended, and is not on the list that restores replay")


def _listed(look: Look) -> Iterator[int]:
    return (case_id for case_id, _ in tombstones.listed(look.house.settings.tombstones))
