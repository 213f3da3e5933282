"""Whatever stands in a command's way is one sentence on standard error, and exit status 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.worker.console import daybook, ended, started
from worker.commands import program
from worker.stack.temporal import TemporalServer

ADD = ("connection", "add", "Shop", "--realm", "1", "--environment", "sandbox")
TOKENS = {"DAYBOOK_REFRESH_TOKEN": "refresh-secret", "DAYBOOK_FLXPOINT_TOKEN": "flxpoint-secret"}
COMMANDS = [
    ADD,
    ("settings", "show", "shop"),
    ("settings", "set", "shop", "discount_sku=DISC"),
    ("order", "shop", "SHOP-1"),
    ("run", "shop"),
]
NOWHERE = "postgresql://daybook:database-secret@127.0.0.1:1/daybook"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_a_database_without_tables_is_told_with_the_command_that_makes_them(
    without_tables: dict[str, str], command: tuple[str, ...]
) -> None:
    said = await daybook(*command, told=without_tables | TOKENS)

    assert said.sentence == "The database lacks tables that this release needs: run `daybook database upgrade`."


@pytest.mark.parametrize("command", [*COMMANDS, ("database", "upgrade")], ids=" ".join)
async def test_a_database_that_is_down_is_told_without_its_password(
    without_tables: dict[str, str], command: tuple[str, ...]
) -> None:
    said = await daybook(*command, told=without_tables | TOKENS | {"DAYBOOK_DATABASE_URL": NOWHERE})

    assert "Postgres does not answer as it should" in said.sentence
    assert "port 1 failed: Connection refused. Check DAYBOOK_DATABASE_URL." in said.sentence
    assert "secret" not in said.sentence


async def test_a_process_ends_with_the_same_sentence(tmp_path: Path, without_tables: dict[str, str]) -> None:
    process = await started("settings", "show", "shop", folder=tmp_path, told=without_tables)

    assert "daybook database upgrade" in (await ended(process)).sentence


async def test_upgrading_makes_the_tables_and_may_be_repeated(without_tables: dict[str, str]) -> None:
    for time in ("first", "again"):
        said = await daybook("database", "upgrade", told=without_tables)
        assert (said.status, said.out) == (0, "The database is up to date.\n"), time

    assert (await daybook(*ADD, told=without_tables | TOKENS)).status == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DAYBOOK_DATABASE_URL": "nonsense"}, "DAYBOOK_DATABASE_URL cannot be used: This is no address; write it as"),
        ({"DAYBOOK_DATABASE_URL": "mysql://a:database-secret@h/d"}, "begins with mysql://, but Daybook keeps its"),
        ({"DAYBOOK_SECRET_KEYS": "no-key"}, "DAYBOOK_SECRET_KEYS cannot be used: Sealing tokens needs at least one"),
        ({"DAYBOOK_SETTLE_SECONDS": "soon"}, "DAYBOOK_SETTLE_SECONDS cannot be used: Input should be a valid number"),
        ({"DAYBOOK_SECRET_KEYS": ""}, "DAYBOOK_SECRET_KEYS not set"),
    ],
)
async def test_a_variable_that_cannot_be_used_is_named_without_its_value(
    told: dict[str, str], changes: dict[str, str], words: str
) -> None:
    said = await daybook("order", "shop", "SHOP-1", told=told | changes)

    assert words in said.sentence
    assert "database-secret" not in said.sentence


async def test_without_any_variable_the_ways_to_begin_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    said = await daybook("order", "shop", "SHOP-1", told={})

    assert "DAYBOOK_DATABASE_URL and DAYBOOK_SECRET_KEYS not set" in said.sentence
    assert "daybook demo --keep" in said.sentence


async def test_after_the_key_was_lost_linking_again_is_enough(told: dict[str, str]) -> None:
    assert (await daybook(*ADD, told=told | TOKENS)).status == 0
    new_key = {"DAYBOOK_SECRET_KEYS": "3kQWmDkeBLMEXPnMOKdvbUTYoAXZkOZzBdUqKGZ_8fM="}

    assert (await daybook(*ADD, told=told | TOKENS | new_key)).status == 0


async def test_an_argument_of_bytes_that_are_no_text_is_refused(told: dict[str, str]) -> None:
    assert (await daybook(*ADD, told=told | TOKENS)).status == 0

    said = await daybook("order", "shop", "SHOP-\udcff", told=told)

    assert said.sentence == "An argument holds bytes that are no text."


@pytest.mark.parametrize("operations", [("refunds",), ("orders", "nonsense")])
async def test_an_operation_that_does_not_exist_is_refused_with_those_that_do(
    told: dict[str, str], operations: tuple[str, ...]
) -> None:
    await daybook(*ADD, told=told | TOKENS)

    said = await daybook("run", "shop", *(w for name in operations for w in ("--operation", name)), told=told)

    known = "choose among orders, fulfillment_requests, supplier_invoices, shipments."
    assert said.sentence == f'There is no operation "{operations[-1]}"; {known}'


async def test_an_unknown_connection_is_told_with_those_that_exist(told: dict[str, str]) -> None:
    await daybook(*ADD, told=told | TOKENS)

    for command in (("run", "nowhere"), ("order", "nowhere", "SHOP-1")):
        assert 'There is no connection "nowhere"; known: shop.' in (await daybook(*command, told=told)).sentence


async def test_an_unknown_order_is_told_with_the_way_to_read_it(told: dict[str, str]) -> None:
    await daybook(*ADD, told=told | TOKENS)

    said = await daybook("order", "shop", "SHOP-404", told=told)

    assert 'Connection shop knows no order "SHOP-404".' in said.sentence
    assert "daybook run shop" in said.sentence


async def test_a_temporal_that_is_down_is_told_in_a_sentence(told: dict[str, str]) -> None:
    await daybook(*ADD, told=told | TOKENS)

    said = await daybook("run", "shop", told=told)

    assert said.sentence.startswith("No Temporal server answers at 127.0.0.1:1 (Connection refused).")


async def test_a_namespace_that_is_not_there_is_told_in_a_sentence(
    told: dict[str, str], temporal: TemporalServer
) -> None:
    await daybook(*ADD, told=told | TOKENS)
    elsewhere = {"TEMPORAL_ADDRESS": temporal.address, "TEMPORAL_NAMESPACE": "elsewhere"}

    said = await daybook("run", "shop", told=told | elsewhere)

    assert "does not open namespace elsewhere" in said.sentence
    assert "TEMPORAL_NAMESPACE" in said.sentence


@pytest.mark.parametrize(
    "command",
    [[], ["--help"], ["run", "--help"], ["connection"], ["connection", "add", "--help"], ["worker", "--help"]],
    ids=" ".join,
)
async def test_help_is_printed_with_usage_and_status_0(command: list[str]) -> None:
    said = await daybook(*command, told={})

    assert (said.status, said.err) == (0, "")
    assert "Usage: daybook" in said.out


def test_ctrl_c_while_the_program_is_still_being_loaded_ends_it_without_a_word() -> None:
    interrupted = f"""
        import os, signal, sys
        class CtrlC:
            def find_spec(self, name, path, target=None):
                if name == "{program.__name__}":
                    os.kill(os.getpid(), signal.SIGINT)
        sys.meta_path.insert(0, CtrlC())
        from worker.cli import main
        main(["--version"])
    """
    ended = subprocess.run([sys.executable, "-c", dedent(interrupted)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


async def test_help_says_what_each_word_means() -> None:
    assert "The connection's id." in (await daybook("settings", "show", "--help", told={})).out


@pytest.mark.parametrize("command", ["up", "worker"])
async def test_the_variables_that_a_server_process_reads_are_in_its_help(command: str) -> None:
    assert "DAYBOOK_INTUIT_CLIENT_SECRET" in (await daybook(command, "--help", told={})).out


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["nonsense"], 'Unknown command "nonsense"'),
        (["run"], "CONNECTION"),
        (["run", "shop", "--nonsense"], "--nonsense"),
        (["connection", "add"], "NAME"),
    ],
)
async def test_a_usage_error_names_the_word_and_ends_with_status_2(command: list[str], words: str) -> None:
    said = await daybook(*command, told={})

    assert (said.status, said.out) == (2, "")
    assert words.lower() in said.err.lower()
