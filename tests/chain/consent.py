"""A bookkeeper who lets Daybook into the company anew, by the stand-in's own consent page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.chain.world import World

BACK = "http://localhost/back"


async def new_refresh_token(world: World) -> str:
    """The refresh token of a new consent, which holds whatever became of those before."""
    books, http = world.announced.quickbooks, world.quickbooks.http
    agreed = await http.post(
        f"{books['url']}/connect/oauth2",
        data={
            "client_id": books["client_id"],
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "com.intuit.quickbooks.accounting",
            "state": "s",
            "realm": books["realm_id"],
            "decision": "connect",
        },
    )
    (code,) = parse_qs(urlsplit(agreed.headers["Location"]).query)["code"]
    granted = await http.post(
        books["token_url"],
        data={"grant_type": "authorization_code", "code": code, "redirect_uri": BACK},
        auth=(books["client_id"], books["client_secret"]),
    )
    return str(granted.raise_for_status().json()["refresh_token"])
