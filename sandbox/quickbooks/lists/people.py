"""Customers, vendors and employees: what is theirs alone."""

from __future__ import annotations

import re

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.books.company import without
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import address
from sandbox.quickbooks.schema.shape import Record

NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")


def fill_person(draft: Draft, person: Record) -> Record:
    """A customer, vendor or employee with names and addresses.

    Raises Refusal 6080 when there is no name at all.
    """
    name = person.get("DisplayName") or " ".join(person[part] for part in NAME_PARTS if person.get(part))
    if not name:
        raise business_refusals.nameless()
    return {
        "PrintOnCheckName": person.get("CompanyName") or name,
        **person,
        "DisplayName": name,
        **address(draft, "BillAddr", {}),
        **address(draft, "ShipAddr", {}),
    }


def fill_customer(draft: Draft, person: Record) -> Record:
    """A customer; under automated sales tax the tax code is not for anyone to set."""
    if draft.company.switches["sales_tax"] == "automated":
        person = without(person, ["DefaultTaxCodeRef"])
    return fill_person(draft, person)


def fill_vendor(draft: Draft, person: Record) -> Record:
    """A vendor; its tax number is shown by its last four characters, as recorded."""
    filled = fill_person(draft, person)
    if "TaxIdentifier" in filled:
        filled["TaxIdentifier"] = re.sub(r"\w(?=\w{4})", "X", filled["TaxIdentifier"].replace("-", ""))
    return filled
