"""Attachments as records: a note or a file's name, and what it hangs on."""

from __future__ import annotations

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.schema.kinds import BY_PATH
from sandbox.quickbooks.schema.shape import Record


def fill_attachable(draft: Draft) -> Record:
    """An attachment as it will be stored, without Id and version; what the upload stored of a file stays."""
    if not draft.given.get("FileName") and not draft.given.get("Note"):
        raise refusals.missing("FileName")
    targets = [{"IncludeOnSend": False, **one} for one in draft.given.get("AttachableRef", [])]
    for target in targets:
        _check_target(draft.company, target)
    of_the_file = ("FileAccessUri", "TempDownloadUri", "Size", "ContentType")
    kept = {member: draft.old[member] for member in of_the_file if draft.old and member in draft.old}
    return {**kept, **draft.given, **({"AttachableRef": targets} if targets else {})}


def _check_target(company: Company, reference: Record) -> None:
    """Raise Refusal 6000, as recorded, for an attachment to what is not there."""
    target = reference.get("EntityRef", {})
    kind, record_id = str(target.get("type", "")), str(target.get("value", ""))
    known = BY_PATH.get(kind.lower())
    if known is None or company.shelves[known.name].get(record_id) is None:
        named = f"{kind} {record_id}"
        raise business_refusals.business(f"The entity {named} that you are trying to link does not exist. {named}")
