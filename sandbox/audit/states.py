"""The states of the two stand-ins, read over HTTP."""

from __future__ import annotations

from typing import Any

import httpx

from sandbox.audit.books import read_books
from sandbox.audit.comparison import Comparison
from sandbox.audit.records import read_records
from sandbox.exact import loads


class NoStateError(Exception):
    """A stand-in whose state cannot be read; the text says which and what to do."""


def compare(quickbooks_url: str, flxpoint_url: str) -> Comparison:
    """Hold the books of one stand-in against the records of the other.

    Raises NoStateError when one of them does not answer, or is something else.
    """
    books = _state(quickbooks_url, "quickbooks", key="entities")
    records = _state(flxpoint_url, "flxpoint", key="orders")
    return Comparison(read_records(records), read_books(books))


def _state(url: str, name: str, *, key: str) -> dict[str, Any]:
    hint = f"name a running one, or start one with: python -m sandbox {name} --port 0"
    try:
        answer = httpx.get(f"{url.rstrip('/')}/__control/state", timeout=60, trust_env=False)
        state = loads(answer.raise_for_status().content)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NoStateError(f"no {name} stand-in answers at {url} ({error}); {hint}") from None
    if not isinstance(state, dict) or key not in state:
        raise NoStateError(f"what answers at {url} is not a {name} stand-in; {hint}")
    return state
