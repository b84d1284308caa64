"""The shortest address that asks for something in the library, so that it can be shared."""

from __future__ import annotations

from flask import url_for

from app.library.rules import Query, Sort, Stage


def address_of(query: Query) -> str:
    """The address of a query's results; `forms.question` reads it back."""
    stage = {None: None, True: Stage.RESOLVED, False: Stage.OPEN}[query.resolved]
    return url_for(
        "library.browse",
        q=query.text or None,
        status=stage,
        specialty=query.specialty,
        modality=query.modality,
        age=query.age_band,
        sex=query.sex,
        sort=query.sort if query.sort is not Sort.RELEVANCE else None,
        page=query.page if query.page > 1 else None,
    )
