"""`daybook demo --keep`: what it prints can be typed, and does what it says."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.worker.console import INHERITED, ended, started
from tests.worker.stack.processes import all_gone

LONGEST = 240.0


@dataclass(frozen=True)
class Typed:
    """A command typed into a shell, and what came of it."""

    status: int
    out: str


async def typed(command: str, folder: Path) -> Typed:
    process = await asyncio.create_subprocess_shell(
        command,
        cwd=folder,
        env={**INHERITED, "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(LONGEST):
        out, _ = await process.communicate()
    assert process.returncode is not None
    return Typed(process.returncode, out.decode())


async def offered(process: asyncio.subprocess.Process) -> dict[str, list[str]]:
    """The commands that it prints, by what they are for."""
    assert process.stdout is not None
    plays: dict[str, list[str]] = {}
    about = ""
    async with asyncio.timeout(LONGEST):
        while not about.startswith("Cancel") or len(plays[about]) < 2:
            line = (await process.stdout.readline()).decode()
            assert line, "it ended instead of keeping everything running"
            if line.startswith("  ") and about:
                plays[about].append(line.strip())
            elif line.split(" ")[0] in ("See", "Give", "Add", "Cancel"):
                about = line.strip()
                plays[about] = []
    return plays


@pytest.mark.timeout(2 * LONGEST)
async def test_every_command_that_the_kept_demo_offers_does_what_it_says(tmp_path: Path) -> None:
    process = await started("demo", "--no-limits", "--keep", folder=tmp_path, told={})
    try:
        await _play(process, tmp_path)
        process.send_signal(signal.SIGINT)
        said = await ended(process)
    finally:
        if process.returncode is None:
            process.kill()

    assert said.status == 130
    assert "Traceback" not in said.err
    assert all_gone(tmp_path)


async def _play(process: asyncio.subprocess.Process, folder: Path) -> None:
    see, give, add, cancel = (await offered(process)).values()

    for command in see:
        assert (await typed(command, folder)).status == 0, command
    vendor, retry, order = [await typed(command, folder) for command in give]
    assert '"DisplayName":"Gamma Imports"' in vendor.out
    assert "1 record tried again: 1 posted." in retry.out
    assert "Purchase Order SHOP-2230-1" in order.out
    adding, running, shown = [await typed(command, folder) for command in add]
    assert '"orders":' in adding.out
    assert "records handed over" in running.out
    assert "Sales Receipt SHOP-9001" in shown.out
    assert "24.95" in shown.out
    cancelling, again = [await typed(command, folder) for command in cancel]
    assert cancelling.status == 0, cancelling.out
    assert "Traceback" not in again.out
