"""Where posting creates, a preview notes what would be created, under a placeholder in the id's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounting.bill_numbers import StandingBill
from accounting.documents import Bill, Document, DocumentKind, NewCustomer, NewItem, PurchaseOrder, Sale, expected_of
from accounting.money import ZERO
from accounting.numbering import carries, marker
from accounting.records import RecordKind
from activities.batches import Created
from activities.exactly_once import Wanted
from activities.preview.facts import PreviewFacts
from activities.preview.links import PreviewLinks
from activities.preview.placeholders import line_of, number_of, placeholder
from clients.database import exact_json
from clients.database.intent_keys import IntentKey
from clients.database.links import Link
from clients.quickbooks.bodies import body_of
from clients.quickbooks.errors import DuplicateDocNumber, DuplicateName, QuickBooksError


@dataclass(frozen=True)
class Made:
    """One thing that would be created."""

    id: str
    """Its placeholder."""
    document: Document
    body: dict[str, Any]
    """Exactly what would be sent, placeholders for what is not there yet included."""
    key: IntentKey
    """For what."""
    stands: bool
    """QuickBooks holds it already with the record's marker: it is linked again instead of being sent."""


class Noting:
    """Notes what would be created, which counts as standing from then on."""

    def __init__(self, links: PreviewLinks, facts: PreviewFacts) -> None:
        self._links = links
        self._facts = facts
        self.made: dict[IntentKey, Made] = {}
        self._names: set[tuple[DocumentKind, str]] = set()

    async def one(self, wanted: Wanted) -> Link:
        """The link to the thing wanted, as if it had been created.

        Raises:
            DuplicateName: QuickBooks would not take another customer or item of the name.
            DuplicateDocNumber: a document that is not ours has the number.
        """
        if link := await self._links.get(wanted.key):
            return link
        document = wanted.document
        await self._require_free(document)
        stands = await self._stands(wanted)
        id = placeholder(document.kind, _name(wanted))
        self.made[wanted.key] = Made(id, document, _as_kept(document), wanted.key, stands)
        link = _link(wanted, id)
        self._links.keep(link)
        if isinstance(document, Bill):
            self._facts.remember_bill(_standing(id, document))
        return link

    async def several(self, wanted: Sequence[Wanted]) -> list[Created]:
        """The link to each thing wanted, or the error that it alone would meet."""
        return [await self._alone(one) for one in wanted]

    async def _alone(self, wanted: Wanted) -> Created:
        try:
            return await self.one(wanted)
        except QuickBooksError as error:
            return error

    async def _require_free(self, document: Document) -> None:
        match document:
            case NewCustomer():
                taken = await self._facts.persons_named([document.name])
            case NewItem():
                taken = await self._facts.any_items_named([document.name])
            case _:
                return
        name = (document.kind, document.name.casefold())
        if taken or name in self._names:
            raise DuplicateName(f'The name "{document.name}" is taken.')
        self._names.add(name)

    async def _stands(self, wanted: Wanted) -> bool:
        """Does our own document stand under the number already? A stranger's keeps ours out (row R-53)."""
        document = wanted.document
        if isinstance(document, Bill):
            return wanted.look_first  # its number was looked for while it was drafted
        if not isinstance(document, Sale | PurchaseOrder) or document.number is None:
            return False
        standing = (await self._facts.numbered(document.kind, [document.number]))[document.number]
        mark = marker(RecordKind(wanted.key.record_kind), wanted.key.record_id)
        if any(carries(mark, other.note) for other in standing):
            return True
        if standing:
            taken = standing[0]
            raise DuplicateDocNumber(
                f"DocNumber={taken.number} is assigned to TxnType={taken.kind} with TxnId={taken.id}"
            )
        return False


def _name(wanted: Wanted) -> str:
    document = wanted.document
    if isinstance(document, NewCustomer | NewItem):
        return document.name
    # Suppliers number their invoices as they like, and two may choose the same.
    return wanted.key.record_id if isinstance(document, Bill) or document.number is None else document.number


def _as_kept(document: Document) -> dict[str, Any]:
    """The body as it is kept before it is sent, which puts its members in order."""
    body: dict[str, Any] = exact_json.read(exact_json.write(body_of(document)))
    return body


def _link(wanted: Wanted, id: str) -> Link:
    document = wanted.document
    is_listed = isinstance(document, NewCustomer | NewItem)
    return Link(
        key=wanted.key,
        document_kind=document.kind.value,
        document_id=id,
        number=None if is_listed else wanted.number or number_of(id),
        total=expected_of(document).total or ZERO,
        lines={record_line: line_of(id, number) for record_line, number in expected_of(document).lines.items()},
        snapshot={**wanted.snapshot, "problems": [warning.model_dump() for warning in wanted.warnings]},
        posted_at=datetime.now(UTC),
    )


def _standing(id: str, bill: Bill) -> StandingBill:
    return StandingBill(id=id, vendor_id=bill.vendor_id, number=bill.number, total=bill.total, note=bill.note)
