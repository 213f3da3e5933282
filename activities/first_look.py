"""Before anything of ours stands in the books: do documents of our numbers stand there already (row R-117)?"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

from accounting.another_connector import Standing, another_connector, numbers_to_look_for
from accounting.documents import DocumentKind
from accounting.problems import Problem
from accounting.records import Record
from activities.companies import Companies, Company
from activities.facts import Facts
from clients.quickbooks.errors import QuickBooksError
from clients.quickbooks.statements import among, select

DOCUMENTS = (DocumentKind.SALES_RECEIPT, DocumentKind.INVOICE, DocumentKind.PURCHASE_ORDER, DocumentKind.BILL)
LOOKED_FOR = 100
"""Numbers of each kind: what another program posts shows among the first of them, and one query takes as many."""

log = logging.getLogger("daybook.first_look")


async def look_for_another(companies: Companies, company: Company, records: Collection[Record]) -> tuple[Problem, ...]:
    """A warning if another program posts the same records; nothing once a document of ours stands.

    A run is not held up by it: where QuickBooks cannot be asked now, its documents wait, and nothing is warned of.
    """
    if not records or await companies.stores.links.any_of(company.realm, DOCUMENTS):
        return ()
    try:
        books = await Facts(companies, company, None).books()
        wanted = numbers_to_look_for(records, books, company.settings)
        found = [one for kind, numbers in wanted.items() for one in await _standing(company, kind, numbers)]
    except QuickBooksError as error:
        log.warning("Whether another program posts the same records could not be asked: %s", error)
        return ()
    return another_connector(found)


async def _standing(company: Company, kind: DocumentKind, numbers: Sequence[str]) -> list[Standing]:
    asked = numbers[:LOOKED_FOR]
    if not asked:
        return []
    rows = await company.quickbooks.query(kind, select(kind, among("DocNumber", asked), most=1000))
    # QuickBooks ignores the case of text, and a number does not.
    return [
        Standing(kind=kind, id=str(row["Id"]), number=row["DocNumber"], note=row.get("PrivateNote"))
        for row in rows
        if row.get("DocNumber") in asked
    ]
