"""What may become of a request that runs into an ordered fault."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response

from sandbox.answers import Answer, page
from sandbox.faults import Fault


@dataclass(frozen=True)
class Passage:
    """A request on its way: how to have it answered, and how the same one was answered the last time."""

    ask: Callable[[], Awaitable[Answer]]
    last: Answer | None


@dataclass(frozen=True)
class Mishap:
    """One kind of fault: what it does, in a sentence and in fact."""

    sentence: str
    meet: Callable[[Fault, Passage], Awaitable[Answer | None]]
    """What the client sees; None cuts the connection."""
    check: Callable[[Fault], object] = bool
    """Raises ValueError for an order of it that cannot be had."""


def instead(sentence: str, make: Callable[[Fault], Response]) -> Mishap:
    """A mishap whose request never gets through: this answer comes in its place, and making it is its check."""

    async def meet(fault: Fault, passage: Passage) -> Answer:
        return answer_of(make(fault))

    return Mishap(sentence, meet, make)


def answer_of(response: Response) -> Answer:
    """A finished response as an answer."""
    return Answer(response.status_code, response.raw_headers, bytes(response.body))


async def _lost_before(fault: Fault, passage: Passage) -> None:
    return None


async def _lost_after(fault: Fault, passage: Passage) -> None:
    await passage.ask()


async def _status_after(fault: Fault, passage: Passage) -> Answer:
    await passage.ask()
    return answer_of(page(fault.status))


async def _empty(fault: Fault, passage: Passage) -> Answer:
    return _with_body(await passage.ask(), b"")


async def _truncated(fault: Fault, passage: Passage) -> Answer:
    answer = await passage.ask()
    return _with_body(answer, answer.body[: len(answer.body) // 2])


def _with_body(answer: Answer, body: bytes) -> Answer:
    headers = [header for header in answer.headers if header[0] != b"content-length"]
    return Answer(200, [*headers, (b"content-length", str(len(body)).encode())], body)


async def _slow(fault: Fault, passage: Passage) -> Answer:
    answer = await passage.ask()
    await asyncio.sleep(fault.seconds)
    return answer


async def _slow_before(fault: Fault, passage: Passage) -> Answer:
    await asyncio.sleep(fault.seconds)
    return await passage.ask()


async def _stale(fault: Fault, passage: Passage) -> Answer:
    return passage.last or await passage.ask()


MISHAPS = {
    "lost_before": Mishap("The connection is cut and nothing is done.", _lost_before),
    "lost_after": Mishap("All is done, then the connection is cut without an answer.", _lost_after),
    "status": instead("A gateway's HTML page with `status`, and nothing is done.", lambda fault: page(fault.status)),
    "status_after": Mishap("All is done, and the answer is a gateway's HTML page with `status`.", _status_after),
    "empty": Mishap("All is done, and the answer is 200 without a body.", _empty),
    "truncated": Mishap("All is done, and the answer is 200 with the first half of its body.", _truncated),
    "slow": Mishap("All is done at once, and the answer comes `seconds` later.", _slow),
    "slow_before": Mishap("Nothing is done for `seconds`.", _slow_before),
    "stale": Mishap("The answer is the one that the same request got before, as from a stale cache.", _stale),
}
"""The kinds that every stand-in meets in the same way."""

WORDED = {
    "throttled": "The answer to a caller that asks too often, and nothing is done.",
    "expired_token": "The answer to a token that no longer holds, and nothing is done.",
}
"""The kinds that every stand-in knows and words in its own way."""

FAULTS = {**{kind: mishap.sentence for kind, mishap in MISHAPS.items()}, **WORDED}
"""All of them, in words."""
