"""`daybook prove`: never twice, never lost, shown on a chain that is hurt all the while."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number
from rich.console import Console

from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.prove.play import Script, play, written
from worker.prove.proof import Proof
from worker.prove.report import report, text
from worker.prove.stage import FOLDER, stage
from worker.stack.state import state_folder
from worker.stack.watch import while_running

app = App(name="prove", help="Show that nothing is posted twice and nothing is lost, whatever is done to the chain.")


@app.default
async def prove(
    *,
    orders: Annotated[int, Parameter(validator=Number(gte=1))] = 100,
    kills: Annotated[int, Parameter(validator=Number(gte=0))] = 10,
    seed: int = 1,
    limits: Annotated[bool, Parameter(negative="")] = False,
    report_file: Annotated[Path | None, Parameter(name="--report")] = None,
    as_json: JsonFlag = False,
) -> int:
    """Show that nothing is posted twice and nothing is lost, whatever is done to the chain.

    A made-up shop is posted on this machine alone, by two workers, while they are killed with SIGKILL, Temporal and
    Postgres are killed and started again, answers get lost after the commit, servers answer with errors, with HTML,
    with nothing or with half a body, connections are reset or lead nowhere, callers are throttled, tokens expire, and
    records come late, twice, in old versions and before those they follow from. Then the stand-ins' own audit compares
    Flxpoint's records with QuickBooks' books. Exit status 0: each record has its one document, to the cent; 1: not.
    100 orders take two to three minutes; it needs nothing that runs already, and stops with Ctrl-C.

    Parameters
    ----------
    orders
        How many orders to make up.
    kills
        How often a worker is killed.
    seed
        Any number; the same one makes up the same orders and does the same things to the chain.
    limits
        Let the stand-ins refuse whoever asks faster than QuickBooks and Flxpoint allow.
    report_file
        Write the report into this file, too.
    """
    began, words = time.monotonic(), Console(stderr=True)

    def say(told: str) -> None:
        words.print(f"{time.monotonic() - began:6.0f} s  {told} ...", soft_wrap=True)

    proof = await _proved(Script(orders=orders, kills=kills, seed=seed, limits=limits), say)
    if report_file is not None:
        _write(report_file, proof)
    if as_json:
        print(json.dumps(proof.as_object()))
    else:
        Console().print(report(proof))
    return 0 if proof.holds and proof.kills == kills else 1


async def _proved(script: Script, say: Callable[[str], None]) -> Proof:
    say("Starting Postgres, Temporal, two workers, and stand-ins for QuickBooks and Flxpoint")
    async with contextlib.AsyncExitStack() as life:
        folder = FOLDER.absolute()
        async with state_folder(folder) as state:
            state.forget()
            records, expectations, late = await written(script, folder)
        on = await life.enter_async_context(stage(folder, records, limits=script.limits))
        return await while_running(on.programs, play(on, script, expectations, late, say))


def _write(file: Path, proof: Proof) -> None:
    try:
        file.write_text(text(proof), encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"The report cannot be written to {file}: {error.strerror}.") from None
    print(f"Written to {file}.", file=sys.stderr)
