"""A signed message to an address of the operator's own, in the form of the Standard Webhooks specification."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

import httpx

PREFIX = "whsec_"
"""With this a secret begins; after it come its bytes as base64."""
TIMEOUT = 20.0
"""Seconds."""


class NotDelivered(Exception):
    """The address did not take the message; ``str()`` says how it answered, and holds no secret."""


def secret_bytes(secret: str) -> bytes:
    """The bytes that a secret stands for.

    Raises:
        ValueError: it is none.
    """
    try:
        told = base64.b64decode(secret.removeprefix(PREFIX), validate=True) if secret.startswith(PREFIX) else b""
    except binascii.Error:
        told = b""
    if len(told) < 24:
        raise ValueError(f"a secret is {PREFIX} and at least 24 random bytes as base64")
    return told


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """What proves that the message came from whoever knows the secret."""
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest()).decode()


async def deliver(http: httpx.AsyncClient, url: str, secret: str, *, id: str, timestamp: int, body: bytes) -> None:
    """Send a message once; any answer of 200 to 299 means that it was taken.

    Raises:
        NotDelivered: nobody answered, or with anything else.
    """
    headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": f"{timestamp}",
        "webhook-signature": signature(secret, id, timestamp, body),
    }
    try:
        answer = await http.post(url, content=body, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise NotDelivered(f"The address for notifications cannot be reached ({type(error).__name__}).") from None
    if not answer.is_success:
        raise NotDelivered(f"The address for notifications answered HTTP {answer.status_code}.")
