"""The numbers of documents: which are given, and which are refused as taken."""

from __future__ import annotations

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.schema.kinds import KINDS

AUTO_GENERATE = "AUTO_GENERATE"


def number_of(draft: Draft) -> str | None:
    """The document number: the one sent, else by the company's numbering; None stays empty.

    Raises Refusal 6140 when another document of the kind (for bills: of the vendor) has it.
    """
    number = draft.given.get("DocNumber") or (draft.old or {}).get("DocNumber")
    auto = DOCUMENTS[draft.kind].auto_number and (
        number == AUTO_GENERATE or (draft.old is None and draft.given.get("AutoDocNumber"))
    )
    if number and not auto:
        _check_number(draft, number)
        return str(number)
    if not auto and not _is_numbered(draft):
        return None
    family = KINDS[draft.kind].numbering
    draft.company.number_counters[family] += 1
    return str(draft.company.number_counters[family])


def _is_numbered(draft: Draft) -> bool:
    """Whether the company numbers what comes without a number."""
    family = KINDS[draft.kind].numbering
    if family == "sales":
        return not draft.company.preference("SalesFormsPrefs", "CustomTxnNumbers")
    return bool(family) and not draft.company.feature("VendorAndPurchasesPrefs.UseCustomTxnNumbers")


def _check_number(draft: Draft, number: str) -> None:
    rule = draft.company.switches["duplicate_numbers"]
    if draft.duplicates_allowed or rule == "allow" or (rule == "receipts" and draft.kind == "SalesReceipt"):
        return
    within = DOCUMENTS[draft.kind].numbers_by
    for taken in draft.company.shelves[draft.kind].find("DocNumber", number):
        if draft.old is not None and taken["Id"] == draft.old["Id"]:
            continue
        if within and taken[within]["value"] != draft.given[within]["value"]:
            continue
        raise business_refusals.duplicate_number(number, draft.kind, taken["Id"])
