"""A shop whose records are made up by chance, and beside each of them how it must end in the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sandbox.made_up import records
from sandbox.made_up.amounts import ZERO, parts_of, total
from sandbox.made_up.catalogue import (
    B2B,
    CATALOGUE,
    FIRST,
    LAST,
    MAIN,
    MARKETPLACE,
    PLACES,
    TAXED_STATE,
    WITH_VENDOR,
    Goods,
)
from sandbox.made_up.records import Json

# No id of a record that was written down by hand is as high.
ORDERS, REQUESTS, INVOICES = 30_000_000, 31_000_000, 32_000_000
BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)
TWENTY_DAYS = 20 * 24 * 60
"""In minutes: so long after its beginning every order has come in."""
SHIPPING = (ZERO, ZERO, Decimal("4.95"), Decimal("9.95"))
FREIGHT = (ZERO, Decimal("6.25"))


@dataclass
class MadeUpShop:
    """What was made up so far."""

    chance: Random
    orders: list[Json] = field(default_factory=list)
    requests: list[Json] = field(default_factory=list)
    invoices: list[Json] = field(default_factory=list)
    expect: list[Json] = field(default_factory=list)
    plain: list[Json] = field(default_factory=list)
    """Plain orders whose number no other order has."""
    why: str = ""
    """What the records are for that are made up now."""
    _requests_of: Counter[int] = field(default_factory=Counter)

    def order(
        self,
        lines: list[Json] | None = None,
        *,
        channel: int = MAIN,
        name: str = "",
        address: Json | None = None,
        off: int = 0,
        fee: Decimal = ZERO,
        began: datetime = BEGAN,
        **told: Any,
    ) -> Json:
        """An order whose parts add up, of one to four goods unless lines are given; `told` as in `records.order`."""
        place = len(self.orders) + 1
        at = began + timedelta(minutes=self.chance.randrange(TWENTY_DAYS))
        to = self._address(name) | (address or {})
        items = lines or self.lines()
        taxed = channel != B2B and to["stateCode"] == TAXED_STATE
        shipping = ZERO if off == 100 else self.chance.choice(SHIPPING)
        money = parts_of(items, shipping=shipping, taxed=taxed, off=off, fee=fee)
        usual = {"reference": f"WEB-{30_000 + place}", "channel": channel, "status": "Open", "payment": "Paid"}
        self.orders.append(records.order(ORDERS + place, items, money, address=to, at=at, **(usual | told)))
        return self.orders[-1]

    def lines(self, fewest: int = 1, most: int = 4, of: Goods = CATALOGUE) -> list[Json]:
        """Lines of an order, each of other goods."""
        skus = self.chance.sample(sorted(of), self.chance.randint(fewest, most))
        return [
            {"sku": sku, "title": of[sku][0], "quantity": self.chance.randint(1, 6), "price": Decimal(of[sku][1])}
            for sku in skus
        ]

    def request(self, order: Json, source: int, lines: list[Json] | None = None, status: str = "Processing") -> Json:
        """What a source is asked for: the whole order, or the lines given."""
        self._requests_of[order["id"]] += 1
        number, place = REQUESTS + len(self.requests) + 1, self._requests_of[order["id"]]
        self.requests.append(records.request(number, order, place, source, lines or order["orderItems"], status))
        return self.requests[-1]

    def invoice(
        self, request: Json, lines: list[Json] | None = None, *, name: str = "", freight: Decimal = ZERO
    ) -> Json:
        """What a supplier charges: all of a request, or the lines given."""
        number, charged = INVOICES + len(self.invoices) + 1, lines or request["fulfillmentRequestItems"]
        self.invoices.append(records.invoice(number, request, charged, name=name, freight=freight))
        return self.invoices[-1]

    def ends(self, what: str, record: Json, ends: str, **told: Any) -> None:
        """Note how a record must end."""
        self.expect.append({"record": f"{what}:{record['id']}", "ends": ends, **told, "why": self.why})

    def sold(self, order: Json, kind: str = "SalesReceipt", number: str = "", **told: Any) -> Json:
        """The order must become a sale of its total, less the tax that a marketplace remits."""
        remitted = order["channelInvoice"]["tax"] if order["channelId"] == MARKETPLACE else ZERO
        self._posts("order", order, kind, number or order["referenceNumber"], order["orderTotal"] - remitted, **told)
        return order

    def ordered(self, order: Json, source: int = 0, lines: list[Json] | None = None) -> Json:
        """A request that must become a Purchase Order."""
        request = self.request(order, source or self.chance.choice(WITH_VENDOR), lines)
        cost = total(request["fulfillmentRequestItems"], "cost")
        self._posts("fulfillment_request", request, "PurchaseOrder", request["fulfillmentRequestNumber"], cost)
        return request

    def billed(self, invoice: Json, number: str = "") -> None:
        """The invoice must become a Bill."""
        self._posts("supplier_invoice", invoice, "Bill", number or invoice["invoiceNumber"], invoice["totalCost"])

    def bought(self, order: Json) -> None:
        """Most orders are sent by a supplier, and most of those are invoiced by now."""
        if self.chance.random() < 0.6:
            request = self.ordered(order)
            if self.chance.random() < 0.7:
                self.billed(self.invoice(request, freight=self.chance.choice(FREIGHT)))

    def _posts(self, what: str, record: Json, kind: str, number: str, amount: Decimal, **told: Any) -> None:
        self.ends(what, record, "posted", kind=kind, number=number, total=str(amount), **told)

    def _address(self, name: str) -> Json:
        name = name or f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"
        city, state, postal = self.chance.choice(PLACES)
        # One mail address for each name, or a customer would seem to have changed it.
        mail = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())
        street = {"name": name, "addressLine1": f"{self.chance.randint(1, 99)} Elm Street", "city": city}
        return street | {"stateCode": state, "postal": postal, "countryCode": "US", "email": f"{mail}@example.com"}
