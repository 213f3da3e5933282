"""Webhooks: who listens to a company, and the deliveries to them, on this machine alone."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.exact import ExactResponse, dumps
from sandbox.quickbooks.books.company import Change, Company
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.changes.notices import FORMATS, NOT_TOLD, Event, cloud_events, legacy, signature
from sandbox.quickbooks.schema.shape import Record

BUNCHING = 0.05
"""Seconds in which changes are gathered for one delivery."""

PATIENCE = 3.0
"""Seconds a receiver may take to answer."""

PAUSES = (0.1, 0.3, 0.9)
"""Seconds before each further try of a delivery that was not answered with a 2xx."""

REMEMBERED = 1000
"""Deliveries the log keeps, the newest ones."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Webhooks:
    """Tells receivers of every change of the companies, in the background.

    Changes close together come in one delivery. Each receiver gets its deliveries one after the other.
    """

    def __init__(self, switches: Mapping[str, str], client_id: str) -> None:
        self._switches = switches
        self._client_id = client_id
        self.verifier_token = secrets.token_urlsafe(24)
        """Signs deliveries to receivers that name no token of their own."""

        self.receivers = Drawer()
        """The format and verifier token of each, by URL."""

        self._gathered: list[Event] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._turns: dict[str, asyncio.Lock] = {}
        self.made: deque[Record] = deque(maxlen=REMEMBERED)

    def reset(self) -> None:
        """Forget every receiver, delivery and event."""
        self.receivers.clear()
        self._gathered.clear()
        self.made.clear()

    def listen(self, company: Company) -> None:
        """Tell of a company's changes from now on."""
        company.listeners.append(partial(self._gather, company))

    def routes(self) -> list[Route]:
        """The control routes: `GET | POST | DELETE /__control/webhooks`, `GET /__control/deliveries`."""
        return [
            Route("/__control/webhooks", self._change_receivers, methods=["GET", "POST", "DELETE"]),
            Route("/__control/deliveries", self._show_deliveries),
        ]

    async def _change_receivers(self, request: Request) -> Response:
        try:
            if request.method == "POST":
                self._register(await request.json())
        except (TypeError, ValueError, httpx.InvalidURL) as error:
            return ExactResponse({"error": str(error)}, 400)
        if request.method == "DELETE":
            self.receivers.clear()
        return ExactResponse([{"url": url, **receiver} for url, receiver in self.receivers.items()])

    async def _show_deliveries(self, request: Request) -> Response:
        return ExactResponse(list(self.made))

    def _register(self, given: Any) -> None:
        """Add a receiver, or change the one at its address; raises ValueError for what cannot be one."""
        known = {"url", "format", "verifier_token"}
        if not isinstance(given, dict) or not isinstance(given.get("url"), str) or set(given) - known:
            raise ValueError(f"a webhook is an object with url and perhaps {sorted(known - {'url'})}")
        address = httpx.URL(given["url"])
        if address.scheme not in ("http", "https") or not 0 < (address.port or 80) < 65536:
            raise ValueError(f"{given['url']} is no address of HTTP")
        if address.host not in _THIS_MACHINE:
            raise ValueError(f"{given['url']} is not on this machine; a stand-in speaks to {_THIS_MACHINE} alone")
        form = given.get("format", FORMATS[0])
        if form not in FORMATS:
            raise ValueError(f"no format {form!r}; there are {list(FORMATS)}")
        token = str(given.get("verifier_token", self.verifier_token))
        self.receivers[given["url"]] = {"format": form, "verifier_token": token}

    def _gather(self, company: Company, change: Change) -> None:
        if not self.receivers or change.kind in NOT_TOLD:
            return
        if not self._gathered:
            asyncio.get_running_loop().call_later(BUNCHING, self._send_off)
        self._gathered.append(Event(company.realm, change, company.clock.now()))

    def _send_off(self) -> None:
        """Give what was gathered to every receiver."""
        events, self._gathered = self._gathered, []
        if not events:
            return
        if self._switches["webhooks"] == "reversed":
            events.reverse()
        for url, receiver in self.receivers.items():
            for _ in range(2 if self._switches["webhooks"] == "twice" else 1):
                task = asyncio.get_running_loop().create_task(self._deliver(url, receiver, events))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def _deliver(self, url: str, receiver: Record, events: list[Event]) -> None:
        if receiver["format"] == "legacy":
            body: Any = legacy(events)
        else:
            body = cloud_events(events, self._client_id, self._switches["void_event"])
        raw = dumps(body).encode()
        delivery: Record = {"url": url, "body": body, "answers": []}
        signed = {"Content-Type": "application/json", "intuit-signature": signature(raw, receiver["verifier_token"])}
        self.made.append(delivery)
        async with self._turns.setdefault(url, asyncio.Lock()), httpx.AsyncClient(trust_env=False) as http:
            for pause in (*PAUSES, None):
                delivery["answers"].append(await _post(http, url, raw, signed))
                if delivery["answers"][-1] in range(200, 300) or pause is None:
                    return
                await asyncio.sleep(pause)


async def _post(http: httpx.AsyncClient, url: str, raw: bytes, headers: Mapping[str, str]) -> int | str:
    """The status of the answer, or why there is none."""
    try:
        return (await http.post(url, content=raw, headers=headers, timeout=PATIENCE)).status_code
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
