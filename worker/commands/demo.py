"""`daybook demo`: see the chain at work, on this machine alone."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from accounting.documents import DocumentKind
from activities.contracts import order_workflow_id
from worker.commands.flags import JsonFlag
from worker.commands.orders import SEQUENCE, outcome_table
from worker.demo.play import CONNECTION, Result, Scene, play, scene
from worker.demo.watch import while_running

app = App(name="demo", help="Run a shop's orders through the whole chain, on this machine alone.")


@app.default
async def demo(*, keep: Annotated[bool, Parameter(negative="")] = False, as_json: JsonFlag = False) -> int:
    """Run a shop's orders through the whole chain, on this machine alone.

    Real Temporal, real Postgres, real HTTP; QuickBooks and Flxpoint are stand-ins. Exit status 0 only if every
    order ended as expected.

    Parameters
    ----------
    keep
        Leave everything running until Ctrl-C, to look around.
    """
    words = Console(stderr=True)
    async with scene(words.print) as on:
        result = await while_running(on.programs, play(on, words.print))
        print(json.dumps(_summary(on, result))) if as_json else _show(on, result)
        if keep:
            words.print(f"\nEverything keeps running until Ctrl-C; Temporal's address is {on.stack.temporal_address}.")
            sys.stdout.flush()
            await while_running(on.programs, asyncio.Event().wait())
    return 0 if result.as_expected else 1


def _summary(on: Scene, result: Result) -> dict[str, object]:
    return {
        "orders": len({outcome.order_id for outcome in result.outcomes}),
        "sales_receipts": result.count(DocumentKind.SALES_RECEIPT),
        "invoices": result.count(DocumentKind.INVOICE),
        "purchase_orders": result.count(DocumentKind.PURCHASE_ORDER),
        "bills": result.count(DocumentKind.BILL),
        "waiting": sum(outcome.state == "waiting" for outcome in result.outcomes),
        "excluded": sum(outcome.state == "excluded" for outcome in result.outcomes),
        "parked": [
            {"record": outcome.label, "code": problem.code, "message": problem.message, "fix": problem.fix}
            for outcome in result.outcomes
            if outcome.state == "parked"
            for problem in outcome.problems
        ],
        "duplicates": result.audit["duplicate_count"],
        "difference": result.audit["difference"],
        "quickbooks_requests": result.quickbooks_requests,
        "flxpoint_requests": result.flxpoint_requests,
        "seconds": result.seconds,
        "temporal_ui": on.stack.temporal_ui,
        "quickbooks_url": on.stand_ins.quickbooks["url"],
        "flxpoint_url": on.stand_ins.flxpoint["url"],
    }


def _show(on: Scene, result: Result) -> None:
    console = Console()
    outcomes = sorted(result.outcomes, key=lambda o: (o.order_id, SEQUENCE.index(o.ref.kind), o.label))
    console.print(outcome_table(outcomes))
    duplicates, difference = result.audit["duplicate_count"], result.audit["difference"]
    console.print(f"Audit of both stand-ins: {duplicates} duplicates, difference {difference}.")
    console.print(
        f"{result.seconds} s, {result.quickbooks_requests} requests to QuickBooks, "
        f"{result.flxpoint_requests} to Flxpoint (which allows 2 a second)."
    )
    if outcomes:
        workflow = order_workflow_id(CONNECTION, outcomes[0].order_id)
        console.print(
            f"With --keep, see it in Temporal: {on.stack.temporal_ui}/namespaces/default/workflows/{workflow}"
        )
