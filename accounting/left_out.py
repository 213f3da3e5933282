"""Records that cannot become documents as things stand: left out by a choice, their state, or as a credit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

from accounting.bill import require_bill
from accounting.money import ZERO
from accounting.problems import Excluded, Held, NotDue
from accounting.purchase import require_due
from accounting.records import FulfillmentRequest, Model, Order, Record, RecordKind, Shipment, SupplierInvoice
from accounting.sale import require_postable
from accounting.selection import require_order_selected, require_selected
from accounting.settings import Settings
from accounting.shipping import require_outbound

BY_ITS_STATE = "draft, canceled, or nothing left of it"
A_CREDIT = "supplier credits"


class LeftOut(Model):
    """Why one record is left out."""

    kind: RecordKind
    reason: str
    together: str
    """The same, said of many records at once."""
    credit: Decimal = ZERO


def left_out(record: Record, settings: Settings, order: Order | None) -> LeftOut | None:
    """Why a record is left out (rows R-58, R-59, R-73, R-90, R-101); None if it is not, or if nobody can tell yet.

    ``order`` is the one that a record of another kind belongs to, if it is known.
    """
    try:
        with suppress(NotDue, Held):
            _require_wanted(record, settings, order)
    except Excluded as reason:
        return _left_out(record, reason)
    return None


def told_together(all_left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """One sentence for each reason, such as "412 orders left out: ordered before 2026-11-01."."""
    found = list(all_left_out)
    credits = sum((one.credit for one in found), ZERO)
    counted = Counter((one.kind, one.together) for one in found)
    return tuple(_sentence(kind, together, number, credits) for (kind, together), number in counted.items())


def _require_wanted(record: Record, settings: Settings, order: Order | None) -> None:
    require_selected(record, settings)
    match record:
        case Order():
            require_postable(record)
        case FulfillmentRequest():
            _require_order(order, settings)
            require_due(record, settings)
        case SupplierInvoice():
            require_bill(record)
            _require_order(order, settings)
        case Shipment():
            require_outbound(record)
            _require_order(order, settings)


def _require_order(order: Order | None, settings: Settings) -> None:
    if order is not None:
        require_order_selected(order, settings)


def _left_out(record: Record, reason: Excluded) -> LeftOut:
    ref, told = record.ref, str(reason)
    if reason.together:
        return LeftOut(kind=ref.kind, reason=told, together=reason.together)
    if isinstance(record, SupplierInvoice):
        return LeftOut(kind=ref.kind, reason=told, together=A_CREDIT, credit=record.credit or record.total)
    return LeftOut(kind=ref.kind, reason=told, together=BY_ITS_STATE)


def _sentence(kind: RecordKind, together: str, number: int, credits: Decimal) -> str:
    records = f"{number} {kind.words}{'' if number == 1 else 's'}"
    amount = f", {credits} in all; enter Vendor Credits in QuickBooks" if together == A_CREDIT else ""
    return f"{records} left out: {together}{amount}."
