from __future__ import annotations

import re
import time
from typing import Any

import httpx

from tests.sandbox.quickbooks.books import Books


def refresh(books: Books, token: str, secret: str | None = None) -> httpx.Response:
    return httpx.post(
        books.announced["token_url"],
        data={"grant_type": "refresh_token", "refresh_token": token},
        auth=(books.announced["client_id"], secret or books.announced["client_secret"]),
    )


def call(books: Books, access_token: str, realm: str | None = None) -> httpx.Response:
    path = f"/v3/company/{realm or books.announced['realm_id']}/preferences"
    return httpx.get(books.announced["url"] + path, headers={"Authorization": f"Bearer {access_token}"})


def test_a_refresh_replaces_the_refresh_token_and_ends_the_old_one(books: Books) -> None:
    first = books.announced["refresh_token"]
    granted = refresh(books, first).json()
    assert granted["token_type"] == "bearer"
    assert granted["expires_in"] == 3600
    assert granted["x_refresh_token_expires_in"] == 8726400
    assert granted["refresh_token"] != first
    assert call(books, granted["access_token"]).status_code == 200
    refused = refresh(books, first)
    assert (refused.status_code, refused.json()) == (
        400,
        {"error": "invalid_grant", "error_description": "Incorrect or invalid refresh token"},
    )


def test_without_rotation_the_refresh_token_stays(books: Books) -> None:
    books.switch(rotate="never")
    first = books.announced["refresh_token"]
    assert refresh(books, first).json()["refresh_token"] == first
    assert refresh(books, first).status_code == 200


def test_a_wrong_client_secret_is_an_invalid_client(books: Books) -> None:
    refused = refresh(books, books.announced["refresh_token"], secret="wrong")
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    assert refused.headers["WWW-Authenticate"] == 'Basic realm="Intuit"'
    assert refresh(books, books.announced["refresh_token"]).status_code == 200


def test_other_grants_are_not_supported(books: Books) -> None:
    client = (books.announced["client_id"], books.announced["client_secret"])
    answer = httpx.post(books.announced["token_url"], data={"grant_type": "password"}, auth=client)
    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_grant_type"})


def test_an_access_token_holds_as_long_as_the_switch_says(books: Books) -> None:
    books.switch(token_lifetime="1")
    granted = refresh(books, books.announced["refresh_token"]).json()
    assert granted["expires_in"] == 1
    assert call(books, granted["access_token"]).status_code == 200
    time.sleep(1.1)
    assert call(books, granted["access_token"]).status_code == 401


def test_a_token_that_does_not_hold_is_refused_in_the_gateways_shape(books: Books) -> None:
    answer = call(books, "unknown")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Intuit", error="invalid_token"'
    body: dict[str, Any] = answer.json()
    assert body["fault"]["type"] == "AUTHENTICATION"
    assert body["fault"]["error"][0]["code"] == "3200"
    assert (body["warnings"], body["batchItemResponse"]) == (None, [])
    assert isinstance(body["time"], int)


def test_another_realm_is_refused_like_a_bad_token(books: Books) -> None:
    assert call(books, books.announced["access_token"], realm="1").status_code == 401


def test_revoking_ends_the_whole_grant(books: Books) -> None:
    client = (books.announced["client_id"], books.announced["client_secret"])
    body = {"token": books.announced["refresh_token"]}
    url = books.announced["url"] + "/v2/oauth2/tokens/revoke"
    assert httpx.post(url, json=body, auth=("x", "y")).status_code == 401
    answer = httpx.post(url, json=body, auth=client)
    assert (answer.status_code, answer.content) == (200, b"")
    assert call(books, books.announced["access_token"]).status_code == 401
    assert refresh(books, books.announced["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_reset_makes_the_announced_tokens_hold_again(books: Books) -> None:
    refresh(books, books.announced["refresh_token"])
    books.http.post("/__control/reset")
    assert refresh(books, books.announced["refresh_token"]).status_code == 200


def test_every_answer_names_its_transaction(books: Books) -> None:
    answers = [books.get("preferences"), books.get("nonsense"), call(books, "x"), refresh(books, "x")]
    ids = [answer.headers["intuit_tid"] for answer in answers]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("1-[0-9a-f]{8}-[0-9a-f]{24}", one) for one in ids)
