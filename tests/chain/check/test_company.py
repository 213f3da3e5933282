"""What the company's own switches give away (rows R-03 to R-10, R-12, R-47, R-54)."""

from __future__ import annotations

import pytest

from clients.quickbooks.company import QuickBooks
from tests.chain.books import Json
from tests.chain.check.conftest import Patient


def named(name: str, value: str) -> Json:
    return {"NameValue": [{"Name": f"VendorAndPurchasesPrefs.{name}", "Value": value}]}


@pytest.mark.rule("R-03/expected", "R-03/bad")
async def test_shipping_off(patient: Patient) -> None:
    await patient.prefer(SalesFormsPrefs={"AllowShipping": False})
    found = await patient.found("shipping_off")
    assert found.fix == "QuickBooks > Account and Settings > Sales > Sales form content > Shipping."
    assert found.blocks == "orders with shipping"


@pytest.mark.rule("R-04/expected", "R-04/bad")
async def test_custom_transaction_numbers_off_on_sales_forms(patient: Patient) -> None:
    await patient.prefer(SalesFormsPrefs={"CustomTxnNumbers": False})
    found = await patient.found("own_sales_numbers_off")
    assert "QuickBooks numbers the documents itself; linking by number is not possible." in found.message
    assert found.severity == "warning"


@pytest.mark.rule("R-10/expected", "R-10/bad")
async def test_custom_transaction_numbers_off_on_purchase_orders(patient: Patient) -> None:
    await patient.prefer(OtherPrefs=named("UseCustomTxnNumbers", "false"))
    assert "Expenses > Purchase orders > Custom transaction" in (await patient.found("own_purchase_numbers_off")).fix


@pytest.mark.rule("R-05/expected", "R-05/bad")
async def test_the_sku_column_is_for_a_person_to_look_at(patient: Patient) -> None:
    (found,) = (await patient.checked()).findings
    assert (found.code, found.severity, found.blocks) == ("sku_column", "manual", "nothing")


@pytest.mark.rule("R-06/expected")
async def test_no_quantity_and_price_on_forms(patient: Patient) -> None:
    await patient.prefer(ProductAndServicesPrefs={"QuantityWithPriceAndRate": False})
    assert "Track quantity and price/rate" in (await patient.found("quantity_off")).fix


@pytest.mark.rule("R-07/expected", "R-07/bad")
async def test_no_items_table_on_expense_forms(patient: Patient) -> None:
    await patient.prefer(ProductAndServicesPrefs={"ForPurchase": False})
    found = await patient.found("items_table_off")
    assert found.message.startswith("Item lines are off for expense forms")
    assert 'turn on "Show Items table on expense and purchase forms"' in found.fix


@pytest.mark.rule("R-08/bad")
async def test_purchases_without_customer(patient: Patient) -> None:
    await patient.prefer(VendorAndPurchasesPrefs={"TrackingByCustomer": False})
    assert "Track expenses and items by customer" in (await patient.found("customer_on_purchases_off")).fix


@pytest.mark.rule("R-09/expected", "R-09/bad")
async def test_purchase_orders_off(patient: Patient) -> None:
    await patient.prefer(OtherPrefs=named("PurchaseOrderEnabled", "false"))
    found = await patient.found("purchase_orders_off")
    assert found.message.startswith("Purchase orders are off")
    assert "Expenses > Purchase orders > Use purchase orders" in found.fix
    assert (found.severity, found.blocks) == ("fault", "Purchase Orders and Bills")


async def test_a_company_that_does_not_say_whether_purchase_orders_are_on(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = QuickBooks.preferences

    async def without(quickbooks: QuickBooks) -> Json:
        told = await read(quickbooks)
        return {name: group for name, group in told.items() if name != "OtherPrefs"}

    monkeypatch.setattr(QuickBooks, "preferences", without)
    findings = {one.code: one for one in (await patient.checked()).findings}
    assert findings["purchase_orders_unknown"].severity == "manual"
    assert "purchase_orders_off" not in findings


async def test_purchases_are_not_looked_at_while_they_are_off(patient: Patient) -> None:
    await patient.prefer(OtherPrefs=named("PurchaseOrderEnabled", "false"))
    await patient.choose(operations=["orders"], payables_account="Nowhere")
    assert [one.code for one in (await patient.checked()).findings] == ["sku_column"]


@pytest.mark.parametrize("plan", ["Essentials", "Simple Start"])
async def test_a_plan_without_purchase_orders(patient: Patient, plan: str) -> None:
    await patient.world.quickbooks.switch(plan=plan)
    found = await patient.found("plan_without_purchases")
    assert plan in found.message
    assert "Upgrade" in found.fix


async def test_a_subscription_that_lapsed(patient: Patient) -> None:
    await patient.world.quickbooks.switch(subscription="lapsed")
    assert "Billing & Subscription" in (await patient.found("subscription_ended")).fix


@pytest.mark.rule("R-12/expected", "R-12/bad")
async def test_a_user_without_rights(patient: Patient) -> None:
    await patient.world.quickbooks.fault("fault", path="FROM PurchaseOrder", code="5020")
    found = await patient.found("rights_missing")
    assert "may not see its Purchase Orders" in found.message
    assert "Ask the QuickBooks admin for rights" in found.fix


@pytest.mark.rule("R-47/expected")
@pytest.mark.parametrize(
    ("kind", "words"), [("manual", "Automated Sales Tax is not set up"), ("off", "Sales tax is off")]
)
async def test_sales_tax_that_is_not_automated(patient: Patient, kind: str, words: str) -> None:
    await patient.world.quickbooks.switch(sales_tax=kind)
    found = await patient.found("sales_tax_not_automated")
    assert found.message == f"{words}: an order with tax waits."
    assert "ask your accountant" in found.fix


@pytest.mark.rule("R-47/expected")
async def test_a_company_outside_the_united_states(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    read = QuickBooks.company_info

    async def abroad(quickbooks: QuickBooks) -> Json:
        return await read(quickbooks) | {"Country": "CAN"}

    monkeypatch.setattr(QuickBooks, "company_info", abroad)
    assert "keeps its books in CAN" in (await patient.found("taxes_abroad")).message


@pytest.mark.rule("R-54/bad")
async def test_orders_from_a_closed_period(patient: Patient) -> None:
    await patient.prefer(AccountingInfoPrefs={"BookCloseDate": "2026-11-15"})
    found = await patient.found("books_closed")
    assert "from 2026-11-01, and the books are closed to 2026-11-15" in found.message
    await patient.choose(closed_period="first_open_day")
    assert [one.code for one in (await patient.checked()).findings] == ["sku_column"]
