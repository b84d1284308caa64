"""The `casebook` command: small, and honest about what it refuses."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app import cli, wiring
from app.accounts.models import Account
from app.accounts.queries import actor_of
from app.kernel.audit import AuditEntry
from app.kernel.errors import Refusal
from app.ops.house import House
from app.policy.actor import Role, Standing
from tests.consent.making import published_case
from tests.people import People

CREATE = [
    "user",
    "create",
    "grace@example.org",
    "--name",
    "Grace",
    "--country",
    "se",
    "--password",
    "a long passphrase",
]


@pytest.fixture(autouse=True)
def _own_house(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command uses this test's house instead of building one from the environment."""
    monkeypatch.setattr(wiring, "build", lambda _settings: house)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.casebook, list(arguments))


def test_an_operator_lets_somebody_in_and_entrusts_them(house: House) -> None:
    assert run(*CREATE, "--occupation", "physician", "--verified").exit_code == 0
    assert run("user", "role", "grace@example.org", "moderator").exit_code == 0
    with house.database.reading() as session:
        account = session.scalars(select(Account)).one()
        actor = actor_of(account, house.clock.now())
    assert (account.country, actor.standing, actor.roles) == ("SE", Standing.CLINICIAN, frozenset({Role.MODERATOR}))


def test_an_address_is_taken_once(house: House) -> None:
    run(*CREATE, "--occupation", "physician")
    assert isinstance(run(*CREATE, "--occupation", "nurse").exception, Refusal)


def test_somebody_outside_healthcare_is_not_verified_by_the_back_door(house: House) -> None:
    assert isinstance(run(*CREATE, "--occupation", "not_in_healthcare", "--verified").exception, Refusal)


def test_a_role_for_nobody_is_refused() -> None:
    assert isinstance(run("user", "role", "ghost@example.org", "faculty").exception, Refusal)


def test_a_refusal_is_one_sentence_and_exit_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["casebook", "user", "role", "ghost@example.org", "faculty"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == "casebook: Nobody has the address ghost@example.org."


def test_reindex_says_how_many_cases_it_holds(house: House, people: People) -> None:
    published_case(house, people)
    assert run("reindex").output.strip() == "1 cases indexed"


def test_the_doctor_exits_1_while_something_is_ill() -> None:
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "run `casebook" in answer.output.replace("\n", " ")


@pytest.mark.parametrize(
    "command",
    [
        ["serve"],
        ["worker"],
        ["db", "upgrade"],
        ["demo"],
        ["import"],
        ["reindex"],
        ["user", "create"],
        ["user", "role"],
        ["backup"],
        ["restore"],
        ["check-invariants"],
        ["audit", "verify"],
        ["doctor"],
    ],
)
def test_every_command_explains_itself(command: list[str]) -> None:
    answer = run(*command, "--help")
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 4


def test_an_operator_takes_a_lost_second_factor_away(house: House) -> None:
    run(*CREATE, "--occupation", "physician")
    assert run("user", "reset-second-factor", "grace@example.org").exit_code == 0
    assert isinstance(run("user", "reset-second-factor", "ghost@example.org").exception, Refusal)
    with house.database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-1] == "account.second_factor_reset"
