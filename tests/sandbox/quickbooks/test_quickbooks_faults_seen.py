"""Every fault that was ever recorded can be provoked, and comes with its text, element and status."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.sandbox.quickbooks.books import Books, Record, sale_line
from tests.sandbox.quickbooks.recorded.evidence import PLACE
from tests.sandbox.quickbooks.test_quickbooks_faults import order, told
from tests.sandbox.quickbooks.test_quickbooks_uploads import content, metadata, on, upload

SEEN = PLACE / "quickbooks" / "derived" / "faults_seen.json"
RECORDED = json.loads(SEEN.read_text("utf-8")) if SEEN.is_file() else []
HIDDEN = {"-COMPANY_ID-": r"\d+", "Christian Pelczarski": "Pat Bookkeeper", "AB0160REDACTED": "AB01"}
"""What a recording hides or names, and what stands in its place here."""

Provocation = Callable[[Books], httpx.Response]


def query(statement: str) -> Provocation:
    return lambda books: books.get("query", query=statement)


def at_column(column: int, before: str, then: str) -> Provocation:
    return query(before.ljust(column - 1) + then)


def ordered(code: str, variant: str = "") -> Provocation:
    def provoke(books: Books) -> httpx.Response:
        order(books, kind="fault", code=code, variant=variant).raise_for_status()
        return books.get("preferences")

    return provoke


def in_a_batch(item: Callable[[Books], Record]) -> Provocation:
    return lambda books: books.post("batch", {"BatchItemRequest": [{"bId": "1", **item(books)}]})


def stale(books: Books) -> Record:
    (vendor,) = books.rows("select * from Vendor where DisplayName = 'Acme Supply'")
    books.write("Vendor", {**vendor, "CompanyName": "Acme"})
    return {"operation": "update", "Vendor": {**vendor, "CompanyName": "Late"}}


def twice(kind: str, first: str) -> Provocation:
    def provoke(books: Books) -> httpx.Response:
        books.write(first, {"DisplayName": "Mug & Co"})
        return books.post(kind, {"DisplayName": "Mug & Co"})

    return provoke


def before_stock(books: Books) -> httpx.Response:
    (item,) = books.rows("select * from Item where Type = 'Inventory'")
    line = sale_line({"value": item["Id"]}, "10")
    books.prefer("AccountingInfoPrefs", BookCloseDate="2020-01-01")
    return books.post("SalesReceipt", {"TxnDate": "2025-12-31", "Line": [line]})


def expired(books: Books) -> httpx.Response:
    books.advance(3600)
    return books.get("customer/1")


def gone(books: Books) -> Record:
    return {"operation": "delete", "Invoice": {"Id": "999", "SyncToken": "0"}}


NO_SUCH_RESOURCE = (
    "Operation Could not find resource for relative : /v3/company/-COMPANY_ID-/customer/1/5 of full path: "
)
STARTS: dict[tuple[str, str], Provocation] = {
    ("500", NO_SUCH_RESOURCE): lambda books: books.get("customer/1/5"),
    ("610", "Object Not Found : Something"): in_a_batch(gone),
    ("2010", 'Property Name:Unrecognized field "BadJson"'): lambda books: books.post("Invoice", {"BadJson": True}),
    ("2030", "Id should be a valid number. Supplied value:1.5"): lambda books: books.get("customer/1.5"),
    ("2030", "Id should be a valid number. Supplied value:"): query("select * from Customer where Id = ''"),
    ("2050", "Length of the field"): ordered("2050"),
    ("2080", "ZipCode"): ordered("2080"),
    ("3001", "statusCode=403"): ordered("3001", "403"),
    ("3001", "statusCode=429"): ordered("3001"),
    ("3200", "Token expired"): expired,
    ("4000", 'QueryParserError: Encountered " ">" "> "" at line 1, column 45.'): at_column(
        45, "select * from Customer where Balance", "> 0"
    ),
    ("4000", 'QueryParserError: Encountered " ">" "> "" at line 1, column 59.'): at_column(
        59, "select * from Customer where Balance", "> 0"
    ),
    ("4000", 'QueryParserError: Encountered " <IDENTIFIER> "Address "" at line 1, column 49.'): at_column(
        49, "select * from Customer where GivenName in", "Address"
    ),
    ("4001", "QueryValidationError: property 'PrimaryEmailAddr' is not"): query(
        "select * from Vendor where PrimaryEmailAddr = 'x'"
    ),
    ("4001", "QueryValidationError: invalid context declaration: Custmoer"): query("select * from Custmoer"),
    ("4001", "QueryValidationError: value 0 is too small."): query("select * from Customer startposition 0"),
    ("5010", "Stale Object Error"): in_a_batch(stale),
    ("6000", "Business Validation Error: The entity Estimate 75"): lambda books: upload(
        books, metadata(FileName="a", AttachableRef=on("Estimate", "75")), content(b"a")
    ),
    ("6240", "The name supplied already exists. : Another $$customer$$"): ordered("6240", "unfilled"),
    ("6240", "The name supplied already exists. : Another customer is"): twice("Customer", "Customer"),
    ("6240", "The name supplied already exists. : Another customer, vendor"): twice("Vendor", "Customer"),
    ("6240", "The name supplied already exists. : Another tax rate"): ordered("6240", "tax rate"),
    ("6240", "The name supplied already exists. : null"): ordered("6240", "null"),
    ("6270", "Transactions with inventory"): before_stock,
    ("10000", "System Failure Error"): ordered("10000"),
}
"""By code and the beginning of a detail, or the end of a message where several have one detail."""

NOT_FOUND = re.compile(r"QueryValidationError: Property (\S+) not found for Entity (\w+)")


def provocation(fault: Record) -> Provocation:
    missing = NOT_FOUND.fullmatch(fault["Detail"])
    if missing:
        return query(f"select * from {missing[2]} where {missing[1]} = 'x'")
    fitting = [
        provoke
        for (code, words), provoke in STARTS.items()
        if code == fault["code"] and (fault["Detail"].startswith(words) or fault["Message"].endswith(words))
    ]
    return fitting[0]


def faulted(answer: httpx.Response) -> tuple[str, Record]:
    """The fault of a call, of its one batch item or of its one upload."""
    whole: Any = answer.json() if answer.headers["Content-Type"].startswith("application/json") else {}
    for wrapping in ("BatchItemResponse", "AttachableResponse"):
        if wrapping in whole:
            ((item,), (found,)) = (whole[wrapping], whole[wrapping][0]["Fault"]["Error"])
            return item["Fault"]["type"], {name.lower(): value for name, value in found.items()}
    return told(answer)


def pattern(detail: str) -> str:
    """What a detail must look like: the recordings are cut at 240 characters, and hide some names."""
    cut = detail.partition("(83 known properties")[0] if "known properties" in detail else detail
    cut = cut.strip()
    text = re.sub(r"(?<=full path: )\S+(?= is not supported)", "URL", cut)
    escaped = re.escape(text).replace("URL", r"\S+")
    for hidden, here in HIDDEN.items():
        escaped = escaped.replace(re.escape(hidden), here)
    return escaped if len(detail) < 240 and cut == detail.strip() else f"{escaped}.*"


@pytest.mark.skipif(not RECORDED, reason=f"no recorded faults at {SEEN}; DAYBOOK_EVIDENCE names their place")
@pytest.mark.parametrize("fault", RECORDED, ids=lambda fault: f"{fault['code']} {fault['Detail'][-40:]}")
def test_a_recorded_fault_can_be_provoked(books: Books, fault: Record) -> None:
    answer = provocation(fault)(books)
    fault_type, error = faulted(answer)
    assert (fault_type, error["code"], error["message"]) == (fault["fault_type"], fault["code"], fault["Message"])
    assert re.fullmatch(pattern(fault["Detail"]), " ".join(str(error["detail"]).split()))
    assert error.get("element", "<absent>") == fault["element"]
    if fault["http"] is not None:
        assert answer.status_code == fault["http"]


@pytest.mark.parametrize(("code", "words"), STARTS)
def test_every_provocation_provokes_its_fault(books: Books, code: str, words: str) -> None:
    _, error = faulted(STARTS[code, words](books))
    assert error["code"] == code
    said = " ".join(f"{error['detail']}".split())
    assert re.match(re.escape(words).replace(re.escape("-COMPANY_ID-"), r"\d+").rstrip("\\ "), said) or error[
        "message"
    ].endswith(words)
