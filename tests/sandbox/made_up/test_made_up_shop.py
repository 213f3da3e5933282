"""Orders made up by chance are a shop's real mix, hold together, and are the same for the same seed."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from sandbox.made_up.mix import generate
from tests.sandbox.expected import parts

Made = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def made() -> Made:
    return generate(300, seed=5)


def ends(made: Made, of: str) -> list[dict[str, Any]]:
    return [entry for entry in made["expect"] if entry["record"].startswith(f"{of}:")]


def test_the_same_seed_makes_up_the_same_shop_and_another_seed_another(made: Made) -> None:
    assert generate(300, seed=5) == made
    assert generate(300, seed=6) != made


@pytest.mark.parametrize("orders", [1, 37])
@pytest.mark.parametrize("seed", range(5))
def test_as_many_orders_are_made_up_as_asked_for(orders: int, seed: int) -> None:
    made = generate(orders, seed)
    assert len(made["orders"]) == len(ends(made, "order")) == orders


def test_three_hundred_orders_are_made_up_within_a_second() -> None:
    began = time.perf_counter()
    generate(300, seed=1)
    assert time.perf_counter() - began < 1


def test_most_orders_are_plain_and_no_odd_case_is_more_than_a_tenth(made: Made) -> None:
    cases = Counter(entry["why"] for entry in ends(made, "order"))
    assert len(cases) == 19
    (plain, often), *odd = cases.most_common()
    assert (plain, often > 100) == ("A plain paid order.", True)
    assert max(times for _, times in odd) <= 30


def test_every_kind_of_document_and_every_end_occurs(made: Made) -> None:
    kinds = {entry.get("kind") for entry in made["expect"]}
    assert kinds == {"SalesReceipt", "Invoice", "PurchaseOrder", "Bill", None}
    assert {entry["ends"] for entry in made["expect"]} == {"posted", "parked", "waiting", "excluded"}


def test_the_parts_of_every_order_add_up_to_its_total(made: Made) -> None:
    for order in made["orders"]:
        assert parts(order) == order["orderTotal"] == order["channelInvoice"]["total"], order["id"]


def test_the_lines_of_every_invoice_add_up_to_its_total(made: Made) -> None:
    for invoice in made["source_invoices"]:
        assert sum(line["cost"] for line in invoice["invoiceItems"]) == invoice["totalCost"], invoice["id"]


def test_a_posted_order_comes_to_its_total_less_the_tax_that_a_marketplace_remits(made: Made) -> None:
    orders = {f"order:{order['id']}": order for order in made["orders"]}
    remitted = 0
    for entry in ends(made, "order"):
        if entry["ends"] == "posted":
            order = orders[entry["record"]]
            tax = order["channelInvoice"]["tax"] if order["channelId"] == 43 else 0
            remitted += bool(tax)
            assert Decimal(entry["total"]) == order["orderTotal"] - tax, entry
    assert remitted


def test_of_two_orders_with_one_number_the_lower_id_keeps_it(made: Made) -> None:
    numbers = {entry["record"]: entry.get("number") for entry in ends(made, "order")}
    alike: dict[str, list[int]] = defaultdict(list)
    for order in made["orders"]:
        alike[order["referenceNumber"]].append(order["id"])
    shared = {reference: ids for reference, ids in alike.items() if len(ids) > 1}
    assert shared
    for reference, (first, second) in shared.items():
        assert first < second
        assert (numbers[f"order:{first}"], numbers[f"order:{second}"]) == (reference, f"{reference}-{second}")


def test_invoices_with_one_number_charge_unequal_amounts(made: Made) -> None:
    alike: dict[str, list[Decimal]] = defaultdict(list)
    for invoice in made["source_invoices"]:
        alike[invoice["invoiceNumber"]].append(invoice["totalCost"])
    shared = [totals for totals in alike.values() if len(totals) > 1]
    assert shared
    assert all(len(set(totals)) == len(totals) for totals in shared)


def test_a_name_has_one_mail_address(made: Made) -> None:
    mails = {(order["billingAddress"]["name"], order["billingAddress"]["email"]) for order in made["orders"]}
    assert len({name for name, _ in mails}) == len(mails)
