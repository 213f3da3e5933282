"""The page on which a bookkeeper lets an app into a company, or does not."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.quickbooks.api import envelope
from sandbox.quickbooks.oauth.endpoints import AUTHORIZATION_PATH, SCOPES
from sandbox.quickbooks.oauth.tokens import Tokens

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state")

_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1f2933;background:#fff}"
    "fieldset{border:1px solid #7b8794;border-radius:4px;margin:1rem 0}label{display:block;padding:.25rem 0}"
    "button{font:inherit;padding:.5rem 1.5rem;margin-right:.5rem}"
)


class Consent:
    """The sign-in side of Intuit; every bookkeeper is already signed in."""

    def __init__(self, tokens: Tokens, companies: Mapping[str, str], redirect_uris: tuple[str, ...]) -> None:
        self._tokens = tokens
        self._companies = companies
        """Names by realm id, the usual choice first."""
        self._redirect_uris = redirect_uris

    def routes(self) -> list[Route]:
        return [Route(AUTHORIZATION_PATH, self._ask), Route(AUTHORIZATION_PATH, self._decide, methods=["POST"])]

    async def _ask(self, request: Request) -> Response:
        asked = request.query_params
        problem = self._problem(asked)
        return _page("Something is not right", f"<p>{escape(problem)}</p>", 400) if problem else self._form(asked)

    async def _decide(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        problem = self._problem(form)
        if not problem and form.get("decision") == "connect" and form.get("realm") not in self._companies:
            problem = "Choose one of the companies."
        if problem:
            return _page("Something is not right", f"<p>{escape(problem)}</p>", 400)
        if form.get("decision") != "connect":
            return self._back(form, {"error": "access_denied"})
        code = self._tokens.code(form["realm"], form["redirect_uri"], frozenset(form["scope"].split()))
        return self._back(form, {"code": code, "realmId": form["realm"]})

    def _back(self, form: Mapping[str, str], answer: dict[str, str]) -> Response:
        separator = "&" if urlsplit(form["redirect_uri"]).query else "?"
        query = urlencode({**answer, "state": form["state"]})
        return RedirectResponse(f"{form['redirect_uri']}{separator}{query}", 302, envelope.headers())

    def _problem(self, asked: Mapping[str, str]) -> str:
        """What is wrong with the request, in a sentence; nothing when all is well."""
        missing = [name for name in ASKED if not asked.get(name)]
        if missing:
            return f"The app left out: {', '.join(missing)}."
        if asked["client_id"] != self._tokens.client_id:
            return "No app has this client id."
        if not self._is_known(asked["redirect_uri"]):
            return "The redirect address is not one of the app's; it must match letter for letter."
        if asked["response_type"] != "code":
            return "The response type must be “code”."
        unknown = sorted(set(asked["scope"].split()) - SCOPES)
        return f"No such scope: {', '.join(unknown)}." if unknown else ""

    def _is_known(self, redirect_uri: str) -> bool:
        address = urlsplit(redirect_uri)
        loopback = address.scheme in ("http", "https") and address.hostname in LOOPBACK
        return loopback or redirect_uri in self._redirect_uris

    def _form(self, asked: Mapping[str, str]) -> Response:
        hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in ASKED)
        usual = next(iter(self._companies))
        choices = "".join(
            f'<label><input type="radio" name="realm" value="{realm}"{" checked" if realm == usual else ""}>'
            f" {escape(name)}</label>"
            for realm, name in self._companies.items()
        )
        scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked["scope"].split())
        return _page(
            "Connect an app",
            f"<p>The app <strong>{escape(asked['client_id'])}</strong> asks for access:</p><ul>{scopes}</ul>"
            f'<form method="post" action="{AUTHORIZATION_PATH}">{hidden}'
            f"<fieldset><legend>To which company?</legend>{choices}</fieldset>"
            '<button name="decision" value="connect">Connect</button>'
            '<button name="decision" value="refuse">Cancel</button></form>',
        )


def _page(title: str, content: str, status: int = 200) -> Response:
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><main><h1>{title}</h1>{content}</main></body></html>"
    )
    return Response(html, status, {**envelope.headers(), "Cache-Control": "no-store"}, "text/html")
