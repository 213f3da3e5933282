"""How Flxpoint's orders are read."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounting.names import display_name
from accounting.records import Address, Order, OrderLine, Payment
from accounting.sale import CLEAR_PAYMENTS
from clients.flxpoint.errors import FieldMissing, NotUnderstood
from clients.flxpoint.records import read_order
from tests.clients.flxpoint.samples import (
    CHANNELS,
    address,
    channel_invoice,
    charge,
    order,
    order_item,
    received,
)


def read(**changes: Any) -> Order:
    return read_order(received(order(**changes)), CHANNELS)


def test_every_payment_status_that_is_told_to_people_is_understood_and_no_other() -> None:
    for status in CLEAR_PAYMENTS:
        assert read(channelInvoice=channel_invoice(paymentStatus=status)).payment is not Payment.UNKNOWN
    assert read(channelInvoice=channel_invoice(paymentStatus="Partially Paid")).payment is Payment.UNKNOWN


def test_a_state_is_read_in_whatever_capitals() -> None:
    assert read(orderStatus="CANCELED").state == "Canceled"


@pytest.mark.rule("R-59/bad")
def test_a_state_that_nobody_knows_is_told_with_those_there_are() -> None:
    with pytest.raises(NotUnderstood) as told:
        read(orderStatus="Cancelled")

    assert str(told.value) == (
        'Order 700123 could not be understood: its state is "Cancelled", and the states are: Open, Closed, On Hold, '
        "Failed, No Shipping Method, Canceled, Not Managed, Draft. Correct it in Flxpoint; if it is right there, "
        "add it to the states (clients/flxpoint/statuses.py)."
    )


def without(field: str, record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != field}


def test_a_whole_order_is_read_exactly() -> None:
    jane = Address(
        name="Jane Doe",
        line1="12 Elm Street",
        city="Austin",
        state="TX",
        postal_code="78701",
        country="US",
        email="jane@example.com",
        phone="555-0143",
    )
    shirt = OrderLine(
        id="810002",
        sku="TEE-M-BLK",
        title="Black T-Shirt M",
        quantity=Decimal(2),
        unit_price=Decimal("25.00"),
    )
    assert read() == Order(
        id="700123",
        number="700123",
        reference="SHOP-1001",
        channel_id="41",
        channel_name="Main Shop",
        ordered_at=datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC),
        changed_at=datetime(2026, 11, 20, 15, 11, 2, 500_000, tzinfo=UTC),
        state="Open",
        payment=Payment.PAID,
        payment_raw="Paid",
        bill_to=jane.model_copy(update={"company": "Doe Design LLC"}),
        ship_to=jane,
        lines=(
            OrderLine(
                id="810001",
                sku="MUG-RED",
                title="Red Mug 350 ml",
                quantity=Decimal(4),
                unit_price=Decimal("12.50"),
            ),
            shirt,
        ),
        subtotal=Decimal("100.00"),
        tax=Decimal("8.25"),
        shipping=Decimal("9.95"),
        discount=Decimal("5.00"),
        total=Decimal("113.20"),
    )


@pytest.mark.rule("R-32/expected", "R-33/expected")
@pytest.mark.parametrize(
    ("text", "payment"),
    [
        ("Paid", Payment.PAID),
        (" pAID ", Payment.PAID),
        ("Not Authorized", Payment.UNPAID),
        ("Authorized", Payment.UNPAID),
        ("Deferred", Payment.UNPAID),
        ("Awaiting Clearance", Payment.UNPAID),
        ("Declined", Payment.DECLINED),
        ("Refunded", Payment.RETURNED),
        ("Credited", Payment.RETURNED),
        ("Refund Pending", Payment.RETURNED),
        ("Refund Failed", Payment.RETURNED),
        ("Partially Paid", Payment.UNKNOWN),
        ("Prepaid", Payment.UNKNOWN),
    ],
)
def test_each_payment_status_has_its_meaning_and_keeps_its_text(text: str, payment: Payment) -> None:
    read_as = read(channelInvoice=channel_invoice(paymentStatus=text))
    assert (read_as.payment, read_as.payment_raw) == (payment, text.strip())


@pytest.mark.rule("R-33/expected")
@pytest.mark.parametrize("status", [None, "", "  "])
def test_a_missing_payment_status_is_an_error_and_never_unpaid(status: str | None) -> None:
    with pytest.raises(FieldMissing, match=r"Order 700123 .* no payment_status found under channelInvoice\.pay"):
        read(channelInvoice=channel_invoice(paymentStatus=status))


def test_the_first_candidate_that_is_there_wins() -> None:
    both = channel_invoice(paymentStatus="Deferred", status="Paid")
    assert read(channelInvoice=both).payment_raw == "Deferred"
    assert read(channelInvoice=both | {"paymentStatus": None}).payment_raw == "Paid"
    assert read(referenceNumber=None).reference == "SHOP-1001"
    nowhere = channel_invoice(invoiceNumber="")
    assert read(referenceNumber=" ", channelInvoice=nowhere).reference == "700123"


def test_a_status_may_be_an_object_with_a_name() -> None:
    read_as = read(
        orderStatus={"name": "On Hold", "handle": "on_hold"},
        channelInvoice=channel_invoice(paymentStatus=None, status={"name": "Authorized"}),
    )
    assert (read_as.state, read_as.payment) == ("On Hold", Payment.UNPAID)


def test_absent_charges_are_zero() -> None:
    bare = {"paymentStatus": "Paid", "subtotal": 100, "fee": None}
    read_as = read(channelInvoice=bare)
    assert [read_as.tax, read_as.shipping, read_as.fee, read_as.other, read_as.discount] == [Decimal(0)] * 5


@pytest.mark.parametrize("field", ["orderItems", "orderStatus", "orderedAt", "id", "channelInvoice"])
def test_a_necessary_field_that_is_absent_or_null_is_named(field: str) -> None:
    for record in (without(field, order()), order(**{field: None})):
        record.pop("importedFrom", None)
        with pytest.raises(FieldMissing):
            read_order(received(record), CHANNELS)


def test_a_total_nowhere_is_an_error_and_one_in_the_channel_invoice_is_taken() -> None:
    assert read(orderTotal=None).total == Decimal("113.20")
    with pytest.raises(FieldMissing, match=r"no total found under orderTotal, channelInvoice\.total"):
        read(orderTotal=None, channelInvoice=channel_invoice(total=None))


def test_a_subtotal_that_is_nowhere_is_an_error_in_both_shapes() -> None:
    with pytest.raises(FieldMissing, match="no subtotal found"):
        read(channelInvoice=channel_invoice(subtotal=None))
    with pytest.raises(FieldMissing, match="no subtotal found"):
        read(paymentStatus="Paid", channelInvoice=[charge("tax", 1.0)])


def test_a_channel_invoice_of_typed_charges_is_summed_by_kind() -> None:
    charges = [
        charge("product", 50.0),
        charge("subtotal", 50.0),
        charge("Tax", 8.25),
        charge("shipping", 9.0),
        charge("shipping", 0.95),
        charge("fee", 1.5),
        charge("other", -1.5),
        charge("discount", -5.0),
    ]
    for shape in (charges, {"invoiceItems": charges}):
        read_as = read(paymentStatus="Paid", channelInvoice=shape)
        assert read_as.subtotal == Decimal("100.00")
        assert read_as.tax == Decimal("8.25")
        assert read_as.shipping == Decimal("9.95")
        assert (read_as.fee, read_as.other) == (Decimal("1.50"), Decimal("-1.50"))
        assert read_as.discount == Decimal("5.00")


def test_stated_amounts_go_before_typed_charges() -> None:
    both = channel_invoice(invoiceItems=[charge("subtotal", 1.0), charge("tip", 3.0)])
    assert read(channelInvoice=both).subtotal == Decimal("100.00")


def test_a_charge_of_an_unknown_kind_is_not_dropped() -> None:
    with pytest.raises(NotUnderstood, match='line 2: "tip" is no kind of charge'):
        read(paymentStatus="Paid", channelInvoice=[charge("subtotal", 100.0), charge("tip", 3.0)])


def test_a_charge_without_an_amount_is_not_taken_as_zero() -> None:
    with pytest.raises(FieldMissing, match=r"no amount \(line 1\)"):
        read(paymentStatus="Paid", channelInvoice=[charge("subtotal", None)])


def test_discounts_are_positive_whatever_their_sign() -> None:
    read_as = read(channelInvoice=channel_invoice(discount=-5), orderItems=[order_item(discount=-1.25)])
    assert (read_as.discount, read_as.lines[0].discount) == (Decimal("5.00"), Decimal("1.25"))


def test_cancelled_quantities_are_read_under_both_spellings() -> None:
    spellings: tuple[dict[str, Any], ...] = (
        {"canceledQuantity": 1},
        {"canceledQuantity": None, "cancelledQuantity": 1},
    )
    for spelling in spellings:
        assert read(orderItems=[order_item(**spelling)]).lines[0].net_quantity == 3


@pytest.mark.rule("R-41/expected")
def test_where_no_cancelled_quantity_is_stated_none_is_cancelled() -> None:
    assert read(orderItems=[order_item(canceledQuantity=None)]).lines[0].net_quantity == 4


@pytest.mark.parametrize("field", ["id", "quantity", "price"])
def test_a_line_without_a_necessary_field_is_named_by_its_place(field: str) -> None:
    with pytest.raises(FieldMissing, match=r"\(line 2\)"):
        read(orderItems=[order_item(), without(field, order_item())])


def test_a_line_without_sku_and_title_is_read() -> None:
    line = read(orderItems=[order_item(sku=" ", title=None)]).lines[0]
    assert (line.sku, line.title) == (None, "")


def test_names_are_joined_where_the_whole_name_is_missing() -> None:
    bill_to = read(billingAddress=address(name="")).bill_to
    assert bill_to is not None
    assert bill_to.name == "Jane Doe"
    lone = read(billingAddress=address(name=None, firstName=None)).bill_to
    assert lone is not None
    assert lone.name == "Doe"


def test_an_address_of_which_nothing_is_left_is_none() -> None:
    redacted = dict.fromkeys(address(), None) | {"id": 9002, "redacted": True}
    assert read(billingAddress=redacted).bill_to is None
    assert read(billingAddress=None).bill_to is None


@pytest.mark.rule("R-36/expected")
def test_what_stands_in_place_of_a_redacted_name_names_nobody() -> None:
    blanked = address(name="REDACTED", email="redacted@example.com", redacted=True)
    read_as = read(billingAddress=blanked)

    assert read_as.bill_to is not None
    assert (read_as.bill_to.name, read_as.bill_to.email, read_as.bill_to.phone) == (None, None, None)
    assert (read_as.bill_to.city, read_as.bill_to.state) == ("Austin", "TX")
    assert read_as.ship_to is not None
    assert display_name(read_as) == read_as.ship_to.name


def test_a_state_without_a_code_keeps_its_name() -> None:
    bill_to = read(billingAddress=address(stateCode=None, countryCode="")).bill_to
    assert bill_to is not None
    assert (bill_to.state, bill_to.country) == ("Texas", "United States")


def test_the_channel_is_found_under_the_older_name() -> None:
    assert read(channelId=None).channel_name == "Main Shop"


def test_an_unknown_channel_is_an_error_that_names_it() -> None:
    with pytest.raises(NotUnderstood, match="its channel 99 is none of the account's channels"):
        read(channelId=99)


def test_the_sync_mark_and_the_document_id_are_read() -> None:
    read_as = read(accountingSynced=True, externalAccountingId="145")
    assert (read_as.synced, read_as.external_id) == (True, "145")


def test_one_value_has_one_spelling_however_it_was_sent() -> None:
    otherwise = order(orderTotal="113.200", unheardOf={"a": 1})
    otherwise["orderItems"][0]["quantity"] = 4.0
    otherwise["channelInvoice"]["fee"] = -0.0
    assert read_order(received(otherwise), CHANNELS).model_dump_json() == read().model_dump_json()


def test_quantities_and_amounts_are_spelt_as_people_write_them() -> None:
    line = read(orderItems=[order_item(quantity=100.0, price=20, discount=1.2345)]).lines[0]
    assert [str(line.quantity), str(line.unit_price), str(line.discount)] == ["100", "20.00", "1.2345"]
