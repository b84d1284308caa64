"""Walks every route: each has a gate, a name to find it by, and refuses strangers and forged forms."""

from __future__ import annotations

import re

from flask import Flask

from app.policy.rules import RULES, Permission

OPEN = {Permission.VISIT}
TYPED = re.compile(r"<(\w+:)?\w+>")
PLAIN_TEXT_PARAMETERS = {"name", "token", "filename", "extension"}
NOT_OURS = {"static"}


def test_every_route_declares_a_permission_from_the_table(app: Flask) -> None:
    for name, view in app.view_functions.items():
        if name not in NOT_OURS:
            assert getattr(view, "gate", None) in RULES, name


def test_every_permission_of_the_table_is_used_or_asked_for_somewhere() -> None:
    assert set(RULES) == set(Permission)


def test_ids_in_addresses_are_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for parameter in rule.arguments:
            converter = rule._converters[parameter]
            if type(converter).__name__ == "UnicodeConverter":
                assert parameter in PLAIN_TEXT_PARAMETERS, rule.rule


def test_a_stranger_gets_no_page_that_is_not_open_to_everybody(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OURS or getattr(app.view_functions[rule.endpoint], "gate", None) in OPEN:
            continue
        address = TYPED.sub("1", rule.rule)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        answer = client.open(address, method=method)
        assert answer.status_code in (302, 404, 410), (rule.rule, answer.status_code)
        assert answer.status_code != 302 or "/sign-in" in answer.location


def test_a_post_without_the_form_token_is_refused_everywhere(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            assert client.post(TYPED.sub("1", rule.rule)).status_code == 400, rule.rule
