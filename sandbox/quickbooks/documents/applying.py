"""Payments against what they pay: who may be paid, what stays open, and what is given back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.books.company import Company
from sandbox.quickbooks.documents.drafts import Draft
from sandbox.quickbooks.documents.forms import home_amounts
from sandbox.quickbooks.documents.ledger import amend, applied, open_amount
from sandbox.quickbooks.documents.traits import DOCUMENTS
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record

PAYING = {kind: document for kind, document in DOCUMENTS.items() if document.link}


def standing(draft: Draft, total: Decimal) -> Record:
    """The members of a document that payments decide: its links to them, and what of the total is open.

    Raises Refusal 6000 for a credit that becomes less than what was used of it.
    """
    document, old = DOCUMENTS[draft.kind], draft.old or {}
    shares = _shares(draft.company, old, total)
    if document.owed < 0 and any(share.kept < share.taken for share in shares):
        raise business_refusals.business("The credit may not be less than what was used of it.")
    paid = sum((share.kept for share in shares), Decimal(0))
    links = {"LinkedTxn": linked_still(draft.company, old, total)} if "LinkedTxn" in old else {}
    return {**links, **dict.fromkeys(document.open, total - paid)}


def linked_still(company: Company, record: Record, total: Decimal) -> list[Record]:
    """The links of a document that stay when its payments pay no more than a total."""
    gone = {share.payment["Id"] for share in _shares(company, record, total) if not share.kept}
    return [link for link in record.get("LinkedTxn", []) if link["TxnId"] not in gone]


def settle_paid(company: Company, kind: str, new: Record | None, old: Record | None) -> None:
    """Bring the documents up to date that a payment, in its new or its old version, pays or uses."""
    document = DOCUMENTS[kind]
    if not document.pays:
        return
    payment = new or old or {}
    link = {"TxnId": payment["Id"], "TxnType": document.link + payment.get(document.link_by, "")}
    named = [(one["TxnType"], one["TxnId"]) for record in (old, new) if record for one in links_of(record)]
    for target_kind, target_id in dict.fromkeys(named):
        target = company.shelves[target_kind].get(target_id)
        if target is None:
            continue
        changes = [(record, sign) for record, sign in ((new, -1), (old, 1)) if record]
        delta = sum((sign * applied(kind, record, target_id) for record, sign in changes), Decimal(0))
        amend(company, target_kind, target, _settled(target_kind, target, link, delta, new))


def _settled(kind: str, target: Record, link: Record, delta: Decimal, payment: Record | None) -> Record:
    """A paid document with so much more open, linked to the payment as long as that names it."""
    links = {one["TxnId"]: one for one in target.get("LinkedTxn", [])}
    if payment is not None and target["Id"] in [one["TxnId"] for one in links_of(payment)]:
        links[link["TxnId"]] = link
    else:
        links.pop(link["TxnId"], None)
    settled = {**target, **dict.fromkeys(DOCUMENTS[kind].open, open_amount(kind, target) + delta)}
    if links or "LinkedTxn" in DOCUMENTS[kind].defaults:
        settled["LinkedTxn"] = list(links.values())
    else:
        settled.pop("LinkedTxn", None)
    return {**settled, **home_amounts(kind, settled)}


def release(company: Company, record: Record, total: Decimal) -> None:
    """Take back from the payments of a document what goes beyond a total, from the last payment first.

    What they no longer pay stays with them as unapplied.
    """
    for share in _shares(company, record, total):
        if share.kept == share.taken:
            continue
        lines = [_reduced(line, record["Id"], share.kept) for line in share.payment["Line"]]
        changed = {**share.payment, "Line": [line for line in lines if line["Amount"]]}
        unapplied = open_amount(share.kind, changed)
        amend(company, share.kind, share.payment, {**changed, **dict.fromkeys(DOCUMENTS[share.kind].open, unapplied)})


def _reduced(line: Record, target_id: str, amount: Decimal) -> Record:
    return {**line, "Amount": amount} if line["LinkedTxn"][0]["TxnId"] == target_id else line


@dataclass(frozen=True)
class _Share:
    """What one payment pays of a document, and what of that goes into a total."""

    kind: str
    payment: Record
    taken: Decimal
    kept: Decimal


def _shares(company: Company, record: Record, total: Decimal) -> list[_Share]:
    """The payments that pay or use a document, in their order."""
    shares, left = [], total
    for link in record.get("LinkedTxn", []):
        for kind, document in PAYING.items():
            payment = company.shelves[kind].get(link["TxnId"])
            if link["TxnType"].startswith(document.link) and payment is not None:
                taken = applied(kind, payment, record["Id"])
                shares.append(_Share(kind, payment, taken, min(taken, left)))
                left -= shares[-1].kept
    return shares


def links_of(payment: Record) -> list[Record]:
    """The links on a payment's lines, one a line."""
    return [link for line in payment["Line"] for link in line["LinkedTxn"]]


def payable(draft: Draft, link: Record) -> Record:
    """The document a payment's line names; raises Refusal 620 for one it cannot be linked to."""
    document, kind = DOCUMENTS[draft.kind], link.get("TxnType", "")
    known = kind in (*document.pays, *document.spends)
    target = draft.company.shelves[kind].get(link.get("TxnId", "")) if known else None
    if target is None or not _same_party(draft, kind, target):
        raise refusals.cannot_link(kind, link.get("TxnId", ""))
    return target


def _same_party(draft: Draft, kind: str, target: Record) -> bool:
    """Whether a document is of the payment's party, or of a job below it."""
    member = KINDS[draft.kind].party
    payer = draft.given[member]["value"]
    party_id = target.get(KINDS[kind].party, {}).get("value", "")
    while party_id and party_id != payer:
        party = draft.company.shelves[member.removesuffix("Ref")].get(party_id) or {}
        party_id = party.get("ParentRef", {}).get("value", "")
    return bool(party_id)
