"""Steps that people take in the browser, each as they would: by what stands on the page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Page, expect

T = TypeVar("T")
PATIENCE = 20.0


def wait_for(look: Callable[[], T]) -> T:
    """Look again until there is something; the worker may need a moment."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError("waited in vain")


def upload(page: Page, *photos: Path) -> None:
    """Choose photos on the page for a new case."""
    page.goto("/cases/new")
    page.locator("input[type=file]").set_input_files([str(photo) for photo in photos])
    page.get_by_role("button", name="Upload").click()


def cover(page: Page) -> None:
    """Draw one rectangle over the lower left corner with a finger, and look at the result."""
    expect(page.get_by_role("heading", name="Cover what could tell who it is")).to_be_visible()
    picture = page.locator("[data-redactor] img").first
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.03, box["y"] + box["height"] * 0.85)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.9)
    page.mouse.move(box["x"] + box["width"] * 0.37, box["y"] + box["height"] * 0.97)
    page.mouse.up()
    page.get_by_role("button", name="See the result").click()


def confirm_picture(page: Page) -> None:
    """Look for each thing on the list, and stand by the picture as it is shown."""
    expect(page.get_by_role("heading", name="This is how everybody will see it")).to_be_visible()
    for sign in page.get_by_role("group", name="Look for each of these").get_by_role("checkbox").all():
        sign.check()
    page.get_by_role("button", name="Nobody can be recognised: confirm").click()


def describe(page: Page, title: str, *, diagnosis: str) -> None:
    """Write the case."""
    expect(page.get_by_role("heading", name="Write your case")).to_be_visible()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Specialty", exact=True).select_option("dermatology")
    page.get_by_label("Kind of picture").select_option("clinical_photo")
    page.get_by_label("Age", exact=True).select_option("40-49")
    page.get_by_label("Presentation", exact=True).fill(
        "Rings on the forearm for two months. They neither itch nor scale."
    )
    page.get_by_label("Your diagnosis, as a note to yourself").fill(diagnosis)
    page.get_by_label("Description", exact=True).fill("Forearm with several raised, skin-coloured to red rings.")
    page.get_by_role("button", name="Save and go on").click()


def keep_what_was_found(page: Page) -> None:
    """Where the text is asked about, say of each thing why it may stay."""
    expect(page.get_by_role("heading", name=re.compile("^(Record consent|What could tell who it is)$"))).to_be_visible()
    for reason in page.locator("input[name^=why-]").all():
        reason.locator("xpath=preceding::input[@value='keep'][1]").check()
        reason.fill("an invented town")
    if page.url.endswith("/identifiers"):
        page.locator("main form button[type=submit]").last.click()


def record_consent(page: Page) -> str:
    """Record the patient's consent for everything and return the receipt's code."""
    expect(page.get_by_role("heading", name="Record consent")).to_be_visible()
    page.get_by_label("The patient", exact=False).first.check()
    for box in page.locator("input[name=scopes]").all():
        box.check()
    page.get_by_label("Where is it kept?").fill("Binder 7, sheet 12")
    page.get_by_label("Given on").fill("2026-03-01")
    page.get_by_role("button", name="Record consent").click()
    code = page.locator(".code-large").inner_text()
    page.get_by_role("link", name="I have handed it over").click()
    return code


def submit(page: Page) -> str:
    """Look once more and submit; return the address of the case's page."""
    expect(page.get_by_role("heading", name="Submit your case")).to_be_visible()
    found = re.search(r"/cases/\d+", page.url)
    assert found is not None
    page.get_by_label("I have looked at every picture and text").check()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Your cases")).to_be_visible()
    return found[0]


def share(page: Page, photo: Path, title: str, *, diagnosis: str) -> tuple[str, str]:
    """Lead one photo to the moderators; return the address of the case and the code of the receipt."""
    upload(page, photo)
    cover(page)
    confirm_picture(page)
    describe(page, title, diagnosis=diagnosis)
    keep_what_was_found(page)
    code = record_consent(page)
    return submit(page), code


def waits(page: Page, title: str) -> bool:
    """Whether the queue of whoever is signed in names this."""
    page.goto("/moderation")
    return page.locator("main .rows a", has_text=title).count() > 0


def take_up(page: Page, subject: str) -> None:
    """Find what waits in the queue by its title or name, and take it up."""

    def open_it() -> bool:
        page.goto("/moderation")
        rows = page.locator("main .rows a")
        for address in [link.get_attribute("href") or "" for link in rows.all()]:
            page.goto(address)
            if page.get_by_role("heading", name=subject, exact=True).count():
                return True
        return False

    wait_for(open_it)
    page.get_by_role("button", name="Take it up").click()
    expect(page.get_by_role("button", name="Decide")).to_be_visible()


def approve(page: Page, subject: str, *, is_taken_up: bool = False) -> None:
    """Decide that it's good."""
    if not is_taken_up:
        take_up(page, subject)
    decide(page, "Approve")


def decide(page: Page, decision: str, *, reason: str = "", message: str = "") -> None:
    """Decide about what has been taken up."""
    looked = page.get_by_label(re.compile("I have looked (at every picture|for both)"))
    for box in looked.all() if decision == "Approve" else ():
        box.check()
    page.get_by_role("radio", name=decision).check()
    if reason:
        page.get_by_label(reason).check()
    if message:
        page.get_by_label("Message to the author").fill(message)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided. Thank you.")).to_be_visible()


def commit_opinion(page: Page, diagnosis: str, reason: str) -> None:
    """Commit a blind opinion of one diagnosis."""
    page.locator("#thread").get_by_label("Diagnosis").first.fill(diagnosis)
    page.locator("#thread").get_by_label("Why").first.fill(reason)
    page.get_by_role("button", name="Commit my opinion").click()


def resolve(page: Page, case_url: str, diagnosis: str) -> None:
    """Propose the resolution; one's own note is filled in already."""
    page.goto(case_url)
    page.get_by_role("link", name="Resolve this case").click()
    expect(page.get_by_label("Diagnosis", exact=True)).to_have_value(diagnosis)
    page.get_by_label("What does it rest on?").select_option("histology")
    page.get_by_label("How certain is it?").select_option("certain")
    page.get_by_label("How it was found").fill("The biopsy showed palisading granulomas around necrobiotic collagen.")
    page.get_by_label("Teaching points").fill("- A ring without scale is not tinea.")
    page.get_by_role("button", name="Propose").click()


def confirm_resolution(page: Page, case_url: str) -> None:
    """Agree with the author."""
    page.goto(case_url)
    page.get_by_role("button", name="Confirm this diagnosis").click()
    expect(page.get_by_text("The case is resolved.")).to_be_visible()


def accept_item(page: Page, title: str) -> None:
    """Read the item that was drafted from the thread and accept it."""

    def open_it() -> bool:
        page.goto("/items")
        return page.get_by_role("link", name=title).count() > 0

    wait_for(open_it)
    page.get_by_role("link", name=title).first.click()
    page.get_by_label("What to take along").or_(page.get_by_label("Teaching point")).first.fill("No scale, no tinea.")
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator("main")).not_to_contain_text("Must be corrected")


def answer_item(page: Page, key: str) -> None:
    """Take the quiz from the study page, answer right, and see it scheduled again."""
    page.goto("/study")
    page.get_by_role("link", name="Start", exact=True).click()
    assert "palisading" not in page.content()
    page.locator(".options .option", has_text=key).click()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name="Right")).to_be_visible()
    expect(page.locator("main")).to_contain_text("You will see this again")
    expect(page.locator("main")).to_contain_text("palisading")
