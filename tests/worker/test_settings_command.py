"""`daybook settings`, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Awaitable

import pytest
import pytest_asyncio

from accounting.settings import Settings
from accounting.subjects import SUBJECTS
from tests.worker.console import Said, daybook

TOKENS = json.dumps({"refresh_token": "x", "flxpoint_token": "y"})


@pytest_asyncio.fixture
async def shop(told: dict[str, str]) -> dict[str, str]:
    """The variables of a database that knows the connection "shop"."""
    adding = ("connection", "add", "Shop", "--realm", "1", "--environment", "sandbox")
    assert (await daybook(*adding, told=told, stdin=TOKENS)).status == 0
    return told


def settings(action: str, *words: str, told: dict[str, str]) -> Awaitable[Said]:
    return daybook("settings", action, "shop", *words, told=told)


async def test_settings_are_kept_shown_and_returned_to_their_default(shop: dict[str, str]) -> None:
    await settings("set", "discount_sku= DISC ", "income_account=Other income", "fee_sku=FEE", told=shop)
    kept = (await settings("show", "--json", told=shop)).json
    assert (kept["discount_sku"], kept["income_account"], kept["fee_sku"]) == ("DISC", "Other income", "FEE")

    changed = (await settings("set", "income_account=", "fee_sku=", "--json", told=shop)).json
    assert (changed["discount_sku"], changed["income_account"]) == ("DISC", "Sales of Product Income")
    assert changed["fee_sku"] is None


async def test_a_person_sees_each_setting_with_what_it_means(shop: dict[str, str]) -> None:
    said = await settings("show", told=shop)

    assert "SKU of the item that carries discounts" in said.out
    subjects = ["What is carried over", "Sales", "Items", "Purchases"]
    places = [said.out.index(word) for word in [*subjects, "payables_account"]]
    assert places == sorted(places)


def test_each_setting_is_about_one_subject() -> None:
    assert sorted(name for names in SUBJECTS.values() for name in names) == sorted(Settings.model_fields)


@pytest.mark.parametrize(
    ("words", "told_back"),
    [
        (["discuont_sku=DISC"], 'There is no setting "discuont_sku". The settings are: operations, orders_from'),
        (["discount_sku"], '"discount_sku" is not of the form name=value.'),
        (["=DISC"], 'There is no setting "".'),
        ([], "Name at least one setting: operations"),
        (["books_time_zone=Mars"], 'Setting books_time_zone cannot be "Mars": "Mars" is no time zone'),
        (["look_first_until=soon"], 'Setting look_first_until cannot be "soon"'),
        (["discount_sku=DISC", "books_time_zone=Mars"], "books_time_zone"),
    ],
)
async def test_what_cannot_be_set_is_refused_and_changes_nothing(
    shop: dict[str, str], words: list[str], told_back: str
) -> None:
    before = (await settings("show", "--json", told=shop)).json

    assert told_back in (await settings("set", *words, told=shop)).sentence

    assert (await settings("show", "--json", told=shop)).json == before


async def test_settings_of_an_unknown_connection_name_those_that_exist(shop: dict[str, str]) -> None:
    for words in (["set", "nowhere", "discount_sku=DISC"], ["show", "nowhere"]):
        said = await daybook("settings", *words, told=shop)
        assert said.sentence == 'There is no connection "nowhere"; known: shop.', words


async def test_an_empty_value_returns_every_part_to_its_default(shop: dict[str, str]) -> None:
    await daybook(
        "settings", "set", "shop", "channels.41.tax_remitted_by=us", "channels.44.tax_remitted_by=us", told=shop
    )
    said = await daybook("settings", "set", "shop", "channels.44=", told=shop)
    assert said.out.splitlines()[0] == "channels.44.tax_remitted_by: us → its default"
    assert list((await daybook("settings", "show", "shop", "--json", told=shop)).json["channels"]) == ["41"]
    await daybook("settings", "set", "shop", "channels=", told=shop)
    assert (await daybook("settings", "show", "shop", "--json", told=shop)).json["channels"] == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("orders_paused=a whim", "written by Daybook; a person can only empty it: orders_paused="),
        ("channels.Main Shop.tax_remitted_by=us", "Flxpoint's id of it, digits alone"),
        ("channels..tax_remitted_by=us", "Flxpoint's id of it, digits alone"),
        ("fulfillment_request_sources=Acme Supply,21", "Flxpoint's id of it, digits alone"),
        ("link_only.x=1", "Setting link_only takes one value, and has no parts"),
    ],
)
async def test_what_no_record_can_ever_match_is_refused(shop: dict[str, str], typed: str, words: str) -> None:
    assert words in (await daybook("settings", "set", "shop", typed, told=shop)).err


async def test_what_is_named_twice_counts_once(shop: dict[str, str]) -> None:
    said = await daybook("settings", "set", "shop", "operations=orders,orders", "--json", told=shop)
    assert said.json["operations"] == ["orders"]
