"""What the company's lists lack (rows R-01, R-02, R-24, R-26, R-45, R-102, R-106)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chain.check.conftest import Patient


@pytest.mark.rule("R-01/expected", "R-01/bad")
async def test_no_income_account_of_the_name_or_one_of_another_type(patient: Patient) -> None:
    await patient.choose(income_account="Sales of Everything")
    found = await patient.found("income_account")
    assert found.message == 'No active account "Sales of Everything" of type Income.'
    assert found.fix.startswith("QuickBooks > Accounting > Chart of Accounts > New")
    await patient.choose(income_account="Checking")
    assert "is of type Bank, and income_account needs Income" in (await patient.found("income_account")).message


@pytest.mark.rule("R-02/expected", "R-02/bad")
async def test_no_account_of_payables_of_the_name_but_another_one(patient: Patient) -> None:
    await patient.change("Account", "Accounts Payable (A/P)", Name="Payables of the Shop")
    found = await patient.found("payables_account")
    assert 'No active account "Accounts Payable (A/P)" of type Accounts Payable.' in found.message
    assert "QuickBooks has: Payables of the Shop." in found.message
    assert 'daybook settings set shop "payables_account=Payables of the Shop"' in found.fix
    assert found.blocks == "Purchase Orders and Bills"


@pytest.mark.rule("R-24/expected", "R-45/expected", "R-45/bad")
async def test_a_discount_sku_that_is_not_there(patient: Patient) -> None:
    await patient.choose(discount_sku="NOPE")
    assert (await patient.found("discount_item")).message == 'Discount SKU "NOPE" was not found in QuickBooks.'


@pytest.mark.rule("R-45/expected")
async def test_a_discount_sku_that_is_inactive_or_carries_no_discount(patient: Patient) -> None:
    stocked = next(one for one in await patient.world.documents("Item") if one["Type"] == "Inventory")
    await patient.choose(discount_sku=stocked["Sku"])
    unfit = {one.code: one.message for one in (await patient.checked()).findings}
    assert "is of type Inventory in QuickBooks, which carries no charge" in unfit["discount_item"]
    await patient.choose(discount_sku="DISC")
    item = next(one for one in await patient.world.documents("Item") if one.get("Sku") == "DISC")
    income = await patient.bookkeeper.one("Account", "Sales of Product Income")
    await patient.bookkeeper.change("Item", item, IncomeAccountRef={"value": income["Id"]})
    assert "which is no account for discounts" in (await patient.found("discount_account")).message
    item = next(one for one in await patient.world.documents("Item") if one.get("Sku") == "DISC")
    await patient.bookkeeper.change("Item", item, Active=False)
    codes = {one.code for one in (await patient.checked()).findings}
    assert "discount_item" in codes


@pytest.mark.parametrize("setting", ["fee_sku", "other_sku", "negative_other_sku", "rounding_sku"])
async def test_an_item_of_a_charge_that_is_not_there(patient: Patient, setting: str) -> None:
    await patient.choose(**{setting: "NOPE"})
    assert '"NOPE" was not found' in (await patient.found("charge_item")).message


async def test_a_gift_card_without_its_item(patient: Patient) -> None:
    await patient.choose(never_create=["GIFT-99"])
    assert "GIFT-99 must exist" in (await patient.found("gift_card_item")).message


@pytest.mark.rule("R-102/expected", "R-102/bad")
async def test_a_deposit_account_of_another_type_or_inactive(patient: Patient) -> None:
    await patient.choose(**{"channels.41.deposit_account": "Sales of Product Income"})
    found = await patient.found("deposit_account")
    assert "channels.41.deposit_account needs Bank or Other Current Asset" in found.message
    await patient.choose(**{"channels.41.deposit_account": "Shop Clearing"})
    await patient.change("Account", "Shop Clearing", Active=False)
    assert "is inactive in QuickBooks" in (await patient.found("deposit_account")).message


@pytest.mark.parametrize(
    ("setting", "name", "code"),
    [
        ("purchase_account", "Checking", "purchase_account"),
        ("purchase_account", None, "purchase_account_missing"),
        ("supplier_fee_account", "Checking", "supplier_account"),
        ("supplier_tax_account", "Nowhere", "supplier_account"),
    ],
)
async def test_accounts_of_what_is_bought(patient: Patient, setting: str, name: Any, code: str) -> None:
    await patient.choose(**{setting: name})
    assert setting in (await patient.found(code)).fix


@pytest.mark.rule("R-26/expected", "R-26/bad")
async def test_sources_without_a_vendor_of_the_same_name(patient: Patient) -> None:
    await patient.world.flxpoint.add(sources=[{"id": 23, "name": "Nobody & Sons"}, {"id": 24, "name": "CEDAR works"}])
    await patient.choose(fulfillment_request_sources=["21", "22", "23", "24"])
    report = await patient.checked()
    missing = [one.message for one in report.findings if one.code == "vendor_missing"]
    assert missing == [
        'Vendor "Cedar Works" differs only in capitals from source "CEDAR works".',
        'No QuickBooks vendor for source "Nobody & Sons".',
    ]


async def test_a_vendor_that_is_inactive(patient: Patient) -> None:
    await patient.change("Vendor", "Cedar Works", Active=False)
    assert 'Vendor "Cedar Works" is inactive' in (await patient.found("vendor_missing")).message
