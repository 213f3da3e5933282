"""python-quickbooks understands every refusal as it is meant."""

from __future__ import annotations

from typing import Any

import pytest
from quickbooks.exceptions import (
    AuthorizationException,
    GeneralException,
    ObjectNotFoundException,
    QuickbooksException,
    SevereException,
    UnsupportedException,
    ValidationException,
)
from quickbooks.objects.bill import Bill
from quickbooks.objects.customer import Customer
from quickbooks.objects.vendor import Vendor

from tests.sandbox.quickbooks.books import Books


def test_what_is_not_there_is_not_found(qb: Any) -> None:
    with pytest.raises(ObjectNotFoundException) as caught:
        Customer.get(999, qb=qb)
    assert caught.value.error_code == 610
    assert caught.value.detail.startswith("Object Not Found : Something you're trying to use has been made inactive.")


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        ("select * from Custmoer", "QueryValidationError: invalid context declaration: Custmoer"),
        (
            "select * from Customer where Email = 'x'",
            "QueryValidationError: Property Email not found for Entity Customer",
        ),
    ],
)
def test_a_wrong_query_is_a_validation_error(qb: Any, statement: str, detail: str) -> None:
    with pytest.raises(ValidationException) as caught:
        Customer.query(statement, qb=qb)
    assert (caught.value.error_code, caught.value.detail) == (4001, detail)


def test_an_id_that_is_none_is_a_validation_error(qb: Any) -> None:
    with pytest.raises(ValidationException) as caught:
        Customer.get("1.5", qb=qb)
    assert caught.value.error_code == 2030


def test_a_name_that_is_taken_is_told_by_its_code(qb: Any) -> None:
    vendor = Vendor()
    vendor.DisplayName = "Acme Supply"
    with pytest.raises(QuickbooksException) as caught:
        vendor.save(qb=qb)
    assert (caught.value.error_code, type(caught.value)) == (6240, QuickbooksException)


def test_a_version_that_is_old_is_told_by_its_code(qb: Any) -> None:
    (vendor,) = Vendor.filter(DisplayName="Acme Supply", qb=qb)
    vendor.CompanyName = "Acme"
    vendor.save(qb=qb)
    with pytest.raises(QuickbooksException) as caught:
        vendor.save(qb=qb)
    assert caught.value.error_code == 5010


def test_what_is_not_supported_is_said_so(qb: Any) -> None:
    bill = Bill()
    bill.Id = "1"
    with pytest.raises(UnsupportedException) as caught:
        qb.post(f"{qb.api_url}/company/{qb.company_id}/bill", "{}", params={"operation": "void"})
    assert (caught.value.error_code, caught.value.detail) == (500, "Operation void is not supported.")


def test_a_token_that_is_too_old_is_an_authorization_error(books: Books, qb: Any) -> None:
    books.advance(3600)
    with pytest.raises(AuthorizationException) as caught:
        Customer.get(1, qb=qb)
    assert '"code":"3200"' in caught.value.detail


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("120", AuthorizationException),
        ("600", GeneralException),
        ("2050", ValidationException),
        ("6190", QuickbooksException),
        ("10000", SevereException),
    ],
)
def test_a_fault_becomes_the_exception_of_its_range(books: Books, qb: Any, code: str, kind: Any) -> None:
    books.http.post("/__control/faults", json=[{"kind": "fault", "code": code}])
    with pytest.raises(kind):
        Customer.get(1, qb=qb)


def test_a_throttled_answer_cannot_be_read_as_json(books: Books, qb: Any) -> None:
    books.http.post("/__control/faults", json=[{"kind": "throttled"}])
    with pytest.raises(QuickbooksException, match="errorCode=003001; statusCode=429") as caught:
        Customer.get(1, qb=qb)
    assert caught.value.error_code == 10000


def test_a_page_of_the_web_server_cannot_be_read_as_json(books: Books, qb: Any) -> None:
    books.http.post("/__control/faults", json=[{"kind": "status", "status": 502}])
    with pytest.raises(QuickbooksException, match="We'll be back soon"):
        Customer.get(1, qb=qb)
