"""What is in another currency than the books is held, with both currencies (gap G1, row R-113)."""

from __future__ import annotations

import pytest

from accounting.books import Customer, Vendor
from accounting.currency import require_customer_currency, require_order_currency, require_purchase_currency
from accounting.problems import Held
from accounting.reading_settings import SettingRefused, read_settings
from accounting.records import FulfillmentRequest, SupplierInvoice
from accounting.settings import Settings
from tests.accounting.samples import BOOKS, a_request, an_invoice, an_order, passes, problems

ACME = Vendor(id="56", name="Acme Supply", currency="USD")
JANE = Customer(id="58", name="Jane Doe", currency="USD")


def channel_in(currency: str) -> Settings:
    return read_settings({"channels.41.tax_remitted_by": "us", "channels.41.currency": currency})


@pytest.mark.rule("R-113/expected", "R-113/bad")
def test_an_order_and_its_channel_must_be_in_the_companys_currency() -> None:
    with pytest.raises(Held) as held:
        require_order_currency(an_order(currency="EUR"), BOOKS, channel_in("cad"))

    assert [problem.message for problem in problems(held)] == [
        "Order SHOP-1: currency EUR is not the company's currency, USD.",
        "Channel Main Shop of order SHOP-1: currency CAD is not the company's currency, USD.",
    ]


@pytest.mark.rule("R-113/expected", "R-113/bad")
def test_a_matched_customer_must_be_in_the_companys_currency() -> None:
    with pytest.raises(Held) as held:
        require_customer_currency(an_order(), JANE.model_copy(update={"currency": "EUR"}), BOOKS)

    (problem,) = problems(held)
    assert problem.message == (
        'Customer "Jane Doe" (id 58) of order SHOP-1: currency EUR is not the company\'s currency, USD.'
    )


@pytest.mark.rule("R-113/expected", "R-113/bad")
@pytest.mark.parametrize(
    ("record", "named"),
    [
        (a_request(currency="EUR"), "fulfillment request SHOP-1-1"),
        (an_invoice(currency="EUR"), "supplier invoice ACME-1"),
    ],
)
def test_source_and_vendor_must_be_in_the_companys_currency(
    record: FulfillmentRequest | SupplierInvoice, named: str
) -> None:
    with pytest.raises(Held) as held:
        require_purchase_currency(record, ACME.model_copy(update={"currency": "CAD"}), BOOKS)

    assert [problem.message for problem in problems(held)] == [
        f"Source Acme Supply of {named}: currency EUR is not the company's currency, USD.",
        f'Vendor "Acme Supply" (id 56) of {named}: currency CAD is not the company\'s currency, USD.',
    ]


@pytest.mark.rule("R-113/expected")
def test_the_same_currency_and_one_that_nobody_states_pass() -> None:
    unstated = Vendor(id="56", name="Acme Supply")
    assert passes(lambda: require_order_currency(an_order(currency="usd"), BOOKS, channel_in("USD")))
    assert passes(lambda: require_order_currency(an_order(), BOOKS, Settings()))
    assert passes(lambda: require_customer_currency(an_order(), JANE, BOOKS))
    assert passes(lambda: require_purchase_currency(a_request(currency="USD"), ACME, BOOKS))
    assert passes(lambda: require_purchase_currency(an_invoice(), unstated, BOOKS))
    nobodys = BOOKS.model_copy(update={"home_currency": None})
    assert passes(lambda: require_order_currency(an_order(currency="EUR"), nobodys, Settings()))


def test_a_channels_currency_is_three_letters_or_the_companys_own() -> None:
    assert channel_in("").channels["41"].currency is None
    with pytest.raises(SettingRefused) as refused:
        channel_in("dollars")
    assert str(refused.value) == (
        'Setting channels.41.currency cannot be "dollars": write the three letters of a currency, as USD.'
    )
