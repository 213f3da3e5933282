"""The choices of a connection are read whole, or refused in words for the person who typed them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounting.settings import SettingRefused, Settings, read_settings


def test_nothing_stored_is_every_default() -> None:
    settings = read_settings({})

    assert settings == Settings()
    assert (settings.income_account, settings.payables_account) == (
        "Sales of Product Income",
        "Accounts Payable (A/P)",
    )
    assert settings.discount_sku is None


def test_blanks_around_a_choice_do_not_count_and_blanks_alone_are_no_choice() -> None:
    assert read_settings({"discount_sku": "  DISC\t"}).discount_sku == "DISC"
    assert read_settings({"discount_sku": "  "}).discount_sku is None


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "books_time_zone",
            "Chicago",
            'Setting books_time_zone cannot be "Chicago": '
            '"Chicago" is no time zone; write it as America/Chicago or Europe/Berlin.',
        ),
        ("income_account", " ", 'Setting income_account cannot be " ": String should have at least 1 character.'),
        ("discount_sku", 7, 'Setting discount_sku cannot be "7": Input should be a valid string.'),
        (
            "look_first_until",
            "2026-11-22T08:00:00",
            'Setting look_first_until cannot be "2026-11-22T08:00:00": Input should have timezone info.',
        ),
    ],
)
def test_a_value_that_cannot_be_taken_is_named(name: str, value: Any, told: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({name: value})
    assert str(refused.value) == told


def test_a_setting_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(SettingRefused, match=r'^There is no setting "discountsku"\. The settings are: .*discount_sku'):
        read_settings({"discountsku": "DISC"})


@pytest.mark.parametrize(
    ("until", "looks"), [(None, False), ("2026-11-22T08:00:00Z", True), ("2026-11-22T07:00:00Z", False)]
)
def test_after_a_restored_database_a_first_send_looks_first_until_the_time_named(
    until: str | None, looks: bool
) -> None:
    now = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    assert read_settings({"look_first_until": until}).looks_first(now) is looks


def test_a_dotted_name_is_a_part_of_a_setting() -> None:
    settings = read_settings(
        {"channels.41.tax_remitted_by": "marketplace", "channels.41.deposit_account": "Shop Clearing"}
    )

    assert settings.channels["41"].tax_remitted_by == "marketplace"
    assert settings.channels["41"].deposit_account == "Shop Clearing"


@pytest.mark.rule("R-22/bad", "R-103/bad")
@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (
            {"channels.41.deposit_account": "Shop Clearing"},
            "Setting channels.41.tax_remitted_by is missing: say who pays channel 41's sales tax to the state, "
            "channels.41.tax_remitted_by=us or channels.41.tax_remitted_by=marketplace.",
        ),
        ({"orders_from": "soon"}, 'Setting orders_from cannot be "soon"'),
        ({"operations": "orders,refunds"}, 'Setting operations.1 cannot be "refunds"'),
        ({"link_only": "perhaps"}, 'Setting link_only cannot be "perhaps": choose yes or no.'),
        ({"discount_sku": "DISC", "discount_sku.part": "x"}, "discount_sku has no parts"),
    ],
)
def test_a_choice_that_cannot_be_taken_is_named_with_what_it_may_be(stored: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings(stored)
    assert told in str(refused.value)


def test_lists_are_written_with_commas_and_switches_with_yes_and_no() -> None:
    settings = read_settings(
        {"operations": "orders, supplier_invoices", "supplier_invoice_sources": "21,22", "link_only": "Yes"}
    )

    assert settings.operations == ("orders", "supplier_invoices")
    assert settings.supplier_invoice_sources == ("21", "22")
    assert settings.link_only is True
