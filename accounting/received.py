"""Which lines of a Purchase Order does a supplier's invoice answer (rows R-83, R-87)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from accounting.money import pieces
from accounting.ordered import OrderedGoods, OrderedLine
from accounting.problems import Held, Problem
from accounting.records import ChargeKind, SupplierInvoice, SupplierInvoiceLine

CORRECT_THE_INVOICE = "Correct the invoice in Flxpoint; Daybook reads it again at the next run."


def billed_lines(invoice: SupplierInvoice) -> list[SupplierInvoiceLine]:
    """Every charge that comes to anything, and goods even when they are free."""
    return [line for line in invoice.lines if line.amount or (line.kind is ChargeKind.PRODUCT and line.quantity)]


def products_of(invoice: SupplierInvoice) -> list[SupplierInvoiceLine]:
    """The lines that bill goods."""
    return [line for line in billed_lines(invoice) if line.kind is ChargeKind.PRODUCT]


def match_products(invoice: SupplierInvoice, goods: OrderedGoods) -> dict[str, OrderedLine]:
    """Each product line of the invoice with the ordered line it answers; SKUs must be equal (row R-83).

    The same SKU on several lines: equal cost first, then the order of the lines.

    Raises:
        Held: with every SKU that is not on the Purchase Order, or of which too little is left; then there is no
            Bill at all.
    """
    products = products_of(invoice)
    if strangers := [line for line in products if not _of_sku(line, goods.lines)]:
        raise Held(*(_unknown_sku(invoice, goods, line) for line in strangers))
    matched = _Matching(goods).of(products)
    _require_left(invoice, goods, matched)
    return matched


class _Matching:
    """Gives each line the ordered line that fits best, and remembers what is left of those."""

    def __init__(self, goods: OrderedGoods) -> None:
        self._goods = goods
        self._left = {wanted.id: wanted.left for wanted in goods.lines}
        self._answered: set[str] = set()

    def of(self, products: Sequence[SupplierInvoiceLine]) -> dict[str, OrderedLine]:
        matched: dict[str, OrderedLine] = {}
        for line in products:
            equal = [wanted for wanted in self._candidates(line) if wanted.unit_cost == line.unit_cost]
            if fitting := [wanted for wanted in equal if self._left[wanted.id] >= line.quantity]:
                matched[line.id] = self._take(line, fitting)
        for line in products:
            if line.id not in matched:
                matched[line.id] = self._take(line, self._candidates(line))
        return matched

    def _candidates(self, line: SupplierInvoiceLine) -> list[OrderedLine]:
        return _of_sku(line, self._goods.lines)

    def _take(self, line: SupplierInvoiceLine, candidates: Sequence[OrderedLine]) -> OrderedLine:
        def unfit(wanted: OrderedLine) -> tuple[bool, bool]:
            return self._left[wanted.id] < line.quantity, wanted.id in self._answered

        best = min(candidates, key=unfit)
        self._left[best.id] -= line.quantity
        self._answered.add(best.id)
        return best


def _of_sku(line: SupplierInvoiceLine, ordered: Sequence[OrderedLine]) -> list[OrderedLine]:
    """The ordered lines of the same SKU: as it was written on the Purchase Order, else the item's own."""
    described = [wanted for wanted in ordered if wanted.sku == line.sku]
    return described or [wanted for wanted in ordered if wanted.item_sku and wanted.item_sku == line.sku]


def _require_left(invoice: SupplierInvoice, goods: OrderedGoods, matched: Mapping[str, OrderedLine]) -> None:
    """Hold an invoice for more than its Purchase Order has left (row R-87)."""
    billed: dict[str, Decimal] = {}
    for line in products_of(invoice):
        wanted = matched[line.id]
        billed[wanted.id] = billed.get(wanted.id, Decimal(0)) + line.quantity
    ordered = {wanted.id: wanted for wanted in matched.values()}
    if over := [wanted for id, wanted in ordered.items() if billed[id] > wanted.left]:
        raise Held(*(_more_than_ordered(invoice, goods, wanted, billed[wanted.id]) for wanted in over))


def _more_than_ordered(invoice: SupplierInvoice, goods: OrderedGoods, wanted: OrderedLine, billed: Decimal) -> Problem:
    return Problem(
        code="more_than_ordered",
        message=f"Invoice {invoice.number} bills {pieces(billed)} of {wanted.sku}, Purchase Order "
        f"{goods.number} has {pieces(wanted.left)} left.",
        fix=CORRECT_THE_INVOICE,
        subject=wanted.sku,
    )


def _unknown_sku(invoice: SupplierInvoice, goods: OrderedGoods, line: SupplierInvoiceLine) -> Problem:
    known = ", ".join(sorted({wanted.sku for wanted in goods.lines if wanted.sku})) or "no SKU at all"
    return Problem(
        code="sku_not_on_purchase_order",
        message=f'SKU "{line.sku or ""}" on invoice {invoice.number} is not on Purchase Order '
        f"{goods.number} (has: {known}).",
        fix="Correct the SKU in Flxpoint; no Bill was created.",
        subject=line.sku or "",
    )
