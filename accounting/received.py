"""Which lines of a Purchase Order does a supplier's invoice answer (rows R-83, R-87)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Taken:
    """What an invoice's line takes of an ordered line."""

    wanted: OrderedLine
    quantity: Decimal


def match_products(invoice: SupplierInvoice, goods: OrderedGoods) -> dict[str, tuple[Taken, ...]]:
    """What each product line of the invoice takes of the ordered lines; SKUs must be equal (row R-83).

    The same SKU on several lines: equal cost first, then the order of the lines. What no single line has left is
    taken of several.

    Raises:
        Held: with every SKU that is not on the Purchase Order, or of which too little is left; then there is no
            Bill at all.
    """
    products = products_of(invoice)
    if strangers := [line for line in products if not _of_sku(line, goods.lines)]:
        raise Held(*(_unknown_sku(invoice, goods, line) for line in strangers))
    _require_left(invoice, goods)
    return _Matching(goods).of(products)


class _Matching:
    """Gives each line the ordered line that fits best, and remembers what is left of those."""

    def __init__(self, goods: OrderedGoods) -> None:
        self._goods = goods
        self._left = {wanted.id: wanted.left for wanted in goods.lines}
        self._answered: set[str] = set()

    def of(self, products: Sequence[SupplierInvoiceLine]) -> dict[str, tuple[Taken, ...]]:
        matched: dict[str, tuple[Taken, ...]] = {}
        for line in products:
            equal = [wanted for wanted in self._candidates(line) if wanted.unit_cost == line.unit_cost]
            if fitting := self._with_room(line, equal):
                matched[line.id] = (self._take(fitting, line.quantity),)
        for line in products:
            if line.id in matched:
                continue
            if fitting := self._with_room(line, self._candidates(line)):
                matched[line.id] = (self._take(fitting, line.quantity),)
            else:
                matched[line.id] = self._take_of_several(line)
        return matched

    def _candidates(self, line: SupplierInvoiceLine) -> list[OrderedLine]:
        return _of_sku(line, self._goods.lines)

    def _with_room(self, line: SupplierInvoiceLine, candidates: Sequence[OrderedLine]) -> OrderedLine | None:
        """The first that has enough left, those first that no line has answered yet."""
        fitting = [wanted for wanted in candidates if self._left[wanted.id] >= line.quantity]
        return min(fitting, key=lambda wanted: wanted.id in self._answered, default=None)

    def _take_of_several(self, line: SupplierInvoiceLine) -> tuple[Taken, ...]:
        open_quantity, taken = line.quantity, []
        for wanted in sorted(self._candidates(line), key=lambda wanted: wanted.unit_cost != line.unit_cost):
            if (part := min(self._left[wanted.id], open_quantity)) > 0:
                taken.append(self._take(wanted, part))
                open_quantity -= part
        return tuple(taken)

    def _take(self, wanted: OrderedLine, quantity: Decimal) -> Taken:
        self._left[wanted.id] -= quantity
        self._answered.add(wanted.id)
        return Taken(wanted, quantity)


def _of_sku(line: SupplierInvoiceLine, ordered: Sequence[OrderedLine]) -> list[OrderedLine]:
    """The ordered lines of the same SKU: as it was written on the Purchase Order, else the item's own."""
    described = [wanted for wanted in ordered if wanted.sku == line.sku]
    return described or [wanted for wanted in ordered if wanted.item_sku and wanted.item_sku == line.sku]


def _require_left(invoice: SupplierInvoice, goods: OrderedGoods) -> None:
    """Hold an invoice for more than its Purchase Order has left (row R-87)."""
    billed: dict[tuple[str, ...], Decimal] = {}
    ordered: dict[tuple[str, ...], list[OrderedLine]] = {}
    for line in products_of(invoice):
        candidates = _of_sku(line, goods.lines)
        same = tuple(wanted.id for wanted in candidates)
        ordered[same] = candidates
        billed[same] = billed.get(same, Decimal(0)) + line.quantity
    left = {same: _left_of(lines) for same, lines in ordered.items()}
    if over := [same for same in ordered if billed[same] > left[same]]:
        raise Held(
            *(_more_than_ordered(invoice, goods, ordered[same][0].sku, billed[same], left[same]) for same in over)
        )


def _left_of(lines: Sequence[OrderedLine]) -> Decimal:
    return sum((max(wanted.left, Decimal(0)) for wanted in lines), Decimal(0))


def _more_than_ordered(
    invoice: SupplierInvoice, goods: OrderedGoods, sku: str, billed: Decimal, left: Decimal
) -> Problem:
    return Problem(
        code="more_than_ordered",
        message=f"Invoice {invoice.number} bills {pieces(billed)} of {sku}, Purchase Order "
        f"{goods.number} has {pieces(left)} left.",
        fix=CORRECT_THE_INVOICE,
        subject=sku,
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
