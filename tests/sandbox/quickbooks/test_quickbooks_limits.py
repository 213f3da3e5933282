from __future__ import annotations

import pytest

from sandbox.quickbooks import limits
from sandbox.quickbooks.limits import Limits


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    return clock


def test_five_hundred_requests_pass_in_any_minute(clock: Clock) -> None:
    gate = Limits()
    for _ in range(500):
        clock.now += 0.11
        assert gate.admit(concurrent=1, batch=False)
    clock.now += 0.11
    assert not gate.admit(concurrent=1, batch=False)
    clock.now = 60.12
    assert gate.admit(concurrent=1, batch=False)


def test_forty_batches_pass_in_any_minute_and_other_calls_still_do(clock: Clock) -> None:
    gate = Limits()
    for _ in range(40):
        clock.now += 0.2
        assert gate.admit(concurrent=1, batch=True)
    clock.now += 0.2
    assert not gate.admit(concurrent=1, batch=True)
    assert gate.admit(concurrent=1, batch=False)
    clock.now = 60.3
    assert gate.admit(concurrent=1, batch=True)


def test_what_is_refused_does_not_count(clock: Clock) -> None:
    gate = Limits()
    for _ in range(100):
        assert not gate.admit(concurrent=11, batch=False)
    assert gate.admit(concurrent=10, batch=False)
