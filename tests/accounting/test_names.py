"""Whom a sale is booked to, and names that QuickBooks takes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounting.names import can_be_a_name, clean_item_name, clean_name, display_name, sku_unfit
from accounting.problems import Problem
from accounting.records import Address, Order, Payment

FORBIDDEN = set(":\t\n\r")


def sale(bill_to: Address | None, ship_to: Address | None, channel: str = "Main Shop") -> Order:
    return Order(
        id="700123",
        number="700123",
        reference="SHOP-1001",
        channel_id="41",
        channel_name=channel,
        ordered_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
        changed_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
        state="Open",
        payment=Payment.PAID,
        payment_raw="Paid",
        bill_to=bill_to,
        ship_to=ship_to,
        lines=(),
        subtotal=Decimal(0),
        total=Decimal(0),
    )


WHOLE = Address(name="Jane Doe", company="Doe Design LLC", email="jane@example.com")
OTHER = Address(name="Joe Roe", company="Roe Repairs", email="joe@example.com")


@pytest.mark.rule("R-36/expected")
@pytest.mark.parametrize(
    ("bill_to", "ship_to", "name"),
    [
        (WHOLE, OTHER, "Jane Doe"),
        (WHOLE.model_copy(update={"name": " \t"}), OTHER, "Joe Roe"),
        (None, OTHER, "Joe Roe"),
        (Address(company="Doe Design LLC", email="jane@example.com"), OTHER, "Joe Roe"),
        (Address(company="Doe Design LLC"), Address(company="Roe Repairs"), "Doe Design LLC"),
        (Address(email="jane@example.com"), Address(company="Roe Repairs"), "Roe Repairs"),
        (Address(email="jane@example.com"), Address(email="joe@example.com"), "jane@example.com"),
        (Address(name=":"), Address(email="joe@example.com"), "joe@example.com"),
        (Address(city="Austin"), None, "Main Shop customer"),
        (None, None, "Main Shop customer"),
    ],
)
def test_the_first_name_that_is_left_is_the_customers(
    bill_to: Address | None, ship_to: Address | None, name: str
) -> None:
    assert display_name(sale(bill_to, ship_to)) == name


def test_a_customer_named_by_the_channel_has_a_clean_name_too() -> None:
    assert display_name(sale(None, None, channel="EU: Outlet")) == "EU Outlet customer"


@pytest.mark.rule("R-36/expected")
def test_a_customers_name_is_cut_to_500_characters() -> None:
    assert display_name(sale(Address(name="J" * 501), None)) == "J" * 500


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Mug: Red", "Mug Red"),
        ("12:30\tClock", "12 30 Clock"),
        ("  Jane \r\n  Doe  ", "Jane Doe"),
        ("Zoë O'Brien-Łuk, Ltd. (EU)", "Zoë O'Brien-Łuk, Ltd. (EU)"),
        ("::", ""),
    ],
)
def test_forbidden_characters_become_single_blanks(text: str, clean: str) -> None:
    assert clean_name(text, 100) == clean


def test_a_name_never_ends_in_a_blank_where_it_is_cut() -> None:
    assert clean_name("a" * 99 + " bcd", 100) == "a" * 99


@pytest.mark.rule("R-36/expected", "R-40/expected")
@given(text=st.text(), most=st.sampled_from([1, 10, 100, 500]))
def test_every_clean_name_can_be_sent_and_stays_as_it_is(text: str, most: int) -> None:
    name = clean_name(text, most)
    assert len(name) <= most
    assert not FORBIDDEN & set(name)
    assert name == name.strip()
    assert "  " not in name
    assert clean_name(name, most) == name


@given(name=st.none() | st.text(), email=st.none() | st.text(), channel=st.text())
def test_every_order_has_a_customer(name: str | None, email: str | None, channel: str) -> None:
    found = display_name(sale(Address(name=name), Address(email=email), channel))
    assert found == clean_name(found, 500) != ""


def test_an_item_is_named_by_its_title_or_else_by_its_sku() -> None:
    assert clean_item_name("Mug: Red", "MUG-RED") == "Mug Red"
    assert clean_item_name(" \n", "MUG:RED") == "MUG RED"


def test_an_items_name_is_cut_to_100_characters() -> None:
    assert clean_item_name("x" * 101, "X") == clean_item_name("", "x" * 101) == "x" * 100


def test_what_quickbooks_gives_no_name_to_is_not_asked_for() -> None:
    assert can_be_a_name("Gift wrap")
    assert not any(can_be_a_name(text) for text in ("", "  ", "Gift:wrap", "Gift\nwrap"))


@pytest.mark.rule("R-79/bad")
@pytest.mark.parametrize(
    ("sku", "told"),
    [
        ("MUG\tRED", 'SKU "MUG\ufffdRED" holds a tab, which QuickBooks refuses.'),
        ("MUG\nRED", 'SKU "MUG\ufffdRED" holds a line break, which QuickBooks refuses.'),
        ("MUG\rRED", 'SKU "MUG\ufffdRED" holds a line break, which QuickBooks refuses.'),
        ("MUG\x85RED", 'SKU "MUG\ufffdRED" holds the control character U+0085, which QuickBooks refuses.'),
        ("M" * 101, f'SKU "{"M" * 101}" has 101 characters; QuickBooks takes 100.'),
    ],
)
def test_what_quickbooks_refuses_in_a_sku_is_named(sku: str, told: str) -> None:
    assert sku_unfit(sku) == Problem(
        code="sku_unfit",
        message=told,
        fix="Correct the SKU in the order system, with the listing and the supplier it comes from.",
        subject=sku if sku.isprintable() else "MUG\ufffdRED",
    )


@pytest.mark.rule("R-79/expected")
@pytest.mark.parametrize("sku", ["M" * 100, "O'Brien", '5" pipe', "C:\\mug", "Tasse ☕", "mug/red:2"])
def test_special_characters_that_quickbooks_takes_stay_in_a_sku(sku: str) -> None:
    assert sku_unfit(sku) is None


def test_a_channels_name_that_is_too_long_is_cut_too() -> None:
    assert display_name(sale(None, None, channel="C" * 600)) == "C" * 500
