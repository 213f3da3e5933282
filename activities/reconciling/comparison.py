"""Rows of one kind, as QuickBooks has them, against the links to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from accounting.documents import DocumentKind
from accounting.reconciliation.edits import Seen, edits, gone
from accounting.reconciliation.extras import record_named, second_document, without_record
from accounting.records import RecordRef
from activities.companies import Companies, Company
from activities.contracts import State
from activities.drafting.desk import intent_key
from activities.reconciling.findings import Findings, kept_of
from activities.reconciling.metered import MeteredReads, Row
from clients.database.outcomes import Outcome
from clients.database.reconciled import Sent
from clients.quickbooks.seen import party, read_seen
from clients.quickbooks.statements import among, select

SALES = (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE)
IDS_AT_ONCE = 500


class Comparison:
    """One kind of document of one company."""

    def __init__(
        self, companies: Companies, company: Company, kind: DocumentKind, reads: MeteredReads, began: datetime
    ) -> None:
        self._stores = companies.stores
        self._company = company
        self._kind = kind
        self._reads = reads
        self._began = began
        self._findings = Findings(companies, company)
        self._extras: set[str] = set()

    async def compare(self, rows: Sequence[Row]) -> None:
        """Compare documents that stand with their links; one without a link may be an extra."""
        all_seen = {seen.id: seen for seen in (read_seen(self._kind, row) for row in rows)}
        linked = await self._stores.reconciled.of_documents(self._company.realm, self._kind, all_seen)
        for id, sent in linked.items():
            # What another account's records are linked to is compared with those.
            if sent.link.key.account == self._company.connection.account:
                await self._findings.of_own(sent, edits(kept_of(sent), all_seen[id]))
        await self._stores.reconciled.saw(self._company.realm, self._kind, linked, self._began)
        await self._look_for_extras([seen for id, seen in all_seen.items() if id not in linked])

    async def compare_gone(self, ids: Collection[str]) -> None:
        """These documents no longer stand."""
        linked = await self._stores.reconciled.of_documents(self._company.realm, self._kind, ids)
        for sent in linked.values():
            if sent.link.key.account == self._company.connection.account:
                await self._findings.of_own(sent, (gone(kept_of(sent)),))
        await self._stores.reconciled.saw(self._company.realm, self._kind, linked, self._began)

    async def compare_by_id(self, ids: Sequence[str]) -> None:
        """Read documents by their ids, and compare; what does not come is gone."""
        for start in range(0, len(ids), IDS_AT_ONCE):
            some = ids[start : start + IDS_AT_ONCE]
            rows = await self._reads.query(self._kind, select(self._kind, among("Id", some), most=IDS_AT_ONCE))
            await self.compare(rows)
            await self.compare_gone(set(some) - {str(row["Id"]) for row in rows})

    async def look_at_extras_again(self) -> None:
        """What was found before, and not again by this look: is it there still?"""
        mine = self._company.connection
        second = [
            (sent, {name for entry in sent.link.found if (name := entry["document"]).startswith(f"{self._kind} ")})
            for sent in await self._stores.reconciled.with_findings(mine.realm, mine.account)
        ]
        lone = [one for one in await self._findings.without_record() if one.document_kind == self._kind]
        ids = {name.partition(" ")[2] for _, names in second for name in names}
        ids |= {one.document_id for one in lone if one.document_id}
        await self.compare_by_id(sorted(ids - self._extras))
        for sent, names in second:
            if dropped := {name for name in names if name.partition(" ")[2] not in self._extras}:
                await self._findings.drop_second(sent, dropped)
        for one in lone:
            if one.document_id not in self._extras:
                await self._findings.drop_without_record(one)

    async def _look_for_extras(self, unlinked: Sequence[Seen]) -> None:
        named = {seen.id: ref for seen in unlinked if (ref := record_named(seen.note))}
        account = self._company.connection.account
        of_records = await self._stores.reconciled.of_records(self._company.realm, account, set(named.values()))
        by_number = await self._by_number([seen for seen in unlinked if seen.id not in named])
        for seen in unlinked:
            ref = named.get(seen.id)
            sent = of_records.get(ref) if ref else by_number.get(seen.id)
            if sent:
                await self._second(sent, seen)
            elif ref:
                await self._alone(ref, seen)

    async def _by_number(self, unlinked: Sequence[Seen]) -> dict[str, Sent]:
        """The record whose number a document bears; a Bill's counts for its supplier, since they may share numbers."""
        kinds = SALES if self._kind in SALES else (self._kind,)
        numbers = {seen.number for seen in unlinked if seen.number}
        mine = self._company.connection
        sent = await self._stores.reconciled.of_numbers(mine.realm, mine.account, kinds, numbers) if numbers else []
        # Where QuickBooks counts by itself, its numbers are nobody's.
        of_records = [one for one in sent if one.body is None or one.body.get("DocNumber")]
        found = {}
        for seen in unlinked:
            for one in of_records:
                same_party = one.body is not None and party(one.body) == seen.party
                if one.link.number == seen.number and (self._kind is not DocumentKind.BILL or same_party):
                    found[seen.id] = one
        return found

    async def _second(self, sent: Sent, seen: Seen) -> None:
        if (sent.link.document_kind, sent.link.document_id) == (self._kind, seen.id):
            return  # linked while the page was read
        self._extras.add(seen.id)
        await self._findings.add_second(sent, second_document(kept_of(sent), seen), f"{self._kind} {seen.id}")

    async def _alone(self, ref: RecordRef, seen: Seen) -> None:
        intent = await self._stores.intents.live(intent_key(self._company, ref))
        if intent and intent.state in ("sent", "posted"):
            return  # its answer is awaited, or just came
        self._extras.add(seen.id)
        record = await self._stores.records.get(self._company.connection.id, ref)
        label = record.label if record else None
        document = Outcome(
            connection_id=self._company.connection.id,
            ref=RecordRef(kind=ref.kind, id=f"document-{self._kind}-{seen.id}"),
            order_id="",
            label=seen.number or seen.id,
            state=State.PARKED.value,
            document_kind=self._kind,
            document_id=seen.id,
            number=seen.number,
            total=seen.total,
        )
        await self._findings.add_without_record(ref, without_record(ref, label, seen), document)
