"""The audit reads the real stand-in company as it reads a told one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sandbox.__main__ import main
from tests.sandbox.flxpoint.processes import SHOP, Shop, started

Given = dict[str, Any]


class Clerk:
    """Posts by hand what the demo shop's records ask for."""

    def __init__(self, said: Given) -> None:
        self.url = said["url"]
        headers = {"Authorization": f"Bearer {said['access_token']}", "Accept": "application/json"}
        self.http = httpx.Client(base_url=f"{self.url}/v3/company/{said['realm_id']}", headers=headers, trust_env=False)
        state = self.http.get(f"{self.url}/__control/state").json()["entities"]
        self.vendors = {each["DisplayName"]: {"value": each["Id"]} for each in state["Vendor"]}
        self.accounts = {each["Name"]: {"value": each["Id"]} for each in state["Account"]}
        customer, item = (
            {"DisplayName": "Jane Doe"},
            {
                "Name": "Red Mug",
                "Sku": "MUG-RED",
                "Type": "NonInventory",
                "IncomeAccountRef": self.accounts["Sales of Product Income"],
                "ExpenseAccountRef": self.accounts["Cost of Goods Sold"],
            },
        )
        self.customer = {"value": self.post("Customer", customer)["Id"]}
        self.item = {"value": self.post("Item", item)["Id"]}

    def post(self, kind: str, body: Given) -> Given:
        answer = self.http.post(f"/{kind.lower()}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()[kind])

    def sale(self, amount: float, marker: str) -> str:
        detail = {"ItemRef": self.item, "TaxCodeRef": {"value": "NON"}}
        line = {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
        body = {"CustomerRef": self.customer, "Line": [line], "PrivateNote": f"Posted by hand, {marker}"}
        return str(self.post("SalesReceipt", body)["Id"])

    def purchase(self, vendor: str, quantity: int, price: float, marker: str) -> Given:
        body = {
            "VendorRef": self.vendors[vendor],
            "APAccountRef": self.accounts["Accounts Payable (A/P)"],
            "Line": [self.product(quantity, price)],
            "PrivateNote": marker,
        }
        return self.post("PurchaseOrder", body)

    def bill(self, vendor: str, lines: list[Given], marker: str) -> str:
        body = {"VendorRef": self.vendors[vendor], "Line": lines, "PrivateNote": marker}
        return str(self.post("Bill", body)["Id"])

    def product(self, quantity: int, price: float, **more: Any) -> Given:
        detail = {"ItemRef": self.item, "Qty": quantity, "UnitPrice": price}
        amount = {"Amount": quantity * price, "DetailType": "ItemBasedExpenseLineDetail"}
        return amount | {"ItemBasedExpenseLineDetail": detail} | more

    def cost(self, amount: float, account: str) -> Given:
        detail = {"AccountRef": self.accounts[account]}
        kind = "AccountBasedExpenseLineDetail"
        return {"Amount": amount, "DetailType": kind, kind: detail}


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    with started("quickbooks", "--seed-company") as said:
        clerk = Clerk(said)
        yield clerk
        clerk.http.close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    with started("flxpoint", "--records", SHOP, "--switch", "limits=off") as said:
        shop = Shop(said)
        yield shop
        shop.http.close()


def mark(shop: Shop, path: str, document_id: str) -> None:
    body = {"accountingSynced": True, "externalAccountingId": document_id}
    assert shop.http.patch(path, json=body).status_code in (200, 204)


def audit(clerk: Clerk, shop: Shop) -> int:
    return main(["audit", "--quickbooks", clerk.url, "--flxpoint", shop.url])


def test_an_order_posted_by_hand_agrees_until_it_is_posted_again(
    clerk: Clerk, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    mark(shop, "/orders/700123/accounting-sync", clerk.sale(113.2, "flxpoint:order:700123"))
    acme = clerk.purchase("Acme Supply", 4, 6.5, "flxpoint:fulfillment_request:450001")
    beta = clerk.purchase("Beta Goods", 2, 11, "flxpoint:fulfillment_request:450002")
    mark(shop, "/fulfillment-requests/450001/accounting-sync", acme["Id"])
    mark(shop, "/fulfillment-requests/450002/accounting-sync", beta["Id"])
    link = {"TxnId": acme["Id"], "TxnType": "PurchaseOrder", "TxnLineId": acme["Line"][0]["Id"]}
    costs = [clerk.cost(6.5, "Freight In"), clerk.cost(2, "Supplier Fees")]
    lines = [clerk.product(4, 6.5, LinkedTxn=[link]), *costs]
    mark(shop, "/source-invoices/550001", clerk.bill("Acme Supply", lines, "flxpoint:supplier_invoice:550001"))

    assert audit(clerk, shop) == 0
    assert "The books and the records agree." in capsys.readouterr().out

    clerk.sale(113.2, "flxpoint:order:700123")
    assert audit(clerk, shop) == 1
    assert "order 700123 (SHOP-1001) has SalesReceipt" in capsys.readouterr().out


def test_a_bill_whose_link_quickbooks_dropped_is_told(
    clerk: Clerk, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.purchase("Acme Supply", 4, 6.5, "flxpoint:fulfillment_request:450001")
    wrong = {"TxnId": "99999", "TxnType": "PurchaseOrder", "TxnLineId": "1"}
    lines = [clerk.product(4, 6.5, LinkedTxn=[wrong]), clerk.cost(8.5, "Freight In")]
    clerk.bill("Acme Supply", lines, "flxpoint:supplier_invoice:550001")
    assert audit(clerk, shop) == 1
    assert "links 0.00 of 26.00 to the purchase order of fulfillment request 450001" in capsys.readouterr().out
