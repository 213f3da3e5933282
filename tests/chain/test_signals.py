"""What docs/signals.md tells senders to do, done as it is written; and what `daybook signal` refuses."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path

import pytest

from accounting.settings import OPERATIONS
from clients.database.connections import Connection
from tests.chain.notices import parked
from tests.chain.orders import SHOP, an_order
from tests.chain.test_bad_signals import a_whole_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import INHERITED, daybook, variables
from worker.demo.choices import SETTINGS
from worker.linking.storing import not_yet_used, store_connection
from workflows.visibility import OrderStatus

PAGE = Path("docs/signals.md").read_text(encoding="utf-8")
DEMO = "demo"
"""The page's connection."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


async def typed(world: World, *command: str) -> str:
    """What a command, or a script, prints in a shell of a person for whom the servers are set up."""
    told = variables(world.environment)
    path = f"{Path(sys.executable).parent}:{INHERITED['PATH']}"
    shell = await asyncio.create_subprocess_exec(
        *command,
        env={**INHERITED, **told, "PATH": path},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(shell.communicate(), 60)
    assert shell.returncode == 0, out.decode()
    return out.decode()


async def ended(world: World, order_id: str) -> dict[str, str]:
    handle = world.client.get_workflow_handle(f"order.{DEMO}.{order_id}", result_type=OrderStatus)
    await asyncio.wait_for(handle.result(), 60)
    known = await world.companies.stores.outcomes.of_order(DEMO, order_id)
    return {f"{outcome.ref.kind} {outcome.label}": outcome.state for outcome in known}


async def a_demo(world: World) -> None:
    """The page's connection, with the demo's settings, and shipments switched on."""
    books, token = world.announced.quickbooks, world.announced.flxpoint["account_token"]
    connection = Connection(id=DEMO, name="Demo", realm=books["realm_id"], environment="sandbox")
    await store_connection(world.companies.stores, connection, not_yet_used(books["refresh_token"]), token)
    settings = {**SETTINGS, "operations": list(OPERATIONS), "shipment_sources": ["21"]}
    await world.companies.stores.connections.change_settings(DEMO, settings)


@pytest.mark.rule("R-62/expected", "R-81/expected", "R-92/expected")
async def test_what_the_page_tells_to_type_posts_a_whole_chain(world: World) -> None:
    await a_demo(world)
    await world.flxpoint.add(**SHOP, orders=[an_order(700123), an_order(701030)])
    chain, by_id, by_temporal, _receiver = blocks("sh")

    said = await typed(world, "bash", "-e", "-c", chain.replace(". .venv/bin/activate\n", ""))
    assert said.count("1 record handed in for order 5001. What becomes of them: daybook order demo 5001\n") == 4
    assert await ended(world, "5001") == {
        "order WEB-5001": "posted",
        "fulfillment_request WEB-5001-1": "posted",
        "supplier_invoice ACME-88301": "posted",
        "shipment 650501": "posted",
    }
    (sale,), (order,), (bill,) = [await world.documents(kind) for kind in ("SalesReceipt", "PurchaseOrder", "Bill")]
    assert [str(one["TotalAmt"]) for one in (sale, order, bill)] == ["64.08", "26.0", "33.0"]
    assert sale["TrackingNum"] == "1Z999AA10123456784"

    told = json.loads(await typed(world, "bash", "-e", "-c", by_id))
    assert told == {"signal": "order_received", "records": 1, "orders": {"700123": "order.demo.700123"}}
    assert await ended(world, "700123") == {"order SHOP-700123": "posted"}
    await typed(world, "bash", "-e", "-c", by_temporal)
    assert await ended(world, "701030") == {"order SHOP-701030": "posted"}
    (script,) = blocks("python")
    # Temporal's native threads may abort an interpreter that finalises; the script has done its work by then.
    await typed(world, sys.executable, "-c", f"{script}\nos._exit(0)")
    assert await ended(world, "5002") == {"order WEB-5002": "posted"}
    assert len(await world.documents("SalesReceipt")) == 4


async def test_a_list_goes_to_its_orders_and_a_second_time_posts_nothing_twice(world: World, tmp_path: Path) -> None:
    told = variables(world.environment)
    file = tmp_path / "orders.json"
    file.write_text(json.dumps([a_whole_order(f"W{number}") for number in range(1, 6)]))

    for _ in range(2):
        said = (await daybook("signal", CONNECTION, "order_received", str(file), "--json", told=told)).json
        assert (said["records"], list(said["orders"])) == (5, [f"W{number}" for number in range(1, 6)])
        for order_id in said["orders"]:
            await world.finished(order_id)

    assert len(await world.documents("SalesReceipt")) == 5


async def test_what_cannot_be_understood_is_refused_at_the_door_and_nothing_of_it_handed_in(idle: World) -> None:
    told = variables(idle.environment)
    right, wrong = a_whole_order("W1"), a_whole_order("W2", lines=[{"id": "1", "quantity": 1, "unit_price": "much"}])

    async def refused(connection: str, kind: str, file: str, stdin: str = "") -> str:
        return (await daybook("signal", connection, kind, file, told=told, stdin=stdin)).sentence

    sentence = await refused(CONNECTION, "order_received", "-", json.dumps([right, wrong]))
    assert sentence.startswith("Record 2 of 2: Signal order_received, order W2: lines.0.unit_price: Input should be")
    assert sentence.endswith("Nothing was handed in.")
    assert [workflow async for workflow in idle.client.list_workflows('WorkflowType = "Order"')] == []
    assert "no JSON" in await refused(CONNECTION, "order_received", "-", "{")
    assert await refused(CONNECTION, "order_received", "not-there.json") == (
        "not-there.json cannot be read: No such file or directory."
    )
    assert "the signals are: order_received" in await refused(CONNECTION, "orders", "-", "{}")
    assert await refused("nowhere", "order_received", "-", json.dumps(right)) == (
        'There is no connection "nowhere"; known: shop.'
    )


async def test_an_order_s_id_reads_it_anew_though_it_is_known(world: World) -> None:
    told = variables(world.environment)
    await world.flxpoint.add(**SHOP, orders=[an_order(1, payment="Partially Paid")])
    by_id = ("signal", CONNECTION, "order_received", "-")
    assert (await daybook(*by_id, told=told, stdin='{"id": 1}')).status == 0
    problem = await parked(world, "1", "payment_unclear")
    assert '"Partially Paid"' in problem.message
    assert "Paid, Not Authorized, Authorized" in problem.fix

    await world.flxpoint.add(orders=[an_order(1, updatedAt="2026-11-20T16:00:00.000Z")])
    assert (await daybook(*by_id, told=told, stdin='{"id": 1}')).status == 0

    async def posted() -> bool | None:
        return bool(await world.documents("SalesReceipt")) or None

    await eventually(posted)
    await world.finished("1")
