"""`daybook signal`: records handed in by another system or a person, without waiting for a run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from activities.arrivals import ArrivalNotUnderstood
from activities.at_the_door import Told, read_at_the_door
from activities.contracts import order_workflow_id
from activities.telling_orders import bring_to_orders
from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.settings import read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="signal")


@app.default
async def signal(
    connection: str,
    kind: str,
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Hand in one record or a list of them: each goes to its order's workflow at once.

    All are looked at first: where one cannot be understood, none is handed in. Handing in the same twice posts nothing
    twice. What a record looks like: docs/signals.md. Exit status 0: Temporal has taken all of them; 1: none was handed
    in, or it broke off, and may be repeated.

    Parameters
    ----------
    connection
        The connection's id.
    kind
        order_received, fulfillment_requested, supplier_invoiced or shipped.
    file
        A file of JSON, or - for standard input. Of an order {"id": "700123"} is enough: Flxpoint is asked for the rest.
    """
    environment = read_environment()
    async with opened_stores(environment) as stores:
        await stores.connections.get(connection)
    try:
        told = read_at_the_door(kind, _text_of(file))
    except ArrivalNotUnderstood as reason:
        raise CommandFailed(f"{reason} Nothing was handed in.") from None
    await bring_to_orders(await connect_temporal(environment), connection, told)
    _show(connection, kind, told, as_json)


def _text_of(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CommandFailed(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _show(connection: str, kind: str, told: list[Told], as_json: bool) -> None:
    orders = list(dict.fromkeys(one.order_id for one in told))
    if as_json:
        workflows = {order_id: order_workflow_id(connection, order_id) for order_id in orders}
        print(json.dumps({"signal": kind, "records": len(told), "orders": workflows}))
        return
    records = "1 record" if len(told) == 1 else f"{len(told)} records"
    of_orders = f"order {orders[0]}" if len(orders) == 1 else f"{len(orders)} orders"
    shown = f"order {connection} {orders[0]}" if len(orders) == 1 else f"history {connection}"
    print(f"{records} handed in for {of_orders}. What becomes of them: daybook {shown}")
