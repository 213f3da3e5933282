"""A fulfillment request becomes a Purchase Order for its vendor (rows R-62 to R-75)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounting.books import Books, Item, Vendor, require_open
from accounting.choices import to_choose
from accounting.documents import Draft, PurchaseLine, PurchaseOrder
from accounting.gift_cards import is_never_created, liability_item_missing
from accounting.missing import bundle_named, item_not_created
from accounting.money import ZERO, line_amount, rate
from accounting.problems import Excluded, Held, NotDue, Problem
from accounting.records import FulfillmentLine, FulfillmentRequest, Model, Order
from accounting.sale import NEVER_POSTED
from accounting.settings import Settings
from accounting.wanted import WantedItem

DUE = {
    "from_processing": frozenset({"Processing", "Processed", "Acknowledged"}),
    "processing_only": frozenset({"Processing"}),
}
"""The states to post by the setting ``fulfillment_requests_due`` (reading A4)."""
WITHDRAWN = frozenset({"Canceled", "Voided"})
AUTO_PROCESSING = "Flxpoint > Settings > Workflow > Fulfillment Request Strategy: enable Auto-Processing."


class PurchaseReferences(Model):
    """What the books already hold of a fulfillment request's names."""

    vendor: Vendor
    payables_account_id: str
    customer_id: str
    items: Mapping[str, Item]
    """By the request's line id."""
    stock_items: Mapping[str, str] = {}
    """Order line id → id of the Inventory item that the sale took from stock."""
    warnings: tuple[Problem, ...] = ()
    """What showed while the items were looked up."""


def require_due(request: FulfillmentRequest, settings: Settings) -> None:
    """Post what the supplier was asked for; wait for what he was not asked yet (row R-74, reading A4).

    Raises:
        Excluded: the request was withdrawn, nothing of it is left, or it ships nowhere.
        NotDue: it is not under way yet.
    """
    require_standing(request)
    if request.state not in DUE[settings.fulfillment_requests_due]:
        raise NotDue(f"Fulfillment request {request.number} is {request.state}: {_when_due(request, settings)}")


def _when_due(request: FulfillmentRequest, settings: Settings) -> str:
    if settings.fulfillment_requests_due == "processing_only":
        return "only those in Processing are posted (setting fulfillment_requests_due)."
    hint = f" {AUTO_PROCESSING}" if request.state == "Unprocessed" else ""
    return f"Daybook posts it from Processing on.{hint}"


def require_standing(request: FulfillmentRequest) -> None:
    """Leave out what the supplier need not deliver any more, and what is delivered to nobody (row R-111).

    Raises:
        Excluded: the request was withdrawn, nothing of it is left, or it ships nowhere.
    """
    if request.state in WITHDRAWN:
        raise Excluded(f"Fulfillment request {request.number} is {request.state}.")
    if not ordered_lines(request):
        raise Excluded(f"Fulfillment request {request.number} has no line left.")
    if request.ship_to is None:
        raise Excluded(
            f"Fulfillment request {request.number} ships nowhere: it moves goods between warehouses.",
            together="transfers between warehouses, which ship nowhere",
        )


def require_order_stands(request: FulfillmentRequest, order: Order) -> None:
    """Hold what a supplier delivers for an order that is not posted: its cost would miss in the books (row R-59)."""
    if order.state in NEVER_POSTED:
        raise Held(
            Problem(
                code="order_canceled",
                message=f"Fulfillment request {request.number} exists for a {order.state.lower()} order "
                f"({order.reference}): its cost would be missing from the books.",
                fix="Void the request in Flxpoint; if the supplier delivers all the same, enter his Bill in "
                "QuickBooks by hand.",
                subject=order.reference,
            )
        )


def ordered_lines(request: FulfillmentRequest) -> list[FulfillmentLine]:
    """The lines that were not voided (row R-70)."""
    return [line for line in request.lines if line.net_quantity != 0]


def wanted_items(request: FulfillmentRequest, order: Order | None, settings: Settings) -> dict[str, WantedItem]:
    """The item each line is bought on, by line id: of the supplier's SKU, or the one that was sold (row R-69)."""
    sold = {line.id: line for line in order.lines} if order and settings.po_item == "order_item" else {}
    wanted = {}
    for line in ordered_lines(request):
        bought = sold.get(line.order_line_id or "")
        named = bought if bought and bought.sku else line
        missing = _if_missing(named.sku or "", settings)
        wanted[line.id] = WantedItem(sku=named.sku, title=named.title or named.sku or "", if_missing=missing)
    return wanted


def _if_missing(sku: str, settings: Settings) -> Problem | None:
    if is_never_created(sku, settings):
        return liability_item_missing(sku)
    return item_not_created(sku) if settings.link_only else None


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

    Args:
        items: by the request's line id.
        stock_items: by order line, the Inventory item that the sale took from stock (row R-69).

    Raises:
        Held: with every line whose item does not fit.
    """
    problems = []
    for line in ordered_lines(request):
        item = items.get(line.id)
        bundle = bundle_named(item, f"fulfillment request {request.number}") if item else None
        if bundle:
            problems.append(bundle)
        elif item and not item.can_be_bought:
            problems.append(_without_expense_account(item))
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
    lines = tuple(_line(line, refs.items[line.id]) for line in ordered_lines(request))
    order = PurchaseOrder(
        number=number if books.own_purchase_numbers else None,
        dated=dated,
        vendor_id=refs.vendor.id,
        payables_account_id=refs.payables_account_id,
        customer_id=refs.customer_id if books.customer_on_purchases else None,
        ship_to=request.ship_to,
        lines=lines,
        note=note,
        total=sum((line.amount for line in lines), ZERO),
    )
    return Draft(document=order, warnings=(*refs.warnings, *_warnings(request)))


def _line(line: FulfillmentLine, item: Item) -> PurchaseLine:
    cost = line.unit_cost if line.unit_cost is not None else ZERO
    return PurchaseLine(
        record_line_id=line.id,
        item_id=item.id,
        sku=line.sku or "",
        item_sku=item.sku,
        quantity=rate(line.net_quantity),
        unit_cost=rate(cost),
        cost_known=line.unit_cost is not None,
        amount=line_amount(line.net_quantity, cost),
    )


def _warnings(request: FulfillmentRequest) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code="cost_missing",
            message=f"{line.sku} on fulfillment request {request.number} has no cost: ordered at 0.00.",
            fix="Enter the cost in Flxpoint before the next request.",
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
                fix="Give the supplier's item a SKU in Flxpoint.",
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
                fix="Correct the line in Flxpoint.",
                subject=line.sku or "",
            )
        )
    return problems


def _without_expense_account(item: Item) -> Problem:
    name = item.sku or item.name
    return Problem(
        code="item_without_expense_account",
        message=f"Item {name} has no expense account.",
        fix='Edit it in Products and Services > "I purchase this".',
        subject=name,
    )


def _counted_twice(request: FulfillmentRequest, line: FulfillmentLine) -> Problem:
    return Problem(
        code="stock_counted_twice",
        message=f"{line.sku} on fulfillment request {request.number} was sold from the stock of another item: "
        "with both, stock and cost of goods would be counted twice.",
        fix="Give both the same SKU; or have every line bought on the item that was sold: "
        + to_choose("po_item=order_item"),
        subject=line.sku or "",
    )
