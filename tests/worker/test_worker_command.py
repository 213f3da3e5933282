"""`daybook worker` where what it needs is not there yet."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.worker.console import ended, started


async def test_a_worker_waits_for_its_servers_and_stops_when_told(
    tmp_path: Path, without_tables: dict[str, str]
) -> None:
    worker = await started("worker", folder=tmp_path, told=without_tables)
    assert worker.stderr is not None
    async with asyncio.timeout(30):
        warned = (await worker.stderr.readline()).decode()
    assert "run `daybook database upgrade`. Trying again in 1 s." in warned

    worker.send_signal(signal.SIGTERM)

    said = await ended(worker, seconds=15)
    assert (said.status, said.out) == (0, "")
