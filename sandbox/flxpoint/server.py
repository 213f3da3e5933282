"""The stand-in Flxpoint account as a server on loopback.

Beside what every stand-in has, its control API takes `POST /__control/records` (add records, or change those whose
id is known) and tells with `GET /__control/deliveries` what became of each delivery to a webhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, loads
from sandbox.flxpoint import (
    adjusting,
    marking,
    order_changes,
    reading,
    shipments,
    source_invoices,
    supplier_side,
    webhooks,
)
from sandbox.flxpoint.access import ACCOUNT_TOKEN, unknown_token
from sandbox.flxpoint.account import Account
from sandbox.flxpoint.calls import Desk
from sandbox.flxpoint.deliveries import Deliveries
from sandbox.flxpoint.kinds import KINDS
from sandbox.flxpoint.rate import Limiter, too_many_requests
from sandbox.flxpoint.records_folder import EMPTY, read_folder
from sandbox.flxpoint.refusals import refusal
from sandbox.flxpoint.switches import Switches
from sandbox.server import HOST
from sandbox.serving import StandIn, serve


def run(port: int, records: Path | None, switches: dict[str, str]) -> None:
    """Serve an account with the folder's records until stopped; port 0 takes a free one.

    Raises RecordsError or ValueError for records or switches that make no sense, OSError for a port that
    cannot be had.
    """
    world = World(Account([EMPTY] if records is None else read_folder(records)), switches)
    serve(application(world), port, _announcement)


class World:
    """The account, and how its server behaves."""

    def __init__(self, account: Account, switches: Mapping[str, str] | None = None) -> None:
        self.account = account
        self.switches = Switches(switches)
        self._switches_at_start = dict(self.switches)
        self.desk = Desk(account, self.switches)
        self.deliveries = Deliveries(account, self.switches)

    def state(self) -> dict[str, Any]:
        return self.account.state()

    def reset(self) -> None:
        self.account.reset()
        self.switches.update(self._switches_at_start)
        self.desk.limiter = Limiter()
        self.deliveries.forget()

    def throttled(self) -> Response:
        return refusal(too_many_requests(self.switches), body=self.switches["error_body"])

    def token_expired(self) -> Response:
        return refusal(unknown_token(), body=self.switches["error_body"])


def application(world: World) -> StandIn:
    """The whole stand-in: the API, and its control routes."""

    async def add_records(request: Request) -> Response:
        try:
            changes = world.account.add(loads(await request.body()))
        except ValueError as error:
            return ExactResponse({"error": str(error)}, status_code=400)
        world.deliveries.tell(changes)
        return ExactResponse({kind: len(world.account.all(kind)) for kind in KINDS})

    async def show_deliveries(request: Request) -> Response:
        return ExactResponse(world.deliveries.made)

    parts = (reading, marking, order_changes, supplier_side, adjusting, source_invoices, shipments, webhooks)
    api = Starlette(routes=[route for part in parts for route in part.routes(world.desk)])
    # Flxpoint is particular about slashes: /channel/ has one, and nothing else may.
    api.router.redirect_slashes = False
    controls = [
        Route("/__control/records", add_records, methods=["POST"]),
        Route("/__control/deliveries", show_deliveries),
    ]
    return StandIn(api, world, controls)


def _announcement(port: int) -> dict[str, Any]:
    return {"url": f"http://{HOST}:{port}", "account_token": ACCOUNT_TOKEN}
