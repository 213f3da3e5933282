"""The lists, counts and single records that Flxpoint lets one read."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.routing import Route

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call, Desk
from sandbox.flxpoint.listing import listed, matching, with_parts
from sandbox.flxpoint.lists import COUNTS, LISTINGS, SOURCE_PARTS, Count, Parts
from sandbox.flxpoint.wire import as_served

_SINGLE: dict[str, tuple[str, str, Parts]] = {
    "/channel/{id:int}": ("channels", "account channel", {}),
    "/source/{id:int}": ("sources", "account source", SOURCE_PARTS),
    "/orders/{id:int}": ("orders", "account channel", {}),
    "/fulfillment-requests/{id:int}": ("fulfillment_requests", "account source", {}),
    "/source-invoices/{id:int}": ("source_invoices", "account source", {}),
    "/shipments/{id:int}": ("shipments", "account source", {}),
    "/rma/{id:int}": ("rmas", "account source", {}),
    "/webhhok/configurations/{id:int}": ("webhook_configurations", "account", {}),
}
"""The path of one record: its kind, the tokens it takes, and the parts to ask for."""


def routes(desk: Desk) -> list[Route]:
    """Every path that only reads."""
    return [
        desk.route("GET", "/account", lambda call: call.account.account),
        *[desk.route("GET", each.path, partial(listed, listing=each), takes=each.takes) for each in LISTINGS],
        *[desk.route("GET", each.path, partial(_counted, count=each), takes=each.takes) for each in COUNTS],
        *[
            desk.route("GET", path, partial(_one, kind=kind, parts=parts), takes=takes)
            for path, (kind, takes, parts) in _SINGLE.items()
        ],
        desk.route("GET", "/channels/{id:int}/settings", channel_settings),
    ]


def channel_settings(call: Call) -> list[Record]:
    """What is set for a channel, all of it or what the handles name."""
    channel = call.named("channels")
    handles = call.query.texts("findByHandles")
    return [
        setting
        for setting in call.all("channel_settings")
        if setting["channelId"] == channel["id"] and (not handles or setting["setting"].get("handle") in handles)
    ]


def _one(call: Call, *, kind: str, parts: Parts) -> Record:
    return with_parts(call, as_served(kind, call.named(kind), call.switches), parts)


def _counted(call: Call, *, count: Count) -> Any:
    found = len(matching(call, count.kind, count.filters))
    return found if call.switches["count_body"] == "number" else {"count": found}
