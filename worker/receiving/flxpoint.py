"""Flxpoint's webhooks: each makes Daybook read one record anew, and says so only once Temporal has taken it.

Flxpoint signs nothing, so that nothing of a delivery is believed but that it is time to look, and its address holds a
secret.
"""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import unquote

from temporalio.client import Client

from accounting.reading_settings import read_settings
from accounting.selection import OPERATION_OF
from activities.at_the_door import Told
from activities.stores import Stores
from activities.telling_orders import SIGNAL_FOR, bring_to_orders
from clients.database.connections import UnknownConnection
from clients.database.runs import Run
from clients.flxpoint.deliveries import DeliveryNotUnderstood, Hint, read_delivery
from worker.commands.failure import sentence
from worker.commands.runs import begin_run
from worker.receiving.bursts import Bursts
from worker.receiving.messages import Message, Reply
from worker.settings import EnvironmentIncomplete

SECRET = "DAYBOOK_RECEIVER_SECRET"
FORM_OF_SECRET = re.compile(r"[A-Za-z0-9_-]{20,200}")
PLACE = re.compile(r"/flxpoint/([^/?]+)/([^/?]+)/?(?:\?.*)?")
MOMENT = 0.5
"""Seconds in which deliveries about one record count as one."""
PATIENCE = 5.0
"""Seconds for Temporal and Postgres; whoever delivers does not wait for ever, and comes again."""
COME_AGAIN = {"Retry-After": "60"}

log = logging.getLogger("daybook.receiver")


@dataclass(frozen=True)
class Look:
    """A record of one connection that is to be looked at."""

    connection: str
    hint: Hint


def secret_of(variables: Mapping[str, str]) -> str:
    """The secret that the addresses hold which Flxpoint is told.

    Raises:
        EnvironmentIncomplete: there is none, or it can be guessed or stands in no address.
    """
    secret = variables.get(SECRET, "")
    if FORM_OF_SECRET.fullmatch(secret):
        return secret
    wrong = "cannot be used: it takes 20 to 200 letters, digits, - or _" if secret else "not set"
    raise EnvironmentIncomplete(f"{SECRET} {wrong}. Make one, and keep it to yourself: openssl rand -hex 24")


class FlxpointReceiver:
    """Answers Flxpoint's deliveries."""

    def __init__(self, client: Client, stores: Stores, secret: str) -> None:
        self._client = client
        self._stores = stores
        self._secret = secret
        self._bursts = Bursts(self._look, MOMENT)

    async def answer(self, message: Message) -> Reply:
        """202: it is looked at; 200: a setting leaves it out; 503: not now, come again; else what is wrong with it."""
        try:
            async with asyncio.timeout(PATIENCE + MOMENT):
                reply = await self._answer(message)
        except Exception as error:  # whatever it is, the delivery must come again
            late = isinstance(error, TimeoutError)
            log.warning("not taken: %s", f"no answer within {PATIENCE} s" if late else sentence(error))
            return Reply(503, "Nobody can take it at the moment; send it again.", COME_AGAIN)
        if reply.status >= 400:
            log.warning("refused with %s: %s", reply.status, reply.told)
        return reply

    async def _answer(self, message: Message) -> Reply:
        place = PLACE.fullmatch(message.path)
        if place is None:
            return Reply(404, "Deliveries go to /flxpoint/CONNECTION/SECRET.")
        if not compare_digest(unquote(place[2]).encode(), self._secret.encode()):
            return Reply(403, "The address holds another secret than this receiver's.")
        if message.method != "POST":
            return Reply(405, "Deliveries are sent by POST.", {"Allow": "POST"})
        try:
            connection = await self._stores.connections.get(unquote(place[1]))
            hint = read_delivery(message.body)
        except UnknownConnection as error:
            return Reply(404, str(error))
        except DeliveryNotUnderstood as error:
            return Reply(400, str(error))
        operation = OPERATION_OF[hint.kind]
        if operation not in read_settings(await self._stores.connections.settings(connection.id)).operations:
            return Reply(200, f"Nothing is read: {operation} is not among the operations that are switched on.")
        await self._bursts.bring(Look(connection.id, hint))
        return Reply(202, f"{hint.kind.words.capitalize()} {hint.id} is read again.")

    async def _look(self, look: Look) -> None:
        hint, order_id = look.hint, look.hint.order_id or await self._order_of(look)
        if order_id is None:
            await self._run(look)
            return
        value = {"id": hint.id, "read_again": True}
        await bring_to_orders(self._client, look.connection, [Told(order_id, SIGNAL_FOR[hint.kind], value)])

    async def _order_of(self, look: Look) -> str | None:
        known = await self._stores.records.orders_of_fulfillment_requests(look.connection, [look.hint.id])
        return known.get(look.hint.id)

    async def _run(self, look: Look) -> None:
        """The order is not told and not known: a run finds it out."""
        operations, run_id = (OPERATION_OF[look.hint.kind],), str(uuid.uuid4())
        await begin_run(self._client, look.connection, operations, run_id)
        await self._stores.runs.queue(Run(id=run_id, connection_id=look.connection, operations=operations))
