"""Lists whose entries stand below one another: the path, its depth, and what a new name carries along."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.references import list_of, look_up, name_of
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.properties import TYPES
from sandbox.quickbooks.schema.shape import Record

LEVELS = 5


def placed(draft: Draft, entry: Record) -> Record:
    """The entry with the members that say where it stands.

    Raises Refusal 6150 without a parent, 900 for a loop, 6180 when it goes too deep.
    """
    kind = KINDS[draft.kind]
    if not kind.below:
        return entry
    # Where Intuit's pages call the flag read-only, the parent alone decides.
    below = "ParentRef" in entry if kind.below in kind.read_only else entry.get(kind.below)
    if not below:
        return {**without(entry, ["Level"]), kind.below: False, "FullyQualifiedName": entry[kind.title]}
    if "ParentRef" not in entry:
        raise business_refusals.parent_missing()
    parent = look_up(draft.company, draft.kind, entry["ParentRef"])
    path = str(parent["FullyQualifiedName"])
    _check_place(draft, parent, level=path.count(":") + 2)
    level = {"Level": Decimal(path.count(":") + 1)} if "Level" in TYPES[draft.kind] else {}
    return {
        **entry,
        kind.below: True,
        "ParentRef": {"value": parent["Id"], "name": path},
        "FullyQualifiedName": f"{path}:{entry[kind.title]}",
        **level,
    }


def _check_place(draft: Draft, parent: Record, level: int) -> None:
    if draft.kind == "Item" and parent["Type"] != "Category":
        raise refusals.wrong_parent("an item can only be below a category")
    if level > LEVELS:
        raise business_refusals.too_deep(LEVELS)
    ancestor: Record | None = parent
    while ancestor is not None:
        if draft.old is not None and ancestor["Id"] == draft.old["Id"]:
            raise refusals.own_parent()
        ancestor = draft.company.shelves[draft.kind].get(ancestor.get("ParentRef", {}).get("value", ""))


def carry_name(company: Company, kind: str, old: Record, new: Record) -> None:
    """Show a new name wherever the old one stood: in the paths below it and in every reference to it.

    No version moves by this: the name is looked up by QuickBooks, not written by anyone.
    """
    name = name_of(new)
    if name == name_of(old):
        return
    for entry in list(company.shelves[kind]):
        if KINDS[kind].below and entry.get("ParentRef", {}).get("value") == new["Id"]:
            path = f"{name}:{entry[KINDS[kind].title]}"
            shown = {} if "ParentRef" in KINDS[kind].nameless else {"name": name}
            below = {**entry, "ParentRef": {"value": new["Id"], **shown}, "FullyQualifiedName": path}
            carry_name(company, kind, entry, company.shelves[kind].put(below))
    for shelf in company.shelves.values():
        for record in list(shelf):
            if any(_names(record, kind, new["Id"], name_of(old))):
                shelf.put(_renamed(record, kind, new["Id"], name))


def _names(value: Any, kind: str, entry_id: str, name: str) -> Iterator[bool]:
    """A True for every reference that shows the name."""
    if isinstance(value, list):
        for one in value:
            yield from _names(one, kind, entry_id, name)
    elif isinstance(value, dict):
        for member, one in value.items():
            if list_of(member) == kind and isinstance(one, dict):
                yield one.get("value") == entry_id and one.get("name") == name
            else:
                yield from _names(one, kind, entry_id, name)


def _renamed(value: Any, kind: str, entry_id: str, name: str) -> Any:
    if isinstance(value, list):
        return [_renamed(one, kind, entry_id, name) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        member: {**one, "name": name}
        if list_of(member) == kind and isinstance(one, dict) and one.get("value") == entry_id and "name" in one
        else _renamed(one, kind, entry_id, name)
        for member, one in value.items()
    }
