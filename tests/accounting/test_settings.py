"""The choices of a connection are read whole, or refused in words for the person who typed them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from accounting.reading_settings import SettingRefused, read_settings
from accounting.settings import Settings


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


TEXT = "write a text"
BAD: dict[str, tuple[Any, str]] = {
    "operations": ("orders,refunds", "choose orders, fulfillment_requests, supplier_invoices or shipments"),
    "orders_from": ("soon", "write a day, as 2026-11-01"),
    "channels": ("41", "it has parts, which are named with dots; daybook settings show tells them"),
    "fulfillment_request_sources": (21, "write a list, with commas between"),
    "supplier_invoice_sources": (21, "write a list, with commas between"),
    "shipment_sources": (21, "write a list, with commas between"),
    "link_only": ("perhaps", "choose yes or no"),
    "books_time_zone": ("Chicago", '"Chicago" is no time zone; write it as America/Chicago or Europe/Berlin'),
    "discount_sku": (7, TEXT),
    "fee_sku": (7, TEXT),
    "other_sku": (7, TEXT),
    "negative_other_sku": (7, TEXT),
    "rounding_sku": (7, TEXT),
    "post_without_discount": ("5.00", "choose yes or no"),
    "refunded_orders": ("post", "choose hold or post_sale"),
    "unpaid_orders_wait_days": ("a week", "write a whole number"),
    "mapping": ("reference", "it has parts, which are named with dots; daybook settings show tells them"),
    "orders_paused": (True, TEXT),
    "closed_period": ("skip", "choose hold or first_open_day"),
    "never_create": (7, "write a list, with commas between"),
    "income_account": (" ", "it needs a value"),
    "purchase_account": (7, TEXT),
    "on_missing_vendor": ("halt", "choose go_on or stop"),
    "unnamed_sku": ("guess", "choose create or hold"),
    "fulfillment_requests_due": ("all", "choose from_processing or processing_only"),
    "po_item": ("order", "choose supplier or order_item"),
    "payables_account": ("", "it needs a value"),
    "supplier_shipping_account": (7, TEXT),
    "supplier_fee_account": (7, TEXT),
    "supplier_tax_account": (7, TEXT),
    "supplier_other_account": (7, TEXT),
    "look_first_until": ("2026-11-22T08:00:00", "write a time with its zone, as 2026-11-01T08:00:00Z"),
}
"""Setting → a value that it cannot take, and what a person is told of it."""


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_says_in_plain_words_what_it_takes(name: str) -> None:
    value, told = BAD[name]
    with pytest.raises(SettingRefused) as refused:
        read_settings({name: value})
    (reason,) = refused.value.reasons
    shown = "refunds" if name == "operations" else value
    assert re.fullmatch(rf'Setting {name}(\.1)? cannot be "{shown}": {re.escape(told)}\.', reason)


@pytest.mark.parametrize(("days", "told"), [(-1, "it is at least 0"), (366, "it is at most 365")])
def test_days_have_bounds(days: int, told: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"unpaid_orders_wait_days": days})
    assert str(refused.value) == f'Setting unpaid_orders_wait_days cannot be "{days}": {told}.'


@pytest.mark.rule("R-27/bad")
@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (
            {"mapping.orders.number": "total"},
            'Setting mapping.orders.number cannot be "total": choose reference or number.',
        ),
        (
            {"mapping.orders.date": "tomorrow"},
            'Setting mapping.orders.date cannot be "tomorrow": choose ordered_at or changed_at.',
        ),
        (
            {"mapping.orders.colour": "reference"},
            "There is no setting mapping.orders.colour; mapping.orders has number, date, memo, customer_message.",
        ),
        (
            {"mapping.refunds.number": "reference"},
            "There is no setting mapping.refunds; mapping has orders, fulfillment_requests, supplier_invoices.",
        ),
        (
            {"channels.41.tax_remitted_by": "us", "channels.41.name": "x"},
            "There is no setting channels.41.name; channels.41 has tax_remitted_by, deposit_account, currency.",
        ),
    ],
)
def test_a_field_that_cannot_be_mapped_is_named(stored: dict[str, str], told: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings(stored)
    assert str(refused.value) == told


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"po_item": "any", "orders_from": "soon", "discuont_sku": "DISC"})

    assert [reason.split(":")[0] for reason in refused.value.reasons[:-1]] == [
        'Setting orders_from cannot be "soon"',
        'Setting po_item cannot be "any"',
        'There is no setting "discuont_sku".',
    ]
    assert refused.value.reasons[-1].startswith("The settings are: operations, orders_from, channels, ")


def test_a_setting_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"discountsku": "DISC"})
    assert str(refused.value) == (
        f'There is no setting "discountsku". The settings are: {", ".join(Settings.model_fields)}.'
    )


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
        ({"operations": "orders,refunds"}, 'Setting operations cannot be "refunds"'),
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


@pytest.mark.rule("R-22/expected")
@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("True", True), (True, True), ("NO", False), (" false ", False), (False, False)]
)
def test_a_switch_takes_yes_and_no_and_what_means_the_same(said: Any, meant: bool) -> None:
    assert read_settings({"link_only": said}).link_only is meant


def test_at_the_very_time_named_a_first_send_looks_no_more() -> None:
    until = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert not read_settings({"look_first_until": until}).looks_first(until)


def test_what_is_no_time_at_all_is_told_as_a_time_without_its_zone_is() -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"look_first_until": "soon"})
    assert str(refused.value) == (
        'Setting look_first_until cannot be "soon": write a time with its zone, as 2026-11-01T08:00:00Z.'
    )


def test_each_fault_is_told_with_what_its_setting_means() -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings({"link_only": "perhaps", "colour": "red"})

    fault, meaning, *others = refused.value.explained
    assert fault == 'Setting link_only cannot be "perhaps": choose yes or no.'
    assert meaning == f"    link_only: {Settings.model_fields['link_only'].description}"
    assert tuple(others) == refused.value.reasons[1:]


def test_a_list_takes_what_a_file_or_a_person_writes_and_each_entry_once() -> None:
    assert read_settings({"fulfillment_request_sources": [21, " 22 ", "", "21"]}).fulfillment_request_sources == (
        "21",
        "22",
    )
    assert read_settings({"never_create": "GIFT,, CARD ,GIFT"}).never_create == ("GIFT", "CARD")


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({"never_create": [True]}, 'Setting never_create cannot be "True": write a text.'),
        (
            {"shipment_sources": "21,²"},
            'Setting shipment_sources cannot be "²": write Flxpoint\'s id of it, digits alone.',
        ),
        (
            {"shipment_sources": "Acme"},
            'Setting shipment_sources cannot be "Acme": write Flxpoint\'s id of it, digits alone.',
        ),
        (
            {"channels.main.tax_remitted_by": "us"},
            'Setting channels.main cannot be "main": write Flxpoint\'s id of it, digits alone.',
        ),
        ({"income_account.name": "Sales"}, "Setting income_account takes one value, and has no parts."),
        (
            {"channels.41": "us", "channels.41.tax_remitted_by": "us"},
            "Setting 41 takes no value of its own; it has parts, which are named with dots, as "
            "channels.41.tax_remitted_by.",
        ),
        (
            {"mapping": "number", "mapping.orders.number": "number"},
            "Setting mapping takes no value of its own; it has parts, which are named with dots, as "
            "mapping.orders.number.",
        ),
    ],
)
def test_what_is_no_entry_or_no_part_is_told_whole(stored: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        read_settings(stored)
    assert str(refused.value) == told
