"""What becomes of a shop's orders: mostly plain, a few per cent of each odd case.

How each must end depends on the records alone, never on which of them is worked on first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from sandbox.made_up.catalogue import B2B, BEADS, GAMMA, MARKETPLACE, ODD_NAMES, SECOND, WITH_VENDOR
from sandbox.made_up.records import Json
from sandbox.made_up.shop import MadeUpShop

NAMELESS = {"name": None, "addressLine1": None, "email": None, "redacted": True}
PLAIN = "A plain paid order."
BEFORE_ORDERS_FROM = datetime(2026, 9, 1, 12, tzinfo=UTC)


def generate(orders: int, seed: int) -> dict[str, list[Json]]:
    """So many orders with their fulfillment requests and source invoices, and under "expect" how each must end.

    The same for the same seed.
    """
    shop = MadeUpShop(Random(seed))
    for _, why, case in shop.chance.choices(_MIX, [share for share, _, _ in _MIX], k=orders):
        shop.why = why
        case(shop)
    records = {"orders": shop.orders, "fulfillment_requests": shop.requests, "source_invoices": shop.invoices}
    return {"expect": shop.expect, **records}


def _plain(shop: MadeUpShop) -> None:
    shop.plain.append(shop.sold(shop.order()))
    shop.bought(shop.plain[-1])


def _discounted(shop: MadeUpShop) -> None:
    shop.bought(shop.sold(shop.order(off=shop.chance.choice((5, 10, 15)))))


def _free(shop: MadeUpShop) -> None:
    shop.bought(shop.sold(shop.order(off=100)))


def _marketplace(shop: MadeUpShop) -> None:
    shop.sold(shop.order(channel=MARKETPLACE))


def _redacted(shop: MadeUpShop) -> None:
    shop.sold(shop.order(channel=MARKETPLACE, address=NAMELESS))


def _unpaid(shop: MadeUpShop) -> None:
    shop.bought(shop.sold(shop.order(payment="Authorized"), "Invoice"))


def _declined(shop: MadeUpShop) -> None:
    shop.sold(shop.order(payment="Declined"), "Invoice", warns=["payment_declined"])


def _deferred(shop: MadeUpShop) -> None:
    shop.bought(shop.sold(shop.order(channel=B2B, payment="Deferred", fee=Decimal("2.00")), "Invoice"))


def _odd_name(shop: MadeUpShop) -> None:
    shop.sold(shop.order(name=shop.chance.choice(ODD_NAMES)))


def _long(shop: MadeUpShop) -> None:
    shop.sold(shop.order(shop.lines(30, 60, BEADS)))


def _twin(shop: MadeUpShop) -> None:
    """Two orders with one number: the lower id keeps it plain, the other puts its id after it."""
    if not shop.plain:
        # No order is there yet to share a number with.
        shop.why = PLAIN
        _plain(shop)
        return
    first = shop.plain.pop()
    order = shop.order(channel=SECOND, name=first["billingAddress"]["name"], reference=first["referenceNumber"])
    shop.sold(order, number=f"{order['referenceNumber']}-{order['id']}")


def _several_suppliers(shop: MadeUpShop) -> None:
    order = shop.sold(shop.order(shop.lines(fewest=3)))
    for source, line in zip(WITH_VENDOR, order["orderItems"], strict=False):
        shop.billed(shop.invoice(shop.ordered(order, source, [line]), freight=Decimal("3.50")))


def _partial_invoices(shop: MadeUpShop) -> None:
    line = shop.lines(most=1)[0] | {"quantity": shop.chance.choice((3, 5, 7))}
    request = shop.ordered(shop.sold(shop.order([line])))
    number, (item,) = request["fulfillmentRequestNumber"], request["fulfillmentRequestItems"]
    # Unequal parts: two of one number and one total would be taken for one invoice that came twice.
    small = line["quantity"] // 2
    parts = [shop.invoice(request, [item | {"quantity": n}], name=number) for n in (small + 1, small)]
    shop.billed(parts[0])
    shop.billed(parts[1], f"{number}-{parts[1]['id']}")


def _strange_sku(shop: MadeUpShop) -> None:
    request = shop.ordered(shop.sold(shop.order()))
    invoice = shop.invoice(request, [line | {"sku": f"{line['sku']}X"} for line in request["fulfillmentRequestItems"]])
    shop.ends("supplier_invoice", invoice, "parked", code="sku_not_on_purchase_order")


def _refunded(shop: MadeUpShop) -> None:
    shop.ends("order", shop.order(payment="Refunded"), "parked", code="payment_unclear")
    _not_ordered(shop, shop.orders[-1], "waiting")


def _unprocessed(shop: MadeUpShop) -> None:
    _not_ordered(shop, shop.sold(shop.order()), "waiting", status="Unprocessed")


def _without_vendor(shop: MadeUpShop) -> None:
    _not_ordered(shop, shop.sold(shop.order()), "parked", GAMMA, code="vendor_missing")


def _canceled(shop: MadeUpShop) -> None:
    shop.ends("order", shop.order(status="Canceled"), "excluded")
    _not_ordered(shop, shop.orders[-1], "excluded", status="Voided")


def _old(shop: MadeUpShop) -> None:
    shop.ends("order", shop.order(began=BEFORE_ORDERS_FROM), "excluded")
    _not_ordered(shop, shop.orders[-1], "excluded")


def _not_ordered(
    shop: MadeUpShop, order: Json, ends: str, source: int = 0, status: str = "Processing", **told: Any
) -> None:
    request = shop.request(order, source or shop.chance.choice(WITH_VENDOR), status=status)
    shop.ends("fulfillment_request", request, ends, **told)


# Percent of the orders, what it is, and how it is made up.
_MIX: tuple[tuple[int, str, Callable[[MadeUpShop], None]], ...] = (
    (46, PLAIN, _plain),
    (6, "Paid, with a discount.", _discounted),
    (6, "Paid on a marketplace that remits the tax.", _marketplace),
    (4, "Authorized, not yet paid.", _unpaid),
    (4, "A business buys on account, with a drop-ship fee.", _deferred),
    (4, "Several suppliers deliver and invoice it.", _several_suppliers),
    (4, "Delivered in two parts, both invoiced under the request's number.", _partial_invoices),
    (3, "The number of another order, on the second channel, for a customer of the same name.", _twin),
    (3, "A name with signs that a query could stumble over.", _odd_name),
    (2, "The payment was declined.", _declined),
    (2, "More lines than QuickBooks takes in one batch.", _long),
    (2, "A coupon takes the whole price.", _free),
    (2, "Flxpoint has removed the personal data.", _redacted),
    (2, "The supplier was not asked yet.", _unprocessed),
    (2, "The source has no vendor in QuickBooks.", _without_vendor),
    (2, "The supplier's invoice has SKUs that were not ordered.", _strange_sku),
    (2, "The money was given back.", _refunded),
    (2, "The order was canceled, and its request voided.", _canceled),
    (2, "Ordered before orders_from.", _old),
)
