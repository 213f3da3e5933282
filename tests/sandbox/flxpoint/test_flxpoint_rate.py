"""How often the Flxpoint stand-in lets one ask."""

from __future__ import annotations

import pytest

from sandbox.flxpoint.rate import Limiter
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.switches import Switches
from tests.sandbox.flxpoint.processes import Shop

ACME = "flxpoint-source-token-21"


def admitted(moments: list[float], **turned: str) -> list[bool]:
    """Which of the requests at those moments a limiter lets in."""
    clock = iter(moments)
    limiter, switches = Limiter(lambda: next(clock)), Switches()
    switches |= turned
    answers = []
    for _ in moments:
        try:
            limiter.admit("token", switches)
            answers.append(True)
        except Refused:
            answers.append(False)
    return answers


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([0.0, 0.5, 1.0, 1.5, 2.0], [True] * 5),
        ([0.0, 0.75, 0.875, 1.0, 1.5, 1.75], [True, True, False, True, False, True]),
        ([0.75, 1.0, 1.125, 1.75], [True, True, False, True]),
    ],
)
def test_no_second_wherever_it_begins_holds_more_than_two(moments: list[float], expected: list[bool]) -> None:
    assert admitted(moments) == expected


def test_a_pool_empties_at_once_and_fills_up_by_two_a_second() -> None:
    assert admitted([0.0] * 40 + [0.25, 0.5, 0.5], rate="pool") == [True] * 40 + [False, True, False]
    assert (
        admitted([0.0, 0.0, 0.0, 0.0, 9.0, 9.0, 9.0, 9.0], rate="pool", pool_size="3") == [True, True, True, False] * 2
    )


def test_the_third_request_of_a_second_is_429_on_its_token_alone(shop: Shop) -> None:
    shop.reset(limits="on")
    answers = [shop.get("/account") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"
    assert answers[2].json() == {"message": "Too many requests"}
    assert shop.get("/fulfillment-requests", token=ACME).status_code == 200


def test_retry_after_can_be_left_out(shop: Shop) -> None:
    shop.reset(limits="on", retry_after="off")
    answers = [shop.get("/account") for _ in range(3)]
    assert answers[2].status_code == 429
    assert "retry-after" not in answers[2].headers


def test_headers_tell_how_the_token_stands_even_when_the_answer_is_no(shop: Shop) -> None:
    shop.reset(limits="on", rate="pool", pool_size="3")
    answers = [shop.get(path) for path in ("/account", "/orders/9", "/account", "/account")]
    assert [answer.status_code for answer in answers] == [200, 404, 200, 429]
    assert [answer.headers["x-auth-pool-used"] for answer in answers] == ["1", "2", "3", "3"]
    assert {answer.headers["x-auth-pool-size"] for answer in answers} == {"3"}
    assert {answer.headers["x-auth-replenished-per-second"] for answer in answers} == {"2"}
