"""Stand-ins as processes, the way people start them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]
SHOP = Path(__file__).parents[1] / "shop"
"""One order with two fulfillment requests and one supplier invoice."""


def command(*arguments: object) -> list[str]:
    """The words that run one command of the sandbox."""
    return [sys.executable, "-m", "sandbox", *map(str, arguments)]


@contextmanager
def started(*arguments: object) -> Iterator[dict[str, Any]]:
    """What the stand-in says when it is ready; it is gone afterwards."""
    with subprocess.Popen(command(*arguments, "--port", 0), stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            assert process.wait(timeout=10) == 0


def explained(json_: Any) -> Any:
    """The JSON without the fields that every object has and no page explains."""
    if isinstance(json_, dict):
        assert {"legacyReference", "rowVersion"} <= json_.keys(), json_
        return {
            name: explained(value) for name, value in json_.items() if name not in ("legacyReference", "rowVersion")
        }
    return [explained(each) for each in json_] if isinstance(json_, list) else json_


class Shop:
    """A running Flxpoint stand-in as a test sees it."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.url = said["url"]
        self.token = said["account_token"]
        self.http = httpx.Client(base_url=self.url, headers={"X-API-TOKEN": self.token}, trust_env=False)

    def reset(self, **switches: str) -> None:
        """The records it began with, and these switches."""
        self.http.post("/__control/reset").raise_for_status()
        self.http.post("/__control/switches", json=switches).raise_for_status()

    def add(self, **records: list[dict[str, Any]]) -> None:
        """Add or change records."""
        self.http.post("/__control/records", json=records).raise_for_status()

    def state(self) -> dict[str, Any]:
        return dict(self.http.get("/__control/state").json())

    def get(self, path: str, token: str | None = None, **query: Any) -> httpx.Response:
        headers = {} if token is None else {"X-API-TOKEN": token}
        return self.http.get(path, params=query, headers=headers)

    def read(self, path: str, **query: Any) -> Any:
        """What a good request is answered, without the fields that no page explains."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return explained(answer.json())

    def write(self, method: str, path: str, body: Any = None, token: str | None = None, **query: Any) -> httpx.Response:
        """Send a body; the answer is the caller's to judge."""
        headers = {} if token is None else {"X-API-TOKEN": token}
        return self.http.request(method, path, json=body, params=query, headers=headers)

    def switch(self, **switches: str) -> None:
        """Turn switches."""
        self.http.post("/__control/switches", json=switches).raise_for_status()

    def ids(self, path: str, **query: Any) -> list[int]:
        """The ids of a list, in its order."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return [record["id"] for record in answer.json()]
