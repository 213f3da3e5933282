"""The money part of an order, which comes in two shapes: stated amounts, or a list of typed charges."""

from __future__ import annotations

from decimal import Decimal

from accounting.money import ZERO
from clients.flxpoint.entry import Entry
from clients.flxpoint.errors import FieldMissing
from clients.flxpoint.fields import CHARGE

AMOUNTS = ("subtotal", "tax", "shipping", "fee", "other", "discount")
_KINDS = {"product": "subtotal", **{amount: amount for amount in AMOUNTS}}


def amounts_of(order: Entry) -> dict[str, Decimal]:
    """The order's amounts by name; the discount positive, an absent one 0.00, the subtotal never absent.

    Raises:
        NotUnderstood: a charge has a kind that nobody knows: left out, its money would be lost.
        FieldMissing: there is no subtotal in either shape.
    """
    charges = order.parts_or_none("charges", CHARGE)
    amounts = _stated(order) if charges is None or order.find("subtotal") is not None else _summed(charges)
    if "subtotal" not in amounts:
        raise FieldMissing(order.kind, order.record_id, "subtotal", order.names["subtotal"])
    amounts = {name: amounts.get(name, ZERO) for name in AMOUNTS}
    return amounts | {"discount": abs(amounts["discount"])}


def _stated(order: Entry) -> dict[str, Decimal]:
    found = {name: order.amount_or_none(name) for name in AMOUNTS}
    return {name: amount for name, amount in found.items() if amount is not None}


def _summed(charges: list[Entry]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for charge in charges:
        kind = charge.text("kind").lower()
        if kind not in _KINDS:
            raise charge.not_understood(
                f'"{kind[:80]}" is no kind of charge ({", ".join(_KINDS)}). Correct it in Flxpoint; '
                "if it is right there, add it to the kinds (clients/flxpoint/channel_invoice.py)."
            )
        name = _KINDS[kind]
        sums[name] = sums.get(name, ZERO) + charge.amount("amount")
    return sums
