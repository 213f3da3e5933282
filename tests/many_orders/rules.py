"""The documents of made-up records, by the rules in the order in which the activities ask them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accounting import bill, purchase, sale, sendable
from accounting.bill_numbers import bill_number
from accounting.books import date_in_books
from accounting.documents import Draft
from accounting.marketplace import without_remitted_tax
from accounting.numbering import document_number, marker
from accounting.ordered import OrderedGoods
from accounting.problems import NotDue
from accounting.reading_settings import read_settings
from accounting.records import FulfillmentRequest, Order, RecordKind, SupplierInvoice
from accounting.selection import require_order_selected, require_selected
from clients.flxpoint.records import read_fulfillment_request, read_order, read_supplier_invoice
from clients.flxpoint.sources import read_source
from clients.quickbooks.lists import read_books
from tests.many_orders.cases import Case
from tests.many_orders.company import StandInCompany
from tests.many_orders.lists import Lists
from worker.demo.choices import SETTINGS

Json = dict[str, Any]
ACCOUNT = Path(__file__).parents[2] / "sandbox" / "shop" / "00-account.json"


class Books:
    """The stand-in company's books, and the numbers used in them so far."""

    def __init__(self) -> None:
        account = json.loads(ACCOUNT.read_text(encoding="utf-8"))
        self._channels = {str(channel["id"]): str(channel["name"]) for channel in account["channels"]}
        self._sources = {str(source["id"]): read_source(source) for source in account["sources"]}
        self._company = StandInCompany()
        self._lists = Lists(self._company)
        self._settings = read_settings(SETTINGS)
        self._facts = read_books(*self._company.facts())
        self._numbers: set[tuple[str, str]] = set()

    def sale(self, order: Order) -> tuple[Draft, str]:
        """The order's document, and its customer."""
        require_selected(order, self._settings)
        sale.require_postable(order)
        sale.sale_kind(order, self._settings)
        dated, own = self._day(order.ordered_at), without_remitted_tax(order, self._settings)
        sendable.require_sendable(own, books=self._facts, settings=self._settings, dated=dated)
        items = self._lists.items(sale.wanted_items(own, self._settings))
        customer = self._lists.customer(own)
        refs = sale.SaleReferences(customer_id=customer.id, items=items)
        draft = sale.draft_sale(
            own,
            books=self._facts,
            settings=self._settings,
            refs=refs,
            number=self._number("sale", order),
            dated=dated,
            note=marker(RecordKind.ORDER, order.id),
        )
        return draft, customer.id

    def purchase(self, request: FulfillmentRequest, order: Order, customer_id: str | None) -> Draft:
        """The request's Purchase Order; without a customer its order is not posted."""
        require_selected(request, self._settings)
        purchase.require_standing(request)
        require_order_selected(order, self._settings)
        purchase.require_order_stands(request, order)
        purchase.require_due(request, self._settings)
        if customer_id is None:
            raise NotDue("Its order is not posted.")
        dated = self._day(request.generated_at)
        purchase.require_sendable(request, books=self._facts, dated=dated)
        vendor = self._lists.vendor(request.source_name)
        items = self._lists.items(purchase.wanted_items(request, order, self._settings))
        refs = purchase.PurchaseReferences(
            vendor=vendor,
            payables_account_id=self._lists.account(self._settings.payables_account).id,
            customer_id=customer_id,
            items=items,
        )
        return purchase.draft_purchase_order(
            request,
            books=self._facts,
            refs=refs,
            number=self._number("purchase", request),
            dated=dated,
            note=marker(RecordKind.FULFILLMENT_REQUEST, request.id),
        )

    def bill(self, invoice: SupplierInvoice, others: list[SupplierInvoice], goods: OrderedGoods, number: str) -> Draft:
        """The invoice's Bill on the goods of a Purchase Order."""
        vendor = self._lists.vendor(invoice.source_name)
        accounts = bill.charge_accounts(invoice, self._settings)
        refs = bill.BillReferences(
            vendor=vendor,
            term=None,
            payables_account_id=self._lists.account(self._settings.payables_account).id,
            accounts={kind: self._lists.account(name) for kind, name in accounts.items()},
        )
        return bill.draft_bill(
            invoice,
            goods=goods,
            books=self._facts,
            refs=refs,
            number=bill_number(invoice, request_number=number, namesakes=others, standing=()),
            dated=self._day(invoice.invoiced_at),
            note=marker(RecordKind.SUPPLIER_INVOICE, invoice.id),
        )

    def require_bill(self, invoice: SupplierInvoice) -> None:
        """Leave out what is no charge."""
        require_selected(invoice, self._settings)
        bill.require_bill(invoice)

    def read(self, case: Case) -> tuple[Order, list[FulfillmentRequest], list[SupplierInvoice]]:
        """The case's records as Flxpoint's JSON tells them."""
        order = read_order(case.order, self._channels)
        requests = [read_fulfillment_request(request, self._sources) for request in case.requests]
        order_of = {request.id: request.order_ref for request in requests}
        return order, requests, [read_supplier_invoice(one, self._sources, order_of) for one in case.invoices]

    def post(self, draft: Draft) -> Json:
        """What stands in the company after the document was sent."""
        return self._company.post(draft.document)

    def _day(self, moment: datetime) -> date:
        return date_in_books(moment, self._settings.books_time_zone or "")

    def _number(self, what: str, record: Order | FulfillmentRequest) -> str:
        """The record's number, with its id where an earlier one has it."""
        number = document_number(record.label, record.id)
        if (what, number) in self._numbers:
            number = document_number(record.label, record.id, taken=True)
        self._numbers.add((what, number))
        return number
