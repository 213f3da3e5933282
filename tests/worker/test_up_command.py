"""`daybook up`, as a person runs it: started, stopped or killed, and started again where it was."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
import signal
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.console import Said, daybook, ended, started
from tests.worker.linking.bookkeeper import connecting
from tests.worker.stack.processes import all_gone, process_ids, working_on
from tests.worker.up import connect, tokens_of, up
from worker.demo.standins import StandIns, stand_ins

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
RECORDS = ROOT / "sandbox" / "shop"
ONE_ORDER = ("00-account.json", "01-paid-order-two-suppliers.json")
ORDER = "SHOP-1001"
SOMETHING_WAITS = 3
"""How a run ends when something of it waits for a person."""


@pytest_asyncio.fixture
async def others(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StandIns]:
    """Both stand-ins, the Flxpoint account with one paid order, its requests and an invoice."""
    folder, records = tmp_path_factory.mktemp("stand-ins"), tmp_path_factory.mktemp("records")
    for name in ONE_ORDER:
        shutil.copy(RECORDS / name, records)
    async with stand_ins(folder, records, limits=False) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person stands, with nothing in it yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def states() -> dict[str, str]:
    """The state of each record of the order, by its name."""
    outcomes = (await daybook("order", "shop", ORDER, "--json", told={})).json
    return {outcome["label"]: outcome["state"] for outcome in outcomes}


async def books(others: StandIns) -> dict[str, int]:
    async with httpx.AsyncClient(trust_env=False) as http:
        state: dict[str, Any] = (await http.get(f"{others.quickbooks['url']}/__control/state")).json()
    return {kind: len(state["entities"].get(kind, [])) for kind in ("SalesReceipt", "PurchaseOrder", "Bill")}


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGKILL, -9)])
async def test_started_again_it_goes_on_with_the_order_that_was_parked_when_it_was_ended(
    folder: Path, others: StandIns, number: signal.Signals, status: int
) -> None:
    first = await up(folder, **others.environment)
    assert "No QuickBooks company is connected yet" in await first.ready()
    await connect(others)
    assert (await daybook("run", "shop", "--wait", told={})).status == SOMETHING_WAITS
    before = await states()
    assert before[ORDER] == "parked"

    first.process.send_signal(number)
    said = await ended(first.process)

    assert said.status == status
    assert all_gone(folder / ".daybook")
    assert "no embedded stack runs in this folder" in (await daybook("order", "shop", ORDER, told={})).sentence

    second = await up(folder, **others.environment)
    assert "Connection shop is ready." in await second.ready()
    assert await states() == before
    assert (await daybook("settings", "set", "shop", "discount_sku=DISC", told={})).status == 0
    assert (await daybook("run", "shop", "--wait", told={})).status == 0

    assert set((await states()).values()) == {"posted"}
    assert await books(others) == {"SalesReceipt": 1, "PurchaseOrder": 2, "Bill": 1}
    second.process.send_signal(signal.SIGINT)
    assert (await ended(second.process)).status == 0
    assert all_gone(folder / ".daybook")


async def test_what_it_keeps_is_for_its_owner_alone_and_a_second_one_is_told_who_runs(folder: Path) -> None:
    first = await up(folder)
    words = await first.ready()
    state = folder / ".daybook"

    second = await ended(await started("up", folder=folder, told={}))

    assert second.status == 1
    assert f"daybook: {state} is in use by another Daybook, process {first.process.pid}." in second.err
    assert f"until Ctrl-C (process {first.process.pid})" in words
    assert "DAYBOOK_INTUIT_CLIENT_ID and DAYBOOK_INTUIT_CLIENT_SECRET are not both set" in words
    assert {mode(state / name) for name in ("environment.json", "secret.key", "daybook.log")} == {0o600}
    assert not any(words in line for words in secrets_of(state) for line in working_on(folder / ".daybook"))
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(words.split("every order's way")[1].split()[0])).status_code == 200
    assert await retention_days(words.split("Temporal's address")[1].split()[0]) == 30
    first.process.send_signal(signal.SIGTERM)
    assert (await ended(first.process)).status == 0
    assert not (state / "environment.json").exists()


async def retention_days(address: str) -> float:
    client = await Client.connect(address)
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
    return described.config.workflow_execution_retention_ttl.ToTimedelta() / timedelta(days=1)


def secrets_of(state: Path) -> list[str]:
    return [(state / "secret.key").read_text().strip(), (state / "postgres" / "password").read_text().strip()]


@pytest.mark.parametrize(("name", "words"), [("Postgres", "postgres -D"), ("Temporal", "temporal.sqlite")])
async def test_a_server_that_dies_ends_it_with_a_sentence(folder: Path, name: str, words: str) -> None:
    running = await up(folder)
    await running.ready()
    (server,) = process_ids(folder / ".daybook", words)

    os.kill(server, signal.SIGKILL)
    said = await ended(running.process)

    assert said.status == 1
    assert f"daybook: {name} ended with code -9 while it was needed." in said.err
    assert "Traceback" not in said.err
    assert all_gone(folder / ".daybook")


async def test_ctrl_c_while_it_starts_stops_what_has_started(folder: Path) -> None:
    starting = await up(folder)
    while not process_ids(folder / ".daybook", "temporal.sqlite"):
        assert starting.process.returncode is None
        await asyncio.sleep(0.02)

    starting.process.send_signal(signal.SIGINT)
    said = await ended(starting.process)

    assert (said.status, "Traceback" in said.err) == (0, False)
    assert all_gone(folder / ".daybook")


async def test_what_the_readme_says_to_type_takes_a_shop_into_the_books_step_by_step(
    folder: Path, others: StandIns
) -> None:
    callback = f"http://localhost:{closed_port()}/callback"
    running = await up(folder, **others.environment, DAYBOOK_REDIRECT_URL=callback)
    await running.ready()
    tokens = tokens_of(others)
    (folder / "tokens.json").write_text(json.dumps(tokens))
    (connect, *linking), without_a_browser, careful, the_rest, looking, scheduling, _, reconciling = readme_commands()

    said = await connecting(*shlex.split(connect)[2:], told={"DAYBOOK_FLXPOINT_TOKEN": tokens["flxpoint_token"]})
    assert said.out.startswith('Connection "my-shop" is linked to Daybook Demo Shop')
    assert "Look whether all is well: daybook check my-shop" in said.err
    for command in (*linking, *without_a_browser):
        await typed(command, folder)
    assert await books(others) == {"SalesReceipt": 0, "PurchaseOrder": 0, "Bill": 0}
    settings = [command for command in careful if command.startswith("daybook settings")]
    for command in (*settings, *looking):  # before anything is posted
        await typed(command, folder)
    assert await books(others) == {"SalesReceipt": 0, "PurchaseOrder": 0, "Bill": 0}
    for command in careful:
        await typed(command, folder)
    assert await books(others) == {"SalesReceipt": 1, "PurchaseOrder": 0, "Bill": 0}
    for command in the_rest:
        await typed(command, folder)
    assert (await books(others))["PurchaseOrder"] == 2
    for command in (*scheduling, *reconciling):
        await typed(command, folder)
    running.process.send_signal(signal.SIGTERM)
    assert (await ended(running.process)).status == 0


def readme_commands() -> list[list[str]]:
    """What the README says to type beside a running `daybook up`: the commands of each of its blocks."""
    told = (README.read_text().split("\n### On one machine\n")[1]).split("\n### With servers of your own\n")[0]
    blocks = [block.split("```")[0].splitlines() for block in told.split("```sh\n")[1:]]
    assert blocks[0][-1] == "daybook up"
    return [[line for line in block if line.startswith("daybook ")] for block in blocks[1:]]


async def typed(command: str, folder: Path) -> None:
    """Type it; it succeeds, though something of a run may wait for a person."""
    words, _, file = command.partition(" < ")
    said = await daybook(
        *shlex.split(words, comments=True)[1:], told={}, stdin=(folder / file).read_text() if file else ""
    )
    assert said.status in (0, SOMETHING_WAITS), f"{command}: {said}"


@pytest.mark.parametrize("name", ["DAYBOOK_DATABASE_URL", "DAYBOOK_SECRET_KEYS", "TEMPORAL_ADDRESS"])
async def test_the_variables_of_a_server_are_refused(folder: Path, name: str) -> None:
    said: Said = await daybook("up", told={name: "anything"})

    assert said.sentence == (
        f"{name} set, but `daybook up` brings a Postgres and a Temporal of its own. "
        "Unset it, or use the servers it names: daybook worker."
    )
    assert not (folder / ".daybook").exists()
