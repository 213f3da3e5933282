"""A connection is disconnected: at Intuit first, then here."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from tests.chain.world import StandIn, eventually
from tests.clients.quickbooks.cutting_server import closed_port
from tests.worker.console import daybook
from tests.worker.linking.bookkeeper import all_stored, connecting
from worker.settings import environment_of
from worker.wiring import opened_companies

KEPT = ("setting", "record", "intent", "link", "outcome", "run")


@pytest.fixture
async def linked(shop: dict[str, str]) -> dict[str, str]:
    """A shop that is linked."""
    assert (await connecting("My Shop", "--environment", "sandbox", told=shop)).status == 0
    return shop


async def revocations(intuit: StandIn) -> list[int]:
    return [call["status"] for call in await intuit.calls("POST", "/tokens/revoke")]


async def test_it_is_revoked_at_intuit_and_its_tokens_are_forgotten(linked: dict[str, str], intuit: StandIn) -> None:
    before = await all_stored(linked)

    said = await daybook("disconnect", "my-shop", "--yes", told=linked)

    assert said.out == 'Connection "my-shop" is disconnected. Link it again: daybook connect my-shop\n'
    assert await revocations(intuit) == [200]
    after = await all_stored(linked)
    assert (after["quickbooks_grant"], after["flxpoint_token"]) == ([], [])
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    (one,) = (await daybook("connection", "list", "--json", told=linked)).json["connections"]
    assert one["reason"] == f"it was disconnected on {datetime.now(UTC):%Y-%m-%d}"
    assert (one["linked"], one["flxpoint_token"]) == (False, False)


async def test_once_more_it_is_disconnected_already(linked: dict[str, str], intuit: StandIn) -> None:
    first = await daybook("disconnect", "my-shop", "--yes", "--json", told=linked)
    again = await daybook("disconnect", "my-shop", "--yes", "--json", told=linked)
    assert (first.json["was_linked"], again.json["was_linked"]) == (True, False)
    assert await revocations(intuit) == [200]


async def test_what_was_revoked_in_quickbooks_is_forgotten_here(linked: dict[str, str], intuit: StandIn) -> None:
    await intuit.fault("revoked", path="/companyinfo")
    assert (await connecting("my-shop", told=linked)).status == 1
    assert (await daybook("disconnect", "my-shop", "--yes", told=linked)).status == 0
    assert await revocations(intuit) == [400]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "status", "status": 503}, "Intuit answered HTTP 503. Nothing was changed; try again later."),
        ({"kind": "lost_before"}, "Intuit could not be reached (RemoteProtocolError). Nothing was changed"),
    ],
)
async def test_nothing_is_forgotten_that_intuit_may_still_take(
    linked: dict[str, str], intuit: StandIn, fault: dict[str, str], words: str
) -> None:
    before = await all_stored(linked)
    await intuit.fault(**fault, path="/tokens/revoke")
    assert words in (await daybook("disconnect", "my-shop", "--yes", told=linked)).sentence
    assert await all_stored(linked) == before


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DAYBOOK_INTUIT_CLIENT_SECRET": "wrong"}, "the client id or client secret of the app is wrong"),
        ({"DAYBOOK_INTUIT_TOKEN_URL": f"http://127.0.0.1:{closed_port()}/"}, "Intuit could not be reached"),
    ],
)
async def test_without_intuits_word_nothing_is_forgotten(
    linked: dict[str, str], variables: dict[str, str], words: str
) -> None:
    before = await all_stored(linked)
    assert words in (await daybook("disconnect", "my-shop", "--yes", told=linked | variables)).sentence
    assert await all_stored(linked) == before


async def test_a_script_must_say_that_it_is_meant(linked: dict[str, str]) -> None:
    before = await all_stored(linked)
    said = await daybook("disconnect", "my-shop", told=linked)
    assert said.sentence == "Say that it is meant: daybook disconnect my-shop --yes"
    assert await all_stored(linked) == before


async def test_a_token_that_cannot_be_opened_is_told_with_the_other_way(linked: dict[str, str]) -> None:
    other_key = {"DAYBOOK_SECRET_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
    said = await daybook("disconnect", "my-shop", "--yes", told=linked | other_key)
    assert "end it in QuickBooks: Apps > My apps > Daybook > Disconnect. Nothing was changed." in said.sentence


async def _asked(intuit: StandIn) -> bool | None:
    """Has a refresh come in?"""
    return any("refresh_token" in f"{call}" for call in await intuit.calls("POST", "/tokens/bearer")) or None


async def test_a_token_that_is_being_refreshed_is_revoked_in_its_newest_form(
    linked: dict[str, str], intuit: StandIn
) -> None:
    environment = environment_of(linked)
    async with opened_companies(environment) as companies:
        tokens = companies.tokens(await companies.stores.connections.get("my-shop"))
        known = await tokens.current()
        await intuit.fault("slow", path="/tokens/bearer", seconds=2)
        refresh = asyncio.create_task(tokens.newer_than(known.version))
        await eventually(lambda: _asked(intuit))

        said = await daybook("disconnect", "my-shop", "--yes", told=linked)

        assert said.status == 0
        await refresh
    assert await revocations(intuit) == [200]
    assert (await all_stored(linked))["quickbooks_grant"] == []
