"""A case's records on their way into the books: each ends posted, waiting, held, or left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from accounting.documents import Bill, Draft, PurchaseOrder, expected_of
from accounting.ordered import OrderedGoods, goods_of_order, kept_of_bill, kept_of_order
from accounting.problems import Excluded, Held, NotDue
from accounting.records import FulfillmentRequest, Order, Record, SupplierInvoice
from accounting.verification import differences, line_map
from clients.quickbooks.posted import read_posted
from sandbox.quickbooks.refusals import Refusal
from tests.many_orders.cases import Case
from tests.many_orders.rules import Books

Json = dict[str, Any]
POSTED = "posted"


@dataclass
class Outcome:
    """What became of a record: "posted" with its document, "excluded", "waiting", or the codes that hold it."""

    record: str
    ends: str
    kind: str = ""
    stands: Json = field(default_factory=dict)
    """The stand-in's answer."""
    told: str = ""
    """Why it does not stand; or what Daybook itself finds wrong with what stands."""


def bring(books: Books, case: Case) -> list[Outcome]:
    """Post what a case may post, in the order in which the documents depend on one another."""
    return Chain(books, case).outcomes


class Chain:
    """One order, its requests and its invoices on their way into the books."""

    def __init__(self, books: Books, case: Case) -> None:
        self.outcomes: list[Outcome] = []
        self._books = books
        self._customer: str | None = None
        self._ordered: dict[str, tuple[PurchaseOrder, Json]] = {}
        self._billed: dict[str, list[Json]] = {}
        order, requests, invoices = books.read(case)
        self._try(order, partial(self._sell, order))
        for request in requests:
            self._try(request, partial(self._buy, request, order))
        for invoice in invoices:
            others = [other for other in invoices if other.number == invoice.number and other.id != invoice.id]
            self._try(invoice, partial(self._owe, invoice, others, requests))

    def _try(self, record: Record, step: Callable[[], tuple[Draft, Json]]) -> None:
        name = f"{record.ref.kind.value}:{record.id}"
        try:
            draft, stands = step()
            self.outcomes.append(Outcome(name, POSTED, draft.document.kind.value, stands, _doubts(draft, stands)))
        except Held as held:
            codes = ",".join(dict.fromkeys(problem.code for problem in held.problems))
            self.outcomes.append(Outcome(name, codes, told=str(held)))
        except Excluded as reason:
            self.outcomes.append(Outcome(name, "excluded", told=str(reason)))
        except NotDue as waiting:
            self.outcomes.append(Outcome(name, "waiting", told=str(waiting)))
        except Refusal as refused:
            self.outcomes.append(Outcome(name, "refused", told=f"{refused.code}: {refused}"))

    def _sell(self, order: Order) -> tuple[Draft, Json]:
        draft, customer_id = self._books.sale(order)
        stands = self._books.post(draft)
        self._customer = customer_id
        return draft, stands

    def _buy(self, request: FulfillmentRequest, order: Order) -> tuple[Draft, Json]:
        draft = self._books.purchase(request, order, self._customer)
        stands = self._books.post(draft)
        assert isinstance(draft.document, PurchaseOrder)
        self._ordered[request.id] = draft.document, stands
        return draft, stands

    def _owe(
        self, invoice: SupplierInvoice, others: list[SupplierInvoice], requests: list[FulfillmentRequest]
    ) -> tuple[Draft, Json]:
        self._books.require_bill(invoice)
        request_id = invoice.fulfillment_request_id or ""
        if request_id not in self._ordered:
            raise NotDue("Its Purchase Order is not posted.")
        (request,) = (one for one in requests if one.id == request_id)
        draft = self._books.bill(invoice, others, self._goods(request), request.number)
        stands = self._books.post(draft)
        assert isinstance(draft.document, Bill)
        self._billed.setdefault(request_id, []).append(kept_of_bill(draft.document))
        return draft, stands

    def _goods(self, request: FulfillmentRequest) -> OrderedGoods:
        order, stands = self._ordered[request.id]
        return goods_of_order(
            kept_of_order(order),
            purchase_order_id=str(stands["Id"]),
            number=request.number,
            vendor_name=request.source_name,
            line_ids=line_map(expected_of(order), read_posted("PurchaseOrder", stands)),
            bills=list(self._billed.get(request.id, [])),
        )


def _doubts(draft: Draft, stands: Json) -> str:
    posted = read_posted(draft.document.kind.value, stands)
    return " ".join(map(str, differences("the record", expected_of(draft.document), posted)))
