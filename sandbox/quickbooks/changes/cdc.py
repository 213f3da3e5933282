"""Change data capture: what of some entities changed since a moment, deleted ones included."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.quickbooks import refusals
from sandbox.quickbooks.books.clock import PACIFIC
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema.kinds import BY_PATH, Kind
from sandbox.quickbooks.schema.shape import Record

MOST = 1000
LOOK_BACK = timedelta(days=30)
LEFT_OUT = frozenset({"journalcode", "taxagency", "taxcode", "taxrate", "timeactivity"})
"""Entities whose changes are not told, by Intuit's page."""

NOT_SERVED = frozenset(
    (
        "budget",
        "creditcardpayment",
        "deposit",
        "estimate",
        "inventoryadjustment",
        "journalentry",
        "purchase",
        "reimbursecharge",
        "transfer",
    )
)
"""Entities QuickBooks tells of and this company never has."""


def changes(company: Company, entities: str, changed_since: str) -> list[Record]:
    """The `CDCResponse`: for each entity, in the order asked, what changed, oldest change first, deleted ones last.

    `entities` are names with commas between, in any case; `changed_since` is a date or a time. At most 1000
    objects come in all. Raises Refusal 2020 for what is missing, 2000 for an unknown entity, 2060 for no time, 500
    for an entity whose changes are not told and, by the switch `cdc_look_back`, for a time too long ago.
    """
    for name, value in (("entities", entities), ("changedSince", changed_since)):
        if not value.strip():
            raise refusals.missing(name)
    since = _since(company, changed_since.strip())
    room = MOST
    responses: list[Record] = []
    for name in entities.split(","):
        kind = _kind(name.strip())
        rows = [] if kind is None else _changed(company, kind, since)[:room]
        room -= len(rows)
        responses.append({} if kind is None or not rows else _response(kind, rows))
    return [{"QueryResponse": responses}]


def _response(kind: Kind, rows: list[Record]) -> Record:
    found: Record = {kind.name: rows, "startPosition": 1, "maxResults": len(rows)}
    return {**found, "totalCount": len(rows)} if kind.counted else found


def _kind(name: str) -> Kind | None:
    """The entity of a name; None for one this company never has."""
    if name.lower() in LEFT_OUT:
        raise refusals.unsupported(f"cdc of {name}")
    if name.lower() not in BY_PATH and name.lower() not in NOT_SERVED:
        raise refusals.unknown_entity(name)
    return BY_PATH.get(name.lower())


def _since(company: Company, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise refusals.bad_date("changedSince", text) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)
    earliest = company.clock.now() - LOOK_BACK
    look_back = company.switches["cdc_look_back"]
    if moment >= earliest or look_back == "unlimited":
        return moment
    if look_back == "refused":
        raise refusals.unsupported(f"cdc with changedSince date {text} which is older than fixed days")
    return earliest


def _changed(company: Company, kind: Kind, since: datetime) -> list[Record]:
    living = [(_time(row), row) for row in company.records(kind.name)]
    deleted = [(_time(row), row) for row in company.deleted(kind.name)]
    return [
        row for rows in (living, deleted) for moment, row in sorted(rows, key=lambda pair: pair[0]) if moment >= since
    ]


def _time(row: Record) -> datetime:
    return datetime.fromisoformat(row["MetaData"]["LastUpdatedTime"])
