"""Delivering events to the webhooks of an account, on this machine alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import httpx

from sandbox.exact import dumps
from sandbox.flxpoint.account import Account, Change
from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.webhooks import events, listens, payload

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Deliveries:
    """Posts events in the background, one after the other, and keeps what became of each."""

    def __init__(self, account: Account, switches: Mapping[str, str]) -> None:
        self._account = account
        self._switches = switches
        self._under_way: set[asyncio.Task[None]] = set()
        self.made: list[Record] = []

    def tell(self, changes: Iterable[Change]) -> None:
        """Tell those who listen what the changes mean to them; comes back before anybody was told."""
        posts = [
            (configuration, payload(event))
            for event in events(self._account, changes)
            for configuration in self._account.all("webhook_configurations")
            if listens(configuration, event)
        ]
        if self._switches["webhooks"] == "reversed":
            posts.reverse()
        if self._switches["webhooks"] == "twice":
            posts = [post for post in posts for _ in range(2)]
        if posts:
            task = asyncio.get_running_loop().create_task(self._post(posts))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def forget(self) -> None:
        """Tell nobody any more of what has happened, and forget who was told."""
        for task in self._under_way:
            task.cancel()
        self.made.clear()

    async def _post(self, posts: list[tuple[Record, Record]]) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            for configuration, body in posts:
                url = configuration["webhookUrl"]
                outcome = await _deliver(http, url, body)
                self.made.append({"configurationId": configuration["id"], "url": url, "body": body, **outcome})


async def _deliver(http: httpx.AsyncClient, url: str, body: Record) -> Record:
    """The status of the answer, or why there is none."""
    try:
        if httpx.URL(url).host not in _THIS_MACHINE:
            return {"status": None, "error": "not delivered: the stand-in speaks to this machine alone"}
        answer = await http.post(url, content=dumps(body), headers={"Content-Type": "application/json"})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return {"status": None, "error": str(error)}
    return {"status": answer.status_code, "error": None}
