from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from temporalio.client import Client

from tests.worker.stack.processes import all_gone, process_ids, working_on
from worker.stack import temporal
from worker.stack.errors import DidNotStart, NotAvailable
from worker.stack.local import local_stack

Launch = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Start the stack on `state` in a process, and a process group, of its own."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("hold_local_stack.py"), tmp_path / "state"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def said(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line the launched process says."""
    assert process.stdout
    line = process.stdout.readline()
    assert line, process.communicate()
    words: dict[str, Any] = json.loads(line)
    return words


async def test_both_servers_run_and_come_back_at_the_same_addresses_with_the_same_key(tmp_path: Path) -> None:
    async with local_stack(tmp_path, durable=False) as stack:
        client = await Client.connect(stack.temporal_address)
        await client.start_workflow("Order", id="order.shop.1", task_queue="orders")
        async with await psycopg.AsyncConnection.connect(stack.database_url.replace("+psycopg", "")) as connection:
            await connection.execute("CREATE TABLE notes AS SELECT 'kept' AS word")
        assert stack.secret_key not in repr(stack)
        assert stack.database_url not in repr(stack)
    assert all_gone(tmp_path, seconds=0)
    async with local_stack(tmp_path, durable=False) as again:
        assert again == stack
        client = await Client.connect(again.temporal_address)
        assert (await client.get_workflow_handle("order.shop.1").describe()).id == "order.shop.1"
        async with await psycopg.AsyncConnection.connect(again.database_url.replace("+psycopg", "")) as connection:
            row = await (await connection.execute("SELECT word FROM notes")).fetchone()
            assert row == ("kept",)


def test_a_killed_launcher_leaves_no_process(launch: Launch, tmp_path: Path) -> None:
    process = launch()
    said(process)
    assert len(working_on(tmp_path / "state")) > 2
    process.kill()
    assert all_gone(tmp_path / "state")


def test_a_start_after_a_kill_waits_until_the_last_temporal_has_let_go_of_its_file(
    launch: Launch, tmp_path: Path
) -> None:
    first = launch()
    addresses = said(first)
    (slow,) = process_ids(tmp_path / "state", "temporal.sqlite")
    os.kill(slow, signal.SIGSTOP)
    first.kill()
    first.wait()
    second = launch()
    try:
        assert second.stdout
        assert select.select([second.stdout], [], [], 3)[0] == []
        assert process_ids(tmp_path / "state", "temporal.sqlite") == {slow}
    finally:
        os.kill(slow, signal.SIGCONT)
    assert said(second) == addresses


@pytest.mark.parametrize("moment", ["initdb", "data.unfinished", "postgres -D", "temporal.sqlite"])
def test_a_launcher_killed_while_it_starts_leaves_no_process_and_a_folder_that_starts(
    launch: Launch, tmp_path: Path, moment: str
) -> None:
    killed = launch()
    while not any(moment in words for words in working_on(tmp_path / "state")):
        assert killed.poll() is None
    killed.kill()
    assert all_gone(tmp_path / "state")
    assert "DAYBOOK_DATABASE_URL" in said(launch())


def test_ctrl_c_in_a_terminal_leaves_the_servers_up_until_the_worker_has_drained(
    launch: Launch, tmp_path: Path
) -> None:
    process = launch()
    said(process)
    os.killpg(process.pid, signal.SIGINT)
    assert said(process) == {"drained": True}
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 130
    assert all_gone(tmp_path / "state", seconds=0)


def test_a_launcher_that_does_not_handle_sigterm_leaves_no_process(launch: Launch, tmp_path: Path) -> None:
    process = launch()
    said(process)
    process.terminate()
    assert process.wait(timeout=10) == -signal.SIGTERM
    assert all_gone(tmp_path / "state")


def test_a_second_start_on_the_folder_says_who_holds_it(launch: Launch, tmp_path: Path) -> None:
    first = launch()
    said(first)
    second = launch()
    _, complaint = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"{tmp_path / 'state'} is in use by another Daybook, process {first.pid}." in complaint
    assert len(working_on(tmp_path / "state")) > 2


async def test_when_temporal_cannot_start_postgres_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = tmp_path / "temporal"
    failing.write_text("#!/bin/sh\nsleep 2; echo 'out of order'; exit 3\n")
    failing.chmod(0o700)
    monkeypatch.setattr(temporal, "_program", lambda: failing)
    with pytest.raises(DidNotStart, match=r"Temporal ended with code 3 .*\n *out of order"):
        async with local_stack(tmp_path / "state", durable=False):
            pass
    assert (tmp_path / "state" / "postgres" / "data" / "PG_VERSION").exists()
    assert all_gone(tmp_path / "state", seconds=0)


async def test_when_postgres_cannot_start_temporal_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path / "nothing"))
    with pytest.raises(NotAvailable, match="PG_BIN"):
        async with local_stack(tmp_path / "state", durable=False):
            pass
    assert all_gone(tmp_path / "state", seconds=0)


async def test_a_failure_in_the_block_stops_both(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        async with local_stack(tmp_path, durable=False):
            raise ZeroDivisionError
    assert all_gone(tmp_path, seconds=0)
