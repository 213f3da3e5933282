"""Bills on purchase orders: which links are kept, what is received, when an order closes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.ledger import amend
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.schema.shape import Record

ORDER = "PurchaseOrder"
ITEM = "ItemBasedExpenseLineDetail"


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
            kept = [link for link in line.get("LinkedTxn", []) if _holds(draft, link, line, linked)][:1]
        linked.append({**plain, "LinkedTxn": kept} if kept else plain)
    return linked


def order_state(draft: Draft, form: Record) -> Record:
    """An order with what its bills and the bookkeeper's hand say of it: links, receipts, and whether it is closed.

    What is closed by hand before all of it came stays closed until it is opened by hand.
    """
    company, old = draft.company, draft.old or {}
    bills = _bills(company, old)
    received = {line["Id"]: _received(company, old, line, bills) for line in old.get("Line", [])}
    lines = [_with_received(company, line, received.get(line.get("Id", ""), Decimal(0))) for line in form["Line"]]
    full = all(received.get(line.get("Id", ""), Decimal(0)) >= _measure(company, line) for line in lines)
    links = {"LinkedTxn": old["LinkedTxn"]} if "LinkedTxn" in old else {}
    state = {**without(form, ["ManuallyClosed"]), "Line": lines, **links}
    opened = form["POStatus"] == "Open" and old.get("POStatus") == "Closed"
    by_hand = form.get("ManuallyClosed") or (form["POStatus"] == "Closed" and not full)
    return {**state, "POStatus": "Closed", "ManuallyClosed": True} if by_hand and not opened else state


def settle_orders(company: Company, bill: Record | None, old: Record | None) -> None:
    """Bring the purchase orders of a bill that was stored (`bill`) or went away up to date."""
    for order_id in dict.fromkeys([*_orders(bill), *_orders(old)]):
        order = company.shelves[ORDER].get(order_id)
        if order is not None:
            _settle(company, order, bill, old)


def check_deletable(company: Company, record: Record) -> None:
    """Raise Refusal 800 for a document that another one is linked to, 6540 for one that was deposited.

    A bill on an order may go unless the switch `billed_orders` keeps it.
    """
    check_not_deposited(record)
    for link in record.get("LinkedTxn", []):
        if link["TxnType"] != ORDER or company.switches["billed_orders"] == "keep":
            raise refusals.dependencies(
                f"This transaction is linked to {link['TxnType']} {link['TxnId']}. Unlink or delete that first."
            )


def check_not_deposited(record: Record) -> None:
    """Raise Refusal 6540 for a document that lies in a deposit."""
    if any(link["TxnType"] == "Deposit" for link in record.get("LinkedTxn", [])):
        raise business_refusals.deposited()


def _holds(draft: Draft, link: Record, line: Record, earlier: list[Record]) -> bool:
    """Whether a link names an open line of an open order of the bill's vendor."""
    if link.get("TxnType") != ORDER or "TxnLineId" not in link:
        return False
    order = draft.company.shelves[ORDER].get(link.get("TxnId", ""))
    if order is None or order["POStatus"] != "Open":
        return False
    if order["VendorRef"]["value"] != draft.given["VendorRef"]["value"]:
        return False
    ordered = next((line for line in order["Line"] if line["Id"] == link["TxnLineId"]), None)
    return ordered is not None and _has_room(draft, order, ordered, line, earlier)


def _has_room(draft: Draft, order: Record, ordered: Record, line: Record, earlier: list[Record]) -> bool:
    """Whether an order's line takes a bill's; one that goes beyond it fares by the switch `over_billing`."""
    company, link = draft.company, _link(order, ordered)
    own_id = (draft.old or {}).get("Id")
    others = [bill for bill in _bills(company, order) if bill["Id"] != own_id]
    taken = sum((_billed(company, bill["Line"], link) for bill in others), Decimal(0))
    left = _measure(company, ordered) - taken - _billed(company, earlier, link)
    if left <= 0:
        return False
    if _measure(company, line) <= left or company.switches["over_billing"] == "linked":
        return True
    if company.switches["over_billing"] == "refused":
        raise business_refusals.business("The bill is for more than is open on the purchase order.")
    return False


def _link(order: Record, line: Record) -> Record:
    return {"TxnId": order["Id"], "TxnType": ORDER, "TxnLineId": line["Id"]}


def _billed(company: Company, lines: list[Record], link: Record) -> Decimal:
    """How much of the linked order line these lines take, in the line's own measure."""
    return sum((_measure(company, line) for line in lines if link in line.get("LinkedTxn", [])), Decimal(0))


def _measure(company: Company, line: Record) -> Decimal:
    """Quantity for item lines and amount for account lines, or by the switch `order_measure` amount for all."""
    by_amount = company.switches["order_measure"] == "amount"
    measure: Decimal = line["Amount"] if by_amount else line.get(ITEM, {}).get("Qty", line["Amount"])
    return measure


def _orders(bill: Record | None) -> list[str]:
    return [link["TxnId"] for link in (bill or {}).get("LinkedTxn", []) if link["TxnType"] == ORDER]


def _bills(company: Company, order: Record) -> list[Record]:
    """The bills linked to an order."""
    links = [link for link in order.get("LinkedTxn", []) if DOCUMENTS[link["TxnType"]].receives]
    return [bill for link in links if (bill := company.shelves[link["TxnType"]].get(link["TxnId"]))]


def _settle(company: Company, order: Record, bill: Record | None, old: Record | None) -> None:
    stored: Any = bill or old
    links = [link for link in order.get("LinkedTxn", []) if link["TxnId"] != stored["Id"]]
    if order["Id"] in _orders(bill):
        links.append({"TxnId": stored["Id"], "TxnType": "Bill"})
    linked = {**without(order, ["LinkedTxn"]), **({"LinkedTxn": links} if links else {})}
    bills = _bills(company, linked)
    lines = [_with_received(company, line, _received(company, order, line, bills)) for line in order["Line"]]
    amend(company, ORDER, order, {**linked, "Line": lines, "POStatus": _status(company, order, bills, bill)})


def _status(company: Company, order: Record, bills: list[Record], bill: Record | None) -> str:
    """Closed once every line is billed in full; what closed it may also keep it closed."""
    full = all(_received(company, order, line, bills) >= _measure(company, line) for line in order["Line"])
    stays = order["POStatus"] == "Closed" and bill is None and company.switches["billed_orders"] == "stay closed"
    return "Closed" if full or stays or order.get("ManuallyClosed") else "Open"


def _received(company: Company, order: Record, line: Record, bills: list[Record]) -> Decimal:
    return sum((_billed(company, bill["Line"], _link(order, line)) for bill in bills), Decimal(0))


def _with_received(company: Company, line: Record, came: Decimal) -> Record:
    """An order's line with what came of it, unless the switch `received` hides that."""
    shown = came and company.switches["received"] == "shown"
    return {**without(line, ["Received"]), **({"Received": came} if shown else {})}
