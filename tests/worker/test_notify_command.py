"""`daybook notify`: a test message, or a sentence that says what hinders it."""

from __future__ import annotations

import json

import pytest

from tests.clients.quickbooks.cutting_server import answers, cutting_server
from tests.worker.console import daybook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


async def test_a_test_message_is_sent_and_its_arrival_told(connected: dict[str, str]) -> None:
    async with cutting_server(answers(b"")) as server:
        told = connected | {"DAYBOOK_NOTIFY_URL": f"{server.url}/hook", "DAYBOOK_NOTIFY_SECRET": SECRET}
        said = await daybook("notify", "shop", told=told)
    assert said.out == f"{server.url}/hook took the test message.\n"
    ((_, body),) = server.requests
    message = json.loads(body)
    assert (message["type"], message["connection"]) == ("test", "shop")


async def test_an_address_that_takes_nothing_is_told(connected: dict[str, str]) -> None:
    async with cutting_server(answers(b"", "404 Gone")) as server:
        told = connected | {"DAYBOOK_NOTIFY_URL": server.url, "DAYBOOK_NOTIFY_SECRET": SECRET}
        said = await daybook("notify", "shop", told=told)
    assert said.sentence == "The address for notifications answered HTTP 404."


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "No address for notifications: set DAYBOOK_NOTIFY_URL and DAYBOOK_NOTIFY_SECRET."),
        (
            {"DAYBOOK_NOTIFY_URL": "http://hooks.example.com", "DAYBOOK_NOTIFY_SECRET": SECRET},
            "DAYBOOK_NOTIFY_URL: notices go to https://... or http://localhost:PORT/... alone.",
        ),
        (
            {"DAYBOOK_NOTIFY_URL": "https://hooks.example.com"},
            "DAYBOOK_NOTIFY_SECRET: a secret is whsec_ and at least 24 random bytes as base64.",
        ),
    ],
)
async def test_what_is_not_set_is_a_sentence(
    connected: dict[str, str], variables: dict[str, str], sentence: str
) -> None:
    assert (await daybook("notify", "shop", told=connected | variables)).sentence == sentence
