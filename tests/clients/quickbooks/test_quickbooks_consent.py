"""What a redirect tells, what Intuit gives for its code, and how a consent is ended."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from clients.quickbooks.consent import (
    App,
    Consent,
    ConsentRefused,
    ExchangeFailed,
    NotTheAnswer,
    RevokeFailed,
    consent_address,
    exchange_code,
    read_redirect,
    revoke,
)
from clients.quickbooks.oauth import Grant
from tests.clients.quickbooks.cutting_server import Behaviour, answers, closed_port, closes, cutting_server, resets

STATE = "state-of-this-attempt"
CODE, TOKEN, APP_SECRET = "AB11-SECRET-CODE", "RT1-SECRET", "SECRET-app"
GIVEN = Consent(CODE, "123")
ANSWER = f"code={CODE}&state={STATE}&realmId=123"
TOKENS: dict[str, Any] = {
    "token_type": "bearer",
    "expires_in": 3600,
    "x_refresh_token_expires_in": 8726400,
    "x_refresh_token_hard_expires_in": 157680000,
    "access_token": "eyJ-SECRET",
    "refresh_token": TOKEN,
}


def an_app(url: str = "http://127.0.0.1:1") -> App:
    return App(
        client_id="app",
        client_secret=APP_SECRET,
        redirect_url="http://localhost:8765/callback",
        authorize_url=f"{url}/connect/oauth2",
        token_url=f"{url}/oauth2/v1/tokens/bearer",
        revoke_url=f"{url}/v2/oauth2/tokens/revoke",
    )


def refusal(error: str, status: str = "400 Bad Request") -> Behaviour:
    return answers(json.dumps({"error": error, "error_description": f"about {CODE}"}).encode(), status)


@pytest.mark.rule("R-17/expected")
def test_the_question_names_the_app_the_scope_and_a_state() -> None:
    address = urlsplit(consent_address(an_app("https://intuit.example.com"), STATE))
    assert address.path == "/connect/oauth2"
    assert parse_qs(address.query) == {
        "client_id": ["app"],
        "response_type": ["code"],
        "scope": ["com.intuit.quickbooks.accounting"],
        "redirect_uri": ["http://localhost:8765/callback"],
        "state": [STATE],
    }


@pytest.mark.parametrize(
    "pasted",
    [
        f"http://localhost:8765/callback?{ANSWER}",
        f"  https://shop.example.com/callback?{ANSWER}\n",
        f"/callback?{ANSWER}",
        f"?{ANSWER}",
        ANSWER,
        f"{ANSWER}&realmId=999",
    ],
)
def test_the_answer_is_found_in_an_address_and_in_its_query(pasted: str) -> None:
    assert read_redirect(pasted, STATE) == GIVEN


@pytest.mark.rule("R-17/bad")
@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "not the address Intuit leads back to"),
        ("hello", "not the address Intuit leads back to"),
        ("http://[", "not the address Intuit leads back to"),
        ("http://localhost:8765/callback", "not the address Intuit leads back to"),
        (f"?code={CODE}&realmId=123", "not the address Intuit leads back to"),
        (f"?code={CODE}&state=forged&realmId=123", "answers another attempt to connect, or was made up"),
        ("?error=access_denied&state=forged", "answers another attempt to connect, or was made up"),
        (f"?code={CODE}&state={STATE}", "Something is missing in that address"),
        (f"?state={STATE}&realmId=123", "Something is missing in that address"),
        (f"?code={CODE}&state={STATE}&realmId=12%2F..", "Something is missing in that address"),
        (f"?code={CODE}&state={STATE}&realmId=١", "Something is missing in that address"),
    ],
)
def test_what_is_no_answer_to_this_question_is_none(pasted: str, words: str) -> None:
    with pytest.raises(NotTheAnswer, match=words) as caught:
        read_redirect(pasted, STATE)
    assert CODE not in str(caught.value)


@pytest.mark.rule("R-17/bad")
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("access_denied", "Authorization was cancelled; nothing was changed."),
        ("invalid_scope", "Intuit did not authorize Daybook: invalid_scope. Nothing was changed."),
        (f"{CODE}<b>", "Intuit did not authorize Daybook: it names no reason. Nothing was changed."),
    ],
)
def test_a_refusal_changes_nothing(error: str, words: str) -> None:
    with pytest.raises(ConsentRefused) as caught:
        read_redirect(f"?error={error}&state={STATE}", STATE)
    assert str(caught.value) == words


@pytest.mark.rule("R-18/expected")
async def test_a_code_is_traded_for_both_tokens_and_their_ends() -> None:
    async with cutting_server(answers(json.dumps(TOKENS).encode())) as server:
        grant = await exchange_code(an_app(server.url), GIVEN)
    assert type(grant) is Grant
    assert (grant.access_token, grant.refresh_token) == ("eyJ-SECRET", TOKEN)
    assert grant.access_lifetime.total_seconds() == 3600
    assert (grant.refresh_lifetime is not None, grant.whole_lifetime is not None) == (True, True)
    head, body = server.requests[0]
    assert head.startswith("POST /oauth2/v1/tokens/bearer HTTP/1.1")
    assert f"Basic {base64.b64encode(f'app:{APP_SECRET}'.encode()).decode()}" in head
    assert "x-include-refresh-token-hard-expires-in: true" in head
    assert parse_qs(body.decode()) == {
        "grant_type": ["authorization_code"],
        "code": [CODE],
        "redirect_uri": ["http://localhost:8765/callback"],
    }


@pytest.mark.rule("R-18/bad")
@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (refusal("invalid_grant"), "Intuit gave no tokens: the code has been used already, or is too old."),
        (refusal("invalid_client", "401 Unauthorized"), "the client id or client secret of the app is wrong."),
        (refusal("temporarily_unavailable"), "Intuit gave no tokens: temporarily_unavailable."),
        (refusal(f"no such code: {CODE}"), "Intuit gave no tokens: it names no reason."),
        (answers(b"<html>503</html>", "503 Service Unavailable", "text/html"), "Intuit answered HTTP 503."),
        (answers(b"<html>slow down</html>", "429 Too Many Requests", "text/html"), "Intuit answered HTTP 429."),
        (answers(b"<html>welcome</html>", type="text/html"), "Intuit answered without a usable token."),
        (answers(b""), "Intuit answered without a usable token."),
        (answers(b"[]"), "Intuit answered without a usable token."),
        (answers(b'{"access_token": "eyJ-SECRET", "expires_in": 3600}'), "Intuit answered without a usable token."),
        (answers(json.dumps(TOKENS | {"refresh_token": ""}).encode()), "Intuit answered without a usable token."),
        (closes, "QuickBooks or the network failed"),
        (resets, "QuickBooks or the network failed"),
    ],
)
async def test_a_failed_exchange_gives_intuits_reason_without_code_or_token(behaviour: Behaviour, words: str) -> None:
    async with cutting_server(behaviour) as server:
        with pytest.raises(ExchangeFailed) as caught:
            await exchange_code(an_app(server.url), GIVEN)
    assert words in str(caught.value)
    assert "SECRET" not in f"{caught.value} {caught.value!r}"
    assert caught.value.__suppress_context__
    assert len(server.requests) == 1


async def test_an_unreachable_token_endpoint_is_told() -> None:
    with pytest.raises(ExchangeFailed, match="QuickBooks could not be reached; nothing was sent"):
        await exchange_code(an_app(f"http://127.0.0.1:{closed_port()}"), GIVEN)


def test_neither_a_consent_nor_an_app_shows_its_secret() -> None:
    assert "SECRET" not in f"{GIVEN!r} {an_app()!r}"


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
async def test_a_consent_is_ended_by_json_and_one_that_has_ended_is_none(status: str) -> None:
    async with cutting_server(answers(b"", status)) as server:
        await revoke(an_app(server.url), TOKEN)
    head, body = server.requests[0]
    assert head.startswith("POST /v2/oauth2/tokens/revoke HTTP/1.1")
    assert f"Basic {base64.b64encode(f'app:{APP_SECRET}'.encode()).decode()}" in head
    assert json.loads(body) == {"token": TOKEN}


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (answers(b"", "401 Unauthorized"), "Intuit refuses: the client id or client secret of the app is wrong."),
        (answers(b"<html/>", "503 Service Unavailable", "text/html"), "Intuit answered HTTP 503."),
        (answers(b"", "302 Found", headers="Location: /elsewhere\r\n"), "Intuit answered HTTP 302."),
        (closes, r"Intuit could not be reached \(RemoteProtocolError\)."),
    ],
)
async def test_whatever_else_comes_leaves_it_open_whether_a_consent_has_ended(behaviour: Behaviour, words: str) -> None:
    async with cutting_server(behaviour) as server:
        with pytest.raises(RevokeFailed, match=words):
            await revoke(an_app(server.url), TOKEN)
