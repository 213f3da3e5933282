"""Bills on purchase orders: which links are kept, what is received, when an order closes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.quickbooks import refusals
from sandbox.quickbooks.company import Company, without
from sandbox.quickbooks.forms import Draft
from sandbox.quickbooks.shape import Record


def link_lines(draft: Draft, lines: list[Record]) -> list[Record]:
    """The lines of a bill with the links that hold; any other link is dropped without a word.

    A line that stood before keeps the link it has: a link is made only with its line.
    """
    before = {line["Id"]: line for line in (draft.old or {}).get("Line", [])}
    linked: list[Record] = []
    for line in lines:
        plain = without(line, ["LinkedTxn"])
        if line.get("Id") in before:
            kept = before[line["Id"]].get("LinkedTxn")
        else:
            kept = [link for link in line.get("LinkedTxn", []) if _holds(draft, link, linked)][:1]
        linked.append({**plain, "LinkedTxn": kept} if kept else plain)
    return linked


def settle_orders(company: Company, bill: Record | None, old: Record | None) -> None:
    """Bring the purchase orders of a bill that was stored (`bill`) or went away up to date."""
    for order_id in dict.fromkeys([*_orders(bill), *_orders(old)]):
        order = company.shelves["PurchaseOrder"].get(order_id)
        if order is not None:
            _settle(company, order, bill, old)


def check_deletable(record: Record) -> None:
    """Raise Refusal 800 for a purchase order that bills are linked to."""
    if any(link["TxnType"] == "Bill" for link in record.get("LinkedTxn", [])):
        raise refusals.dependencies("This purchase order is linked to a bill. Unlink or delete the bill first.")


def _holds(draft: Draft, link: Record, earlier: list[Record]) -> bool:
    """Whether a link names an open line of an open order of the bill's vendor."""
    if link.get("TxnType") != "PurchaseOrder" or "TxnLineId" not in link:
        return False
    order = draft.company.shelves["PurchaseOrder"].get(link.get("TxnId", ""))
    if order is None or order["POStatus"] != "Open":
        return False
    if order["VendorRef"]["value"] != draft.given["VendorRef"]["value"]:
        return False
    line = next((line for line in order["Line"] if line["Id"] == link["TxnLineId"]), None)
    if line is None:
        return False
    taken: Decimal = line.get("Received", Decimal(0)) + _billed(earlier, link)
    return taken < _measure(line)


def _billed(lines: list[Record], link: Record) -> Decimal:
    """How much of the linked order line these lines take, in the line's own measure."""
    return sum((_measure(line) for line in lines if link in line.get("LinkedTxn", [])), Decimal(0))


def _measure(line: Record) -> Decimal:
    """Quantity for item lines, amount for account lines."""
    measure: Decimal = line.get("ItemBasedExpenseLineDetail", {}).get("Qty", line["Amount"])
    return measure


def _orders(bill: Record | None) -> list[str]:
    return [link["TxnId"] for link in (bill or {}).get("LinkedTxn", []) if link["TxnType"] == "PurchaseOrder"]


def _settle(company: Company, order: Record, bill: Record | None, old: Record | None) -> None:
    ids = [link["TxnId"] for link in order.get("LinkedTxn", []) if link["TxnType"] == "Bill"]
    stored: Any = bill or old
    ids = [bill_id for bill_id in ids if bill_id != stored["Id"]]
    if order["Id"] in _orders(bill):
        ids.append(stored["Id"])
    bills = [found for bill_id in ids if (found := company.shelves["Bill"].get(bill_id))]
    lines = [_with_received(order, line, bills) for line in order["Line"]]
    full = all(line.get("Received", Decimal(0)) >= _measure(line) for line in lines)
    settled = {**order, "Line": lines, "POStatus": "Closed" if full else "Open"}
    settled.pop("LinkedTxn", None)
    if ids:
        settled["LinkedTxn"] = [{"TxnId": bill_id, "TxnType": "Bill"} for bill_id in ids]
    if settled != order:
        company.replace("PurchaseOrder", order, settled)


def _with_received(order: Record, line: Record, bills: list[Record]) -> Record:
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": line["Id"]}
    received = sum((_billed(bill["Line"], link) for bill in bills), Decimal(0))
    return {**without(line, ["Received"]), **({"Received": received} if received else {})}
