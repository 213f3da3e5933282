"""How fast a company with many documents answers, in memory and kept in a file, measured as a client sees it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

BATCH = 30
ROUNDS = 200
HEADINGS = ("", "median ms", "p99 ms")


@dataclass(frozen=True)
class Timing:
    """How long one kind of request took, in milliseconds."""

    median: float
    p99: float

    @classmethod
    def of(cls, seconds: list[float]) -> Timing:
        ordered = sorted(seconds)
        return cls(round(median(ordered) * 1000, 2), round(ordered[math.ceil(len(ordered) * 0.99) - 1] * 1000, 2))


@dataclass(frozen=True)
class Measurement:
    """What one stand-in took: for the requests, and in seconds for being filled and, from a file, to start again."""

    timings: Mapping[str, Timing]
    filled: float
    restarted: float | None = None


def measure(documents: int, tell: Callable[[str], None]) -> dict[str, Measurement]:
    """Measure a company in memory and one in a file, each a process of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = ("--books", str(Path(folder) / "books"))
        return {
            "in memory": _measured(documents, (), lambda: tell(f"filling a company in memory with {documents}")),
            "in a file": _measured(documents, file, lambda: tell(f"filling a company in a file with {documents}")),
        }


def as_object(measured: Mapping[str, Measurement]) -> dict[str, Any]:
    return {name: asdict(one) for name, one in measured.items()}


def as_table(measured: Mapping[str, Measurement]) -> str:
    """The measurements for people."""
    lines = []
    for name, one in measured.items():
        again = "" if one.restarted is None else f", started again with them in {one.restarted:.1f} s"
        lines.append(f"{name} (filled in {one.filled:.1f} s{again})")
        lines.append("  {:<44}{:>10}{:>10}".format(*HEADINGS))
        lines += [f"  {kind:<44}{timing.median:>10}{timing.p99:>10}" for kind, timing in one.timings.items()]
    return "\n".join(lines)


def _measured(documents: int, arguments: tuple[str, ...], begin: Callable[[], None]) -> Measurement:
    with _company(arguments) as (client, _):
        begin()
        began = time.perf_counter()
        client.fill(documents)
        filled = time.perf_counter() - began
        timings = client.timings(documents)
    if not arguments:
        return Measurement(timings, filled)
    with _company(arguments) as (client, restarted):
        client.find(documents - 1)
    return Measurement(timings, filled, restarted)


@contextmanager
def _company(arguments: tuple[str, ...]) -> Iterator[tuple[_Client, float]]:
    """A stand-in company, and the seconds until it was there."""
    command = [sys.executable, "-m", "sandbox", "quickbooks", "--port", "0", "--seed-company", "--switch", "limits=off"]
    began = time.perf_counter()
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            announced = json.loads(process.stdout.readline())
            headers = {"Authorization": f"Bearer {announced['access_token']}"}
            with httpx.Client(base_url=announced["url"], headers=headers, trust_env=False, timeout=60) as http:
                yield _Client(http, announced["realm_id"]), time.perf_counter() - began
        finally:
            # It may be about to announce itself: the pipe stays open until it is gone.
            process.terminate()
            process.wait()


class _Client:
    """The requests that are timed."""

    def __init__(self, http: httpx.Client, realm: str) -> None:
        self._http = http
        self._path = f"/v3/company/{realm}"
        found = self._query("select * from Item where Name = 'FEE'")["Item"][0]
        self._item = {"value": found["Id"], "name": found["Name"]}

    def fill(self, documents: int) -> None:
        """Create receipts, numbered from 0 on."""
        for first in range(0, documents, BATCH):
            items = [
                {"bId": str(number), "operation": "create", "SalesReceipt": self._receipt(f"M-{number}")}
                for number in range(first, min(first + BATCH, documents))
            ]
            self._http.post(f"{self._path}/batch", json={"BatchItemRequest": items}).raise_for_status()

    def timings(self, documents: int) -> dict[str, Timing]:
        kinds: dict[str, Callable[[int], object]] = {
            "a bare request, the yardstick": lambda number: self._http.get("/__control/requests").raise_for_status(),
            "a create of a sales receipt": self._create,
            "a query by DocNumber": lambda number: self.find(number * 7919 % documents),
        }
        return {kind: Timing.of([_timed(ask, number) for number in range(ROUNDS)]) for kind, ask in kinds.items()}

    def find(self, number: int) -> None:
        """Ask for a receipt by its number; it has to be there."""
        (found,) = self._query(f"select * from SalesReceipt where DocNumber = 'M-{number}'")["SalesReceipt"]
        assert found["DocNumber"] == f"M-{number}"

    def _create(self, number: int) -> None:
        answer = self._http.post(f"{self._path}/salesreceipt", json=self._receipt(f"N-{number}"))
        answer.raise_for_status()

    def _query(self, statement: str) -> dict[str, Any]:
        answer = self._http.get(f"{self._path}/query", params={"query": statement}).raise_for_status()
        return dict(answer.json()["QueryResponse"])

    def _receipt(self, number: str) -> dict[str, Any]:
        line = {
            "Amount": 12.5,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": self._item, "Qty": 1, "UnitPrice": 12.5, "TaxCodeRef": {"value": "NON"}},
        }
        return {"DocNumber": number, "TxnDate": "2026-11-20", "Line": [line, line]}


def _timed(ask: Callable[[int], object], number: int) -> float:
    began = time.perf_counter()
    ask(number)
    return time.perf_counter() - began
