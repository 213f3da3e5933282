"""Sealed tokens."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database import credentials, tables
from clients.database.connections import Connection, ConnectionDiffers, Connections, UnknownConnection
from clients.database.credentials import Credentials, GrantBusy, LockedGrant, NoGrant, SealBroken, StoredGrant
from clients.database.statements import change, fetch
from tests.clients.database.crowd import held_up
from tests.clients.database.samples import REALM, SHOP

KEY = Fernet.generate_key().decode()
NEWER_KEY = Fernet.generate_key().decode()


@dataclass(frozen=True)
class Tokens:
    """What a token endpoint gives."""

    access_token: str
    refresh_token: str
    access_lifetime: timedelta
    refresh_lifetime: timedelta | None = None
    whole_lifetime: timedelta | None = None


def tokens(number: int, **lifetimes: timedelta) -> Tokens:
    return Tokens(f"access-{number}", f"refresh-{number}", timedelta(hours=number), **lifetimes)


def told(grant: StoredGrant | None) -> tuple[str, str, int]:
    """Which grant it is."""
    assert grant is not None
    return grant.access_token, grant.refresh_token, grant.version


@pytest.fixture
def stored(engine: AsyncEngine, shop: Connection) -> Credentials:
    """The tokens of a database with one connection."""
    return Credentials(engine, [KEY])


async def test_a_grant_is_read_as_it_was_saved(stored: Credentials) -> None:
    assert await stored.grant(SHOP) is None
    saved = await stored.save_grant(SHOP, REALM, tokens(1))
    assert saved == await stored.grant(SHOP)
    assert told(saved) == ("access-1", "refresh-1", 1)
    assert (saved.access_lifetime, saved.refresh_expires_at, saved.ends_at) == (timedelta(hours=1), None, None)


async def test_ends_are_counted_by_the_databases_clock_and_kept_where_a_refresh_leaves_them_out(
    stored: Credentials,
) -> None:
    days = {"refresh_lifetime": timedelta(days=100), "whole_lifetime": timedelta(days=1825)}
    saved = await stored.save_grant(SHOP, REALM, tokens(1, **days))
    assert (saved.refresh_expires_at, saved.ends_at) == tuple(saved.read_at + lifetime for lifetime in days.values())
    async with stored.locked_grant(SHOP) as locked:
        refreshed = await locked.save(tokens(2))
    assert (refreshed.refresh_expires_at, refreshed.ends_at) == (saved.refresh_expires_at, saved.ends_at)
    assert refreshed.access_left == timedelta(hours=2)


@pytest.mark.parametrize("half", ["{}", '{"access_token": "a", "refresh_token": "b"}', "[]", "7"])
async def test_a_half_written_row_is_said_to_be_one(engine: AsyncEngine, stored: Credentials, half: str) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    whole = {"connection": SHOP, "realm": REALM} | (json.loads(half) if half.startswith("{") else {})
    words = json.dumps(whole) if half.startswith("{") else half
    sealed = Fernet(KEY).encrypt(words.encode())
    await change(engine, update(tables.quickbooks_grant).values(sealed=sealed))
    with pytest.raises(SealBroken, match="Link the connection again"):
        await stored.grant(SHOP)


async def test_a_damaged_row_is_said_to_be_one(engine: AsyncEngine, stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    await change(engine, text("update quickbooks_grant set sealed = substring(sealed for 40)"))
    with pytest.raises(SealBroken, match="are damaged"):
        await stored.grant(SHOP)


async def test_linking_again_counts_on(stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    assert told(await stored.save_grant(SHOP, REALM, tokens(2))) == ("access-2", "refresh-2", 2)


async def test_tokens_of_another_company_are_not_stored(stored: Credentials) -> None:
    with pytest.raises(ConnectionDiffers, match="This is company 777"):
        await stored.save_grant(SHOP, "777", tokens(1))
    with pytest.raises(UnknownConnection):
        await stored.save_grant("annex", REALM, tokens(1))
    assert await stored.grant(SHOP) is None


async def test_no_token_is_readable_in_the_database_or_in_a_repr(engine: AsyncEngine, stored: Credentials) -> None:
    grant = await stored.save_grant(SHOP, REALM, tokens(1))
    await stored.save_flxpoint_token(SHOP, "flx-secret")
    rows = [*await fetch(engine, text("table quickbooks_grant")), *await fetch(engine, text("table flxpoint_token"))]
    seen = repr(rows) + repr(grant) + str(grant)
    assert "gAAAAA" in seen
    assert not any(secret in seen for secret in ("access-1", "refresh-1", "flx-secret"))


async def test_a_key_can_be_replaced(engine: AsyncEngine, stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    both = Credentials(engine, [NEWER_KEY, KEY])
    async with both.locked_grant(SHOP) as locked:
        await locked.save(tokens(2))
    grant = await Credentials(engine, [NEWER_KEY]).grant(SHOP)
    assert told(grant) == ("access-2", "refresh-2", 2)
    with pytest.raises(SealBroken, match="sealed with a key this worker does not have"):
        await stored.grant(SHOP)


async def test_all_tokens_are_sealed_with_the_newest_key_so_that_an_older_one_can_be_dropped(
    engine: AsyncEngine, stored: Credentials
) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    await stored.save_flxpoint_token(SHOP, "flx")
    both, newest = Credentials(engine, [NEWER_KEY, KEY]), Credentials(engine, [NEWER_KEY])

    lacking = await newest.reseal()
    assert (lacking.resealed, lacking.newest) == (0, 0)
    assert [words.partition(" ")[0] for words in lacking.broken] == ["shop:", "shop:"]
    done = await both.reseal()
    assert (done.resealed, done.newest, done.broken) == (2, 0, [])
    again = await newest.reseal()
    assert (again.resealed, again.newest, again.broken) == (0, 2, [])

    assert told(await newest.grant(SHOP)) == ("access-1", "refresh-1", 1)
    assert await newest.flxpoint_token(SHOP) == "flx"


@pytest.mark.parametrize("keys", [[], ["short"]])
async def test_keys_that_cannot_seal_are_refused(engine: AsyncEngine, keys: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one key of 32 random bytes"):
        Credentials(engine, keys)


async def test_swapped_rows_are_noticed(engine: AsyncEngine, stored: Credentials) -> None:
    await Connections(engine).add(Connection(id="annex", name="Annex", realm="777", environment="sandbox"))
    for connection_id, realm in ((SHOP, REALM), ("annex", "777")):
        await stored.save_grant(connection_id, realm, tokens(1))
        await stored.save_flxpoint_token(connection_id, f"flx-{connection_id}")
    for table in ("quickbooks_grant", "flxpoint_token"):
        await change(
            engine,
            text(
                f"update {table} as one set sealed = other.sealed from {table} as other "
                "where one.connection_id <> other.connection_id"
            ),
        )
    with pytest.raises(SealBroken, match="sealed for another connection"):
        await stored.grant(SHOP)
    with pytest.raises(SealBroken, match="sealed for another connection"):
        await stored.flxpoint_token("annex")


async def test_tokens_do_not_follow_a_connection_to_another_company(engine: AsyncEngine, stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    await change(engine, text("update connection set realm = '777'"))
    with pytest.raises(SealBroken, match="realm 777"):
        await stored.grant(SHOP)


async def test_a_flxpoint_token_is_no_quickbooks_grant(engine: AsyncEngine, stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    await stored.save_flxpoint_token(SHOP, "flx")
    await change(engine, text("update quickbooks_grant set sealed = (select sealed from flxpoint_token)"))
    with pytest.raises(SealBroken):
        await stored.grant(SHOP)


async def test_twenty_refreshes_at_once_are_one_refresh(
    engine: AsyncEngine, other_engine: AsyncEngine, stored: Credentials
) -> None:
    stale = await stored.save_grant(SHOP, REALM, tokens(1))
    refreshes = 0

    async def refresh(worker: Credentials) -> StoredGrant:
        nonlocal refreshes
        async with worker.locked_grant(SHOP) as locked:
            if locked.grant.version > stale.version:
                return locked.grant
            await asyncio.sleep(0.05)
            refreshes += 1
            return await locked.save(tokens(2))

    workers = [Credentials(each, [KEY]) for each in (engine, other_engine)]
    grants = await asyncio.gather(*(refresh(workers[turn % 2]) for turn in range(20)))
    assert refreshes == 1
    assert {told(grant) for grant in grants} == {("access-2", "refresh-2", 2)} == {told(await stored.grant(SHOP))}


async def test_a_new_grant_survives_a_failure_after_it_was_saved(stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    with pytest.raises(RuntimeError, match="later"):
        await _saved_then_failed(stored)
    grant = await stored.grant(SHOP)
    assert grant is not None
    assert grant.refresh_token == "refresh-2"


async def _saved_then_failed(stored: Credentials) -> LockedGrant:
    async with stored.locked_grant(SHOP) as locked:
        await locked.save(tokens(2))
        raise RuntimeError("later")


@pytest.mark.parametrize("seconds", [0, 0.001, 0.003, 0.01])
async def test_a_new_grant_survives_a_cancellation_while_it_is_saved(
    engine: AsyncEngine, stored: Credentials, seconds: float
) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    answered = asyncio.Event()

    async def refresh() -> None:
        async with stored.locked_grant(SHOP) as locked:
            answered.set()
            await locked.save(tokens(2))

    refreshing = asyncio.create_task(refresh())
    await answered.wait()
    await asyncio.sleep(seconds)
    refreshing.cancel()
    await asyncio.wait([refreshing])
    assert told(await stored.grant(SHOP)) == ("access-2", "refresh-2", 2)


async def test_a_lost_grant_is_known_to_be_lost_until_a_person_links_the_connection(stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    async with stored.locked_grant(SHOP) as locked:
        await locked.lose("Intuit no longer accepts it")
    lost = await stored.grant(SHOP)
    assert lost is not None
    assert (lost.lost, lost.version) == ("Intuit no longer accepts it", 1)
    assert (await stored.save_grant(SHOP, REALM, tokens(2))).lost is None
    linked = await stored.grant(SHOP)
    assert linked is not None
    assert (linked.lost, linked.version) == (None, 2)


async def test_who_waited_for_the_grant_hears_that_it_was_lost_meanwhile(
    engine: AsyncEngine, stored: Credentials
) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))

    async def wait_for_it() -> str | None:
        async with stored.locked_grant(SHOP) as locked:
            return locked.grant.lost

    async with held_up(engine, "select 1 from quickbooks_grant for update") as queued:
        waiting = asyncio.create_task(wait_for_it())
        await queued(1)
        await change(engine, text("update connection set relink_reason = 'revoked'"))
    assert await waiting == "revoked"


async def test_a_link_waits_for_a_refresh_and_outlives_its_failure(stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    async with stored.locked_grant(SHOP) as locked:
        linking = asyncio.create_task(stored.save_grant(SHOP, REALM, tokens(2)))
        await asyncio.sleep(0.1)
        await locked.lose("Intuit no longer accepts it")
    assert (await linking).version == 2
    grant = await stored.grant(SHOP)
    assert grant is not None
    assert grant.lost is None


async def test_a_failed_refresh_leaves_the_grant_and_frees_the_lock(stored: Credentials) -> None:
    await stored.save_grant(SHOP, REALM, tokens(1))
    with pytest.raises(RuntimeError, match="refused"):
        async with stored.locked_grant(SHOP):
            raise RuntimeError("refused")
    async with asyncio.timeout(5), stored.locked_grant(SHOP) as locked:
        assert told(locked.grant) == ("access-1", "refresh-1", 1)


async def test_a_grant_held_for_too_long_is_busy(stored: Credentials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "LOCK_TIMEOUT", "50ms")
    await stored.save_grant(SHOP, REALM, tokens(1))
    async with stored.locked_grant(SHOP):
        with pytest.raises(GrantBusy, match='tokens of "shop" have been held'):
            async with stored.locked_grant(SHOP):
                pass


async def test_without_a_grant_there_is_nothing_to_lock(stored: Credentials) -> None:
    with pytest.raises(NoGrant, match="link it first"):
        async with stored.locked_grant(SHOP):
            pass


async def test_the_newest_flxpoint_token_counts(stored: Credentials) -> None:
    assert await stored.flxpoint_token(SHOP) is None
    await stored.save_flxpoint_token(SHOP, "first")
    await stored.save_flxpoint_token(SHOP, "second")
    assert await stored.flxpoint_token(SHOP) == "second"
