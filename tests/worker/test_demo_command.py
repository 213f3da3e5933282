"""`daybook demo`, as a person runs it: whole, interrupted, twice at once, and with a program dying in the middle."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.worker.console import ended, started
from tests.worker.stack.processes import all_gone, process_ids
from worker.demo.progress import POSTING, STARTING
from worker.stack.process import child
from worker.stack.watch import ProgramEnded, while_running

LONGEST = 200.0
NUMBERS = {"orders", "sales_receipts", "invoices", "purchase_orders", "bills", "waiting", "excluded"}
ADDRESSES = {"temporal_ui", "quickbooks_url", "flxpoint_url"}

pytestmark = pytest.mark.timeout(LONGEST + 60)


async def said_so_far(process: asyncio.subprocess.Process, words: str) -> None:
    """Wait until the process has said the words on standard error."""
    assert process.stderr is not None
    async with asyncio.timeout(LONGEST):
        while words not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended without saying {words}"


async def test_the_demo_prints_one_object_and_leaves_nothing_running_and_runs_once_at_a_time(tmp_path: Path) -> None:
    made_up = ("--orders", "12", "--seed", "5", "--no-limits")
    process = await started("demo", *made_up, "--json", folder=tmp_path, told={})
    await said_so_far(process, STARTING)

    second = await ended(await started("demo", "--json", folder=tmp_path, told={}), seconds=LONGEST)
    said = await ended(process, seconds=LONGEST)

    assert (second.status, second.out) == (1, "")
    assert "is in use by another Daybook, process" in second.err.splitlines()[-1]
    told = said.json
    assert all(isinstance(told[name], int) for name in NUMBERS | {"quickbooks_requests", "flxpoint_requests"})
    assert all(told[name].startswith("http://127.0.0.1:") for name in ADDRESSES)
    assert (told["unexpected"], told["as_expected"]) == ([], True)
    assert (told["orders"], told["duplicates"], told["difference"]) == (12, 0, str(Decimal("0.00")))
    assert (told["flxpoint_bound_share"], told["seconds"] > 0) == (0, True)
    assert 50 < told["worker_peak_mb"] < 300 or sys.platform != "linux"
    assert {frozenset(parked) for parked in told["parked"]} <= {frozenset({"record", "code", "message", "fix"})}
    assert len(said.out.splitlines()) == 1
    assert all_gone(tmp_path)


async def test_many_orders_within_the_limits_are_announced_with_the_time_they_take(tmp_path: Path) -> None:
    process = await started("demo", "--orders", "300", "--json", folder=tmp_path, told={})

    await said_so_far(process, "minutes at least: Flxpoint allows 2 requests a second")

    process.send_signal(signal.SIGINT)
    assert (await ended(process)).status == 130
    assert all_gone(tmp_path)


async def test_ctrl_c_in_the_middle_stops_everything_and_ends_with_status_130(tmp_path: Path) -> None:
    process = await started("demo", "--json", folder=tmp_path, told={})
    await said_so_far(process, POSTING)

    process.send_signal(signal.SIGINT)
    said = await ended(process)

    assert (said.status, said.out) == (130, "")
    assert "Traceback" not in said.err
    assert all_gone(tmp_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("The worker", "worker.cli worker"),
        ("The Flxpoint stand-in", "sandbox flxpoint"),
        ("Postgres", "postgres -D"),
        ("Temporal", "temporal server"),
    ],
)
async def test_a_program_that_dies_in_the_middle_ends_the_demo_with_a_sentence(
    tmp_path: Path, name: str, words: str
) -> None:
    process = await started("demo", "--json", folder=tmp_path, told={})
    await said_so_far(process, POSTING)
    program = min(process_ids(tmp_path, words))  # Postgres forks, and its children bear its name for a moment

    os.kill(program, signal.SIGKILL)
    said = await ended(process)

    assert (said.status, said.out) == (1, "")
    assert f"daybook: {name} ended with code -9 while it was needed." in said.err
    assert "Traceback" not in said.err
    assert all_gone(tmp_path)


async def test_work_that_needs_a_program_ends_when_the_program_does(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "import sys; print('no more'); sys.exit(3)"]
    async with child("The stand-in", program, log=tmp_path / "log") as dying:
        with pytest.raises(ProgramEnded) as ended_early:
            await while_running([dying], asyncio.sleep(60))

    assert "The stand-in ended with code 3" in str(ended_early.value)
    assert "no more" in str(ended_early.value)


async def test_work_that_fails_tells_its_own_error(tmp_path: Path) -> None:
    async def fail() -> None:
        raise LookupError("of its own")

    program = [sys.executable, "-c", "import time; time.sleep(60)"]
    async with child("The stand-in", program, log=tmp_path / "log") as lasting:
        with pytest.raises(LookupError, match="of its own"):
            await while_running([lasting], fail())
