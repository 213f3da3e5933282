"""One made-up order with all that follows from it, and how each of its records must end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.many_orders.faults import FAULTS, Fault, plant
from tests.many_orders.invoices import invoices_of, written_invoice
from tests.many_orders.orders import POSTED, Line, Sketch, rounds_too_far, sketch
from tests.many_orders.requests import requests_of, written_request
from tests.many_orders.texts import Goods
from tests.many_orders.written import written_order

Json = dict[str, Any]
FAULTY = 0.15
VERY_LONG = 0.002
MOST_LINES = 60


@dataclass(frozen=True)
class Stated:
    """How a record must end: "posted" with these amounts, "excluded", "waiting", or the code that holds it."""

    ends: str
    total: Decimal
    tax: Decimal | None = None
    discount: Decimal | None = None


@dataclass
class Case:
    """Records in Flxpoint's JSON, and what each must come to, by its kind and id."""

    order: Json
    requests: list[Json] = field(default_factory=list)
    invoices: list[Json] = field(default_factory=list)
    stated: dict[str, Stated] = field(default_factory=dict)


def nth_case(seed: int, place: int) -> Case:
    """The case at a place of a seed's row: the same whichever others are made."""
    return case_of(Random(f"{seed}:{place}"), place)


def case_of(
    chance: Random,
    place: int = 1,
    *,
    most_lines: int = MOST_LINES,
    faults: Sequence[Fault] = (),
    faulty: float = FAULTY,
) -> Case:
    """A case by chance; its place among others gives it its ids.

    Args:
        faults: what may be wrong with its order; anything, unless they are named.
        faulty: how likely one of them is.
    """
    order, order_id = sketch(chance, most_lines), 100_000 + place
    if order.ends == POSTED and chance.random() < faulty:
        plant(order, chance.choice(faults or tuple(FAULTS)))
    elif order.ends == POSTED and most_lines == MOST_LINES and chance.random() < VERY_LONG:
        _lengthen(order)
    if order.ends == POSTED and rounds_too_far(order):
        order.ends = "parts_differ_from_total"
    case = Case(written_order(chance, order, order_id))
    case.stated[f"order:{order_id}"] = Stated(
        order.ends, order.total - order.remitted, order.tax - order.remitted, order.posted_discount
    )
    for request in requests_of(chance, order, order_id):
        case.requests.append(written_request(chance, request, order_id))
        case.stated[f"fulfillment_request:{request.id}"] = Stated(request.ends, request.total)
        for invoice in invoices_of(chance, request):
            case.invoices.append(written_invoice(chance, invoice, request))
            case.stated[f"supplier_invoice:{invoice.id}"] = Stated(invoice.ends, invoice.total)
    return case


def _lengthen(order: Sketch) -> None:
    """Two hundred lines, all of them known goods."""
    one = Line(Goods("BEAD-001", "Glass bead no. 001"), Decimal(1), Decimal("0.35"))
    for number in range(len(order.lines), 200):
        goods = Goods(f"BEAD-{number:03d}", f"Glass bead no. {number:03d}")
        order.lines.append(replace(one, goods=goods))
