"""The forms in which the Flxpoint stand-in serves what no page describes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from accounting.sources import Source
from clients.flxpoint.records import read_fulfillment_request, read_order
from sandbox.exact import dumps, loads
from sandbox.flxpoint.account import Account
from sandbox.flxpoint.records_folder import read_folder
from sandbox.flxpoint.switches import SWITCHES, Switches
from sandbox.flxpoint.wire import as_served
from tests.sandbox.flxpoint.processes import ROOT, Shop

ORDER, REQUEST = "/orders/700123", "/fulfillment-requests/450001"
MONEY = ("object", "items", "invoice", "flat")
NAMES = ("usual", "others")


@pytest.fixture(scope="module")
def demo() -> Account:
    """The demo's shop, with every odd order in it."""
    return Account(read_folder(ROOT / "sandbox" / "shop"))


def switches(money: str = "object", names: str = "usual") -> Switches:
    turned = Switches()
    turned |= {"order_money": money, "field_names": names}
    return turned


def as_read(account: Account, turned: Switches) -> Iterator[Any]:
    """What Daybook's readers make of every order and fulfillment request."""
    channels = {str(each["id"]): each["name"] for each in account.all("channels")}
    sources = {str(each["id"]): Source(id=str(each["id"]), name=each["name"]) for each in account.all("sources")}
    for order in account.all("orders"):
        yield read_order(loads(dumps(as_served("orders", order, turned))), channels)
    for request in account.all("fulfillment_requests"):
        yield read_fulfillment_request(loads(dumps(as_served("fulfillment_requests", request, turned))), sources)


@pytest.mark.parametrize(("money", "names"), list(product(MONEY, NAMES)))
def test_every_form_says_the_same_to_the_cent(demo: Account, money: str, names: str) -> None:
    usual = list(as_read(demo, switches()))
    assert len(usual) > 80
    assert list(as_read(demo, switches(money, names))) == usual


def test_serving_leaves_the_accounts_own_records_alone(demo: Account) -> None:
    before = dumps(demo.state())
    for turned in map(switches, MONEY, NAMES * 2):
        assert list(as_read(demo, turned))
    assert dumps(demo.state()) == before


def test_money_comes_as_named_amounts_at_first(shop: Shop) -> None:
    invoice = shop.read(ORDER)["channelInvoice"]
    assert (invoice["subtotal"], invoice["shippingCost"], invoice["paymentStatus"]) == (100, 9.95, "Paid")


def test_money_comes_as_an_array_of_typed_items(shop: Shop) -> None:
    shop.switch(order_money="items")
    order = shop.read(ORDER)
    assert {each["invoiceItemType"]["handle"]: each["cost"] for each in order["channelInvoice"]} == {
        "subtotal": 100,
        "tax": 8.25,
        "shipping": 9.95,
        "fee": 0,
        "other": 0,
        "discount": 5,
    }
    assert order["paymentStatus"] == "Paid"


def test_money_comes_as_an_invoice_like_a_suppliers(shop: Shop) -> None:
    shop.switch(order_money="invoice")
    invoice = shop.read(ORDER)["channelInvoice"]
    assert invoice["invoiceStatus"] == {"name": "Paid", "handle": "paid"}
    assert (invoice["invoiceNumber"], invoice["totalCost"], len(invoice["invoiceItems"])) == ("SHOP-1001", 113.2, 6)


def test_money_comes_at_the_orders_own_level(shop: Shop) -> None:
    shop.switch(order_money="flat")
    order = shop.read(ORDER)
    assert (order["subTotal"], order["totalTax"], order["totalShipping"], order["totalDiscount"]) == (
        100,
        8.25,
        9.95,
        5,
    )
    assert order["paymentStatus"] == "Paid"
    assert not {"subtotal", "tax", "shippingCost", "discount", "paymentStatus"} & order["channelInvoice"].keys()


@pytest.mark.parametrize("money", MONEY)
def test_the_list_follows_and_the_control_state_keeps_its_form(shop: Shop, money: str) -> None:
    before = shop.state()["orders"]
    shop.switch(order_money=money)
    listed = shop.read("/orders", includeTags="true")[0]
    assert listed == shop.read(ORDER)
    assert shop.state()["orders"] == before


def test_an_order_without_money_is_served_without(shop: Shop) -> None:
    shop.add(orders=[{"id": 1}])
    for money in MONEY:
        shop.switch(order_money=money)
        assert shop.read("/orders/1")["channelInvoice"] is None


def test_guessed_names_come_in_their_other_spelling(shop: Shop) -> None:
    shop.switch(field_names="others")
    order, request = shop.read(ORDER), shop.read(REQUEST)
    assert order["channel"] == {"id": 41}
    assert (order["lineItems"][0]["salePrice"], order["lineItems"][0]["cancelledQuantity"]) == (12.5, 0)
    assert (order["channelInvoice"]["shipping"], order["channelInvoice"]["status"]) == (9.95, "Paid")
    assert request["fulfillmentRequestStatus"] == "Processing"
    assert request["purchaseOrderItems"][0]["sku"] == "ACME-MUG-RED"
    assert not {"orderItems", "channelId", "fulfillmentRequestItems", "accountingError"} & {*order, *request}


def test_marks_are_taken_whatever_the_names_are(shop: Shop) -> None:
    shop.switch(field_names="others")
    body = {"accountingSynced": True, "items": [{"id": 460001, "externalAccountingItemId": "7"}]}
    assert shop.write("PATCH", f"{REQUEST}/accounting-sync", body).status_code == 204
    assert shop.read(REQUEST)["purchaseOrderItems"][0]["externalAccountingItemId"] == "7"


def test_a_brief_list_leaves_to_the_single_order_what_is_heavy(shop: Shop) -> None:
    shop.switch(order_lists="brief")
    listed = shop.read("/orders")[0]
    assert (listed["orderTotal"], listed["accountingSynced"]) == (113.2, False)
    assert not {"orderItems", "channelInvoice", "billingAddress", "shippingAddress"} & listed.keys()
    assert len(shop.read(ORDER)["orderItems"]) == 2
    shop.switch(field_names="others", order_money="flat")
    assert not {"lineItems", "subTotal", "channelInvoice"} & shop.read("/orders")[0].keys()


def test_every_object_has_fields_that_nobody_knows(shop: Shop) -> None:
    order = shop.get(ORDER).json()
    for thing in (
        order,
        order["billingAddress"],
        order["channelInvoice"],
        *order["orderItems"],
        *order["customFields"],
    ):
        assert {"legacyReference", "rowVersion"} <= thing.keys()


def test_every_switch_says_what_it_means_and_what_is_known_of_it() -> None:
    assert len(SWITCHES) > 10
    for name, switch in SWITCHES.items():
        assert switch.allows(switch.default), name
        assert switch.sentence.endswith("."), name
        assert {"V", "S", "I", "P"} & set(switch.evidence.replace(",", " ").split()), name


@pytest.mark.parametrize("given", [{"order_money": "cents"}, {"pool_size": "0"}, {"webhooks": "never"}])
def test_an_impossible_value_is_refused_with_the_possible_ones(shop: Shop, given: dict[str, str]) -> None:
    answer = shop.write("POST", "/__control/switches", given)
    name = next(iter(given))
    assert answer.status_code == 400
    assert SWITCHES[name].choice in answer.json()["error"]
