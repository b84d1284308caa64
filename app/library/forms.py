"""The library's filters, as they stand in an address (see `addresses`): whatever is unknown there is passed over."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, SearchField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.accounts.labels import SPECIALTIES
from app.cases.labels import AGES, MODALITIES, SEXES
from app.library.labels import SORTS, STAGES
from app.library.rules import Query, Sort, Stage
from app.web.forms import Form, choose, coerce_to, strip

LONGEST_QUESTION = 300
LAST_PAGE = 100_000


class FilterForm(Form):
    """What to look for. Sent by GET, so that every result has an address of its own."""

    class Meta:
        csrf = False

    q = SearchField(_l("Search"), filters=[strip])
    status = RadioField(
        _l("Status"),
        choices=[SelectChoice("", _l("All")), *(SelectChoice(stage.value, label) for stage, label in STAGES.items())],
        coerce=coerce_to(Stage),
    )
    specialty = choose(_l("Specialty"), SPECIALTIES, Optional(), blank=_l("All specialties"))
    modality = choose(_l("Kind of picture"), MODALITIES, Optional(), blank=_l("All kinds"))
    age = choose(_l("Age of the patient"), AGES, Optional(), blank=_l("All ages"))
    sex = choose(_l("Sex of the patient"), SEXES, Optional(), blank=_l("All"))
    sort = choose(_l("Order"), SORTS, Optional())
    page = IntegerField(validators=[Optional()])


def question(form: FilterForm) -> Query:
    """The form's valid parts as a query."""
    form.validate()
    known = {name: value for name, value in form.data.items() if name not in form.errors}
    stage = known.get("status")
    return Query(
        text=(known.get("q") or "")[:LONGEST_QUESTION],
        specialty=known.get("specialty"),
        modality=known.get("modality"),
        age_band=known.get("age"),
        sex=known.get("sex"),
        resolved=None if stage is None else stage is Stage.RESOLVED,
        sort=known.get("sort") or Sort.RELEVANCE,
        page=min(max(known.get("page") or 1, 1), LAST_PAGE),
    )


def read(arguments: MultiDict[str, str]) -> tuple[FilterForm, Query]:
    """The form of an address's arguments, and what they ask for."""
    form = FilterForm(arguments)
    return form, question(form)
