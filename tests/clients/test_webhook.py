"""Messages are signed as the Standard Webhooks specification says."""

from __future__ import annotations

import httpx
import pytest

from clients.webhook import NotDelivered, deliver, secret_bytes, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""Of the specification's own example, as are the id, the time and the body."""


def test_the_specifications_own_example_is_signed_alike() -> None:
    signed = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "secret", ["", "secret", "whsec_", "whsec_AAAA", "whsec_not base64!", SECRET.removeprefix("whsec_")]
)
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="a secret is whsec_ and at least 24 random bytes as base64"):
        secret_bytes(secret)


async def sent(answer: httpx.Response | Exception) -> httpx.Request:
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http:
        await deliver(http, "https://hooks.example.com/", SECRET, id="1", timestamp=2, body=b"{}")
    return requests[0]


async def test_a_message_carries_its_id_time_and_signature() -> None:
    request = await sent(httpx.Response(204))
    assert request.headers["webhook-signature"] == signature(SECRET, "1", 2, b"{}")
    assert (request.headers["webhook-id"], request.headers["webhook-timestamp"]) == ("1", "2")
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(302, headers={"location": "https://elsewhere.example.com"}), "answered HTTP 302"),
        (httpx.Response(500), "answered HTTP 500"),
        (httpx.ConnectError("refused"), r"cannot be reached \(ConnectError\)"),
    ],
)
async def test_any_other_answer_and_none_is_told(answer: httpx.Response | Exception, told: str) -> None:
    with pytest.raises(NotDelivered, match=told):
        await sent(answer)
