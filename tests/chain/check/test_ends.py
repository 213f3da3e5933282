"""What keeps the doctor from looking at one of the ends, and what was chosen (rows R-16, R-25, R-101, R-103, R-117)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from activities.checking.checkup import check_up
from clients.database.connections import Connection
from clients.quickbooks.company import QuickBooks
from clients.quickbooks.oauth import Grant
from tests.chain.check.conftest import Patient
from tests.chain.world import CONNECTION
from worker.linking.storing import not_yet_used, store_connection
from worker.wiring import opened_companies


async def test_a_lost_connection(patient: Patient) -> None:
    await patient.world.companies.stores.credentials.save_grant(
        CONNECTION, patient.world.announced.quickbooks["realm_id"], not_yet_used("ended")
    )
    found = await patient.found("connection_lost")
    assert "daybook connect shop" in found.fix
    assert await patient.world.quickbooks.calls(path="/v3/company") == []


@pytest.mark.rule("R-16/bad")
async def test_a_company_that_the_environment_does_not_know(patient: Patient) -> None:
    stores, announced = patient.world.companies.stores, patient.world.announced
    elsewhere = Connection(id="elsewhere", name="Elsewhere", realm="4620000000000001", environment="production")
    grant = not_yet_used(announced.quickbooks["refresh_token"])
    await store_connection(stores, elsewhere, grant, announced.flxpoint["account_token"])
    found = next(
        one
        for one in (await check_up(patient.world.companies, "elsewhere")).findings
        if one.code == "environment_wrong"
    )
    assert "does not open company 4620000000000001 in the production environment" in found.message
    assert found.fix.startswith("Check the environment")


async def test_an_app_that_intuit_does_not_know(patient: Patient) -> None:
    wrong = patient.world.environment.model_copy(update={"intuit_client_secret": SecretStr("wrong")})
    async with opened_companies(wrong) as companies:
        codes = [one.code for one in (await check_up(companies, CONNECTION)).findings]
    assert codes == ["app_unknown"]


async def test_tokens_that_cannot_be_opened(patient: Patient) -> None:
    other_key = "x" * 43 + "="
    wrong = patient.world.environment.model_copy(update={"secret_keys": SecretStr(other_key)})
    async with opened_companies(wrong) as companies:
        codes = {one.code for one in (await check_up(companies, CONNECTION)).findings}
    assert "seal_broken" in codes


async def test_quickbooks_out_of_order_for_one_question_does_not_stop_the_others(patient: Patient) -> None:
    await patient.world.quickbooks.fault("status", path="FROM Vendor", status=503)
    await patient.choose(discount_sku="NOPE")
    codes = [one.code for one in (await patient.checked()).findings if one.severity == "fault"]
    assert {"quickbooks_silent", "discount_item"} <= set(codes)


async def test_a_consent_that_ends_soon(patient: Patient) -> None:
    grant = await patient.world.companies.stores.credentials.grant(CONNECTION)
    assert grant is not None
    soon = Grant("", grant.refresh_token, timedelta(0), None, whole_lifetime=timedelta(days=20))
    await patient.world.companies.stores.credentials.save_grant(
        CONNECTION, patient.world.announced.quickbooks["realm_id"], soon
    )
    await patient.world.quickbooks.fault("lost_before", path="/oauth2/", times=9)
    codes = {one.code for one in (await patient.checked()).findings}
    assert {"connection_ends", "quickbooks_silent"} <= codes


@pytest.mark.parametrize("kind", ["wrong", "channel", "source"])
async def test_a_flxpoint_token_that_is_wrong_or_of_the_wrong_type(patient: Patient, kind: str) -> None:
    tokens = {"wrong": "nonsense", **patient.world.announced.flxpoint}
    token = tokens.get(f"{kind}_token", tokens["wrong"])
    await patient.world.companies.stores.credentials.save_flxpoint_token(CONNECTION, str(token))
    report = await patient.checked()
    (found,) = [one for one in report.findings if one.severity == "fault"]
    assert found.code == "flxpoint_token_refused"
    assert "daybook connection flxpoint-token shop" in found.fix


async def test_a_flxpoint_token_of_another_account(patient: Patient) -> None:
    await patient.world.companies.stores.connections.set_account(CONNECTION, "another")
    assert "was made for another" in (await patient.found("flxpoint_account_differs")).message


async def test_flxpoint_out_of_order(patient: Patient) -> None:
    await patient.world.flxpoint.fault("status", status=503, times=20)
    report = await patient.checked()
    assert "flxpoint_silent" in [one.code for one in report.findings]


@pytest.mark.rule("R-25/bad")
async def test_choices_that_are_missing_are_told_together(patient: Patient) -> None:
    await patient.choose(
        **{
            "channels.41.tax_remitted_by": None,
            "channels.41.deposit_account": None,
            "fulfillment_request_sources": None,
            "orders_from": None,
        }
    )
    codes = {one.code for one in (await patient.checked()).findings}
    assert {"channels_missing", "sources_missing", "orders_from_missing"} <= codes


@pytest.mark.rule("R-31/bad")
async def test_bills_without_purchase_orders(patient: Patient) -> None:
    await patient.choose(operations=["orders", "supplier_invoices"])
    assert "which another program must see to" in (await patient.found("prerequisite_elsewhere")).message


async def test_nothing_is_switched_on(patient: Patient) -> None:
    await patient.choose(operations=None)
    await patient.found("operations_off")


async def test_neither_quickbooks_nor_a_choice_tells_the_time_zone(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = QuickBooks.company_info

    async def without_zone(quickbooks: QuickBooks) -> dict[str, Any]:
        return await read(quickbooks) | {"DefaultTimeZone": None}

    monkeypatch.setattr(QuickBooks, "company_info", without_zone)
    await patient.choose(books_time_zone=None)
    assert "books_time_zone=America/Chicago" in (await patient.found("books_time_zone_missing")).fix


@pytest.mark.rule("R-101/expected")
async def test_a_start_that_lies_ahead(patient: Patient) -> None:
    await patient.choose(orders_from="2096-01-01")
    assert "from 2096-01-01 on, which is still to come" in (await patient.found("orders_from_ahead")).message


@pytest.mark.rule("R-103/bad")
async def test_a_channel_of_which_nobody_said_who_remits_its_tax(patient: Patient) -> None:
    await patient.choose(**{"channels.44.deposit_account": "Checking"})
    assert "channels.44" in (await patient.found("setting_refused")).message


@pytest.mark.rule("R-25/expected")
async def test_a_channel_and_a_source_that_are_not_there(patient: Patient) -> None:
    await patient.choose(**{"channels.99.tax_remitted_by": "us"})
    assert "It has: 41 (Main Shop)" in (await patient.found("channel_unknown")).message
    await patient.choose(**{"channels.99.tax_remitted_by": None}, supplier_invoice_sources=["21", "22", "99"])
    assert "21 (Cedar Works)" in (await patient.found("source_unknown")).message


async def test_a_warehouse_of_the_shops_own(patient: Patient) -> None:
    own = {"id": 22, "name": "Dune Trading", "type": {"handle": "internal_warehouse"}}
    await patient.world.flxpoint.add(sources=[own])
    await patient.choose(supplier_invoice_sources=["21"])
    assert "is a warehouse of your own" in (await patient.found("own_warehouse_selected")).message


async def test_orders_that_daybook_paused(patient: Patient) -> None:
    await patient.choose(orders_paused="Three orders stand with other amounts.")
    assert "orders_paused=" in (await patient.found("orders_paused")).fix


@pytest.mark.rule("R-117/expected", "R-117/bad")
async def test_another_program_that_posts_the_same_orders(patient: Patient) -> None:
    customer = (await patient.world.documents("Customer"))[0]
    item = next(one for one in await patient.world.documents("Item") if one["Type"] == "Service")
    line = {
        "Amount": 20.00,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}},
    }
    await patient.bookkeeper.create(
        "SalesReceipt", {"DocNumber": "SHOP-1", "CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    )
    found = await patient.found("another_connector")
    assert "Sales Receipt SHOP-1" in found.message
    assert "Switch Flxpoint's own QuickBooks integration off first" in found.fix
