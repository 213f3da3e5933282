"""From the question to a company that was read once: nothing is stored here, so nothing can be harmed."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from activities.companies import Companies
from clients.quickbooks.consent import (
    Consent,
    ConsentRefused,
    ExchangeFailed,
    NotTheAnswer,
    consent_address,
    exchange_code,
    read_redirect,
)
from clients.quickbooks.errors import AuthExpired, QuickBooksError, ReconnectNeeded, Refused
from clients.quickbooks.oauth import Grant
from clients.quickbooks.tokens import AccessToken
from worker.commands.failure import CommandFailed, sentence
from worker.linking.pages import TAKEN, connected, not_connected
from worker.linking.redirects import Redirected, Redirects, awaited_redirects

LONGEST_MINUTES = 10
SENT_SECONDS = 2.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Authorized:
    """A company that let Daybook in, and answered."""

    realm: str
    company: str
    grant: Grant


@contextlib.asynccontextmanager
async def authorized_company(
    companies: Companies, environment: str, say: Say, open_page: Callable[[str], None]
) -> AsyncIterator[Authorized]:
    """Ask for consent, take the answer, read the company it opens (rows R-17 to R-19); inside, it is to be stored.

    What goes wrong inside is shown in the browser, too.

    Raises:
        CommandFailed: there is no consent, or no company; with what to do.
    """
    app, state = companies.endpoints.app, secrets.token_urlsafe(32)
    async with awaited_redirects(app.redirect_url) as (redirects, in_the_way):
        address = consent_address(app, state)
        say(_question(address, app.redirect_url, in_the_way))
        open_page(address)
        consent, redirected = await _consent(redirects, state, say)
        others = asyncio.create_task(_refuse_all(redirects))
        try:
            authorized = await _opened(companies, environment, consent)
            yield authorized
        except Exception as error:
            redirected.show(not_connected(sentence(error)))
            raise
        else:
            redirected.show(connected(authorized.company))
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(redirected.sent.wait(), SENT_SECONDS)
            others.cancel()


async def _refuse_all(redirects: Redirects) -> None:
    """A state is good for one answer (row R-17)."""
    while True:
        (await redirects.next()).show(TAKEN)


def _question(address: str, redirect_url: str, in_the_way: str) -> str:
    paste = f"Or paste here the whole address that your browser ends at; it begins with {redirect_url}."
    if in_the_way:
        paste = f"{in_the_way}: paste here the whole address that your browser ends at."
    return (
        f"Let Daybook into your company in QuickBooks, in a browser on any machine:\n\n  {address}\n\n"
        f"Daybook waits {LONGEST_MINUTES} minutes for the answer; Ctrl-C changes nothing. {paste}"
    )


async def _consent(redirects: Redirects, state: str, say: Say) -> tuple[Consent, Redirected]:
    """The answer to this question; others are told to be none, and change nothing."""
    try:
        async with asyncio.timeout(LONGEST_MINUTES * 60):
            while True:
                redirected = await redirects.next()
                try:
                    return read_redirect(redirected.address, state), redirected
                except NotTheAnswer as error:
                    say(f"{error} Still waiting.")
                    redirected.show(not_connected(str(error)))
                except ConsentRefused as error:
                    redirected.show(not_connected(str(error)))
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(redirected.sent.wait(), SENT_SECONDS)
                    raise CommandFailed(str(error)) from None
    except TimeoutError:
        raise CommandFailed(f"No answer came within {LONGEST_MINUTES} minutes; nothing was changed.") from None


async def _opened(companies: Companies, environment: str, consent: Consent) -> Authorized:
    try:
        grant = await exchange_code(companies.endpoints.app, consent)
    except ExchangeFailed as error:
        raise CommandFailed(f"{error} Nothing was changed.") from None
    quickbooks = companies.quickbooks(consent.realm, environment, _OneToken(grant))
    try:
        info = await quickbooks.company_info()
    except (Refused, AuthExpired, ReconnectNeeded) as error:
        raise CommandFailed(
            f"Intuit authorized Daybook, but QuickBooks does not open company {consent.realm} in the {environment} "
            f"environment: {_closed(error)} Check the environment: the app's Development keys open sandbox companies, "
            "its Production keys real ones. Nothing was changed."
        ) from None
    except QuickBooksError as error:
        raise CommandFailed(
            f"QuickBooks did not answer the first question: {_closed(error)} Nothing was changed."
        ) from None
    return Authorized(consent.realm, str(info.get("CompanyName") or f"company {consent.realm}"), grant)


def _closed(error: QuickBooksError) -> str:
    return f"{str(error).rstrip('.')}."


class _OneToken:
    """The token that was just given, and no other."""

    def __init__(self, grant: Grant) -> None:
        self._grant = grant

    async def current(self) -> AccessToken:
        return AccessToken(self._grant.access_token, version=1)

    async def newer_than(self, version: int) -> AccessToken:
        raise ReconnectNeeded("QuickBooks refuses the token that Intuit has just given.")

    async def refused(self, version: int) -> None:
        """There is never a second one."""
