"""Depositing, as a bookkeeper does with what lies in Undeposited Funds."""

from __future__ import annotations

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.schema.shape import Record


def deposit(company: Company, kind: str, record_id: str) -> Record:
    """Put a receipt or payment into a deposit, after which it can be neither changed nor deleted.

    Its version stays, as recorded. Raises ValueError for what is not there, brings no money or was put elsewhere.
    """
    document = DOCUMENTS.get(kind)
    record = company.shelves[kind].get(record_id) if document is not None else None
    account = record.get(document.account, {}).get("name") if document is not None and record is not None else None
    if record is None or account != "Undeposited Funds":
        raise ValueError(f"no {kind} {record_id!r} lies in Undeposited Funds")
    link = {"TxnId": company.next_id(kind), "TxnType": "Deposit"}
    return company.shelves[kind].put({**record, "LinkedTxn": [*record.get("LinkedTxn", []), link]})
