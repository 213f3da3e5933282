"""`daybook receive`: takes Flxpoint's webhooks until it is stopped."""

from __future__ import annotations

import asyncio
import os
import sys

from cyclopts import App

from worker.commands.failure import CommandFailed
from worker.process import until_stopped
from worker.receiving.flxpoint import FlxpointReceiver, secret_of
from worker.receiving.messages import answering
from worker.settings import Environment, read_environment
from worker.wiring import connect_temporal, opened_stores

app = App(name="receive")


@app.default
async def receive(*, port: int = 8766, host: str = "127.0.0.1") -> None:
    """Take Flxpoint's webhooks until Ctrl-C: each says that it is time to look at a record, and Daybook looks.

    Flxpoint is told the address https://YOUR-HOST/flxpoint/CONNECTION/SECRET, where another program speaks https and
    hands on to this port; the secret is what DAYBOOK_RECEIVER_SECRET says. Runs read everything all the same: what is
    delivered comes sooner.

    Parameters
    ----------
    port
        Where it listens.
    host
        The address of this machine on which it listens; 0.0.0.0 for all of them.
    """
    environment, secret = read_environment(), secret_of(os.environ)
    await until_stopped(_receive(environment, secret, host, port))


async def _receive(environment: Environment, secret: str, host: str, port: int) -> None:
    client = await connect_temporal(environment)
    async with opened_stores(environment) as stores:
        receiver = FlxpointReceiver(client, stores, secret)
        try:
            async with answering(receiver.answer, host, port) as listening:
                print(f"Receiving at http://{host}:{listening}/flxpoint/CONNECTION/SECRET", file=sys.stderr, flush=True)
                await asyncio.Event().wait()
        except OSError as error:
            raise CommandFailed(f"Nothing can listen on {host}:{port}: {error.strerror or error}.") from None
