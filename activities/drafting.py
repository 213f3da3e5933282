"""From a record to the document it needs: references resolved, rules asked."""

from __future__ import annotations

from datetime import date, datetime

from accounting import bill, purchase, sale, sendable
from accounting.books import Account, Books, date_in_books
from accounting.documents import DocumentKind, Draft
from accounting.numbering import document_number, marker
from accounting.problems import Held, NotDue, Problem
from accounting.received import OrderedGoods
from accounting.records import (
    ChargeKind,
    FulfillmentRequest,
    Order,
    Record,
    RecordKind,
    RecordRef,
    SupplierInvoice,
)
from activities.companies import Companies, Company
from activities.created_names import COST_OF_GOODS, CreatedNames
from activities.facts import Facts
from clients.database.intents import IntentKey
from clients.database.links import Link

COSTS = (*COST_OF_GOODS, "Expense", "Other Expense")
PAYABLES = ("Accounts Payable",)


class Drafting:
    """Drafts the documents of one company's records, as the facts stand now."""

    def __init__(self, companies: Companies, company: Company, fresh_after: datetime | None) -> None:
        self._companies = companies
        self._company = company
        self._facts = Facts(companies, company, fresh_after)
        self._names = CreatedNames(companies, company, self._facts)

    async def draft(self, record: Record) -> Draft:
        """The document of a record.

        Raises:
            Held, NotDue, Excluded: a person, another record or a choice stands in the way.
        """
        match record:
            case Order():
                return await self._sale(record)
            case FulfillmentRequest():
                return await self._purchase_order(record)
            case SupplierInvoice():
                return await self._bill(record)

    async def _sale(self, order: Order) -> Draft:
        sale.require_postable(order)
        sale.sale_kind(order)
        settings = self._company.settings
        books, dated = await self._dated(order.ordered_at)
        sendable.require_sendable(order, books=books, settings=settings, dated=dated)
        refs = sale.SaleReferences(
            items=await self._names.items(
                sale.skus_of(order, settings), lambda items: sendable.require_fit(order, items, settings)
            ),
            customer_id=await self._names.customer(order),
        )
        return sale.draft_sale(
            order,
            books=books,
            settings=settings,
            refs=refs,
            number=document_number(order.reference, order.id),
            dated=dated,
            note=_note(order.ref, f"Order {order.reference} of {order.channel_name}"),
        )

    async def _purchase_order(self, request: FulfillmentRequest) -> Draft:
        purchase.require_due(request)
        sold = await self._sold(request.order_ref, request)
        books, dated = await self._dated(request.generated_at)
        purchase.require_sendable(request, books=books, dated=dated)
        stock_items = sold.snapshot.get("stock_items", {})
        refs = purchase.PurchaseReferences(
            vendor_id=await self._facts.vendor(request.source_name),
            payables_account_id=(await self._payables()).id,
            customer_id=str(sold.snapshot["customer_id"]),
            items=await self._names.items(
                purchase.skus_of(request), lambda items: purchase.require_fit(request, items, stock_items)
            ),
            stock_items=stock_items,
        )
        return purchase.draft_purchase_order(
            request,
            books=books,
            refs=refs,
            number=document_number(request.number, request.id),
            dated=dated,
            note=_note(request.ref, f"{request.number} for {_told(sold)}"),
        )

    async def _bill(self, invoice: SupplierInvoice) -> Draft:
        bill.require_bill(invoice)
        request, ordered = await self._ordered(invoice)
        sold = await self._sold(request.order_ref, request)
        books, dated = await self._dated(invoice.invoiced_at)
        accounts = {
            kind: await self._cost_account(kind, name)
            for kind, name in bill.charge_accounts(invoice, self._company.settings).items()
        }
        refs = bill.BillReferences(
            vendor_id=await self._facts.vendor(invoice.source_name),
            payables_account_id=(await self._payables()).id,
            customer_id=str(sold.snapshot["customer_id"]),
            accounts=accounts,
        )
        return bill.draft_bill(
            invoice,
            goods=_goods(request, ordered),
            books=books,
            refs=refs,
            number=document_number(invoice.number, invoice.id),
            dated=dated,
            note=_note(invoice.ref, f"{invoice.number} on {_told(ordered)}"),
        )

    async def _dated(self, moment: datetime) -> tuple[Books, date]:
        zone = self._company.settings.books_time_zone
        if zone is None:
            raise Held(_zone_missing(self._company.connection.name))
        return await self._facts.books(), date_in_books(moment, zone)

    async def _sold(self, order_id: str, request: FulfillmentRequest) -> Link:
        """The sale that a purchase belongs to (rows R-62, R-66)."""
        link = await self._link(RecordRef(kind=RecordKind.ORDER, id=order_id))
        if link is None:
            raise NotDue(f"Fulfillment request {request.number} waits for order {order_id} to be in QuickBooks.")
        return link

    async def _ordered(self, invoice: SupplierInvoice) -> tuple[FulfillmentRequest, Link]:
        """The Purchase Order that an invoice answers (rows R-81, R-82)."""
        waiting = f"Invoice {invoice.number} waits for the Purchase Order of its fulfillment request"
        if invoice.fulfillment_request_id is None:
            raise NotDue(f"{waiting}, and names none.")
        ref = RecordRef(kind=RecordKind.FULFILLMENT_REQUEST, id=invoice.fulfillment_request_id)
        link = await self._link(ref)
        request = await self._companies.stores.records.get(self._company.connection.id, ref)
        if link is None or not isinstance(request, FulfillmentRequest):
            raise NotDue(f"{waiting} {invoice.fulfillment_request_id}.")
        return request, link

    async def _link(self, ref: RecordRef) -> Link | None:
        return await self._companies.stores.links.get(intent_key(self._company, ref))

    async def _payables(self) -> Account:
        return await self._facts.account(self._company.settings.payables_account, PAYABLES, "payables_account")

    async def _cost_account(self, kind: ChargeKind, name: str) -> Account:
        return await self._facts.account(name, COSTS, f"supplier_{kind.value}_account")


def intent_key(company: Company, ref: RecordRef) -> IntentKey:
    """What must be unique: one live intent for a record of an order system's account in a company."""
    return IntentKey(
        realm=company.realm, account=company.connection.account, record_kind=ref.kind.value, record_id=ref.id
    )


def _goods(request: FulfillmentRequest, ordered: Link) -> OrderedGoods:
    return OrderedGoods(
        purchase_order_id=ordered.document_id,
        request=request,
        line_ids=ordered.lines,
        item_ids=ordered.snapshot["item_ids"],
    )


def _told(link: Link) -> str:
    return f"{DocumentKind(link.document_kind).words} {link.number or ''} ({link.document_id})"


def _note(ref: RecordRef, words: str) -> str:
    """Words for people, with the record's whole number: the document's own may be shortened (row R-53)."""
    return f"{words} {marker(ref.kind, ref.id)}"


def _zone_missing(name: str) -> Problem:
    return Problem(
        code="books_time_zone_missing",
        message=f'Connection "{name}" does not say in which time zone its books are kept.',
        fix="Choose it: daybook settings set CONNECTION books_time_zone=America/Chicago",
        subject="books_time_zone",
    )
