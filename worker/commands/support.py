"""`daybook support`: what to send to whoever helps with an order."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from worker.commands.failure import CommandFailed
from worker.commands.flags import JsonFlag
from worker.commands.orders import orders_named
from worker.commands.support_bundle import bundle
from worker.settings import read_environment
from worker.wiring import opened_stores

VERSION = "0.1.0"
CONTACT = os.environ.get("DAYBOOK_SUPPORT_CONTACT", "").strip()
"""Whom this installation's people turn to."""
TURN_TO = CONTACT or "whoever runs Daybook for you"

app = App(name="support")


@app.default
async def support(
    connection: str,
    number: str,
    *,
    to: Annotated[Path | None, Parameter(help="Write into this file; unless named, support-NUMBER.json here.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write one order's records, outcomes, ids and times into a file that can be sent to whoever helps.

    It holds no token, and of addresses neither names nor streets, e-mails or phones; a problem that names a customer
    keeps the name. Read it before you send it: it is plain JSON.

    Parameters
    ----------
    connection
        The connection's id.
    number
        The order's number as the customer sees it, or Flxpoint's id of it; or the number of one of its records.
    """
    async with opened_stores(read_environment()) as stores:
        known = await stores.connections.get(connection)
        orders = await orders_named(stores, connection, number)
        told = await bundle(stores, known, orders, VERSION)
    if as_json:
        print(json.dumps(told))
        return
    file = to or Path(f"support-{_plain(number)}.json")
    _write(file, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    records = sum(len(order["records"]) for order in told["orders"])
    what = "1 record" if records == 1 else f"{records} records"
    print(f"{what} written to {file}. Send it to {TURN_TO}.")


def _plain(number: str) -> str:
    return "".join(c if c.isalnum() or c in "-._" else "_" for c in number.strip())


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}. Name another: --to FILE") from None
