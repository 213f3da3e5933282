"""Attachments as records."""

from __future__ import annotations

from tests.sandbox.quickbooks.books import Books, receipt, sale_line


def test_a_note_hangs_on_a_document(books: Books) -> None:
    sale = books.write("SalesReceipt", receipt(books, sale_line(books.one("Item", "FEE"), "10.00")))
    target = {"type": "SalesReceipt", "value": sale["Id"]}
    note = books.write("Attachable", {"Note": "Paid in shop", "AttachableRef": [{"EntityRef": target}]})
    assert len(note["Id"]) == 19
    assert note["AttachableRef"] == [{"EntityRef": target, "IncludeOnSend": False}]
    key = {"Id": note["Id"], "SyncToken": "0", "sparse": True}
    assert books.write("Attachable", {**key, "Note": "Paid by card"})["SyncToken"] == "1"
    assert [one["Note"] for one in books.rows("select * from Attachable")] == ["Paid by card"]


def test_an_attachment_is_deleted_by_its_id_alone(books: Books) -> None:
    note = books.write("Attachable", {"Note": "Paid in shop"})
    gone = books.write("Attachable", {"Id": note["Id"]}, operation="delete")
    assert gone == {"domain": "QBO", "status": "Deleted", "Id": note["Id"]}
    assert books.rows("select * from Attachable") == []


def test_an_attachment_needs_something_and_hangs_on_what_is_there(books: Books) -> None:
    assert books.refusal("Attachable", {"Category": "Receipt"})["code"] == "2020"
    target = {"type": "Estimate", "value": "75"}
    refused = books.refusal("Attachable", {"Note": "x", "AttachableRef": [{"EntityRef": target}]})
    assert (refused["code"], refused["Detail"]) == (
        "6000",
        "Business Validation Error: The entity Estimate 75 that you are trying to link does not exist. Estimate 75",
    )
