"""What a document moves beside itself: what its party owes or is owed, and the stock of its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.line_ids import all_lines
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.references import list_of
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record

OF_THE_VERSION = ("Id", "SyncToken", "MetaData", "domain", "sparse", "status")


def amend(
    company: Company, kind: str, old: Record, changed: Record, operation: Literal["Update", "Void"] = "Update"
) -> Record:
    """Put a document's next version in the books with all it moves; one that changes nothing makes no version."""
    if changed == old:
        return old
    stored = company.replace(kind, old, without(changed, OF_THE_VERSION), operation)
    move(company, kind, stored, old)
    return stored


def move(company: Company, kind: str, new: Record | None, old: Record | None) -> None:
    """Carry a new, changed or deleted document over to balances and stock.

    No version of the party or the item moves by this: nobody wrote them.
    """
    document = DOCUMENTS.get(kind)
    if document is None:
        return
    if document.owed:
        owed: dict[str, Decimal] = defaultdict(Decimal)
        for record, sign in _both(new, old):
            owed[_party(kind, record)] += sign * document.owed * open_amount(kind, record)
        for party, amount in owed.items():
            _owe(company, str(list_of(KINDS[kind].party)), party, amount)
    if document.stock:
        moved: dict[str, Decimal] = defaultdict(Decimal)
        for record, sign in _both(new, old):
            for item, quantity in _quantities(record):
                moved[item] += sign * document.stock * quantity
        for item, quantity in moved.items():
            _stock(company, item, quantity)


def open_amount(kind: str, record: Record) -> Decimal:
    """How much of a document is not paid, or of a payment or credit not used."""
    document = DOCUMENTS[kind]
    if document.pays:
        return Decimal(record["TotalAmt"]) - applied(kind, record)
    return Decimal(record[document.open[0]])


def applied(kind: str, payment: Record, to: str = "") -> Decimal:
    """What the lines of a payment pay, less the credit they use; or what they say about one document (`to`)."""
    signs = {**dict.fromkeys(DOCUMENTS[kind].pays, 1), **dict.fromkeys(DOCUMENTS[kind].spends, 1 if to else -1)}
    return sum(
        (
            signs[link["TxnType"]] * line["Amount"]
            for line in payment["Line"]
            for link in line["LinkedTxn"]
            if not to or link["TxnId"] == to
        ),
        Decimal(0),
    )


def _both(new: Record | None, old: Record | None) -> list[tuple[Record, int]]:
    return [(record, sign) for record, sign in ((new, 1), (old, -1)) if record is not None]


def _party(kind: str, record: Record) -> str:
    return str(record.get(KINDS[kind].party, {}).get("value", ""))


def _owe(company: Company, shelf_name: str, party_id: str, amount: Decimal) -> None:
    """Add to a party's balance, and to the balance with jobs of all it stands below."""
    shelf = company.shelves[shelf_name]
    party = shelf.get(party_id)
    if party is None or not amount:
        return
    party = shelf.put({**party, "Balance": party.get("Balance", Decimal(0)) + amount})
    while party is not None and "BalanceWithJobs" in party:
        party = shelf.put({**party, "BalanceWithJobs": party["BalanceWithJobs"] + amount})
        party = shelf.get(party.get("ParentRef", {}).get("value", ""))


def _quantities(record: Record) -> Iterator[tuple[str, Decimal]]:
    for line in all_lines(record["Line"]):
        detail = line.get(line.get("DetailType", ""), {})
        if "ItemRef" in detail and "Qty" in detail:
            yield detail["ItemRef"]["value"], detail["Qty"]


def _stock(company: Company, item_id: str, quantity: Decimal) -> None:
    item = company.shelves["Item"].get(item_id)
    if item is not None and item["Type"] == "Inventory" and quantity:
        company.shelves["Item"].put({**item, "QtyOnHand": item["QtyOnHand"] + quantity})
