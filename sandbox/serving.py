"""What every stand-in has around its API: a log of requests, faults, control routes, and a server.

The control API (no authentication): `GET /__control/log` (the newest ones), `GET /__control/requests` (how many came),
`GET /__control/state`, `GET | POST | DELETE /__control/faults`, `GET | POST /__control/switches`,
`POST /__control/reset`.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote_plus

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.answers import Answer, ask, compressed, cut, whole_body
from sandbox.exact import ExactResponse, loads
from sandbox.faults import Fault, Faults
from sandbox.mishaps import MISHAPS, WORDED, Mishap, Passage, instead
from sandbox.server import serve

__all__ = ["StandIn", "World", "serve", "set_switches"]

LOGGED = 20_000
"""Requests the log holds, the newest ones."""

REMEMBERED = 128
"""The answers kept for a stale cache to give again."""

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

    The API finds the number of requests under way, itself included, in `scope["sandbox.concurrent"]`. A stand-in may
    know more `mishaps` than every one does, and `compress` its answers for clients that take gzip.
    """

    def __init__(
        self,
        api: ASGIApp,
        world: World,
        controls: Sequence[BaseRoute] = (),
        *,
        mishaps: Mapping[str, Mishap] | None = None,
        compress: bool = False,
    ) -> None:
        self._api = api
        self._world = world
        self._compress = compress
        self._mishaps = {**MISHAPS, **_worded_by(world), **(mishaps or {})}
        self._faults = Faults({kind: mishap.check for kind, mishap in self._mishaps.items()})
        self._log: deque[dict[str, Any]] = deque(maxlen=LOGGED)
        self._requests = 0
        self._last: OrderedDict[tuple[str, str, bytes], Answer] = OrderedDict()
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
        self._requests += 1
        target = f"{scope['path']}?{unquote_plus(scope['query_string'].decode())}"
        fault = self._faults.take(scope["method"], target, body.decode(errors="replace"))
        answer = await self._meet(fault, scope, body, target)
        if answer is None:
            await cut(scope)
            return
        entry["status"] = answer.status
        if self._compress:
            answer = compressed(answer, scope)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _meet(self, fault: Fault | None, scope: Scope, body: bytes, target: str) -> Answer | None:
        """Let the request run into its fault; None when the connection is to be cut."""
        same = (scope["method"], target, body)

        async def passed() -> Answer:
            answer = self._last[same] = await ask(self._api, scope, body)
            self._last.move_to_end(same)
            if len(self._last) > REMEMBERED:
                self._last.popitem(last=False)
            return answer

        if fault is None:
            return await passed()
        return await self._mishaps[fault.kind].meet(fault, Passage(passed, self._last.get(same)))

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
        return ExactResponse(list(self._log))

    async def _count_requests(self, request: Request) -> Response:
        return ExactResponse({"requests": self._requests})

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
            given = await request.json() if request.method == "POST" else {}
            if not isinstance(given, dict):
                raise ValueError('switches are turned by one object, such as {"limits": "off"}')
            set_switches(switches, given)
        except (TypeError, ValueError) as error:
            return ExactResponse({"error": str(error)}, status_code=400)
        return ExactResponse(dict(switches))

    async def _reset(self, request: Request) -> Response:
        self._world.reset()
        self._faults.clear()
        self._log.clear()
        self._requests = 0
        self._last.clear()
        return ExactResponse({})


def _worded_by(world: World) -> dict[str, Mishap]:
    return {
        "throttled": instead(WORDED["throttled"], lambda fault: world.throttled()),
        "expired_token": instead(WORDED["expired_token"], lambda fault: world.token_expired()),
    }


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
