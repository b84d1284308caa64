"""Where a request came from, behind proxies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request
from flask.typing import ResponseReturnValue

from app.factory import create_app
from app.ops.house import House
from app.policy.rules import Permission
from app.web.gate import open_to

SPOOFED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")])
def test_as_many_proxies_are_believed_as_there_are(house: House, proxies: int, believed: str) -> None:
    house = replace(house, settings=replace(house.settings, trusted_proxies=proxies))
    app = create_app(house=house)

    @app.get("/try/where", endpoint="where")
    @open_to(Permission.VISIT)
    def where() -> ResponseReturnValue:
        return request.remote_addr or ""

    assert app.test_client().get("/try/where", headers=SPOOFED).text == believed
