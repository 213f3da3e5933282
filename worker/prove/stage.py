"""What a proof runs on: Postgres, Temporal and workers that are killed and come back, and wires to both stand-ins."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from activities.stores import Stores
from clients.database.connections import Connection
from clients.database.migrate import upgrade
from worker.demo.choices import SETTINGS
from worker.demo.standins import StandIns, stand_ins
from worker.linking.storing import not_yet_used, store_connection
from worker.prove.servers import Crew, Restartable
from worker.prove.wire import Wire, wire
from worker.settings import STATE_FOLDER, Environment, announced, environment_of
from worker.stack.local import DATABASE
from worker.stack.postgres import PostgresServer, embedded_postgres
from worker.stack.process import Child
from worker.stack.state import StateFolder, state_folder
from worker.stack.temporal import TemporalServer, embedded_temporal
from worker.wiring import opened_stores

FOLDER = STATE_FOLDER / "prove"
CONNECTION = "proof"
WORKERS = 2
SHORT_THROTTLES = {"retry_after": "1"}
"""A 429 that says nothing is waited out for a minute; of so many the proof would only take longer."""


@dataclass(frozen=True)
class Stage:
    """Everything the proof runs on."""

    postgres: Restartable[PostgresServer]
    temporal: Restartable[TemporalServer]
    crew: Crew
    wires: tuple[Wire, ...]
    """To QuickBooks and to Flxpoint."""
    stand_ins: StandIns
    stores: Stores
    environment: Environment
    http: httpx.AsyncClient

    @property
    def programs(self) -> tuple[Child, ...]:
        """Those that nobody kills."""
        return self.stand_ins.programs


@contextlib.asynccontextmanager
async def stage(folder: Path, records: Path, *, limits: bool) -> AsyncIterator[Stage]:
    """All of it, on a folder that is empty, while inside; records is what Flxpoint has from the beginning."""
    async with state_folder(folder) as state, AsyncExitStack() as life:
        postgres, temporal = _postgres(state), _temporal(state)
        for server in (postgres, temporal):
            await server.start()
            life.push_async_callback(server.stop)
        await postgres.running.ensure_database(DATABASE)
        url = postgres.running.url(DATABASE)
        others = await life.enter_async_context(stand_ins(folder, records, limits=limits))
        quickbooks, at_quickbooks = await life.enter_async_context(wire(others.quickbooks["url"]))
        flxpoint, at_flxpoint = await life.enter_async_context(wire(others.flxpoint["url"]))
        variables = _variables(state, temporal.running, url, others, at_quickbooks, at_flxpoint)
        await upgrade(url)
        environment = environment_of(variables)
        stores = await life.enter_async_context(opened_stores(environment))
        await _connect(stores, others)
        http = await life.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=60))
        switches = f"{others.quickbooks['url']}/__control/switches"
        (await http.post(switches, json=SHORT_THROTTLES)).raise_for_status()
        crew = Crew(folder, variables, WORKERS)
        with announced(folder, variables):
            async with crew.working():
                yield Stage(postgres, temporal, crew, (quickbooks, flxpoint), others, stores, environment, http)


def _postgres(state: StateFolder) -> Restartable[PostgresServer]:
    """At SIGQUIT Postgres drops everything, and recovers from its log at the next start."""
    place, port = state.path / "postgres", [0]

    @contextlib.asynccontextmanager
    async def start() -> AsyncIterator[PostgresServer]:
        taken = port[0] or None
        async with embedded_postgres(place, durable=False, port=taken, keep_open=(state.lock,)) as server:
            port[0] = server.port
            yield server

    return Restartable(start, lambda server: server.program, signal.SIGQUIT)


def _temporal(state: StateFolder) -> Restartable[TemporalServer]:
    place, ports = state.path / "temporal", [0, 0]

    @contextlib.asynccontextmanager
    async def start() -> AsyncIterator[TemporalServer]:
        port, ui_port = (number or None for number in ports)
        async with embedded_temporal(place, port=port, ui_port=ui_port, keep_open=(state.lock,)) as server:
            ports[:] = [server.port, server.ui_port]
            yield server

    return Restartable(start, lambda server: server.program, signal.SIGKILL)


def _variables(
    state: StateFolder, temporal: TemporalServer, database_url: str, others: StandIns, quickbooks: str, flxpoint: str
) -> dict[str, str]:
    """What workers are told: everything that goes to a stand-in goes by its wire."""
    token_path = urlsplit(others.quickbooks["token_url"]).path
    return {
        **others.environment,
        "DAYBOOK_DATABASE_URL": database_url,
        "DAYBOOK_SECRET_KEYS": state.secret_key(),
        "TEMPORAL_ADDRESS": temporal.address,
        "TEMPORAL_NAMESPACE": "default",
        "DAYBOOK_TEMPORAL_UI": temporal.ui_url,
        "DAYBOOK_QUICKBOOKS_URL": quickbooks,
        "DAYBOOK_INTUIT_TOKEN_URL": f"{quickbooks}{token_path}",
        "DAYBOOK_FLXPOINT_URL": flxpoint,
    }


async def _connect(stores: Stores, others: StandIns) -> None:
    connection = Connection(id=CONNECTION, name="Proof", realm=others.quickbooks["realm_id"], environment="sandbox")
    grant = not_yet_used(others.quickbooks["refresh_token"])
    await store_connection(stores, connection, grant, others.flxpoint["account_token"])
    await stores.connections.change_settings(CONNECTION, SETTINGS)
