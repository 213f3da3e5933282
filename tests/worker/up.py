"""`daybook up` as a process, and a shop connected to it as a person does it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from tests.worker.console import daybook, started
from worker.demo.choices import SETTINGS
from worker.demo.standins import StandIns
from worker.process import READY


class Up:
    """A `daybook up` in a folder, and what it said on standard output."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.words = ""

    async def ready(self) -> str:
        """What it said until it works."""
        assert self.process.stderr is not None
        async with asyncio.timeout(60):
            line = b""
            while READY.encode() not in line:
                line = await self.process.stderr.readline()
                assert line, (await self.process.communicate())[0]
        assert self.process.stdout is not None
        while "Connection " not in self.words and "daybook connect " not in self.words:
            self.words += (await self.process.stdout.readline()).decode()
        return self.words


async def up(folder: Path, **told: str) -> Up:
    return Up(await started("up", folder=folder, told=told))


def tokens_of(others: StandIns) -> dict[str, str]:
    return {"refresh_token": others.quickbooks["refresh_token"], "flxpoint_token": others.flxpoint["account_token"]}


async def connect(others: StandIns) -> None:
    """Connect the shop, and choose everything but what carries discounts."""
    add = ("connection", "add", "Shop", "--realm", others.quickbooks["realm_id"], "--environment", "sandbox")
    added = await daybook(*add, told={}, stdin=json.dumps(tokens_of(others)))
    chosen = SETTINGS | {"discount_sku": ""}
    values = [f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in chosen.items()]
    changed = await daybook("settings", "set", "shop", *values, told={})
    assert (added.status, changed.status) == (0, 0), (added, changed)
