from __future__ import annotations

import json
import signal
import subprocess
from statistics import median

from sandbox.measuring import Timing
from tests.sandbox.flxpoint.processes import ROOT, command
from tests.sandbox.test_command_line import run

KINDS = ["a bare request, the yardstick", "a create of a sales receipt", "a query by DocNumber"]


def test_a_small_company_is_measured_in_memory_and_in_a_file() -> None:
    ended = run("measure", "--documents", 45, "--json")
    assert ended.returncode == 0, ended.stderr
    measured = json.loads(ended.stdout)
    assert list(measured) == ["in memory", "in a file"]
    for one in measured.values():
        assert list(one["timings"]) == KINDS
        assert all(0 < timing["median"] <= timing["p99"] for timing in one["timings"].values())
    assert measured["in memory"]["restarted"] is None
    assert measured["in a file"]["restarted"] > 0


def test_a_table_names_what_was_measured() -> None:
    ended = run("measure", "--documents", 1)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("in memory (filled in ")
    assert all(ended.stdout.count(f"  {kind} ") == 2 for kind in KINDS)


def test_a_measuring_that_is_interrupted_ends_quietly() -> None:
    with subprocess.Popen(command("measure"), stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("filling a company in memory")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
        assert process.stderr.read() == ""


def test_timings_are_milliseconds_of_the_whole_sample() -> None:
    seconds = [number / 1000 for number in range(100, 0, -1)]
    assert Timing.of(seconds) == Timing(round(median(seconds) * 1000, 2), 99.0)
