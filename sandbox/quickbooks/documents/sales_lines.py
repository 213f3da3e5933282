"""The lines of sales forms: items, bundles, text and discounts, with all that QuickBooks fills in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, cents
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import check_stock, detail_of, kept_decimals
from sandbox.quickbooks.documents.tax_codes import sale_code
from sandbox.quickbooks.references import item_reference, look_up_item, with_names
from sandbox.quickbooks.schema.shape import Record

ITEM = "SalesItemLineDetail"
DISCOUNT = "DiscountLineDetail"
SUBTOTAL = "SubTotalLineDetail"
ITEM_PATH = f"Line.{ITEM}.ItemRef"
# Lines whose ItemRef names no item of the list, with whether the company uses them.
PSEUDO_ITEMS: dict[str, Callable[[Company], bool]] = {
    "SHIPPING_ITEM_ID": lambda company: bool(company.preference("SalesFormsPrefs", "AllowShipping")),
    "GRATUITY_ITEM_ID": lambda company: company.feature("SalesFormsPrefs.AllowGratuity"),
}
INLINE_SUBTOTAL = re.compile(r"Subtotal:( -?\d+\.\d\d)?")


def finish_lines(draft: Draft, txn_date: str) -> list[Record]:
    """The lines as they are stored: the subtotal after those of items and text, discounts after it.

    Raises Refusal 2020 without any item line, and the Refusal of the first line that is wrong.
    """
    lines = [
        FINISH[detail](draft.company, line, txn_date)
        for line in draft.given["Line"]
        if (detail := detail_of(draft, line)) != SUBTOTAL
    ]
    if not any(line["DetailType"] in (ITEM, "GroupLineDetail") for line in lines):
        raise refusals.missing("Line")
    discounts = [_with_amount(line, lines) for line in lines if line["DetailType"] == DISCOUNT]
    if len(discounts) > 1:
        raise business_refusals.business("A transaction can have one discount line.")
    others = _with_inline_subtotals([line for line in lines if line["DetailType"] != DISCOUNT])
    subtotal = {"Amount": items_total(lines, pseudo=False), "DetailType": SUBTOTAL, SUBTOTAL: {}}
    return [*others, subtotal, *discounts]


def item_lines(lines: list[Record]) -> Iterator[Record]:
    """The lines that sell an item, those of bundles among them; a line without an item is text."""
    for line in lines:
        if "GroupLineDetail" in line:
            yield from item_lines(line["GroupLineDetail"]["Line"])
        elif "ItemRef" in line.get(ITEM, {}):
            yield line


def items_total(lines: list[Record], *, pseudo: bool = True) -> Decimal:
    """The sum of the item lines, with shipping and gratuity or without."""
    return sum(
        (line["Amount"] for line in item_lines(lines) if pseudo or line[ITEM]["ItemRef"]["value"] not in PSEUDO_ITEMS),
        Decimal(0),
    )


def discount_total(lines: list[Record]) -> Decimal:
    return sum((line["Amount"] for line in lines if line["DetailType"] == DISCOUNT), Decimal(0))


def _item_line(company: Company, line: Record, txn_date: str) -> Record:
    detail = kept_decimals(company, with_names(company, line.get(ITEM, {})))
    if "Amount" not in line:
        raise refusals.missing("Line.Amount")
    item: Record = {}
    if "ItemRef" in detail:
        item = _item(company, detail, txn_date)
        detail["ItemRef"] = item_reference(item) if "Type" in item else {"value": item["Id"]}
    detail.update(sale_code(company, detail, item))
    _check_amount(company, line, detail)
    return {**line, "Amount": cents(line["Amount"]), ITEM: detail}


def _item(company: Company, detail: Record, txn_date: str) -> Record:
    named = detail["ItemRef"].get("value")
    if named in PSEUDO_ITEMS:
        if not PSEUDO_ITEMS[named](company):
            raise refusals.invalid_reference(ITEM_PATH, ITEM_PATH)
        return {"Id": named, "Taxable": True}
    item = look_up_item(company, detail, ITEM_PATH)
    if item["Type"] == "Group":
        raise refusals.invalid_reference(ITEM_PATH, ITEM_PATH)
    check_stock(item, txn_date, detail)
    return item


def _check_amount(company: Company, line: Record, detail: Record) -> None:
    """Raise Refusal 6070 when quantity times price misses the amount by more than `amount_tolerance`."""
    # Lines of python-quickbooks that name an amount alone say 0 for both, and Intuit's sandbox takes them.
    if not {"Qty", "UnitPrice"} <= set(detail) or not (detail["Qty"] or detail["UnitPrice"]):
        return
    off_by = abs(cents(detail["Qty"] * detail["UnitPrice"]) - cents(line["Amount"]))
    if off_by > Decimal(company.switches["amount_tolerance"]):
        raise business_refusals.wrong_amount(line["Amount"])


def _group_line(company: Company, line: Record, txn_date: str) -> Record:
    """A bundle with a line for each of its items, at their prices unless other lines are sent."""
    detail = line.get("GroupLineDetail", {})
    path = "Line.GroupLineDetail.GroupItemRef"
    if "GroupItemRef" not in detail:
        raise refusals.missing(path)
    bundle = look_up_item(company, {"ItemRef": detail["GroupItemRef"]}, path)
    if bundle["Type"] != "Group":
        raise refusals.invalid_reference(path, path)
    quantity = detail.get("Quantity", Decimal(1))
    parts = detail.get("Line") or [
        _part(company, part, quantity) for part in bundle["ItemGroupDetail"]["ItemGroupLine"]
    ]
    lines = [_item_line(company, part, txn_date) for part in parts]
    group = {**detail, "GroupItemRef": item_reference(bundle), "Quantity": quantity, "Line": lines}
    return {**line, "Amount": items_total(lines), "GroupLineDetail": group}


def _part(company: Company, part: Record, quantity: Decimal) -> Record:
    item = look_up_item(company, part, "Line.GroupLineDetail.Line")
    price, sold = item.get("UnitPrice", Decimal(0)), part["Qty"] * quantity
    text = {"Description": item["Description"]} if "Description" in item else {}
    detail = {"ItemRef": {"value": item["Id"]}, "UnitPrice": price, "Qty": sold}
    return {**text, "Amount": cents(price * sold), "DetailType": ITEM, ITEM: detail}


def _text_line(company: Company, line: Record, txn_date: str) -> Record:
    return line


def _discount_line(company: Company, line: Record, txn_date: str) -> Record:
    detail = line.get(DISCOUNT, {})
    if not company.preference("SalesFormsPrefs", "AllowDiscount"):
        raise refusals.invalid_reference(f"Line.{DISCOUNT}", f"Line.{DISCOUNT}")
    if "Amount" not in line and "DiscountPercent" not in detail:
        raise business_refusals.discount_without_amount()
    if line.get("Amount", Decimal(0)) < 0:
        raise refusals.negative_line(line["Amount"])
    default = {"value": company.preference("SalesFormsPrefs", "DefaultDiscountAccount")}
    return {**line, DISCOUNT: with_names(company, {"DiscountAccountRef": default, **detail})}


FINISH: dict[str, Callable[[Company, Record, str], Record]] = {
    ITEM: _item_line,
    "GroupLineDetail": _group_line,
    "DescriptionOnly": _text_line,
    DISCOUNT: _discount_line,
}


def _with_amount(line: Record, lines: list[Record]) -> Record:
    """A discount line as it is answered, without Id as recorded; by percent it gets its amount from the items."""
    detail = line[DISCOUNT]
    amount = line.get("Amount", Decimal(0))
    if detail.get("PercentBased"):
        amount = items_total(lines, pseudo=False) * detail["DiscountPercent"] / 100
    shown = {name: value for name, value in line.items() if name not in ("Id", "LineNum")}
    return {**shown, "Amount": cents(amount)}


def _with_inline_subtotals(lines: list[Record]) -> list[Record]:
    """The lines with the sum since the last subtotal in the text of those that ask for one."""
    finished: list[Record] = []
    since = 0
    for line in lines:
        if line["DetailType"] == "DescriptionOnly" and INLINE_SUBTOTAL.fullmatch(line.get("Description", "")):
            line = {**line, "Description": f"Subtotal: {items_total(finished[since:]):.2f}"}
            since = len(finished)
        finished.append(line)
    return finished
