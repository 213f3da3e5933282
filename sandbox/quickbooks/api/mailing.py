"""Sending a document by e-mail: what is left of it in the books."""

from __future__ import annotations

from sandbox.quickbooks import business_refusals
from sandbox.quickbooks.api.realm import Realm
from sandbox.quickbooks.books.company import without
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.writing import VERSION, read_one

ADDRESS = {"PurchaseOrder": "POEmail"}
"""Where the recipient stands, when that is not BillEmail."""


class MailsUsedUp(Refusal):
    """More e-mails in a day than a sandbox company may send."""

    def __init__(self) -> None:
        super().__init__(
            "3001", "message=ThrottleExceeded; errorCode=003001; statusCode=429", "The daily e-mail limit was reached"
        )


def send(realm: Realm, kind: Kind, record_id: str, to: str) -> Record:
    """Send a document to its own address or another one; no mail leaves, the record says that one did.

    Raises Refusal 610 for an unknown document, 6420 without any address, MailsUsedUp after 40 mails in a day.
    """
    record = read_one(realm.company, kind, record_id)
    member = ADDRESS.get(kind.name, "BillEmail")
    address = {"Address": to} if to else record.get(member)
    if not address:
        raise business_refusals.email_missing()
    if not realm.limits.admit_mail():
        raise MailsUsedUp
    sent = {
        **without(record, VERSION),
        member: address,
        "EmailStatus": "EmailSent",
        "DeliveryInfo": {"DeliveryType": "Email", "DeliveryTime": realm.company.timestamp()},
    }
    return realm.company.replace(kind.name, record, sent, "Emailed")
