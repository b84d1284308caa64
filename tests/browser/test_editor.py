"""The editor in a real browser: by finger, by mouse, by keyboard alone, and without script."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pixels
from playwright.sync_api import Browser, Locator, Page, expect

from app.accounts.rules import Occupation
from app.media.decoding.opening import stack_of
from app.media.originals import Original
from app.media.redaction import Window
from app.media.rules import Answer, Dismissal, ImageState, Sign
from tests.browser import people
from tests.browser.barriers import barriers
from tests.browser.conftest import PATIENCE, PHONE, Crowd, Server
from tests.browser.desk import FACE, LABEL, covered, desk_of, expect_open, photo, prepared, touch
from tests.browser.steps import confirm_picture, upload

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
WIDTHS = pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])


@pytest.fixture(scope="module", autouse=True)
def _cast(server: Server) -> None:
    people.let_in(server, "Clara", Occupation.PHYSICIAN)


@pytest.fixture
def plain(chromium: Browser, server: Server) -> Iterator[Page]:
    """A phone on which no script runs."""
    context = chromium.new_context(base_url=server.url, viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE * 1000)
    yield people.sign_in(context.new_page(), "Clara")
    context.close()


@WIDTHS
def test_from_a_photo_with_a_name_in_it_to_a_confirmed_picture(
    server: Server, crowd: Crowd, tmp_path: Path, viewport: dict[str, int] | None
) -> None:
    page = people.sign_in(crowd.page(viewport), "Clara")
    upload(page, photo(tmp_path, 20 if viewport else 21))
    expect(page.locator("#scan")).to_contain_text("Not scanned for text and faces: look yourself")
    desk = desk_of(server, page)
    desk.await_scan()
    page.reload()
    expect(page.locator("#scan")).to_contain_text("Looking for faces and text")
    _draw(page, 0.7, 0.75, 0.8, 0.9)
    own = covered(page)
    desk.scan(LABEL, FACE)
    expect_open(page, 2)
    assert covered(page) == own != "[]"
    page.get_by_role("button", name="Cover all").click()
    expect_open(page, 0)
    assert len(json.loads(covered(page))) == 3
    page.get_by_role("button", name="See the result").click()
    tick = page.get_by_label("Reflections")
    tick.check()
    assert [finding.answer for finding in desk.image().findings] == [Answer.COVERED, Answer.COVERED]
    desk.scan(FACE)
    expect(page.locator(".seen rect").first).to_be_visible()
    expect(page.locator("#scan")).to_contain_text("1 place was found")
    expect(tick).to_be_checked()
    page.locator(".finding select").select_option("not_that")
    confirm_picture(page)
    expect(page.get_by_role("heading", name="Write your case")).to_be_visible()
    image = desk.image()
    assert (image.state, sorted(image.signs)) == (ImageState.CONFIRMED, sorted(Sign))
    assert [finding.reason for finding in image.findings if finding.reason] == [Dismissal.NOT_THAT]


def _draw(page: Page, left: float, top: float, right: float, bottom: float) -> None:
    """Draw a box, given in parts of the picture: with a finger on the phone, with the mouse at the desk."""
    stage = page.locator("[data-stage]")
    stage.evaluate("node => node.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = stage.bounding_box()
    assert box is not None
    start = (box["x"] + box["width"] * left, box["y"] + box["height"] * top)
    end = (box["x"] + box["width"] * right, box["y"] + box["height"] * bottom)
    between = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if page.evaluate("navigator.maxTouchPoints"):
        touch(page, start, between, end)
        return
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*between)
    page.mouse.move(*end)
    page.mouse.up()


def _middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_tap_covers_a_proposal_and_a_pull_covers_beside_it(server: Server, crowd: Crowd) -> None:
    desk = prepared(server, seed=22)
    desk.scan(LABEL, FACE)
    page = people.sign_in(crowd.page(), "Clara")
    page.goto(desk.path)
    label, face = page.locator("[data-proposal]").all()
    face.evaluate("node => node.scrollIntoView({block: 'center', behavior: 'instant'})")
    touch(page, _middle(label))
    assert json.loads(covered(page)) == [{"x": 60, "y": 1040, "width": 500, "height": 100}]
    expect_open(page, 1)
    x, y = _middle(face)
    touch(page, (x, y), (x + 20, y), (x + 40, y))
    moved = json.loads(covered(page))[1]
    assert (moved["width"], moved["height"]) == (300, 380)
    assert abs(moved["y"] - 200) < 10  # a finger isn't laid down to the pixel
    assert moved["x"] > 1100
    expect_open(page, 1)
    page.get_by_role("button", name="Undo").click()
    assert len(json.loads(covered(page))) == 1
    page.locator(".finding select").last.select_option("not_a_person")
    expect_open(page, 0)
    page.locator(".finding select").first.select_option("tells_nothing")
    assert covered(page) == "[]"


def test_by_keyboard_alone_a_picture_is_covered_cropped_and_confirmed(server: Server, crowd: Crowd) -> None:
    desk = prepared(server, seed=23)
    desk.scan(LABEL, FACE)
    page = people.sign_in(crowd.page(DESK), "Clara")
    page.goto(desk.path)
    page.locator("[data-view]").focus()
    page.keyboard.press("n")
    for key in ("ArrowRight", "Shift+ArrowDown", "Control+z"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.locator("[data-proposal]").first.focus()
    page.keyboard.press("Enter")
    expect_open(page, 1)
    page.keyboard.press("c")
    page.keyboard.press("n")
    page.keyboard.press("Shift+ArrowLeft")
    kept = json.loads(page.locator("input[name=crop]").input_value())
    assert kept["width"] < kept["height"]
    page.locator(".finding select").last.focus()
    page.keyboard.press("K")
    expect_open(page, 0)
    page.get_by_role("button", name="See the result").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This is how everybody will see it")).to_be_visible()
    desk.scan()
    for number in range(len(Sign)):
        page.locator("input[name=signs]").nth(number).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Write your case")).to_be_visible()
    image = desk.image()
    assert (image.state, len(image.redactions)) == (ImageState.CONFIRMED, 2)
    assert image.crop == kept
    assert image.findings[1].answer is Answer.DISMISSED


def test_what_was_drawn_follows_the_picture_when_it_is_turned(server: Server, crowd: Crowd) -> None:
    desk = prepared(server, seed=24)
    page = people.sign_in(crowd.page(DESK), "Clara")
    page.goto(desk.path)
    _draw(page, 0.0, 0.8, 0.4, 0.99)
    page.get_by_role("button", name="Crop").click()
    _draw(page, 0.1, 0.1, 0.9, 0.9)
    page.get_by_role("button", name="Turn right").click()
    expect(page.locator("[data-redactor]")).to_have_attribute("data-width", "1200")
    expect(page.locator("[data-status]")).to_contain_text("One part is covered. Only the bright part is kept.")
    (box,) = json.loads(covered(page))
    assert box["x"] < 20
    assert box["y"] == 0
    page.get_by_role("button", name="Before").click()
    expect(page.locator(".redactor-box")).to_have_css("opacity", "0")
    page.get_by_role("button", name="Before").click()
    page.get_by_role("button", name="Keep the whole picture").click()
    expect(page.locator(".redactor-crop")).to_have_count(0)


def test_without_script_all_proposals_are_covered_and_the_picture_is_confirmed(server: Server, plain: Page) -> None:
    desk = prepared(server, seed=25)
    desk.scan(LABEL, FACE)
    plain.goto(desk.path)
    expect(plain.locator(".seen rect").first).to_be_visible()
    plain.locator(".finding select").last.select_option("not_that")
    plain.get_by_role("button", name="Turn left").click()
    plain.get_by_role("button", name="Cover all").click()
    plain.locator(".btn-primary", has_text="See the result").click()
    desk.scan()
    plain.reload()
    confirm_picture(plain)
    expect(plain.get_by_role("heading", name="Write your case")).to_be_visible()
    assert [finding.answer for finding in desk.image().findings] == [Answer.COVERED, Answer.DISMISSED]


def _stack(start: int) -> Original:
    frames = []
    for number in range(5):
        file = io.BytesIO()
        Pixels.new("I;16", (320, 240), start + 6_000 * number).save(file, "PNG")
        frames.append(file.getvalue())
    return Original(stack_of(frames), frames=5, windows=(Window("automatic", 0, 60_000), Window("lung", 0, 9_000)))


@WIDTHS
def test_a_stack_is_leafed_through_and_shown_in_other_greys(
    server: Server, crowd: Crowd, viewport: dict[str, int] | None
) -> None:
    desk = prepared(server, _stack(5_000 if viewport else 6_000))
    page = people.sign_in(crowd.page(viewport), "Clara")
    page.goto(desk.path)
    page.get_by_role("button", name="Frame after").click()
    expect(page.locator("[data-frame-label]")).to_have_text("Frame 2 of 5")
    expect(page.locator("[data-stage] img")).to_have_attribute("src", f"{desk.path}/original?frame=1")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-frame-label]")).to_have_text("Frame 5 of 5")
    _draw(page, 0.1, 0.1, 0.5, 0.5)
    page.get_by_label("Window").select_option("lung")
    page.get_by_role("button", name="Use").click()
    expect(page.get_by_label("Window")).to_have_value("lung")
    assert len(json.loads(covered(page))) == 1
    page.get_by_role("button", name="See the result").last.click()
    expect(page.locator(".strip > li")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert desk.image().window == "lung"


@WIDTHS
def test_editor_and_result_bar_nobody_and_their_targets_are_large_enough(
    server: Server, crowd: Crowd, viewport: dict[str, int] | None
) -> None:
    desk = prepared(server, seed=26 if viewport else 27)
    desk.scan(LABEL, FACE)
    page = people.sign_in(crowd.page(viewport), "Clara")
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in (desk.path, f"{desk.path}/preview"):
            page.goto(path)
            expect(page.locator(".finding")).to_have_count(2)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate(SMALL) == []
            found += [f"{path} {scheme}: {each}" for each in barriers(page)]
    assert found == []


SMALL = """() => [...document.querySelectorAll("main button, main select, main summary, main .choice")]
  .filter((part) => part.offsetParent && !part.closest(".visually-hidden, [data-stage]"))
  .filter((part) => part.getBoundingClientRect().height < (matchMedia("(pointer: fine)").matches ? 36 : 43.5))
  .map((part) => part.outerHTML.slice(0, 80))"""
