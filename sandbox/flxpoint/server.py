"""The stand-in Flxpoint account as a server on loopback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, loads
from sandbox.flxpoint import marking, reading, supplier_side
from sandbox.flxpoint.access import ACCOUNT_TOKEN, Limiter, too_many_requests, unknown_token
from sandbox.flxpoint.account import Account
from sandbox.flxpoint.blanks import KINDS
from sandbox.flxpoint.calls import Desk
from sandbox.flxpoint.records_folder import EMPTY, read_folder
from sandbox.flxpoint.refusals import refusal
from sandbox.flxpoint.switches import Switches
from sandbox.server import HOST
from sandbox.serving import StandIn, serve, set_switches


def run(port: int, records: Path | None, switches: dict[str, str]) -> None:
    """Serve an account with the folder's records until stopped; port 0 takes a free one.

    Raises RecordsError or ValueError for records or switches that make no sense, OSError for a port that
    cannot be had.
    """
    world = World(Account([EMPTY] if records is None else read_folder(records)))
    set_switches(world.switches, switches)
    serve(application(world), port, _announcement)


class World:
    """The account, and how its server behaves."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.switches = Switches()
        self.desk = Desk(account, self.switches)

    def state(self) -> dict[str, Any]:
        return self.account.state()

    def reset(self) -> None:
        self.account.reset()
        self.desk.limiter = Limiter()

    def throttled(self) -> Response:
        return refusal(too_many_requests(self.switches), body=self.switches["error_body"])

    def token_expired(self) -> Response:
        return refusal(unknown_token(), body=self.switches["error_body"])


def application(world: World) -> StandIn:
    """The whole stand-in: the API, and its control routes."""

    async def add_records(request: Request) -> Response:
        try:
            world.account.add(loads(await request.body()))
        except ValueError as error:
            return ExactResponse({"error": str(error)}, status_code=400)
        return ExactResponse({kind: len(world.account.all(kind)) for kind in KINDS})

    desk = world.desk
    api = Starlette(routes=[*reading.routes(desk), *marking.routes(desk), *supplier_side.routes(desk)])
    # Flxpoint is particular about slashes: /channel/ has one, and nothing else may.
    api.router.redirect_slashes = False
    return StandIn(api, world, [Route("/__control/records", add_records, methods=["POST"])])


def _announcement(port: int) -> dict[str, Any]:
    return {"url": f"http://{HOST}:{port}", "account_token": ACCOUNT_TOKEN}
