"""Answering a list: the records that meet its filters, in its order, a page of them, with the parts asked for."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.flxpoint.blanks import Record
from sandbox.flxpoint.calls import Call
from sandbox.flxpoint.filters import Filter
from sandbox.flxpoint.lists import Listing, Parts
from sandbox.flxpoint.query import read_moment
from sandbox.flxpoint.refusals import Refused
from sandbox.flxpoint.wire import as_served

DEFAULT_SIZE = 20

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def listed(call: Call, listing: Listing) -> list[Record]:
    """The list's answer to a call; past the last page it is empty."""
    records = matching(call, listing.kind, listing.filters)
    if listing.by:
        moment = listing.by
        records.sort(key=lambda record: read_moment(str(record[moment])) or _LONG_AGO)
    if listing.page:
        records = _page(call, records, listing.page)
    return [_in_list(call, listing, record) for record in records]


def matching(call: Call, kind: str, filters: tuple[Filter, ...]) -> list[Record]:
    """The caller's records that meet every filter, by id."""
    conditions = [filter_(call) for filter_ in filters]
    return [record for record in call.all(kind) if all(holds(record) for holds in conditions)]


def with_parts(call: Call, record: Record, parts: Parts) -> Record:
    """The record without the parts that the call does not ask for."""
    left_out = {part for parameter, part in parts.items() if not call.query.flag(parameter)}
    return {name: value for name, value in record.items() if name not in left_out}


def _in_list(call: Call, listing: Listing, record: Record) -> Record:
    if call.switches["order_lists"] == "brief":
        record = {name: value for name, value in record.items() if name not in listing.heavy}
    return with_parts(call, as_served(listing.kind, record, call.switches), listing.parts)


def _page(call: Call, records: list[Record], names: tuple[str, str]) -> list[Record]:
    """The page asked for, counted from 1; its size is cut to the cap in silence."""
    number, size = (call.query.number(name) for name in names)
    number, size = 1 if number is None else number, DEFAULT_SIZE if size is None else size
    if not number or not size:
        raise Refused(400, f"{' and '.join(names)} count from 1")
    size = min(size, int(call.switches["page_cap"]))
    return records[(number - 1) * size : number * size]
