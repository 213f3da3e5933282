"""The stand-in as a whole: its companies, its clock, the tokens that open them, and every route to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.mishaps import Mishap
from sandbox.quickbooks.api import envelope
from sandbox.quickbooks.api.door import Door
from sandbox.quickbooks.api.own_mishaps import own_mishaps
from sandbox.quickbooks.api.realm import Realm
from sandbox.quickbooks.books.clock import Clock
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.books.seed import new_company, shop_company
from sandbox.quickbooks.changes.webhooks import Webhooks
from sandbox.quickbooks.oauth.consent import Consent
from sandbox.quickbooks.oauth.endpoints import TOKEN_PATH, OAuth
from sandbox.quickbooks.oauth.identity import Identity
from sandbox.quickbooks.oauth.tokens import Tokens
from sandbox.quickbooks.switches import Switches

__all__ = ["TOKEN_PATH", "QuickBooks"]

OWN_REALM = "9130350000000001"
OTHER_REALM = "9130350000000002"
"""A second, empty company, which a bookkeeper may choose by mistake."""


class QuickBooks:
    """The stand-in: its companies, the connection to the first of them, and the gateway before them."""

    clock: Clock
    company: Company
    door: Door

    def __init__(
        self,
        switches: Mapping[str, str],
        *,
        seed_company: bool,
        redirect_uris: tuple[str, ...] = (),
        realm: str = OWN_REALM,
    ) -> None:
        self.switches = Switches(switches)
        self.tokens = Tokens(self.switches)
        self.webhooks = Webhooks(self.switches, self.tokens.client_id)
        self._identity = Identity()
        self._redirect_uris = redirect_uris
        self._own_realm = realm
        self._switches_given = dict(switches)
        self._switches_at_start = dict(self.switches)
        self._seed_company = seed_company
        self.reset()
        self.switches.begun = True

    def reset(self) -> None:
        """Go back to how it was at the start: books, tokens, clock and switches."""
        self.switches.update(self._switches_at_start)
        self.clock = self._identity.clock = Clock()
        begun = shop_company if self._seed_company else new_company
        self.company = begun(self.switches, self.clock, self._own_realm)
        self.tokens.serve(self.clock, self.company.realm)
        self._realms: dict[str, Realm] = {}
        self.webhooks.reset()
        self._open(self.company)
        self.door = Door(self.switches, self.tokens, self.clock, self._realm)

    def state(self) -> dict[str, Any]:
        entities = {kind: self.company.records(kind) for kind in self.company.shelves}
        return {"realm_id": self.company.realm, "entities": entities}

    def drawers(self) -> dict[str, Drawer]:
        """Everything that is kept entry by entry, by names of its own."""
        kept = {
            f"{realm} {name}": drawer for realm, one in self._realms.items() for name, drawer in one.drawers().items()
        }
        return {**kept, "receivers": self.webhooks.receivers}

    def standing(self) -> dict[str, Any]:
        """What else must outlive the process, small as it is."""
        return {
            "seed_company": self._seed_company,
            "switches": dict(self.switches),
            "ahead": self.clock.ahead,
            "tokens": self.tokens.kept(),
            "verifier_token": self.webhooks.verifier_token,
        }

    def go_on(self, kept: Mapping[str, Mapping[str, Any]], standing: Mapping[str, Any]) -> None:
        """Become what another process kept; a switch given at this start is heeded all the same.

        Raises ValueError where this start asks for a company that began otherwise.
        """
        self._check_beginning(standing)
        self._seed_company = standing["seed_company"]
        self.switches.restore({**standing["switches"], **self._switches_given})
        self.clock.advance(standing["ahead"])
        self.tokens.restore(standing["tokens"])
        self.webhooks.verifier_token = standing["verifier_token"]
        for realm in {name.partition(" ")[0] for name in kept if " " in name}:
            self._realm(realm)
        for name, drawer in self.drawers().items():
            drawer.refill(kept.get(name, {}))
        for one in self._realms.values():
            one.company.reindex()

    def _check_beginning(self, standing: Mapping[str, Any]) -> None:
        kept, given = standing["switches"]["sales_tax"], self._switches_given.get("sales_tax")
        if self._seed_company and not standing["seed_company"]:
            raise ValueError("the file holds a company without a shop's lists: leave out --seed-company, or the file")
        if given is not None and given != kept and "abroad" in (given, kept):
            raise ValueError(f"the file holds a company with sales_tax={kept}: leave out the switch, or the file")

    def throttled(self) -> Response:
        return self.door.throttled()

    def token_expired(self) -> Response:
        return self.door.token_refused(self.tokens.first[0])

    def mishaps(self) -> dict[str, Mishap]:
        """The faults that only this stand-in knows."""
        return own_mishaps(lambda: self.company, self.tokens)

    def api(self) -> Starlette:
        """The API as an application."""

        async def call(request: Request) -> Response:
            return await self.door.call(request)

        async def file(request: Request) -> Response:
            return await self.door.file(request)

        companies = {self.company.realm: self.company.company_info["CompanyName"], OTHER_REALM: "Another Company"}
        app = Starlette(
            routes=[
                *OAuth(self.switches, self.tokens, self._identity).routes(),
                *Consent(self.tokens, companies, self._redirect_uris).routes(),
                Route("/attachments/{realm}/{id}", file),
                Route("/v3/company/{realm}/{rest:path}", call, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
            ],
            exception_handlers={404: partial(_page, "Not Found"), 405: partial(_page, "Method Not Allowed")},
        )
        app.router.redirect_slashes = False
        return app

    def _realm(self, realm: str) -> Realm | None:
        if realm == OTHER_REALM and realm not in self._realms:
            self._open(new_company(self.switches, self.clock, OTHER_REALM))
        return self._realms.get(realm)

    def _open(self, company: Company) -> None:
        self._realms[company.realm] = Realm.of(company, self.switches, self.clock)
        self.webhooks.listen(company)


async def _page(title: str, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return envelope.html(error.status_code, title)
