"""The whole life of a token, as intuit-oauth and Authlib live it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from tests.sandbox.quickbooks.books import Books
from tests.sandbox.quickbooks.foreign.conftest import CALLBACK
from tests.sandbox.quickbooks.test_quickbooks_consent import Page

SCOPE = "com.intuit.quickbooks.accounting"


def consent(address: str, decision: str = "connect") -> str:
    """What a bookkeeper's browser does with an authorization address: the address it is led back to."""
    page = httpx.get(address)
    assert page.status_code == 200, page.text
    origin = urlsplit(address)
    form = {**Page(page.text).fields, "decision": decision}
    return httpx.post(f"{origin.scheme}://{origin.netloc}{origin.path}", data=form).headers["Location"]


def told(callback: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(callback).query).items()}


def discovery(books: Books) -> dict[str, str]:
    found: dict[str, str] = books.http.get("/.well-known/openid_configuration").json()
    return found


def status(books: Books, access_token: str) -> int:
    path = f"{books.announced['url']}{books.path}/preferences"
    return httpx.get(path, headers={"Authorization": f"Bearer {access_token}"}).status_code


def test_intuit_oauth_gets_refreshes_and_revokes_its_tokens(books: Books, auth_client: Any) -> None:
    back = told(consent(auth_client.get_authorization_url([Scopes.ACCOUNTING])))
    assert back["state"] == auth_client.state_token
    auth_client.get_bearer_token(back["code"], realm_id=back["realmId"])
    assert (auth_client.realm_id, auth_client.expires_in) == (books.announced["realm_id"], 3600)
    assert auth_client.x_refresh_token_expires_in == 8726400
    assert status(books, auth_client.access_token) == 200
    old = auth_client.refresh_token
    auth_client.refresh()
    assert auth_client.refresh_token != old
    with pytest.raises(AuthClientError) as caught:
        auth_client.refresh(refresh_token=old)
    assert (caught.value.status_code, bool(caught.value.intuit_tid)) == (400, True)
    assert auth_client.revoke()
    assert status(books, auth_client.access_token) == 401


def test_intuit_oauth_reads_a_refusal_of_a_used_code(books: Books, auth_client: Any) -> None:
    code = told(consent(auth_client.get_authorization_url([Scopes.ACCOUNTING])))["code"]
    auth_client.get_bearer_token(code)
    with pytest.raises(AuthClientError) as caught:
        auth_client.get_bearer_token(code)
    assert caught.value.content == b'{"error":"invalid_grant"}'


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning:intuitlib.utils")
def test_intuit_oauth_believes_the_id_token(books: Books, auth_client: Any) -> None:
    scopes = [Scopes.ACCOUNTING, Scopes.OPENID, Scopes.EMAIL]
    auth_client.get_bearer_token(told(consent(auth_client.get_authorization_url(scopes)))["code"])
    # It keeps only an id token whose signature, issuer, audience and time it has checked.
    assert auth_client.id_token
    assert auth_client.get_user_info().json()["email"] == "pat@example.com"


async def test_authlib_gets_refreshes_and_revokes_its_tokens(books: Books) -> None:
    url = books.announced["url"]
    discovered = discovery(books)
    async with AsyncOAuth2Client(
        books.announced["client_id"],
        books.announced["client_secret"],
        redirect_uri=CALLBACK,
        token_endpoint=discovered["token_endpoint"],
    ) as client:
        address, state = client.create_authorization_url(discovered["authorization_endpoint"], scope=SCOPE)
        callback = consent(address)
        first = await client.fetch_token(authorization_response=callback, state=state)
        assert told(callback)["realmId"] == books.announced["realm_id"]
        assert (await client.get(f"{url}{books.path}/preferences")).status_code == 200
        second = await client.refresh_token()
        assert second["refresh_token"] != first["refresh_token"]
        assert second["x_refresh_token_expires_in"] == 8726400
        with pytest.raises(OAuthError, match="invalid_grant: Incorrect or invalid refresh token"):
            await client.refresh_token(refresh_token=first["refresh_token"])
        books.switch(revoke_form="accepted")
        revoked = await client.revoke_token(discovered["revocation_endpoint"], token=second["refresh_token"])
        assert revoked.status_code == 200
        assert status(books, second["access_token"]) == 401


async def test_authlib_refreshes_by_itself_when_the_token_is_old(books: Books) -> None:
    books.switch(token_lifetime="1")
    kept: list[dict[str, Any]] = []

    async def keep(token: dict[str, Any], refresh_token: str) -> None:
        kept.append({**token, "before": refresh_token})

    first = {"access_token": "x", "refresh_token": books.announced["refresh_token"], "expires_in": -1, "expires_at": 1}
    client_id, secret = books.announced["client_id"], books.announced["client_secret"]
    endpoint = books.announced["token_url"]
    async with AsyncOAuth2Client(client_id, secret, token_endpoint=endpoint, token=first, update_token=keep) as client:
        answer = await client.get(f"{books.announced['url']}{books.path}/preferences")
    assert answer.status_code == 200
    assert [one["before"] for one in kept] == [books.announced["refresh_token"]]
