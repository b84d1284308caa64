"""Each library has one owner: whoever wants what it does asks the owner's room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
OWNERS = {
    "PIL": {"media"},
    "pillow_heif": {"media"},
    "pydicom": {"media"},
    "numpy": {"media"},
    "zxingcpp": {"media"},
    "onnxruntime": {"media"},
    "whoosh": {"library"},
    "fsrs": {"learning"},
    "argon2": {"accounts"},
    "zxcvbn": {"accounts"},
    "structlog": {"kernel"},
    "huey": {"kernel"},
    "alembic": {"kernel"},
    "smtplib": {"kernel"},
    "cryptography": {"kernel"},
    "fpdf": {"consent"},
    "segno": {"web"},
    "flask_login": {"web"},
    "flask_wtf": {"web", "factory.py"},
    "flask_limiter": {"web"},
    "markdown": {"web"},
    "nh3": {"web"},
    "waitress": {"ops"},
    "pyotp": {"accounts"},
    "webauthn": {"accounts"},
    "authlib": {"accounts"},
    "joserfc": {"accounts"},
    "click": {"cli.py", "commands"},
    "rich": {"cli.py", "commands"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_by_its_owner_alone(library: str) -> None:
    users = {path.relative_to(APP).parts[0] for path in APP.rglob("*.py") if library in set(imports(path))}
    assert users <= OWNERS[library]
    assert users, f"nobody uses {library} any more: take it out of setup.cfg"
