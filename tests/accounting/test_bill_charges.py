"""What of a supplier's invoice is no Bill, and on which account stands what is no product (rows R-84, R-90)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accounting.bill import charge_accounts, require_bill
from accounting.problems import Excluded, Held
from accounting.records import ChargeKind
from accounting.settings import Settings
from tests.accounting.samples import a_charge, an_extra, an_invoice, passes, problems

EXTRAS = [kind for kind in ChargeKind if kind is not ChargeKind.PRODUCT]


@pytest.mark.rule("R-90/expected", "R-110/expected", "R-110/bad")
@pytest.mark.parametrize(
    ("credit", "amount"),
    [
        ({"return_id": "9"}, "12.00"),
        ({"state": "Credited"}, "12.00"),
        ({"state": "Refunded"}, "12.00"),
        ({"credit": Decimal("20.00")}, "20.00"),
        ({"return_id": "9", "total": Decimal("-12.00")}, "12.00"),
    ],
)
def test_a_credit_is_left_out_with_its_amount(credit: dict[str, Any], amount: str) -> None:
    with pytest.raises(Excluded, match=f"^Credit {amount} from Acme Supply: enter a Vendor Credit in QuickBooks.$"):
        require_bill(an_invoice(**credit))


@pytest.mark.rule("R-90/expected")
@pytest.mark.parametrize("state", ["Unpaid", "Paid"])
def test_an_invoice_is_a_bill_whether_it_was_paid_or_not(state: str) -> None:
    assert passes(lambda: require_bill(an_invoice(state=state)))


@pytest.mark.rule("R-84/expected")
def test_each_kind_of_charge_has_the_account_the_settings_name() -> None:
    invoice = an_invoice(a_charge(), *(an_extra(kind, kind, "1.00") for kind in EXTRAS), total="16.00")
    chosen = Settings(
        supplier_shipping_account="Freight",
        supplier_fee_account="Fees",
        supplier_tax_account="Tax paid",
        supplier_other_account="Other costs",
    )

    assert charge_accounts(invoice, chosen) == {
        ChargeKind.SHIPPING: "Freight",
        ChargeKind.FEE: "Fees",
        ChargeKind.TAX: "Tax paid",
        ChargeKind.OTHER: "Other costs",
    }


def test_only_charges_that_come_to_something_need_an_account() -> None:
    assert charge_accounts(an_invoice(a_charge(), an_extra("2", ChargeKind.SHIPPING, "0.00")), Settings()) == {}


@pytest.mark.rule("R-84/bad")
def test_every_missing_account_is_named_at_once_with_the_sum_of_its_charges() -> None:
    invoice = an_invoice(
        an_extra("1", ChargeKind.SHIPPING, "4.00"),
        an_extra("2", ChargeKind.SHIPPING, "2.50"),
        an_extra("3", ChargeKind.OTHER, "-1.50"),
        an_extra("4", ChargeKind.FEE, "2.00"),
    )

    with pytest.raises(Held) as held:
        charge_accounts(invoice, Settings(supplier_fee_account="Fees"))

    assert [(problem.code, problem.message) for problem in problems(held)] == [
        (
            "supplier_shipping_account_missing",
            "Invoice ACME-1 charges 6.50 for shipping, and no account is chosen for it.",
        ),
        ("supplier_other_account_missing", "Invoice ACME-1 charges -1.50 for other, and no account is chosen for it."),
    ]
    assert held.value.problems[0].fix == (
        'Choose one: daybook settings set CONNECTION "supplier_shipping_account=ACCOUNT NAME"'
    )
