"""What is not as it should be between the records and the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sandbox.audit.books import KINDS, Books, Document
from sandbox.audit.money import ZERO
from sandbox.audit.records import FULFILLMENT_REQUEST, Key, Record


@dataclass(frozen=True)
class Finding:
    """Something found, and what it was found on."""

    subject: str
    text: str


class Comparison:
    """The records beside the books; a document belongs to the record its memo names."""

    def __init__(self, records: list[Record], books: Books) -> None:
        self.records = {record.key: record for record in records}
        self.books = books
        self.owned: dict[Key, list[Document]] = defaultdict(list)
        self._by_id: dict[Key, list[Document]] = defaultdict(list)
        for document in books.documents:
            self._by_id[KINDS[document.type], document.id].append(document)
            for owner in document.owners:
                self.owned[owner].append(document)

    def pairs(self) -> Iterator[tuple[Record, Document]]:
        """Every document beside the record it belongs to."""
        for key, record in self.records.items():
            for document in self.owned.get(key, []):
                yield record, document

    @property
    def difference(self) -> Decimal:
        """What the totals of records and documents differ by, all differences taken as positive."""
        return sum((abs(document.total - record.total) for record, document in self.pairs()), ZERO)

    @property
    def agrees(self) -> bool:
        """Whether nothing is doubled, missing, unlinked or of another amount."""
        return not (self.duplicates() or self.gaps() or self.unlinked() or self.difference)

    def different(self) -> list[Finding]:
        """Documents whose total is not their record's."""
        return [
            Finding(record.name, f"comes to {record.total}, {document.name} to {document.total}")
            for record, document in self.pairs()
            if document.total != record.total
        ]

    def duplicates(self) -> list[Finding]:
        """Records with more than one document, customers and items that are there twice."""
        doubled = [
            Finding(self._name(key), f"has {', '.join(document.name for document in documents)}")
            for key, documents in self.owned.items()
            if len(documents) > 1
        ]
        return doubled + [Finding(what, f"is shared by {', '.join(ids)}") for what, ids in self.books.doubles]

    def gaps(self) -> list[Finding]:
        """Marks that lead to no document of the record's own, and documents of records nobody has."""
        taken: dict[tuple[str, str], Record] = {}
        gaps = []
        for record in self.records.values():
            if record.marked and (wrong := self._wrong_mark(record, taken)):
                gaps.append(Finding(record.name, f"is marked as synced {wrong}"))
        return gaps + [
            Finding(document.name, f"is made for {self._name(key)}, which Flxpoint does not have")
            for key, documents in self.owned.items()
            for document in documents
            if key not in self.records
        ]

    def unmarked(self) -> list[Finding]:
        """Documents whose record Flxpoint does not have as synced."""
        return [
            Finding(record.name, f"is not marked as synced, and has {document.name}")
            for record, document in self.pairs()
            if not record.marked
        ]

    def without_document(self) -> list[Record]:
        """Records that are neither marked nor in the books."""
        return [record for key, record in self.records.items() if not record.marked and not self.owned.get(key)]

    def unlinked(self) -> list[Finding]:
        """Bills whose product lines are not all linked to the purchase order of their fulfillment request."""
        found = []
        for record, bill in self.pairs():
            if bill.type != "Bill":
                continue
            linked = bill.billed_on(self._purchase_orders(record.request_id))
            if linked != record.products:
                text = f"links {linked} of {record.products} to the purchase order of {self._request(record)}"
                found.append(Finding(f"{bill.name} of {record.name}", text))
        return found

    def _wrong_mark(self, record: Record, taken: dict[tuple[str, str], Record]) -> str | None:
        """What is wrong with the document a mark names; None when it is the record's."""
        if not record.document_id:
            return "without a document’s id"
        named = self._named(record)
        if named is None:
            return f"with {record.document_id}, which is no {_types(record)} in the books"
        own = self.owned.get(record.key, [])
        if named in own:
            return None
        if own:
            return f"with {named.name}, but its own is {own[0].name}"
        if named.owners:
            return f"with {named.name}, which belongs to {self._name(named.owners[0])}"
        first = taken.setdefault((named.type, named.id), record)
        return None if first is record else f"with {named.name}, and so is {first.name}"

    def _named(self, record: Record) -> Document | None:
        """The document a mark names; its own one first, should two types share the id."""
        named = self._by_id.get((record.kind, record.document_id), [])
        return min(named, key=lambda document: record.key not in document.owners, default=None)

    def _purchase_orders(self, request_id: str) -> list[str]:
        key = (FULFILLMENT_REQUEST, request_id)
        request = self.records.get(key)
        named = [request.document_id] if request and request.marked else []
        return named + [document.id for document in self.owned.get(key, [])]

    def _request(self, invoice: Record) -> str:
        return self._name((FULFILLMENT_REQUEST, invoice.request_id))

    def _name(self, key: Key) -> str:
        record = self.records.get(key)
        return record.name if record else f"{key[0].replace('_', ' ')} {key[1]}"


def _types(record: Record) -> str:
    return " or ".join(type_ for type_, kind in KINDS.items() if kind == record.kind)
