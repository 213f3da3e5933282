"""The way of a bookkeeper through the consent page, and what a code is good for."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.sandbox.quickbooks.books import Books, Record, serving

CALLBACK = "http://localhost:8000/callback"
ACCOUNTING = "com.intuit.quickbooks.accounting"


class Page(HTMLParser):
    """What a bookkeeper's browser makes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: list[str] = []
        self.labels = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.labels += tag == "label"
        if tag == "input" and said["type"] == "hidden":
            self.fields[said["name"]] = said["value"]
        if tag == "input" and said["type"] == "radio":
            self.choices.append(said["value"])
            if "checked" in said:
                self.fields[said["name"]] = said["value"]


def ask(books: Books, **changes: str) -> httpx.Response:
    asked = {
        "client_id": books.announced["client_id"],
        "response_type": "code",
        "scope": ACCOUNTING,
        "redirect_uri": CALLBACK,
        "state": "s-1",
        **changes,
    }
    given = {name: value for name, value in asked.items() if value}
    return httpx.get(books.announced["url"] + "/connect/oauth2", params=given)


def decide(books: Books, decision: str = "connect", realm: str = "", **changes: str) -> dict[str, str]:
    """What the callback address is told."""
    page = Page(ask(books, **changes).text)
    form = {**page.fields, "decision": decision, **({"realm": realm} if realm else {})}
    answer = httpx.post(books.announced["url"] + "/connect/oauth2", data=form)
    assert answer.status_code == 302, answer.text
    address = answer.headers["Location"]
    assert address.startswith(page.fields["redirect_uri"])
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def exchange(books: Books, code: str, redirect_uri: str = CALLBACK) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    client = (books.announced["client_id"], books.announced["client_secret"])
    return httpx.post(books.announced["token_url"], data=form, auth=client)


def company_name(books: Books, token: str, realm: str) -> httpx.Response:
    path = f"/v3/company/{realm}/companyinfo/{realm}"
    return httpx.get(books.announced["url"] + path, headers={"Authorization": f"Bearer {token}"})


def test_consent_leads_back_with_a_code_the_state_and_the_company(books: Books) -> None:
    told = decide(books)
    assert (told["state"], told["realmId"]) == ("s-1", books.announced["realm_id"])
    granted = exchange(books, told["code"]).json()
    assert granted["expires_in"] == 3600
    answer = company_name(books, granted["access_token"], told["realmId"])
    assert answer.json()["CompanyInfo"]["CompanyName"] == "Daybook Demo Shop"


def test_refusing_leads_back_without_a_code(books: Books) -> None:
    assert decide(books, "refuse") == {"error": "access_denied", "state": "s-1"}


def test_the_page_offers_companies_with_labels_and_the_usual_one_chosen(books: Books) -> None:
    answer = ask(books)
    page = Page(answer.text)
    assert page.choices[0] == page.fields["realm"] == books.announced["realm_id"]
    assert len(page.choices) == page.labels == 2
    assert '<html lang="en">' in answer.text
    assert "<legend>" in answer.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"client_id": "x"}, "client id"),
        ({"redirect_uri": "https://elsewhere.example.com/callback"}, "redirect address"),
        ({"redirect_uri": "ftp://localhost/callback"}, "redirect address"),
        ({"response_type": "token"}, "response type"),
        ({"scope": "everything"}, "everything"),
        ({"scope": ""}, "left out: scope"),
        ({"state": ""}, "left out: state"),
    ],
)
def test_a_wrong_request_is_told_on_a_page(books: Books, changes: Record, told: str) -> None:
    answer = ask(books, **changes)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert told in answer.text


def test_what_an_app_says_of_itself_cannot_become_part_of_the_page(books: Books) -> None:
    assert "<script>" not in ask(books, state='"><script>').text


def test_a_decision_is_checked_like_the_question(books: Books) -> None:
    form = {**Page(ask(books).text).fields, "decision": "connect"}
    url = books.announced["url"] + "/connect/oauth2"
    assert httpx.post(url, data={**form, "realm": "1"}).status_code == 400
    assert httpx.post(url, data={**form, "redirect_uri": "https://elsewhere.example.com/"}).status_code == 400


def test_an_address_of_the_app_is_taken_letter_for_letter() -> None:
    own = "https://shop.example.com/callback?from=intuit"
    with serving(redirect_uris=(own,)) as books:
        assert decide(books, redirect_uri=own)["realmId"] == books.announced["realm_id"]
        assert ask(books, redirect_uri=own.upper()).status_code == 400


def test_a_code_is_good_once(books: Books) -> None:
    code = decide(books)["code"]
    assert exchange(books, code).status_code == 200
    refused = exchange(books, code)
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})


def test_a_code_is_bound_to_its_address(books: Books) -> None:
    code = decide(books)["code"]
    assert exchange(books, code, "http://localhost:8000/other").json() == {"error": "invalid_grant"}


def test_a_code_is_good_for_minutes(books: Books) -> None:
    young, old = decide(books)["code"], decide(books)["code"]
    books.advance(590)
    assert exchange(books, young).status_code == 200
    books.advance(10)
    assert exchange(books, old).json() == {"error": "invalid_grant"}


def test_the_tokens_of_another_company_open_that_one_alone(books: Books) -> None:
    other = Page(ask(books).text).choices[1]
    told = decide(books, realm=other)
    token = exchange(books, told["code"]).json()["access_token"]
    assert told["realmId"] == other
    assert company_name(books, token, other).json()["CompanyInfo"]["CompanyName"] != "Daybook Demo Shop"
    refused = company_name(books, token, books.announced["realm_id"])
    assert refused.status_code == 403
    (fault,) = refused.json()["fault"]["error"]
    assert fault["message"] == "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403"
    assert (fault["detail"], refused.json()["fault"]["type"]) == (None, "SERVICE")


def test_a_token_without_the_accounting_scope_does_not_open_the_books(books: Books) -> None:
    token = exchange(books, decide(books, scope="openid")["code"]).json()["access_token"]
    refused = company_name(books, token, books.announced["realm_id"])
    assert refused.status_code == 403
    assert refused.json()["fault"]["error"][0]["detail"] == "The access token does not have sufficient scope"


def test_with_openid_the_app_learns_who_the_bookkeeper_is(books: Books) -> None:
    url = books.announced["url"]
    granted = exchange(books, decide(books, scope=f"{ACCOUNTING} openid email")["code"]).json()
    discovered = httpx.get(f"{url}/.well-known/openid_configuration").json()
    keys = KeySet.import_key_set(httpx.get(discovered["jwks_uri"]).json())
    claims = jwt.decode(granted["id_token"], keys).claims
    assert (claims["iss"], claims["aud"]) == (discovered["issuer"], [books.announced["client_id"]])
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    known = httpx.get(discovered["userinfo_endpoint"], headers=headers).json()
    assert known == {"sub": claims["sub"], "email": "pat@example.com", "emailVerified": True}


def test_without_openid_the_app_learns_nothing_of_the_bookkeeper(books: Books) -> None:
    granted = exchange(books, decide(books)["code"]).json()
    assert "id_token" not in granted
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    assert httpx.get(f"{books.announced['url']}/v1/openid_connect/userinfo", headers=headers).status_code == 401


def test_both_discovery_documents_lead_to_this_machine(books: Books) -> None:
    url = books.announced["url"]
    names = ("openid_configuration", "openid_sandbox_configuration", "openid_configuration/")
    documents = [httpx.get(f"{url}/.well-known/{name}").json() for name in names]
    assert documents[0] == documents[1] == documents[2]
    addresses = [value for name, value in documents[0].items() if name.endswith(("_endpoint", "_uri", "issuer"))]
    assert len(addresses) == 6
    assert all(address.startswith(url) for address in addresses)
    assert documents[0]["token_endpoint"] == books.announced["token_url"]
