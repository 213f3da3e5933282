"""References: that what they name exists and is active, and its name for the answer."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.lists.currencies import currency
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record

_LISTS: dict[str, str] = {member: kind for kind, members in table("references").items() for member in members.split()}


def list_of(member: str) -> str | None:
    """The list a member's reference points into; None for a member that points into none."""
    return _LISTS.get(member)


def with_names(company: Company, record: Record) -> Record:
    """A record whose references are checked and carry the names of what they point to.

    Items are looked up line by line, where they may be something else than an item.
    Raises Refusal 2500 for what is not there and 610 for what is inactive.
    """
    return {member: _checked(company, member, value) for member, value in record.items()}


def _checked(company: Company, member: str, value: Any) -> Any:
    if member == "CurrencyRef":
        return currency(company, value)
    kind = list_of(member)
    if kind in (None, "Item"):
        return value
    return _named(look_up(company, str(kind), value))


def look_up(company: Company, kind: str, reference: Record) -> Record:
    """What a reference points to."""
    value = reference.get("value", "")
    found = company.shelves[kind].get(value)
    if found is None:
        raise refusals.invalid_reference(f"{KINDS[kind].word} element id {value} not found")
    if not found["Active"]:
        raise refusals.not_found()
    return found


def look_up_item(company: Company, detail: Record, path: str) -> Record:
    """The item of a line."""
    item = company.shelves["Item"].get(detail["ItemRef"].get("value", ""))
    if item is None:
        raise refusals.invalid_reference(path, path)
    if not item["Active"]:
        raise refusals.not_found()
    if item["Type"] == "Category":
        raise refusals.invalid_reference("Categories cannot be used in transactions.", path)
    return item


def item_reference(item: Record) -> Record:
    return {"value": item["Id"], "name": item["FullyQualifiedName"]}


def check_account(company: Company, reference: Record, types: tuple[str, ...]) -> None:
    """Raise Refusal 6430 unless a (checked) account is of one of these types."""
    account: Any = company.shelves["Account"].get(reference["value"])
    if account["AccountType"] not in types:
        raise business_refusals.wrong_account_type()


def _named(record: Record) -> Record:
    return {"value": record["Id"], "name": name_of(record)}


def name_of(record: Record) -> str:
    """What an entry of a list is called where something refers to it."""
    return str(record.get("FullyQualifiedName") or record.get("DisplayName") or record["Name"])
