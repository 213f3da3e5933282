"""Blanks around a name or a SKU mean nothing, whoever typed them (row R-79)."""

from __future__ import annotations

import pytest

from accounting.records import Address, FulfillmentRequest, Order, SupplierInvoice
from accounting.sources import Source
from tests.accounting.samples import a_charge, a_line, a_request, a_wanted, an_invoice, an_order


@pytest.mark.rule("R-79/expected")
def test_records_lose_the_blanks_around_what_somebody_typed() -> None:
    order = an_order(a_line(sku=" MUG ", title="Red  mug\n"), reference=" SHOP-1 ", channel_name="Main Shop ")
    assert (order.lines[0].sku, order.lines[0].title) == ("MUG", "Red  mug")
    assert (order.reference, order.channel_name) == ("SHOP-1", "Main Shop")
    assert Address(name=" Jane Doe ").name == "Jane Doe"
    assert Source(id="21", name=" Acme Supply ").name == "Acme Supply"
    assert a_request(a_wanted(sku="ACME-MUG "), source_name=" Acme Supply").source_name == "Acme Supply"
    assert a_request(a_wanted(sku="ACME-MUG ")).lines[0].sku == "ACME-MUG"
    assert an_invoice(a_charge(sku="\tACME-MUG")).lines[0].sku == "ACME-MUG"


@pytest.mark.parametrize("record", [an_order(), a_request(), an_invoice()])
def test_a_record_without_such_blanks_is_stored_and_read_as_it_is(
    record: Order | FulfillmentRequest | SupplierInvoice,
) -> None:
    assert type(record).model_validate_json(record.model_dump_json()) == record
