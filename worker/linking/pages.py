"""What a bookkeeper's browser shows after the consent page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

STYLE = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;"
    "overflow-wrap:anywhere;color:#1f2933;background:#fbfaf7}h1{font-size:1.6rem;margin:0 0 .5rem}p{margin:.5rem 0}"
    ".mark{display:block;width:2.5rem;height:.35rem;border-radius:2px;margin:0 0 1.25rem;background:#2f7d4f}"
    ".wrong .mark{background:#b4462f}@media(prefers-color-scheme:dark){body{color:#e6e3dc;background:#1d1f21}}"
)


@dataclass(frozen=True)
class Page:
    """A heading and a few sentences."""

    title: str
    sentences: tuple[str, ...]
    well: bool = True
    status: int = 200


ELSEWHERE = Page("Nothing here", ("Daybook waits for Intuit's answer at another address.",), False, 404)
TAKEN = Page(
    "Answered already", ("An answer is good once. The terminal says what has become of the first.",), False, 400
)


def connected(company: str) -> Page:
    """All went well."""
    return Page(
        f"Connected to {company}", ("Daybook may post to the books of this company now.", "You can close this page.")
    )


def not_connected(why: str) -> Page:
    """It did not, and why."""
    return Page("Not connected", (why, "The terminal in which it was started says how to go on."), False, 400)


def as_response(page: Page) -> bytes:
    """The page as an answer to a browser, which keeps none of it and sends its address nowhere."""
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in page.sentences)
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(page.title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f'<body class="{"well" if page.well else "wrong"}"><main><span class="mark"></span>'
        f"<h1>{escape(page.title)}</h1>{sentences}</main></body></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {page.status} {'OK' if page.status == 200 else 'No'}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
