"""What keeps people out of a page, as axe finds it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().iterations !== Infinity).map(each => each.finished))"""
BARRIERS = {"serious", "critical"}


def barriers(page: Page) -> list[str]:
    """Each barrier and where it is, once what moves or fades has come to rest."""
    page.evaluate(AT_REST)
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']} at {[node['target'] for node in found['nodes']][:3]}"
        for found in violations
        if found["impact"] in BARRIERS
    ]
