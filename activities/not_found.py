"""QuickBooks says "Object Not Found" and not which object: each that the document names is looked at (row R-77)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounting.documents import DocumentKind
from accounting.missing import object_not_found
from accounting.problems import Problem
from activities.facts import Facts
from clients.quickbooks.bodies import SHIPPING_ITEM

LIST_OF = {
    "APAccountRef": "Account",
    "AccountRef": "Account",
    "DepositToAccountRef": "Account",
    "ExpenseAccountRef": "Account",
    "IncomeAccountRef": "Account",
    "CustomerRef": "Customer",
    "ItemRef": "Item",
    "VendorRef": "Vendor",
    "SalesTermRef": "Term",
}
"""Each member of a document that names an entry of a list → that list."""


async def culprits(facts: Facts, kind: str, body: Mapping[str, Any], label: str) -> tuple[Problem, ...]:
    """What a refused document names and is inactive or gone; accounts first, then customers, items and vendors.

    Whatever it names is looked up anew by the next document, so that no second one is sent in vain.
    """
    document = f"{DocumentKind(kind).words} {_named(body, label)}"
    wanted: dict[str, dict[str, None]] = {listed: {} for listed in LIST_OF.values()}
    for listed, id in _references(body):
        wanted[listed][id] = None
    problems = []
    for listed, ids in wanted.items():
        found = await facts.anew(listed, ids) if ids else {}
        lost = [id for id in ids if id not in found or not found[id].active]
        problems += [object_not_found(listed.lower(), id, found.get(id), document) for id in lost]
    return tuple(problems)


def _named(body: Mapping[str, Any], label: str) -> str:
    return f"of {label}" if label else f'"{body.get("DisplayName") or body.get("Name")}"'


def _references(part: Any) -> Iterator[tuple[str, str]]:
    """List and id of every entry that the body names, however deep."""
    if isinstance(part, Mapping):
        for member, value in part.items():
            if member in LIST_OF and value["value"] != SHIPPING_ITEM:
                yield LIST_OF[member], str(value["value"])
            else:
                yield from _references(value)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one)
