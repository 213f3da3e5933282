"""A fulfillment request becomes a Purchase Order for its vendor (rows R-62 to R-75)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounting.books import Books, Item, require_open
from accounting.documents import Draft, PurchaseLine, PurchaseOrder
from accounting.money import ZERO, line_amount, rate
from accounting.problems import Excluded, Held, NotDue, Problem
from accounting.records import FulfillmentLine, FulfillmentRequest, Model

DUE = frozenset({"Processing", "Processed", "Acknowledged"})
WITHDRAWN = frozenset({"Canceled", "Voided"})
AUTO_PROCESSING = "Flxpoint > Settings > Workflow > Fulfillment Request Strategy: enable Auto-Processing."


class PurchaseReferences(Model):
    """What the books already hold of a fulfillment request's names."""

    vendor_id: str
    payables_account_id: str
    customer_id: str
    items: Mapping[str, Item]
    """By the supplier's SKU."""
    stock_items: Mapping[str, str] = {}
    """Order line id → id of the Inventory item that the sale took from stock."""


def require_due(request: FulfillmentRequest) -> None:
    """Post what the supplier was asked for; wait for what he was not asked yet (row R-74, reading A4).

    Raises:
        Excluded: the request was withdrawn, or nothing of it is left.
        NotDue: it is not under way yet.
    """
    if request.state in WITHDRAWN:
        raise Excluded(f"Fulfillment request {request.number} is {request.state}.")
    if not ordered_lines(request):
        raise Excluded(f"Fulfillment request {request.number} has no line left.")
    if request.state not in DUE:
        hint = f" {AUTO_PROCESSING}" if request.state == "Unprocessed" else ""
        raise NotDue(
            f"Fulfillment request {request.number} is {request.state}: Daybook posts it from Processing on.{hint}"
        )


def ordered_lines(request: FulfillmentRequest) -> list[FulfillmentLine]:
    """The lines that were not voided (row R-70)."""
    return [line for line in request.lines if line.net_quantity != 0]


def skus_of(request: FulfillmentRequest) -> dict[str, str]:
    """Every SKU the Purchase Order needs, with the title to create it by."""
    return {line.sku: line.title or line.sku for line in ordered_lines(request) if line.sku}


def require_sendable(request: FulfillmentRequest, *, books: Books, dated: date) -> None:
    """Hold what could not be posted anyway, before an item is created for it (rows R-54, R-69, R-70).

    Raises:
        Held: with every line that a person must correct, or the closed period.
    """
    require_open(dated, books, f"Fulfillment request {request.number}")
    if problems := [problem for line in ordered_lines(request) for problem in _line_problems(request, line)]:
        raise Held(*problems)


def require_fit(request: FulfillmentRequest, items: Mapping[str, Item], stock_items: Mapping[str, str]) -> None:
    """Hold what the books' items will not do for; an item that is not there yet is created to fit.

    ``stock_items`` names, by order line, the Inventory item that the sale took from stock (row R-69).

    Raises:
        Held: with every line whose item does not fit.
    """
    problems = []
    for line in ordered_lines(request):
        item = items.get(line.sku or "")
        if item and not item.can_be_bought:
            problems.append(_without_expense_account(line))
        sold = stock_items.get(line.order_line_id or "")
        if sold and (item is None or item.id != sold):
            problems.append(_counted_twice(request, line))
    if problems:
        raise Held(*problems)


def draft_purchase_order(
    request: FulfillmentRequest,
    *,
    books: Books,
    refs: PurchaseReferences,
    number: str,
    dated: date,
    note: str,
) -> Draft:
    """The Purchase Order of a fulfillment request.

    Raises:
        Held: with what a person must solve first.
    """
    require_sendable(request, books=books, dated=dated)
    require_fit(request, refs.items, refs.stock_items)
    lines = tuple(_line(line, refs.items[line.sku or ""]) for line in ordered_lines(request))
    order = PurchaseOrder(
        number=number if books.own_purchase_numbers else None,
        dated=dated,
        vendor_id=refs.vendor_id,
        payables_account_id=refs.payables_account_id,
        customer_id=refs.customer_id if books.customer_on_purchases else None,
        ship_to=request.ship_to,
        lines=lines,
        note=note,
        total=sum((line.amount for line in lines), ZERO),
    )
    return Draft(document=order, warnings=_warnings(request))


def _line(line: FulfillmentLine, item: Item) -> PurchaseLine:
    cost = line.unit_cost if line.unit_cost is not None else ZERO
    return PurchaseLine(
        record_line_id=line.id,
        item_id=item.id,
        sku=line.sku or "",
        quantity=rate(line.net_quantity),
        unit_cost=rate(cost),
        amount=line_amount(line.net_quantity, cost),
    )


def _warnings(request: FulfillmentRequest) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code="cost_missing",
            message=f"{line.sku} on fulfillment request {request.number} has no cost: ordered at 0.00.",
            fix="Enter the cost in the order system before the next request.",
            subject=line.sku or "",
        )
        for line in ordered_lines(request)
        if line.unit_cost is None
    )


def _line_problems(request: FulfillmentRequest, line: FulfillmentLine) -> list[Problem]:
    problems = []
    if not line.sku:
        problems.append(
            Problem(
                code="sku_missing",
                message=f'"{line.title}" on fulfillment request {request.number} has no SKU.',
                fix="Give the supplier's item a SKU in the order system.",
                subject=line.title,
            )
        )
    cost = line.unit_cost or ZERO
    if line.net_quantity < 0 or cost < 0:
        problems.append(
            Problem(
                code="line_negative",
                message=f"{line.sku or line.title} on fulfillment request {request.number}: "
                f"{line.net_quantity} × {cost} has a part below zero.",
                fix="Correct the line in the order system.",
                subject=line.sku or "",
            )
        )
    return problems


def _without_expense_account(line: FulfillmentLine) -> Problem:
    return Problem(
        code="item_without_expense_account",
        message=f"Item {line.sku} has no expense account.",
        fix='Edit it in Products and Services > "I purchase this".',
        subject=line.sku or "",
    )


def _counted_twice(request: FulfillmentRequest, line: FulfillmentLine) -> Problem:
    return Problem(
        code="stock_counted_twice",
        message=f"{line.sku} on fulfillment request {request.number} was sold from the stock of another item: "
        "with both, stock and cost of goods would be counted twice.",
        fix="Give both the same SKU, or sell the item as Non-inventory in QuickBooks.",
        subject=line.sku or "",
    )
