"""The number of a sale or a Purchase Order: its record's own, unless another record's document has it (row R-53)."""

from __future__ import annotations

from accounting.documents import DocumentKind
from accounting.left_out import left_out
from accounting.numbering import document_number
from accounting.records import FulfillmentRequest, Order, Record
from activities.drafting.desk import Desk, intent_key
from activities.look import SALES


async def number_for(desk: Desk, record: Order | FulfillmentRequest) -> str:
    """The number for the record's document; with the record's id behind it where the plain one is taken.

    Of several records of one number the first, by id, has it plain, whichever is drafted first.
    """
    number = desk.settings.mapping.number_of(record)
    plain = document_number(number, record.id)
    taken = await _used_by_another(desk, record, plain) or await _wanted_by_an_earlier(desk, record, number)
    return document_number(number, record.id, taken=True) if taken else plain


async def _used_by_another(desk: Desk, record: Record, number: str) -> bool:
    kinds = SALES if isinstance(record, Order) else (DocumentKind.PURCHASE_ORDER,)
    links, key = desk.companies.stores.links, intent_key(desk.company, record.ref)
    for kind in kinds:
        if await links.number_taken(desk.company.realm, kind, number, besides=key):
            return True
    return False


async def _wanted_by_an_earlier(desk: Desk, record: Record, number: str) -> bool:
    if number != record.label:
        return False  # the order system gives its own numbers once
    connection = desk.company.connection.id
    namesakes = await desk.companies.stores.records.of_label(connection, record.ref.kind, record.label)
    for other in namesakes:
        if _place(other.id) < _place(record.id) and not await _left_out(desk, other):
            return True
    return False


async def _left_out(desk: Desk, record: Record) -> bool:
    """Is the record never posted, by choice or by its state?"""
    if left_out(record, desk.settings, None):
        return True
    outcome = await desk.companies.stores.outcomes.current(desk.company.connection.id, record.ref)
    return outcome is not None and outcome.state == "excluded"


def _place(id: str) -> tuple[int, str]:
    """Where an id comes in time: order systems count upwards, and longer numbers are later ones."""
    return (len(id), id)
