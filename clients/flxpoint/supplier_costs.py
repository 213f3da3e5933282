"""What the lines of a supplier's invoice cost: is a line's ``cost`` its total, as a rule, or one unit's?"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.money import ZERO, cents, line_amount
from accounting.records import ChargeKind, SupplierInvoiceLine
from clients.flxpoint.entry import Entry
from clients.flxpoint.fields import INVOICE_LINE

_log = logging.getLogger(__name__)
_FINEST_PRICE = Decimal("1e-7")


@dataclass(frozen=True)
class _Line:
    entry: Entry
    kind: ChargeKind
    quantity: Decimal
    cost: Decimal
    unit_cost: Decimal | None

    @property
    def states_a_total(self) -> bool:
        """Unit cost and quantity make up the cost."""
        return self.unit_cost is not None and line_amount(self.quantity, self.unit_cost) == cents(self.cost)


def lines_of(invoice: Entry) -> tuple[SupplierInvoiceLine, ...]:
    """The invoice's lines with amount and unit cost; a charge (shipping, fee …) without a quantity is one."""
    lines = [_read(part) for part in invoice.parts("items", INVOICE_LINE)]
    per_unit = _costs_are_per_unit(lines, invoice.amount_or_none("product_total"))
    if per_unit:
        _log.warning("Invoice %s: costs of its lines are taken as costs of one unit.", invoice.record_id)
    return tuple(_priced(line, per_unit=per_unit and not line.states_a_total) for line in lines)


def _read(part: Entry) -> _Line:
    handle = part.text("kind").lower()
    if handle not in set(ChargeKind):
        raise part.not_understood(f'"{handle[:80]}" is no kind of invoice item ({", ".join(ChargeKind)}).')
    kind = ChargeKind(handle)
    one = Decimal(1)
    counted = kind is ChargeKind.PRODUCT
    quantity = part.quantity("quantity") if counted else part.quantity_or("quantity", one) or one
    return _Line(part, kind, quantity, part.amount("cost"), part.amount_or_none("unit_cost"))


def _costs_are_per_unit(lines: Sequence[_Line], product_total: Decimal | None) -> bool:
    """Where lines do not state their totals, is the product total nearer to cost × quantity than to cost?"""
    products = [line for line in lines if line.kind is ChargeKind.PRODUCT]
    if product_total is None:
        return False
    stated = sum((line.cost for line in products if line.states_a_total), ZERO)
    open_lines = [line for line in products if not line.states_a_total]
    as_totals = stated + sum((line.cost for line in open_lines), ZERO)
    as_units = stated + sum((line.cost * line.quantity for line in open_lines), ZERO)
    return abs(as_units - product_total) < abs(as_totals - product_total)


def _priced(line: _Line, *, per_unit: bool) -> SupplierInvoiceLine:
    amount, unit_cost = line.cost, line.cost
    if per_unit:
        amount = line_amount(line.quantity, line.cost)
    elif line.states_a_total and line.unit_cost is not None:
        unit_cost = line.unit_cost
    elif line.quantity:
        unit_cost = (line.cost / line.quantity).quantize(_FINEST_PRICE)
    return SupplierInvoiceLine(
        id=line.entry.id("id"),
        kind=line.kind,
        sku=line.entry.text_or_none("sku"),
        title=line.entry.text_or_none("title") or "",
        quantity=line.quantity,
        unit_cost=unit_cost,
        amount=amount,
    )
