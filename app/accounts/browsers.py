"""A browser in plain words, so that people recognise theirs in a list. Nothing else of what it says is kept."""

from __future__ import annotations

from dataclasses import dataclass

PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
"""What a user agent's name holds, the telling ones first: nearly all of them also claim to be Safari."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in, in plain words; `mark` is the random value of a cookie that outlives sign-ins."""

    words: str = ""
    mark: str = ""


def describe(user_agent: str) -> str:
    """For example 'Firefox, Android'; empty for a program that nobody knows."""
    program = next((name for sign, name in PROGRAMS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (program, system) if part)
