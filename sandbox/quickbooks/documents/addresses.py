"""The addresses of a document: the party's unless others are sent, and how they look once they were changed."""

from __future__ import annotations

from sandbox.quickbooks.books.company import without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.schema.shape import Record

OF_THE_SERVER = ("Id", "Lat", "Long")
STREET = ("Line1", "Line2", "Line3", "Line4", "Line5")


def form_address(draft: Draft, member: str, party: Record, fallback: Record) -> Record:
    """An address of a document as a record with that one member, or none.

    A new document without one takes the `fallback`. One that an update changes comes back as free lines under the
    `party`'s name, as recorded, unless the switch `changed_addresses` leaves it as it was sent.
    """
    if member not in draft.given:
        return {member: fallback[member]} if draft.old is None and member in fallback else {}
    sent = draft.given[member]
    if draft.old is not None:
        old = draft.old.get(member, {})
        if without(sent, OF_THE_SERVER) == without(old, OF_THE_SERVER):
            return {member: old} if old else {}
        if draft.company.switches["changed_addresses"] == "lines":
            sent = _as_lines(sent, party)
    return {member: {**sent, "Id": draft.company.next_id("address")}}


def _as_lines(address: Record, party: Record) -> Record:
    person = " ".join(party[part] for part in ("GivenName", "FamilyName") if part in party)
    lines = [
        person or party.get("DisplayName", ""),
        party.get("CompanyName", ""),
        *[address.get(line, "") for line in STREET],
        _place(address),
        address.get("Country", ""),
    ]
    filled = list(dict.fromkeys(line for line in lines if line))
    whole = [*filled[:4], ", ".join(filled[4:])]
    placed: Record = {name: address[name] for name in ("Lat", "Long") if name in address}
    return {**{name: line for name, line in zip(STREET, whole, strict=False) if line}, **placed}


def _place(address: Record) -> str:
    """City, state and code on one line, with two blanks before the code as recorded."""
    state = "  ".join(address[part] for part in ("CountrySubDivisionCode", "PostalCode") if part in address)
    return ", ".join(part for part in (address.get("City", ""), state) if part)
