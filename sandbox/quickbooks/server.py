"""The stand-in QuickBooks Online company as a server on loopback.

Beside what every stand-in has, its control API takes `POST /__control/clock` with `{"advance": seconds}`, which moves
its time forward, and tells the time with `GET /__control/clock`; `POST /__control/merge` with `{"entity": …, "id": …,
"into": …}`, which merges two entries of a list as a bookkeeper does; `POST /__control/deposit` with `{"entity": …,
"id": …}`, which puts a receipt or payment into a deposit; `POST /__control/webhooks` with `{"url": …,
"format": …, "verifier_token": …}`, which has a receiver told of every change (GET lists them, DELETE forgets them), and
`GET /__control/deliveries` for what they were told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sandbox.exact import ExactResponse
from sandbox.quickbooks.api.gateway import TOKEN_PATH, QuickBooks
from sandbox.quickbooks.books.depositing import deposit
from sandbox.quickbooks.books.keeping import Keeping
from sandbox.quickbooks.books.merging import merge
from sandbox.server import HOST
from sandbox.serving import StandIn, serve


def run(
    port: int,
    seed_company: bool,
    switches: dict[str, str],
    redirect_uris: tuple[str, ...] = (),
    books: Path | None = None,
) -> None:
    """Serve a company until stopped, kept in the file `books` if there is one; port 0 takes a free one.

    Raises ValueError for a switch that does not exist or cannot have its value and for a file that holds something
    else, OSError for a port that cannot be had.
    """
    quickbooks = QuickBooks(switches, seed_company=seed_company, redirect_uris=redirect_uris)
    keeping = Keeping(quickbooks, books) if books else None
    serve(application(quickbooks, keeping), port, lambda taken: announcement(quickbooks, taken))


def application(quickbooks: QuickBooks, keeping: Keeping | None = None) -> ASGIApp:
    """The whole stand-in: the API, and its control routes."""

    async def change_clock(request: Request) -> Response:
        try:
            if request.method == "POST":
                quickbooks.clock.advance(float((await request.json())["advance"]))
        except (KeyError, TypeError, ValueError) as error:
            return ExactResponse({"error": f'send {{"advance": seconds}}: {error}'}, status_code=400)
        return ExactResponse({"now": quickbooks.clock.now().isoformat()})

    async def merge_entries(request: Request) -> Response:
        try:
            given = await request.json()
            merge(quickbooks.company, given["entity"], given["id"], given["into"])
        except (KeyError, TypeError, ValueError) as error:
            return ExactResponse({"error": f'send {{"entity": name, "id": Id, "into": Id}}: {error}'}, status_code=400)
        return ExactResponse({})

    async def deposit_money(request: Request) -> Response:
        try:
            given = await request.json()
            return ExactResponse(deposit(quickbooks.company, given["entity"], given["id"]))
        except (KeyError, TypeError, ValueError) as error:
            return ExactResponse({"error": f'send {{"entity": name, "id": Id}}: {error}'}, status_code=400)

    controls = [
        Route("/__control/clock", change_clock, methods=["GET", "POST"]),
        Route("/__control/merge", merge_entries, methods=["POST"]),
        Route("/__control/deposit", deposit_money, methods=["POST"]),
        *quickbooks.webhooks.routes(),
    ]
    api: ASGIApp = quickbooks.api() if keeping is None else keeping.before_answers(quickbooks.api())
    whole = StandIn(api, quickbooks, controls, mishaps=quickbooks.mishaps(), compress=True)
    return whole if keeping is None else keeping.before_answers(whole, under="/__control/")


def announcement(quickbooks: QuickBooks, port: int) -> dict[str, Any]:
    """What a client needs to know to connect."""
    url = f"http://{HOST}:{port}"
    access_token, refresh_token = quickbooks.tokens.first
    return {
        "url": url,
        "realm_id": quickbooks.company.realm,
        "client_id": quickbooks.tokens.client_id,
        "client_secret": quickbooks.tokens.client_secret,
        "access_token": access_token,
        "refresh_token": refresh_token,
        "token_url": f"{url}{TOKEN_PATH}",
        "webhook_verifier_token": quickbooks.webhooks.verifier_token,
    }
