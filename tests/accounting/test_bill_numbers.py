"""A Bill has the supplier's number; what may have come twice is held (row R-91)."""

from __future__ import annotations

from typing import Any

import pytest

from accounting.bill_numbers import BillNumber, StandingBill, bill_number, numbers_of
from accounting.problems import Held, Problem
from accounting.records import SupplierInvoice
from tests.accounting.samples import an_invoice, codes, d, problems

OURS, STRANGERS = "Invoice of another part flxpoint:supplier_invoice:8000", "entered by hand"


def a_part(id: str, total: str, number: str = "SHOP-1-1") -> SupplierInvoice:
    """A supplier's invoice for a part of SHOP-1-1, which Flxpoint gave the request's number."""
    return an_invoice(id=id, number=number, total=total)


def a_standing(note: str, *, number: str = "SHOP-1-1", total: str = "39.00") -> StandingBill:
    return StandingBill(id="290", vendor_id="56", number=number, total=d(total), note=note)


def number(
    invoice: SupplierInvoice, *namesakes: SupplierInvoice, standing: tuple[StandingBill, ...] = ()
) -> BillNumber:
    return bill_number(invoice, request_number="SHOP-1-1", namesakes=namesakes, standing=standing)


def held(*arguments: Any, **more: Any) -> list[str]:
    with pytest.raises(Held) as raised:
        number(*arguments, **more)
    return codes(raised)


def test_a_number_that_nobody_else_has_is_the_suppliers() -> None:
    assert number(an_invoice(number="ACME-88231")) == BillNumber(number="ACME-88231")


@pytest.mark.rule("R-91/expected")
def test_of_invoices_with_the_requests_number_the_first_has_it_plain_whichever_is_asked_first() -> None:
    parts = [a_part("9001", "39.00"), a_part("9002", "26.40"), a_part("10000", "6.50")]
    numbers = [number(part, *(other for other in parts if other is not part)).number for part in parts]
    assert numbers == ["SHOP-1-1", "SHOP-1-1-9002", "SHOP-1-1-10000"]


@pytest.mark.rule("R-91/expected")
def test_a_copy_is_held_and_named_with_the_one_before_it() -> None:
    parts = a_part("9001", "39.00"), a_part("9002", "26.40"), a_part("9003", "26.40")

    with pytest.raises(Held) as raised:
        number(parts[2], parts[0], parts[1])

    assert problems(raised) == (
        Problem(
            code="suspected_duplicate",
            message="Invoice SHOP-1-1 (id 9003) of Acme Supply over 26.40 came before: invoice id 9002 has the same "
            "number and the same total, 26.40.",
            fix="If it is a charge of its own, give the invoice another number in Flxpoint; if it came twice, all is "
            "well: no second Bill was made.",
            subject="SHOP-1-1",
        ),
    )
    assert number(parts[1], parts[0], parts[2]).number == "SHOP-1-1-9002"


@pytest.mark.rule("R-91/expected")
def test_a_suppliers_own_number_that_comes_twice_is_held_even_with_another_total() -> None:
    before = a_part("9001", "39.00", number="ACME-7")

    with pytest.raises(Held) as raised:
        number(a_part("9002", "26.40", number="ACME-7"), before)

    (problem,) = problems(raised)
    assert problem.message == (
        "Invoice ACME-7 (id 9002) of Acme Supply over 26.40 came before: invoice id 9001 has the same number and a "
        "total of 39.00."
    )
    assert number(before, a_part("9002", "26.40", number="ACME-7")).number == "ACME-7"


@pytest.mark.rule("R-91/bad")
def test_a_bill_that_somebody_else_entered_is_named() -> None:
    with pytest.raises(Held) as raised:
        number(an_invoice(number="ACME-88231"), standing=(a_standing(STRANGERS, number="ACME-88231"),))

    (problem,) = problems(raised)
    assert problem.code == "suspected_duplicate"
    assert problem.message.startswith("Bill ACME-88231 for Acme Supply already exists (id 290).")


@pytest.mark.parametrize("total", ["39.00", "26.40"])
def test_a_strangers_bill_under_the_requests_number_holds_every_part(total: str) -> None:
    assert held(a_part("9002", total), standing=(a_standing(STRANGERS),)) == ["suspected_duplicate"]


@pytest.mark.rule("R-91/expected")
def test_our_bill_for_another_part_leaves_the_number_with_the_id() -> None:
    """Its invoice is not among those we know, as after a restored database."""
    assert number(a_part("7000", "26.40"), standing=(a_standing(OURS),)).number == "SHOP-1-1-7000"


def test_our_bill_of_the_same_total_or_under_a_suppliers_own_number_is_a_duplicate() -> None:
    assert held(a_part("7000", "39.00"), standing=(a_standing(OURS),)) == ["suspected_duplicate"]
    other = a_standing(OURS, number="ACME-7", total="1.00")
    assert held(a_part("7000", "39.00", number="ACME-7"), standing=(other,)) == ["suspected_duplicate"]


@pytest.mark.rule("R-91/expected")
@pytest.mark.parametrize("under", ["SHOP-1-1", "SHOP-1-1-9002"])
def test_the_records_own_bill_is_found_again_under_the_number_it_has(under: str) -> None:
    own = a_standing("flxpoint:supplier_invoice:9002", number=under, total="26.40")
    found = number(a_part("9002", "26.40"), a_part("9001", "39.00"), standing=(a_standing(OURS), own))
    assert found == BillNumber(number=under, stands_already=True)


def test_another_bill_under_the_number_with_the_id_is_a_duplicate() -> None:
    other = a_standing(OURS, number="SHOP-1-1-9002", total="1.00")
    assert held(a_part("9002", "26.40"), a_part("9001", "39.00"), standing=(other,)) == ["suspected_duplicate"]


@pytest.mark.rule("R-86/expected")
def test_both_numbers_have_at_most_21_characters() -> None:
    assert [len(name) for name in numbers_of(an_invoice(number="A-VERY-LONG-NUMBER-OF-A-SUPPLIER"))] == [21, 21]
