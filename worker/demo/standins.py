"""The stand-ins and the worker as processes beside the demo, ended with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.process import READY
from worker.stack.process import Child, child

START_SECONDS = 60.0
STOP_SECONDS = 3.0
"""A worker lets what is under way finish, which takes its time; of a demo that is over nothing is kept."""
UNLIMITED = {"DAYBOOK_FLXPOINT_SPACING_SECONDS": "0", "DAYBOOK_QUICKBOOKS_PER_MINUTE": "60000"}


@dataclass(frozen=True)
class StandIns:
    """Where the two stand-ins answer, and how one gets in."""

    quickbooks: Mapping[str, Any]
    flxpoint: Mapping[str, Any]
    programs: tuple[Child, ...] = ()
    limits: bool = True
    """Whether they refuse whoever asks faster than the real ones allow."""

    @property
    def environment(self) -> dict[str, str]:
        """What a worker must be told to work with them."""
        return {
            **({} if self.limits else UNLIMITED),
            "DAYBOOK_QUICKBOOKS_URL": self.quickbooks["url"],
            "DAYBOOK_INTUIT_TOKEN_URL": self.quickbooks["token_url"],
            "DAYBOOK_INTUIT_CLIENT_ID": self.quickbooks["client_id"],
            "DAYBOOK_INTUIT_CLIENT_SECRET": self.quickbooks["client_secret"],
            "DAYBOOK_FLXPOINT_URL": self.flxpoint["url"],
            # The stand-in answers within milliseconds or never: nothing is stored after that.
            "DAYBOOK_SETTLE_SECONDS": "2",
        }


@contextlib.asynccontextmanager
async def stand_ins(folder: Path, records: Path, *, limits: bool = True) -> AsyncIterator[StandIns]:
    """Run both stand-ins while inside."""
    switches = () if limits else ("--switch", "limits=off")
    quickbooks = _program("sandbox", "quickbooks", "--port", "0", "--seed-company", *switches)
    flxpoint = _program("sandbox", "flxpoint", "--port", "0", "--records", str(records), *switches)
    async with (
        child("The QuickBooks stand-in", quickbooks, log=folder / "quickbooks.log") as one,
        child("The Flxpoint stand-in", flxpoint, log=folder / "flxpoint.log") as two,
    ):
        yield StandIns(await _announcement(one), await _announcement(two), (one, two), limits)


@contextlib.asynccontextmanager
async def worker_process(folder: Path, environment: Mapping[str, str]) -> AsyncIterator[Child]:
    """Run a worker of its own while inside."""
    program, log = _program("worker.cli", "worker"), folder / "worker.log"
    async with child("The worker", program, log=log, variables=environment, stop_seconds=STOP_SECONDS) as process:
        await process.ready(lambda: _said(process, READY), seconds=START_SECONDS)
        yield process


async def _announcement(process: Child) -> dict[str, Any]:
    await process.ready(lambda: _said(process, '"url"'), seconds=START_SECONDS)
    line = next(line for line in process.log.read_text().splitlines() if line.startswith("{"))
    announced: dict[str, Any] = json.loads(line)
    return announced


async def _said(process: Child, words: str) -> bool:
    said = await asyncio.to_thread(process.log.read_text)
    return any(words in line for line in said.splitlines(keepends=True) if line.endswith("\n"))


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]
