"""Faults a test may order: which request they hit, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass
class Fault:
    """One ordered misfortune, which hits `times` matching requests after `skip` of them passed.

    `path` and `body` are substrings: of the path with its decoded query, and of the raw body. `status`, `seconds`,
    `code` and `variant` say more about kinds that need it.
    """

    kind: str
    method: str = ""
    path: str = ""
    body: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 1.0
    status: int = 503
    code: str = ""
    variant: str = ""

    def matches(self, method: str, target: str, body: str) -> bool:
        return self.method in ("", method) and self.path in target and self.body in body


def _text(value: object) -> bool:
    return isinstance(value, str)


def _whole(least: int, most: int = 10**9) -> Callable[[object], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _seconds(value: object) -> bool:
    return type(value) in (int, float) and 0 <= float(str(value)) <= 3600


_TAKES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    **dict.fromkeys(("kind", "method", "path", "body", "code", "variant"), (_text, "a text")),
    "times": (_whole(1), "a whole number from 1"),
    "skip": (_whole(0), "a whole number from 0"),
    "status": (_whole(200, 599), "an HTTP status of 200 to 599"),
    "seconds": (_seconds, "0 to 3600 seconds"),
}


class Faults:
    """The faults still to come, in the order they were given."""

    def __init__(self, checks: Mapping[str, Callable[[Fault], object]]) -> None:
        self._checks = checks
        """By kind, what raises ValueError for a fault of it that cannot be had."""
        self._waiting: list[Fault] = []

    def add(self, orders: Any) -> None:
        """Add faults after those waiting; raises ValueError, adding none, if one is not understood."""
        if not isinstance(orders, list) or not all(isinstance(order, dict) for order in orders):
            raise ValueError('faults are ordered by a list of objects, such as [{"kind": "lost_after"}]')
        self._waiting.extend([self._read(order) for order in orders])

    def clear(self) -> None:
        self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._waiting]

    def take(self, method: str, target: str, body: str) -> Fault | None:
        """The fault this request runs into, used up by one; None when it may pass."""
        for fault in self._waiting:
            if not fault.matches(method, target, body):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if not fault.times:
                self._waiting.remove(fault)
            return fault
        return None

    def _read(self, order: Mapping[str, Any]) -> Fault:
        known = [field.name for field in fields(Fault)]
        unknown = sorted(set(order) - set(known))
        if unknown:
            raise ValueError(f"fault {dict(order)}: unknown member {unknown}; known are {known}")
        if order.get("kind") not in self._checks:
            raise ValueError(f"fault {dict(order)}: unknown kind; known are {sorted(self._checks)}")
        for name, value in order.items():
            takes, words = _TAKES[name]
            if not takes(value):
                raise ValueError(f"fault {dict(order)}: {name} takes {words}, not {value!r}")
        fault = Fault(**order)
        self._checks[fault.kind](fault)
        return fault
