"""Recognisable secrets and customers are planted, failures are provoked, and every byte that is left is searched."""

from __future__ import annotations

import base64
import json
import re
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.client import Client

from activities.contracts import ORDERS_QUEUE, order_workflow_id
from tests.chain.orders import ADDRESS, SHOP, a_chain, an_order
from tests.worker.console import Said, daybook, ended
from tests.worker.up import Up, connect, up
from worker.demo.standins import StandIns, stand_ins

READ = {"name": "Canary Readbyrun", "email": "canary.readbyrun@example.com", "addressLine1": "1 Readbyrun Lane"}
SENT = {"name": "Canary Sentwhole", "email": "canary.sentwhole@example.com", "addressLine1": "2 Sentwhole Lane"}
COMMANDS = (
    ("connection", "list"),
    ("settings", "show", "shop"),
    ("settings", "export", "shop"),
    ("check", "shop"),
    ("run", "shop", "--wait"),
    ("history", "shop"),
    ("history", "shop", "--runs"),
    ("order", "shop", "SHOP-1"),
    ("order", "shop", "SHOP-2"),
    ("support", "shop", "SHOP-1"),
    ("history", "shop", "--csv", "history.csv"),
    ("problems", "shop"),
    ("database", "reseal"),
)


class Shop:
    """A running Daybook between two stand-ins, and everything that was said aloud."""

    def __init__(self, folder: Path, running: Up, others: StandIns, http: httpx.AsyncClient) -> None:
        self.folder = folder
        self.running = running
        self.others = others
        self.http = http
        self.said: list[Said] = []
        self.secrets: set[str] = {
            others.flxpoint["account_token"],
            others.quickbooks["client_secret"],
            others.quickbooks["access_token"],
            others.quickbooks["refresh_token"],
        }

    async def type(self, *words: str) -> None:
        """Type a command, for a person and for a program."""
        for command in (words, (*words, "--json")):
            self.said.append(await daybook(*command, told={}))

    async def fault(self, kind: str, **match: Any) -> None:
        await self._post(self.others.quickbooks["url"], "faults", [{"kind": kind, **match}])

    async def add(self, **records: Any) -> None:
        await self._post(self.others.flxpoint["url"], "records", records)

    async def _post(self, url: str, route: str, body: Any) -> None:
        (await self.http.post(f"{url}/__control/{route}", json=body)).raise_for_status()

    async def learn_secrets(self) -> None:
        """Every token that was sent to QuickBooks or to Intuit."""
        calls = (await self.http.get(f"{self.others.quickbooks['url']}/__control/log")).json()
        bearers = {call["headers"].get("authorization", "").removeprefix("Bearer ") for call in calls}
        self.secrets |= {token for token in bearers if token and not token.startswith("Basic")}
        self.secrets |= set(re.findall(r"RT1-[\w-]+", json.dumps(calls)))

    async def histories(self) -> str:
        """Every workflow's whole history, payloads decoded, with its ids and search attributes."""
        address = json.loads((self.folder / ".daybook" / "environment.json").read_text())["TEMPORAL_ADDRESS"]
        client = await Client.connect(address)
        told = []
        async for one in client.list_workflows():
            history = await client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
            payloads = [payload.decode(errors="replace") for payload in _payloads(history.to_json_dict())]
            told.append(f"{one.id} {history.to_json()} {' '.join(payloads)}")
        return "\n".join(told)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file that Daybook left."""
        for path in sorted((self.folder / ".daybook").rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()


def _payloads(told: Any) -> Iterator[bytes]:
    if isinstance(told, dict):
        if isinstance(told.get("data"), str):
            yield base64.b64decode(told["data"])
        for part in told.values():
            yield from _payloads(part)
    elif isinstance(told, list):
        for part in told:
            yield from _payloads(part)


@pytest_asyncio.fixture
async def shop(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """A shop of two customers, one whose order a run reads and one whose order a signal brings whole."""
    monkeypatch.chdir(tmp_path)
    outside, records = tmp_path_factory.mktemp("stand-ins"), tmp_path_factory.mktemp("records")
    (records / "account.json").write_text("{}")
    async with stand_ins(outside, records, limits=False) as others, httpx.AsyncClient(trust_env=False) as http:
        running = await up(tmp_path, **others.environment)
        await running.ready()
        shop = Shop(tmp_path, running, others, http)
        await connect(others)
        yield shop
        if running.process.returncode is None:
            running.process.send_signal(signal.SIGKILL)
            await running.process.wait()


def of(customer: dict[str, str]) -> dict[str, Any]:
    address = {**ADDRESS, **customer}
    return {"billingAddress": address, "shippingAddress": address}


async def play(shop: Shop) -> None:
    """Everything that may go wrong with a token goes wrong, and the orders arrive in both ways."""
    await shop.add(**{**a_chain(1), "orders": [an_order(1, **of(READ))]})
    await shop.fault("expired_token", method="POST", path="/salesreceipt")
    await shop.fault("status", path="/oauth2/", status=503)
    await shop.fault("lost_after", method="POST", path="/purchaseorder")
    for command in COMMANDS:
        await shop.type(*command)
    await shop.learn_secrets()
    await signal_whole(shop, an_order(2, **of(SENT)))
    await shop.fault("revoked", path="/query")
    await shop.add(**SHOP, orders=[an_order(3, **of(READ))])
    for command in COMMANDS:
        await shop.type(*command)
    await shop.type("connection", "flxpoint-token", "nowhere")
    await shop.type("disconnect", "shop", "--yes")
    await shop.learn_secrets()


async def signal_whole(shop: Shop, order: dict[str, Any]) -> None:
    """An upstream system sends the record itself."""
    address = json.loads((shop.folder / ".daybook" / "environment.json").read_text())["TEMPORAL_ADDRESS"]
    client = await Client.connect(address)
    await client.start_workflow(
        "Order",
        {"connection": "shop", "order_id": "2"},
        id=order_workflow_id("shop", "2"),
        task_queue=ORDERS_QUEUE,
        start_signal="order_received",
        start_signal_args=[order],
    )


@pytest.mark.rule("R-100/expected")
async def test_no_token_is_anywhere_and_customers_are_only_where_the_page_on_data_says(shop: Shop) -> None:
    await play(shop)
    histories = await shop.histories()
    shop.running.process.send_signal(signal.SIGTERM)
    aloud = [await ended(shop.running.process), *shop.said]

    said = {"standard output": "\n".join(one.out for one in aloud), "errors": "\n".join(one.err for one in aloud)}
    assert len(shop.secrets) >= 5
    assert found(shop.secrets, {**said, "histories": histories, **texts(shop)}) == []

    read, sent = set(READ.values()), set(SENT.values())
    assert found(read, {"errors": said["errors"], "histories": histories, **texts(shop, "temporal", ".log")}) == []
    assert found(sent, {"errors": said["errors"], **texts(shop, ".log")}) == []
    assert found(sent, {"histories": histories}) != []
    # A run names the customers it has created.
    assert found((read | sent) - {READ["name"], SENT["name"]}, said) == []


def texts(shop: Shop, *of: str) -> dict[str, str]:
    """The files whose names hold one of these words, or all of them."""
    chosen = {name: data for name, data in shop.files() if not of or any(word in name for word in of)}
    assert chosen
    return {name: data.decode("latin-1") for name, data in chosen.items()}


def found(planted: set[str], searched: dict[str, str]) -> list[str]:
    """Where something that was planted came to light."""
    return [f"{word[:12]}… in {where}" for where, text in searched.items() for word in planted if word in text]


def test_what_is_planted_would_be_found() -> None:
    assert found({"secret-token"}, {"a log": "refreshed secret-token", "a table": "gAAAAA"}) == [
        "secret-token… in a log"
    ]
