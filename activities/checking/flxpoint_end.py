"""What the doctor asks of Flxpoint: its account, what there is to select, and one page of what is pending."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from accounting.check.facts import Selection
from accounting.check.findings import Finding, finding, of_problem
from accounting.records import FulfillmentRequest, Order, RecordKind
from activities.companies import Companies
from activities.failures import problems_of
from clients.database.connections import Connection
from clients.database.seal import SealBroken
from clients.flxpoint.account import PAGE_SIZE, Flxpoint
from clients.flxpoint.errors import FlxpointError, NotUnderstood, TokenRefused
from clients.flxpoint.records import read_fulfillment_request, read_order

Pending = tuple[Order | FulfillmentRequest, ...]


class FlxpointEnd:
    """Reads one account, and keeps what was found in the way of reading."""

    def __init__(self, connection: Connection, companies: Companies) -> None:
        self._connection = connection
        self._companies = companies
        self.findings: list[Finding] = []

    async def read(self) -> tuple[Selection | None, Pending]:
        """What there is to select from, and the first pending orders and requests; None: it cannot be read."""
        try:
            flxpoint = await self._companies.flxpoint(self._connection.id)
            self._compare(str((await flxpoint.account())["id"]))
            selection = await _selection(flxpoint)
            return selection, await _pending(flxpoint, selection.channels)
        except (TokenRefused, SealBroken) as error:
            problems = problems_of(error, self._connection.name) or ()
            self.findings += [of_problem(problem.code, problem) for problem in problems]
        except (FlxpointError, KeyError) as error:
            self.findings.append(
                finding("flxpoint_silent", f"Flxpoint did not answer: {error}", "Check again in a minute.")
            )
        return None, ()

    def _compare(self, account: str) -> None:
        if self._connection.account and account != self._connection.account:
            self.findings.append(
                finding(
                    "flxpoint_account_differs",
                    f"The Flxpoint token opens account {account}; the connection was made for "
                    f"{self._connection.account}.",
                    "Store a token of that account: daybook connection flxpoint-token CONNECTION. For the other "
                    "account make a new connection.",
                )
            )


async def _selection(flxpoint: Flxpoint) -> Selection:
    channels, sources = await flxpoint.channels(), await flxpoint.sources()
    current_channels, current_sources = await flxpoint.channels(archived=False), await flxpoint.sources(archived=False)
    return Selection(
        channels=channels,
        archived_channels=frozenset(channels.keys() - current_channels.keys()),
        sources=sources,
        archived_sources=frozenset(sources.keys() - current_sources.keys()),
    )


async def _pending(flxpoint: Flxpoint, channels: Mapping[str, str]) -> Pending:
    """One page of each; a record that cannot be read is the run's to tell."""
    pending: list[Order | FulfillmentRequest] = []
    for kind, listed in (
        (RecordKind.ORDER, flxpoint.orders()),
        (RecordKind.FULFILLMENT_REQUEST, flxpoint.fulfillment_requests()),
    ):
        for json in await _first_page(listed):
            try:
                record = read_order(json, channels) if kind is RecordKind.ORDER else _request(json)
            except NotUnderstood:
                continue
            if not record.synced:
                pending.append(record)
    return tuple(pending)


def _request(json: dict[str, Any]) -> FulfillmentRequest:
    return read_fulfillment_request(json, {})


async def _first_page(listed: AsyncIterator[dict[str, Any]]) -> list[dict[str, Any]]:
    page: list[dict[str, Any]] = []
    async for record in listed:
        page.append(record)
        if len(page) == PAGE_SIZE:
            break
    return page
