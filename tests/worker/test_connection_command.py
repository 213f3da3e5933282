"""`daybook connection add`, as a person types it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.worker.console import Said, daybook, ended, started

TOKENS = {"refresh_token": "refresh-secret", "flxpoint_token": "flxpoint-secret"}
ON_INPUT = json.dumps(TOKENS)
IN_VARIABLES = {f"DAYBOOK_{name.upper()}": value for name, value in TOKENS.items()}
FORM = '{"refresh_token": "...", "flxpoint_token": "..."}'


def adding(name: str = "My Shop", *flags: str, realm: str = "1", environment: str = "sandbox") -> list[str]:
    return ["connection", "add", name, "--realm", realm, "--environment", environment, *flags]


def unechoed(said: Said) -> Said:
    """No token may stand where it could be read, whatever else was said."""
    assert not any(secret in said.out + said.err for secret in TOKENS.values())
    return said


async def test_tokens_are_read_from_standard_input(tmp_path: Path, told: dict[str, str]) -> None:
    process = await started(*adding(), folder=tmp_path, told=told)

    said = unechoed(await ended(process, stdin=ON_INPUT))

    assert (said.status, said.err) == (0, "")
    assert said.out == 'Connection "my-shop" stands: QuickBooks company 1 (sandbox).\n'


async def test_tokens_are_read_from_variables(told: dict[str, str]) -> None:
    said = unechoed(await daybook(*adding("My Shop", "--json"), told=told | IN_VARIABLES))

    assert said.json == {"id": "my-shop", "realm": "1", "environment": "sandbox"}


@pytest.mark.rule("R-101/expected")
async def test_orders_are_taken_over_from_the_day_of_connecting_unless_another_was_chosen(told: dict[str, str]) -> None:
    before = datetime.now(UTC).date()
    assert (await daybook(*adding(), told=told, stdin=ON_INPUT)).status == 0
    first = (await daybook("settings", "show", "my-shop", "--json", told=told)).json["orders_from"]
    assert before.isoformat() <= first <= datetime.now(UTC).date().isoformat()

    await daybook("settings", "set", "my-shop", "orders_from=2026-01-01", told=told)
    assert (await daybook(*adding(), told=told, stdin=ON_INPUT)).status == 0
    assert (await daybook("settings", "show", "my-shop", "--json", told=told)).json["orders_from"] == "2026-01-01"


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        ("", "No refresh_token and no flxpoint_token."),
        ('{"refresh_token": "refresh-secret"}', "No flxpoint_token."),
        ("refresh-secret", "Standard input is no JSON of the form"),
        ('["refresh-secret"]', "Standard input is no JSON of the form"),
        ("[" * 100_000, "Standard input is no JSON of the form"),
        ('{"refresh_token": {"a": 1}, "flxpoint_token": 5}', "The tokens must be texts"),
        ('{"refresh_token": "refresh-secret\\u0000", "flxpoint_token": "x"}', "The tokens must be texts"),
    ],
)
async def test_tokens_that_are_missing_or_spoilt_are_asked_for(told: dict[str, str], stdin: str, words: str) -> None:
    said = unechoed(await daybook(*adding(), told=told, stdin=stdin))

    assert words in said.sentence
    assert FORM in said.sentence


@pytest.mark.rule("R-20/bad")
async def test_a_connection_takes_new_tokens_and_keeps_its_company(told: dict[str, str]) -> None:
    for again in ("first", "again"):
        assert (await daybook(*adding(), told=told, stdin=ON_INPUT)).status == 0, again

    elsewhere = await daybook(*adding(realm="2"), told=told, stdin=ON_INPUT)
    assert elsewhere.sentence.startswith('This is company 2; the connection "My Shop" was made for company 1.')
    in_production = await daybook(*adding(environment="production"), told=told, stdin=ON_INPUT)
    assert "was made for the sandbox environment, not for production" in in_production.sentence


@pytest.mark.rule("R-15/bad")
@pytest.mark.parametrize(
    ("name", "realm", "words"),
    [
        (" ", "1", "Enter a connection name."),
        ("!!!", "1", 'The name "!!!" holds neither letters nor digits'),
        ("x" * 101, "1", "at most 100 characters, this one has 101."),
        ("Shop", " ", 'digits alone; " " is none.'),
        ("Shop", "12/34", 'digits alone; "12/34" is none.'),
    ],
)
async def test_a_name_or_realm_that_cannot_be_is_refused(
    told: dict[str, str], name: str, realm: str, words: str
) -> None:
    assert words in (await daybook(*adding(name, realm=realm), told=told, stdin=ON_INPUT)).sentence


@pytest.mark.rule("R-16/bad")
async def test_a_wrong_environment_is_a_usage_error(told: dict[str, str]) -> None:
    said = await daybook(*adding(environment="moon"), told=told, stdin=ON_INPUT)

    assert (said.status, said.out) == (2, "")
    assert 'Invalid value "moon" for --environment' in said.err
