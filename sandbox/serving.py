"""What every stand-in has around its API: a log of requests, faults, control routes, and a server.

The control API (no authentication): `GET /__control/log`, `GET /__control/requests` (how many the log holds),
`GET /__control/state`, `GET | POST | DELETE /__control/faults`, `GET | POST /__control/switches`,
`POST /__control/reset`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import MutableMapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote_plus

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.answers import Answer, ask, cut, page, spoilt, whole_body
from sandbox.exact import ExactResponse, loads
from sandbox.faults import Fault, Faults
from sandbox.server import serve

__all__ = ["StandIn", "World", "serve", "set_switches"]

REDACTED = frozenset({"authorization", "x-api-token"})


class World(Protocol):
    """What a stand-in holds: its state, its switches, and how its API words two refusals."""

    @property
    def switches(self) -> MutableMapping[str, str]:
        """Ways of behaving by name; setting an impossible value raises ValueError."""

    def state(self) -> dict[str, Any]:
        """Everything there is, ready for JSON."""

    def reset(self) -> None:
        """Go back to how it was at the start."""

    def throttled(self) -> Response:
        """The API's answer to a caller that asks too often."""

    def token_expired(self) -> Response:
        """The API's answer to a token that no longer holds."""


class StandIn:
    """The ASGI application: the API inside, log, faults and control routes around it.

    The API finds the number of requests under way, itself included, in `scope["sandbox.concurrent"]`.
    """

    def __init__(self, api: ASGIApp, world: World, controls: Sequence[BaseRoute] = ()) -> None:
        self._api = api
        self._world = world
        self._faults = Faults()
        self._log: list[dict[str, Any]] = []
        self._under_way = 0
        self._control = Starlette(routes=[*self._routes(), *controls])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/__control/"):
            await self._control(scope, receive, send)
            return
        self._under_way += 1
        scope["sandbox.concurrent"] = self._under_way
        try:
            await self._answer(scope, await whole_body(receive), send)
        except asyncio.CancelledError:
            # Only a server that stops cancels, and then no connection is left to answer on.
            return
        finally:
            self._under_way -= 1

    async def _answer(self, scope: Scope, body: bytes, send: Send) -> None:
        entry = _entry(scope, body)
        self._log.append(entry)
        target = f"{scope['path']}?{unquote_plus(scope['query_string'].decode())}"
        fault = self._faults.take(scope["method"], target, body.decode(errors="replace"))
        answer = await self._meet(fault, scope, body)
        if answer is None:
            await cut(scope)
            return
        entry["status"] = answer.status
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _meet(self, fault: Fault | None, scope: Scope, body: bytes) -> Answer | None:
        """Let the request run into its fault; None when the connection is to be cut."""
        if fault is None:
            return await ask(self._api, scope, body)
        refusal = self._refusal(fault)
        if refusal is not None:
            return await ask(refusal, scope, body)
        if fault.kind == "lost_before":
            return None
        if fault.kind == "slow_before":
            await asyncio.sleep(fault.seconds)
        answer = await ask(self._api, scope, body)
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        return spoilt(fault, answer)

    def _refusal(self, fault: Fault) -> ASGIApp | None:
        if fault.kind == "status":
            return page(fault.status)
        if fault.kind == "throttled":
            return self._world.throttled()
        if fault.kind == "expired_token":
            return self._world.token_expired()
        return None

    def _routes(self) -> list[Route]:
        return [
            Route("/__control/log", self._show_log),
            Route("/__control/requests", self._count_requests),
            Route("/__control/state", self._show_state),
            Route("/__control/faults", self._change_faults, methods=["GET", "POST", "DELETE"]),
            Route("/__control/switches", self._change_switches, methods=["GET", "POST"]),
            Route("/__control/reset", self._reset, methods=["POST"]),
        ]

    async def _show_log(self, request: Request) -> Response:
        return ExactResponse(self._log)

    async def _count_requests(self, request: Request) -> Response:
        return ExactResponse({"requests": len(self._log)})

    async def _show_state(self, request: Request) -> Response:
        return ExactResponse(self._world.state())

    async def _change_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._faults.clear()
        elif request.method == "POST":
            try:
                self._faults.add(await request.json())
            except (TypeError, ValueError) as error:
                return ExactResponse({"error": str(error)}, status_code=400)
        return ExactResponse(self._faults.waiting())

    async def _change_switches(self, request: Request) -> Response:
        switches = self._world.switches
        try:
            given = dict(await request.json()) if request.method == "POST" else {}
            set_switches(switches, given)
        except (TypeError, ValueError) as error:
            return ExactResponse({"error": str(error)}, status_code=400)
        return ExactResponse(dict(switches))

    async def _reset(self, request: Request) -> Response:
        self._world.reset()
        self._faults.clear()
        self._log.clear()
        return ExactResponse({})


def set_switches(switches: MutableMapping[str, str], given: MutableMapping[str, Any]) -> None:
    """Turn switches; raises ValueError naming the switches there are when one is unknown."""
    unknown = sorted(set(given) - set(switches))
    if unknown:
        raise ValueError(f"no switch {unknown}; there are {sorted(switches)}")
    for name, value in given.items():
        switches[name] = str(value)


def _entry(scope: Scope, body: bytes) -> dict[str, Any]:
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    return {
        "at": time.time(),
        "method": scope["method"],
        "path": scope["path"],
        "query": dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
        "headers": {name: "…" if name in REDACTED else value for name, value in headers.items()},
        "body": _readable(body),
        "status": None,
        "concurrent": scope["sandbox.concurrent"],
    }


def _readable(body: bytes) -> Any:
    try:
        return loads(body)
    except ValueError:
        return body.decode(errors="replace")
