"""The command's small version, and that it finds a cent that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from accounting.documents import Bill, Document, PurchaseOrder, Sale
from clients.quickbooks.bodies import body_of
from tests.many_orders import company
from tests.many_orders.__main__ import main
from tests.many_orders.cases import nth_case
from tests.many_orders.faults import FAULTS
from tests.many_orders.report import report_of

CENT = Decimal("0.01")
Json = dict[str, object]


@pytest.mark.rule("R-32/expected", "R-50/expected", "R-86/expected")
def test_two_hundred_orders_stand_as_their_records_state(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--orders", "200", "--seed", "7", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert (status, told["findings"], told["differences"], told["orders"]) == (0, [], 0, 200)
    assert set(told["documents"]) == {"SalesReceipt", "Invoice", "PurchaseOrder", "Bill"}
    assert len(told["held"]) > 10


def test_the_same_seed_makes_the_same_orders() -> None:
    assert nth_case(3, 17) == nth_case(3, 17)
    assert nth_case(3, 17) != nth_case(4, 17)


def test_every_fault_has_its_turn() -> None:
    ends = {stated.ends for place in range(1, 1500) for stated in nth_case(1, place).stated.values()}
    assert set(FAULTS.values()) <= ends


def a_cent_more_on_the_shipping(document: Document) -> Document:
    if isinstance(document, Sale) and document.shipping:
        return document.model_copy(update={"shipping": document.shipping + CENT})
    return document


def a_cent_less_tax(document: Document) -> Document:
    if isinstance(document, Sale) and document.tax:
        return document.model_copy(update={"tax": document.tax - CENT})
    return document


def the_first_line_a_cent_more(document: Document) -> Document:
    if isinstance(document, PurchaseOrder | Bill):
        first, *others = document.lines
        more = first.model_copy(update={"amount": first.amount + CENT})
        return document.model_copy(update={"lines": (more, *others)})
    return document


@pytest.mark.parametrize("wrong", [a_cent_more_on_the_shipping, a_cent_less_tax, the_first_line_a_cent_more])
def test_a_wrong_cent_is_found(monkeypatch: pytest.MonkeyPatch, wrong: Callable[[Document], Document]) -> None:
    monkeypatch.setattr(company, "body_of", lambda document: body_of(wrong(document)))

    report = report_of(7, range(1, 41))

    assert any("and stands as" in text for text in report.findings)


def test_a_finding_is_played_again_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(company, "body_of", lambda document: body_of(a_cent_less_tax(document)))
    place = int(report_of(7, range(1, 41)).findings[0].removeprefix("order ").partition(":")[0])

    status = main(["--order", str(place), "--seed", "7"])

    shown = capsys.readouterr()
    assert status == 1
    assert f"order {place}: order:{100_000 + place}: carries" in shown.out
    assert '"TxnTaxDetail":' in shown.err
