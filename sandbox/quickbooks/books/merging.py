"""Merging two entries of a list, as a bookkeeper does by giving one the name of the other."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.references import list_of, name_of
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record


def merge(company: Company, kind: str, gone: str, into: str) -> None:
    """Put one entry into another: what points to the first points to the second, and the first is deleted.

    The balance goes over, too. Raises ValueError for what is no list, or no two entries of it.
    """
    if kind not in KINDS or not KINDS[kind].title:
        raise ValueError(f"{kind!r} is not a list")
    shelf = company.shelves[kind]
    old, kept = shelf.get(gone), shelf.get(into)
    if old is None or kept is None or old is kept:
        raise ValueError(f"{gone!r} and {into!r} are not two entries of {kind}")
    for each in company.shelves.values():
        for record in list(each):
            repointed = _repointed(record, kind, gone, {"value": kept["Id"], "name": name_of(kept)})
            if repointed != record:
                each.put(repointed)
    kept = shelf.records[into]
    if "Balance" in kept:
        kept = shelf.put({**kept, "Balance": kept["Balance"] + old.get("Balance", 0)})
    company.remove(kind, old, into=kept)


def _repointed(value: Any, kind: str, gone: str, reference: Record) -> Any:
    if isinstance(value, list):
        return [_repointed(one, kind, gone, reference) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {**member, **reference}
        if list_of(name) == kind and isinstance(member, dict) and member.get("value") == gone
        else _repointed(member, kind, gone, reference)
        for name, member in value.items()
    }
