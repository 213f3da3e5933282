"""`daybook demo`: see the chain at work, on this machine alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number
from rich.console import Console

from worker.commands.flags import JsonFlag
from worker.demo.keeping import kept
from worker.demo.play import play
from worker.demo.progress import STARTING, told
from worker.demo.result import Result
from worker.demo.scene import Scene, scene
from worker.demo.shop import Shop, least_seconds
from worker.demo.totals import report
from worker.stack.watch import while_running

app = App(name="demo", help="Run a shop's orders through the whole chain, on this machine alone.")

WORTH_A_WORD = 100.0
"""Seconds; whoever waits longer than that is told before."""

LOOK_ON = """
To look around: daybook demo --keep leaves all of it running, and tells where each order's way is to be seen in
Temporal, how to ask for an order (daybook order demo NUMBER) or for everything (daybook history demo), and how to play.
"""


@app.default
async def demo(
    *,
    orders: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    seed: int = 1,
    no_limits: Annotated[bool, Parameter(negative="")] = False,
    keep: Annotated[bool, Parameter(negative="")] = False,
    as_json: JsonFlag = False,
) -> int:
    """Run a shop's orders through the whole chain, on this machine alone.

    Real Temporal, real Postgres, real HTTP; QuickBooks and Flxpoint are stand-ins. Exit status 0 only if every
    order ended as its file says, once and to the cent.

    Parameters
    ----------
    orders
        Make up so many orders, instead of playing the shop that comes with Daybook (sandbox/shop).
    seed
        Any number; the same one makes up the same orders.
    no_limits
        Let the stand-ins answer as fast as they can: Flxpoint itself allows 2 requests a second.
    keep
        Leave everything running until Ctrl-C, to look around and to play.
    """
    words = Console(stderr=True)
    async with contextlib.AsyncExitStack() as life:
        with told(words) as telling:
            telling.part(STARTING)
            on = await life.enter_async_context(scene(Shop(orders=orders, seed=seed, limits=not no_limits)))
            _warn(on, words)
            result = await while_running(on.programs, play(on, telling))
        _show(on, result, as_json=as_json, keep=keep)
        if keep:
            (words if as_json else Console()).print(kept(on, result), crop=False)
            sys.stdout.flush()
            await while_running(on.programs, asyncio.Event().wait())
    return 0 if result.as_expected else 1


def _warn(on: Scene, words: Console) -> None:
    seconds = least_seconds(on.expectations, on.environment.flxpoint_spacing_seconds)
    if seconds > WORTH_A_WORD:
        words.print(
            f"This takes {seconds / 60:.0f} minutes at least: Flxpoint allows 2 requests a second, and is told of each "
            "record. With --no-limits it does not.",
            soft_wrap=True,
        )


def _show(on: Scene, result: Result, *, as_json: bool, keep: bool) -> None:
    if not as_json:
        console = Console()
        console.print(report(result))
        if not keep:
            console.print(LOOK_ON, soft_wrap=True)
        return
    addresses = {
        "temporal_ui": on.stack.temporal_ui,
        "quickbooks_url": on.stand_ins.quickbooks["url"],
        "flxpoint_url": on.stand_ins.flxpoint["url"],
    }
    print(json.dumps(result.as_object() | addresses))
