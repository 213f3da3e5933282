"""Connections and settings (rows R-15, R-16, R-20, R-21)."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.connections import (
    Connection,
    ConnectionDiffers,
    ConnectionNameTaken,
    Connections,
    UnknownConnection,
)
from tests.clients.database.samples import REALM, SHOP


def connection(**changes: str) -> Connection:
    """The shop's connection, with these fields changed."""
    return Connection.model_validate(
        {"id": SHOP, "name": "Shop", "realm": REALM, "environment": "sandbox", "account": "44", **changes}
    )


async def test_adding_the_same_connection_twice_gives_the_first_one(engine: AsyncEngine) -> None:
    first = await Connections(engine).add(connection())
    assert await Connections(engine).add(connection()) == first
    assert await Connections(engine).all() == [first]


async def test_adding_the_same_connection_at_once_makes_one(engine: AsyncEngine) -> None:
    added = await asyncio.gather(*(Connections(engine).add(connection()) for _ in range(10)))
    assert len(set(added)) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            "realm",
            "777",
            f'This is company 777; the connection "Shop" was made for company {REALM}. Make a new connection.',
        ),
        ("environment", "production", "made for the sandbox environment, not for production"),
        ("account", "45", 'This is account 45; the connection "Shop" was made for another account'),
    ],
)
async def test_a_connection_never_changes_its_company(engine: AsyncEngine, field: str, value: str, words: str) -> None:
    first = await Connections(engine).add(connection())
    with pytest.raises(ConnectionDiffers, match=words):
        await Connections(engine).add(connection(**{field: value}))
    assert await Connections(engine).get(SHOP) == first


async def test_a_connection_can_be_renamed(engine: AsyncEngine) -> None:
    await Connections(engine).add(connection())
    assert (await Connections(engine).add(connection(name="Web shop"))).name == "Web shop"


async def test_two_connections_never_share_a_name_whatever_its_case(engine: AsyncEngine) -> None:
    await Connections(engine).add(connection())
    with pytest.raises(ConnectionNameTaken, match='A connection "SHOP" already exists'):
        await Connections(engine).add(connection(id="another", name="SHOP"))
    await Connections(engine).add(connection(id="another", name="Another"))
    with pytest.raises(ConnectionNameTaken, match='A connection "shop" already exists'):
        await Connections(engine).add(connection(id="another", name="shop"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "  ", "Enter a connection name"),
        ("name", "x" * 101, "at most 100 characters, this one has 101"),
        ("environment", "live", "Environment must be Production or Sandbox"),
        ("id", "my shop", '"my shop" is no connection id'),
        ("id", "", "is no connection id"),
    ],
)
def test_a_connection_that_cannot_be_is_refused(field: str, value: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        connection(**{field: value})


def test_names_are_trimmed_and_environments_written_as_one_likes() -> None:
    made = connection(name=" Shop ", environment="Production")
    assert (made.name, made.environment) == ("Shop", "production")


async def test_an_unknown_connection_is_answered_with_the_known_ones(engine: AsyncEngine) -> None:
    with pytest.raises(UnknownConnection, match='There is no connection "shpo"; known: none yet'):
        await Connections(engine).get("shpo")
    await Connections(engine).add(connection())
    await Connections(engine).add(connection(id="annex", name="Annex"))
    for ask in (
        Connections(engine).get("shpo"),
        Connections(engine).unlinked("shpo", "ended"),
        Connections(engine).set_account("shpo", "44"),
        Connections(engine).change_settings("shpo", {"fee_sku": "FEE"}),
    ):
        with pytest.raises(UnknownConnection, match="known: annex, shop"):
            await ask


async def test_an_account_is_learned_once(engine: AsyncEngine) -> None:
    stores = Connections(engine)
    await stores.add(connection(account=""))
    await stores.set_account(SHOP, "44")
    await stores.set_account(SHOP, "44")
    with pytest.raises(ConnectionDiffers):
        await stores.set_account(SHOP, "45")
    assert (await stores.get(SHOP)).account == "44"


async def test_the_reason_to_link_again_stays_when_a_connection_is_added_again(engine: AsyncEngine) -> None:
    stores = Connections(engine)
    await stores.add(connection())
    await stores.unlinked(SHOP, "It was disconnected.")
    assert (await stores.add(connection())).relink_reason == "It was disconnected."


async def test_settings_are_kept_exactly_and_none_returns_to_the_default(engine: AsyncEngine, shop: Connection) -> None:
    stores = Connections(engine)
    await stores.change_settings(SHOP, {"fee_sku": "FEE", "limit": Decimal("0.10"), "statuses": ["Open"], "off": False})
    await stores.change_settings(SHOP, {"fee_sku": None, "limit": Decimal("0.20"), "unset": None})
    assert await stores.settings(SHOP) == {"limit": Decimal("0.20"), "statuses": ["Open"], "off": False}


async def test_settings_change_together_or_not_at_all(engine: AsyncEngine, shop: Connection) -> None:
    with pytest.raises(Exception, match="is a float"):
        await Connections(engine).change_settings(SHOP, {"fee_sku": "FEE", "limit": 0.1})
    assert await Connections(engine).settings(SHOP) == {}
