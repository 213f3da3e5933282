"""The company's own record, CompanyInfo."""

from __future__ import annotations

from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import address
from sandbox.quickbooks.schema.shape import Record

ADDRESSES = ("CompanyAddr", "LegalAddr", "CustomerCommunicationAddr")


def fill_company(draft: Draft) -> Record:
    """The company's record as it will be stored; the country and its flags are not ours to change."""
    served = draft.company.company_info
    settled: Record = {
        member: served[member] for member in ("Country", "NameValue", "CompanyStartDate") if member in served
    }
    places = [address(draft, member, {}) for member in ADDRESSES]
    return {**draft.given, **{member: value for place in places for member, value in place.items()}, **settled}
