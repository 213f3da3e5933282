"""Where a command takes its environment from: the variables of a server, or an embedded stack; never both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from worker.settings import STACK_FILE, EnvironmentIncomplete, environment_of, read_environment

KEY = Fernet.generate_key().decode()
STACK = {
    "DAYBOOK_DATABASE_URL": "postgresql://stack",
    "DAYBOOK_SECRET_KEYS": KEY,
    "DAYBOOK_FLXPOINT_URL": "http://stack",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*STACK, "TEMPORAL_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_running_stack_is_found_by_its_file(folder: Path) -> None:
    (folder / STACK_FILE).write_text(json.dumps(STACK))

    assert read_environment(folder).flxpoint_url == "http://stack"


def test_variables_of_a_server_hide_the_stack_altogether(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / STACK_FILE).write_text(json.dumps(STACK))
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", "postgresql://server")
    monkeypatch.setenv("DAYBOOK_SECRET_KEYS", KEY)

    environment = read_environment(folder)

    assert environment.database_url.get_secret_value() == "postgresql://server"
    assert environment.flxpoint_url == "https://api.flxpoint.com"


def test_a_variable_left_over_does_not_reach_into_a_stack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / STACK_FILE).write_text(json.dumps(STACK))
    monkeypatch.setenv("DAYBOOK_FLXPOINT_URL", "https://other.example.com")

    assert read_environment(folder).flxpoint_url == "http://stack"


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
