"""One call per operation whose answer was recorded once, on a company made ready for it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import httpx

from tests.sandbox.quickbooks.books import Books, Record, sale_line

BOUNDARY = "one-part-after-another"
HERE = {"Lat": "INVALID", "Long": "INVALID"}
ELM = {"Line1": "12 Elm Street", "City": "Austin", "CountrySubDivisionCode": "TX", "PostalCode": "78701", **HERE}
NAMES = {"GivenName": "Ann", "FamilyName": "Sample", "CompanyName": "Ann's Tea"}
REACHED = {"PrimaryPhone": {"FreeFormNumber": "555-0143"}, "PrimaryEmailAddr": {"Address": "ann@example.com"}}
ANN = {"DisplayName": "Ann's Tea", **NAMES, **REACHED, "BillAddr": ELM, "ShipAddr": ELM}


def _version(record: Record) -> Record:
    return {"Id": record["Id"], "SyncToken": record["SyncToken"]}


def _ref(record: Record) -> Record:
    return {"value": record["Id"]}


def _untaxed(books: Books) -> Record:
    """A service that is not taxed."""
    income = books.one("Account", "Sales of Product Income")
    service = {"Name": "Tasting", "Type": "Service", "IncomeAccountRef": income, "Taxable": False}
    return _ref(books.write("Item", service))


def _invoice(books: Books) -> Record:
    line = sale_line(_untaxed(books), "100.00", None)
    return {"CustomerRef": _ref(books.write("Customer", ANN)), "Line": [line]}


def _receipt(books: Books) -> Record:
    line = sale_line(_untaxed(books), "337.50", "NON", Qty=Decimal("4.5"), UnitPrice=75)
    return {"Line": [{**line, "Description": "Tasting"}]}


def create_customer(books: Books) -> httpx.Response:
    return books.post("customer", {"DisplayName": "Ann"})


def read_customer(books: Books) -> httpx.Response:
    return books.get(f"customer/{books.write('Customer', ANN)['Id']}")


def change_customer(books: Books) -> httpx.Response:
    ann = books.write("Customer", {"DisplayName": "Ann"})
    return books.post("customer", {"DisplayName": "Jo", "PrimaryPhone": {"FreeFormNumber": "1"}, **_version(ann)})


def find_customer(books: Books) -> httpx.Response:
    books.write("Customer", ANN)
    return books.get("query", query="SELECT * FROM Customer WHERE DisplayName = 'Ann\\'s Tea'")


def find_vendor(books: Books) -> httpx.Response:
    phone = {"PrimaryPhone": REACHED["PrimaryPhone"]}
    books.write("Vendor", {"DisplayName": "Tea & Co", **NAMES, **phone, "AcctNum": "7", "BillAddr": ELM})
    return books.get("query", query="SELECT * FROM Vendor WHERE DisplayName = 'Tea & Co'")


def count_customers(books: Books) -> httpx.Response:
    return books.get("query", query="SELECT COUNT(*) FROM Customer")


def find_nothing(books: Books) -> httpx.Response:
    return books.get("query", query="SELECT * FROM Customer WHERE Id IN ('7') MAXRESULTS 2 STARTPOSITION 7")


def create_invoice(books: Books) -> httpx.Response:
    return books.post("invoice", _invoice(books))


def void_invoice(books: Books) -> httpx.Response:
    return books.post("invoice", _version(books.write("Invoice", _invoice(books))), operation="void")


def delete_invoice(books: Books) -> httpx.Response:
    return books.post("invoice", _version(books.write("Invoice", _invoice(books))), operation="delete")


def change_receipt(books: Books) -> httpx.Response:
    receipt = _receipt(books)
    return books.post("salesreceipt", {**receipt, **_version(books.write("SalesReceipt", receipt))})


def deactivate_account(books: Books) -> httpx.Response:
    account = {"Name": "Fees", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"}
    return books.post("account", {**_version(books.write("Account", account)), "sparse": True, "Active": False})


def deactivate_employee(books: Books) -> httpx.Response:
    employee = books.write("Employee", {"GivenName": "Al", "FamilyName": "Sample"})
    return books.post("employee", {**_version(employee), "sparse": True, "Active": False})


def batch(books: Books) -> httpx.Response:
    receipt = books.write("SalesReceipt", _receipt(books))
    stale = {"Id": receipt["Id"], "SyncToken": "7", "sparse": True, "PrivateNote": "note"}
    asked = [
        {"bId": "bid1", "operation": "create", "Vendor": {"DisplayName": "Tea & Co"}},
        {"bId": "bid2", "operation": "delete", "Invoice": {"Id": "999", "SyncToken": "0"}},
        {"bId": "bid3", "operation": "update", "SalesReceipt": stale},
        {"bId": "bid4", "Query": "select * from SalesReceipt where TotalAmt > '300.00'"},
    ]
    return books.post("batch", {"BatchItemRequest": asked})


def changes(books: Books) -> httpx.Response:
    since = books.write("SalesReceipt", _receipt(books))["MetaData"]["CreateTime"]
    return books.get("cdc", entities="salesreceipt", changedSince=since)


def _upload(books: Books, kind: str, record_id: str) -> httpx.Response:
    file = '{"FileName": "note.txt", "ContentType": "text/plain"'
    about = f'{file}, "AttachableRef": [{{"EntityRef": {{"type": "{kind}", "value": "{record_id}"}}}}]}}'
    disposition = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    metadata = f'{disposition}"file_metadata_01"; filename="a.json"\r\nContent-Type: application/json\r\n\r\n{about}'
    content = f'{disposition}"file_content_01"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\nHello'
    return books.http.post(
        f"{books.path}/upload",
        content=f"{metadata}\r\n{content}\r\n--{BOUNDARY}--\r\n",
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )


def _attached(books: Books) -> Record:
    (answer,) = upload(books).json()["AttachableResponse"]
    attachable: Record = answer["Attachable"]
    return attachable


def upload(books: Books) -> httpx.Response:
    return _upload(books, "Invoice", books.write("Invoice", _invoice(books))["Id"])


def upload_to_nothing(books: Books) -> httpx.Response:
    return _upload(books, "Estimate", "75")


def read_attachable(books: Books) -> httpx.Response:
    return books.get(f"attachable/{_attached(books)['Id']}")


def delete_attachable(books: Books) -> httpx.Response:
    return books.post("attachable", {"Id": _attached(books)["Id"]}, operation="delete")


def refuse_kind(books: Books) -> httpx.Response:
    return books.get("query", query="SELECT * FROM Custmoer")


def refuse_property(books: Books) -> httpx.Response:
    return books.post("invoice", {"BadJson": True})


def refuse_token(books: Books) -> httpx.Response:
    return books.http.get(f"{books.path}/customer/1", headers={"Authorization": "Bearer long gone"})


def refuse_path(books: Books) -> httpx.Response:
    return books.get("customer/1/5")


def refuse_id(books: Books) -> httpx.Response:
    return books.get("customer/1.5")


def refuse_name(books: Books) -> httpx.Response:
    books.switch(duplicate_name_text="null")
    books.write("Customer", {"DisplayName": "Ann"})
    return books.post("customer", {"DisplayName": "Ann"})


OPERATIONS: dict[str, Callable[[Books], httpx.Response]] = {
    operation.__name__: operation
    for operation in (
        create_customer,
        read_customer,
        change_customer,
        find_customer,
        find_vendor,
        count_customers,
        find_nothing,
        create_invoice,
        void_invoice,
        delete_invoice,
        change_receipt,
        deactivate_account,
        deactivate_employee,
        batch,
        changes,
        upload,
        upload_to_nothing,
        read_attachable,
        delete_attachable,
        refuse_kind,
        refuse_property,
        refuse_token,
        refuse_path,
        refuse_id,
        refuse_name,
    )
}
