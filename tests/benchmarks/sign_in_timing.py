"""Does the time of an answer tell whether an address is known? Medians over many requests, as ratios.

    python -m tests.benchmarks.sign_in_timing [rounds]

Each round asks for a known and an unknown address in turn, in an order that changes, so that a machine that gets
slower is slower for both. A ratio near 1 tells nothing; the spread of two halves of the same kind says how near.
"""

from __future__ import annotations

import random
import secrets
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app import wiring
from app.accounts.rules import Occupation
from app.accounts.services import Profile
from app.factory import create_app
from app.kernel.migrations import upgrade
from app.kernel.settings import load_settings
from app.ops import people

ROUNDS = 200
KNOWN = "known@example.org"
SIGN_UP = {"name": "A", "institution": "", "registration_number": "", "occupation": "faculty", "country": "SE"}
PAGES: dict[str, dict[str, str]] = {
    "/sign-in": {"password": "not the one at all"},
    "/sign-up": SIGN_UP | {"password": "correct horse battery"},
    "/forgotten": {},
}


def main() -> None:
    """Print one line a page: medians of the known and of the unknown address, and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        for page, form in PAGES.items():
            known, unknown = _times(app, page, form, rounds)
            ratio = statistics.median(known) / statistics.median(unknown)
            noise = statistics.median(known[::2]) / statistics.median(known[1::2])
            medians = ", ".join(f"{1000 * statistics.median(times):.1f} ms" for times in (known, unknown))
            print(f"{page}: {medians}, ratio {ratio:.3f} (of the known among themselves {noise:.3f})")


def _app(folder: Path) -> Flask:
    settings = load_settings({"CASEBOOK_DATA": str(folder), "CASEBOOK_INDEX": str(folder / "index")})
    house = wiring.build(replace(settings, rate_limits=False, vision=False))
    upgrade(house.database)
    profile = Profile(name="Known", email=KNOWN, occupation=Occupation.FACULTY, country="SE")
    people.create(house, profile, "correct horse battery", verified=True)
    app = create_app(house=house)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def _times(app: Flask, page: str, form: dict[str, str], rounds: int) -> tuple[list[float], list[float]]:
    known: list[float] = []
    unknown: list[float] = []
    client = app.test_client()
    for _ in range(rounds):
        asked = [(KNOWN, known), (f"{secrets.token_hex(8)}@example.org", unknown)]
        for email, times in random.sample(asked, 2):
            start = time.perf_counter()
            client.post(page, data=form | {"email": email})
            times.append(time.perf_counter() - start)
    return known, unknown


if __name__ == "__main__":
    main()
