"""A bookkeeper's consent: where it is asked for, what the redirect brings, and the tokens its code is worth.

Source: Intuit's OAuth 2.0 pages; ``realmId`` stands in the redirect alone, never in the answer to the code.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import httpx

from clients.quickbooks.errors import QuickBooksError
from clients.quickbooks.oauth import TOKEN_HEADERS, AsyncOAuth2Client, Grant, OAuthError, grant_of
from clients.quickbooks.transport import failures_classified, patience

SCOPE = "com.intuit.quickbooks.accounting"
PATIENCE_SECONDS = 30.0
SAID = {
    "invalid_grant": "the code has been used already, or is too old",
    "invalid_client": "the client id or client secret of the app is wrong",
    "unauthorized_client": "the client id or client secret of the app is wrong",
}
"""Intuit's short words → what they mean."""


class ConsentRefused(Exception):
    """The bookkeeper cancelled, or Intuit gave an error instead of a code (row R-17)."""


class NotTheAnswer(Exception):
    """What came back is no answer to the question that was asked: nothing is done with it."""


class ExchangeFailed(Exception):
    """Intuit gave no tokens for the code (row R-18); the text holds neither."""


class RevokeFailed(Exception):
    """Whether Intuit has ended the consent is not known."""


@dataclass(frozen=True)
class Consent:
    """What an agreeing bookkeeper's browser brings back: a code, good once and for minutes, and the company's id."""

    code: str = field(repr=False)
    realm: str


@dataclass(frozen=True)
class App:
    """Who asks Intuit: the app's keys, and where the answer is to come."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_url: str
    authorize_url: str
    token_url: str
    revoke_url: str


def consent_address(app: App, state: str) -> str:
    """The page on which a bookkeeper lets the app into a company."""
    asked = {
        "client_id": app.client_id,
        "response_type": "code",
        "scope": SCOPE,
        "redirect_uri": app.redirect_url,
        "state": state,
    }
    return f"{app.authorize_url}?{urlencode(asked)}"


def read_redirect(address: str, state: str) -> Consent:
    """The consent in an address that a browser was sent to, or that a person pasted, or in its query alone.

    Raises:
        NotTheAnswer: it is no redirect of Intuit's, or one to another question.
        ConsentRefused: the bookkeeper cancelled, or Intuit refused.
    """
    pasted = address.strip()
    query = pasted.partition("?")[2] or pasted
    told = {name: values[0] for name, values in parse_qs(query).items()}
    if "state" not in told:
        raise NotTheAnswer(
            "That is not the address Intuit leads back to: it holds code=..., state=... and realmId=...."
        )
    if told["state"] != state:
        raise NotTheAnswer("That answers another attempt to connect, or was made up: its state is not this attempt's.")
    if "error" in told:
        raise ConsentRefused(_refusal(told["error"]))
    if not (told.get("code") and re.fullmatch("[0-9]+", told.get("realmId", ""))):
        raise NotTheAnswer("Something is missing in that address: copy all of it, with code=... and realmId=....")
    return Consent(told["code"], told["realmId"])


async def exchange_code(app: App, consent: Consent) -> Grant:
    """The tokens that the consent is worth.

    Raises:
        ExchangeFailed: with Intuit's reason.
    """
    async with _client(app) as client:
        try:
            with failures_classified():
                async with asyncio.timeout(PATIENCE_SECONDS):
                    answer = await client.fetch_token(
                        app.token_url,
                        grant_type="authorization_code",
                        code=consent.code,
                        redirect_uri=app.redirect_url,
                        headers=dict(TOKEN_HEADERS),
                    )
            return grant_of(answer)
        # Causes are cut off throughout: an OAuthError repeats Intuit's text, which may hold the code.
        except OAuthError as error:
            raise ExchangeFailed(f"Intuit gave no tokens: {_reason(str(error.error))}.") from None
        except (KeyError, TypeError, ValueError, OverflowError):
            raise ExchangeFailed("Intuit answered without a usable token.") from None
        except QuickBooksError as error:
            raise ExchangeFailed(str(error)) from None


async def revoke(app: App, refresh_token: str) -> None:
    """End a consent at Intuit; one that has ended already is none.

    Written by hand: Authlib sends a form, and Intuit documents JSON.

    Raises:
        RevokeFailed: Intuit was not reached, or did not do it.
    """
    async with _client(app) as client:
        try:
            answer = await client.request(
                "POST",
                app.revoke_url,
                json={"token": refresh_token},
                auth=(app.client_id, app.client_secret),
                withhold_token=True,
            )
        except (httpx.HTTPError, TimeoutError) as error:
            raise RevokeFailed(f"Intuit could not be reached ({type(error).__name__}).") from None
    if answer.status_code == 401:
        raise RevokeFailed(f"Intuit refuses: {SAID['invalid_client']}.")
    # 400 is Intuit's answer to a token that it does not know, or no longer.
    if answer.status_code not in (200, 400):
        raise RevokeFailed(f"Intuit answered HTTP {answer.status_code}.")


def _client(app: App) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(app.client_id, app.client_secret, timeout=patience(PATIENCE_SECONDS))


def _refusal(error: str) -> str:
    if error == "access_denied":
        return "Authorization was cancelled; nothing was changed."
    return f"Intuit did not authorize Daybook: {_reason(error)}. Nothing was changed."


def _reason(error: str) -> str:
    """What Intuit's short word means; anything but a word might hold a code or a token."""
    word = error if re.fullmatch("[a-z_]{1,40}", error) else "it names no reason"
    return SAID.get(error, word)
