"""A company in which nothing is in the way, and how much looking at it costs."""

from __future__ import annotations

import time

import pytest

from tests.chain.check.conftest import Patient
from tests.chain.world import CONNECTION
from tests.worker.console import daybook, variables


@pytest.mark.rule("R-11/expected")
async def test_a_clean_company_gives_no_false_alarm_for_at_most_25_reads(patient: Patient) -> None:
    before = await patient.world.quickbooks.state()
    began = time.monotonic()

    report = await patient.checked()

    assert [one.code for one in report.findings] == ["sku_column"]
    calls = await patient.world.quickbooks.calls(path="/v3/company")
    assert len(calls) == report.reads <= 25
    assert {call["method"] for call in calls} == {"GET"}
    assert {call["method"] for call in await patient.world.flxpoint.calls()} == {"GET"}
    assert (await patient.world.quickbooks.state())["entities"] == before["entities"]
    assert time.monotonic() - began < 60


async def test_it_says_which_barriers_against_duplicates_are_live(patient: Patient) -> None:
    live = {one.name: one.live for one in (await patient.checked()).against_duplicates}
    assert live["numbers of sales"]
    assert live["request id"]
    await patient.bookkeeper.number_documents(own=False)
    live = {one.name: one.live for one in (await patient.checked()).against_duplicates}
    assert not live["numbers of sales"]
    assert not live["numbers of Purchase Orders"]
    assert live["marker in the memo"]


@pytest.mark.rule("R-11/expected", "R-11/bad")
async def test_the_command_tells_all_at_once_and_ends_with_1_where_there_is_a_fault(patient: Patient) -> None:
    told = variables(patient.world.environment)
    clean = await daybook("check", CONNECTION, told=told)
    assert clean.status == 0
    assert "1 thing to look at by hand; " in clean.out

    await patient.choose(discount_sku="NOPE")
    await patient.prefer(SalesFormsPrefs={"AllowShipping": False})
    spoilt = await daybook("check", CONNECTION, told=told)
    assert spoilt.status == 1
    assert "1 fault, 1 warning, 1 thing to look at by hand" in spoilt.out
    assert "Account and Settings > Sales > Sales form content > Shipping" in " ".join(spoilt.out.split())
    as_json = await daybook("check", CONNECTION, "--json", told=told)
    assert '"code":"discount_item"' in as_json.out


async def test_an_unknown_connection_is_answered_with_the_known_ones(patient: Patient) -> None:
    said = await daybook("check", "nowhere", told=variables(patient.world.environment))
    assert (said.status, said.out) == (1, "")
    assert 'There is no connection "nowhere"; known: shop.' in said.err
