"""Where the APIs answer, how patient we are with them, and how much they allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from clients.database.governor import Limit
from clients.quickbooks.consent import App

QUICKBOOKS_URLS = {
    "production": "https://quickbooks.api.intuit.com",
    "sandbox": "https://sandbox-quickbooks.api.intuit.com",
}
INTUIT_AUTHORIZE_URL = "https://appcenter.intuit.com/connect/oauth2"
INTUIT_TOKEN_URL = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"
INTUIT_REVOKE_URL = "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"
REDIRECT_URL = "http://localhost:8765/callback"
FLXPOINT_URL = "https://api.flxpoint.com"

# QuickBooks: 500 a minute and 10 at once for a company; evenly spaced, since a burst of 10 draws 429s.
QUICKBOOKS_LIMIT = Limit(slots=8, spacing=timedelta(seconds=60 / 475))
# Flxpoint: 2 a second for a token; spaced by exactly 0.5 s it still answered 429.
FLXPOINT_LIMIT = Limit(slots=4, spacing=timedelta(seconds=0.55))


@dataclass(frozen=True)
class Endpoints:
    """The world outside, as one process is told to see it."""

    intuit_client_id: str = ""
    intuit_client_secret: str = ""
    quickbooks_url: str | None = None
    """In place of Intuit's own address for the connection's environment."""
    intuit_token_url: str = INTUIT_TOKEN_URL
    redirect_url: str = REDIRECT_URL
    """Where Intuit leads a bookkeeper back to; registered with the app at Intuit, letter for letter."""
    flxpoint_url: str = FLXPOINT_URL
    notify_url: str = ""
    """Where notices go; empty: nobody is told."""
    notify_secret: str = ""
    """Signs them."""
    quickbooks_timeout: float = 60.0
    """Seconds for one request."""
    settle: timedelta = timedelta(seconds=150)
    """How long an unanswered write may still be stored: above QuickBooks' own cut at 120 s."""
    quickbooks_limit: Limit = QUICKBOOKS_LIMIT
    flxpoint_limit: Limit = FLXPOINT_LIMIT

    def quickbooks_for(self, environment: str) -> str:
        return self.quickbooks_url or QUICKBOOKS_URLS[environment]

    @property
    def app(self) -> App:
        """Who asks Intuit for a consent."""
        return App(
            client_id=self.intuit_client_id,
            client_secret=self.intuit_client_secret,
            redirect_url=self.redirect_url,
            authorize_url=self._beside_tokens(INTUIT_AUTHORIZE_URL),
            token_url=self.intuit_token_url,
            revoke_url=self._beside_tokens(INTUIT_REVOKE_URL),
        )

    def _beside_tokens(self, address: str) -> str:
        """Intuit spreads its OAuth pages over several hosts; a stand-in that gives tokens has all of them on one."""
        if self.intuit_token_url == INTUIT_TOKEN_URL:
            return address
        scheme, host, *_ = urlsplit(self.intuit_token_url)
        return f"{scheme}://{host}{urlsplit(address).path}"
