"""A reconciliation finds gaps, extras and edits, tells each once, and sees when they are gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from activities.reconciling.contracts import ReconcileReport, reconcile_workflow_id
from tests.chain.books import Bookkeeper
from tests.chain.orders import SHOP, a_chain, a_request, an_order
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import Said, daybook, variables

Json = dict[str, Any]


async def reconcile(world: World, *words: str) -> Said:
    return await daybook("reconcile", CONNECTION, *words, told=variables(world.environment))


async def codes_open(world: World) -> list[str]:
    return sorted(one.cause.code for one in await world.companies.stores.problems.causes(CONNECTION))


async def posted(world: World, *orders: int) -> None:
    for order in orders:
        await world.flxpoint.add(**a_chain(order))
    await world.run()
    for order in orders:
        await world.finished(str(order))


def told_by(said: Said) -> Json:
    """The object on standard output, with whatever status."""
    told: Json = json.loads(said.out)
    return told


def found(said: Said) -> list[str]:
    return sorted(one["problem"]["code"] for one in told_by(said)["findings"])


async def without_the_reference(world: World, kind: str, id: str, **changes: Any) -> Json:
    """The document as it stands, entered once more by a bookkeeper."""
    (stands,) = [one for one in await world.documents(kind) if one["Id"] == id]
    parts: Json = {
        name: stands[name] for name in ("CustomerRef", "VendorRef", "Line", "DocNumber", "TxnDate") if name in stands
    }
    lines = [
        {name: value for name, value in line.items() if name not in ("Id", "LineNum", "LinkedTxn")}
        for line in parts["Line"]
        if line["DetailType"] != "SubTotalLineDetail"
    ]
    return await Bookkeeper(world).create(kind, {**parts, "Line": lines, **changes})


async def test_all_is_equal_then_an_edit_a_deletion_and_extras_are_found_once_and_close_by_themselves(
    world: World, tmp_path: Path
) -> None:
    await world.quickbooks.switch(duplicate_numbers="allow")
    await posted(world, 1, 2, 3)

    equal = await reconcile(world, "--json", "--report", str(tmp_path / "equal.html"))

    assert equal.status == 0, equal
    assert told_by(equal)["found"] == 0
    assert [(tally["operation"], tally["records"], tally["standing"]) for tally in told_by(equal)["tallies"]] == [
        ("orders", 3, 3),
        ("fulfillment_requests", 3, 3),
        ("supplier_invoices", 3, 3),
    ]
    assert {one["kind"]: one["documents"] for one in told_by(equal)["compared"]} == {
        "SalesReceipt": 3,
        "Invoice": 0,
        "PurchaseOrder": 3,
        "Bill": 3,
    }
    assert told_by(equal)["reads"] <= 8
    money = told_by(equal)["money"][0]
    assert (money["in_flxpoint"], money["posted"], money["in_books"]) == ("60.00", "60.00", "60.00")
    assert "Records and books are equal" in (tmp_path / "equal.html").read_text()

    books = Bookkeeper(world)
    receipts = {one["DocNumber"]: one for one in await world.documents("SalesReceipt")}
    bills = {one["DocNumber"]: one for one in await world.documents("Bill")}
    edited = await books.change("SalesReceipt", receipts["SHOP-1"], TxnDate="2026-11-19")
    await books.delete("Bill", bills["ACME-2"])
    second = await without_the_reference(world, "SalesReceipt", receipts["SHOP-3"]["Id"])
    lone = await without_the_reference(
        world, "SalesReceipt", receipts["SHOP-3"]["Id"], DocNumber="X-9", PrivateNote="Order flxpoint:order:999"
    )

    told = await reconcile(world, "--json", "--report", str(tmp_path / "found.html"))

    assert told.status == 3
    expected = ["document_without_record", "edited_in_quickbooks", "gone_from_quickbooks", "second_document"]
    assert found(told) == expected
    assert all(one["by_changes"] for one in told_by(told)["compared"])
    assert told_by(told)["money"][0]["in_books"] == "100.00"
    assert "date 2026-11-20 → 2026-11-19" in (tmp_path / "found.html").read_text()
    assert await codes_open(world) == expected
    again = await reconcile(world, "--json")
    assert found(again) == expected
    causes = await world.companies.stores.problems.causes(CONNECTION)
    assert [sum((one.waiting | one.standing).values()) for one in causes] == [1] * 4

    await books.change("SalesReceipt", edited, TxnDate="2026-11-20")
    await books.delete("SalesReceipt", second)
    await books.delete("SalesReceipt", lone)
    await world.post_again("2", "202")
    await world.finished("2")

    mended = await reconcile(world)

    assert mended.status == 0, mended.out
    assert "Records and books are equal" in mended.out
    assert await codes_open(world) == []


async def test_a_record_that_nobody_works_on_is_found_and_handed_over(world: World) -> None:
    """One that no run has seen though it was there, and one whose workflow a person has terminated."""
    await posted(world, 1)
    await world.flxpoint.add(**SHOP, fulfillment_requests=[a_request(2)])
    await world.run()
    await world.order("2").terminate("by mistake")
    await world.flxpoint.add(orders=[an_order(2), an_order(3)])

    told = await reconcile(world, "--json")

    assert told.status == 3, told
    assert found(told) == ["left_behind"] * len(told_by(told)["findings"])
    assert {one["label"] for one in told_by(told)["findings"]} == {"SHOP-2", "SHOP-2-1", "SHOP-3"}

    async def equal() -> bool | None:
        return (await reconcile(world, "--json")).status == 0 or None

    assert await eventually(equal)
    assert {one["DocNumber"] for one in await world.documents("SalesReceipt")} == {"SHOP-1", "SHOP-2", "SHOP-3"}
    assert [one["DocNumber"] for one in await world.documents("PurchaseOrder")].count("SHOP-2-1") == 1


async def test_what_the_reads_do_not_reach_is_told_and_compared_the_next_time(world: World) -> None:
    await posted(world, 1, 2)
    await Bookkeeper(world).delete("Bill", (await world.documents("Bill"))[0])

    first = await reconcile(world, "--json", "--reads", "4")

    assert told_by(first)["reads"] == 4
    assert told_by(first)["not_compared"] > 0
    assert first.status == 0
    second = await reconcile(world, "--json", "--reads", "12")
    assert told_by(second)["not_compared"] == 0
    assert found(second) == ["gone_from_quickbooks"]


async def test_what_a_person_closes_stays_closed_at_the_next_look(world: World) -> None:
    await posted(world, 1)
    (receipt,) = await world.documents("SalesReceipt")
    await Bookkeeper(world).change("SalesReceipt", receipt, TxnDate="2026-11-19")
    assert (await reconcile(world)).status == 3

    await daybook("close", CONNECTION, "SHOP-1", told=variables(world.environment))

    assert (await reconcile(world)).status == 0
    assert await codes_open(world) == []


async def test_a_connection_is_reconciled_at_night_by_a_schedule_and_joined_by_hand(world: World) -> None:
    await posted(world, 1)

    listed = await daybook("schedule", "list", CONNECTION, "--json", told=variables(world.environment))

    (nightly,) = listed.json["schedules"]
    assert (nightly["name"], nightly["at"], nightly["time_zone"]) == ("reconcile", "03:00", "America/Chicago")
    await daybook("schedule", "pause", CONNECTION, "reconcile", told=variables(world.environment))
    await world.run()
    handle = world.client.get_schedule_handle(reconcile_workflow_id(CONNECTION))
    assert (await handle.describe()).schedule.state.paused
    await daybook("schedule", "resume", CONNECTION, "reconcile", told=variables(world.environment))
    await handle.trigger()
    report = await eventually(lambda: _ended(world))
    assert report.found == 0
    assert [tally.standing for tally in report.tallies] == [1, 1, 1]


async def test_a_lost_connection_is_told_as_such(world: World) -> None:
    await posted(world, 1)
    await world.companies.stores.connections.unlinked(CONNECTION, "it was disconnected")

    said = await reconcile(world)

    assert said.status == 1
    assert "Link the connection again: daybook connect shop" in said.err


async def _ended(world: World) -> ReconcileReport | None:
    scheduled = "WorkflowType = 'Reconcile' AND ExecutionStatus = 'Completed'"
    async for found in world.client.list_workflows(scheduled):
        if "nightly" in found.id:
            handle = world.client.get_workflow_handle(found.id, run_id=found.run_id, result_type=ReconcileReport)
            report: ReconcileReport = await handle.result()
            return report
    return None
