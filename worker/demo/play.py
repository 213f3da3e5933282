"""The demo itself: stack, stand-ins, worker, one run, the audit, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from accounting.documents import DocumentKind
from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.migrate import upgrade
from clients.database.outcomes import Outcome
from worker.commands.connections import store_connection
from worker.commands.runs import follow, start_run
from worker.demo.choices import SETTINGS
from worker.demo.standins import StandIns, stand_ins, worker_process
from worker.settings import STACK_FILE, STATE_FOLDER, Environment, environment_of
from worker.stack.local import LocalStack, local_stack
from worker.stack.process import Child
from worker.wiring import connect_temporal, opened_stores

FOLDER = STATE_FOLDER / "demo"
CONNECTION = "demo"
MARKED_WITHIN = 60.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Scene:
    """Everything the demo runs on."""

    stack: LocalStack
    stand_ins: StandIns
    stores: Stores
    environment: Environment
    programs: tuple[Child, ...]
    """Those without which nothing goes on."""


@dataclass(frozen=True)
class Result:
    """What came of the demo's run."""

    outcomes: list[Outcome]
    audit: dict[str, Any]
    quickbooks_requests: int
    flxpoint_requests: int
    seconds: float

    @property
    def as_expected(self) -> bool:
        """Every record stands in the books, once and to the cent."""
        ended_well = all(outcome.state == "posted" and not outcome.problems for outcome in self.outcomes)
        exact = self.audit["difference"] == "0.00" and not self.audit["duplicate_count"] and not self.audit["gaps"]
        return bool(self.outcomes) and ended_well and exact and not self.audit["unlinked"]

    def count(self, kind: DocumentKind) -> int:
        return sum(outcome.document_kind == kind for outcome in self.outcomes)


@contextlib.asynccontextmanager
async def scene(say: Say) -> AsyncIterator[Scene]:
    """The demo's stack, stand-ins and worker, while inside; the folder begins empty each time."""
    say("Starting Postgres, Temporal and its UI, and the stand-ins for QuickBooks and Flxpoint ...")
    async with local_stack(FOLDER, durable=False, fresh=True) as stack, stand_ins(FOLDER, _records()) as others:
        variables = _variables(stack, others)
        (FOLDER / STACK_FILE).touch(mode=0o600)
        (FOLDER / STACK_FILE).write_text(json.dumps(variables))
        try:
            await upgrade(stack.database_url)
            environment = environment_of(variables)
            async with opened_stores(environment) as stores, worker_process(FOLDER, variables) as worker:
                await _connect(stores, others)
                yield Scene(stack, others, stores, environment, (*others.programs, worker))
        finally:
            (FOLDER / STACK_FILE).unlink(missing_ok=True)


async def play(on: Scene, say: Say) -> Result:
    """One run over everything in the shop, followed to its end and audited."""
    began = time.monotonic()
    say("Reading the shop's orders from Flxpoint, posting them to QuickBooks ...")
    client = await connect_temporal(on.environment)
    report = await start_run(client, CONNECTION)
    await follow(on.stores, report)
    say("Telling Flxpoint what was posted ...")
    await _marked(on, report.handed_over)
    seconds = time.monotonic() - began
    return Result(
        outcomes=await on.stores.outcomes.of_run(CONNECTION, report.run_id),
        audit=await audit(on.stand_ins),
        quickbooks_requests=await _requests(on.stand_ins.quickbooks["url"]),
        flxpoint_requests=await _requests(on.stand_ins.flxpoint["url"]),
        seconds=round(seconds, 1),
    )


async def audit(others: StandIns) -> dict[str, Any]:
    """What the stand-ins' own audit says, from their states alone."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "audit", "--json"),
        *("--quickbooks", others.quickbooks["url"], "--flxpoint", others.flxpoint["url"]),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    found: dict[str, Any] = json.loads(output)
    return found


async def _marked(on: Scene, records: int) -> None:
    """Wait until the workflows have ended: everything posted is marked by then."""
    client = await connect_temporal(on.environment)
    deadline = time.monotonic() + MARKED_WITHIN + records
    running = 'WorkflowType = "Order" AND ExecutionStatus = "Running" AND NeedsAttention = false'
    while time.monotonic() < deadline:
        if (await client.count_workflows(running)).count == 0:
            return
        await asyncio.sleep(0.5)


async def _connect(stores: Stores, others: StandIns) -> None:
    connection = Connection(id=CONNECTION, name="Demo shop", realm=others.quickbooks["realm_id"], environment="sandbox")
    tokens = {
        "refresh_token": others.quickbooks["refresh_token"],
        "flxpoint_token": others.flxpoint["account_token"],
    }
    await store_connection(stores, connection, tokens)
    await stores.connections.change_settings(CONNECTION, SETTINGS)


async def _requests(url: str) -> int:
    """How many requests of the worker a stand-in has received."""
    async with httpx.AsyncClient() as http:
        log = (await http.get(f"{url}/__control/log")).json()
    return sum(not call["path"].startswith("/__control") for call in log)


def _variables(stack: LocalStack, others: StandIns) -> dict[str, str]:
    return {
        "DAYBOOK_DATABASE_URL": stack.database_url,
        "DAYBOOK_SECRET_KEYS": stack.secret_key,
        "TEMPORAL_ADDRESS": stack.temporal_address,
        "TEMPORAL_NAMESPACE": "default",
        "DAYBOOK_TEMPORAL_UI": stack.temporal_ui,
        **others.environment,
    }


def _records() -> Path:
    """The shop's records lie beside the stand-ins, whose code is nobody's to import."""
    return Path(__file__).parents[2] / "sandbox" / "shop"
