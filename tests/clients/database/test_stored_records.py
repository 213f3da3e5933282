"""The newest version of every record."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from accounting.records import Order, Record, RecordKind, RecordRef
from clients.database.records import Records, Saved
from clients.database.statements import fetch
from tests.clients.database.crowd import held_up
from tests.clients.database.samples import NOON, SHOP, fulfillment_request, order, supplier_invoice

LATER = NOON + timedelta(minutes=1)
EARLIER = NOON - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("second", "verdict", "kept"),
    [
        ({}, Saved.SAME, "first"),
        ({"total": Decimal("21.0")}, Saved.SAME, "first"),
        ({"changed_at": LATER}, Saved.SAME, "second"),
        ({"state": "Shipped", "changed_at": LATER}, Saved.CHANGED, "second"),
        ({"state": "Shipped"}, Saved.CHANGED, "second"),
        ({"state": "Shipped", "changed_at": EARLIER}, Saved.OLDER, "first"),
        ({"changed_at": EARLIER}, Saved.OLDER, "first"),
    ],
)
async def test_the_newest_version_is_kept(
    engine: AsyncEngine, second: dict[str, Any], verdict: Saved, kept: str
) -> None:
    records, versions = Records(engine), {"first": order(), "second": order(**second)}
    assert await records.save(SHOP, versions["first"]) is Saved.NEW
    assert await records.save(SHOP, versions["second"]) is verdict
    assert await records.get(SHOP, order().ref) == versions[kept]


async def test_what_is_known_already_is_not_written_again(engine: AsyncEngine) -> None:
    version = text("select xmin::text from record")
    await Records(engine).save(SHOP, order())
    written = await fetch(engine, version)
    await Records(engine).save(SHOP, order())
    assert await fetch(engine, version) == written


async def test_several_at_once_have_a_verdict_each(engine: AsyncEngine) -> None:
    records = Records(engine)
    await records.save(SHOP, order())
    await records.save(SHOP, order("1002"))
    changed, new = order("1002", state="Shipped", changed_at=LATER), order("1003")

    saved = await records.save_all(SHOP, [order(), changed, new])

    assert saved == {order().ref: Saved.SAME, changed.ref: Saved.CHANGED, new.ref: Saved.NEW}
    assert await records.save_all(SHOP, []) == {}
    known = await records.orders(SHOP, ["1002", "1003", "404"])
    assert known == {"1002": changed, "1003": new}


async def test_our_own_mark_is_kept_but_is_no_change(engine: AsyncEngine) -> None:
    records, marked = Records(engine), order(synced=True, external_id="145")
    await records.save(SHOP, order())
    assert await records.save(SHOP, marked) is Saved.SAME
    assert await records.get(SHOP, order().ref) == marked
    later = order(changed_at=LATER)
    assert await records.save(SHOP, later) is Saved.SAME
    assert await records.get(SHOP, order().ref) == later


async def test_a_verdict_is_of_this_save_alone(engine: AsyncEngine) -> None:
    records = Records(engine)
    verdicts = [
        await records.save(SHOP, version)
        for version in (
            order(),
            order(state="Shipped", changed_at=EARLIER),
            order(),
            order(state="Shipped"),
            order(state="Shipped"),
            order(state="Shipped", changed_at=LATER),
            order(state="Open", changed_at=LATER),
        )
    ]
    assert verdicts == [Saved.NEW, Saved.OLDER, Saved.SAME, Saved.CHANGED, Saved.SAME, Saved.SAME, Saved.CHANGED]


@pytest.mark.parametrize("record", [order(), fulfillment_request("5"), supplier_invoice("9", order_id=None)])
async def test_every_kind_is_read_as_it_was_saved(engine: AsyncEngine, record: Record) -> None:
    await Records(engine).save(SHOP, record)
    stored = await Records(engine).get(SHOP, record.ref)
    assert stored == record
    assert stored is not None
    assert stored.model_dump_json() == record.model_dump_json()


async def test_a_title_may_hold_any_character(engine: AsyncEngine) -> None:
    odd = order(state="a\0b\ud800c")
    await Records(engine).save(SHOP, odd)
    assert await Records(engine).get(SHOP, odd.ref) == odd


async def save_at_once(engine: AsyncEngine, other_engine: AsyncEngine, versions: list[Order]) -> list[Saved]:
    """Save these versions of one order at once."""
    async with held_up(other_engine, "lock table record in exclusive mode") as queued:
        saving = [asyncio.create_task(Records(engine).save(SHOP, version)) for version in versions]
        await queued(len(versions))
    return await asyncio.gather(*saving)


async def test_whatever_the_order_of_arrival_the_newest_wins_and_one_is_new(
    engine: AsyncEngine, other_engine: AsyncEngine
) -> None:
    versions = [order(state=f"State {minute}", changed_at=NOON + timedelta(minutes=minute)) for minute in range(20)]
    verdicts = await save_at_once(engine, other_engine, versions[10:] + versions[9::-1])
    assert verdicts.count(Saved.NEW) == 1
    assert Saved.SAME not in verdicts
    assert await Records(engine).get(SHOP, order().ref) == versions[-1]


async def test_the_same_record_from_twenty_sides_is_new_once(engine: AsyncEngine, other_engine: AsyncEngine) -> None:
    verdicts = await save_at_once(engine, other_engine, [order()] * 20)
    assert sorted(verdicts) == [Saved.NEW, *[Saved.SAME] * 19]


async def test_an_order_comes_with_what_belongs_to_it_in_the_order_of_posting(engine: AsyncEngine) -> None:
    records = Records(engine)
    whole: list[Record] = [order(), fulfillment_request("5"), fulfillment_request("6"), supplier_invoice("1")]
    for record in (*reversed(whole), order("1002"), supplier_invoice("2", order_id=None)):
        await records.save(SHOP, record)
    await records.save("another", fulfillment_request("7"))
    assert await records.of_order(SHOP, "1001") == whole


async def test_a_supplier_invoice_joins_its_order_once_that_is_known(engine: AsyncEngine) -> None:
    records = Records(engine)
    await records.save(SHOP, supplier_invoice("1", order_id=None))
    assert await records.of_order(SHOP, "1001") == []
    assert await records.save(SHOP, supplier_invoice("1")) is Saved.CHANGED
    assert await records.of_order(SHOP, "1001") == [supplier_invoice("1")]


async def test_fulfillment_requests_tell_their_orders(engine: AsyncEngine) -> None:
    records = Records(engine)
    await records.save(SHOP, fulfillment_request("5", "1001"))
    await records.save(SHOP, fulfillment_request("6", "1002"))
    await records.save("another", fulfillment_request("7", "1003"))
    assert await records.orders_of_fulfillment_requests(SHOP, ["5", "6", "7"]) == {"5": "1001", "6": "1002"}
    assert await records.orders_of_fulfillment_requests(SHOP, []) == {}


async def test_a_record_nobody_saved_is_none(engine: AsyncEngine) -> None:
    await Records(engine).save(SHOP, order())
    assert await Records(engine).get("another", order().ref) is None
    assert await Records(engine).get(SHOP, RecordRef(kind=RecordKind.SHIPMENT, id="1001")) is None


async def test_records_are_found_by_the_number_that_several_may_share(engine: AsyncEngine) -> None:
    records = Records(engine)
    first, second = order("1001", reference="A-1"), order("1002", reference="A-1")
    for record in (first, second, order("1003", reference="A-2"), fulfillment_request("2001")):
        await records.save(SHOP, record)

    found = await records.of_label(SHOP, RecordKind.ORDER, "A-1")

    assert sorted(record.id for record in found) == ["1001", "1002"]
    assert await records.of_label("another", RecordKind.ORDER, "A-1") == []
    assert await records.of_label(SHOP, RecordKind.FULFILLMENT_REQUEST, "A-1") == []


async def test_a_number_that_changes_is_found_anew_and_one_with_a_nul_can_be_kept(engine: AsyncEngine) -> None:
    records = Records(engine)
    await records.save(SHOP, order(reference="A-1"))
    await records.save(SHOP, order(reference="B\0", changed_at=LATER))

    assert await records.of_label(SHOP, RecordKind.ORDER, "A-1") == []
    assert len(await records.of_label(SHOP, RecordKind.ORDER, "B\0")) == 1
