"""A picture on its author's desk: received, not yet confirmed, with whatever the detectors found."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask.testing import FlaskClient
from PIL import Image as Pixels
from werkzeug.test import TestResponse

from app.cases import services
from app.media import services as media
from app.media.decoding.opening import stack_of
from app.media.models import Finding, Image, Rectangle
from app.media.originals import Original
from app.media.redaction import Window
from app.media.rules import ScanState, Sign
from app.media.scanning.findings import FindingKind
from app.ops.house import House
from tests.cases.making import draft_in, received_image
from tests.people import People

ALL_SIGNS = tuple(sign.value for sign in Sign)
NOTHING: Mapping[str, str] = {}
GREYS = (Window("automatic", 0, 60_000), Window("lung", 0, 10_000), Window("file_1", 5_000, 50_000))


def box(x: int, y: int, width: int, height: int) -> Rectangle:
    return {"x": x, "y": y, "width": width, "height": height}


def found(kind: FindingKind, x: int, y: int, width: int, height: int, *, frame: int = 0) -> Finding:
    """Something that a detector saw."""
    return Finding(frame=frame, kind=kind, x=x, y=y, width=width, height=height, score=0.9)


@dataclass
class Desk:
    """Clara's editor and result page for one picture; `here` is the editor's address."""

    house: House
    people: People
    client: FlaskClient
    case_id: int
    picture_id: int
    image_id: int

    @property
    def here(self) -> str:
        return f"/cases/{self.case_id}/pictures/{self.picture_id}"

    def image(self) -> Image:
        """The image as it stands in the database now, its findings with it."""
        with self.house.database.reading() as session:
            image = session.get_one(Image, self.image_id)
            assert image.findings is not None
            return image

    def findings(self) -> list[Finding]:
        return sorted(self.image().findings, key=lambda finding: finding.id)

    def set_scan(self, scan: ScanState, *more: Finding, frames: int = 0) -> None:
        """What the worker would leave behind."""
        with self.house.database.writing() as session:
            image = session.get_one(Image, self.image_id)
            image.scan, image.scanned_frames = scan, frames
            image.scanned_hash = image.content_hash if scan is ScanState.DONE else ""
            image.findings.extend(more)

    def send(
        self, *boxes: Rectangle, crop: Rectangle | None = None, also: Mapping[str, str] = NOTHING, **fields: str | int
    ) -> TestResponse:
        """Send the editor's form: everything that was drawn, answers, and other fields by their names."""
        drawn = {"rectangles": json.dumps(boxes), "crop": json.dumps(crop) if crop else ""}
        return self.client.post(self.here, data={**drawn, **also, **fields})

    def answer(self, number: int, answer: str) -> dict[str, str]:
        """The field that answers the finding with this number, counted from 1."""
        return {f"finding-{self.findings()[number - 1].id}-answer": answer}

    def result(self) -> TestResponse:
        return self.client.get(f"{self.here}/preview")

    def confirm(
        self, *, signs: Sequence[str] = ALL_SIGNS, also: Mapping[str, str] = NOTHING, **fields: str
    ) -> TestResponse:
        """Stand by the picture as it is now."""
        sent = {"content_hash": self.image().content_hash, "signs": list(signs), **also, **fields}
        return self.client.post(f"{self.here}/confirm", data=sent)


def desk(house: House, people: People, *findings: Finding) -> Desk:
    """A draft of Clara's with one picture of 48 by 32 pixels, and noise around it."""
    author, at = people.actor("clara"), house.clock.now()
    with house.database.writing() as session:
        draft_in(session, house.store, people.actor("omar"), at=at)
        case = draft_in(session, house.store, author, at=at)
        image = received_image(session, house.store, author.account_id, at=at)
        image.findings.extend(findings)
        picture = services.add_picture(session, author, case, image, at=at)
    return Desk(house, people, people.client("clara"), case.id, picture.id, image.id)


def stack_desk(house: House, people: People, *findings: Finding, frames: int = 3) -> Desk:
    """A draft of Clara's with one stack of frames of 64 by 40 pixels with 16 bits, each brighter than the last."""
    author, at = people.actor("clara"), house.clock.now()
    original = Original(stack_of([_frame(number) for number in range(frames)]), frames=frames, windows=GREYS)
    with house.database.writing() as session:
        case = draft_in(session, house.store, author, at=at)
        image = media.receive(session, house.store, author_id=author.account_id, original=original, at=at)
        image.findings.extend(findings)
        picture = services.add_picture(session, author, case, image, at=at)
    return Desk(house, people, people.client("clara"), case.id, picture.id, image.id)


def _frame(number: int) -> bytes:
    file = BytesIO()
    Pixels.new("I;16", (64, 40), 10_000 + 20_000 * number).save(file, "PNG")
    return file.getvalue()


def pixel(answer: TestResponse, x: int, y: int) -> tuple[int, int, int]:
    """One pixel of a picture that was served."""
    value = Pixels.open(BytesIO(answer.data)).convert("RGB").getpixel((x, y))
    assert isinstance(value, tuple)
    return int(value[0]), int(value[1]), int(value[2])


def size(answer: TestResponse) -> tuple[int, int]:
    return Pixels.open(BytesIO(answer.data)).size


def chosen(page: TestResponse, name: str) -> str:
    """The value that is selected in a select of a page."""
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', page.text, re.DOTALL)
    assert select is not None
    option = re.search(r'<option selected value="([^"]*)"', select[0])
    assert option is not None
    return option[1]
