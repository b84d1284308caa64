"""All kinds of drawings by name."""

from io import BytesIO
from random import Random

from app.media.drawings import (
    blood_film,
    chest_film,
    eardrum,
    ecg,
    fundus,
    growth_chart,
    skin,
    tissue,
    trend,
    ultrasound,
    urine,
    wrist_film,
)
from app.media.drawings.lettering import marked
from app.media.drawings.options import Kind, UnknownDrawing, chosen

KINDS: dict[str, Kind] = {
    "blood_film": blood_film.KIND,
    "chest_film": chest_film.KIND,
    "eardrum": eardrum.KIND,
    "ecg": ecg.KIND,
    "fundus": fundus.KIND,
    "growth_chart": growth_chart.KIND,
    "skin": skin.KIND,
    "tissue": tissue.KIND,
    "trend": trend.KIND,
    "ultrasound": ultrasound.KIND,
    "urine": urine.KIND,
    "wrist_film": wrist_film.KIND,
}


def draw(kind: str, *, seed: int, **options: str | int | float | bool) -> bytes:
    """A PNG, the same bytes for the same arguments. Raises UnknownDrawing with the names of what exists."""
    known = _kind(kind)
    words = chosen(kind, known.choices, options)
    picture = marked(known.paint(Random(seed), words))
    file = BytesIO()
    # A noisy picture hardly packs: a low level writes it three times faster and a few per cent larger.
    picture.save(file, "PNG", compress_level=3)
    return file.getvalue()


def check(kind: str, **options: str | int | float | bool) -> None:
    """Raise UnknownDrawing if `draw` would, without drawing."""
    chosen(kind, _kind(kind).choices, options)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise UnknownDrawing(f"no drawing {name!r}; there are: {', '.join(sorted(KINDS))}")
    return KINDS[name]
