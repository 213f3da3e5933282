"""The custom fields of a document: those the company's preferences name, with what was sent for them."""

from __future__ import annotations

from typing import Any

from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.schema.shape import Record


def custom_fields(company: Company, preference: str, form: Record) -> list[Record]:
    """Each field in use, under the number of its definition; one that is not in use is dropped without a word.

    A field without a value comes without StringValue, as recorded.
    """
    sent = {one.get("DefinitionId"): one.get("StringValue") for one in form.get("CustomField", [])}
    return [
        {
            "DefinitionId": number,
            "Name": name,
            "Type": "StringType",
            **({"StringValue": sent[number]} if sent.get(number) else {}),
        }
        for number, name in _in_use(company, preference).items()
    ]


def _in_use(company: Company, preference: str) -> dict[str, str]:
    """The names of the fields in use by number; the last letter of what a preference is called is its number."""
    group, _, member = preference.partition(".")
    blocks: list[Any] = company.preference(group, member) or []
    told = {one["Name"].rpartition(".")[2]: one for block in blocks for one in block["CustomField"]}
    used = {name[-1] for name, one in told.items() if name.startswith("Use") and one.get("BooleanValue")}
    names = {name[-1]: one["StringValue"] for name, one in told.items() if "CustomName" in name}
    return {number: names[number] for number in sorted(used & set(names))}
