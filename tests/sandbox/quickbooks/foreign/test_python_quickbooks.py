"""python-quickbooks drives a company unchanged."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from quickbooks.batch import batch_create, batch_delete, batch_update
from quickbooks.cdc import change_data_capture
from quickbooks.exceptions import QuickbooksException
from quickbooks.objects.account import Account
from quickbooks.objects.attachable import Attachable
from quickbooks.objects.base import AttachableRef
from quickbooks.objects.bill import Bill
from quickbooks.objects.billpayment import BillPayment, BillPaymentLine, CheckPayment
from quickbooks.objects.company_info import CompanyInfo
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.customer import Customer
from quickbooks.objects.department import Department
from quickbooks.objects.detailline import (
    ItemBasedExpenseLine,
    ItemBasedExpenseLineDetail,
    SalesItemLine,
    SalesItemLineDetail,
)
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.item import Item
from quickbooks.objects.payment import Payment, PaymentLine
from quickbooks.objects.paymentmethod import PaymentMethod
from quickbooks.objects.preferences import Preferences
from quickbooks.objects.purchaseorder import PurchaseOrder
from quickbooks.objects.refundreceipt import RefundReceipt
from quickbooks.objects.salesreceipt import SalesReceipt
from quickbooks.objects.taxcode import TaxCode
from quickbooks.objects.term import Term
from quickbooks.objects.trackingclass import Class
from quickbooks.objects.vendor import Vendor

from tests.sandbox.quickbooks.books import Books


def customer(qb: Any, name: str = "Mug Buyer") -> Any:
    made = Customer()
    made.DisplayName = name
    return made.save(qb=qb)


def fee(qb: Any) -> Any:
    (item,) = Item.filter(Name="FEE", qb=qb)
    return item.to_ref()


def sale(qb: Any, kind: Any = Invoice, number: str = "S-1", amount: int = 100) -> Any:
    """A document with one line that names an amount alone, as the client's own examples have it."""
    line = SalesItemLine()
    line.Amount = amount
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = fee(qb)
    made = kind()
    made.DocNumber = number
    made.CustomerRef = Customer.filter(DisplayName="Sam Sample", qb=qb)[0].to_ref()
    made.Line.append(line)
    return made


@pytest.mark.parametrize(
    "kind", [Account, Customer, Department, Class, Item, PaymentMethod, TaxCode, Term, Vendor, Invoice, PurchaseOrder]
)
def test_every_list_can_be_read_and_counted(qb: Any, kind: Any) -> None:
    assert len(kind.all(qb=qb, max_results=1000)) == kind.count(qb=qb)


def test_the_company_and_its_preferences_can_be_read(qb: Any) -> None:
    assert CompanyInfo.get(qb.company_id, qb=qb).CompanyName == "Daybook Demo Shop"
    assert Preferences.get(qb=qb).SalesFormsPrefs.CustomTxnNumbers is True


def test_a_customer_is_made_found_and_changed(qb: Any) -> None:
    made = customer(qb)
    assert [one.Id for one in Customer.where("DisplayName LIKE 'Mug%'", qb=qb)] == [made.Id]
    assert [one.Id for one in Customer.choose(["Mug Buyer", "Nobody"], field="DisplayName", qb=qb)] == [made.Id]
    assert Customer.count("DisplayName = 'Mug Buyer'", qb=qb) == 1
    assert Customer.query("select * from Customer where DisplayName = 'Nobody'", qb=qb) == []
    made.CompanyName = "Mugs & Co"
    changed = made.save(qb=qb)
    assert (changed.CompanyName, changed.SyncToken) == ("Mugs & Co", "1")
    assert Customer.get(made.Id, qb=qb).CompanyName == "Mugs & Co"


def test_a_name_with_an_apostrophe_is_found(qb: Any) -> None:
    made = customer(qb, "Amy's Mugs")
    assert [one.Id for one in Customer.filter(DisplayName="Amy's Mugs", qb=qb)] == [made.Id]


def test_a_list_is_read_page_by_page_in_order(qb: Any) -> None:
    everyone = [one.DisplayName for one in Vendor.all(order_by="DisplayName", qb=qb)]
    pages = [
        one.DisplayName
        for start in range(1, len(everyone) + 1, 2)
        for one in Vendor.where("Active = true", "DisplayName", start, 2, qb=qb)
    ]
    assert pages == everyone == sorted(everyone)


def test_an_invoice_is_made_read_and_changed(qb: Any) -> None:
    made = sale(qb).save(qb=qb)
    read = Invoice.get(made.Id, qb=qb)
    assert (read.DocNumber, read.Line[0].Amount, read.Line[0].SalesItemLineDetail.ItemRef.name) == ("S-1", 100, "FEE")
    read.PrivateNote = "noted"
    assert read.save(qb=qb).PrivateNote == "noted"


def test_money_stays_exact_with_decimals(books: Books, qb: Any) -> None:
    books.switch(sales_tax="off")
    qb.use_decimal = True
    made = sale(qb)
    made.Line[0].Amount = Decimal("0.10")
    read = Invoice.get(made.save(qb=qb).Id, qb=qb)
    assert str(read.TotalAmt) == "0.10"


def test_a_sparse_update_changes_what_it_names(qb: Any) -> None:
    made = sale(qb).save(qb=qb)
    body = {"Id": made.Id, "SyncToken": made.SyncToken, "sparse": True, "PrivateNote": "noted"}
    qb.update_object("Invoice", json.dumps(body))
    read = Invoice.get(made.Id, qb=qb)
    assert (read.PrivateNote, read.DocNumber, read.TotalAmt) == ("noted", "S-1", made.TotalAmt)


@pytest.mark.parametrize("kind", [Invoice, SalesReceipt])
def test_a_document_is_voided_and_stays(qb: Any, kind: Any) -> None:
    made = sale(qb, kind).save(qb=qb)
    made.void(qb=qb)
    read = kind.get(made.Id, qb=qb)
    assert (read.TotalAmt, read.PrivateNote, read.DocNumber) == (0, "Voided", "S-1")


def test_a_payment_is_made_and_voided(qb: Any) -> None:
    invoice = sale(qb).save(qb=qb)
    line = PaymentLine()
    line.Amount = invoice.TotalAmt
    line.LinkedTxn.append(invoice.to_linked_txn())
    payment = Payment()
    payment.CustomerRef, payment.TotalAmt = invoice.CustomerRef, invoice.TotalAmt
    payment.Line.append(line)
    made = payment.save(qb=qb)
    assert (Invoice.get(invoice.Id, qb=qb).Balance, made.UnappliedAmt) == (0, 0)
    made.void(qb=qb)
    assert (Payment.get(made.Id, qb=qb).TotalAmt, Invoice.get(invoice.Id, qb=qb).Balance) == (0, invoice.TotalAmt)


def test_a_bill_is_paid_and_the_payment_voided(qb: Any) -> None:
    bill = purchase(qb, Bill).save(qb=qb)
    line = BillPaymentLine()
    line.Amount = 12
    line.LinkedTxn.append(bill.to_linked_txn())
    payment = BillPayment()
    payment.VendorRef, payment.TotalAmt, payment.PayType = bill.VendorRef, 12, "Check"
    payment.CheckPayment = CheckPayment()
    payment.CheckPayment.BankAccountRef = Account.filter(AccountType="Bank", qb=qb)[0].to_ref()
    payment.Line.append(line)
    made = payment.save(qb=qb)
    assert Bill.get(bill.Id, qb=qb).Balance == 0
    made.void(qb=qb)
    assert Bill.get(bill.Id, qb=qb).Balance == 12


@pytest.mark.parametrize("kind", [CreditMemo, RefundReceipt])
def test_money_goes_back_to_a_customer(qb: Any, kind: Any) -> None:
    made = sale(qb, kind)
    made.DepositToAccountRef = Account.filter(AccountType="Bank", qb=qb)[0].to_ref()
    if kind is CreditMemo:
        made.DepositToAccountRef = None
    saved = made.save(qb=qb)
    assert kind.get(saved.Id, qb=qb).TotalAmt == saved.TotalAmt > 0


def test_a_deleted_document_is_gone(qb: Any) -> None:
    made = sale(qb).save(qb=qb)
    answer = made.delete(qb=qb)
    assert answer["Invoice"]["status"] == "Deleted"
    with pytest.raises(QuickbooksException, match="610"):
        Invoice.get(made.Id, qb=qb)


def test_a_request_id_makes_one_document_of_two_requests(qb: Any) -> None:
    first, second = (sale(qb).save(qb=qb, request_id="r-1") for _ in range(2))
    assert first.Id == second.Id
    assert Invoice.count(qb=qb) == 1


def purchase(qb: Any, kind: Any) -> Any:
    line = ItemBasedExpenseLine()
    line.Amount = 12
    line.ItemBasedExpenseLineDetail = ItemBasedExpenseLineDetail()
    bought = (item for item in Item.filter(Type="NonInventory", qb=qb) if item.ExpenseAccountRef)
    line.ItemBasedExpenseLineDetail.ItemRef = next(bought).to_ref()
    made = kind()
    made.VendorRef = Vendor.all(qb=qb)[0].to_ref()
    made.APAccountRef = Account.filter(AccountType="Accounts Payable", qb=qb)[0].to_ref()
    made.Line.append(line)
    return made


def test_a_purchase_order_is_made(qb: Any) -> None:
    made = purchase(qb, PurchaseOrder).save(qb=qb)
    assert (made.TotalAmt, made.POStatus) == (12, "Open")


def test_batches_make_change_and_delete(qb: Any) -> None:
    made = batch_create([sale(qb, number=f"S-{number}") for number in range(3)], qb=qb).successes
    for one in made:
        one.PrivateNote = "noted"
    changed = batch_update(made, qb=qb).successes
    assert [one.PrivateNote for one in changed] == ["noted"] * 3
    assert len(batch_delete(changed, qb=qb).successes) == 3
    assert Invoice.count(qb=qb) == 0


def test_a_batch_reports_the_fault_of_each_item(qb: Any) -> None:
    vendors = []
    for name in ("Mug Maker", "Acme Supply"):
        vendor = Vendor()
        vendor.DisplayName = name
        vendors.append(vendor)
    result = batch_create(vendors, qb=qb)
    assert [one.DisplayName for one in result.successes] == ["Mug Maker"]
    (fault,) = result.faults
    assert (fault.Error[0].code, fault.original_object.DisplayName) == ("6240", "Acme Supply")


def test_changes_of_several_entities_come_in_one_call(books: Books, qb: Any) -> None:
    books.advance(600)
    since = datetime.now(UTC) + timedelta(seconds=500)
    kept, gone = (sale(qb, number=number).save(qb=qb) for number in ("S-1", "S-2"))
    gone.delete(qb=qb)
    changes = change_data_capture([Invoice, Customer, Vendor], since.isoformat(), qb=qb)
    assert {one.Id: getattr(one, "status", None) for one in changes.Invoice} == {kept.Id: None, gone.Id: "Deleted"}
    assert not hasattr(changes, "Vendor")


@pytest.mark.parametrize("by", ["path", "bytes"])
def test_a_file_is_attached_and_fetched(qb: Any, tmp_path: Path, by: str) -> None:
    content = bytes(range(256))
    made = sale(qb).save(qb=qb)
    attached = Attachable()
    attached.AttachableRef = [AttachableRef()]
    attached.AttachableRef[0].EntityRef = made.to_ref()
    attached.FileName, attached.ContentType = "slip.pdf", "application/pdf"
    if by == "path":
        (tmp_path / "slip.pdf").write_bytes(content)
        attached._FilePath = str(tmp_path / "slip.pdf")
    else:
        attached._FileBytes = content
    read = Attachable.get(attached.save(qb=qb).Id, qb=qb)
    assert (read.FileName, read.Size, read.AttachableRef[0].EntityRef.value) == ("slip.pdf", 256, made.Id)
    assert httpx.get(read.TempDownloadUri).content == content


def test_a_document_is_printed_and_sent(qb: Any) -> None:
    made = sale(qb).save(qb=qb)
    assert made.download_pdf(qb).startswith(b"%PDF-")
    sent = made.send(qb=qb, send_to="pat+books@example.com")
    assert sent["Invoice"]["BillEmail"]["Address"] == "pat+books@example.com"
    assert Invoice.get(made.Id, qb=qb).EmailStatus == "EmailSent"


def test_an_invoice_tells_its_link_when_asked(qb: Any) -> None:
    made = sale(qb).save(qb=qb)
    assert Invoice.get(made.Id, qb=qb, params={"include": "invoiceLink"}).InvoiceLink
