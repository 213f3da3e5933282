"""Which lines of a Purchase Order does a supplier's invoice answer (rows R-82, R-83, R-87)?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from accounting.problems import Held, Problem
from accounting.records import (
    ChargeKind,
    FulfillmentLine,
    FulfillmentRequest,
    Model,
    SupplierInvoice,
    SupplierInvoiceLine,
)


class OrderedGoods(Model):
    """The Purchase Order an invoice answers, as it was posted."""

    purchase_order_id: str
    request: FulfillmentRequest
    line_ids: Mapping[str, str]
    """Fulfillment request line id → Purchase Order line id."""
    item_ids: Mapping[str, str]
    """Supplier's SKU → item id."""

    @property
    def lines(self) -> list[FulfillmentLine]:
        """The request's lines that stand on the Purchase Order; the request may have changed since."""
        return [line for line in self.request.lines if line.id in self.line_ids and line.sku in self.item_ids]


def billed_lines(invoice: SupplierInvoice) -> list[SupplierInvoiceLine]:
    """Every charge that comes to anything, and goods even when they are free."""
    return [line for line in invoice.lines if line.amount or (line.kind is ChargeKind.PRODUCT and line.quantity)]


def products_of(invoice: SupplierInvoice) -> list[SupplierInvoiceLine]:
    """The lines that bill goods."""
    return [line for line in billed_lines(invoice) if line.kind is ChargeKind.PRODUCT]


def match_products(invoice: SupplierInvoice, goods: OrderedGoods) -> dict[str, FulfillmentLine]:
    """Each product line of the invoice with the ordered line it answers; SKUs must be equal (row R-83).

    The same SKU on several lines: equal cost first, then the order of the lines.

    Raises:
        Held: with every SKU that is not on the Purchase Order, or of which it has less; then there is no Bill at all.
    """
    products = products_of(invoice)
    if strangers := [line for line in products if line.sku not in {wanted.sku for wanted in goods.lines}]:
        raise Held(*(_unknown_sku(invoice, goods, line) for line in strangers))
    matched: dict[str, FulfillmentLine] = {}
    for at_equal_cost in (True, False):
        for line in products:
            if line.id not in matched and (wanted := _answered(line, goods, matched, at_equal_cost)):
                matched[line.id] = wanted
    _require_ordered(invoice, goods, matched)
    return matched


def _answered(
    line: SupplierInvoiceLine, goods: OrderedGoods, matched: Mapping[str, FulfillmentLine], at_equal_cost: bool
) -> FulfillmentLine | None:
    same_sku = [wanted for wanted in goods.lines if wanted.sku == line.sku]
    free = [wanted for wanted in same_sku if wanted not in matched.values()]
    if at_equal_cost:
        return next((wanted for wanted in free if wanted.unit_cost == line.unit_cost), None)
    return (free or same_sku)[0]


def _require_ordered(invoice: SupplierInvoice, goods: OrderedGoods, matched: Mapping[str, FulfillmentLine]) -> None:
    """Hold an invoice for more than the Purchase Order line was made for (row R-87)."""
    billed: dict[str, Decimal] = {}
    for line in invoice.lines:
        if wanted := matched.get(line.id):
            billed[wanted.id] = billed.get(wanted.id, Decimal(0)) + line.quantity
    ordered = {wanted.id: wanted for wanted in matched.values()}
    if over := [wanted for id, wanted in ordered.items() if billed[id] > wanted.net_quantity]:
        raise Held(*(_more_than_ordered(invoice, goods.request.number, wanted, billed[wanted.id]) for wanted in over))


def _more_than_ordered(invoice: SupplierInvoice, number: str, wanted: FulfillmentLine, billed: Decimal) -> Problem:
    return Problem(
        code="more_than_ordered",
        message=f"Invoice {invoice.number} bills {billed} of {wanted.sku} on a line of Purchase Order "
        f"{number} that is for {wanted.net_quantity}.",
        fix="Correct the invoice or the request in the order system; Daybook reads it again at the next run.",
        subject=wanted.sku or "",
    )


def _unknown_sku(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine) -> Problem:
    known = ", ".join(sorted({wanted.sku for wanted in goods.lines if wanted.sku})) or "no SKU at all"
    return Problem(
        code="sku_not_on_purchase_order",
        message=f'SKU "{line.sku or ""}" on invoice {invoice.number} is not on Purchase Order '
        f"{goods.request.number} (has: {known}).",
        fix="Correct the SKU; no Bill was created.",
        subject=line.sku or "",
    )
