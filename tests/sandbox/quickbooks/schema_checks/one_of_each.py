"""One of each kind, taken through its life over HTTP: created, read, changed, found, voided or deleted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.quickbooks.schema.kinds import KINDS
from tests.sandbox.quickbooks.books import SHIPPING, Books, Record, account_line, item_line, sale_line

JANE = {"Line1": "12 Elm Street", "City": "Austin", "CountrySubDivisionCode": "TX", "PostalCode": "78701"}
ENDS = {"": {"operation": "delete"}, "operation": {"operation": "void"}, "include": {"include": "void"}}
"""How a record is voided where it can be, and else deleted."""


def live(books: Books) -> None:
    """Everything a company may go through once; each answer is the caller's to look at."""
    customer, vendor = _people(books)
    _lists(books)
    _sales(books, customer)
    _purchases(books, customer, vendor)
    _asked(books)


def _life(books: Books, kind: str, body: Record, **change: object) -> Record:
    """Create, read, change wholly and in part; returns the record as it stands."""
    created = books.write(kind, body)
    read = books.read(kind, created["Id"])
    changed = books.write(kind, {**body, **change, "Id": read["Id"], "SyncToken": read["SyncToken"]})
    return books.write(kind, {"Id": read["Id"], "SyncToken": changed["SyncToken"], "sparse": True, **change})


def _end(books: Books, kind: str, record: Record) -> None:
    version = {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True}
    books.write(kind, version, **ENDS[KINDS[kind].void])


def _ref(record: Record) -> Record:
    return {"value": record["Id"]}


def _people(books: Books) -> tuple[Record, Record]:
    contact = {"PrimaryEmailAddr": {"Address": "jo@example.com"}, "PrimaryPhone": {"FreeFormNumber": "555-0143"}}
    named = {"GivenName": "Jo", "FamilyName": "Sample", **contact, "BillAddr": JANE}
    customer = _life(books, "Customer", {"DisplayName": "Jo Sample", **named, "ShipAddr": JANE}, Notes="Likes tea")
    project = {"DisplayName": "Shed", "Job": True, "ParentRef": _ref(customer), "BillWithParent": True}
    _life(books, "Customer", project, Notes="Green")
    terms = {"TermRef": books.one("Term", "Net 30"), "AcctNum": "77", "TaxIdentifier": "12-3456789"}
    vendor = _life(books, "Vendor", {"DisplayName": "Sample Supply", **named, **terms}, CompanyName="Sample Supply Inc")
    _life(books, "Employee", {"GivenName": "Al", "FamilyName": "Sample"}, PrimaryPhone={"FreeFormNumber": "555-0144"})
    return _ref(customer), _ref(vendor)


def _lists(books: Books) -> None:
    accounts = {"AccountType": "Bank", "AccountSubType": "Checking"}
    account = _life(books, "Account", {"Name": "Till", **accounts}, Description="Small money")
    _life(books, "Account", {"Name": "Till 2", **accounts, "SubAccount": True, "ParentRef": _ref(account)})
    category = _life(books, "Item", {"Name": "Garden", "Type": "Category"})
    income = {"IncomeAccountRef": books.one("Account", "Sales of Product Income")}
    cost = {"ExpenseAccountRef": books.one("Account", "Cost of Goods Sold")}
    _life(books, "Item", {"Name": "Digging", "Type": "Service", **income}, UnitPrice=Decimal("40.00"))
    inside = {"SubItem": True, "ParentRef": _ref(category)}
    _life(books, "Item", {"Name": "Spade", "Sku": "SP-1", "Type": "NonInventory", **income, **cost, **inside})
    stock = {"TrackQtyOnHand": True, "QtyOnHand": Decimal(10), "InvStartDate": "2026-01-01"}
    asset = {"AssetAccountRef": books.one("Account", "Inventory Asset")}
    item = _life(books, "Item", {"Name": "Pot", "Type": "Inventory", **income, **cost, **asset, **stock})
    books.write("Item", {"Id": item["Id"], "SyncToken": item["SyncToken"], "sparse": True, "Active": False})
    _life(books, "Class", {"Name": "Web"})
    _life(books, "Department", {"Name": "North"})
    _life(books, "Term", {"Name": "Net 7", "DueDays": 7})
    _life(books, "PaymentMethod", {"Name": "Voucher", "Type": "NON_CREDIT_CARD"})
    attached = {"AttachableRef": [{"EntityRef": {"type": "Item", "value": item["Id"]}}]}
    note = _life(books, "Attachable", {"Note": "Mind the thorns", **attached})
    _end(books, "Attachable", note)
    books.prefer("SalesFormsPrefs", AllowDeposit=True)


def _sale(books: Books, customer: Record, number: str) -> Record:
    lines = [
        sale_line(books.one("Item", "FEE"), "20.00", "TAX", Qty=2, UnitPrice=10),
        sale_line(SHIPPING, "5.00", "NON"),
        {"DetailType": "DescriptionOnly", "Description": "With thanks", "DescriptionLineDetail": {}},
        {"DetailType": "DiscountLineDetail", "Amount": Decimal("1.00"), "DiscountLineDetail": {"PercentBased": False}},
    ]
    addresses = {"BillAddr": JANE, "ShipAddr": JANE, "BillEmail": {"Address": "jo@example.com"}}
    texts = {
        "PrivateNote": "note",
        "CustomerMemo": {"value": "Thank you"},
        "TrackingNum": "1Z",
        "ShipDate": "2026-11-21",
    }
    return {"DocNumber": number, "TxnDate": "2026-11-20", "CustomerRef": customer, "Line": lines, **addresses, **texts}


def _sales(books: Books, customer: Record) -> None:
    bank = {"DepositToAccountRef": books.one("Account", "Checking")}
    receipt = _life(books, "SalesReceipt", {**_sale(books, customer, "E-1"), **bank}, PaymentRefNum="ch_1")
    _end(books, "SalesReceipt", receipt)
    owed = books.write("Invoice", _sale(books, customer, "E-2"))
    paying = [{"Amount": owed["Balance"], "LinkedTxn": [{"TxnId": owed["Id"], "TxnType": "Invoice"}]}]
    payment = {"CustomerRef": customer, "TotalAmt": owed["Balance"], "Line": paying}
    paid = _life(books, "Payment", payment, PaymentRefNum="ch_2")
    books.read("Invoice", owed["Id"])
    _end(books, "Payment", paid)
    invoice = _life(books, "Invoice", _sale(books, customer, "E-3"), SalesTermRef=books.one("Term", "Net 15"))
    _end(books, "Invoice", invoice)
    memo = _life(books, "CreditMemo", _sale(books, customer, "E-4"), PrivateNote="Came back")
    _end(books, "CreditMemo", memo)
    refund = _life(books, "RefundReceipt", {**_sale(books, customer, "E-5"), **bank}, PrivateNote="Paid back")
    _end(books, "RefundReceipt", refund)
    deleted = books.write("SalesReceipt", _sale(books, customer, "E-6"))
    books.write("SalesReceipt", {"Id": deleted["Id"], "SyncToken": "0"}, operation="delete")


def _purchases(books: Books, customer: Record, vendor: Record) -> None:
    spade, freight = books.item("Rake"), books.one("Account", "Freight In")
    goods = item_line(spade, "30.00", Qty=3, UnitPrice=10, CustomerRef=customer, BillableStatus="NotBillable")
    header = {"VendorRef": vendor, "TxnDate": "2026-11-20", "PrivateNote": "note"}
    order = _life(
        books, "PurchaseOrder", {**header, "DocNumber": "P-1", "Line": [goods], "ShipAddr": JANE}, Memo="Hello"
    )
    link = [{"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": order["Line"][0]["Id"]}]
    bill = {**header, "DocNumber": "B-1", "Line": [{**goods, "LinkedTxn": link}, account_line(freight, "4.00")]}
    owed = _life(books, "Bill", bill, SalesTermRef=books.one("Term", "Net 30"))
    books.read("PurchaseOrder", order["Id"])
    paying = [{"Amount": owed["Balance"], "LinkedTxn": [{"TxnId": owed["Id"], "TxnType": "Bill"}]}]
    check = {"PayType": "Check", "CheckPayment": {"BankAccountRef": books.one("Account", "Checking")}}
    payment = {"VendorRef": vendor, "TotalAmt": owed["Balance"], "Line": paying, **check}
    paid = _life(books, "BillPayment", payment, PrivateNote="By post")
    books.read("Bill", owed["Id"])
    _end(books, "BillPayment", paid)
    credit = _life(books, "VendorCredit", {**header, "Line": [goods]}, PrivateNote="Broken")
    _end(books, "VendorCredit", credit)


def _asked(books: Books) -> None:
    for kind in KINDS:
        books.query(f"select * from {kind}")
    books.query("select count(*) from Customer")
    books.query("select Id, DisplayName from Customer maxresults 2")
    books.get("preferences").raise_for_status()
    books.get(f"companyinfo/{books.announced['realm_id']}").raise_for_status()
    asked = [{"bId": "1", "Query": "select * from Vendor"}, {"bId": "2", "operation": "create", "Item": {}}]
    books.post("batch", {"BatchItemRequest": asked}).raise_for_status()
    books.get("cdc", entities="Customer,Invoice,Bill", changedSince="2026-11-01T00:00:00-08:00").raise_for_status()
    refused: list[Callable[[], Record]] = [
        lambda: books.refusal("Customer", {"DisplayName": "Jo Sample"}),
        lambda: books.refusal("Invoice", {"BadJson": True}),
        lambda: books.refusal("Bill", {"Id": "9999", "SyncToken": "0"}),
    ]
    for attempt in refused:
        attempt()
