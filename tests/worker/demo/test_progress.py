"""A person sees how far the demo has come: on a terminal all the time, elsewhere a line for each part."""

from __future__ import annotations

import io

from rich.console import Console

from worker.demo.progress import Seen, told

STATES = {"posted": 40, "linked": 0, "waiting": 3, "parked": 2, "excluded": 0, "open": 5}


def told_on(console: Console) -> str:
    with told(console) as telling:
        telling.part("Reading")
        telling.part("Posting")
        telling.seen(Seen(done=45, of=50, states=STATES, requests={"QuickBooks": 210}))
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


def test_in_a_file_each_part_of_the_work_has_one_plain_line() -> None:
    assert told_on(Console(file=io.StringIO(), width=80)) == "Reading ...\nPosting ...\n"


def test_on_a_terminal_the_counts_move_and_past_parts_stay() -> None:
    said = told_on(Console(file=io.StringIO(), width=160, force_terminal=True, color_system=None))

    assert "✓ Reading" in said
    assert "90 %" in said
    assert "40 posted, 3 waiting, 2 need you · 210 requests to QuickBooks" in said
    assert "linked" not in said
