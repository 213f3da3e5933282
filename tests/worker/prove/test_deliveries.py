"""Records that come late, twice or in an older version."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sandbox.made_up.folder import write_folder
from tests.accounting.samples import an_order
from worker.prove.deliveries import BATCH, BY_AND_BY, LATE, OLDER, RECORDS, TWICE, older, told_again, withheld

Json = dict[str, Any]


def read(folder: Path) -> Json:
    shop: Json = json.loads((folder / RECORDS).read_text())
    return shop


def test_what_comes_late_is_missing_from_the_folder_and_nothing_else_is(tmp_path: Path) -> None:
    write_folder(tmp_path / "shop", 200, 1)
    shutil.copytree(tmp_path / "shop", tmp_path / "whole")

    late = withheld(tmp_path / "shop", 1)

    whole, left = read(tmp_path / "whole"), read(tmp_path / "shop")
    for name, (kind, _) in LATE.items():
        held_back = [record for one in late if one.kind == kind for record in one.records[name]]
        assert 0 < len(held_back) < 40
        assert sorted(record["id"] for record in (*held_back, *left[name])) == [one["id"] for one in whole[name]]
    assert (left["source_invoices"], left["expect"]) == (whole["source_invoices"], whole["expect"])
    assert [one.at for one in late] == sorted(one.at for one in late)


def test_of_many_orders_each_batch_comes_once_the_one_before_is_half_in_the_books(tmp_path: Path) -> None:
    orders = 3 * BATCH
    write_folder(tmp_path, orders, 1)
    every = [order["id"] for order in read(tmp_path)["orders"]]

    batches = [one for one in withheld(tmp_path, 1) if one.kind == BY_AND_BY]

    assert [one.at for one in batches] == [pytest.approx(1 / 6), pytest.approx(1 / 2)]
    for place, one in enumerate(batches, 1):
        due = every[place * BATCH : (place + 1) * BATCH]
        came = [order["id"] for order in one.records["orders"]]
        assert set(came) <= set(due)
        assert len(came) > 0.8 * BATCH
        assert {request["orderId"] for request in one.records["fulfillment_requests"]} <= set(due)


def test_orders_that_share_their_number_are_never_late(tmp_path: Path) -> None:
    write_folder(tmp_path, 400, 2)
    numbers = Counter(order["referenceNumber"].strip() for order in read(tmp_path)["orders"])

    held_back = [one for one in withheld(tmp_path, 2) if one.kind != BY_AND_BY]
    late = [order for one in held_back for order in one.records.get("orders", ())]

    assert late
    assert max(numbers.values()) > 1
    assert {numbers[order["referenceNumber"].strip()] for order in late} == {1}


def test_the_same_seed_tells_the_same_orders_again() -> None:
    ids = [str(number) for number in range(500)]

    told = told_again(ids, 1)

    assert told == told_again(reversed(ids), 1) != told_again(ids, 2)
    assert {one.kind for one in told} == {TWICE, OLDER}
    assert 20 < len(told) < 90


def test_an_older_version_differs_in_its_total_and_bears_an_earlier_time() -> None:
    order = an_order()

    was = older(order)

    assert was["total"] == str(order.total + 1)
    assert was["changed_at"] < order.changed_at.isoformat()
    assert was["id"] == order.id
