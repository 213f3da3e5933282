"""The real Temporal server and its UI from a wheel, on loopback."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client
from temporalio.service import RPCError

from worker.search_attributes import SEARCH_ATTRIBUTES
from worker.stack.errors import DidNotStart, NotAvailable
from worker.stack.ports import LOOPBACK, free_port
from worker.stack.process import Child, child

# Fairness keys keep one busy company from starving the others.
FAIRNESS = {"matching.enableFairness": "true", "matching.useNewMatcher": "true"}

TRIES = 3

PROMPT_TIMERS = {"history.timerProcessorMaxTimeShift": '"10ms"'}
"""For tests: short timers and back-offs fire about ten times sooner than the server's grain of a second."""


@dataclass(frozen=True)
class TemporalServer:
    """A running server and UI."""

    port: int
    ui_port: int
    namespaces: tuple[str, ...]
    program: Child = field(repr=False, compare=False)

    @property
    def address(self) -> str:
        """Where clients and workers connect."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str:
        """Where a browser looks."""
        return f"http://{LOOPBACK}:{self.ui_port}"

    async def answers(self) -> bool:
        """Whether the server is healthy and knows all its namespaces."""
        try:
            for namespace in self.namespaces:
                client = await Client.connect(self.address, namespace=namespace)
                await client.service_client.check_health()
        except (RPCError, RuntimeError):
            return False
        return True


@asynccontextmanager
async def embedded_temporal(
    folder: Path | None,
    *,
    namespaces: Sequence[str] = (),
    port: int | None = None,
    ui_port: int | None = None,
    dynamic_config: Mapping[str, str] = FAIRNESS,
    keep_open: Sequence[int] = (),
) -> AsyncIterator[TemporalServer]:
    """Run Temporal as long as the block runs: state in `folder`, or with None in memory.

    `port` and `ui_port` are taken if free. `dynamic_config` maps a server setting to a JSON value;
    `keep_open` are file descriptors the server inherits.
    """
    with TemporaryDirectory() as scratch:
        place = folder or Path(scratch)
        os.makedirs(place, mode=0o700, exist_ok=True)
        storage = () if folder is None else _storage(place)
        async with AsyncExitStack() as life:
            for left in reversed(range(TRIES)):
                ports = free_port(port), free_port(ui_port)
                command: list[str | Path] = [_program(), *_options(*ports, namespaces, dynamic_config), *storage]
                running = child("Temporal", command, log=place / "temporal.log", keep_open=keep_open)
                try:
                    process = await life.enter_async_context(running)
                    server = TemporalServer(*ports, ("default", *namespaces), process)
                    await process.ready(server.answers, seconds=60)
                    break
                except DidNotStart:
                    # It picks more ports of its own, and another program may have been faster.
                    await life.aclose()
                    if not left:
                        raise
            yield server


def _program() -> Path:
    program = Path(sys.executable).with_name("temporal")
    if not program.is_file():
        raise NotAvailable(f"Temporal's program is not at {program}. Install Daybook with its extra `local`.")
    return program


def _storage(folder: Path) -> tuple[str, ...]:
    pragmas = ("journal_mode=wal", "synchronous=normal")
    return (f"--db-filename={folder / 'temporal.sqlite'}", *(f"--sqlite-pragma={pragma}" for pragma in pragmas))


def _options(port: int, ui_port: int, namespaces: Sequence[str], dynamic_config: Mapping[str, str]) -> list[str]:
    options = ["server", "start-dev", "--log-level=error", "--ui-disable-news-fetch", f"--ip={LOOPBACK}"]
    options += [f"--port={port}", f"--ui-port={ui_port}"]
    options += [f"--namespace={name}" for name in namespaces]
    options += [f"--search-attribute={name}={kind}" for name, kind in SEARCH_ATTRIBUTES.items()]
    options += [f"--dynamic-config-value={key}={value}" for key, value in dynamic_config.items()]
    return options
