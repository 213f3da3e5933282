"""Faults by order: in the words, shape and status that were recorded or reported."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from sandbox.quickbooks.api import fault_forms
from sandbox.quickbooks.api.fault_forms import FORMS, FaultForm
from tests.sandbox.quickbooks.books import Books, Record, sale_line

NAMESPACE = "{http://schema.intuit.com/finance/v3}"


def order(books: Books, **fault: object) -> httpx.Response:
    return books.http.post("/__control/faults", json=[fault])


def told(answer: httpx.Response) -> tuple[str, Record]:
    """The type and the error of a fault, in whichever shape it came."""
    if answer.headers["Content-Type"].startswith("application/xml"):
        (fault,) = ElementTree.fromstring(answer.text)
        (error,) = fault
        parts = {child.tag.removeprefix(NAMESPACE).lower(): child.text for child in error}
        return fault.attrib["type"], {**parts, **error.attrib}
    body = answer.json()
    fault = body.get("Fault") or body["fault"]
    (found,) = fault.get("Error") or fault["error"]
    return fault["type"], {name.lower(): value for name, value in found.items()}


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: f"{form.code} {form.variant}".strip())
def test_every_fault_can_be_ordered(books: Books, form: FaultForm) -> None:
    assert order(books, kind="fault", code=form.code, variant=form.variant).status_code == 200
    answer = books.get("preferences")
    fault_type, error = told(answer)
    assert (answer.status_code, fault_type) == (form.status, form.type)
    assert (error["code"], error["message"]) == (form.code, form.message)
    assert (error.get("detail") or None) == form.detail
    assert error.get("element") == form.element
    assert books.get("preferences").status_code == 200


def test_no_form_of_a_fault_is_written_twice() -> None:
    rows = tomllib.loads((Path(fault_forms.__file__).parent / "faults.toml").read_text("utf-8"))["fault"]
    times = Counter((row["code"], row.get("variant", "")) for row in rows)
    assert max(times.values()) == 1
    assert len(times) == len(FORMS)


def test_every_form_of_a_fault_says_how_well_it_is_known() -> None:
    assert all(form.evidence[0] in "VRSI" for form in FORMS.values())


@pytest.mark.parametrize(
    ("fault", "named"),
    [({"code": "1"}, "6240"), ({"code": "6240", "variant": "x"}, "tax rate"), ({}, "6240")],
)
def test_a_fault_there_is_not_cannot_be_ordered(books: Books, fault: Record, named: str) -> None:
    refused = order(books, kind="fault", **fault)
    assert refused.status_code == 400
    assert named in refused.json()["error"]
    assert books.http.get("/__control/faults").json() == []


def test_nothing_is_done_when_a_fault_strikes(books: Books) -> None:
    order(books, kind="fault", code="10000")
    assert books.post("Vendor", {"DisplayName": "Mug Maker"}).status_code == 500
    assert books.write("Vendor", {"DisplayName": "Mug Maker"})["SyncToken"] == "0"


def test_a_stale_cache_gives_the_answer_of_before(books: Books) -> None:
    statement = "select * from Vendor where DisplayName = 'Mug Maker'"
    assert books.rows(statement) == []
    made = books.write("Vendor", {"DisplayName": "Mug Maker"})
    order(books, kind="stale", path="/query")
    assert books.rows(statement) == []
    assert books.rows(statement) == [made]


def test_a_stale_cache_that_knows_nothing_asks(books: Books) -> None:
    order(books, kind="stale")
    assert books.rows("select * from Term where Name = 'Net 30'")


def test_a_bookkeeper_may_disconnect_between_two_calls(books: Books) -> None:
    order(books, kind="revoked", skip=1)
    assert [books.get("preferences").status_code for _ in range(3)] == [200, 401, 401]
    books.http.post("/__control/reset").raise_for_status()
    assert books.get("preferences").status_code == 200


def test_a_record_that_quickbooks_saves_again_is_newer_than_its_answer(books: Books) -> None:
    order(books, kind="saved_again", path="/salesreceipt")
    line = sale_line(books.one("Item", "FEE"), "10")
    sold = books.write("SalesReceipt", {"TxnDate": "2026-11-20", "Line": [line]})
    now = books.read("SalesReceipt", sold["Id"])
    assert (sold["SyncToken"], now["SyncToken"]) == ("0", "1")
    assert now["Line"] == sold["Line"]
    body = {"Id": sold["Id"], "SyncToken": sold["SyncToken"], "sparse": True, "PrivateNote": "noted"}
    assert books.refusal("SalesReceipt", body)["code"] == "5010"


def test_the_clock_of_the_stand_in_never_goes_back(books: Books) -> None:
    before = books.http.get("/__control/clock").json()["now"]
    wrong: list[Any] = [{"advance": -1}, {"advance": "soon"}, {}, []]
    for body in wrong:
        assert books.http.post("/__control/clock", json=body).status_code == 400
    moved = books.http.post("/__control/clock", json={"advance": 86_400}).json()["now"]
    assert moved[:10] > before[:10]
