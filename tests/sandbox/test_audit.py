"""The audit tells every way in which books and records can part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from sandbox.__main__ import main
from tests.sandbox.flxpoint.company import Company, Given, bill, document, served_company
from tests.sandbox.flxpoint.processes import SHOP, Shop, started


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Audit:
    """The audit of a company that holds the demo shop's order exactly as it ought to, until a test spoils it."""

    def __init__(self, company: Company, shop: Shop, printed: pytest.CaptureFixture[str]) -> None:
        self._printed = printed
        self.company = company
        self.shop = shop
        self.entities = company.entities

    def run(self, *options: str) -> Ended:
        """What `python -m sandbox audit` leaves behind."""
        code = main(["audit", "--quickbooks", self.company.url, "--flxpoint", self.shop.url, *options])
        printed = self._printed.readouterr()
        return Ended(code, printed.out, printed.err)

    def found(self) -> Given:
        """What it says as JSON; its exit code tells whether that is good."""
        ended = self.run("--json")
        said: Given = json.loads(ended.out)
        wrong = said["duplicate_count"] or said["gaps"] or said["unlinked"] or said["difference"] != "0.00"
        assert ended.code == (1 if wrong else 0)
        return said


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with served_company() as company:
        yield company


@pytest.fixture(scope="module")
def running_shop() -> Iterator[Shop]:
    with started("flxpoint", "--records", SHOP) as said:
        shop = Shop(said)
        yield shop
        shop.http.close()


@pytest.fixture
def audit(company: Company, running_shop: Shop, capsys: pytest.CaptureFixture[str]) -> Audit:
    running_shop.reset(limits="off")
    company.entities.clear()
    company.entities |= {
        "SalesReceipt": [document("145", 113.2, "order:700123", number="SHOP-1001")],
        "Invoice": [],
        "PurchaseOrder": [
            document("146", 26, "fulfillment_request:450001"),
            document("147", 22.0, "fulfillment_request:450002"),
        ],
        "Bill": [bill("148", 34.5, "supplier_invoice:550001", {"146": 26.0, "": 8.5})],
        "Customer": [{"Id": "1", "DisplayName": "Jane Doe"}],
        "Item": [{"Id": "1", "Name": "Red Mug", "Sku": "MUG-RED"}, {"Id": "2", "Name": "Shipping"}],
    }
    mark(running_shop, orders={700123: "145"})
    mark(running_shop, fulfillment_requests={450001: "146", 450002: "147"}, source_invoices={550001: "148"})
    return Audit(company, running_shop, capsys)


def mark(shop: Shop, **ids: dict[int, str]) -> None:
    shop.add(
        **{
            kind: [{"id": id_, "accountingSynced": True, "externalAccountingId": each} for id_, each in marks.items()]
            for kind, marks in ids.items()
        }
    )


def unmark(shop: Shop, kind: str, id_: int) -> None:
    shop.add(**{kind: [{"id": id_, "accountingSynced": False, "externalAccountingId": None}]})


def test_books_that_match_the_records_agree(audit: Audit) -> None:
    said = audit.found()
    assert [said[key] for key in ("sales_receipts", "invoices", "purchase_orders", "bills")] == [1, 0, 2, 1]
    assert said["documents"][0] == {
        "record": "order:700123",
        "number": "SHOP-1001",
        "total": "113.20",
        "documents": [{"type": "SalesReceipt", "id": "145", "number": "SHOP-1001", "total": "113.20"}],
    }
    assert [len(each["documents"]) for each in said["documents"]] == [1, 1, 1, 1]
    empty = ("duplicates", "gaps", "unmarked", "without_document", "unlinked")
    assert [said[key] for key in empty] == [[]] * 5
    assert (said["duplicate_count"], said["difference"]) == (0, "0.00")


def test_the_table_says_so_too(audit: Audit) -> None:
    ended = audit.run()
    assert ended.code == 0
    assert ended.out.splitlines()[2].split() == ["fulfillment", "requests", "2", "2", "48.00", "48.00"]
    assert ended.out.endswith("Difference: 0.00. The books and the records agree.\n")


def test_the_table_names_what_is_wrong(audit: Audit) -> None:
    audit.entities["SalesReceipt"][0]["TotalAmt"] = 113.19
    ended = audit.run()
    assert ended.code == 1
    assert "order 700123 (SHOP-1001) comes to 113.20, SalesReceipt 145 (SHOP-1001) to 113.19" in ended.out
    assert ended.out.endswith("Difference: 0.01. The books and the records DISAGREE.\n")


def test_two_documents_of_one_record_are_a_duplicate(audit: Audit) -> None:
    audit.entities["Invoice"].append(document("150", 113.2, "order:700123"))
    said = audit.found()
    assert said["duplicate_count"] == 1
    assert said["duplicates"] == [
        {"subject": "order 700123 (SHOP-1001)", "text": "has SalesReceipt 145 (SHOP-1001), Invoice 150"}
    ]
    assert said["difference"] == "0.00"


@pytest.mark.parametrize(
    ("entity", "added"),
    [
        ("Customer", {"Id": "9", "DisplayName": "jane doe"}),
        ("Item", {"Id": "9", "Name": "RED MUG", "Sku": "OTHER"}),
        ("Item", {"Id": "9", "Name": "Other", "Sku": "MUG-RED"}),
    ],
)
def test_a_customer_or_item_made_twice_is_a_duplicate(audit: Audit, entity: str, added: Given) -> None:
    audit.entities[entity].append(added)
    assert [each["text"] for each in audit.found()["duplicates"]] == [f"is shared by {entity} 1, {entity} 9"]


def test_inactive_and_nested_items_are_no_duplicates(audit: Audit) -> None:
    audit.entities["Item"] += [
        {"Id": "9", "Name": "Red Mug", "Sku": "MUG-RED", "Active": False},
        {"Id": "10", "Name": "Red Mug", "FullyQualifiedName": "Gifts:Red Mug"},
    ]
    assert audit.found()["duplicates"] == []


@pytest.mark.parametrize(
    "note",
    [
        "flxpoint:order:700123",
        "Paid. [flxpoint:order:700123] Thanks",
        "a\nflxpoint:order:700123\nb",
        "(flxpoint:order:700123)",
    ],
)
def test_more_text_may_surround_the_marker(audit: Audit, note: str) -> None:
    audit.entities["SalesReceipt"][0]["PrivateNote"] = note
    assert audit.found()["documents"][0]["record"] == "order:700123"


@pytest.mark.parametrize("note", ["xflxpoint:order:700123", "flxpoint:order:7001234", "flxpoint:order:70012", "", None])
def test_a_marker_counts_only_as_a_whole(audit: Audit, note: str | None) -> None:
    audit.entities["SalesReceipt"][0]["PrivateNote"] = note
    assert "order:700123" not in [each["record"] for each in audit.found()["documents"]]


def test_a_marker_of_another_kind_of_record_claims_no_document(audit: Audit) -> None:
    audit.entities["PurchaseOrder"][0]["PrivateNote"] = "flxpoint:fulfillment_request:450001 for flxpoint:order:700123"
    assert audit.found()["duplicates"] == []


@pytest.mark.parametrize(
    ("kind", "id_", "given", "text"),
    [
        ("orders", 700123, "999", "with 999, which is no SalesReceipt or Invoice in the books"),
        ("orders", 700123, "146", "with 146, which is no SalesReceipt or Invoice in the books"),
        ("orders", 700123, "", "without a document’s id"),
        ("fulfillment_requests", 450002, "146", "with PurchaseOrder 146, but its own is PurchaseOrder 147"),
        ("source_invoices", 550001, "999", "with 999, which is no Bill in the books"),
    ],
)
def test_a_mark_that_names_a_wrong_document_is_a_gap(audit: Audit, kind: str, id_: int, given: str, text: str) -> None:
    mark(audit.shop, **{kind: {id_: given}})
    assert [each["text"] for each in audit.found()["gaps"]] == [f"is marked as synced {text}"]


def test_a_mark_that_names_another_records_document_is_a_gap(audit: Audit) -> None:
    audit.shop.add(orders=[{"id": 2, "referenceNumber": "B-2", "orderTotal": 5}])
    mark(audit.shop, orders={2: "145"})
    assert audit.found()["gaps"] == [
        {
            "subject": "order 2 (B-2)",
            "text": "is marked as synced with SalesReceipt 145 (SHOP-1001), which belongs to order 700123 (SHOP-1001)",
        }
    ]


def test_a_deleted_document_leaves_a_gap(audit: Audit) -> None:
    del audit.entities["PurchaseOrder"][1]
    assert [each["subject"] for each in audit.found()["gaps"]] == ["fulfillment request 450002 (SHOP-1001-2)"]


def test_a_document_of_a_record_nobody_has_is_a_gap(audit: Audit) -> None:
    audit.entities["Bill"].append(bill("151", 5, "supplier_invoice:9", {"": 5}))
    assert audit.found()["gaps"] == [
        {"subject": "Bill 151", "text": "is made for supplier invoice 9, which Flxpoint does not have"}
    ]


def test_one_strangers_document_may_stand_for_one_record_only(audit: Audit) -> None:
    audit.entities["SalesReceipt"].append({"Id": "160", "TotalAmt": 5, "DocNumber": "B-2"})
    audit.shop.add(orders=[{"id": each, "referenceNumber": f"B-{each}", "orderTotal": 5} for each in (2, 3)])
    mark(audit.shop, orders={2: "160"})
    assert audit.found()["gaps"] == []
    mark(audit.shop, orders={3: "160"})
    assert [each["text"] for each in audit.found()["gaps"]] == [
        "is marked as synced with SalesReceipt 160 (B-2), and so is order 2 (B-2)"
    ]


def test_a_document_whose_record_is_not_marked_is_told_apart(audit: Audit) -> None:
    unmark(audit.shop, "orders", 700123)
    said = audit.found()
    assert said["unmarked"] == [
        {"subject": "order 700123 (SHOP-1001)", "text": "is not marked as synced, and has SalesReceipt 145 (SHOP-1001)"}
    ]
    assert said["gaps"] == said["without_document"] == []


def test_a_record_neither_marked_nor_in_the_books_is_listed_without_being_an_error(audit: Audit) -> None:
    del audit.entities["SalesReceipt"][0]
    unmark(audit.shop, "orders", 700123)
    said = audit.found()
    assert said["without_document"] == ["order 700123 (SHOP-1001)"]
    assert audit.run("--json").code == 0


def test_differences_are_added_up_whatever_their_sign(audit: Audit) -> None:
    audit.entities["SalesReceipt"][0]["TotalAmt"] = 113.25
    audit.entities["PurchaseOrder"][0]["TotalAmt"] = 25.9
    audit.entities["Bill"][0]["TotalAmt"] = 34.51
    assert audit.found()["difference"] == "0.16"


def test_voided_units_do_not_count(audit: Audit) -> None:
    item = {"id": 460002, "quantity": 2, "voidedQuantity": 1, "cost": 11.0}
    audit.shop.add(fulfillment_requests=[{"id": 450002, "fulfillmentRequestItems": [item]}])
    assert audit.found()["difference"] == "11.00"
    audit.entities["PurchaseOrder"][1]["TotalAmt"] = 11
    assert audit.found()["difference"] == "0.00"


@pytest.mark.parametrize(
    ("amounts", "linked"),
    [({"": 34.5}, "0.00"), ({"147": 26.0, "": 8.5}, "0.00"), ({"146": 13.0, "": 21.5}, "13.00")],
)
def test_a_bill_not_linked_to_its_own_purchase_order_is_told(
    audit: Audit, amounts: dict[str, float], linked: str
) -> None:
    audit.entities["Bill"] = [bill("148", 34.5, "supplier_invoice:550001", amounts)]
    assert audit.found()["unlinked"] == [
        {
            "subject": "Bill 148 of supplier invoice 550001 (ACME-88231)",
            "text": f"links {linked} of 26.00 to the purchase order of fulfillment request 450001 (SHOP-1001-1)",
        }
    ]


def test_a_bill_without_product_lines_needs_no_link(audit: Audit) -> None:
    fee = {"id": 9, "cost": 2, "invoiceItemType": {"name": "Fee", "handle": "fee"}}
    invoice = {"id": 5, "fulfillmentRequestId": 450001, "invoiceNumber": "F-1", "totalCost": 2, "invoiceItems": [fee]}
    audit.shop.add(source_invoices=[invoice])
    audit.entities["Bill"].append(bill("152", 2, "supplier_invoice:5", {"": 2}))
    assert audit.found()["unlinked"] == []


def test_a_stand_in_that_does_not_answer_is_named(audit: Audit) -> None:
    audit.company, answering = Company(), audit.company
    audit.company.url = "http://127.0.0.1:1"
    ended = audit.run()
    assert (ended.code, ended.out) == (2, "")
    assert "no quickbooks stand-in answers at http://127.0.0.1:1" in ended.err
    audit.company.url = answering.url
    audit.shop = Shop({"url": answering.url, "account_token": ""})
    assert f"what answers at {answering.url} is not a flxpoint stand-in" in audit.run().err
    audit.shop.http.close()
