"""Look at what would be posted: for one order, for a run, or for the orders of some days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from accounting.documents import NewCustomer, NewItem
from accounting.left_out import told_together
from accounting.problems import Problem
from accounting.records import Record
from accounting.run_choices import operations_to_run
from accounting.settings import Operation
from activities.companies import Companies, Company
from activities.due_records import DueRecords
from activities.first_look import look_for_another
from activities.flxpoint_records import FlxpointRecords
from activities.preview.contents import Foreseen, Preview
from activities.preview.facts import PreviewFacts
from activities.preview.foreseeing import Foreseeing
from activities.preview.names import named_and_totalled
from activities.preview.reading import Days, Reading

Tell = Callable[[str], None]
"""Told how far it has come, in words."""


async def preview_order(
    companies: Companies, connection: str, name: str, operations: Collection[str], tell: Tell
) -> Preview:
    """What would become of the records of one order, by its number or id.

    Raises:
        Held: the order is unknown, or a choice is missing.
    """
    previewing = await _opened(companies, connection, operations, tell)
    tell(f"Reading order {name} in Flxpoint")
    records = await previewing.reading.of_order(name, previewing.operations)
    return await previewing.of(records, None)


async def preview_run(
    companies: Companies, connection: str, operations: Collection[str], days: Days | None, tell: Tell
) -> Preview:
    """What a run would do now with everything, or with the orders placed on some days.

    Raises:
        Held: a choice is missing.
    """
    previewing = await _opened(companies, connection, operations, tell)
    tell("Reading what is pending in Flxpoint")
    found = await previewing.reading.due(previewing.operations, days)
    return await previewing.of(found.due, found)


async def _opened(companies: Companies, connection: str, operations: Collection[str], tell: Tell) -> _Previewing:
    company = await companies.company(connection)
    facts = PreviewFacts(companies, company)
    await facts.outdate_books()  # as at the begin of each run: a preference may have been changed (C1)
    company = await facts.in_own_zone()
    chosen = operations_to_run(operations, company.settings, connection)
    source = FlxpointRecords(connection, await companies.flxpoint(connection), companies.stores)
    reading = Reading(companies, company, source)
    return _Previewing(companies, company, chosen, reading, Foreseeing(companies, company, facts), tell)


class _Previewing:
    """One preview of one connection."""

    def __init__(
        self,
        companies: Companies,
        company: Company,
        operations: Sequence[Operation],
        reading: Reading,
        foreseeing: Foreseeing,
        tell: Tell,
    ) -> None:
        self.operations = operations
        self.reading = reading
        self._companies = companies
        self._company = company
        self._foreseeing = foreseeing
        self._tell = tell

    async def of(self, records: Sequence[Record], found: DueRecords | None) -> Preview:
        """The preview of these records, which lie in dependency order; ``found`` tells what else a run has read."""
        self._tell(f"Looking up what {len(records)} records name in QuickBooks")
        warnings = await look_for_another(self._companies, self._company, records)
        await self._foreseeing.look_ahead(records)
        foreseen = await self._foreseen(records)
        made = self._foreseeing.noting.made.values()
        created = tuple(one for one in made if isinstance(one.document, NewCustomer | NewItem))
        sent = [one.document.document for one in foreseen if one.document and not one.document.stands]
        names, totals = await named_and_totalled(self._foreseeing.facts, sent, created)
        return Preview(
            connection=self._company.connection,
            company=(await self._foreseeing.facts.books()).company_name,
            foreseen=foreseen,
            created=created,
            totals=totals,
            names=names,
            unchanged=found.unchanged if found else 0,
            left_out=told_together(found.left_out) if found else (),
            unread=self._named(found.problems if found else ()),
            warnings=self._named(warnings),
        )

    def _named(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(problem.named_for(self._company.connection.id) for problem in problems)

    async def _foreseen(self, records: Sequence[Record]) -> tuple[Foreseen, ...]:
        foreseen = []
        for number, record in enumerate(records, 1):
            self._tell(f"Record {number} of {len(records)}: {record.ref.kind.words} {record.label}")
            foreseen.append(await self._foreseeing.one(record))
        return tuple(foreseen)
