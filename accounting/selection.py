"""Which records a connection takes over at all (rows R-23, R-58, R-73, R-101)."""

from __future__ import annotations

from accounting.books import date_in_books
from accounting.choices import undecided
from accounting.problems import Excluded, Held
from accounting.records import FulfillmentRequest, Order, Record, RecordKind, Shipment, SupplierInvoice
from accounting.settings import OPERATIONS, Operation, Settings

OPERATION_OF: dict[RecordKind, Operation] = dict(zip(RecordKind, OPERATIONS, strict=True))
"""Kind of record → the operation that carries it over."""


def require_selected(record: Record, settings: Settings) -> None:
    """Leave out what was not chosen: an operation that is off, a channel, a source, an early order.

    What belongs to an early order is left out by ``require_order_selected``.

    Raises:
        Excluded: with the choice that leaves it out.
        Held: a choice that every order needs was not made.
    """
    operation = OPERATION_OF[record.ref.kind]
    if operation not in settings.operations:
        raise Excluded(f"{operation} is not among the operations that are switched on (setting operations).")
    match record:
        case Order():
            require_order_selected(record, settings)
        case FulfillmentRequest():
            _require_source(record, settings.fulfillment_request_sources, "fulfillment_request_sources")
        case SupplierInvoice():
            _require_source(record, settings.supplier_invoice_sources, "supplier_invoice_sources")
        case Shipment():
            _require_source(record, settings.shipment_sources, "shipment_sources")


def require_order_selected(order: Order, settings: Settings) -> None:
    """Leave out orders of channels that were not selected, and those from before the first day (rows R-58, R-101).

    Channels are selected for the orders: where another program posts them and none is, those of all channels count.

    Raises:
        Excluded: with the choice that leaves it out.
        Held: the first day or the books' time zone was not chosen.
    """
    if order.channel_id not in settings.channels and ("orders" in settings.operations or settings.channels):
        raise Excluded(
            f"Channel {order.channel_name} ({order.channel_id}) of order {order.reference} is not selected "
            "(setting channels).",
            together=f"channel {order.channel_name} ({order.channel_id}) is not selected",
        )
    if settings.orders_from is None or settings.books_time_zone is None:
        raise Held(undecided("orders_from" if settings.orders_from is None else "books_time_zone"))
    dated = date_in_books(order.ordered_at, settings.books_time_zone)
    if dated < settings.orders_from:
        raise Excluded(
            f"Order {order.reference} is dated {dated}, before {settings.orders_from} (setting orders_from).",
            together=f"ordered before {settings.orders_from}",
        )


def _require_source(
    record: FulfillmentRequest | SupplierInvoice | Shipment, selected: tuple[str, ...], setting: str
) -> None:
    if record.source_id not in selected:
        raise Excluded(
            f"Source {record.source_name} ({record.source_id}) of {record.ref.kind.words} {record.label} "
            f"is not selected (setting {setting}).",
            together=f"source {record.source_name} ({record.source_id}) is not selected",
        )
