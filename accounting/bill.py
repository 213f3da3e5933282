"""A supplier's invoice becomes a Bill on the Purchase Order it answers (rows R-81 to R-90)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from accounting.bill_numbers import BillNumber
from accounting.books import Account, Books, Vendor, require_open
from accounting.choices import unchosen
from accounting.documents import Bill, BillLine, Draft, PurchaseOrderLine
from accounting.money import CENT, ZERO, cents, line_amount, rate
from accounting.ordered import OrderedGoods
from accounting.prices import price_warnings
from accounting.problems import Excluded, Held, Problem
from accounting.received import CORRECT_THE_INVOICE, Taken, billed_lines, match_products, products_of
from accounting.records import ChargeKind, Model, SupplierInvoice, SupplierInvoiceLine
from accounting.settings import Settings
from accounting.terms import Term, term_missing

CREDITS = frozenset({"Credited", "Refunded"})


class BillReferences(Model):
    """What the books already hold of an invoice's names."""

    vendor: Vendor
    term: Term | None
    """The vendor's, if it has one (row R-112)."""
    payables_account_id: str
    accounts: Mapping[ChargeKind, Account]
    """For the charges that are no product."""


def is_credit(invoice: SupplierInvoice) -> bool:
    """Does the supplier give money back with it instead of charging any (row R-90)?"""
    return bool(invoice.return_id) or invoice.state in CREDITS or invoice.credit > 0


def require_bill(invoice: SupplierInvoice) -> None:
    """Leave out supplier credits, visibly (rows R-90, R-110)."""
    if is_credit(invoice):
        amount = invoice.credit or abs(invoice.total)
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
    number: BillNumber,
    dated: date,
    note: str,
) -> Draft:
    """The Bill of a supplier's invoice, each product line linked to its Purchase Order line.

    Raises:
        Held: with what a person must solve first.
    """
    require_open(dated, books, f"Invoice {invoice.number}")
    _require_same_vendor(invoice, goods, refs.vendor)
    _require_sound_lines(invoice)
    _require_total(invoice)
    matched = match_products(invoice, goods)
    warnings = (*price_warnings(invoice, goods, matched), *_term_warnings(number.number, refs, dated))
    lines = tuple(one for line in billed_lines(invoice) for one in _bill_lines(line, matched, goods, refs))
    bill = Bill(
        number=number.number,
        dated=dated,
        due=refs.term.due(dated) if refs.term else dated,
        term_id=refs.term.id if refs.term else None,
        vendor_id=refs.vendor.id,
        payables_account_id=refs.payables_account_id,
        customer_id=goods.customer_id if books.customer_on_purchases else None,
        lines=lines,
        note=note,
        total=sum((line.amount for line in lines), ZERO),
    )
    return Draft(document=bill, warnings=warnings, stands_already=number.stands_already)


def _charges(invoice: SupplierInvoice) -> dict[ChargeKind, Decimal]:
    charges: dict[ChargeKind, Decimal] = {}
    for line in billed_lines(invoice):
        if line.kind is not ChargeKind.PRODUCT:
            charges[line.kind] = charges.get(line.kind, ZERO) + line.amount
    return charges


def _bill_lines(
    line: SupplierInvoiceLine, matched: Mapping[str, Sequence[Taken]], goods: OrderedGoods, refs: BillReferences
) -> list[BillLine]:
    """One line, or for goods that were ordered on several lines one for each, which come to the same."""
    if line.id not in matched:
        return [_charge_line(line, refs)]
    *others, last = matched[line.id]
    lines = [_goods_line(line, part, line_amount(part.quantity, line.unit_cost), goods) for part in others]
    rest = cents(line.amount) - sum((one.amount for one in lines), ZERO)
    return [*lines, _goods_line(line, last, rest, goods)]


def _charge_line(line: SupplierInvoiceLine, refs: BillReferences) -> BillLine:
    return BillLine(
        record_line_id=line.id,
        account_id=refs.accounts[line.kind].id,
        description=line.title or line.kind.value,
        amount=cents(line.amount),
    )


def _goods_line(line: SupplierInvoiceLine, part: Taken, amount: Decimal, goods: OrderedGoods) -> BillLine:
    return BillLine(
        record_line_id=line.id,
        item_id=part.wanted.item_id,
        description=line.sku or "",
        quantity=rate(part.quantity),
        unit_cost=rate(line.unit_cost),
        amount=amount,
        received_on=PurchaseOrderLine(purchase_order_id=goods.purchase_order_id, line_id=part.wanted.id),
    )


def _term_warnings(number: str, refs: BillReferences, dated: date) -> tuple[Problem, ...]:
    if refs.term:
        return ()
    where = f"Expenses > Vendors > {refs.vendor.name} > Edit > Terms"
    return (term_missing(f"Bill {number}", dated, whose=f"vendor {refs.vendor.name}", where=where),)


def _require_same_vendor(invoice: SupplierInvoice, goods: OrderedGoods, vendor: Vendor) -> None:
    """Hold what another vendor charges: QuickBooks would drop the link to the Purchase Order in silence."""
    if vendor.id != goods.vendor_id:
        raise Held(
            Problem(
                code="vendor_differs",
                message=f"Invoice {invoice.number} is from source {invoice.source_name}, "
                f"Purchase Order {goods.number} (id {goods.purchase_order_id}) is for vendor {goods.vendor_name}.",
                fix="Correct the invoice's source in Flxpoint.",
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
                    fix="Correct the line in Flxpoint; enter goods sent back as a Vendor Credit in QuickBooks.",
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
                fix="Complete the invoice in Flxpoint; Daybook reads it again at the next run.",
            )
        )


def _require_total(invoice: SupplierInvoice) -> None:
    lines = sum((cents(line.amount) for line in invoice.lines), ZERO)
    if abs(lines - invoice.total) > CENT:
        raise Held(
            Problem(
                code="lines_differ_from_total",
                message=f"Invoice {invoice.number}: lines add up to {lines}, its total is {invoice.total}.",
                fix=CORRECT_THE_INVOICE,
            )
        )
    if lines < 0:
        raise Held(
            Problem(
                code="total_negative",
                message=f"Invoice {invoice.number} has a total of {invoice.total}.",
                fix="Enter a Vendor Credit in QuickBooks by hand.",
            )
        )


def _account_missing(invoice: SupplierInvoice, kind: ChargeKind, amount: Decimal) -> Problem:
    message = f"Invoice {invoice.number} charges {amount} for {kind.value}, and no account is chosen for it."
    return unchosen(f"supplier_{kind.value}_account", message, fix="Choose one", example="ACCOUNT NAME")
