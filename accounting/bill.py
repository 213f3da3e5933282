"""A supplier's invoice becomes a Bill on the Purchase Order it answers (rows R-81 to R-90)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from accounting.books import Account, Books, require_open
from accounting.documents import Bill, BillLine, Draft, PurchaseOrderLine
from accounting.money import CENT, ZERO, cents, rate
from accounting.problems import Excluded, Held, Problem
from accounting.received import OrderedGoods, billed_lines, match_products, products_of
from accounting.records import ChargeKind, FulfillmentLine, Model, SupplierInvoice, SupplierInvoiceLine
from accounting.settings import Settings

CREDITS = frozenset({"Credited", "Refunded"})


class BillReferences(Model):
    """What the books already hold of an invoice's names."""

    vendor_id: str
    payables_account_id: str
    customer_id: str
    accounts: Mapping[ChargeKind, Account]
    """For the charges that are no product."""


def require_bill(invoice: SupplierInvoice) -> None:
    """Leave out supplier credits, visibly (rows R-90, R-110)."""
    if invoice.return_id or invoice.state in CREDITS or invoice.credit > 0:
        amount = invoice.credit or invoice.total
        raise Excluded(f"Credit {amount} from {invoice.source_name}: enter a Vendor Credit in QuickBooks.")


def charge_accounts(invoice: SupplierInvoice, settings: Settings) -> dict[ChargeKind, str]:
    """The account's name for each kind of charge on the invoice that is no product (row R-84).

    Raises:
        Held: a charge has no account yet.
    """
    chosen = {
        ChargeKind.SHIPPING: settings.supplier_shipping_account,
        ChargeKind.FEE: settings.supplier_fee_account,
        ChargeKind.TAX: settings.supplier_tax_account,
        ChargeKind.OTHER: settings.supplier_other_account,
    }
    charges = _charges(invoice)
    if missing := [kind for kind in charges if not chosen[kind]]:
        raise Held(*(_account_missing(invoice, kind, charges[kind]) for kind in missing))
    return {kind: account for kind in charges if (account := chosen[kind])}


def draft_bill(
    invoice: SupplierInvoice,
    *,
    goods: OrderedGoods,
    books: Books,
    refs: BillReferences,
    number: str,
    dated: date,
    note: str,
) -> Draft:
    """The Bill of a supplier's invoice, each product line linked to its Purchase Order line.

    Raises:
        Held: with what a person must solve first.
    """
    require_open(dated, books, f"Invoice {invoice.number}")
    _require_same_vendor(invoice, goods)
    _require_sound_lines(invoice)
    _require_total(invoice)
    matched = match_products(invoice, goods)
    lines = tuple(_bill_line(line, matched.get(line.id), goods, refs) for line in billed_lines(invoice))
    bill = Bill(
        number=number,
        dated=dated,
        vendor_id=refs.vendor_id,
        payables_account_id=refs.payables_account_id,
        customer_id=refs.customer_id if books.customer_on_purchases else None,
        lines=lines,
        note=note,
        total=sum((line.amount for line in lines), ZERO),
    )
    return Draft(document=bill)


def _charges(invoice: SupplierInvoice) -> dict[ChargeKind, Decimal]:
    charges: dict[ChargeKind, Decimal] = {}
    for line in billed_lines(invoice):
        if line.kind is not ChargeKind.PRODUCT:
            charges[line.kind] = charges.get(line.kind, ZERO) + line.amount
    return charges


def _bill_line(
    line: SupplierInvoiceLine, wanted: FulfillmentLine | None, goods: OrderedGoods, refs: BillReferences
) -> BillLine:
    if wanted is None:
        return BillLine(
            record_line_id=line.id,
            account_id=refs.accounts[line.kind].id,
            description=line.title or line.kind.value,
            amount=cents(line.amount),
        )
    return BillLine(
        record_line_id=line.id,
        item_id=goods.item_ids[line.sku or ""],
        description=line.sku or "",
        quantity=rate(line.quantity),
        unit_cost=rate(line.unit_cost),
        amount=cents(line.amount),
        received_on=PurchaseOrderLine(purchase_order_id=goods.purchase_order_id, line_id=goods.line_ids[wanted.id]),
    )


def _require_same_vendor(invoice: SupplierInvoice, goods: OrderedGoods) -> None:
    if invoice.source_id != goods.request.source_id:
        raise Held(
            Problem(
                code="vendor_differs",
                message=f"Invoice {invoice.number} is from source {invoice.source_name}, "
                f"Purchase Order {goods.purchase_order_id} is for vendor {goods.request.source_name}.",
                fix="Correct the invoice's source in the order system.",
            )
        )


def _require_sound_lines(invoice: SupplierInvoice) -> None:
    """Hold product lines that take goods back or charge for none: they receive nothing on a Purchase Order."""
    if unsound := [line for line in products_of(invoice) if line.quantity <= 0 or line.amount < 0]:
        raise Held(
            *(
                Problem(
                    code="line_negative",
                    message=f"{line.sku or line.title} on invoice {invoice.number}: a quantity of {line.quantity} "
                    f"for {line.amount} receives no goods.",
                    fix="Correct the line in the order system; enter goods sent back as a Vendor Credit in QuickBooks.",
                    subject=line.sku or "",
                )
                for line in unsound
            )
        )
    if not billed_lines(invoice):
        raise Held(
            Problem(
                code="lines_missing",
                message=f"Invoice {invoice.number} has a total of {invoice.total}, and no line to bill.",
                fix="Complete the invoice in the order system; Daybook reads it again at the next run.",
            )
        )


def _require_total(invoice: SupplierInvoice) -> None:
    lines = sum((cents(line.amount) for line in invoice.lines), ZERO)
    if abs(lines - invoice.total) > CENT:
        raise Held(
            Problem(
                code="lines_differ_from_total",
                message=f"Invoice {invoice.number}: lines add up to {lines}, its total is {invoice.total}.",
                fix="Correct the invoice in the order system; Daybook reads it again at the next run.",
            )
        )
    if lines < 0:
        raise Held(
            Problem(
                code="total_negative",
                message=f"Invoice {invoice.number} has a total of {invoice.total}.",
                fix="Enter a Vendor Credit in QuickBooks by hand, then skip the invoice.",
            )
        )


def _account_missing(invoice: SupplierInvoice, kind: ChargeKind, amount: Decimal) -> Problem:
    setting = f"supplier_{kind.value}_account"
    return Problem(
        code=f"{setting}_missing",
        message=f"Invoice {invoice.number} charges {amount} for {kind.value}, and no account is chosen for it.",
        fix=f'Choose one: daybook settings set CONNECTION "{setting}=ACCOUNT NAME"',
        subject=setting,
    )
