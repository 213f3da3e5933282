"""What may befall a request to QuickBooks and to no other service."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from sandbox.answers import Answer
from sandbox.exact import loads
from sandbox.faults import Fault
from sandbox.mishaps import Mishap, Passage, instead
from sandbox.quickbooks.api.fault_forms import form_of
from sandbox.quickbooks.api.own_faults import OWN_FAULTS
from sandbox.quickbooks.books.company import Company, without
from sandbox.quickbooks.oauth.tokens import Tokens
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.writing import VERSION


def own_mishaps(company: Callable[[], Company], tokens: Tokens) -> dict[str, Mishap]:
    """The kinds, each bound to the company as it is when the fault strikes."""

    def ordered(fault: Fault) -> Response:
        return form_of(fault.code, fault.variant).response(company().clock.now())

    async def revoked(fault: Fault, passage: Passage) -> Answer:
        tokens.revoke_all()
        return await passage.ask()

    async def saved_again(fault: Fault, passage: Passage) -> Answer:
        answer = await passage.ask()
        _save_again(company(), answer)
        return answer

    return {
        "fault": instead(OWN_FAULTS["fault"], ordered),
        "revoked": Mishap(OWN_FAULTS["revoked"], revoked),
        "saved_again": Mishap(OWN_FAULTS["saved_again"], saved_again),
    }


def _save_again(company: Company, answer: Answer) -> None:
    if answer.status != 200:
        return
    for kind, record in loads(answer.body).items():
        stored = company.shelves[kind].get(str(record.get("Id"))) if kind in KINDS else None
        if stored is not None:
            company.replace(kind, stored, without(stored, VERSION))
