"""A bookkeeper at a browser: opens Intuit's page, decides, and goes where the page leads."""

from __future__ import annotations

import asyncio
import concurrent.futures
import re
from collections.abc import Awaitable, Callable, Mapping
from html import unescape
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy import select

from clients.database import tables
from clients.database.engine import create_engine
from tests.worker.console import Said, daybook

SCREEN = {"DISPLAY": ":0"}
"""What a machine with a browser has."""

Visit = Callable[[str], Awaitable[object]]


async def consented(address: str, *, company: int = 0, decision: str = "connect") -> str:
    """Where the page leads a bookkeeper who has decided."""
    async with httpx.AsyncClient(trust_env=False) as http:
        page = (await http.get(address)).raise_for_status().text
        form = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', page)}
        realm = re.findall(r'name="realm" value="(\d+)"', page)[company]
        decided = await http.post(address.partition("?")[0], data={**form, "realm": realm, "decision": decision})
    assert decided.status_code == 302, decided.text
    return decided.headers["Location"]


async def led_to(address: str) -> httpx.Response:
    """What the browser shows there."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        return await http.get(address)


async def agree(address: str) -> httpx.Response:
    """Let Daybook into the first company."""
    return await led_to(await consented(address))


def asked(address: str) -> dict[str, str]:
    """What an address asks, or tells."""
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


async def connecting(*arguments: str, told: Mapping[str, str], visit: Visit = agree, stdin: str = "") -> Said:
    """`daybook connect`, within this process; the page it opens is visited at once."""
    visits: list[concurrent.futures.Future[object]] = []
    loop = asyncio.get_running_loop()

    async def visited(address: str) -> object:
        return await visit(address)

    def opened(address: str) -> None:
        visits.append(asyncio.run_coroutine_threadsafe(visited(address), loop))

    with patch("webbrowser.open", opened):
        said = await daybook("connect", *arguments, told={**told, **SCREEN}, stdin=stdin)
    for each in visits:
        await asyncio.wrap_future(each)
    return said


async def all_stored(told: Mapping[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for those that pace requests."""
    engine = create_engine(told["DAYBOOK_DATABASE_URL"])
    try:
        async with engine.connect() as database:
            return {
                table.name: [tuple(row) for row in await database.execute(select(table))]
                for table in tables.metadata.sorted_tables
                if not table.name.startswith("governor")
            }
    finally:
        await engine.dispose()
