"""The stand-in QuickBooks Online company as a server on loopback."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks.gateway import TOKEN_PATH, QuickBooks
from sandbox.server import HOST
from sandbox.serving import StandIn, serve


def run(port: int, seed_company: bool, switches: dict[str, str]) -> None:
    """Serve a company until stopped; port 0 takes a free one.

    Raises ValueError for a switch that does not exist or cannot have its value, OSError for a port that
    cannot be had.
    """
    quickbooks = QuickBooks(switches, seed_company=seed_company)
    serve(application(quickbooks), port, lambda taken: announcement(quickbooks, taken))


def application(quickbooks: QuickBooks) -> StandIn:
    """The whole stand-in: the API, and its control routes."""
    return StandIn(quickbooks.api(), quickbooks)


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
    }
