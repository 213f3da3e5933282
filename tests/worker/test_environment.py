"""Where a command takes its environment from: the variables of a server, or an embedded stack; never both."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from worker.settings import (
    OF_A_STACK,
    STACK_FILE,
    Environment,
    EnvironmentIncomplete,
    announced,
    environment_of,
    read_environment,
    world_outside,
)
from worker.stack.state import state_folder

KEY = Fernet.generate_key().decode()
STACK = {
    "DAYBOOK_DATABASE_URL": "postgresql://stack",
    "DAYBOOK_SECRET_KEYS": KEY,
    "DAYBOOK_FLXPOINT_URL": "http://stack",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*STACK, *OF_A_STACK):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest_asyncio.fixture
async def running(folder: Path) -> AsyncIterator[Path]:
    """The folder of a stack that runs."""
    async with state_folder(folder):
        with announced(folder, STACK):
            yield folder


def test_a_running_stack_is_found_by_its_file_which_its_owner_alone_can_read(running: Path) -> None:
    assert read_environment(running).flxpoint_url == "http://stack"
    assert stat.S_IMODE((running / STACK_FILE).stat().st_mode) == 0o600


async def test_the_stack_of_daybook_up_goes_before_that_of_a_demo(running: Path) -> None:
    async with state_folder(running / "demo"):
        with announced(running / "demo", STACK | {"DAYBOOK_FLXPOINT_URL": "http://demo"}):
            assert read_environment(running).flxpoint_url == "http://stack"
            (running / STACK_FILE).unlink()
            assert read_environment(running).flxpoint_url == "http://demo"


async def test_what_a_killed_stack_left_behind_is_not_taken_for_a_running_one(folder: Path) -> None:
    async with state_folder(folder):
        (folder / STACK_FILE).write_text(json.dumps(STACK))

    with pytest.raises(EnvironmentIncomplete, match="no embedded stack runs in this folder"):
        read_environment(folder)


def test_a_stack_that_ends_is_announced_no_more(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), announced(folder, STACK):
        raise ZeroDivisionError

    assert not (folder / STACK_FILE).exists()


def test_a_stack_takes_over_every_variable_of_the_world_outside(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    outside = set(Environment.model_json_schema()["properties"]) - set(OF_A_STACK)
    for name in outside:
        monkeypatch.setenv(name, f"value of {name}")

    assert world_outside() == {name: f"value of {name}" for name in outside}


def test_variables_of_a_server_hide_the_stack_altogether(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", "postgresql://server")
    monkeypatch.setenv("DAYBOOK_SECRET_KEYS", KEY)

    environment = read_environment(running)

    assert environment.database_url.get_secret_value() == "postgresql://server"
    assert environment.flxpoint_url == "https://api.flxpoint.com"


def test_a_variable_left_over_does_not_reach_into_a_stack(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_FLXPOINT_URL", "https://other.example.com")

    assert read_environment(running).flxpoint_url == "http://stack"


def test_without_either_the_missing_variables_are_named(folder: Path) -> None:
    with pytest.raises(EnvironmentIncomplete, match="DAYBOOK_DATABASE_URL and DAYBOOK_SECRET_KEYS not set"):
        read_environment(folder)


def test_a_value_that_cannot_be_read_is_named_without_its_content() -> None:
    with pytest.raises(EnvironmentIncomplete, match="DAYBOOK_SETTLE_SECONDS cannot be used") as error:
        environment_of({**STACK, "DAYBOOK_SETTLE_SECONDS": "soon"})

    assert "soon" not in str(error.value)


def test_an_empty_variable_counts_as_not_set() -> None:
    assert environment_of({**STACK, "DAYBOOK_QUICKBOOKS_URL": ""}).quickbooks_url is None


def test_secrets_do_not_show_when_printed() -> None:
    shown = repr(environment_of(STACK))

    assert KEY not in shown
    assert "postgresql://stack" not in shown
