"""Where a person sees a document in QuickBooks."""

from __future__ import annotations

from urllib.parse import quote

from accounting.documents import DocumentKind

SITES = {"production": "https://app.qbo.intuit.com", "sandbox": "https://app.sandbox.qbo.intuit.com"}


def page_of(kind: DocumentKind, id: str, environment: str) -> str:
    """The page of a document, for whoever is signed in to its company.

    Intuit documents no such addresses; these are the ones that QuickBooks itself shows in a browser.
    """
    return f"{SITES[environment]}/app/{kind.value.lower()}?txnId={quote(id, safe='')}"
