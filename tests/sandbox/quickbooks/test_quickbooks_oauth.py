from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.sandbox.quickbooks.books import Books


def refresh(
    books: Books, token: str, secret: str | None = None, headers: dict[str, str] | None = None, **more: str
) -> httpx.Response:
    return httpx.post(
        books.announced["token_url"],
        data={"grant_type": "refresh_token", "refresh_token": token, **more},
        auth=(books.announced["client_id"], secret or books.announced["client_secret"]),
        headers=headers,
    )


def revoke(books: Books, token: str = "", **body: Any) -> httpx.Response:
    client = (books.announced["client_id"], books.announced["client_secret"])
    url = books.announced["url"] + "/v2/oauth2/tokens/revoke"
    return httpx.post(url, auth=client, **(body or {"json": {"token": token}}))


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
    books.advance(1)
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


def test_a_token_does_not_open_another_company(books: Books) -> None:
    refused = call(books, books.announced["access_token"], realm="1")
    assert (refused.status_code, refused.json()["fault"]["error"][0]["code"]) == (403, "3100")
    books.switch(wrong_realm="401")
    assert call(books, books.announced["access_token"], realm="1").status_code == 401


def test_a_refused_token_is_told_why(books: Books) -> None:
    def told(token: str) -> str:
        return str(call(books, token).json()["fault"]["error"][0]["detail"])

    books.advance(3600)
    assert told(books.announced["access_token"]) == "Token expired: AB01"
    assert told("unknown") == "Malformed bearer token: too short or too long"
    granted = refresh(books, books.announced["refresh_token"]).json()
    revoke(books, granted["refresh_token"])
    assert told(granted["access_token"]) == "Token revoked"


def test_a_refresh_token_replaced_daily_stays_for_a_day(books: Books) -> None:
    books.switch(rotate="daily")
    first = books.announced["refresh_token"]
    books.advance(86_300)
    again = refresh(books, first).json()
    assert again["refresh_token"] == first
    # The clock ticks on while the test runs.
    assert again["x_refresh_token_expires_in"] == pytest.approx(8726400 - 86_300, abs=60)
    books.advance(100)
    second = refresh(books, first).json()
    assert (second["refresh_token"] != first, second["x_refresh_token_expires_in"]) == (True, 8726400)
    assert refresh(books, first).status_code == 400


def test_several_access_tokens_hold_at_a_time(books: Books) -> None:
    granted = refresh(books, books.announced["refresh_token"]).json()
    tokens = (books.announced["access_token"], granted["access_token"])
    assert [call(books, token).status_code for token in tokens] == [200, 200]


def test_a_refresh_token_ends_after_its_window_unless_it_was_renewed(books: Books) -> None:
    books.advance(8_000_000)
    renewed = refresh(books, books.announced["refresh_token"]).json()["refresh_token"]
    books.advance(8_000_000)
    renewed = refresh(books, renewed).json()["refresh_token"]
    books.advance(8_726_400)
    assert refresh(books, renewed).json()["error"] == "invalid_grant"


def test_a_connection_ends_after_five_years_and_says_so_when_asked(books: Books) -> None:
    asked = {"x-include-refresh-token-hard-expires-in": "true"}
    token, day = books.announced["refresh_token"], 86_400
    for _ in range(18):
        books.advance(100 * day)
        token = refresh(books, token).json()["refresh_token"]
    granted = refresh(books, token, headers=asked).json()
    assert granted["x_refresh_token_hard_expires_in"] == granted["x_refresh_token_expires_in"]
    assert granted["x_refresh_token_hard_expires_in"] == pytest.approx(25 * day, abs=60)
    books.advance(25 * day)
    assert refresh(books, granted["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_scope_in_a_refresh_is_overlooked_or_refused(books: Books) -> None:
    scope = "com.intuit.quickbooks.accounting"
    granted = refresh(books, books.announced["refresh_token"], scope=scope).json()
    books.switch(refresh_scope="refused")
    assert refresh(books, granted["refresh_token"], scope=scope).json() == {"error": "invalid_scope"}


def test_the_client_may_say_who_it_is_in_the_body(books: Books) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": books.announced["refresh_token"]}
    names = ("client_id", "client_secret")
    own = {name: books.announced[name] for name in names}
    assert httpx.post(books.announced["token_url"], data={**form, "client_id": "x"}).status_code == 401
    assert httpx.post(books.announced["token_url"], data={**form, **own}).status_code == 200


def test_a_form_revokes_only_where_the_switch_lets_it(books: Books) -> None:
    form = {"token": books.announced["refresh_token"]}
    assert revoke(books, data=form).status_code == 400
    assert call(books, books.announced["access_token"]).status_code == 200
    books.switch(revoke_form="accepted")
    assert revoke(books, data=form).status_code == 200
    assert call(books, books.announced["access_token"]).status_code == 401


def test_revoking_ends_the_whole_grant(books: Books) -> None:
    url = books.announced["url"] + "/v2/oauth2/tokens/revoke"
    assert httpx.post(url, json={"token": books.announced["refresh_token"]}, auth=("x", "y")).status_code == 401
    answer = revoke(books, books.announced["refresh_token"])
    assert (answer.status_code, answer.content) == (200, b"")
    assert call(books, books.announced["access_token"]).status_code == 401
    assert refresh(books, books.announced["refresh_token"]).json()["error"] == "invalid_grant"
    assert revoke(books, books.announced["refresh_token"]).status_code == 400


def test_a_reset_makes_the_announced_tokens_hold_again(books: Books) -> None:
    refresh(books, books.announced["refresh_token"])
    books.http.post("/__control/reset")
    assert refresh(books, books.announced["refresh_token"]).status_code == 200


def test_every_answer_names_its_transaction(books: Books) -> None:
    answers = [books.get("preferences"), books.get("nonsense"), call(books, "x"), refresh(books, "x")]
    ids = [answer.headers["intuit_tid"] for answer in answers]
    assert len(set(ids)) == 4
    assert all(re.fullmatch("1-[0-9a-f]{8}-[0-9a-f]{24}", one) for one in ids)
