"""The names of lists: their characters, that each is used once, and what becoming inactive does to them."""

from __future__ import annotations

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.schema.kinds import KINDS, Kind
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.switches import Switches

DELETED = " (deleted)"


def check_characters(draft: Draft) -> None:
    """Raise Refusal 2040 for a character that separates names, or would break a line."""
    kind = KINDS[draft.kind]
    for member in kind.named:
        value = draft.given.get(member, "")
        if set(value) & set(kind.barred):
            raise refusals.invalid_characters(member, value)


def with_state(draft: Draft, entry: Record) -> Record:
    """The entry with its name and state; what becomes inactive has " (deleted)" put after its name.

    Raises Refusal 6220 when it still has a balance.
    """
    kind = KINDS[draft.kind]
    active = entry.get("Active", draft.old["Active"] if draft.old else True)
    if not active and draft.old and draft.old.get(kind.balance):
        raise business_refusals.balance_open()
    name = entry[kind.title].removesuffix(DELETED)
    return {**entry, kind.title: name if active else name + DELETED, "Active": active}


def check_free(draft: Draft, entry: Record) -> None:
    """Raise Refusal 6240 when the name is taken; customers, vendors and employees share their names."""
    own, switches = KINDS[draft.kind], draft.company.switches
    name = entry[_unique(own, switches)]
    if name.endswith(DELETED):
        return
    for kind in (KINDS[other] for other in own.shares_names):
        for taken in draft.company.shelves[kind.name].find(_unique(kind, switches), name):
            if kind is not own or draft.old is None or taken["Id"] != draft.old["Id"]:
                users = own.users if kind is own else "customer, vendor or employee"
                raise business_refusals.duplicate_name(users, switches["duplicate_name_text"])


def _unique(kind: Kind, switches: Switches) -> str:
    """The member that two entries may not share; below another entry it may be the whole path."""
    apart = kind.below and switches["sub_customer_names"] == "apart"
    return "FullyQualifiedName" if apart else kind.unique
