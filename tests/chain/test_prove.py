"""The proof in small: a hundred orders, ten kills, every kind of fault, and the books are right."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.worker.console import ended, started
from tests.worker.stack.processes import all_gone

LONGEST = 600.0


@pytest.mark.timeout(LONGEST)
async def test_a_hundred_orders_and_ten_kills_leave_one_document_for_each_record(tmp_path: Path) -> None:
    process = await started("prove", "--kills", "10", "--json", "--report", "proof.txt", folder=tmp_path, told={})

    said = await ended(process, seconds=LONGEST)

    assert said.status == 0, said
    told = json.loads(said.out)
    assert (told["orders"], told["kills"], told["duplicates"], told["gaps"], told["difference"]) == (
        100,
        10,
        0,
        0,
        "0.00",
    )
    assert told["findings"] == []
    assert {"Temporal killed", "Postgres killed", "black hole", "answer lost after the commit"} <= told["faults"].keys()
    assert "100 orders, 10 kills, seed 1: 0 duplicates" in (tmp_path / "proof.txt").read_text()
    assert all_gone(tmp_path)


async def test_ctrl_c_ends_a_proof_and_all_it_started(tmp_path: Path) -> None:
    process = await started("prove", folder=tmp_path, told={})
    assert process.stderr is not None
    while b"documents stand" not in await process.stderr.readline():
        assert process.returncode is None
    process.send_signal(signal.SIGINT)

    said = await ended(process)

    assert (said.status, "Traceback" in said.err) == (130, False)
    assert all_gone(tmp_path)
