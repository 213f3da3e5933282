"""A connection is linked by Intuit's own page, and linked again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.chain.world import StandIn
from tests.worker.console import Said, daybook
from tests.worker.linking.bookkeeper import agree, all_stored, asked, connecting, consented, led_to

NEW = ("My Shop", "--environment", "sandbox")
REALM = "9130350000000001"


async def listed(told: dict[str, str]) -> list[dict[str, Any]]:
    said = await daybook("connection", "list", "--json", told=told)
    return list(said.json["connections"])


async def kept_sealed(told: dict[str, str], said: Said) -> None:
    """Neither what was said nor what is stored shows a code, a token, or that it holds one."""
    seen = f"{said} {await all_stored(told)}"
    assert not [secret for secret in ("RT1-", "AB11", "access_token") if secret in seen]


@pytest.mark.rule("R-13/expected", "R-18/expected", "R-19/expected")
async def test_a_new_connection_is_linked_by_agreeing_on_intuits_page(shop: dict[str, str]) -> None:
    shown: list[httpx.Response] = []

    async def visit(address: str) -> None:
        shown.append(await agree(address))

    said = await connecting(*NEW, told=shop, visit=visit)

    assert said.status == 0
    assert said.out == (f'Connection "my-shop" is linked to Daybook Demo Shop (company {REALM}, a sandbox company).\n')
    assert (shown[0].status_code, "Connected to Daybook Demo Shop" in shown[0].text) == (200, True)
    (one,) = await listed(shop)
    ends = one.pop("refresh_until"), one.pop("ends_at")
    assert one == {
        "id": "my-shop",
        "name": "My Shop",
        "environment": "sandbox",
        "company": "Daybook Demo Shop",
        "realm": REALM,
        "linked": True,
        "reason": "",
        "flxpoint_token": True,
    }
    window, whole = (datetime.fromisoformat(end) - datetime.now().astimezone() for end in ends)
    assert timedelta(days=100) < window < timedelta(days=102)
    assert timedelta(days=1824) < whole < timedelta(days=1826)
    await kept_sealed(shop, said)


@pytest.mark.rule("R-17/expected")
async def test_every_attempt_asks_for_the_books_alone_under_a_state_of_its_own(shop: dict[str, str]) -> None:
    questions: list[dict[str, str]] = []

    async def visit(address: str) -> None:
        questions.append(asked(address))
        await agree(address)

    for _ in range(2):
        said = await connecting(*NEW, told=shop, visit=visit)
        assert "/connect/oauth2?client_id=" in said.err
    assert {question["scope"] for question in questions} == {"com.intuit.quickbooks.accounting"}
    assert {question["redirect_uri"] for question in questions} == {shop["DAYBOOK_REDIRECT_URL"]}
    assert len({question["state"] for question in questions}) == 2
    assert all(len(question["state"]) >= 32 for question in questions)


@pytest.mark.rule("R-20/expected", "R-15/expected")
@pytest.mark.parametrize("called", ["My Shop", "my shop", "my-shop"])
async def test_linked_again_it_takes_new_tokens_and_keeps_all_else(shop: dict[str, str], called: str) -> None:
    await connecting(*NEW, told=shop)
    await daybook("settings", "set", "my-shop", "orders_from=2026-01-01", "discount_sku=DISC", told=shop)
    before = await all_stored(shop)

    said = await connecting(called, told=shop)

    assert said.out.startswith('Connection "my-shop" is linked again to Daybook Demo Shop')
    after = await all_stored(shop)
    assert before.pop("quickbooks_grant") != after.pop("quickbooks_grant")
    assert after == before
    await kept_sealed(shop, said)


@pytest.mark.rule("R-20/expected")
async def test_linking_again_heals_a_lost_connection(shop: dict[str, str], intuit: StandIn) -> None:
    await connecting(*NEW, told=shop)
    assert (await daybook("disconnect", "my-shop", "--yes", told=shop)).status == 0
    assert [one["linked"] for one in await listed(shop)] == [False]

    assert (await connecting("my-shop", told=shop)).status == 0

    assert [(one["linked"], one["flxpoint_token"]) for one in await listed(shop)] == [(True, True)]


async def test_without_a_flxpoint_token_it_is_linked_and_the_command_that_stores_one_is_told(
    shop: dict[str, str],
) -> None:
    without = {name: value for name, value in shop.items() if name != "DAYBOOK_FLXPOINT_TOKEN"}
    said = await connecting(*NEW, told=without)
    assert said.status == 0
    assert "daybook connection flxpoint-token my-shop" in said.err

    assert (await daybook("connection", "flxpoint-token", "my-shop", told=without, stdin="token\n")).status == 0
    assert [one["flxpoint_token"] for one in await listed(shop)] == [True]


async def test_the_json_names_the_company_and_no_token(shop: dict[str, str]) -> None:
    said = await connecting(*NEW, "--json", told=shop)
    assert said.json == {
        "id": "my-shop",
        "name": "My Shop",
        "environment": "sandbox",
        "realm": REALM,
        "company": "Daybook Demo Shop",
        "linked": "new",
    }
    assert (await connecting("my-shop", "--json", told=shop)).json["linked"] == "again"


@pytest.mark.rule("R-20/expected")
async def test_the_help_is_found_by_the_words_of_flxpoints_guide(shop: dict[str, str]) -> None:
    words = " ".join((await daybook("connect", "--help", told=shop)).out.split())
    for known in ("Re-Link", "Re-authenticate", "Connection Config", "Integration Settings", "production", "sandbox"):
        assert known in words


@pytest.mark.rule("R-17/bad")
async def test_an_answer_that_comes_twice_is_taken_once(shop: dict[str, str], intuit: StandIn) -> None:
    shown: list[httpx.Response] = []
    await intuit.fault("slow_before", path="/tokens/bearer", seconds=1)

    async def visit(address: str) -> None:
        redirect = await consented(address)
        first = asyncio.create_task(led_to(redirect))
        await asyncio.sleep(0.3)
        shown.extend((await led_to(redirect), await first))

    said = await connecting(*NEW, told=shop, visit=visit)

    assert said.status == 0
    second, first = shown
    assert (first.status_code, second.status_code) == (200, 400)
    assert "An answer is good once." in second.text
    assert len(await intuit.calls("POST", "/tokens/bearer")) == 1


@pytest.mark.rule("R-14/expected")
async def test_the_list_shows_each_connection_with_its_company_and_environment(shop: dict[str, str]) -> None:
    assert "There is no connection yet." in (await daybook("connection", "list", told=shop)).out
    await connecting(*NEW, told=shop)

    said = await daybook("connection", "list", told=shop)

    for words in ("my-shop", "My Shop", "Daybook Demo Shop", REALM, "sandbox", "linked"):
        assert words in said.out
    await kept_sealed(shop, said)


@pytest.mark.rule("R-14/bad")
async def test_a_connection_that_is_not_there_is_named(shop: dict[str, str]) -> None:
    await connecting(*NEW, told=shop)
    said = await daybook("disconnect", "your-shop", "--yes", told=shop)
    assert '"your-shop"' in said.sentence
    assert "my-shop" in said.sentence
