"""The documents of a shop, each with one line unless it is told otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.sandbox.quickbooks.books import Books, Record, item_line, sale_line


def key(record: Record) -> Record:
    """What a delete or void sends."""
    return {"Id": record["Id"], "SyncToken": record["SyncToken"]}


def sale(books: Books, entity: str, amount: str = "100.00", **members: Any) -> Record:
    """A stored sales form for Sam Sample."""
    line = sale_line(books.one("Item", "FEE"), amount)
    customer = books.one("Customer", "Sam Sample")
    return books.write(entity, {"CustomerRef": customer, "TxnDate": "2026-11-20", "Line": [line], **members})


def bought(books: Books, entity: str, amount: str = "100.00", **members: Any) -> Record:
    """A stored purchase form of Acme Supply."""
    line = item_line(books.one("Item", "Oak desk lamp"), amount, Qty=4)
    return books.write(entity, {"VendorRef": books.one("Vendor", "Acme Supply"), "Line": [line], **members})


def pay(*paid: tuple[str, Record, str]) -> list[Record]:
    """The lines of a payment: TxnType, document and amount of each."""
    return [
        {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": document["Id"], "TxnType": kind}]}
        for kind, document, amount in paid
    ]


def payment(books: Books, total: str, *paid: tuple[str, Record, str], **members: Any) -> Record:
    """What is sent for a payment of Sam Sample."""
    return {
        "CustomerRef": books.one("Customer", "Sam Sample"),
        "TotalAmt": Decimal(total),
        "Line": pay(*paid),
        **members,
    }


def bill_payment(books: Books, total: str, *paid: tuple[str, Record, str], **members: Any) -> Record:
    """What is sent for a check to Acme Supply."""
    check = {"PayType": "Check", "CheckPayment": {"BankAccountRef": books.one("Account", "Checking")}}
    vendor = books.one("Vendor", "Acme Supply")
    return {"VendorRef": vendor, "TotalAmt": Decimal(total), "Line": pay(*paid), **check, **members}


def balance(books: Books, kind: str, name: str) -> Any:
    """What a customer or vendor owes or is owed."""
    (party,) = books.rows(f"select * from {kind} where DisplayName = '{name}'")
    return party["Balance"]
