"""Clients written by others, unchanged but for the address they call."""

from __future__ import annotations

from typing import Any

import pytest
from intuitlib.client import AuthClient
from quickbooks import QuickBooks

from tests.sandbox.quickbooks.books import Books

CALLBACK = "http://localhost:8000/callback"


@pytest.fixture
def auth_client(books: Books, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Intuit's own OAuth client, which finds everything by the discovery document."""
    # oauthlib refuses plain HTTP, even on loopback, unless it is told so in this way.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    told = books.announced
    discovery = told["url"] + "/.well-known/openid_sandbox_configuration"
    return AuthClient(told["client_id"], told["client_secret"], CALLBACK, discovery)


@pytest.fixture
def qb(books: Books, auth_client: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """python-quickbooks, connected to the small shop's company."""
    monkeypatch.setattr(QuickBooks, "api_url_v3", books.announced["url"] + "/v3")
    return QuickBooks(
        auth_client=auth_client,
        refresh_token=books.announced["refresh_token"],
        company_id=books.announced["realm_id"],
        minorversion=75,
    )
