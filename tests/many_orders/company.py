"""The stand-in company without a server: bodies go in as they would over HTTP, and its own code reckons them up."""

from __future__ import annotations

from typing import Any

from accounting.documents import Document
from clients.quickbooks.bodies import body_of
from clients.quickbooks.exact_json import json_bytes
from clients.quickbooks.lists import DELETED
from clients.quickbooks.statements import active_or_not, among, select
from sandbox.exact import loads
from sandbox.quickbooks.api.gateway import QuickBooks
from sandbox.quickbooks.query.search import query
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.writing import write

Json = dict[str, Any]


class StandInCompany:
    """The books of a small shop in Texas, on Automated Sales Tax."""

    def __init__(self) -> None:
        self._company = QuickBooks({}, seed_company=True).company

    def post(self, document: Document) -> Json:
        """What stands after the document was sent.

        Raises:
            Refusal: the stand-in does not take it.
        """
        body = loads(json_bytes(body_of(document)))
        return dict(write(self._company, KINDS[document.kind.value], body))

    def find(self, kind: str, field: str, *values: str) -> list[Json]:
        """The entries of a list of which a field is one of the values, by our own statement in its query language."""
        named = [*values, *(value + DELETED for value in values)] if field.endswith("Name") else list(values)
        statement = select(kind, among(field, named), active_or_not(), most=1000)
        return [dict(row) for row in query(self._company, statement).get(kind, [])]

    def facts(self) -> tuple[Json, Json]:
        """The company's preferences and its profile, as they are served."""
        return dict(self._company.preferences), dict(self._company.company_info)
