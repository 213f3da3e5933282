"""Request ids: what is remembered under them, and for how long."""

from __future__ import annotations

import pytest

from tests.sandbox.quickbooks.books import Books, Record


def vendor(name: str) -> Record:
    return {"DisplayName": name}


def test_the_answer_is_repeated_letter_for_letter(books: Books) -> None:
    first, again = (books.post("Vendor", vendor("Mug Maker"), requestid="r-1") for _ in range(2))
    assert first.content == again.content


def test_another_body_under_a_known_id_gets_the_first_answer(books: Books) -> None:
    first = books.write("Vendor", vendor("Mug Maker"), requestid="r-1")
    assert books.write("Vendor", vendor("Cup Maker"), requestid="r-1") == first


def test_another_body_under_a_known_id_is_refused_where_the_switch_says_so(books: Books) -> None:
    books.switch(requestid_reuse="refused")
    first = books.write("Vendor", vendor("Mug Maker"), requestid="r-1")
    assert books.write("Vendor", vendor("Mug Maker"), requestid="r-1") == first
    assert books.refusal("Vendor", vendor("Cup Maker"), requestid="r-1")["code"] == "600"


def test_another_body_under_a_known_id_is_done_where_the_switch_says_so(books: Books) -> None:
    books.switch(requestid_reuse="done")
    books.write("Vendor", vendor("Mug Maker"), requestid="r-1")
    assert books.write("Vendor", vendor("Cup Maker"), requestid="r-1")["DisplayName"] == "Cup Maker"


def test_every_repetition_is_refused_where_the_switch_says_so(books: Books) -> None:
    books.switch(requestid="refused")
    books.write("Vendor", vendor("Mug Maker"), requestid="r-1")
    assert books.refusal("Vendor", vendor("Mug Maker"), requestid="r-1")["code"] == "600"


def test_an_id_is_forgotten_after_its_hours(books: Books) -> None:
    books.switch(requestid_hours="1", token_lifetime="9000")
    with books.renewed() as renewed:
        renewed.write("Vendor", vendor("Mug Maker"), requestid="r-1")
        books.advance(3590)
        renewed.write("Vendor", vendor("Mug Maker"), requestid="r-1")
        books.advance(10)
        assert renewed.refusal("Vendor", vendor("Mug Maker"), requestid="r-1")["code"] == "6240"


@pytest.mark.parametrize(("failures", "code"), [("repeated", "2050"), ("spoilt", "6000")])
def test_a_refusal_holds_on_to_its_id_where_the_switch_says_so(books: Books, failures: str, code: str) -> None:
    books.switch(requestid_failures=failures)
    assert books.refusal("Vendor", vendor("x" * 501), requestid="r-1")["code"] == "2050"
    assert books.refusal("Vendor", vendor("x" * 501), requestid="r-1")["code"] == code
    assert books.write("Vendor", vendor("Mug Maker"), requestid="r-2")


def test_a_mail_is_sent_once_under_its_id(books: Books) -> None:
    sold = books.write("SalesReceipt", sale(books))
    sent = [books.post(f"salesreceipt/{sold['Id']}/send", {}, sendTo="a@example.com", requestid="r") for _ in range(2)]
    assert sent[0].content == sent[1].content
    assert books.read("SalesReceipt", sold["Id"])["SyncToken"] == "1"


def sale(books: Books) -> Record:
    detail = {"ItemRef": books.one("Item", "FEE"), "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 1, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return {"TxnDate": "2026-11-20", "Line": [line]}
