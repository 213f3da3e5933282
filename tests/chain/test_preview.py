"""`daybook preview` shows what would be posted, and leaves everything as it was."""

from __future__ import annotations

import asyncio
import json
import signal
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from accounting.records import RecordKind, RecordRef
from tests.chain.books import Bookkeeper
from tests.chain.orders import SHOP, a_chain, a_request, an_invoice, an_order
from tests.chain.shipments import ON, UPS, a_shipment
from tests.chain.world import CONNECTION, World, eventually
from tests.worker.console import daybook, ended, started, variables
from worker.wiring import opened_preview

Json = dict[str, Any]


async def previewed(world: World, *arguments: str, status: int = 0) -> Json:
    said = await daybook("preview", CONNECTION, *arguments, "--json", told=variables(world.environment))
    assert said.status == status, said
    found: Json = json.loads(said.out, parse_float=Decimal)
    return found


async def refused(world: World, *arguments: str) -> str:
    return (await daybook("preview", CONNECTION, *arguments, told=variables(world.environment))).sentence


async def wrote(world: World) -> list[str]:
    """Everything that changed anything at either end."""
    calls = await world.quickbooks.calls("POST", "/company/") + await world.flxpoint.calls("PATCH")
    return [call["path"] for call in calls if not call["path"].endswith("/query")]


async def a_strangers_sale(world: World, number: str, amount: int) -> Json:
    """A Sales Receipt that another program has posted."""
    bookkeeper = Bookkeeper(world)
    item, customer = await bookkeeper.one("Item", "FEE"), await bookkeeper.one("Customer", "Sam Sample")
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    body = {"DocNumber": number, "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return await bookkeeper.create("SalesReceipt", body)


def states(found: Json) -> dict[str, str]:
    return {record["label"]: record["state"] for record in found["records"]}


async def test_an_order_is_shown_with_all_that_follows_from_it_and_nothing_is_written(idle: World) -> None:
    await idle.flxpoint.add(**a_chain(1))

    found = await previewed(idle, "SHOP-1")

    assert states(found) == {"SHOP-1": "posted", "SHOP-1-1": "posted", "ACME-1": "posted"}
    sale, order, bill = (document["body"] for document in found["documents"])
    assert sale["CustomerRef"] == {"value": "new:Customer:Robin Example"}
    assert sale["Line"][0]["SalesItemLineDetail"]["ItemRef"] == {"value": "new:Item:Mug"}
    assert order["Line"][0]["ItemBasedExpenseLineDetail"]["CustomerRef"] == sale["CustomerRef"]
    assert "for Sales Receipt SHOP-1 (new:SalesReceipt:SHOP-1)" in order["PrivateNote"]
    assert bill["Line"][0]["LinkedTxn"] == [
        {
            "TxnId": "new:PurchaseOrder:SHOP-1-1",
            "TxnLineId": "new:PurchaseOrder:SHOP-1-1:line:1",
            "TxnType": "PurchaseOrder",
        }
    ]
    assert [(made["kind"], made["name"]) for made in found["created"]] == [
        ("Item", "Mug"),
        ("Customer", "Robin Example"),
        ("Item", "Acme mug"),
    ]
    assert await wrote(idle) == []
    assert await idle.companies.stores.outcomes.of_order(CONNECTION, "1") == []


async def test_what_the_documents_come_to_is_told_by_account(idle: World) -> None:
    await idle.flxpoint.add(**a_chain(1))

    found = await previewed(idle, "1")

    assert {one["account"]: (one["debit"], one["credit"]) for one in found["accounts"]} == {
        "Shop Clearing": (20, 0),
        "Sales of Product Income": (0, 20),
        "Cost of Goods Sold": (12, 0),
        "Freight In": (3, 0),
        "Accounts Payable (A/P)": (0, 15),
    }


async def test_it_reads_like_the_documents_themselves(idle: World) -> None:
    await idle.flxpoint.add(**a_chain(1))

    order = (await daybook("preview", CONNECTION, "SHOP-1", told=variables(idle.environment))).out
    run = (await daybook("preview", CONNECTION, "--run", told=variables(idle.environment))).out

    for words in ("Sales Receipt SHOP-1, 2026-11-20", "Customer: Robin Example (new)", "Deposit to: Shop Clearing"):
        assert words in order
    assert "Bill ACME-1, 2026-11-21\nVendor: Cedar Works" in order
    assert "1 Sales Receipt over 20.00, 1 Purchase Order over 12.00, 1 Bill over 15.00" in run
    assert "Nothing was written." in run


@pytest.mark.rule("R-101/expected")
async def test_a_run_is_foreseen_with_what_it_leaves_out_and_what_would_wait_for_a_person(idle: World) -> None:
    early = an_order(2, orderedAt="2026-09-30T15:00:00.000Z")
    await idle.flxpoint.add(
        **SHOP | {"sources": [*SHOP["sources"], {"id": 23, "name": "Gamma Imports"}]},
        orders=[an_order(1), early],
        fulfillment_requests=[a_request(1, source_id=23)],
        source_invoices=[an_invoice(1, source_id=23)],
    )

    found = await previewed(idle, "--run", status=3)

    assert states(found) == {"SHOP-1": "posted", "SHOP-1-1": "parked", "ACME-1": "waiting"}
    assert found["left_out"] == ["1 order left out: ordered before 2026-10-01."]
    parked = next(record for record in found["records"] if record["state"] == "parked")
    assert [problem["code"] for problem in parked["problems"]] == ["vendor_missing"]
    assert [made["name"] for made in found["created"]] == ["Mug", "Robin Example"]

    await Bookkeeper(idle).create("Vendor", {"DisplayName": "Gamma Imports"})
    mended = await previewed(idle, "--run")

    assert set(states(mended).values()) == {"posted"}


async def test_some_days_are_those_of_the_orders_with_all_that_belongs_to_them(idle: World) -> None:
    later = an_order(2, orderedAt="2026-11-22T03:00:00.000Z")  # the 21st, in Chicago
    await idle.flxpoint.add(**SHOP, orders=[an_order(1), later], fulfillment_requests=[a_request(1), a_request(2)])

    found = await previewed(idle, "--from", "2026-11-21", "--to", "2026-11-21")
    orders_alone = await previewed(idle, "--to", "2026-11-20", "--operation", "orders")

    assert states(found) == {"SHOP-2": "posted", "SHOP-2-1": "posted"}
    assert states(orders_alone) == {"SHOP-1": "posted"}


async def test_a_change_that_a_preview_has_seen_first_is_still_told_by_the_next_run(world: World) -> None:
    await world.flxpoint.add(**SHOP, orders=[an_order(1)])
    await world.run()
    await world.finished("1")
    dearer = {"paymentStatus": "Paid", "subtotal": 30.00, "tax": 0.0, "total": 30.00}
    items = [{"id": 10, "sku": "MUG", "title": "Mug", "quantity": 3, "price": 10.00}]
    changed = an_order(
        1, orderItems=items, orderTotal=30.00, channelInvoice=dearer, updatedAt="2026-11-20T18:00:00.000Z"
    )
    await world.flxpoint.add(orders=[changed])

    found = await previewed(world, "--run")
    report = await world.run()

    assert found["documents"] == []
    assert [record["stands"] for record in found["records"]] == [True]
    assert found["records"][0]["problems"]
    assert report.handed_over == 1


async def test_a_name_or_a_number_that_another_has_is_seen_beforehand(idle: World) -> None:
    """A vendor has the customer's name, and a stranger's Sales Receipt the second order's number."""
    await Bookkeeper(idle).create("Vendor", {"DisplayName": "Robin Example"})
    await a_strangers_sale(idle, "SHOP-2", 5)
    await idle.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)], fulfillment_requests=[a_request(2)])

    found = await previewed(idle, "--run", status=3)

    assert [made["name"] for made in found["created"] if made["kind"] == "Customer"] == ["Robin Example (Main Shop)"]
    assert states(found) == {"SHOP-1": "posted", "SHOP-2": "parked", "SHOP-2-1": "waiting"}
    assert [problem["code"] for problem in found["records"][1]["problems"]] == ["number_taken"]
    assert [warning["code"] for warning in found["warnings"]] == ["another_connector"]


async def test_what_is_skipped_stays_out_and_shipping_is_told_as_it_would_be_written(idle: World) -> None:
    await idle.choose(**ON)
    await idle.flxpoint.add(**SHOP, orders=[an_order(1), an_order(2)], shipments=[a_shipment()])
    ref = RecordRef(kind=RecordKind.ORDER, id="2")
    await idle.companies.stores.skips.skip(CONNECTION, ref, "A test order of ours")

    found = await previewed(idle, "--run")

    assert states(found) == {"SHOP-1": "posted", "SHOP-2": "excluded", "301": "posted"}
    assert "A test order of ours" in found["records"][1]["detail"]
    assert found["records"][2]["detail"] == (
        f"Sales Receipt SHOP-1 (id new:SalesReceipt:SHOP-1): shipped 2026-11-21 by UPS Ground, tracking number {UPS}"
    )


async def test_an_order_that_would_only_be_linked_is_told_with_the_sale_and_no_link_is_kept(idle: World) -> None:
    await idle.choose(link_only=True)
    sale = await a_strangers_sale(idle, "SHOP-1", 20)
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])

    found = await previewed(idle, "SHOP-1")
    words = (await daybook("preview", CONNECTION, "SHOP-1", told=variables(idle.environment))).out

    assert (states(found), found["documents"]) == ({"SHOP-1": "linked"}, [])
    assert f"Order SHOP-1: would be linked to Sales Receipt SHOP-1 (id {sale['Id']}), 20.00" in words
    realm = idle.announced.quickbooks["realm_id"]
    assert await idle.companies.stores.links.by_document(realm, "SalesReceipt", sale["Id"]) is None


async def test_postgres_itself_refuses_what_a_preview_must_not_write(idle: World) -> None:
    async with opened_preview(idle.environment) as companies:
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await companies.stores.skips.skip(CONNECTION, RecordRef(kind=RecordKind.ORDER, id="1"), "By mistake")


async def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(idle: World) -> None:
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])
    await idle.quickbooks.fault("lost_after", path="/query")

    assert states(await previewed(idle, "SHOP-1")) == {"SHOP-1": "posted"}


async def test_ctrl_c_breaks_it_off_with_a_word(idle: World, tmp_path: Path) -> None:
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])
    await idle.quickbooks.fault("slow", path="/query", seconds=20.0)
    looking = await started("preview", CONNECTION, "--run", folder=tmp_path, told=variables(idle.environment))

    async def asked() -> bool | None:
        return True if await idle.flxpoint.calls("GET", "/orders") else None

    await eventually(asked)
    await asyncio.sleep(0.5)
    looking.send_signal(signal.SIGINT)
    said = await ended(looking, seconds=10)

    assert (said.status, said.out, said.err) == (130, "", "Broken off; nothing was written.\n")


async def test_what_cannot_be_looked_at_is_told_in_a_sentence(idle: World) -> None:
    await idle.flxpoint.add(**SHOP, orders=[an_order(1)])

    assert await refused(idle, "SHOP-9") == (
        'Neither connection shop nor Flxpoint knows an order "SHOP-9". '
        "Check the number; of what was marked in Flxpoint before, only its id finds an order there."
    )
    assert (await refused(idle)).startswith("Say what to preview, one of: an order's number, --run")
    assert (await refused(idle, "SHOP-1", "--run")).startswith("Say what to preview, one of")
    assert await refused(idle, "--from", "2026-11-02", "--to", "2026-11-01") == (
        "--to 2026-11-01 lies before --from 2026-11-02; exchange them."
    )
    assert await refused(idle, "--run", "--operation", "refunds") == (
        'There is no operation "refunds". Choose among: orders, fulfillment_requests, supplier_invoices, shipments.'
    )
    nobody = await daybook("preview", "nobody", "--run", told=variables(idle.environment))
    assert 'no connection "nobody"' in nobody.sentence
