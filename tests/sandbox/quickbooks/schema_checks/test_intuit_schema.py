"""The check itself: it passes what Intuit really sent, and catches what the schema does not know."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.quickbooks.books import Record
from tests.sandbox.quickbooks.recorded.evidence import Recording, needs_evidence, recordings
from tests.sandbox.quickbooks.schema_checks.intuit_schema import objections

pytestmark = needs_evidence

OUTSIDE = {
    "error__401": "written by the gateway before the API, with members that are null",
    "get_pdf__invoice": "a PDF",
    "reports__gl": "reports have a schema of their own",
    "reports__profit_and_loss": "reports have a schema of their own",
}


@pytest.mark.parametrize("call", [one for one in recordings() if one.file not in OUTSIDE], ids=lambda one: one.name)
def test_a_recorded_answer_is_valid(call: Recording) -> None:
    assert objections("IntuitResponse", call.response["body"]) == []


@pytest.mark.parametrize(
    ("record", "objection"),
    [
        ({"Nickname": "Jo"}, "Customer has no Nickname"),
        ({"BillAddr": {"Street": "Elm"}}, "Customer.BillAddr has no Street"),
        ({"Balance": "12.00"}, "Customer.Balance: '12.00' is no decimal"),
        ({"Active": "true"}, "Customer.Active: 'true' is no boolean"),
        ({"DisplayName": 12}, "Customer.DisplayName: 12 is no string"),
        ({"SalesTermRef": "3"}, "Customer.SalesTermRef: '3' is no object"),
        ({"SalesTermRef": {"value": "3", "label": "Net"}}, "Customer.SalesTermRef has no label"),
        ({"BillAddr": "12 Elm Street"}, "Customer.BillAddr: '12 Elm Street' is no object"),
    ],
)
def test_what_cannot_be_written_by_the_schema_is_named(record: Record, objection: str) -> None:
    assert objections("Customer", record) == [objection]


@pytest.mark.parametrize(
    ("entity", "record"),
    [
        ("Customer", {"OpenBalanceDate": "20 November"}),
        ("Customer", {"DisplayName": ["Jo", "Al"]}),
        ("Invoice", {"PrintStatus": "Printed"}),
        ("Invoice", {"Line": [{"DetailType": "ItemLine", "Amount": Decimal(1), "SalesItemLineDetail": {}}]}),
        ("Invoice", {"Line": [{"SalesItemLineDetail": {}, "SubTotalLineDetail": {}}]}),
    ],
)
def test_a_value_the_schema_does_not_allow_is_caught(entity: str, record: Record) -> None:
    assert objections(entity, record) != []
