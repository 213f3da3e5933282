"""What an order's shipments add to its sale: ship date, tracking numbers and carrier, no amounts (R-92, A16)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from accounting.books import Books, date_in_books
from accounting.problems import Excluded, Held, Problem
from accounting.records import Model, Order, Shipment
from accounting.sale import NEVER_POSTED
from accounting.sendable import TURN_SHIPPING_ON

MOST_CHARACTERS = 30
"""Of a tracking number and of a carrier; Intuit states no limit, and tools that import sales allow so many."""


class ShippingDetails(Model):
    """What a sale says of its shipping; None: nothing."""

    shipped_on: date | None = None
    tracking: str | None = None
    carrier: str | None = None

    def shown_by(self, sale: ShippingDetails) -> bool:
        """Whether a sale says all of this already."""
        return not self.missing_in(sale)

    def missing_in(self, sale: ShippingDetails) -> list[str]:
        """The parts that a sale does not say as they are here."""
        parts = type(self).model_fields
        return [part for part in parts if getattr(self, part) not in (None, getattr(sale, part))]

    def __str__(self) -> str:
        by = f" by {self.carrier}" if self.carrier else ""
        tracking = f", tracking number {self.tracking}" if self.tracking else ""
        return f"shipped {self.shipped_on}{by}{tracking}"


def require_outbound(shipment: Shipment) -> None:
    """Leave out what is no delivery to an order's customer.

    Raises:
        Excluded: it is a return, or goes to no order.
    """
    if shipment.return_id is not None:
        raise Excluded(
            f"Shipment {shipment.id} brings back a return ({shipment.return_id}).", together="shipments of returns"
        )
    if shipment.order_ref is None:
        raise Excluded(f"Shipment {shipment.id} belongs to no order.", together="shipments that belong to no order")


def require_sale_to_come(shipment: Shipment, order: Order) -> None:
    """Leave out the shipment of an order that is not posted and never will be.

    Raises:
        Excluded: the order was canceled, or has failed.
    """
    if order.state in NEVER_POSTED:
        raise Excluded(
            f"Shipment {shipment.id} belongs to order {order.reference}, which is {order.state}: there is no sale to "
            "write it on."
        )


def require_shipping_on(shipment: Shipment, order: str, books: Books) -> None:
    """Hold a shipment where sales forms have no place for it (row R-03).

    Raises:
        Held: shipping is switched off in QuickBooks.
    """
    if not books.shipping_allowed:
        raise Held(
            Problem(
                code="shipping_off",
                message=f"Shipment {shipment.id} of order {order} cannot be written on its sale: Shipping is off in "
                "QuickBooks.",
                fix=TURN_SHIPPING_ON,
            )
        )


def shipping_details(shipments: Collection[Shipment], zone: str) -> tuple[ShippingDetails, tuple[str, ...]]:
    """What the shipments of one order come to, and the tracking numbers that have no room.

    The day is the latest one, in the books' time zone; tracking numbers and carriers stand in the order of shipping.
    """
    sent = sorted(shipments, key=lambda shipment: (shipment.shipped_at, shipment.id))
    tracking, left_over = _joined([one.tracking_number for one in sent])
    carriers, _ = _joined([" ".join(filter(None, (one.carrier, one.method))) for one in sent])
    days = [date_in_books(one.shipped_at, zone) for one in sent]
    return ShippingDetails(shipped_on=max(days), tracking=tracking, carrier=carriers), left_over


def _joined(texts: Sequence[str | None]) -> tuple[str | None, tuple[str, ...]]:
    """As many of the texts as have room, with ``+2`` for two that have not; a part of one would mislead."""
    wanted = list(dict.fromkeys(" ".join(text.split()) for text in texts if text and text.strip()))
    for kept in range(len(wanted), 0, -1):
        left_over = wanted[kept:]
        text = ", ".join(wanted[:kept]) + (f" +{len(left_over)}" if left_over else "")
        if len(text) <= MOST_CHARACTERS:
            return text, tuple(left_over)
    return None, tuple(wanted)


def shipping_not_kept(sale: str, shipment: Shipment, wanted: ShippingDetails, stands: ShippingDetails) -> list[Problem]:
    """The problem that QuickBooks took the details, and does not show them."""
    return [
        Problem(
            code="shipping_differs",
            message=f"{sale} for shipment {shipment.id}: its {_WORDS[part]} was sent as {getattr(wanted, part)} and "
            f"stands as {getattr(stands, part) or 'nothing'} in QuickBooks.",
            fix="Correct it in QuickBooks, then close this problem.",
        )
        for part in wanted.missing_in(stands)
    ]


_WORDS = {"shipped_on": "ship date", "tracking": "tracking number", "carrier": "carrier"}


def sale_gone(sale: str, shipment: Shipment, order: str) -> Problem:
    """The sale that a shipment is to be written on is not in QuickBooks any more."""
    return Problem(
        code="sale_not_found",
        message=f"{sale} of order {order} is gone from QuickBooks, so that shipment {shipment.id} has nowhere "
        "to be written.",
        fix="Post the order again, then retry.",
        subject=order,
    )
